"""Matters: opened, graded, handled, reported, closed."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class MatterProposed(Event):
    """A red proposal: a file is opened for it at once so that its alarm has a home; a person confirms it."""

    KIND = "matter.proposed"
    SEARCHED = ("label", "title")
    MARK = "◇"
    label: str
    matter_kind: str
    title: str
    colour: str
    received_at: Instant
    category: str = ""
    subtype: str = ""
    message: str = ""
    """Entry of the message that it was proposed for."""
    rule: str = ""
    """The line of the colour rule by which the desk's own sorting proposed it; empty where red was given with the message."""


class MatterOpened(Event):
    """A file for one affair. ``received_at`` is when it reached the desk; ``at`` of the row when it was confirmed."""

    KIND = "matter.opened"
    SEARCHED = ("label", "title", "place", "source", "level_reason")
    MARK = "◆"
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


class MatterAmended(Event):
    """Facts that became known later; empty or None means unchanged."""

    KIND = "matter.amended"
    SEARCHED = ("title", "place", "source")
    title: str = ""
    place: str = ""
    source: str = ""
    category: str = ""
    subtype: str = ""
    occurred_at: Instant | None = None
    danger_to_life: bool | None = None
    affected: bool | None = None
    before: dict[str, Any] = field(default_factory=dict[str, Any])
    """What stood in the fields that changed; empty or None where nothing did."""
    kind_name: str = ""
    kind_before: str = ""
    """What category or subtype is called (Chinese), and was."""


class ColourSet(Event):
    """How the desk is alarmed."""

    KIND = "matter.colour_set"
    SEARCHED = ("reason",)
    MARK = "▲"
    SETS = ("matter", "colour")
    colour: str
    previous: str
    reason: str = ""


class FiguresRecorded(Event):
    """Figures with their source. Counts are people; money is yuan; ``previous`` holds what stood before."""

    KIND = "matter.figures"
    SEARCHED = ("source", "reason", "through")
    MARK = "#"
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


class FactRecorded(Event):
    """A fact in words, by its name (``domain.elements``): cause, course, scope, trend, handling, measures, next."""

    KIND = "matter.fact"
    SEARCHED = ("name", "text", "source", "through")
    name: str
    text: str
    source: str = ""
    verified: bool = False
    verified_by: str = ""
    through: str = ""


class ProposalDropped(Event):
    """A red proposal did not become a matter: a person disposed of its message as less, and said why."""

    KIND = "matter.dropped"
    SEARCHED = ("reason",)
    MARK = "◇"
    SAYS = (("▲ 红色建议未立项: {0}", "reason"),)
    reason: str


class MatterMerged(Event):
    """This matter turned out to be another's; both sources stay."""

    KIND = "matter.merged"
    SEARCHED = ("label", "reason", "lost")
    MARK = "⇒"
    into: str
    label: str = ""
    """Of the surviving matter, as it was called then."""
    beside: dict[str, list[float | None]] = field(default_factory=dict[str, list[float | None]])
    """Figures that differed: this matter's, the surviving one's (None: it had none)."""
    lost: list[str] = field(default_factory=list[str])
    """What goes with it: that it was the worse one, what was still open, in words (Chinese)."""
    reason: str = ""
    consent: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """Officer id of the leader who agreed to what is lost, and how (``consents.rules``)."""
