"""Events of grading: the level, and what was answered to criteria in words."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class LevelSet(Event):
    """The event's level; ``previous`` may be empty. ``proposed`` and ``because``: what the grading table said then."""

    KIND = "matter.level_set"
    SEARCHED = ("reason", "because")
    MARK = "▲"
    level: str
    previous: str
    reason: str = ""
    proposed: str = ""
    because: str = ""
    consent: str = ""
    """Officer id of the leader who agreed to a lower level (R22)."""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""
    highest: str = ""
    """The highest that the matter has had by then, this one included; empty in rows of before the field."""


class CriteriaAnswered(Event):
    """What an officer says of grading criteria that no number decides: text to whether it applies."""

    KIND = "matter.criteria"
    SEARCHED = ("source",)
    MARK = "#"
    answers: dict[str, bool]
    source: str = ""
