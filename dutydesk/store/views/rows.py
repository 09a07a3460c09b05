"""What a read returns: frozen dataclasses, one a kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.people import Duty
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Typed, Word


@dataclass(frozen=True)
class EntryView:
    """One journal row as the log needs it. ``label`` is its matter's; ``struck_by`` the correcting row's seq."""

    seq: int
    id: str
    at: Instant
    recorded_at: Instant
    actor: str
    kind: str
    matter_id: str | None
    payload: str
    late: bool
    struck_by: int | None
    label: str
    audit: bool


@dataclass(frozen=True)
class StepView:
    """A step of a clock; ``raised_at`` None while it was not raised."""

    step: str
    planned_at: Instant
    raised_at: Instant | None
    addressee: str
    state: str


@dataclass(frozen=True)
class ClockView:
    """A clock as it stands. ``state``: open, met, met_late, waived, cancelled."""

    id: str
    rule: str
    matter_id: str | None
    subject: str
    name: str
    trigger: str
    trigger_at: Instant
    born_at: Instant
    born_seq: int
    due_at: Instant
    arithmetic: str
    state: str
    ended_at: Instant | None
    met_at: Instant | None
    late: Instant
    cause: str
    declined: bool
    hold_until: Instant | None
    snooze_until: Instant | None
    held_by: str
    renewals: int
    snoozes: int
    label: str
    matter_title: str
    colour: str
    level: str
    steps: tuple[StepView, ...] = ()

    def standing(self, now: Instant) -> str:
        """Return running or overdue while open, else how it ended (DESIGN §9)."""
        if self.state != "open":
            return self.state
        return "overdue" if now >= self.due_at else "running"

    @property
    def title(self) -> str:
        """What the clock is called on a screen: its subject tells more than the rule where there is one."""
        if self.trigger.startswith("calendar."):
            return Word(f"{self.name} ({local_date(self.trigger_at):%m-%d})")
        if not self.subject or self.subject == self.name:
            return Word(self.name)
        if self.rule == "reminder":
            return Typed(self.subject)
        return Word(self.subject if self.rule == "follow_up" else f"{self.name} ({self.subject})")


LEVEL_REACHED = "level_reached"
"""The rule of a level that is reached and not decided; its subject is the level's mark."""


def levels_reached(clocks: Iterable[ClockView]) -> dict[str, str]:
    """Return the level that each matter reaches by what is known of it, as a mark (Ⅲ), while nobody has decided on it."""
    return {
        clock.matter_id: clock.subject
        for clock in clocks
        if clock.rule == LEVEL_REACHED and clock.state == "open" and clock.matter_id is not None
    }


@dataclass(frozen=True)
class AlertView:
    """An alert whose clock is still open."""

    obligation: str
    step: str
    addressee: str
    people: tuple[str, ...]
    how: str
    colour: str
    planned_at: Instant
    raised_at: Instant
    late: Instant
    sounded_at: Instant
    acknowledged_by: str
    acknowledged_at: Instant | None
    reason: str
    rule: str
    name: str
    subject: str
    due_at: Instant
    matter_id: str | None
    label: str
    matter_title: str
    hold_until: Instant | None
    unwritten: bool = False
    """It rang by the rows read last; the store could not take it yet (R33)."""

    @property
    def id(self) -> str:
        """The alert's id on the command line: obligation and step."""
        return f"{self.obligation}/{self.step}"

    @property
    def title(self) -> str:
        """What is owed, in words."""
        if self.rule == "reminder" and self.subject:
            return Typed(self.subject)
        return Word(self.subject if self.rule == "follow_up" and self.subject else self.name)


@dataclass(frozen=True)
class ReportView:
    """A report as it was sent."""

    id: str
    seq: int
    matter_id: str
    kind: str
    number: int
    title: str
    body: str
    recipients: tuple[str, ...]
    corrects: str
    sent_at: Instant
    actor: str
    gaps: Mapping[str, str] = field(default_factory=dict[str, str])
    figures: Mapping[str, float] = field(default_factory=dict[str, float])
    signed_off: str = ""
    forwards: str = ""
    differs: str = ""
    difference: tuple[str, ...] = ()
    cause: str = ""
    heading: str = ""
    read_by: str = ""
    findings: tuple[Mapping[str, str], ...] = ()
    """What the checks found that blocks: check, words, said, excused."""
    edited: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def paper_title(self) -> str:
        """The title as the paper has it."""
        from dutydesk.kernel.prose import official  # the first frame shows no paper

        return self.heading or official(self.title)

    @property
    def blocked(self) -> tuple[Mapping[str, str], ...]:
        """What was found, blocks print and mail, and nobody gave a reason for."""
        return tuple(one for one in self.findings if not one.get("excused"))


@dataclass(frozen=True)
class FigureView:
    """One figure with its source and whether, by whom and through what it was verified."""

    field: str
    value: float
    source: str
    verified: bool
    at: Instant
    seq: int
    verified_by: str = ""
    through: str = ""


@dataclass(frozen=True)
class ShiftView:
    """A shift with its people (officer ids). ``ended_at`` None while it runs."""

    id: str
    begins: Instant
    ends: Instant
    a: str
    b: str
    leader: str
    director: str
    began_at: Instant
    ended_at: Instant | None
    away_post: str
    away_until: Instant | None

    def duty(self, now: Instant) -> Duty:
        """Return who holds the posts at an instant."""
        away = frozenset({self.away_post} if self.away_until is not None and now < self.away_until else ())
        return Duty(self.a, self.b, self.leader, self.director, away)


@dataclass(frozen=True)
class AnswerView:
    """An answer to a checklist item."""

    item: str
    state: str
    note: str
    actor: str
    at: Instant


@dataclass(frozen=True)
class OfficerView:
    """A person who may act; ``also``: further roles beside ``role``."""

    id: str
    name: str
    role: str
    also: tuple[str, ...] = ()
    disabled: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles; a right of any of them is the person's."""
        return (self.role, *self.also)
