"""Small duties: roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class RollCallReceived(Event):
    """Somebody above calls the roll; ``caller`` empty where nobody said who."""

    KIND = "roll_call.received"
    SEARCHED = ("caller",)
    call: str
    caller: str = ""


class RollCallAnswered(Event):
    """The row's actor answered a roll call."""

    KIND = "roll_call.answered"
    SEARCHED = ("caller", "note")
    call: str
    caller: str = ""
    note: str = ""


class PatrolSaved(Event):
    """A patrol of the house: doors, windows, water, power, fire."""

    KIND = "patrol.saved"
    SEARCHED = ("text", "note")
    text: str
    abnormal: bool = False
    note: str = ""


class PaperRegistered(Event):
    """A paper came into custody. No title and no content: there is no field for them.

    ``grade``: top_secret, secret, confidential, none, or empty while nobody has read it off the cover; ``second``
    the second person of a top secret one.
    """

    KIND = "custody.registered"
    SEARCHED = ("number", "place", "source")
    number: str
    copies: int
    place: str
    grade: str = ""
    period: str = ""
    source: str = ""
    second: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class PaperGraded(Event):
    """The grade was read off the cover; ``previous`` is what stood before."""

    KIND = "custody.graded"
    SETS = ("paper", "grade", "period", "second")
    grade: str
    period: str = ""
    previous: str = ""
    second: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class PaperMoved(Event):
    """The paper is elsewhere now, or with somebody else (``holder``)."""

    KIND = "custody.moved"
    SEARCHED = ("place", "holder")
    place: str
    holder: str = ""
    second: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class PaperEnded(Event):
    """The paper was handed to the confidential channel (``handed``) or locked away (``locked``)."""

    KIND = "custody.ended"
    SEARCHED = ("holder", "place")
    state: str
    holder: str = ""
    place: str = ""
    second: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class VisitorCame(Event):
    """Visitors came in. Identity numbers are never kept, at most the last four characters of one.

    ``visit`` is its id and ``label`` the number that people use; of old one word was both.
    """

    KIND = "visit.in"
    SEARCHED = ("label", "visit", "name", "unit", "reason")
    visit: str
    name: str
    unit: str
    reason: str
    count: int = 1
    id_last4: str = ""
    label: str = ""


class VisitorLeft(Event):
    """Visitors left."""

    KIND = "visit.out"
    SEARCHED = ("label", "name", "note")
    visit: str
    name: str
    note: str = ""
    label: str = ""


class KeyTaken(Event):
    """A key or a seal was taken out. ``what``: seal or key."""

    KIND = "key.taken"
    SEARCHED = ("item", "what", "name", "reason")
    SAYS = (("领取 {0}: {1}", "item", "name"), (". {0}", "reason"))
    loan: str
    item: str
    what: str
    name: str
    reason: str = ""


class KeyReturned(Event):
    """It is back where it belongs."""

    KIND = "key.returned"
    SEARCHED = ("item", "name", "note")
    SAYS = (("归还 {0}: {1}", "item", "name"), (". {0}", "note"))
    SETS = ("loan", "returned_at")
    loan: str
    item: str
    name: str
    note: str = ""


class LeaderAway(Event):
    """A leader reported being away: from, until, where, who stands in."""

    KIND = "leader.away"
    SEARCHED = ("name", "place", "deputy")
    leave: str
    name: str
    since: Instant
    until: Instant
    place: str
    deputy: str


class LeaderBack(Event):
    """The leader is back."""

    KIND = "leader.back"
    SEARCHED = ("name",)
    SAYS = (("领导已回: {0}", "name"),)
    leave: str
    name: str
