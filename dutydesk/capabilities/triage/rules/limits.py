"""How soon a text wants an answer, and the telephone to call back."""

from __future__ import annotations

import re

from dutydesk.capabilities.triage.rules import moments
from dutydesk.capabilities.triage.rules.counting import NUMBER, Figure, lower
from dutydesk.kernel import when
from dutydesk.kernel.instants import HOUR, Instant
from dutydesk.kernel.numerals import HAN
from dutydesk.kernel.telephones import BadNumberError, number_of

_WITHIN = re.compile(rf"(?P<n>{NUMBER}|半)个?(?:半)?(?P<unit>小时|钟头|分钟)(?:之?内|以内|后)?")
_NORM = re.compile(
    r"(?:发生|事发|接报|知悉|签订|办结|立案|发现|事故|出现|报告|延误|停电|中断|历时|持续|经过|已|过去|值守|运行|值班(?!室)|营业|服务)后?[^，。；：\n]{0,3}$|(?:发生|事发|出现|接报)[^，。；\n]{1,12}$"
)
_CLOCK = r"(?:\d{1,2}|[零一二两三四五六七八九十]{1,3})(?:[时点:](?:\d{1,2}分?|整|半)?)"
_TODAY = re.compile(
    rf"(?<![\d{HAN}])(?:一|1)(?:天|日|昼夜)之?内|当[日天]之?内|(?:今日|今天|今晚|今夜|当日|今早|今|本日)(?:上午|中午|下午|晚上|晚间|晚|夜里|凌晨)?(?:{_CLOCK})?(?:下班|零点|午夜)?(?:之|以)?(?:前|内)(?!往|来|去)|(?:下班|天黑)(?:之|以)?前"
    rf"|(?:明早|明晨|明天一早|明日一早|明天早上|明天上午|明日上午|次日上午)(?:{_CLOCK})?(?:之|以)?前|(?:今日|今天|今晚|明早|明日上午){_CLOCK}?(?:起?关闭|截止|截至|停止受理)|(?:今天|今日)(?:之?内|下午|晚上|上午)?(?:必须|就要|务必|就得|要)"
    rf"|(?<![日号天午\d])(?:上午|中午|下午|晚上|晚){_CLOCK}(?:之|以)?前"
)
_BY = re.compile(
    rf"(?<![日号天每周\d{HAN}])(?P<at>(?:今日|今天|今晚|今早|今|当日|本日)?(?:上午|中午|下午|晚上|晚间|晚)?{_CLOCK})(?:之|以)?前"
)
"""An hour of today by which an answer is wanted."""
SOON = 2
"""Hours within which an hour of today counts as a limit of its own (P-R2)."""
_PHONE = re.compile(
    r"(?<![\d.])(?:1[3-9]\d[|\-]?\d{4}[|\-]?\d{4}|（?0\d{2,3}）?[|\-]?[2-9]\d{2,3}[|\-]?\d{4}|400[|\-]?\d{3}[|\-]?\d{4})(?!\d)"
    r"|(?<=电话)[:：]?[2-9]\d{6,7}(?!\d)|(?<=号码)[:：是]?[2-9]\d{6,7}(?!\d)"
)


def within(line: str, now: Instant) -> Figure | None:
    """Return within how many hours an answer or an action is wanted, the shortest that is said; ``now``: when it came in."""
    best: Figure | None = None
    for found in _WITHIN.finditer(line):
        if not re.search(r"内$", found[0]) or _NORM.search(line, max(0, found.start() - 16), found.start()):
            continue
        number = 0.5 if found["n"] == "半" else lower(found["n"])
        hours = number / 60 if found["unit"] == "分钟" else number
        if best is None or hours < best.number:
            best = Figure("hours", hours, found.start(), found.end())
    for found in _BY.finditer(line):
        due = moments.read(found["at"], now, when.DUE)
        hours = (due - now) / HOUR if due is not None else 0
        if 0 < hours <= SOON and (best is None or hours < best.number):
            best = Figure("hours", hours, found.start(), found.end())
    today = _TODAY.search(line)
    if today is not None and (best is None or best.number > 24):
        return Figure("hours", 24, today.start(), today.end())
    return best


def minutes(line: str) -> Figure | None:
    """Return the shortest number of minutes that something must be done in."""
    best: Figure | None = None
    for found in _WITHIN.finditer(line):
        if not re.search(r"[内后]$", found[0]) or re.search(r"(?:时长|历时|约|提前|每)$", line[: found.start()]):
            continue
        number = 0.5 if found["n"] == "半" else lower(found["n"])
        said = number if found["unit"] == "分钟" else number * 60
        if best is None or said < best.number:
            best = Figure("minutes", said, found.start(), found.end())
    return best


def contact(line: str) -> tuple[int, int] | None:
    """Return where the first telephone number stands."""
    for found in _PHONE.finditer(line):
        start = found.start() + len(found[0]) - len(found[0].lstrip("：:是"))
        try:
            number_of(line[start : found.end()].replace("|", ""))
        except BadNumberError:
            continue
        return start, found.end()
    return None
