"""Events of a response."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class Assessed(Event):
    """Risk assessment completed; without it no response is activated."""

    KIND = "matter.assessed"
    SEARCHED = ("trend", "at_risk", "text", "lead", "support", "reason")
    MARK = "§"
    level: str
    trend: str = ""
    at_risk: str = ""
    text: str = ""
    lead: str = ""
    support: list[str] = field(default_factory=list[str])
    proposed: str = ""
    because: str = ""
    """What the grading table said then: level, number and source."""
    reason: str = ""
    consent: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])


class ResponseActivated(Event):
    """Response started, or moved to another level. Exactly one lead unit."""

    KIND = "response.activated"
    SEARCHED = ("lead", "support")
    MARK = "★"
    level: str
    previous: str
    lead: str
    support: list[str] = field(default_factory=list[str])


class ResponseKept(Event):
    """The level rose and the response did not, for a reason (R22)."""

    KIND = "response.kept"
    SEARCHED = ("reason",)
    level: str
    reason: str
