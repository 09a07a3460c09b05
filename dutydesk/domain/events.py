"""Everything that can be written into the journal.

An event is a plain dataclass whose fields are set once; its ``KIND`` names it in the journal and its fields are the payload.
Times inside are instants (µs UTC). What stands here is the whole truth: tables are computed from these
events alone, so a field that a table needs must be in the event.

A kind, once shipped, is never changed in meaning. A new field gets a default; a new meaning gets a new kind.
"""

from __future__ import annotations

import json
from dataclasses import field, fields
from functools import cache
from typing import Any, ClassVar

from dutydesk.domain.instants import Instant
from dutydesk.domain.values import Value, dataclass

REGISTRY: dict[str, type[Event]] = {}


class UnknownEventError(ValueError):
    """The journal holds a kind that this version of dutydesk does not know."""


@dataclass(kw_only=True, eq=False, repr=False)
class Event(Value):
    """Base of all events. ``VERSION`` is written beside the kind."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1

    def __init_subclass__(cls) -> None:
        if cls.KIND:
            REGISTRY[cls.KIND] = cls

    def payload(self) -> str:
        """Return the fields as canonical JSON: sorted keys, no spaces, text as typed."""
        content = {name: _plain(getattr(self, name)) for name in _field_names(type(self))}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _field_names(event_class: type[Event]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(event_class))


def decode(kind: str, payload: str) -> Event:
    """Return the event of a journal row.

    Raises:
        UnknownEventError: the kind is not known here (a newer version wrote it).
    """
    event_class = REGISTRY.get(kind)
    if event_class is None:
        raise UnknownEventError(kind)
    content: dict[str, Any] = json.loads(payload)
    values = {name: content[name] for name in _field_names(event_class) if name in content}
    if event_class is ObligationOpened:
        values["steps"] = [PlannedStep(**step) for step in values["steps"]]
    return event_class(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, PlannedStep):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value


# ---------------------------------------------------------------- the store, people, shifts


@dataclass(kw_only=True, eq=False, repr=False)
class StoreCreated(Event):
    """First event of every journal."""

    KIND: ClassVar[str] = "store.created"
    site: str
    drill: bool = False


@dataclass(kw_only=True, eq=False, repr=False)
class OfficerAdded(Event):
    """A person who may act. Secrets are never in the journal."""

    KIND: ClassVar[str] = "officer.added"
    officer: str
    name: str
    role: str


@dataclass(kw_only=True, eq=False, repr=False)
class RosterPlanned(Event):
    """Scheduled hours and people; responsibility follows the signatures, not this."""

    KIND: ClassVar[str] = "roster.planned"
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftBegan(Event):
    """Signature: from the row's ``at`` on these people are responsible. ``begins``/``ends`` are the scheduled hours."""

    KIND: ClassVar[str] = "shift.began"
    shift: str
    begins: Instant
    ends: Instant
    a: str = ""
    b: str = ""
    leader: str = ""
    director: str = ""
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftEnded(Event):
    """The shift is over; ``relieved`` when the next one began at the same instant."""

    KIND: ClassVar[str] = "shift.ended"
    shift: str
    relieved: bool
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ShiftRelieved(Event):
    """Other people within the same shift (R29): posts that stay are repeated."""

    KIND: ClassVar[str] = "shift.relieved"
    shift: str
    a: str
    b: str
    leader: str
    director: str
    reason: str


@dataclass(kw_only=True, eq=False, repr=False)
class PostAway(Event):
    """A is away for some minutes: A's bells go to B until then. ``until`` = ``at`` calls it off."""

    KIND: ClassVar[str] = "shift.away"
    shift: str
    post: str
    until: Instant


@dataclass(kw_only=True, eq=False, repr=False)
class ItemChecked(Event):
    """An item of the handover checklist was answered. ``state``: ticked, normal, abnormal, off, or the typed answer."""

    KIND: ClassVar[str] = "item.checked"
    shift: str
    item: str
    state: str
    note: str = ""


# ---------------------------------------------------------------- the log


@dataclass(kw_only=True, eq=False, repr=False)
class Noted(Event):
    """A line of the log, as typed."""

    KIND: ClassVar[str] = "entry.noted"
    text: str


@dataclass(kw_only=True, eq=False, repr=False)
class Corrected(Event):
    """A new line in place of an earlier one, which stays and is shown struck."""

    KIND: ClassVar[str] = "entry.corrected"
    entry: str
    text: str


@dataclass(kw_only=True, eq=False, repr=False)
class MessageReceived(Event):
    """A message as it arrived. ``proposal`` is what the sorting (or a script) proposes; a person decides."""

    KIND: ClassVar[str] = "message.received"
    text: str
    channel: str = ""
    sender: str = ""
    received_at: Instant
    proposal: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(kw_only=True, eq=False, repr=False)
class ActRefused(Event):
    """A refused act (R30): who is the row's actor. Shown by the audit filter only."""

    KIND: ClassVar[str] = "act.refused"
    act: str
    field: str
    reason: str


# ---------------------------------------------------------------- matters


@dataclass(kw_only=True, eq=False, repr=False)
class MatterProposed(Event):
    """A red proposal: a file is opened for it at once so that its alarm has a home; a person confirms it."""

    KIND: ClassVar[str] = "matter.proposed"
    label: str
    matter_kind: str
    title: str
    colour: str
    received_at: Instant
    category: str = ""
    subtype: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class MatterOpened(Event):
    """A file for one affair. ``received_at`` is when it reached the desk; ``at`` of the row when it was confirmed."""

    KIND: ClassVar[str] = "matter.opened"
    label: str
    matter_kind: str
    title: str
    colour: str
    received_at: Instant
    occurred_at: Instant | None = None
    category: str = ""
    subtype: str = ""
    level: str = ""
    warning: str = ""
    danger_to_life: bool = False
    place: str = ""
    source: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class MatterAmended(Event):
    """Facts that became known later; empty or None means unchanged."""

    KIND: ClassVar[str] = "matter.amended"
    title: str = ""
    place: str = ""
    source: str = ""
    category: str = ""
    subtype: str = ""
    occurred_at: Instant | None = None
    danger_to_life: bool | None = None


@dataclass(kw_only=True, eq=False, repr=False)
class LevelSet(Event):
    """The event's level; ``previous`` may be empty."""

    KIND: ClassVar[str] = "matter.level_set"
    level: str
    previous: str
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ColourSet(Event):
    """How the desk is alarmed."""

    KIND: ClassVar[str] = "matter.colour_set"
    colour: str
    previous: str
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class FiguresRecorded(Event):
    """Figures with their source. Counts are people; money is yuan; ``previous`` holds what stood before."""

    KIND: ClassVar[str] = "matter.figures"
    values: dict[str, float]
    previous: dict[str, float | None]
    source: str = ""
    verified: bool = False
    reason: str = ""
    opening: bool = False


@dataclass(kw_only=True, eq=False, repr=False)
class Assessed(Event):
    """Risk assessment completed; without it no response is activated."""

    KIND: ClassVar[str] = "matter.assessed"
    level: str
    trend: str = ""
    at_risk: str = ""
    text: str = ""
    lead: str = ""
    support: list[str] = field(default_factory=list[str])


@dataclass(kw_only=True, eq=False, repr=False)
class ResponseActivated(Event):
    """Response started, or moved to another level. Exactly one lead unit."""

    KIND: ClassVar[str] = "response.activated"
    level: str
    previous: str
    lead: str
    support: list[str] = field(default_factory=list[str])


@dataclass(kw_only=True, eq=False, repr=False)
class MatterMerged(Event):
    """This matter turned out to be another's; both sources stay."""

    KIND: ClassVar[str] = "matter.merged"
    into: str


@dataclass(kw_only=True, eq=False, repr=False)
class MatterClosed(Event):
    """Closed by the termination criterion that was met."""

    KIND: ClassVar[str] = "matter.closed"
    criterion: str
    declined: bool = False
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class ReportSent(Event):
    """A frozen text and whom it went to. ``number`` counts follow-ups; 0 for other kinds. ``at`` of the row is the sending."""

    KIND: ClassVar[str] = "report.sent"
    report: str
    report_kind: str
    number: int
    title: str
    text: str
    recipients: list[str]
    corrects: str = ""


# ---------------------------------------------------------------- clocks


@dataclass(kw_only=True, eq=False, repr=False)
class ClockEvent(Event):
    """Something about one clock. ``name`` repeats what the clock is called, so that a row can be read by itself."""

    obligation: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One step of a clock: ``warn:PT30M``, ``ladder:<index>`` or ``due``; ``fires_at`` differs from the plan at a late birth."""

    step: str
    planned_at: Instant
    fires_at: Instant
    to: str
    how: str


@dataclass(kw_only=True, eq=False, repr=False)
class ObligationOpened(Event):
    """A clock was born. Carries its arithmetic, so that no later change of the rulebook moves it."""

    KIND: ClassVar[str] = "obligation.opened"
    obligation: str
    rule: str
    rulebook: str
    name: str
    subject: str
    trigger: str
    trigger_at: Instant
    due_at: Instant
    arithmetic: str
    steps: list[PlannedStep]
    recurs_at: Instant | None = None
    """When the next cycle is born by itself (weekly contact); None for all others."""
    follows: str = ""
    """The cycle that this one comes after."""
    cycle: Instant = 0
    """The trigger of a calendar clock: a new cycle is born whether or not the last has ended (R6); 0 for all others."""


@dataclass(kw_only=True, eq=False, repr=False)
class ObligationJoined(ClockEvent):
    """A second trigger of an open clock (R5): noted, nothing moves."""

    KIND: ClassVar[str] = "obligation.joined"
    trigger: str
    trigger_at: Instant


@dataclass(kw_only=True, eq=False, repr=False)
class ObligationEnded(ClockEvent):
    """``outcome``: met, met_late, waived, cancelled. ``overdue``: it was past due when it was cancelled or waived."""

    KIND: ClassVar[str] = "obligation.ended"
    outcome: str
    met_at: Instant | None = None
    late: Instant = 0
    cause: str = ""
    declined: bool = False
    overdue: bool = False
    last: bool = False


@dataclass(kw_only=True, eq=False, repr=False)
class ObligationMoved(ClockEvent):
    """A unit's receipt goes to the surviving matter (R9): the row's matter is the new one."""

    KIND: ClassVar[str] = "obligation.moved"
    origin: str


@dataclass(kw_only=True, eq=False, repr=False)
class ObligationHeld(ClockEvent):
    """The ladder waits until the later of hold and snooze.

    ``renewals`` counts acts that started the hold anew; ``because``: acknowledged, acted, withdrawn, snoozed,
    handover, filed, level.
    """

    KIND: ClassVar[str] = "obligation.held"
    hold_until: Instant | None
    snooze_until: Instant | None
    renewals: int
    snoozes: int
    sound_again_at: Instant | None
    because: str


@dataclass(kw_only=True, eq=False, repr=False)
class ActRecorded(Event):
    """The generic 办结: the act that a rule names, recorded without the form that belongs to it."""

    KIND: ClassVar[str] = "act.recorded"
    acts: list[str]
    obligation: str
    name: str
    subject: str = ""
    note: str = ""
    declined: bool = False
    reason: str = ""
    last: bool = False


@dataclass(kw_only=True, eq=False, repr=False)
class AlertRaised(ClockEvent):
    """One step of a clock was raised. ``people`` are officer ids; empty when nobody holds the post."""

    KIND: ClassVar[str] = "alert.raised"
    step: str
    to: str
    people: list[str]
    how: str
    colour: str
    planned_at: Instant
    late: Instant = 0
    listed: list[str] = field(default_factory=list[str])
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class AlertSoundedAgain(ClockEvent):
    """After a hold or a snooze the same alert sounds again and wants acknowledging anew."""

    KIND: ClassVar[str] = "alert.sounded_again"
    step: str
    people: list[str] = field(default_factory=list[str])
    """Who hears it now; empty in rows of before the field: as it was."""


@dataclass(kw_only=True, eq=False, repr=False)
class Acknowledged(ClockEvent):
    """Seen and acting. Silences; never ends what is owed (but for clocks that ask only for this)."""

    KIND: ClassVar[str] = "alert.acknowledged"
    step: str


@dataclass(kw_only=True, eq=False, repr=False)
class AcknowledgementWithdrawn(ClockEvent):
    """A mistaken acknowledgement taken back; the hold ends with it."""

    KIND: ClassVar[str] = "alert.unacknowledged"
    step: str


@dataclass(kw_only=True, eq=False, repr=False)
class Snoozed(ClockEvent):
    """Quiet for some minutes, with a reason."""

    KIND: ClassVar[str] = "alert.snoozed"
    step: str
    minutes: int
    reason: str


@dataclass(kw_only=True, eq=False, repr=False)
class Unwatched(Event):
    """The desk was not watched between two instants; ``missed`` lists the steps that fell in between."""

    KIND: ClassVar[str] = "watch.unwatched"
    since: Instant
    until: Instant
    missed: list[str]


@dataclass(kw_only=True, eq=False, repr=False)
class ClockStepped(Event):
    """The wall clock moved by itself against the elapsed clock (µs, negative = back)."""

    KIND: ClassVar[str] = "watch.clock_stepped"
    step: Instant
    missed: list[str] = field(default_factory=list[str])


@dataclass(kw_only=True, eq=False, repr=False)
class ClockDoubtful(Event):
    """At a start the journal was ahead of the wall clock (R19); an officer must confirm the time."""

    KIND: ClassVar[str] = "watch.clock_doubtful"
    ahead: Instant


@dataclass(kw_only=True, eq=False, repr=False)
class TimeConfirmed(Event):
    """An officer confirmed the wall clock."""

    KIND: ClassVar[str] = "watch.time_confirmed"


QUIET_KINDS = frozenset(
    {
        ActRefused.KIND,
        ObligationOpened.KIND,
        ObligationHeld.KIND,
        ObligationJoined.KIND,
        AlertSoundedAgain.KIND,
        ObligationMoved.KIND,
        RosterPlanned.KIND,
    }
)
"""Written for the audit, left out of the daily log view (the audit filter and the matter's file show them)."""


def is_quiet(event: Event) -> bool:
    """Return whether the daily log leaves an event out: mechanics, refusals, and clocks met in time by an act of their own."""
    if isinstance(event, ObligationEnded):
        return event.outcome == "met"
    return event.KIND in QUIET_KINDS
