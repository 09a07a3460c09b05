"""Public holidays, make-up working days and important periods. A year that is not in the data is said to be missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dutydesk.kernel.durations import DATE_WITHOUT_HOUR
from dutydesk.kernel.instants import Instant, at_local, local_date
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

SATURDAY = 5
NOTICE_MONTH = 11
"""The notice of the next year came on 12 November 2024 and 4 November 2025."""
STATUSES = ("published", "expected")
VERIFIED = ("text", "memory")


class YearMissingError(Worded):
    """The holiday data has no such year."""


@dataclass(frozen=True)
class Day:
    """What a day is: ``kind`` holiday, makeup (a weekend day worked), weekend or workday; ``expected`` while no notice is out."""

    date: date
    kind: str
    name: str = ""
    expected: bool = False

    @property
    def free(self) -> bool:
        """Whether offices are closed."""
        return self.kind in {"holiday", "weekend"}


@dataclass(frozen=True)
class Year:
    """One year of the data: named days off, days worked instead, and where that is from."""

    year: int
    status: str
    source: str
    verified: str
    off: Mapping[date, str]
    worked: Mapping[date, str]


@dataclass(frozen=True)
class Special:
    """An important period (重要时期): first and last day, both counted."""

    name: str
    first: date
    last: date
    source: str = ""

    def holds(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Holidays:
    """The data file as read."""

    years: Mapping[int, Year]
    special: tuple[Special, ...] = ()
    daily_report: bool = True

    def day(self, day: date) -> Day:
        """Return what a day is.

        Raises:
            YearMissingError: the year is not in the data.
        """
        year = self.years.get(day.year)
        if year is None:
            shipped = "、".join(map(str, sorted(self.years)))
            raise YearMissingError("节假日数据没有 {0} 年 (现有 {1}); 请补 holidays.toml", str(day.year), shipped)
        expected = year.status == "expected"
        if day in year.off:
            return Day(day, "holiday", year.off[day], expected)
        if day in year.worked:
            return Day(day, "makeup", year.worked[day], expected)
        return Day(day, "weekend" if day.weekday() >= 5 else "workday", "", expected)

    def works(self, day: date) -> bool:
        """Return whether offices are open; a year that is not in the data has its weekends free."""
        if day.year in self.years:
            return not self.day(day).free
        return day.weekday() < SATURDAY

    def workday_end(self, start: Instant, number: int) -> Instant:
        """Return 18:00 of the ``number``-th working day after the day of ``start``: make-up days count, holidays do not."""
        day = local_date(start)
        while number > 0:
            day += timedelta(days=1)
            number -= self.works(day)
        return at_local(day, DATE_WITHOUT_HOUR)

    def missing(self, first: date, last: date) -> list[int]:
        """Return the years of a span that are not in the data."""
        return [year for year in range(first.year, last.year + 1) if year not in self.years]

    def expected(self, first: date, last: date) -> list[int]:
        """Return the years of a span for which no notice is out."""
        years = range(first.year, last.year + 1)
        return [year for year in years if year in self.years and self.years[year].status == "expected"]

    def unannounced(self, day: date) -> int | None:
        """Return the next year where its notice should be looked for and is not in the data: from 1 November on."""
        known = self.years.get(day.year + 1)
        missing = known is None or known.status == "expected"
        return day.year + 1 if day.month >= NOTICE_MONTH and missing else None

    def periods(self, more: Iterable[Special] = ()) -> list[Special]:
        """Return the important periods: those of the data, those set on the desk, and public holidays if the data says so."""
        found = [*self.special, *more]
        if self.daily_report:
            found += [special for year in self.years.values() for special in _runs(year)]
        return sorted(found, key=lambda one: (one.first, one.last, one.name))


def _runs(year: Year) -> list[Special]:
    """Neighbouring days off of one name, as periods."""
    runs: list[Special] = []
    for day in sorted(year.off):
        last = runs[-1] if runs else None
        if last is not None and last.name == year.off[day] and day - last.last == timedelta(days=1):
            runs[-1] = Special(last.name, last.first, day, last.source)
        else:
            runs.append(Special(year.off[day], day, day, year.source))
    return runs
