"""What the journal keeps of the emergency log."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class TakenIn(Event):
    """The emergency log was taken in: ``lines`` of it, from ``files``; ``note``: why the store could not be written."""

    KIND = "emergency_log.taken"
    SEARCHED = ("note",)
    MARK = "✎"
    lines: int
    files: list[str] = field(default_factory=list[str])
    note: str = ""


class EmergencyNoted(Event):
    """A line of the emergency log, as it was written there. The row's actor is who took it in.

    ``by``: account or name as given, ``proved``: whether that was proved; ``written_at``: the time in the file, 0 where it
    cannot be read; ``number``: which line of which ``file``; ``whole``: it stood there as it was written.
    """

    KIND = "emergency_log.noted"
    SEARCHED = ("text", "by")
    MARK = "✎"
    text: str
    by: str
    proved: bool
    written_at: Instant
    number: int
    file: str
    whole: bool = True
