"""Choices of the office, and answers about criteria in words."""

from __future__ import annotations

from dutydesk.capabilities.grading import events as e
from dutydesk.capabilities.limits import events as ev
from dutydesk.capabilities.limits import tables as t
from dutydesk.store.statements import Fixed, opens

LIMITS = "limits"

opens(ev.LimitsChosen, t.Choice, if_there="replace", key=Fixed(LIMITS), value="column")
opens(
    e.CriteriaAnswered,
    t.Criterion,
    each=lambda _row, v: v.answers.items(),
    parts=("text", "answer"),
    if_there="replace",
)
