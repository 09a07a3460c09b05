"""How a typed time was read, said back beside the field before it is saved."""

from __future__ import annotations

from datetime import date

from dutydesk.kernel.instants import DAY, MINUTE, Instant, local_date, start_of, to_datetime
from dutydesk.kernel.when import WEEKDAYS, Meaning
from dutydesk.kernel.wording import Worded


def echo(instant: Instant, now: Instant, meaning: Meaning) -> Worded:
    """Return the reading of a typed time, to be seen beside the field before it is saved: 12月1日 周二 18:00, 5 天后."""
    whole = meaning.alone == "end" and start_of(local_date(instant)) == instant
    moment, today = to_datetime(instant - DAY if whole else instant), local_date(now)
    day = Worded("{0}月{1}日", moment.month, moment.day) if moment.year == today.year else moment.date().isoformat()
    weekday, far = (
        Worded(WEEKDAYS[moment.weekday()]),
        _distance(instant, now, moment.date(), today, clocked=meaning.alone != "day"),
    )
    if meaning.alone == "day":
        return Worded("{0} {1}, {2}", day, weekday, far)
    clock = "24:00" if whole else f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return Worded("{0} {1} {2}, {3}", day, weekday, clock, far)


def _distance(instant: Instant, now: Instant, day: date, today: date, *, clocked: bool) -> Worded:
    """How far away: in minutes and hours within a day, else in days of the calendar; a day by itself is always that."""
    if day == today or (clocked and abs(instant - now) < DAY):
        minutes = abs(instant - now) // MINUTE
        if minutes == 0:
            return Worded("现在")
        later = instant > now
        if minutes < 60:
            return Worded("{0} 分钟后" if later else "{0} 分钟前", minutes)
        return Worded("{0} 小时 {1} 分后" if later else "{0} 小时 {1} 分前", *divmod(minutes, 60))
    days = (day - today).days
    return Worded("{0} 天后" if days > 0 else "{0} 天前", abs(days))
