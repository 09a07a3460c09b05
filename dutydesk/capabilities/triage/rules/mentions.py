"""Of whom a number of people tells where no construction of the language says it: the dead, the hurt, the missing, or others.

The words around such a number are compared with those around the numbers of the labelled examples (``data/examples``).
It only adds what was read nowhere else, and never changes what was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dutydesk.capabilities.triage.rules.counting import COUNT, Figure, lower, outside
from dutydesk.capabilities.triage.rules.folding import sentence
from dutydesk.capabilities.triage.rules.likeness import Likeness, learn

FIELDS = ("deaths", "injured", "missing")
OTHERS = "others"
BEHIND, AHEAD = 10, 16
"""Characters before and behind a number that say of whom it tells; ours."""
SURE = 3.0
"""From which margin a number is taken for one of the fields; ours, chosen on first readings."""
_OLD = re.compile(r"[由从][^，。；\n\d]{0,4}$")
"""Before a number that is no longer right: 由7人上升为16人."""
_KIN = re.compile(r"(?:家属|亲属|家长|亲友)[^，。；\n\d]{0,3}$")
_UNHARMED = re.compile(
    r"[^。；\n]{0,24}(?:[均都全]|全部)[^，。；\n]{0,3}(?:安全|平安|无恙|没事|脱险|获救|出来)|[^，。；\n]{0,10}(?:脱逃|逃跑|作案|行凶|嫌疑|被(?:带走|抓|控制|传唤|拘))"
)
"""Around a number of people who came to no harm."""


def learn_mentions(examples: Iterable[tuple[str, Mapping[str, Any]]]) -> Likeness:
    """Learn from texts as they are read, each with its labels; one whose missing nobody labelled tells nothing."""
    pairs: list[tuple[set[str], str]] = []
    for line, labels in examples:
        for number, _, around in _mentions(line) if "missing" in labels else ():
            names = [name for name in FIELDS if labels.get(name) == number]
            if len(names) < 2:  # of two fields with the same number nobody knows which it is
                pairs.append((around, names[0] if names else OTHERS))
    return learn(pairs, least=2)


def supplied(line: str, said: Iterable[Figure], alike: Likeness) -> list[Figure]:
    """Return what a line says, and of what it says nowhere the number that reads most like it.

    Args:
        line: as it is read, without what is past or untrue.
        said: what was read there.
        alike: as learnt.
    """
    found = {one.field: one for one in said}
    if all(name in found and not found[name].number for name in FIELDS[:2]):
        return list(found.values())  # nobody was hurt
    judged = [
        (alike.margins(around), Figure("", number, *place))
        for number, place, around in _mentions(line)
        if not outside(line, place[0], aboard=False)
        and not any(before.search(line, max(0, place[0] - 8), place[0]) for before in (_OLD, _KIN))
        and _UNHARMED.match(line, place[1]) is None
    ]
    for name in FIELDS:
        taken = {one.number for one in found.values()}
        fitting = [(margins.get(name, 0.0), one) for margins, one in judged if one.number not in taken]
        much, best = max(fitting, key=lambda one: one[0], default=(0.0, None))
        if name not in found and best is not None and much >= SURE:
            found[name] = Figure(name, best.number, best.start, best.end)
    return list(found.values())


def _mentions(line: str) -> Iterator[tuple[float, tuple[int, int], set[str]]]:
    """Yield each number of people, its place, and what stands around it: by side, and whether in its own clause."""
    for count in COUNT.finditer(line):
        number = lower(count["number"])
        if number <= 0:
            continue
        begin, end = sentence(line, count.start())
        before = line[max(begin, count.start() - BEHIND) : count.start()]
        behind = line[count.end() : min(end, count.end() + AHEAD)]
        own, _, further = behind.partition("，")
        sides = (("a", "^" + own), ("f", further), ("b", before.rpartition("，")[2] + "$"))
        words = ((side, re.sub(r"\d", "#", said)) for side, said in sides)
        yield (
            number,
            count.span(),
            {
                side + said[place : place + size]
                for side, said in words
                for size in (1, 2)
                for place in range(len(said))
            },
        )
