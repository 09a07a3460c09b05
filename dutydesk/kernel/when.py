"""The one reader of times and days as people type them: forms, command line, imports, drill files.

What is incomplete is completed the way the field means: a bare ``HH:MM``, a date without a year and a weekday are
the nearest in its direction, today included. A day without an hour is the end of office hours for what is due and
the whole day for what lasts; a moment that lies behind us needs its hour.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from dutydesk.kernel import when_spans as spans
from dutydesk.kernel import when_words as w
from dutydesk.kernel.durations import DATE_WITHOUT_HOUR
from dutydesk.kernel.instants import (
    DAY,
    FIRST_YEAR,
    HOUR,
    LAST_YEAR,
    MINUTE,
    SECOND,
    SHANGHAI,
    BadTimeError,
    Instant,
    at_local,
    from_datetime,
    local_date,
    start_of,
)
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

Span = tuple[int, int, int]
"""Hour (0 to 24), minute, second."""

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")

LEAP_YEARS = 8
"""How many years to look through for a date that has no year: 29 February can be eight away."""


@dataclass(frozen=True)
class Meaning:
    """What the time of a field is.

    ``direction`` is -1 for what has happened, 1 for what is to come, 0 for the nearest either way. ``alone`` says
    what a day without an hour is: ``refused``, ``closing`` (the end of office hours), ``begin`` or ``end`` (of the
    whole day), ``day`` (the field wants nothing but a day).
    """

    direction: int
    alone: str


PAST = Meaning(-1, "refused")
"""Something happened at a moment: seen, received, sent."""

DATED = Meaning(-1, "begin")
"""A paper's date: mostly a day, sometimes with an hour."""

DUE = Meaning(1, "closing")
BEGINS = Meaning(1, "begin")
ENDS = Meaning(1, "end")
UNTIL = Meaning(-1, "end")
"""The end of something that is over."""

SCHEDULED = Meaning(0, "begin")
"""Scheduled hours of what may be under way: the shift that is signed for at 08:05 began at 08:00."""

SINCE = Meaning(0, "begin")
PAST_DAY = Meaning(-1, "day")
NEXT_DAY = Meaning(1, "day")
NEAR_DAY = Meaning(0, "day")


FAST: Instant = 5 * MINUTE
"""How far another clock may run ahead of the desk's: what happened by it has happened now."""

EVENING: Instant = 12 * HOUR
"""A bare hour of what has happened is yesterday's by itself only where that is nearer than today's: 23:50 at 00:10."""

MOST_AFTER: Instant = 300 * DAY
"""An end without a year that would be this long after its beginning was meant to be before it: a slip."""


@dataclass(frozen=True)
class _Typed:
    """What stands in a text: candidate days in the order of preference, and the hour if there is one."""

    days: Callable[[int], Iterable[date]]
    clock: Span | None
    weekday: int | None


def read(
    text: str, now: Instant, meaning: Meaning = PAST, *, since: Instant | None = None, drill: bool = False
) -> Instant:
    """Return the instant that a person typed.

    Args:
        text: as typed.
        now: the wall clock.
        meaning: of the field.
        since: what the time follows, when that is not ``now``: the beginning for an end.
        drill: whether ``+HH:MM`` (the next day) is known; it is a word of drills.

    Raises:
        BadTimeError: no such time, or a weekday that contradicts its date; one sentence for whoever typed it.
    """
    folded = w.folded(text)
    exact = _iso(folded, text)
    if exact is not None:
        return exact
    if folded.startswith("+"):
        if not drill:
            raise BadTimeError("+HH:MM 只用于演练; 第二天请写 明天 {0}", folded.lstrip("+"))
        folded = w.NEXT_DAY + folded[1:]
    if folded in w.NOW and meaning.alone != "day":
        return now
    distant = spans.away(folded, text)
    if distant is not None:
        _refuse_way(distant, text, now, meaning, since)
        if distant.exact is not None:
            return now - distant.exact if distant.way == spans.BEFORE else now + distant.exact
        typed = _Typed(_one(distant.day(now)), _clock_behind(distant.rest, text, meaning), None)
    else:
        typed = _parsed(_until(folded, text, meaning), text, now, since, meaning)
    if typed.clock is not None and meaning.alone == "day":
        raise BadTimeError("这里只填日期, 不填时刻: {0}", one_line(text))
    found = _nearest(typed, now if since is None else since + 1, meaning)
    if found is None:
        raise BadTimeError("没有这个日期: {0}", one_line(text))
    if typed.clock is None and meaning.alone == "refused":
        raise BadTimeError("只有日期, 须写明时刻: {0} (如 {1} 08:30)", one_line(text), one_line(text))
    day, instant = found
    if since is None and meaning == PAST:
        instant = _not_yesterday(typed, instant, now, text)
    if since is not None and instant - since > MOST_AFTER and len(list(typed.days(meaning.direction))) > 1:
        begins = local_date(since)
        raise BadTimeError("{0} 早于开始的 {1}; 若是下一年, 请写年份", one_line(text), begins.isoformat())
    if typed.weekday is not None and day.weekday() != typed.weekday:
        right, said = WEEKDAYS[day.weekday()], WEEKDAYS[typed.weekday]
        raise BadTimeError("{0} 是{1}, 不是 {2}", day.isoformat(), Worded(right), Worded(said))
    return instant


def _not_yesterday(typed: _Typed, instant: Instant, now: Instant, text: str) -> Instant:
    """Return a past instant, but for an hour that today has not seen yet: by a clock that is fast it is now, else it is asked for.

    Raises:
        BadTimeError: yesterday must be said.
    """
    first = next(iter(typed.days(-1)), None)
    if typed.clock is None or first is None or first != local_date(now):
        return instant
    today = on_day(first, typed.clock)
    if today <= now or instant == today:
        return instant
    if today - now <= FAST:
        return now
    if instant != today - DAY:
        raise BadTimeError("{0} 在将来, 这里填已发生的时间", one_line(text))
    if today - now >= EVENING:
        return instant
    raise BadTimeError("{0} 今天还没有到; 若是昨天, 请写 昨天 {0}", one_line(text))


def read_day(text: str, now: Instant, direction: int = 1) -> date:
    """Return the day that a person typed; ``direction`` as in ``Meaning``.

    Raises:
        BadTimeError: no such day, or an hour beside it.
    """
    return local_date(read(text, now, Meaning(direction, "day")))


def read_clock(text: str) -> Span:
    """Return a time of day, 24:00 included.

    Raises:
        BadTimeError: it is none, or there is a date beside it.
    """
    folded = w.folded(text)
    clock = _clock(folded, text)
    if clock is None:
        raise BadTimeError("不是时刻: {0} (写作 HH:MM)", one_line(text))
    return clock


def on_day(day: date, clock: Span) -> Instant:
    """Return the instant of an hour of a day; 24:00 is the end of it."""
    hour, minute, second = clock
    return start_of(day) + hour * HOUR + minute * MINUTE + second * SECOND


# ---------------------------------------------------------------- what stands there


def _iso(folded: str, text: str) -> Instant | None:
    """An instant as programs write it: with an offset or parts of a second."""
    if not re.fullmatch(
        r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?(?:z|[+-]\d{2}:?\d{2}))?", folded
    ):
        return None
    if not re.search(r"[.,z]|[+-]\d{2}:?\d{2}$", folded[11:]):
        return None
    try:
        moment = datetime.fromisoformat(folded.upper().replace(",", ".").replace(" ", "T", 1).replace(" ", ""))
        moment = moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment
        _in_range(moment.year, text)
        return from_datetime(moment)
    except (ValueError, OverflowError) as error:
        raise BadTimeError("没有这个时刻: {0}", one_line(text)) from error


def _in_range(year: int, text: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadTimeError("没有这个日期: {0}", one_line(text))


def _refuse_way(distant: spans.Away, text: str, now: Instant, meaning: Meaning, since: Instant | None) -> None:
    """Refuse a distance where the field does not mean one: a term (3天内) of what is over or begins, one that follows a beginning.

    Raises:
        BadTimeError: saying which.
    """
    if since not in (None, now):
        raise BadTimeError("{0} 分不清从何时算起, 请写时间", one_line(text))
    if distant.exact is not None and meaning.alone == "day":
        raise BadTimeError("这里只填日期, 不填时刻: {0}", one_line(text))
    if (distant.way == spans.BEFORE and meaning.direction > 0) or (
        distant.way != spans.BEFORE and meaning.direction < 0
    ):
        words = "{0} 在将来, 这里填已发生的时间" if meaning.direction < 0 else "{0} 已过去, 这里填将来的时间"
        raise BadTimeError(words, one_line(text))
    if distant.way == spans.WITHIN and meaning.alone not in ("closing", "end", "day"):
        raise BadTimeError("{0} 是期限, 这里须写明时间", one_line(text))


def _until(folded: str, text: str, meaning: Meaning) -> str:
    """Return the text without 前 or 止 behind it where a term is asked: 18时前, 月底前, 12月1日止.

    Raises:
        BadTimeError: 12月1日前, which holds that day or not.
    """
    bare = w.without_before(folded)
    if meaning.alone != "closing" or bare == folded:
        return folded
    if folded.endswith(spans.BEFORE) and not re.search(r"[底末]$|[时点分半刻:]\d*$|(?:中午|正午|下班)$", bare):
        raise BadTimeError("{0} 是否含那一天 (段) 分不清, 请写到何时为止", one_line(text))
    return bare


def _parsed(folded: str, text: str, now: Instant, since: Instant | None, meaning: Meaning) -> _Typed:
    ahead, behind = w.weekday_beside(folded)
    folded = behind if ahead is not None and w.is_dated(behind) else folded
    match, days = _date_of(folded, text, now, since)
    rest = folded[match:].lstrip(" t,") if match else folded
    weekday, rest = w.weekday_beside(rest) if match else (None, rest)
    weekday = ahead if weekday is None and folded == behind else weekday
    if meaning.alone != "day" and re.fullmatch(r"\d{1,2}\.[0-5]\d", folded):
        raise BadTimeError("{0} 分不清是几月几日还是几点几分", one_line(text))
    if not rest and match:
        return _Typed(days, None, weekday)
    clock = _clock_behind(rest, text, meaning, after_date=bool(match))
    if clock is None:
        raise BadTimeError("不是时间: {0} (如 08:30, 12-01 08:30, 12月1日 8时30分, 明天 8:30, 周五)", one_line(text))
    return _Typed(days, clock, weekday)


def _clock_behind(rest: str, text: str, meaning: Meaning, *, after_date: bool = True) -> Span | None:
    """The hour behind a date; in a term 上午 is until noon, 下午 and 下班 until offices close."""
    closing = (DATE_WITHOUT_HOUR.hour, DATE_WITHOUT_HOUR.minute, 0)
    if rest in w.CLOSING:
        return closing
    if rest in w.PARTS_OF_DAY and rest not in w.NOON:
        if meaning.alone != "closing" or rest not in w.UNTIL_NOON | w.UNTIL_CLOSING:
            raise BadTimeError("{0} 须写明几点: {1}", Worded(rest), one_line(text))
        return (12, 0, 0) if rest in w.UNTIL_NOON else closing
    clock = _clock(rest, text, after_date=after_date) if rest else None
    if clock is None and rest and after_date:
        raise BadTimeError("看不懂 {0} 里的 {1}", one_line(text), one_line(rest))
    return clock


def _clock(rest: str, text: str, *, after_date: bool = False) -> Span | None:
    found = w.clock_of(rest, after_date=after_date)
    if found is None:
        return None
    typed, minute, second, period = found
    hour = w.hour_of(typed, period)
    if hour is None:
        raise BadTimeError("{0} 没有 {1} 点: {2} (写 24 小时制, 或 凌晨 上午 下午 晚上)", period, typed, one_line(text))
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise BadTimeError("没有这个时刻: {0}", one_line(text))
    return hour, minute, second


def _date_of(
    folded: str, text: str, now: Instant, since: Instant | None
) -> tuple[int, Callable[[int], Iterable[date]]]:
    """How many characters the date takes, and which days it may be."""
    today = local_date(now)
    base = local_date(now if since is None else since)
    for pattern, kind in w.dates():
        match = pattern.match(folded)
        if match is None:
            continue
        parts = match.groupdict()
        if kind == "full":
            return match.end(), _one(_day(_year(parts["y"]), w.number(parts["m"]), w.number(parts["d"]), text))
        if kind in ("month", "year end"):
            month_day = (w.number(parts["m"]), _day_number(parts)) if kind == "month" else (12, 31)
            return match.end(), _years(base, parts.get("rel") or "", today, month_day)
        if kind == "month end":
            return match.end(), _months(base, parts.get("rel") or "", today, w.LAST_DAY)
        if kind == "day":
            return match.end(), _months(base, parts.get("rel") or "", today, w.number(parts["d"]))
        if kind == "word":
            away, follows = w.DAYS_AWAY[match[0]]
            return match.end(), _one((base if follows else today) + timedelta(days=away))
        return match.end(), _weekdays(base, today, parts["rel"] or "", w.weekday_number(parts["wd"]))
    return 0, _around(base)


def _day_number(parts: Mapping[str, str | None]) -> int:
    return w.LAST_DAY if parts.get("last") else w.number(parts["d"] or "")


def _year(typed: str) -> int:
    digits = "".join(str(w.DIGITS.get(character, character)) for character in typed)
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(year: int, month: int, day: int, text: str) -> date:
    _in_range(year, text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadTimeError("没有这个日期: {0}", one_line(text)) from error


def _one(day: date) -> Callable[[int], Iterable[date]]:
    return lambda _direction: (day,)


def _steps(direction: int, most: int) -> Iterator[int]:
    """0, then away from it in the direction; both ways where there is none."""
    yield 0
    for step in range(1, most + 1):
        if direction >= 0:
            yield step
        if direction <= 0:
            yield -step


def _around(base: date) -> Callable[[int], Iterable[date]]:
    return lambda direction: (base + timedelta(days=step) for step in _steps(direction, 1))


def _existing(days: Iterable[tuple[int, int, int]]) -> Iterator[date]:
    for year, month, day in days:
        try:
            yield date(year, month, monthrange(year, month)[1] if day == w.LAST_DAY else day)
        except ValueError:  # of a month that is none, calendar's own too
            continue


def _years(base: date, rel: str, today: date, month_day: tuple[int, int]) -> Callable[[int], Iterable[date]]:
    if rel:
        return lambda _direction: _existing([(today.year + w.YEARS_AWAY[rel], *month_day)])
    return lambda direction: _existing((base.year + step, *month_day) for step in _steps(direction, LEAP_YEARS))


def _months(base: date, rel: str, today: date, day: int) -> Callable[[int], Iterable[date]]:
    def month(start: date, step: int) -> tuple[int, int, int]:
        years, index = divmod(start.month - 1 + step, 12)
        return start.year + years, index + 1, day

    if rel:
        return lambda _direction: _existing([month(today, w.MONTHS_AWAY[rel])])
    return lambda direction: _existing(month(base, step) for step in _steps(direction, 2))


def _weekdays(base: date, today: date, rel: str, weekday: int) -> Callable[[int], Iterable[date]]:
    if rel:
        monday = today - timedelta(days=today.weekday())
        return _one(monday + timedelta(days=7 * w.WEEKS_AWAY[rel] + weekday))
    return lambda direction: (
        base + timedelta(days=step)
        for step in _steps(direction, 7)
        if (base + timedelta(days=step)).weekday() == weekday
    )


# ---------------------------------------------------------------- which of them is meant


def _nearest(typed: _Typed, reference: Instant, meaning: Meaning) -> tuple[date, Instant] | None:
    """The candidate nearest to the reference in the direction; what is named in full is what it is."""
    found = [(day, _moment(day, typed.clock, meaning)) for day in typed.days(meaning.direction)]
    if len(found) <= 1:
        return found[0] if found else None
    today = local_date(reference)
    for day, instant in found:
        ahead = instant - reference if typed.clock is not None else (day - today).days
        if meaning.direction and ahead * meaning.direction >= 0:
            return day, instant
    return min(found, key=lambda one: abs(one[1] - reference))


def _moment(day: date, clock: Span | None, meaning: Meaning) -> Instant:
    if clock is not None:
        return on_day(day, clock)
    if meaning.alone == "closing":
        return at_local(day, DATE_WITHOUT_HOUR)
    return start_of(day) + (DAY if meaning.alone == "end" else 0)
