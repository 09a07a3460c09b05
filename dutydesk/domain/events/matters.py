"""Matters: opened, graded, handled, reported, closed."""

from __future__ import annotations

from dataclasses import field
from typing import Any, ClassVar

from dutydesk.domain.events.base import Event
from dutydesk.domain.instants import Instant
from dutydesk.domain.values import dataclass


@dataclass(kw_only=True, eq=False, repr=False)
class MatterProposed(Event):
    """A red proposal: a file is opened for it at once so that its alarm has a home; a person confirms it."""

    KIND: ClassVar[str] = "matter.proposed"
    SEARCHED: ClassVar[tuple[str, ...]] = ("label", "title")
    label: str
    matter_kind: str
    title: str
    colour: str
    received_at: Instant
    category: str = ""
    subtype: str = ""
    message: str = ""
    """Entry of the message that it was proposed for."""


@dataclass(kw_only=True, eq=False, repr=False)
class MatterOpened(Event):
    """A file for one affair. ``received_at`` is when it reached the desk; ``at`` of the row when it was confirmed."""

    KIND: ClassVar[str] = "matter.opened"
    SEARCHED: ClassVar[tuple[str, ...]] = ("label", "title", "place", "source", "level_reason")
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
    proposed: str = ""
    because: str = ""
    """What the grading table said of the figures given at opening."""
    affected: bool = False
    """An official warning under which people are affected already: an incident to be responded to."""
    level_reason: str = ""
    consent: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """Why the level is not what the table proposed, and the officer id of the leader who agreed to a lower one."""


@dataclass(kw_only=True, eq=False, repr=False)
class MatterAmended(Event):
    """Facts that became known later; empty or None means unchanged."""

    KIND: ClassVar[str] = "matter.amended"
    SEARCHED: ClassVar[tuple[str, ...]] = ("title", "place", "source")
    title: str = ""
    place: str = ""
    source: str = ""
    category: str = ""
    subtype: str = ""
    occurred_at: Instant | None = None
    danger_to_life: bool | None = None
    affected: bool | None = None


@dataclass(kw_only=True, eq=False, repr=False)
class LevelSet(Event):
    """The event's level; ``previous`` may be empty. ``proposed`` and ``because``: what the grading table said then."""

    KIND: ClassVar[str] = "matter.level_set"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason", "because")
    level: str
    previous: str
    reason: str = ""
    proposed: str = ""
    because: str = ""
    consent: str = ""
    """Officer id of the leader who agreed to a lower level (R22)."""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``domain.consent``); empty for the own act and in rows of before the field."""


@dataclass(kw_only=True, eq=False, repr=False)
class ColourSet(Event):
    """How the desk is alarmed."""

    KIND: ClassVar[str] = "matter.colour_set"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)
    colour: str
    previous: str
    reason: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class FiguresRecorded(Event):
    """Figures with their source. Counts are people; money is yuan; ``previous`` holds what stood before."""

    KIND: ClassVar[str] = "matter.figures"
    SEARCHED: ClassVar[tuple[str, ...]] = ("source", "reason", "through")
    values: dict[str, float]
    previous: dict[str, float | None]
    source: str = ""
    verified: bool = False
    reason: str = ""
    opening: bool = False
    verified_by: str = ""
    through: str = ""
    """Through which number or channel the source was asked."""
    older: list[str] = field(default_factory=list[str])
    """Fields that had a figure of a later time already: history from the start, ``previous`` is what stands."""
    replaced: list[str] = field(default_factory=list[str])
    """Fields in which this unverified figure took the place of a verified one."""


@dataclass(kw_only=True, eq=False, repr=False)
class CriteriaAnswered(Event):
    """What an officer says of grading criteria that no number decides: text to whether it applies."""

    KIND: ClassVar[str] = "matter.criteria"
    SEARCHED: ClassVar[tuple[str, ...]] = ("source",)
    answers: dict[str, bool]
    source: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class FactRecorded(Event):
    """A fact in words, by its name (``domain.elements``): cause, course, scope, trend, handling, measures, next."""

    KIND: ClassVar[str] = "matter.fact"
    SEARCHED: ClassVar[tuple[str, ...]] = ("name", "text", "source", "through")
    name: str
    text: str
    source: str = ""
    verified: bool = False
    verified_by: str = ""
    through: str = ""


@dataclass(kw_only=True, eq=False, repr=False)
class Assessed(Event):
    """Risk assessment completed; without it no response is activated."""

    KIND: ClassVar[str] = "matter.assessed"
    SEARCHED: ClassVar[tuple[str, ...]] = ("trend", "at_risk", "text", "lead", "support", "reason")
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


@dataclass(kw_only=True, eq=False, repr=False)
class ResponseActivated(Event):
    """Response started, or moved to another level. Exactly one lead unit."""

    KIND: ClassVar[str] = "response.activated"
    SEARCHED: ClassVar[tuple[str, ...]] = ("lead", "support")
    level: str
    previous: str
    lead: str
    support: list[str] = field(default_factory=list[str])


@dataclass(kw_only=True, eq=False, repr=False)
class ResponseKept(Event):
    """The level rose and the response did not, for a reason (R22)."""

    KIND: ClassVar[str] = "response.kept"
    SEARCHED: ClassVar[tuple[str, ...]] = ("reason",)
    level: str
    reason: str


@dataclass(kw_only=True, eq=False, repr=False)
class MatterMerged(Event):
    """This matter turned out to be another's; both sources stay."""

    KIND: ClassVar[str] = "matter.merged"
    into: str


@dataclass(kw_only=True, eq=False, repr=False)
class MatterClosed(Event):
    """Closed by the termination criterion that was met."""

    KIND: ClassVar[str] = "matter.closed"
    SEARCHED: ClassVar[tuple[str, ...]] = ("criterion", "reason", "waived")
    criterion: str
    declined: bool = False
    reason: str = ""
    outcome: str = ""
    """One of ``domain.closing.OUTCOMES``; empty for kinds that are not asked and for closings before it was."""
    waived: list[str] = field(default_factory=list[str])
    """What was left open, in words (Chinese)."""
    waived_for: str = ""
    approved_by: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """Officer id of the leader who let it go, and how that person agreed (``domain.consent``)."""


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
    """How that person agreed (``domain.consent``); empty for the own act and in rows of before the field."""
    forwards: str = ""
    """Id of the earlier report whose very text goes to further recipients."""
    reason: str = ""
    """Why the same text goes to the same recipient again."""
    differs: str = ""
    difference: list[str] = field(default_factory=list[str])
    """Why it was sent although it says other figures than the record, and each of them beside the recorded one (Chinese)."""
    cause: str = ""
    """Of a correction: ``own`` error, or the ``source`` changed it; empty in what was sent before it was asked."""
