"""The words of dates and hours: what ``when`` knows of a language, apart from what it makes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from dutydesk.kernel.instants import BadTimeError
from dutydesk.kernel.patterns import late

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
WEEKDAYS = "一二三四五六日"
_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAYS_AWAY: Mapping[str, tuple[int, bool]] = {
    "大前天": (-3, False), "前天": (-2, False), "前日": (-2, False), "前": (-2, False),
    "昨天": (-1, False), "昨日": (-1, False), "昨": (-1, False), "yesterday": (-1, False),
    "今天": (0, False), "今日": (0, False), "今": (0, False), "today": (0, False),
    "明天": (1, False), "明日": (1, False), "明": (1, False), "tomorrow": (1, False),
    "后天": (2, False), "后日": (2, False), "大后天": (3, False),
    "当天": (0, True), "当日": (0, True), "当": (0, True),
    "次日": (1, True), "翌日": (1, True), "第二天": (1, True), "隔天": (1, True), "次": (1, True), "翌": (1, True),
}  # fmt: skip
"""Days from today, or, where the second is true, from the day that the time follows."""

NEXT_DAY = "次日"
WEEKS_AWAY = {"上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1}
MONTHS_AWAY = {"上月": -1, "上个月": -1, "本月": 0, "这个月": 0, "下月": 1, "下个月": 1}
YEARS_AWAY = {"去年": -1, "今年": 0, "本年": 0, "明年": 1}
LAST_DAY = 99
"""Stands for the last day of a month (月底), whichever it is."""
NOW = frozenset({"现在", "此刻", "当前", "now"})
CLOSING = ("下班", "下班时")
"""The end of office hours."""

_BEFORE = late(r"(?:(?:之|以)?前|(?<![底末])止)$")

_DASHES = late("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d~]")
_SIMPLER = str.maketrans("∶點時週後禮號間兩個內鐘", ":点时周后礼号间两个内钟")
"""The colon that text programs put between figures, and the traditional forms of words of time; NFKC leaves them."""

_NUMBER = r"(?:\d{1,2}|[零〇一二三四五六七八九十两]{1,3})"
_MONTH = rf"(?:{_NUMBER}|元)"
_MORNING = ("清晨", "早晨", "早上", "上午", "午前", "早", "晨", "am", "a.m.")
_EVENING = ("傍晚", "晚上", "晚间", "深夜", "夜间", "夜里", "半夜", "晚", "夜")
_AFTERNOON = ("下午", "午后", "pm", "p.m.")
NOON = ("中午", "正午", "noon")
_SMALL = ("凌晨",)
_PERIODS = (*_SMALL, *_MORNING, *NOON, *_AFTERNOON, *_EVENING)
PARTS_OF_DAY = frozenset(_PERIODS)
UNTIL_NOON = frozenset({"上午", "午前"})
UNTIL_CLOSING = frozenset({"下午", "午后"})
"""What is due in one of these parts of a day is due at its end."""


_ABOUT = late(r"^(?:大约|大概|约)(?:在)?|(?<=[\d点时分半刻])(?:左右|许|前后)$")
"""As callers say it: 10点20左右, 约10时20分. The words stay with the caller's text; the field keeps the moment."""


def folded(text: str) -> str:
    """Return a text as it is read: full width and dashes folded, small letters, no blanks beside Chinese, no 左右."""
    typed = _DASHES.sub("-", unicodedata.normalize("NFKC", text).translate(_SIMPLER)).lower()
    typed = re.sub(r"\s+", " ", typed).strip()
    typed = _ABOUT.sub("", typed)
    return re.sub(r" ?([㐀-鿿〇]) ?", r"\1", typed)


def without_before(folded: str) -> str:
    """Return a text without 前, 之前, 止 behind it, the same where there is none."""
    return _BEFORE.sub("", folded)


def number(typed: str) -> int:
    """Return a number of up to two digits, in digits or in Chinese.

    Raises:
        BadTimeError: it is not one number: 八九十 and 十八九 say about how many.
    """
    try:
        return _number(typed)
    except (KeyError, ValueError) as error:
        raise BadTimeError("没有这个时刻: {0}", typed) from error


def _number(typed: str) -> int:
    if typed.isdecimal():
        return int(typed)
    if typed == "元":
        return 1
    if "十" not in typed:
        return int("".join(str(DIGITS[character]) for character in typed))
    tens, _, ones = typed.partition("十")
    return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)


@cache
def dates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the forms of a date, the longer first: pattern, and what it is."""
    words = "|".join(sorted((word for word in DAYS_AWAY if len(word) > 1), key=len, reverse=True))
    n, months = _NUMBER, "|".join(sorted(MONTHS_AWAY, key=len, reverse=True))
    years = "|".join(YEARS_AWAY)
    return tuple(
        (re.compile(pattern), kind)
        for pattern, kind in (
            (r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)[日号]?", "full"),
            (rf"(?P<y>\d{{4}}|\d{{2}}|[零〇一二三四五六七八九]{{4}})年(?P<m>{_MONTH})月(?P<d>{n})[日号]?", "full"),
            (r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?!\d)", "full"),
            (r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?=\d{4}$)", "full"),
            (rf"(?P<rel>{years})?(?P<m>{_MONTH})月(?:(?P<d>{n})[日号]?|(?P<last>[底末]))", "month"),
            (rf"(?:(?P<rel>{years})年?|年)[底末]", "year end"),
            (rf"(?:(?P<rel>{months})月?|月)[底末]", "month end"),
            (r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?![\d:/.-])[日号]?", "month"),
            (rf"(?P<rel>{months})?(?P<d>{n})[日号]", "day"),
            (rf"(?:{words})", "word"),
            (r"[今明昨当次翌](?=[早晚晨夜上下中凌])|前(?=[晚夜])", "word"),
            (
                rf"(?P<rel>{'|'.join(sorted(WEEKS_AWAY, key=len, reverse=True))})?(?:周|星期|礼拜)(?P<wd>[{WEEKDAYS}天]|[1-7](?![\d:]))",
                "weekday",
            ),
            (rf"(?P<rel>)(?P<wd>{'|'.join(_DAY_NAMES)})[a-z]*(?![a-z])", "weekday"),
        )
    )


def is_dated(folded: str) -> bool:
    """Whether a text begins with a day in figures: 12月1日, 2026-12-01, 12-1."""
    return any(kind in ("full", "month") and pattern.match(folded) for pattern, kind in dates())


def weekday_number(typed: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    if typed in _DAY_NAMES:
        return _DAY_NAMES.index(typed)
    if typed.isdecimal():
        return int(typed) - 1
    return 6 if typed == "天" else WEEKDAYS.index(typed)


def weekday_beside(rest: str) -> tuple[int | None, str]:
    """Return the weekday that stands behind a date, bare or in brackets, and what follows it."""
    match = re.match(
        rf"[(\[【]?(?:(?:周|星期|礼拜)([{WEEKDAYS}天]|[1-7](?![\d:]))|({'|'.join(_DAY_NAMES)})[a-z]*)[)\]】]?[ ,]*"
        rf"|[(\[【]([{WEEKDAYS}天])[)\]】][ ,]*|([{WEEKDAYS}天])$",  # 12/1(二), 12/3 四
        rest,
    )
    if match is None:
        return None, rest
    return weekday_number(next(one for one in match.groups() if one)), rest[match.end() :]


@cache
def _clocks() -> re.Pattern[str]:
    periods = "|".join(re.escape(word) for word in sorted(_PERIODS, key=len, reverse=True))
    n = _NUMBER
    return re.compile(
        rf"(?P<period>{periods})? ?(?:"
        r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?"
        rf"|(?P<hh>{n})[时点](?:[整钟]|(?P<half>半)|(?P<quarter>[一三13])刻|零?(?P<mm>{n})分?(?:(?P<ss>{n})秒)?)?"
        r"|(?P<run>\d{4})"
        r"|(?P<bare>\d{1,2})(?= ?(?:[ap]m|[ap]\.m\.)$)"
        r")? ?(?P<after>am|pm|a\.m\.|p\.m\.)?"
    )


def clock_of(rest: str, *, after_date: bool = False) -> tuple[int, int, int, str] | None:
    """Return hour, minute, second and part of the day as they stand there, None where that is no time of day.

    Four digits in a row (``0800``) are one only behind a date; alone they might be a year.
    """
    match = _clocks().fullmatch(rest)
    if match is None:
        return None
    period = match["period"] or match["after"] or ""
    if match["h"]:
        return int(match["h"]), int(match["m"]), int(match["s"] or 0), period
    if match["bare"]:
        return int(match["bare"]), 0, 0, period
    if match["hh"]:
        return number(match["hh"]), _minute(match), number(match["ss"] or "0"), period
    if match["run"]:
        return (int(match["run"][:2]), int(match["run"][2:]), 0, period) if after_date else None
    return (12, 0, 0, period) if period in NOON else None


def _minute(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 45 if match["quarter"] in "三3" else 15
    return number(match["mm"] or "0")


def hour_of(hour: int, period: str) -> int | None:
    """Return an hour in its part of the day as one of twenty-four, None where it has none such; 晚上12点 and 今晚零点 are 24."""
    if not period:
        return hour
    if period in _SMALL:
        fits = {**{h: h for h in range(7)}, 12: 0}
    elif period in _MORNING:
        fits = {**{h: h for h in range(13)}, 12: 0 if period.startswith("a") else 12}
    elif period in NOON:
        fits = {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14}
    elif period in _AFTERNOON:
        fits = {**{h: h + 12 for h in range(1, 12)}, **{h: h for h in range(12, 24)}}
    else:
        fits = {**{h: h + 12 for h in range(5, 13)}, **{h: h for h in range(17, 25)}, 0: 24}
    return fits.get(hour)
