"""The store itself, people, shifts and the checklist."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class StoreCreated(Event):
    """First event of every journal."""

    KIND = "store.created"
    SEARCHED = ("site",)
    SAYS = (("建库: {0}", "site"), (" (演练)", "drill"))
    site: str
    drill: bool = False


class OfficerAdded(Event):
    """A person who may act; ``also`` are further roles beside ``role``. Secrets are never in the journal."""

    KIND = "officer.added"
    SEARCHED = ("name",)
    officer: str
    name: str
    role: str
    also: list[str] = field(default_factory=list[str])


class RosterPlanned(Event):
    """Scheduled hours and people; responsibility follows the signatures, not this."""

    KIND = "roster.planned"
    QUIET = True
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""


class ShiftBegan(Event):
    """Signature: from the row's ``at`` on these people are responsible. ``begins``/``ends`` are the scheduled hours.

    ``weather``: as whoever came on wrote it down, or as the sheet of the handover says.
    """

    KIND = "shift.began"
    SEARCHED = ("reason", "weather")
    shift: str
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    reason: str = ""
    weather: str = ""


class ShiftEnded(Event):
    """The shift is over; ``relieved`` when the next one began at the same instant."""

    KIND = "shift.ended"
    SEARCHED = ("reason",)
    shift: str
    relieved: bool
    reason: str = ""


class ShiftRelieved(Event):
    """Other people within the same shift (R29): posts that stay are repeated."""

    KIND = "shift.relieved"
    SEARCHED = ("reason",)
    shift: str
    a: str
    b: str
    leader: str
    director: str
    reason: str
    signed: list[str] = field(default_factory=list[str])
    """Both who signed; empty in rows of before the field."""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How the second one agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class PostAway(Event):
    """A is away for some minutes: A's bells go to B until then. ``until`` = ``at`` calls it off."""

    KIND = "shift.away"
    SAYS = (("{0}岗离开至 {1}, 铃声转对岗", "post", "until"),)
    shift: str
    post: str
    until: Instant


class ItemChecked(Event):
    """An item of the handover checklist was answered. ``state``: ticked, normal, abnormal, off, or the typed answer."""

    KIND = "item.checked"
    SEARCHED = ("state", "note")
    shift: str
    item: str
    state: str
    note: str = ""
