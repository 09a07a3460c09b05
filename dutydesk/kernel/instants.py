"""Instants and local time.

An ``Instant`` is an ``int``: microseconds since 1970 in UTC. It is what the store keeps and what every
rule computes with; a calendar appears only where a person types or reads a time, and that is always
Asia/Shanghai, whatever zone the machine is in. China has had no daylight saving since 1991, so the zone
is a fixed offset.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone

from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

Instant = int
"""Microseconds since 1970-01-01T00:00Z."""

SECOND: Instant = 1_000_000
MINUTE: Instant = 60 * SECOND
HOUR: Instant = 60 * MINUTE
DAY: Instant = 24 * HOUR

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - the alias costs an import at first frame
_HOUR_MINUTE = re.compile(r"^(?:(\+)|(\d{4}-\d{2}-\d{2})[T ])?(\d{1,2})[:\uff1a](\d{2})(?:[:\uff1a](\d{2}))?$")


FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Outside these the calendar itself gives out."""


class BadTimeError(Worded):
    """A text is not a time that can exist; the message is fit for the person who typed it."""


def from_datetime(moment: datetime) -> Instant:
    """Turn an aware ``datetime`` into an instant.

    Raises:
        BadTimeError: the value is naive. A time without a zone has no place in the desk.
    """
    if moment.tzinfo is None:
        raise BadTimeError("时间缺少时区: {0}", moment.isoformat())
    return (moment - _EPOCH) // timedelta(microseconds=1)


def to_datetime(instant: Instant) -> datetime:
    """Return the instant as an aware ``datetime`` in Asia/Shanghai."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(SHANGHAI)


def iso(instant: Instant | None) -> str | None:
    """Return ISO 8601 with ``+08:00`` (microseconds only when there are any); None stays None."""
    if instant is None:
        return None
    return to_datetime(instant).isoformat()


def local_date(instant: Instant) -> date:
    """Return the calendar day in Asia/Shanghai."""
    return to_datetime(instant).date()


def at_local(day: date, clock: time) -> Instant:
    """Return the instant of a wall time on a day in Asia/Shanghai."""
    return from_datetime(datetime.combine(day, clock, tzinfo=SHANGHAI))


def start_of(day: date) -> Instant:
    """Return the beginning of a calendar day in Asia/Shanghai."""
    return at_local(day, time(0, 0))


def hhmm(instant: Instant | None) -> str:
    """Return ``HH:MM`` in Asia/Shanghai; five blanks for None, so that columns stay in line."""
    return "     " if instant is None else to_datetime(instant).strftime("%H:%M")


def second(instant: Instant | None) -> str:
    """Return a time for a cell of a table, whole seconds: ``2026-07-15 12:00:00``; empty for none."""
    return "" if instant is None else f"{to_datetime(instant):%Y-%m-%d %H:%M:%S}"


def day_and_hour(instant: Instant, today: date) -> tuple[str, str]:
    """Return how people name a time: a word for the day (empty, or 明日) and the digits.

    Today is ``09:05``, the day after ``05:08`` with its word, another day ``11-26 09:05``, in another year with the year.
    """
    moment = to_datetime(instant)
    if moment.date() == today:
        return "", f"{moment:%H:%M}"
    if moment.date() == today + timedelta(days=1):
        return "明日", f"{moment:%H:%M}"
    return "", f"{moment:%m-%d %H:%M}" if moment.year == today.year else f"{moment:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class When:
    """A time in a sentence: named as the reader's day has it where it is shown (``i18n.when``), with its date by ``str()``."""

    instant: Instant | None

    def __str__(self) -> str:
        return "" if self.instant is None else f"{to_datetime(self.instant):%m-%d %H:%M}"


@dataclass(frozen=True)
class Until(When):
    """The end of something that lasts: at midnight it is 24:00 of the day that ends, and not the next day's 00:00."""

    def __str__(self) -> str:
        if self.instant is None or not self.is_midnight:
            return super().__str__()
        return f"{to_datetime(self.instant - MINUTE):%m-%d} 24:00"

    @property
    def is_midnight(self) -> bool:
        """Whether a day ends with it."""
        return self.instant is not None and self.instant == start_of(local_date(self.instant))


def parse_clock(text: str) -> time:
    """Read ``HH:MM`` as a time of day.

    Raises:
        BadTimeError: not a time of day.
    """
    match = _HOUR_MINUTE.match(text.strip())
    if match is None or match[1] or match[2]:
        raise BadTimeError("不是时刻: {0} (写作 HH:MM)", text)
    return _clock(text, match[3], match[4], match[5])


def parse_instant(text: str, now: Instant) -> Instant:
    """Read a time as drill files and programs write it; what people type is read by ``when.read``.

    Accepted are ``HH:MM[:SS]`` (the day of ``now``), ``+HH:MM`` (the day after), ``MM-DD HH:MM``,
    ``YYYY-MM-DD HH:MM`` and ISO 8601; without an offset it is Asia/Shanghai.

    Raises:
        BadTimeError: no such time.
    """
    typed = unicodedata.normalize("NFKC", text.strip())
    short = re.match(r"^(\d{1,2})-(\d{1,2})[ T](\d{1,2}[:\uff1a]\d{2})$", typed)
    if short is not None:
        typed = f"{to_datetime(now).year:04d}-{int(short[1]):02d}-{int(short[2]):02d}T{short[3]}"
    match = _HOUR_MINUTE.match(typed)
    if match is not None:
        try:
            day = date.fromisoformat(match[2]) if match[2] else local_date(now)
        except ValueError as error:
            raise BadTimeError("没有这个日期: {0}", text) from error
        if match[1]:
            day += timedelta(days=1)
        return at_local(day, _clock(text, match[3], match[4], match[5]))
    try:
        moment = datetime.fromisoformat(typed)
    except (ValueError, OverflowError) as error:
        raise BadTimeError("不是时间: {0} (写作 HH:MM 或 2026-07-15T08:00)", text) from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadTimeError("不是时间: {0} (写作 HH:MM 或 2026-07-15T08:00)", text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return from_datetime(moment)


def _clock(text: str, hour: str, minute: str, second: str | None) -> time:
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError as error:
        raise BadTimeError("没有这个时刻: {0}", text) from error
