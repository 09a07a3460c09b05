"""Titles over several lines: words whole, the lines in the form of a trapezium or a rhomb (GB/T 9704-2012, 7.3.1)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from functools import cache

_AFTER = re.compile(r"[的于和及、，》”）]$|(?:[省市县区镇乡村]|街道)$")
"""What a line of a title ends with by preference."""

_BEFORE = re.compile(r"^(?:关于|情况|事件|事故|工作|会议|的?报告|的?通知|的?函|纪要|发生|反映|致\d|[（《“])")
"""What a line begins with by preference."""

_MEETING = re.compile(r"(?<=[^\x00-\x7f])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^\x00-\x7f])")
"""Where figures meet Chinese: an office program leaves a quarter of a character there."""

_NEVER_FIRST = "，。、；：？！）》”〕的"
_NEVER_LAST = "（《“〔"
_BOUND_BACK = "省市县区镇乡村路街组段号级起人名户死伤"
"""What belongs to the character before it: the end of a name, what is counted."""
_BOUND_ON = "在对向因由被将为致第"
"""What belongs to the character behind it."""

_UNSURE, _BOUND, _SPLIT = 4.0, 7.0, 14.0
"""Costs of a break where no word surely ends, beside what belongs together, and inside a word that is known; in characters."""


def title_lines(title: str, most: int, whole: Collection[str] = ()) -> list[str]:
    """Return a title in as few lines of at most ``most`` characters as hold it, of nearly equal length, broken between words.

    What has no place to break is left to whoever sets it.

    Args:
        title: as it is printed.
        most: characters of a line.
        whole: words that no line break splits where another place is to be had.
    """
    wide = _width(title)
    if wide <= most or "\n" in title:
        return [title]
    inside = _inside(title, whole)
    for count in range(-(-wide // most), len(title)):
        cuts = _cuts(title, count, most, inside)
        if cuts is not None:
            return [title[a:b] for a, b in zip((0, *cuts), (*cuts, len(title)), strict=True)]
    return [title]


def _inside(title: str, whole: Iterable[str]) -> frozenset[int]:
    """Return the places inside known words: where two overlap, the one that begins first and is longer stands."""
    found = sorted(
        ((one.start(), -len(word)) for word in whole for one in re.finditer(re.escape(word), title)),
    )
    places: set[int] = set()
    end = 0
    for start, length in found:
        if start >= end:
            end = start - length
            places.update(range(start + 1, end))
    return frozenset(places)


def _cuts(title: str, count: int, most: int, inside: frozenset[int]) -> tuple[int, ...] | None:
    """Return where so many lines begin, the first left out, at the least cost; None where the title is no such number of lines."""
    wanted = _width(title) / count

    @cache
    def best(begin: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        rest = _width(title[begin:])
        if left == 1:
            return (abs(rest - wanted), ()) if rest <= most else None
        found: tuple[float, tuple[int, ...]] | None = None
        for at in range(begin + 2, len(title) - 1):
            wide = _width(title[begin:at])
            if wide > most:
                break
            cost = _cost(title, at, inside)
            after = best(at, left - 1) if cost is not None else None
            if cost is None or after is None:
                continue
            total = abs(wide - wanted) + cost + after[0]
            if found is None or total < found[0]:
                found = (total, (at, *after[1]))
        return found

    found = best(0, count)
    return found[1] if found is not None else None


def _cost(title: str, at: int, inside: frozenset[int]) -> float | None:
    """Return what a break costs, None where there is never one."""
    before, after = title[:at], title[at:]
    if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST or (before[-1].isascii() and after[0].isascii()):
        return None
    if at in inside:
        return _SPLIT
    if after[0] in _BOUND_BACK or before[-1] in _BOUND_ON:
        return _BOUND
    return 0.0 if _AFTER.search(before) or _BEFORE.match(after) else _UNSURE


def printed_width(text: str) -> float:
    """Return how wide a text is in print, in characters: half-width ones counted by two, with what is left free beside figures."""
    return (sum(2 if one.isascii() else 4 for one in text) + len(_MEETING.findall(text))) / 4


def _width(text: str) -> int:
    return math.ceil(printed_width(text))
