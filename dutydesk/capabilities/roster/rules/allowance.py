"""Hours from signature to signature, night hours among them, and the formula of the night allowance (BU-06, BU-07).

No wage is known here: the formula is shown with the hours filled in, and whoever pays fills in the base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

from dutydesk.kernel.holidays import Special
from dutydesk.kernel.instants import HOUR, Instant, at_local, local_date
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded


@dataclass(frozen=True)
class Night:
    """The hours of the night (Asia/Shanghai); the night of a day ends on the next morning."""

    begins: time = time(22)
    ends: time = time(6)

    def of(self, day: date) -> tuple[Instant, Instant]:
        """Return the night that begins on a day."""
        morning = day + timedelta(days=1) if self.ends <= self.begins else day
        return at_local(day, self.begins), at_local(morning, self.ends)

    def hours(self, begins: Instant, ends: Instant) -> dict[date, Instant]:
        """Return how much of each night lies between two instants, by the day on which it begins (µs, none of zero)."""
        found: dict[date, Instant] = {}
        day = local_date(begins) - timedelta(days=1)
        while (night := self.of(day))[0] < ends:
            shared = min(ends, night[1]) - max(begins, night[0])
            if shared > 0:
                found[day] = shared
            day += timedelta(days=1)
        return found


@dataclass(frozen=True)
class Allowance:
    """The numbers of the allowance, each with its source in the data."""

    factor: float
    posts: tuple[str, ...]
    source: str
    note: str
    days: float
    hours: float
    hourly_source: str
    special: bool
    special_source: str


@dataclass(frozen=True)
class Stint:
    """One person at one post, from signature to signature; ``ends`` is None while it lasts."""

    officer: str
    post: str
    begins: Instant
    ends: Instant | None
    shift: str = ""


@dataclass(frozen=True)
class Hours:
    """What one person stood: all hours, hours of the night, hours in important periods (µs)."""

    officer: str
    stood: Instant
    night: Instant
    special: Instant
    special_night: Instant


def hours_of(
    stints: Iterable[Stint],
    since: Instant,
    until: Instant,
    night: Night,
    posts: Sequence[str],
    periods: Sequence[Special],
) -> list[Hours]:
    """Return the hours of each person between two instants; what still lasts counts to ``until``."""
    sums: dict[str, list[Instant]] = {}
    for stint in stints:
        begins, ends = max(stint.begins, since), min(until if stint.ends is None else stint.ends, until)
        if stint.post not in posts or ends <= begins:
            continue
        mine = sums.setdefault(stint.officer, [0, 0, 0, 0])
        mine[0] += ends - begins
        mine[1] += sum(night.hours(begins, ends).values())
        for first, last in _within(begins, ends, periods):
            mine[2] += last - first
            mine[3] += sum(night.hours(first, last).values())
    return [Hours(officer, *mine) for officer, mine in sorted(sums.items())]


def _within(begins: Instant, ends: Instant, periods: Sequence[Special]) -> list[tuple[Instant, Instant]]:
    """The pieces of a span that lie on days of an important period, each day once."""
    pieces: list[tuple[Instant, Instant]] = []
    day = local_date(begins)
    while (midnight := at_local(day, time())) < ends:
        following = at_local(day + timedelta(days=1), time())
        if any(period.holds(day) for period in periods):
            pieces.append((max(begins, midnight), min(ends, following)))
        day += timedelta(days=1)
    return pieces


def formula(hours: Hours, allowance: Allowance) -> Worded:
    """Return the formula of a person's night allowance with the hours filled in (not raised)."""
    return Worded(
        "夜班补贴 = 夜间 {0} 小时 × 小时基本工资 × {1} (小时基本工资 = 月基本工资 ÷ {2} ÷ {3})",
        spell_hours(hours.night),
        _number(allowance.factor),
        _number(allowance.days),
        _number(allowance.hours),
    )


def spell_hours(duration: Instant) -> str:
    """Return hours with up to two decimals: ``8``, ``7.5``, ``0.25``."""
    return _number(round(duration / HOUR, 2))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
