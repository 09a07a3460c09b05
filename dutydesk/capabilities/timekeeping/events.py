"""What the watch notices about itself and the wall clock."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class Unwatched(Event):
    """The desk was not watched between two instants; ``missed`` lists the steps that fell in between."""

    KIND = "watch.unwatched"
    MARK = "?"
    since: Instant
    until: Instant
    missed: list[str]


class ClockStepped(Event):
    """The wall clock moved by itself against the elapsed clock (µs, negative = back)."""

    KIND = "watch.clock_stepped"
    MARK = "?"
    step: Instant
    missed: list[str] = field(default_factory=list[str])


class ClockDoubtful(Event):
    """At a start the journal was ahead of the wall clock (R19); an officer must confirm the time."""

    KIND = "watch.clock_doubtful"
    ahead: Instant


class TimeConfirmed(Event):
    """An officer confirmed the wall clock."""

    KIND = "watch.time_confirmed"
    SAYS = (("时间已核对",),)
