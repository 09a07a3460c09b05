"""When affairs come: counts by month and type, and by hour and weekday, simple enough to be checked by hand (AN-03, AN-04)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.kernel.values import dataclass

SHADES = " ░▒▓█"
"""From none to the most of a map; the figures stand beside them."""

HOURS = 24
PEAK_LEAST = 3
"""A month with fewer affairs of a type is no peak: two may be chance."""

PEAK_SHARE = 2.0
"""A peak has at least so many times the average of the months of its type."""


PEAK_YEARS = 2
"""A peak of one year alone has not come back yet."""


@dataclass(frozen=True)
class Map:
    """Counts: ``rows`` by what they are called, each with as many figures as there are ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def most(self) -> int:
        """The highest figure."""
        return max((count for _, counts in self.rows for count in counts), default=0)

    @property
    def total(self) -> int:
        """How many affairs there are."""
        return sum(count for _, counts in self.rows for count in counts)


def by_month(affairs: Iterable[tuple[Instant, str]]) -> Map:
    """Return counts by type (the commonest first) and month of the year, all years together."""
    counted = Counter((name, to_datetime(at).month) for at, name in affairs)
    totals = Counter[str]()
    for (name, _), count in counted.items():
        totals[name] += count
    names = sorted(totals, key=lambda name: (-totals[name], name))
    rows = tuple((name, tuple(counted[name, month] for month in range(1, 13))) for name in names)
    return Map(tuple(str(month) for month in range(1, 13)), rows)


def by_hour(affairs: Iterable[tuple[Instant, str]], weekdays: Sequence[str]) -> Map:
    """Return counts by hour of the day and weekday."""
    counted = Counter((to_datetime(at).hour, to_datetime(at).weekday()) for at, _ in affairs)
    hours = ((f"{hour:02}", tuple(counted[hour, day] for day in range(len(weekdays)))) for hour in range(HOURS))
    return Map(tuple(weekdays), tuple(hours))


def peaks(months: Map) -> Mapping[str, tuple[int, ...]]:
    """Return the months in which a type comes much oftener than in its others, by type: when its plan is to be looked at before."""
    found: dict[str, tuple[int, ...]] = {}
    for name, counts in months.rows:
        least = max(PEAK_LEAST, PEAK_SHARE * sum(counts) / len(counts))
        high = tuple(number for number, count in enumerate(counts, 1) if count >= least)
        if high:
            found[name] = high
    return found


def recurrent(affairs: Iterable[tuple[Instant, str]]) -> Mapping[str, tuple[int, ...]]:
    """Return the peaks that came back: months of a type that have affairs of at least ``PEAK_YEARS`` years."""
    told = list(affairs)
    years: dict[tuple[str, int], set[int]] = {}
    for at, name in told:
        moment = to_datetime(at)
        years.setdefault((name, moment.month), set()).add(moment.year)
    found = {
        name: tuple(month for month in months if len(years[name, month]) >= PEAK_YEARS)
        for name, months in peaks(by_month(told)).items()
    }
    return {name: months for name, months in found.items() if months}


def shade(count: int, most: int) -> str:
    """Return how dark a cell is: something is never shown as nothing."""
    return SHADES[0] if not count else SHADES[max(1, round(count / most * (len(SHADES) - 1)))]
