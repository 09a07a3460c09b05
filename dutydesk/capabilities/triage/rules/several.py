"""Texts that tell of several matters: where each begins, so that place, time and figures go with the matter they are of.

What is over in one of them (已扑灭), and how many were hurt in it, says nothing of the others. A text says so itself
(报两件事), or its numbered points or lines are each of an incident at a place of its own. Points of one matter
(一是组织扑救，二是疏散群众) are not several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dutydesk.capabilities.triage.rules import people, places, plight
from dutydesk.capabilities.triage.rules.book import Triage

_SAYS_SO = re.compile(
    r"[两二三四五六七八2-8][件个起](?:事|情况|警情|险情|事故|火情|灾情|突发|[：:])|一并[报上]|另[有外报]?一[起件]|还有一?[件个起]事|第二[件起]|另一[起件]"
)
_NUMBERED = re.compile(
    r"(?:^|(?<=[。；，：:\n]))(?:(?:[1-9][、.．）)]?|[一二三四五六七八九][、.．）)]|（[1-9一二三四五六七八九]）)(?=[^\d、.名人个起辆点时月日年死伤失级次台线路号:])|[一二三四五]是|第[一二三四五][件起]|另[有外报]?一[起件]|还有一?[件个起]事)"
)
_LINE = re.compile(r"(?:\A|(?<=\n))(?=[^\n])")
_LEAST = 4.0
"""From which weight a word of a subtype tells of an incident; ours."""


def parts(line: str, gazetteer: places.Gazetteer, book: Triage) -> list[tuple[int, tuple[int, int]]]:
    """Return the matters of a text: where what stands before all of them ends, and from where to where each goes; none where it is one.

    Args:
        line: as it is read, without what is past or untrue.
        gazetteer: names of places.
        book: the office's words.
    """
    says_so = _SAYS_SO.search(line) is not None
    for starts, full in ((_NUMBERED, False), (_LINE, True)):
        found = _from([one.start() for one in starts.finditer(line)], len(line))
        if len(found) < 2:
            continue
        telling = [one for one in found if _tells(line[slice(*one)], book)]
        named = {_place(line[slice(*one)], gazetteer, full=full) for one in telling} - {""}
        if (says_so and not full) or len(named) > 1:
            return [(found[0][0], one) for one in telling or found]
    return []


def _from(starts: Iterable[int], end: int) -> list[tuple[int, int]]:
    begins = list(starts)
    return list(zip(begins, [*begins[1:], end], strict=False))


def _tells(line: str, book: Triage) -> bool:
    """Return whether a part tells of an incident: somebody came to harm or is in danger, or a word of the office's says what it is."""
    if any(one.number > 0 for one in people.read(line)) or plight.lost(line) or plight.danger(line):
        return True
    return any(
        sign.weight >= _LEAST and next(phrase.places(line), None) is not None
        for sign in book.subtypes
        for phrase in sign.words
    )


def _place(line: str, gazetteer: places.Gazetteer, *, full: bool) -> str:
    """Return where a part says that it is: city and district, else, where that will do, the spot; empty where nowhere."""
    found = places.find(line, gazetteer)
    levels = ("city", "district") if full or found.keys() & {"city", "district"} else ("spot",)
    return "".join(line[slice(*found[level])] for level in levels if level in found)
