"""What stands in one cell of a roster that somebody else wrote: a day, hours, a kind of shift, people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from dutydesk.capabilities.roster.rules.sheets.words import FEAST, OFF, SHIFT
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, BadTimeError, Instant, local_date, start_of
from dutydesk.kernel.text import BadTextError, one_line, stored
from dutydesk.kernel.when import NEAR_DAY, WEEKDAYS, Meaning, Span, on_day, read, read_clock
from dutydesk.kernel.when_spans import away
from dutydesk.kernel.when_words import folded, weekday_beside, weekday_number
from dutydesk.kernel.wording import Worded

Hours = tuple[Span, Span, int]
"""Beginning and end of hours, and on which day after the first they end."""

FORMULA = "=@\uff1d"
"""A cell that begins with one of these is a formula: not evaluated, not taken for a name."""

SHOWN = 40
"""Characters of a cell that a sentence quotes."""

_EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL = re.compile(r"[3-6]\d{4}(\.\d+)?")
"""A spreadsheet's own count of days, 1982 to 2091."""

_FEAST = re.compile(FEAST)
"""A feast, a lunar day or a day off, named behind a day: it says nothing of who stands."""
_MOMENT = Meaning(0, "begin")
_BARE = re.compile(r"(\d{1,2})(?:\.0)?[日号]?(?=$|[(\[ 周星礼])")
_RANGE = re.compile(r"-+|至|到")
_NEXT = re.compile(r"^(?:次日|翌日|第二天|次晨|隔天|第二日)")


class RefusedFileError(Worded):
    """Something in a file is not understood that may change what all of it means: nothing is taken."""


@dataclass(frozen=True, slots=True)
class Month:
    """The month that a title speaks of (2026年12月值班表)."""

    year: int
    month: int

    def __str__(self) -> str:
        """Return it as 2026-12."""
        return f"{self.year}-{self.month:02d}"

    @property
    def middle(self) -> Instant:
        """The time to which a day without a year is the nearest."""
        return start_of(date(self.year, self.month, 15))


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The days from and to, both included, that a title names."""

    first: date
    last: date

    def __str__(self) -> str:
        """Return it as 2026-11-30..12-06."""
        return f"{self.first:%Y-%m-%d}..{self.last:%m-%d}"

    def only(self, fits: Callable[[date], bool]) -> date | None:
        """Return the one day of it that fits, None where none or several do."""
        found = [
            day for more in range((self.last - self.first).days + 1) if fits(day := self.first + timedelta(days=more))
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shift of the office: 白班 from 08:00, 12 hours; ``also`` are its names in other offices' tables."""

    name: str
    begins: Span
    hours: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """What is known here: names by account, who leads, the kinds of shifts, the usual one, the clock."""

    names: Mapping[str, str]
    now: Instant
    usual: Kind
    kinds: tuple[Kind, ...] = ()
    leaders: frozenset[str] = frozenset()
    month: Month | None = None
    """The month that a person said the table is of."""
    months: tuple[tuple[str, Month], ...] = ()
    """The months that the names of sheet and file speak of, with which of them it is."""
    week: DaySpan | None = None
    """The week that a person said the table is of."""
    spans: tuple[tuple[str, DaySpan], ...] = ()
    """The days from and to that the names of sheet and file speak of."""
    span: DaySpan | None = None
    """The days that weekdays and bare numbers are of."""
    legend: Mapping[str, str] = field(default_factory=dict[str, str])
    """What marks stand for, where the sheet says it."""

    def meant(self, mark: str) -> str:
        """Return what a mark stands for where the sheet says it, else the mark."""
        return self.legend.get(_plain(mark), mark) if self.legend else mark


def quoted(text: str) -> str:
    """Return a cell fit to stand in a sentence."""
    return one_line(text.strip())[:SHOWN]


def text_of(cell: str) -> str:
    """Return the text of a cell.

    Raises:
        Worded: a formula that was not computed, an error value, text that cannot be kept.
    """
    text = cell.strip()
    if text[:1] and text[0] in FORMULA:
        raise Worded("有公式, 不计算: {0}", quoted(text.lstrip(FORMULA)))
    if text.startswith("#") and len(text) > 1:
        raise Worded("有错误值: {0}", quoted(text.lstrip("#")))
    try:
        return stored(text, limit=400)
    except BadTextError as error:
        raise Worded("{0}", error) from error


# ---------------------------------------------------------------- days and hours


def without_feast(typed: str) -> str:
    """Return a folded day without the feast or lunar day that is named beside it (2月5日(除夕), 2月6日 初一)."""
    return _FEAST.sub("", typed).strip()


def bare_day(text: str) -> int | None:
    """Return the number of a cell that is a day without a month (1, 1日, 1日(周二)), None when it is none."""
    typed = without_feast(folded(text))
    bare = _BARE.match(typed)
    if bare is None or weekday_beside(typed[bare.end() :].lstrip())[1]:
        return None
    return int(bare[1])


def day_of(text: str, office: Office, month: Month | None) -> date:
    """Return the day of a cell: as people write it, as a spreadsheet counts it, a bare 1日 or 周一 below a title.

    Raises:
        Worded: no such day; a weekday beside it that is another one; a day whose month nobody names.
    """
    typed = without_feast(re.sub(r"[ t]0?0:00(?::00(?:\.0+)?)?$", "", folded(text)))
    if _SERIAL.fullmatch(typed):
        return _EXCEL_EPOCH + timedelta(days=int(float(typed)))
    bare = _BARE.match(typed)
    if bare is not None:
        weekday, rest = weekday_beside(typed[bare.end() :].lstrip())
        if not rest:
            return _in_month(int(bare[1]), weekday, text, month, office.span)
    alone = weekday_of(text)
    if alone is not None and office.span is not None:
        day = office.span.only(lambda one: one.weekday() == alone)
        if day is not None:
            return day
    ahead, rest = weekday_beside(typed)
    if ahead is not None and re.search(r"\d", rest):  # 周一 11月30日, 周一(11-30)
        day = day_of(rest.strip("()[] "), office, month)
        check_weekday(day, ahead)
        return day
    if not re.search(r"\d", typed) or away(typed, text) is not None:
        raise BadTimeError("不是日期: {0}", quoted(text))
    return local_date(read(typed, office.now, NEAR_DAY, since=month.middle if month else None))


def _in_month(number: int, weekday: int | None, text: str, month: Month | None, span: DaySpan | None) -> date:
    day = span.only(lambda one: one.day == number) if span is not None and month is None else None
    if month is not None:
        try:
            day = date(month.year, month.month, number)
        except ValueError as error:
            raise BadTimeError("没有这个日期: {0}", quoted(text)) from error
    if day is None:
        raise BadTimeError("只有日, 没有月份: {0}", quoted(text))
    if weekday is not None:
        check_weekday(day, weekday)
    return day


def check_weekday(day: date, weekday: int) -> None:
    """Refuse a weekday that is not that of the day.

    Raises:
        Worded: naming both.
    """
    if day.weekday() != weekday:
        right, said = WEEKDAYS[day.weekday()], WEEKDAYS[weekday]
        raise Worded("{0} 是{1}, 不是 {2}", day.isoformat(), Worded(right), Worded(said))


def weekday_of(text: str) -> int | None:
    """Return the weekday of a cell (周二, 星期二, 二), None when it is none."""
    typed = folded(text).strip("()[]")
    match = re.fullmatch(r"(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*", typed)
    return weekday_number(match[1] or match[2]) if match else None


def moment_of(text: str, day: date | None, office: Office, month: Month | None) -> Instant:
    """Return a time of a cell: whole, or an hour of the row's day.

    Raises:
        Worded: it is none.
    """
    typed = folded(text)
    if _SERIAL.fullmatch(typed) and "." in typed:
        minutes = round(float(typed) % 1 * 24 * 60)
        return start_of(_EXCEL_EPOCH + timedelta(days=int(float(typed)))) + minutes * MINUTE
    clock, later = _clock_of(typed)
    if clock is not None and day is not None:
        return on_day(day + timedelta(days=later), clock)
    if not re.search(r"\d", typed):
        raise BadTimeError("不是时间: {0} (写作 HH:MM 或 2026-07-15T08:00)", quoted(text))
    since = month.middle if month else None
    if clock is not None:
        raise BadTimeError("只有时刻, 没有日期: {0}", quoted(text))
    instant = read(typed, office.now, _MOMENT, since=since)
    if instant != read(typed, office.now, Meaning(0, "end"), since=since):
        raise Worded("只有日期, 没有时刻: {0}", quoted(text))
    return instant


_BETWEEN = re.compile(r"(?:-+|~|至|到)(?=\d|[次当翌隔第])")


def both_of(text: str, office: Office, month: Month | None) -> tuple[Instant, Instant] | None:
    """Return both ends of a shift in one cell (1月1日8:00—1月2日8:00), None where it is not that."""
    typed = folded(text)
    for between in _BETWEEN.finditer(typed):
        with suppress(Worded):
            begins = moment_of(typed[: between.start()], None, office, month)
            return begins, moment_of(typed[between.end() :], local_date(begins), office, month)
    return None


def _clock_of(typed: str) -> tuple[Span | None, int]:
    """An hour, and how many days after the row's it is."""
    if re.fullmatch(r"0\.\d+|0|1\.0+", typed):
        minutes = round(float(typed) * 24 * 60)
        return (minutes // 60, minutes % 60, 0), 0
    rest = _NEXT.sub("", typed)
    try:
        return read_clock(rest.strip()), int(rest != typed)
    except BadTimeError:
        return None, 0


def hours_of(text: str) -> Hours | None:
    """Return beginning and end of hours in one cell (20:00-次日08:00), and on which day after the first they end.

    None when they are no hours.
    """
    typed = folded(text)
    for mark in _RANGE.finditer(typed):
        begins, early = _clock_of(typed[: mark.start()].strip())
        ends, later = _clock_of(typed[mark.end() :].strip())
        if begins is None or ends is None or early:
            continue
        return begins, ends, max(later, int(ends <= begins))
    return None


def span_of(day: date, hours: Hours) -> tuple[Instant, Instant]:
    """Return the instants of hours that begin on a day."""
    begins, ends, later = hours
    return on_day(day, begins), on_day(day + timedelta(days=later), ends)


# ---------------------------------------------------------------- kinds


def hours_of_kind(kind: Kind) -> Hours:
    """Return the hours of a kind as those of a cell."""
    minutes = kind.begins[0] * 60 + kind.begins[1] + kind.hours * 60
    return kind.begins, (minutes // 60 % 24, minutes % 60, 0), minutes // (24 * 60)


def kind_span(day: date, kind: Kind) -> tuple[Instant, Instant]:
    """Return the instants of a kind of shift that begins on a day."""
    begins = on_day(day, kind.begins)
    return begins, begins + kind.hours * HOUR


def kind_of(text: str, office: Office) -> Kind | None:
    """Return the office's kind of shift of a cell (白班, 白), None when it has none of that name."""
    typed = _plain(text)
    names = {_plain(name): kind for kind in office.kinds for name in (*kind.also, kind.name)}
    short = {name.removesuffix(SHIFT): kind for name, kind in names.items()}
    return names.get(typed) or short.get(typed.removesuffix(SHIFT)) or None


def is_off(text: str) -> bool:
    """Return whether a cell says that somebody is off duty, or is empty."""
    return _plain(text) in OFF


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()


def longest(spans: Sequence[tuple[Instant, Instant]]) -> Instant:
    """Return the longest of some spans."""
    return max((ends - begins for begins, ends in spans), default=DAY)
