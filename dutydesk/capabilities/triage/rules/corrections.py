"""How often people changed what was proposed, by the line of the colour rule that decided: which words mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from dutydesk.capabilities.triage.rules.kept import GIVEN, RULE, SORTED
from dutydesk.kernel.values import dataclass


@dataclass(frozen=True)
class Decided:
    """A message that a person disposed of: its text, what was proposed, and what was chosen.

    ``chosen`` is empty where no matter came of it; ``less``: it was proposed red and became less, a matter or not.
    """

    text: str
    proposal: Mapping[str, Any]
    chosen: Mapping[str, str]
    less: bool


@dataclass(eq=False)
class Tally:
    """What became of the proposals of one line. ``changed`` counts by field, ``to`` by ``field value``, ``words`` what it rested on when it was changed."""

    rule: str
    proposed: int = 0
    decided: int = 0
    confirmed: int = 0
    changed: Counter[str] = field(default_factory=Counter[str])
    to: Counter[str] = field(default_factory=Counter[str])
    words: Counter[str] = field(default_factory=Counter[str])


def tally(messages: Iterable[Decided]) -> list[Tally]:
    """Return what became of the proposals, the line that was corrected most first.

    A message that became no matter says nothing of its kind and colour, unless it was proposed red.
    """
    found: dict[str, Tally] = {}
    for one in messages:
        rule = str(one.proposal.get(RULE, ""))
        if not rule:
            continue  # what was given with it is nobody's guess
        mine = found.setdefault(rule, Tally(rule))
        mine.proposed += 1
        if one.chosen or one.less:
            _count(mine, one)
    return sorted(found.values(), key=lambda one: (-sum(one.changed.values()), -one.proposed, one.rule))


def _count(mine: Tally, one: Decided) -> None:
    mine.decided += 1
    differs = changes(one)
    mine.changed.update(differs.keys())
    mine.to.update(f"{name} {value}".strip() for name, value in differs.items())
    if not differs:
        mine.confirmed += 1
        return
    spans = [why for why in one.proposal.get("why", ()) if why["of"] in {mine.rule, *differs}]
    mine.words.update({one.text[why["start"] : why["end"]] for why in spans})


def changes(one: Decided) -> dict[str, str]:
    """Return which of kind, category, subtype and colour were chosen otherwise, and how; what the sorting left open is no change."""
    if not one.chosen:
        return {"colour": ""} if one.less else {}
    given = one.proposal.get(GIVEN, ())
    return {
        name: one.chosen.get(name, "")
        for name in SORTED
        if name not in given and one.proposal.get(name) and one.chosen.get(name, "") != one.proposal[name]
    }
