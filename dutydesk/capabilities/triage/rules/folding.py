"""A text as it is read, and where each of its characters stands in the text as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from dutydesk.kernel.numerals import plain, without_endless
from dutydesk.kernel.values import dataclass

SENTENCE_ENDS = "。；！？\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，："

_STAYS = "，。；：、！？（）“”‘’《》"
_SPOKEN = {"冇": "没", "俩": "两", "仨": "三", "咧": "了", "喽": "了", "啦": "了", "嘞": "了"}
"""Words for so many people, as their numbers; ways of saying that something has come about, as the common one."""

THREE = 3
_PAIR = re.compile(
    r"一对(?:夫妻|夫妇|母女|父子|母子|父女|情侣|恋人|兄弟|姐妹|姐弟|老人)|[老小]两口|(?:夫妻|夫妇|母女|父子|母子|父女|爷孙|祖孙|兄弟|姐妹|姐弟|兄妹|父女)两(?![个名人])"
)
"""Two people told by what they are to each other; read as so many (``THREE`` characters, or four)."""

_NOT_THERE = re.compile(r"(?<![一-龥])木(?=[事有得人]\W|[事有得]$)|(?<=[都也人就，])木(?=[事有得])")
"""木事, 木有: 没事, 没有, as they are said in Henan."""

_UNMANNED = re.compile(r"无(?=人[机艇车船])")
"""无人机 says of nobody that he is not there."""

_MARKS = {",": "，", "!": "！", "?": "？", ";": "；", "(": "（", ")": "）", ":": "："}


@dataclass(frozen=True)
class Span:
    """Part of the text as typed, from ``start`` to ``end``; ``words`` is what stands there."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Folded:
    """``line`` is what is read; ``places`` says for each of its characters where it stands in ``text``."""

    text: str
    line: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """Return what was typed where a part of ``line`` was read."""
        if start >= end:
            return Span(0, 0, "")
        first, last = self.places[start], self.places[end - 1] + 1
        return Span(first, last, self.text[first:last])


def fold(text: str, simpler: Mapping[str, str]) -> Folded:
    """Read a text: full width and traditional characters made plain, blanks and invisible characters left out.

    The line is one that ``numerals.plain`` leaves as it is, so that whoever reads such lines finds the same places.

    Args:
        text: as typed.
        simpler: the simplified form of traditional characters.
    """
    line: list[str] = []
    places: list[int] = []
    blank = False
    for place, typed in enumerate(text):
        known = typed in _STAYS
        for one in (typed,) if known else plain(typed) or " ":
            if one.isspace() and one != "\n":
                blank = True
                continue
            if one != "\n" and unicodedata.category(one) in {"Cf", "Cc", "Cs", "Mn"}:
                continue
            if blank and line and line[-1].isdecimal() and one.isdecimal():
                line.append("|")
                places.append(place - 1)
            blank = False
            line.append(_SPOKEN.get(one) or simpler.get(one, one))
            places.append(place)
    for found in _PAIR.finditer("".join(line)):
        line[found.start() : found.end()] = "两口人" if len(found[0]) == THREE else "两口的人"
    for found in _NOT_THERE.finditer("".join(line)):
        line[found.start()] = "没"
    for found in _UNMANNED.finditer("".join(line)):
        line[found.start()] = "航"
    for number, one in enumerate(line):
        between = 0 < number < len(line) - 1 and line[number - 1].isdigit() and line[number + 1].isdigit()
        if one in _MARKS and not (one in ",:" and between):
            line[number] = _MARKS[one]
    return Folded(text, without_endless("".join(line)), tuple(places))


def sentence(line: str, place: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and ends."""
    return _around(line, place, SENTENCE_ENDS)


def clause(line: str, place: int) -> tuple[int, int]:
    """Return where the clause around a place begins and ends."""
    return _around(line, place, CLAUSE_ENDS)


def _around(line: str, place: int, ends: str) -> tuple[int, int]:
    begin = max(line.rfind(mark, 0, place) for mark in ends) + 1
    stops = [found for mark in ends if (found := line.find(mark, place)) >= 0]
    return begin, min(stops, default=len(line))


def without(line: str, parts: list[tuple[int, int]]) -> str:
    """Return a line with some parts blotted out, every other character where it was."""
    kept = list(line)
    for start, end in parts:
        kept[start:end] = "\x00" * (end - start)
    return "".join(kept)


NEGATION = re.compile(
    r"(?:未|没|没有|无|并无|并非|不是|非|不|不会|未曾|排除|防止|避免|以防|杜绝|严防|预防|谨防|防范|防|勿|严禁|禁止|如|若|如遇|一旦)"
    r"(?:有|被|再|能|见|发现|发生|出现|造成|引发|导致|接到|收到|任何|车辆人员|车辆和人员|船只|房屋|车辆|人员|人|大面积|次生|学生|孩子|群众|村民|旅客|乘客|居民|职工|员工|师生|游客|其他人)?$"
)
"""Words that, right before others, say that it is not so."""


def negated(line: str, place: int) -> bool:
    """Return whether what stands at a place is denied by the words right before it."""
    return NEGATION.search(line, max(0, place - 8), place) is not None
