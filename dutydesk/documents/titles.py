"""Titles over several lines: words whole, the lines in the form of a trapezium or a rhomb (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import re

_AFTER = re.compile(r"[的于和及、，》”）]$")
"""What a line of a title ends with by preference."""

_BEFORE = re.compile(r"^(?:关于|情况|事件|事故|工作|会议|的?报告|的?通知|的?函|纪要|发生|[（《“])")
"""What a line begins with by preference."""

_MEETING = re.compile(r"(?<=[^\x00-\x7f])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^\x00-\x7f])")
"""Where figures meet Chinese: an office program leaves a quarter of a character there."""

_NEVER_FIRST = "，。、；：？！）》”〕的"
_NEVER_LAST = "（《“〔"


def title_lines(title: str, most: int) -> list[str]:
    """Return a title in as few lines of at most ``most`` characters as hold it, broken between words.

    Words are not known here: the ends that titles of papers have are; else the middle is taken. What has no place to
    break is left to whoever sets it.
    """
    wide = _width(title)
    if wide <= most or "\n" in title:
        return [title]
    count = -(-wide // most)
    lines: list[str] = []
    rest = title
    while count > 1 and _width(rest) > most:
        at = _place(rest, _width(rest) / count, most)
        lines.append(rest[:at])
        rest, count = rest[at:], count - 1
    return [*lines, rest]


def _width(text: str) -> int:
    """Characters of a text, half-width ones counted by two, with what is left free beside figures."""
    return -(-(sum(2 if one.isascii() else 4 for one in text) + len(_MEETING.findall(text))) // 4)


def _place(text: str, wanted: float, most: int) -> int:
    """Return the best place to break at: near the wanted width, preferred where a word surely ends."""
    best, score = len(text), float("inf")
    for at in range(2, len(text) - 1):
        if _width(text[:at]) > most:
            break
        before, after = text[:at], text[at:]
        if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST or (before[-1].isascii() and after[0].isascii()):
            continue
        sure = 0 if _AFTER.search(before) or _BEFORE.match(after) else 4
        here = abs(_width(before) - wanted) + sure
        if here < score:
            best, score = at, here
    return best
