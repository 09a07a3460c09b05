"""The event of a report that was sent."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar

from dutydesk.kernel.events import Event
from dutydesk.kernel.values import dataclass


@dataclass(kw_only=True, eq=False, repr=False)
class ReportSent(Event):
    """A frozen text and whom it went to. ``number`` counts follow-ups; 0 for other kinds. ``at`` of the row is the sending."""

    KIND: ClassVar[str] = "report.sent"
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "text", "recipients", "reason", "differs")
    report: str
    report_kind: str
    number: int
    title: str
    text: str
    recipients: list[str]
    corrects: str = ""
    gaps: dict[str, str] = field(default_factory=dict[str, str])
    """Element to the reason why it is 待核实 in this text."""
    figures: dict[str, float] = field(default_factory=dict[str, float])
    """The figures as they stood when it was sent: what its recipients know."""
    signed_off: str = ""
    """Officer id of the leader who signed it off, where the rulebook asks."""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""
    forwards: str = ""
    """Id of the earlier report whose very text goes to further recipients."""
    reason: str = ""
    """Why the same text goes to the same recipient again."""
    differs: str = ""
    difference: list[str] = field(default_factory=list[str])
    """Why it was sent although it says other figures than the record, and each of them beside the recorded one (Chinese)."""
    cause: str = ""
    """Of a correction: ``own`` error, or the ``source`` changed it; empty in what was sent before it was asked."""
