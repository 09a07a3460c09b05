"""Durations and due phrases of the rulebook.

A duration is ISO 8601 (``PT2H``, ``-PT30M``, ``P7D``, ``P1M``). Months and years follow the calendar in
Asia/Shanghai, so a month after 31 January is the last day of February (dateutil's rule).
"""

from __future__ import annotations

import calendar
import re
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from dutydesk.kernel.instants import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Instant,
    at_local,
    from_datetime,
    local_date,
    parse_clock,
    to_datetime,
)
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

_ISO = re.compile(
    r"^(?P<sign>[+-])?P(?:(?P<y>\d+)Y)?(?:(?P<mo>\d+)M)?(?:(?P<w>\d+)W)?(?:(?P<d>\d+)D)?"
    r"(?:T(?:(?P<h>\d+)H)?(?:(?P<m>\d+)M)?(?:(?P<s>\d+)S)?)?$"
)


def _months(count: int) -> relativedelta:
    from dateutil.relativedelta import relativedelta  # imported late: the first frame needs no calendar arithmetic

    return relativedelta(months=count)


DATE_WITHOUT_HOUR = time(18, 0)
"""A date without an hour means 18:00 (clocks.md R6)."""


@dataclass(frozen=True)
class Duration:
    """A signed length of time: calendar months plus exact microseconds."""

    months: int
    exact: Instant
    text: str

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read ISO 8601.

        Raises:
            Worded: not a duration, or an empty one such as ``P``.
        """
        match = _ISO.match(text.strip())
        if match is None or not any(match[g] for g in ("y", "mo", "w", "d", "h", "m", "s")):
            raise Worded("不是 ISO 8601 时长: {0} (如 PT2H, P7D, -PT30M)", repr(text))
        part = {name: int(match[name] or 0) for name in ("y", "mo", "w", "d", "h", "m", "s")}
        sign = -1 if match["sign"] == "-" else 1
        exact = (part["w"] * 7 + part["d"]) * DAY + part["h"] * HOUR + part["m"] * MINUTE + part["s"] * SECOND
        return cls(sign * (part["y"] * 12 + part["mo"]), sign * exact, text.strip())

    def after(self, start: Instant) -> Instant:
        """Return the instant this long after ``start``."""
        if self.months:
            start = from_datetime(to_datetime(start) + _months(self.months))
        return start + self.exact

    def before(self, end: Instant) -> Instant:
        """Return the instant this long before ``end``."""
        if self.months:
            end = from_datetime(to_datetime(end) - _months(self.months))
        return end - self.exact


@dataclass(frozen=True)
class Due:
    """How a due time follows from the time of a trigger.

    ``form`` is ``workdays`` (a number of working days, which the holidays of the office decide), ``after`` (a duration), ``at`` (the next HH:MM), ``day`` / ``quarter_day`` / ``year_day``
    (a day of the period that the trigger lies in, 18:00), or ``field`` (typed in by a person).
    """

    form: str
    text: str
    duration: Duration | None = None
    clock: time | None = None
    number: int = 0
    month_day: tuple[int, int] = (1, 1)

    @classmethod
    def parse(cls, text: str) -> Due:
        """Read a due phrase of the rulebook.

        Raises:
            Worded: the phrase is none of the known forms.
        """
        head, _, tail = text.partition(":")
        if not tail:
            return cls("after", text, duration=Duration.parse(text))
        if head == "at":
            return cls("at", text, clock=parse_clock(tail))
        if head in {"day", "quarter_day"}:
            limit = 31 if head == "day" else 92
            if not tail.isdecimal() or not 1 <= int(tail) <= limit:
                raise Worded("{0} 须为 1-{1}: {2}", head, limit, repr(text))
            return cls(head, text, number=int(tail))
        if head == "year_day":
            try:
                day = date.fromisoformat(f"2024-{tail}")
            except ValueError as error:
                raise Worded("year_day 须为 MM-DD: {0}", repr(text)) from error
            return cls(head, text, month_day=(day.month, day.day))
        if head == "field":
            return cls("field", text)
        if head == "workdays":
            if not tail.isdecimal() or not 1 <= int(tail) <= 60:
                raise Worded("workdays 须为 1-60: {0}", repr(text))
            return cls("workdays", text, number=int(tail))
        raise Worded(
            "不认识的时限写法 {0} (PT2H, at:17:00, day:5, quarter_day:20, year_day:03-31, workdays:5, field:…)",
            repr(text),
        )

    def after(self, trigger: Instant) -> Instant | None:
        """Return the due instant, or None when a person must type it (``field``)."""
        if self.duration is not None:
            return self.duration.after(trigger)
        day = local_date(trigger)
        if self.clock is not None:
            due = at_local(day, self.clock)
            return due if due >= trigger else at_local(day + timedelta(days=1), self.clock)
        if self.form in {"field", "workdays"}:
            return None  # typed by a person, or counted by the calendar of the office (holidays.workday_end)
        return self._day_of_period(day, trigger)

    def _day_of_period(self, day: date, trigger: Instant) -> Instant:
        """The named day of the trigger's month, quarter or year; of the next one when it has passed."""
        if self.form == "day":
            begin, step = day.replace(day=1), _months(1)
        elif self.form == "quarter_day":
            begin, step = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), _months(3)
        else:
            begin, step = day.replace(month=1, day=1), _months(12)
        while True:
            if self.form == "year_day":
                found = _day_in_month(begin.year, *self.month_day)
            else:
                last = begin + step - timedelta(days=1)
                found = min(begin + timedelta(days=self.number - 1), last)
            due = at_local(found, DATE_WITHOUT_HOUR)
            if due >= trigger:
                return due
            begin += step


def _day_in_month(year: int, month: int, day: int) -> date:
    """Return a day of a year; 29 February falls on the 28th where there is none."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def period_start(period: str, day: date) -> date:
    """Return the first day of the period that holds ``day`` (weeks begin on Monday)."""
    if period == "day":
        return day
    if period == "week":
        return day - timedelta(days=day.weekday())
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[period]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def boundaries(period: str, since: Instant, until: Instant) -> list[Instant]:
    """Return the period's starts (midnight, Asia/Shanghai) after ``since`` and up to ``until``, oldest first."""
    found: list[Instant] = []
    start = period_start(period, local_date(until))
    while (instant := at_local(start, time(0, 0))) > since:
        found.append(instant)
        start = period_start(period, start - timedelta(days=1))
    return found[::-1]
