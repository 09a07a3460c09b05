"""The event that closes a matter."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class MatterClosed(Event):
    """Closed by the termination criterion that was met."""

    KIND = "matter.closed"
    SEARCHED = ("criterion", "reason", "waived")
    MARK = "■"
    criterion: str
    of_plan: bool = False
    """The criterion is one of the plan's, in its words; else it was typed. Closings before this was kept: False."""
    declined: bool = False
    reason: str = ""
    outcome: str = ""
    """One of ``closing.rules.OUTCOMES``; empty for kinds that are not asked and for closings before it was."""
    waived: list[str] = field(default_factory=list[str])
    """What was left open, in words (Chinese)."""
    waived_for: str = ""
    approved_by: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """Officer id of the leader who let it go, and how that person agreed (``consents.rules``)."""
