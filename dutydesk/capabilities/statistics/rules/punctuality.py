"""What a shift's statistics are made of (clocks.md R3, R26, R31): pure counting over clocks, matters and reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from dutydesk.kernel.instants import MINUTE, Instant

MET, LATE, OUT = "met", "late", "out"


@dataclass(frozen=True, slots=True)
class Ended:
    """A clock that fell due in the period. ``overdue``: it was past due when it was cancelled or waived."""

    state: str
    declined: bool
    overdue: bool


def standing(clock: Ended) -> str:
    """Return how a clock counts: ``met``, ``late``, or ``out`` (left out of the rate).

    Waived, declined and cancelled are left out; cancelled when overdue counts as late; still open past its due
    time is late (R3).
    """
    if clock.state in {"waived", "cancelled"}:
        return LATE if clock.state == "cancelled" and clock.overdue else OUT
    if clock.declined:
        return OUT
    return MET if clock.state == "met" else LATE


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. ``enough``: there were as many cases as the indicator wants."""

    met: int
    due: int
    left_out: int
    enough: bool

    @property
    def percent(self) -> float | None:
        """The rate in percent, None without a case."""
        return 100 * self.met / self.due if self.due else None


def rate(clocks: Iterable[Ended], min_cases: int) -> Rate:
    """Return the rate of clocks met in time."""
    found = [standing(clock) for clock in clocks]
    due = sum(1 for one in found if one != OUT)
    return Rate(found.count(MET), due, found.count(OUT), due >= min_cases)


@dataclass(frozen=True, slots=True)
class Speed:
    """Minutes from receipt to activation, in the order of activation."""

    minutes: tuple[float, ...]
    enough: bool

    @property
    def mean(self) -> float | None:
        """Their mean, None without a case."""
        return fmean(self.minutes) if self.minutes else None


def speed(pairs: Sequence[tuple[Instant, Instant]], min_cases: int) -> Speed:
    """Return the speed of (received, activated) pairs."""
    minutes = tuple((activated - received) / MINUTE for received, activated in pairs)
    return Speed(minutes, len(minutes) >= min_cases)
