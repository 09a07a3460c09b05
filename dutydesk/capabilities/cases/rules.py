"""Cases: those that ship as examples, read from ``cases.toml``, and which of all are nearest to an affair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dutydesk.capabilities.appeals.rules import LEAST, Affair, likeness
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.reading import Entry, Problem, RulebookError
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

SAME_TYPE = 40
"""Points for the same type of affair: a case of the same kind helps though it was elsewhere and called otherwise."""

EXAMPLE = re.compile(r"[Ee]\d+")
"""Numbers of the examples that ship; no matter is called so."""

SHOWN = 2
"""How many cases stand beside a form."""


@dataclass(frozen=True)
class Case:
    """A case. ``id``: the label of its matter, or that of an example; ``at`` None for an example."""

    id: str
    title: str
    category: str
    subtype: str
    happened: str
    worked: str
    next: str
    call: str
    steps: tuple[str, ...]
    typical: bool = False
    place: str = ""
    at: Instant | None = None

    @property
    def example(self) -> bool:
        """Whether it ships with the program and records no real affair."""
        return self.at is None


def read_cases(file: str, document: Mapping[str, Any]) -> tuple[Case, ...]:
    """Build the examples from parsed TOML.

    Raises:
        RulebookError: with every problem found.
    """
    problems: list[Problem] = []
    found: dict[str, Case] = {}
    for number, table in enumerate(document.get("case", []), 1):
        entry = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        entry.only(["id", "title", "category", "subtype", "happened", "worked", "next", "call", "step"])
        case = Case(
            entry.text("id"), entry.text("title"), entry.text("category", ""), entry.text("subtype", ""), entry.text("happened"),
            entry.text("worked"), entry.text("next"), entry.text("call", ""), tuple(entry.texts("step")), typical=True,
        )  # fmt: skip
        if case.id.upper() in found:
            entry.problem("id", Worded("编号重复: {0}", case.id))
        found[case.id.upper()] = case
    if problems:
        raise RulebookError(problems)
    return tuple(found.values())


def nearest(affair: Affair, cases: Iterable[Case]) -> list[tuple[Case, int]]:
    """Return the cases that may help with an affair with their points, the nearest first; the office's own before examples."""
    judged: list[tuple[Case, int]] = []
    for case in cases:
        told = Affair(case.id, affair.kind, case.subtype, case.title, case.place, "", affair.received_at)
        points = likeness(affair, told).score
        if affair.subtype and affair.subtype == case.subtype:
            points += SAME_TYPE
        if points >= LEAST:
            judged.append((case, points))
    return sorted(judged, key=lambda pair: (-pair[1], pair[0].example, pair[0].id))[:SHOWN]
