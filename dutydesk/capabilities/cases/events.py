"""What was learned, and what was taken over."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event


class CaseSaved(Event):
    """The review of a closed affair, on its matter."""

    KIND = "case.saved"
    SEARCHED = ("happened", "worked", "next", "call", "steps")
    MARK = "§"
    happened: str
    worked: str
    next: str
    call: str = ""
    steps: list[str] = field(default_factory=list[str])
    typical: bool = False


class CaseTaken(Event):
    """Steps and contacts of a case (``case``: its number) were taken over; they are kept as they were then."""

    KIND = "case.taken"
    SEARCHED = ("title", "call", "steps")
    MARK = "§"
    case: str
    title: str
    call: str = ""
    steps: list[str] = field(default_factory=list[str])
