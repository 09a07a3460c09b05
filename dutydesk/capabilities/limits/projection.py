"""Choices of the office, and answers about criteria in words."""

from __future__ import annotations

from dutydesk.capabilities.grading import events as e
from dutydesk.capabilities.limits import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects

LIMITS = "limits"


@projects(ev.LimitsChosen)
def _chosen(tx: Executes, row: Row, event: ev.LimitsChosen) -> None:
    tx.execute(
        "INSERT OR REPLACE INTO choice (key, value, seq, at) VALUES (?,?,?,?)", (LIMITS, event.column, row.seq, row.at)
    )


@projects(e.CriteriaAnswered)
def _answered(tx: Executes, row: Row, event: e.CriteriaAnswered) -> None:
    for text, answer in event.answers.items():
        tx.execute(
            "INSERT OR REPLACE INTO criterion (matter_id, text, answer, seq, at) VALUES (?,?,?,?,?)",
            (row.matter_id, text, int(answer), row.seq, row.at),
        )
