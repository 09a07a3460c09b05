"""A short title for what somebody said or wrote: proposed, never decided; the words themselves stay in the log."""

from __future__ import annotations

import re

LONGEST = 25
"""Characters of a title that is proposed: a line of a list has room for as many."""

_ENDS = re.compile(r"[。！？!?；;\n]")
_BREAKS = re.compile(r"[，、]|[,：:](?!\d)|(?<=[^\d\x00-\x7f])\s+(?=\D)|(?<=\D)\s+(?=[^\d\x00-\x7f])")
"""Marks, and blanks beside a Chinese sign: those between two English words part nothing."""
_WHEN = re.compile(
    r"(?:(?:今|昨|前)[天日晚晨]|刚才|刚刚|目前|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|\d{1,4}(?:[年月日号时点分许]|[:：]\d{2}))+(?:钟|半|许|左右|前后)?[在的]?"
)
_GREETING = re.compile(
    r"(?:喂|你好|您好|大家好|请问|值班室(?:吗|吧)?|领导好|报告(?:领导|值班室)?|紧急(?:报告)?|(?:我|这里|这边|我们)(?:是|这里是|这儿是).*|hello|hi)"
)


def proposed(text: str, longest: int = LONGEST) -> str:
    """Return the beginning of what was said, cut at the last mark within the limit; greetings and who calls are left out."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    sentences = [one.strip() for one in _ENDS.split(line) if one.strip()]
    parts = [(number, one.strip()) for number, sentence in enumerate(sentences) for one in _BREAKS.split(sentence)]
    parts = [(number, one) for number, one in parts if one]
    said = [one for one in parts if not _GREETING.fullmatch(one[1])] or parts
    if not said:
        return ""
    number, title = said[0]
    for sentence, part in said[1:]:
        if sentence != number or len(title) + 1 + len(part) > longest:
            break
        title = f"{title}，{part}"
    return title[:longest]


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
