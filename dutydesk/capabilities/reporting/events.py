"""The event of a report that was sent."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class ReportSent(Event):
    """A frozen text and whom it went to. ``number`` counts follow-ups; 0 for other kinds. ``at`` of the row is the sending."""

    KIND = "report.sent"
    SEARCHED = ("title", "text", "recipients", "reason", "differs", "unread")
    MARK = "→"
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
    heading: str = ""
    """The title of the paper: place, event and casualties; empty in rows of before the field."""
    read_by: str = ""
    """Officer id of the second reader; ``unread`` says why there was none where one is asked for."""
    read_agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    unread: str = ""
    findings: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """What the checks found that blocks: check, words, said (Chinese), excused (the reason, or empty)."""
    edited: list[str] = field(default_factory=list[str])
    """Lines of the desk's draft (``- ``) and of the sent text (``+ ``) where a hand changed it."""
    for_phone: bool = False
    """The call by telephone was still owed, and nobody made it: this written first report stands for it."""
    beside: list[str] = field(default_factory=list[str])
    """What the messages of the matter said of people and money, beside what was sent of it (Chinese)."""


class ReportExcused(Event):
    """Why something that was found in a sent report stays as it is."""

    KIND = "report.excused"
    SEARCHED = ("reason",)
    report: str
    check: str
    reason: str


class ReportRead(Event):
    """The row's actor has read a report that waits for a signature: ``consent`` is that row, ``digest`` of its text."""

    KIND = "report.read"
    SEARCHED = ("note",)
    SAYS = (("核稿",), (" {0}", "note"))
    consent: str
    digest: str
    note: str = ""


class SignOffChosen(Event):
    """From now on reports of these kinds need a second reader and a leader's signature; none: no report does."""

    KIND = "report.sign_off_chosen"
    SEARCHED = ("reason",)
    kinds: list[str]
    reason: str = ""
