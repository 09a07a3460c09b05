"""Which days a title speaks of (第48周, 11月23日-29日): what weekdays and bare numbers of the table below it are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dutydesk.capabilities.roster.rules.sheets.cells import DaySpan, Office, RefusedFileError, quoted
from dutydesk.capabilities.roster.rules.sheets.months import MOST_TEXTS, TITLE, chinese_months, is_note, year_alone
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.when import NEAR_DAY, read
from dutydesk.kernel.when_words import folded, number
from dutydesk.kernel.wording import Worded

MOST_DAYS = 31
"""Days of a span in a title; a longer one names no table's days."""

_BEHIND = r"(?:[(]?(?:周|星期|礼拜)[一二三四五六日天][)]?)?"
_FROM_TO = re.compile(
    r"(?<![\d.:])(?:(?P<y>(?:19|20)\d{2})[年./])?(?P<m>\d{1,2})[月./](?P<d>\d{1,2})[日号]?" + _BEHIND + r"(?:-+|至|到)"
    r"(?:(?P<y2>(?:19|20)\d{2})[年./])?(?:(?P<m2>\d{1,2})[月./])?(?P<d2>\d{1,2})(?![\d月:.])[日号]?"
)
_ISO_FROM_TO = re.compile(r"(?<!\d)(\d{4}-\d{1,2}-\d{1,2})(?:至|到|-)(\d{4}-\d{1,2}-\d{1,2})(?!\d)")
_WEEK = re.compile(r"第(\d{1,2}|[一二三四五六七八九十]{1,3})周")


def span_in(text: str, now: Instant) -> DaySpan | None:
    """Return the days from and to that a text names, or those of its week of the year (GB/T 7408); None where it names none.

    The first of them without a year is the nearest to now. 12月第1周 names no days: where it begins nobody says.
    """
    typed = chinese_months(folded(text))
    every = [*_ISO_FROM_TO.finditer(typed)] or [*_FROM_TO.finditer(typed)]
    if len(every) > 1:
        return None  # two weeks: which of them a weekday is of nobody says
    named = every[0] if every else None
    try:
        if named is not None:
            first, last = _ends(named, typed, now)
            return DaySpan(first, last) if 0 <= (last - first).days < MOST_DAYS else None
        week = _WEEK.search(typed)
        if week is None or re.search(r"月|学", typed):
            return None
        return week_number(number(week[1]), year_alone(typed), now)
    except (Worded, ValueError):
        return None


def _ends(named: re.Match[str], typed: str, now: Instant) -> tuple[date, date]:
    parts = named.groupdict()
    if not parts:
        return date.fromisoformat(_padded(named[1])), date.fromisoformat(_padded(named[2]))
    year, month, day = parts["y"] or year_alone(typed), int(parts["m"]), int(parts["d"])
    first = date(int(year), month, day) if year else local_date(read(f"{month}-{day}", now, NEAR_DAY))
    until = int(parts["m2"] or month)
    return first, date(int(parts["y2"] or first.year + (until < month)), until, int(parts["d2"]))


def _padded(day: str) -> str:
    return "-".join(part.zfill(2) for part in day.split("-"))


def week_number(week: int, year: str, now: Instant) -> DaySpan:
    """Return a week of a year, without one the nearest of that number.

    Raises:
        ValueError: the year has no such week.
    """
    today = local_date(now)
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    found = [date.fromisocalendar(one, week, 1) for one in years if week <= _weeks_of(one)]
    if not found or week < 1:
        raise ValueError(week)
    return whole_week(min(found, key=lambda monday: abs((monday - today).days)))


def _weeks_of(year: int) -> int:
    return date(year, 12, 28).isocalendar().week


def whole_week(day: date) -> DaySpan:
    """Return the week, Monday to Sunday, of a day."""
    monday = day - timedelta(days=day.weekday())
    return DaySpan(monday, monday + timedelta(days=6))


def said_week(typed: str, now: Instant) -> DaySpan:
    """Return a week as it is typed: a day of it, 第48周, 11月23日-29日.

    Raises:
        Worded: it is none.
    """
    span = span_in(typed, now)
    try:
        return span or whole_week(local_date(read(typed, now, NEAR_DAY)))
    except Worded as error:
        raise Worded("不是一周: {0} (写作 2026-11-30, 11月30日-12月6日 或 第49周)", quoted(typed)) from error


def title_span(texts: Sequence[str], now: Instant) -> DaySpan | None:
    """Return the days that a line names as a title does."""
    if not texts or len(texts) > MOST_TEXTS or is_note(texts[0]):
        return None
    return next((span for text in texts if (span := span_in(text, now)) is not None), None)


def spans_named(above: Sequence[Sequence[str]], office: Office) -> list[tuple[str, DaySpan]]:
    """Return what says the days of a table, the weightiest first: what a person said, titles, sheet, file."""
    titles = [span for texts in reversed(above) if (span := title_span(texts, office.now)) is not None]
    said = [("--week", office.week)] if office.week else []
    return [*said, *((TITLE, span) for span in titles), *office.spans]


def settled_week(above: Sequence[Sequence[str]], office: Office, example: str) -> tuple[str, DaySpan]:
    """Return the week of a table that has weekdays alone, and what says so.

    Raises:
        RefusedFileError: nothing says it, it is longer than a week, or two things say different ones and no person decides.
    """
    named = spans_named(above, office)
    if not named:
        raise RefusedFileError(
            "只有星期, 没有写明是哪一周: {0}; 没有导入, 请在标题写上日期 (如 11月30日-12月6日) 或用 --week 2026-11-30",
            quoted(example),
        )
    first, span = named[0]
    if (span.last - span.first).days > 6:
        raise RefusedFileError(
            "{0}写的 {1} 不止一周, 分不清是哪个{2}; 没有导入, 请用 --week 写明",
            Worded(first),
            str(span),
            quoted(example),
        )
    other = next((one for one in named if one[1] != span), None)
    if other is not None and office.week is None:
        raise RefusedFileError(
            "{0}写的是 {1}, {2}写的是 {3}: 没有导入, 请用 --week 写明是哪一周",
            Worded(first),
            str(span),
            Worded(other[0]),
            str(other[1]),
        )
    return first, span
