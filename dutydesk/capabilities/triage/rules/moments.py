"""When it happened: the words that say so, and the instant that they mean."""

from __future__ import annotations

import re

from dutydesk.kernel import when
from dutydesk.kernel.instants import BadTimeError, Instant

_N = r"(?:\d{1,2}|[零〇一二三四五六七八九十两]{1,3})"
_DAY = (
    rf"(?:(?:\d{{4}}|今|本|去)年)?{_N}月{_N}[日号]|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|(?:本月|上月)?{_N}[日号](?!线|楼|院|文|机|矿|井|门)|"
    r"大前天|前天|昨天|昨日|今天|今日|当天|当日|今(?=[早晚晨夜])|昨(?=[晚夜])|(?:上|本|这)?(?:周|星期|礼拜)[一二三四五六日天]"
)
_PART = r"凌晨|清晨|早晨|早上|上午|中午|正午|下午|午后|傍晚|晚上|晚间|深夜|夜间|夜里|半夜|早|晚|晨|夜"
_CLOCK = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}})?|{_N}[时点](?!多?(?:雨量|要求|建议))(?:[整钟]|半|[一三]刻|(?:零|过)?(?:{_N}分|\d{{1,2}}|[零〇一二三四五六七八九十两]{{2,3}}|(?<=零)[一二三四五六七八九]))?|\d{{1,2}}时许"
_ABOUT = r"(?:左右|许|前后|多)?"
_MOMENT = re.compile(
    rf"(?:约|大约|大概)?(?:(?:{_DAY})(?:（[^）\n]{{0,5}}）|，)?(?:{_PART})?(?:{_CLOCK})?|(?:{_PART})(?:{_CLOCK})|(?:{_CLOCK}))钟?{_ABOUT}"
    r"|(?:今早|今晚|今晨|昨晚|昨夜|刚刚|刚才|方才)"
    rf"|(?:{_N}|半|几|十几|二十多)(?:个)?(?:多)?(?:分钟|小时|钟头)(?:之|以)?前"
)
_NOT_BEFORE = re.compile(
    r"(?:截至|截止|截止到|到|至|直到|预计|未来|将于|持续到|起飞|出发|计划|定于|拟于|-|~|自|从|去年|前年|往年|同期|要求|务必|请于|须在|已于|最晚|不迟于|电话)[^，。；\n]{0,3}$"
)
_NOT_BEHIND = re.compile(
    r"^(?:前|以前|之前|止|起飞|出发|开往|恢复|扑灭|解除|返回|抵达|到达|的(?:航班|列车|高铁|会议)|(?:现场)?(?:明火|火势|道路|交通|险情|供电|供水)?[^，。；\n]{0,8}(?:已|被|全部)?(?:恢复|扑灭|救出|控制|通车|解除)|-|至(?=\d))"
)
_HEARD = re.compile(r"^[^，。；\n]{0,12}(?:接报|接警|接到|来电|报告|值班室|获悉|赶到|到达)")
_HAPPENS = re.compile(
    r"^[^。；\n]{0,30}(?:发生|突发|起火|着火|失火|爆炸|坍塌|泄漏|发布|侧翻|追尾|相撞|出现|聚集|中毒|决口|滑坡|地震|升级|坠|倒塌)"
)
_CHAT = re.compile(
    rf"(?:\A|(?<=[\n|]))[\[【]?(?:[^，。：:\n\d]{{1,8}}(?<![在于约时日到县区镇乡村路段]))?(?:(?:{_DAY})\|?)?(?P<hour>\d{{1,2}}:\d{{2}}(?::\d{{2}})?)[\]】]?(?:[^，。：:\n\d]{{0,8}}[:：\n])"
)
"""The head of a line in a chat: a name and the hour when it was written, which is not when it happened."""
_TELEPHONED = re.compile(r"电话[:：]\d{1,2}(?:[时点:]\d{1,2}分?|[时点]许)")
"""Who telephones, then what they say, which begins with the hour; no number that is to be called."""
_ONLY_PART = re.compile(rf"(?:{_PART})?")


def find(line: str) -> tuple[int, int] | None:
    """Return where the words stand that say when something happened, None where none do."""
    best: tuple[float, int, int, int] | None = None
    heads = [one.span() for one in _CHAT.finditer(line)]
    for number, found in enumerate(_MOMENT.finditer(line)):
        start, end = found.span()
        if any(begin <= start < stop for begin, stop in heads):
            continue
        before = _NOT_BEFORE.search(line, max(0, start - 8), start)
        if (before and not _TELEPHONED.match(line, before.start())) or _NOT_BEHIND.match(line[end : end + 24]):
            continue
        if start and (line[start - 1].isdigit() or line[start - 1] in ".:第+-K") and line[start].isdigit():
            continue
        score = 2.0 if _HAPPENS.match(line[end : end + 40]) else 0.0
        score -= 1.5 if _HEARD.match(line[end : end + 30]) else 0.0
        score += 0.3 if re.search(r"[时点:]|前$|刚", found[0]) else 0.0
        if best is None or score > best[0]:
            best = (score, number, start, end)
    return (best[2], best[3]) if best is not None else None


def read(words: str, now: Instant, meaning: when.Meaning = when.PAST) -> Instant | None:
    """Return the instant that the words mean, seen from when the text came in, None where they name none."""
    if words in {"刚刚", "刚才", "方才"}:
        return now
    for typed in (words, re.sub(r"(?:左右|许|前后|多)$|（[^）]*）|，", "", words)):
        try:
            return when.read(typed, now, meaning)
        except (BadTimeError, ValueError, OverflowError):
            continue
    return None
