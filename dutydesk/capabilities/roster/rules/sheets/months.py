"""Which month a table of bare day numbers is of: a person says so, or a title, the sheet's name, the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dutydesk.capabilities.roster.rules.sheets.cells import Month, Office, RefusedFileError, quoted
from dutydesk.capabilities.roster.rules.sheets.words import NOTE_WORDS
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.when_words import folded, number
from dutydesk.kernel.wording import Worded

MOST_TEXTS = 3
"""Texts of a line that may still be a title."""

TITLE = "标题"
FURTHEST = 62
"""Days that a date may lie from the middle of the month that the title names (ours): a copy of last year's table is further."""

_CHINESE = re.compile(r"(元|[一二三四五六七八九十]{1,3})(?=月)")
_YEAR = r"(?:(?<!\d)(?P<y>(?:19|20)\d{2})(?:年度?|[-./]))?"
_DAYS = re.compile(
    rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月\d{{1,2}}[日号]?(?:-|至|到)(?:(?P<y2>\d{{4}})年)?(?:(?P<m2>\d{{1,2}})月)?\d{{1,2}}[日号]?"
)
_SEVERAL = re.compile(r"(?<!\d)\d{1,2}月?(?:[-、,/&]|至|到|和)+(?:\d{4}年)?\d{1,2}月(?!\d)")
_MONTH = re.compile(rf"{_YEAR}(?<!\d)(?P<m>\d{{1,2}})月(?!\d)")
_NUMBERS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:[-./](?P<m>\d{1,2})(?![-./]?\d)|(?P<n>0[1-9]|1[0-2])(?!\d))(?!月)"
)
_YEAR_ALONE = re.compile(r"(?<!\d)((?:19|20)\d{2})年")


def month_in(text: str, now: Instant) -> Month | None:
    """Return the month that a title or a name speaks of, None where it is none or more than one.

    A whole date (制表 2026年11月25日) names no month; days of one month (12月1日至31日) do. Without a year it is the
    nearest such month.
    """
    typed = chinese_months(folded(text))
    days = _DAYS.search(typed)
    if days is not None:
        same = days["m2"] in (None, days["m"]) and days["y2"] in (None, days["y"])
        return _month(days["y"], days["m"], typed, now) if same else None
    if _SEVERAL.search(typed):
        return None
    found = {
        _month(one["y"], one.groupdict().get("n") or one["m"], typed, now)
        for pattern in (_MONTH, _NUMBERS)
        for one in pattern.finditer(typed)
    }
    return found.pop() if len(found) == 1 else None


def chinese_months(typed: str) -> str:
    """Return a folded text with its months in digits (十二月, 元月)."""
    return _CHINESE.sub(lambda one: str(number(one[1])), typed)


def year_alone(typed: str) -> str:
    """Return the one year that a text names, empty where it names none or several."""
    years = set(_YEAR_ALONE.findall(typed))
    return years.pop() if len(years) == 1 else ""


def _month(year: str | None, month: str, typed: str, now: Instant) -> Month | None:
    if not 1 <= int(month) <= 12:
        return None
    year = year or year_alone(typed)
    if year:
        return Month(int(year), int(month))
    today = local_date(now)
    return nearest(int(month), Month(today.year, today.month))


def nearest(month: int, to: Month) -> Month:
    """Return the month of that number nearest to another; of two as near the later."""
    there = to.year * 12 + to.month
    return min(
        (Month(to.year + more, month) for more in (1, 0, -1)), key=lambda one: abs(one.year * 12 + one.month - there)
    )


def said_month(typed: str) -> Month:
    """Return a month as it is typed: 2026-12, 2026年12月, 202612.

    Raises:
        Worded: it is none.
    """
    match = re.fullmatch(r"(\d{4})(?:[-./年](\d{1,2})月?|(\d{2}))", folded(typed))
    if match is None or not 1 <= int(match[2] or match[3]) <= 12 or not 1900 <= int(match[1]) < 2100:
        raise Worded("不是月份: {0} (写作 2026-12)", quoted(typed))
    return Month(int(match[1]), int(match[2] or match[3]))


def is_note(text: str) -> bool:
    """Whether a line is a remark, or says who made the table, by how it begins."""
    first = folded(text)
    return len(first) > 1 and any(first.startswith(word) for word in NOTE_WORDS)


def title_of(texts: Sequence[str], now: Instant) -> Month | None:
    """Return the month that a line names as a title does."""
    if not texts or len(texts) > MOST_TEXTS or is_note(texts[0]):
        return None
    return next((month for text in texts if (month := month_in(text, now)) is not None), None)


def months_named(above: Sequence[Sequence[str]], office: Office) -> list[tuple[str, Month]]:
    """Return what says the month of a table, the weightiest first: what a person said, titles, sheet, file."""
    titles = [month for texts in reversed(above) if (month := title_of(texts, office.now)) is not None]
    said = [("--month", office.month)] if office.month else []
    return [*said, *((TITLE, month) for month in titles), *office.months]


def month_of(above: Sequence[Sequence[str]], office: Office) -> Month | None:
    """Return the month of a table below some lines, None where nothing names it."""
    return next((month for _, month in months_named(above, office)), None)


def settled(above: Sequence[Sequence[str]], office: Office, example: str) -> tuple[str, Month]:
    """Return the month of a table that has bare day numbers, and what says so.

    Args:
        above: the texts of the lines above it.
        office: what is known beside.
        example: a bare day of the table.

    Raises:
        RefusedFileError: nothing says it, or two things say different ones and no person decides.
    """
    named = months_named(above, office)
    if not named:
        raise RefusedFileError("只有日, 没有月份: {0}; 没有导入, 请用 --month 2026-12 写明月份", quoted(example))
    first, month = named[0]
    other = next((one for one in named if one[1] != month), None)
    if other is not None and office.month is None:
        raise RefusedFileError(
            "{0}写的是 {1}, {2}写的是 {3}: 没有导入, 请用 --month 写明月份",
            Worded(first),
            str(month),
            Worded(other[0]),
            str(other[1]),
        )
    return first, month


def refuse_far(day: date, month: Month | None) -> None:
    """Refuse a day of another year than the month that the title names: the dates of last year's table were left standing.

    A day far from it in its own year is none: 2026年6月制表 above the second half of 2026.

    Raises:
        RefusedFileError: naming both.
    """
    if month is None:
        return
    middle = date(month.year, month.month, 15)
    there = [abs((date(month.year + more, day.month, min(day.day, 28)) - middle).days) for more in (-1, 0, 1)]
    if abs((day - middle).days) > FURTHEST >= min(there):
        raise RefusedFileError(
            "标题或文件名写的是 {0}, 表里有 {1}: 没有导入, 请改好其中一个", str(month), day.isoformat()
        )
