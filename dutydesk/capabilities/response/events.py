"""Events of a response."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar

from dutydesk.kernel.events import Event


class Assessed(Event):
    """Risk assessment completed; without it no response is activated."""

    KIND: ClassVar[str] = "matter.assessed"
    SEARCHED: ClassVar[tuple[str, ...]] = ("trend", "at_risk", "text", "lead", "support", "reason")
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

    KIND: ClassVar[str] = "response.activated"
    SEARCHED: ClassVar[tuple[str, ...]] = ("lead", "support")
    MARK = "★"
    level: str
    previous: str
    lead: str
    support: list[str] = field(default_factory=list[str])


class ResponseKept(Event):
    """The level rose and the response did not, for a reason (R22)."""

    KIND: ClassVar[str] = "response.kept"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)
    level: str
    reason: str
