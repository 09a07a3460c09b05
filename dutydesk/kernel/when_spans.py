"""How far from now: 2小时内, 半小时前, 三天后 9:00, 一周内; read before dates, so that 3日内 is not the third of a month."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dutydesk.kernel.instants import HOUR, MINUTE, BadTimeError, Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.when_words import number

MOST = 1_000
"""Of a unit; what is more is a slip."""

EXACT = {"小时": HOUR, "钟头": HOUR, "hour": HOUR, "分钟": MINUTE, "minute": MINUTE, "刻钟": 15 * MINUTE}
DAYS = {"天": 1, "日": 1, "day": 1, "周": 7, "星期": 7, "礼拜": 7, "week": 7}
WITHIN, AFTER, BEFORE = "内", "后", "前"
_ENGLISH = {"in": AFTER, "within": WITHIN, "ago": BEFORE, "later": AFTER}


@dataclass(frozen=True)
class Away:
    """A distance as typed: ``exact`` in instants or whole ``days``, which way it goes, and what stands behind it."""

    way: str
    exact: Instant | None
    days: int
    rest: str

    def day(self, now: Instant) -> date:
        """The day that whole days lead to; the day on which they are counted from is none of them (民法典 201)."""
        return local_date(now) + timedelta(days=-self.days if self.way == BEFORE else self.days)


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join((*EXACT, *DAYS))
    return re.compile(
        r"(?:(?P<lead>within|in) )?(?:在|于)?"
        rf"(?P<n>\d{{1,4}}(?:\.\d)?|[零一二三四五六七八九十两]{{1,3}}|半)?(?P<each>个)?(?P<half>半)?"
        rf" ?(?P<work>工作)?(?P<unit>{units})s?(?:零?(?P<minutes>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})分钟?)?"
        r" ?(?P<way>(?:之|以)?[内后前]|ago|later)?(?P<rest>.*)"
    )


def away(folded: str, text: str) -> Away | None:
    """Return the distance that a text is, None where it is none.

    Raises:
        BadTimeError: working days, which no clock here counts; 3日前, which is before the third or three days ago.
    """
    match = _pattern().fullmatch(folded)
    if match is None:
        return None
    way = _ENGLISH.get(match["lead"] or match["way"] or "", (match["way"] or "")[-1:])
    half = match["n"] == "半" or match["half"]
    if not way or not (match["n"] or match["half"]) or (match["n"] == "半" and match["half"]):
        return None
    if match["work"]:
        raise BadTimeError("工作日这里不推算, 请写日期: {0}", one_line(text))
    if match["unit"] == "日" and way == BEFORE:
        raise BadTimeError("{0} 分不清是几日以前还是几天以前, 请写日期", one_line(text))
    amount = 0.0 if match["n"] in (None, "半") else _amount(match["n"])
    amount += 0.5 if half else 0
    rest = match["rest"].strip(" ,")
    if match["minutes"] and (EXACT.get(match["unit"]) != HOUR or half or _amount(match["minutes"]) >= 60):
        return None
    if match["unit"] in EXACT:
        span = amount * EXACT[match["unit"]] + (_amount(match["minutes"]) * MINUTE if match["minutes"] else 0)
        return Away(way, int(span), 0, rest) if not rest and 0 < amount <= MOST else None
    whole = amount.is_integer() and 0 < amount <= MOST
    return Away(way, None, int(amount) * DAYS[match["unit"]], rest) if whole else None


def _amount(typed: str) -> float:
    return float(typed) if typed[0].isdecimal() and typed.isascii() else float(number(typed))
