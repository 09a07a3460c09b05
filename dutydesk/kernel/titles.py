"""A short title for what somebody said or wrote: proposed, never decided; the words themselves stay in the log."""

from __future__ import annotations

import re

LONGEST = 25
"""Characters of a title that is proposed, where it can be so short: a line of a list has room for as many."""
MOST, LONGEST_NAME = 40, 60
"""Characters that a clause without a place to end may have, and the name of a document: neither is cut inside a word."""

_ENDS = re.compile(r"[。！？!?；;\n]")
_BREAKS = re.compile(r"[，、]|[,：:](?!\d)|(?<=[^\d\x00-\x7f])\s+(?=\D)|(?<=\D)\s+(?=[^\d\x00-\x7f])")
"""Marks, and blanks beside a Chinese sign: those between two English words part nothing."""
_WHEN = re.compile(
    r"(?:(?:今|昨|前)[天日早晚晨]|刚才|刚刚|目前|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|\d{1,4}(?:[年月日号时点分许]|[:：]\d{2}))+(?:钟|半|许|左右|前后)?[在的]?"
)
_GREETING = re.compile(
    r"(?:喂|你好|您好|大家好|请问|值班室(?:吗|吧)?|领导好|报告(?:领导|值班室)?|紧急(?:报告)?|(?:我|这里|这边|我们)(?:是|这里是|这儿是).*|hello|hi)"
)


_CALLS = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9]{2,16}(?:局|办|厅|委|队|所|站|组|中心|政府|公司|值班室|指挥部|医院|学校|单位|同志)?(?:刚才|刚刚)?(?:来电|来函|来信|来访|来报|电话)(?:称|说|反映|报告)?"
)
"""Who calls, and that they do: no part of what it is about."""
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_ONE = re.compile(r"一[辆名家处座栋艘架条台](?=[\u4e00-\u9fff])")
_SO_THAT = re.compile(r"(?:，?(?:并|已|共)?(?:造成|导致|致使|引发(?!的)))")
_DOCUMENT = re.compile(r"关于.*(?:通知|意见|决定|通报|公告|函|批复|方案|请示|报告|办法|规定|纪要)$")
_BETWEEN = re.compile(r"[\s，、与和及因被从向对并]")
LEAST = 6
"""Characters that are left at the least where a title is cut."""


def whole(said: str, longest: int = LONGEST) -> str:
    """Return a clause as a title: shorter where it can be, never cut inside a word.

    What stands in brackets, when it was, 一辆, and what it led to are left out, in this order, until it fits; then it ends before a
    word that joins. A clause without such a place stays whole up to ``MOST`` characters, a document's name up to ``LONGEST_NAME``.
    """
    if len(said) <= longest:
        return said
    if _DOCUMENT.search(said) and len(said) <= LONGEST_NAME:
        return said
    when = _WHEN.match(said)
    for left_out in (_BRACKETS, _WHEN if when else None, _ONE):
        if left_out is not None:
            said = left_out.sub("", said, count=int(left_out is _WHEN)).strip() or said
        if len(said) <= longest:
            return said
    effect = _SO_THAT.search(said, LEAST)
    said = said[: effect.start()] if effect is not None else said
    if len(said) <= longest:
        return said
    ends = [one.start() for one in _BETWEEN.finditer(said) if LEAST <= one.start() <= MOST]
    if len(said) <= MOST or not ends:
        return said[:MOST]
    return said[: ends[-1]]


def proposed(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of what was said, cut at the last mark within the limit; greetings and who calls are left out."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    sentences = [one.strip() for one in _ENDS.split(line) if one.strip()]
    parts = [(number, one.strip()) for number, sentence in enumerate(sentences) for one in _BREAKS.split(sentence)]
    parts = [(number, one) for number, one in parts if one]
    said = [one for one in parts if not (_GREETING.fullmatch(one[1]) or _WHEN.fullmatch(one[1]))] or parts
    if len(said) > 1 and _CALLS.fullmatch(said[0][1]):
        said = said[1:]
    if not said:
        return ""
    number, title = said[0]
    for sentence, part in said[1:]:
        if sentence != number or len(title) + 1 + len(part) > longest:
            break
        title = f"{title}，{part}"
    return whole(title, longest)


def around(text: str, at: int) -> str:
    """Return what is said between two marks where a character stands, without the hour before it; empty before a colon: who says it."""
    marks = [*_ENDS.finditer(text), *_BREAKS.finditer(text)]
    begin = max((one.end() for one in marks if one.end() <= at), default=0)
    end = min((one.start() for one in marks if one.start() >= at), default=len(text))
    if text[end : end + 1] in set(":："):
        return ""
    said = text[begin:end].strip()
    when = _WHEN.match(said)
    return said[when.end() :] if when else said
