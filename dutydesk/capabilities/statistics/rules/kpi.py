"""The office's indicators: what is measured, against which target, from how many cases on (``kpi.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from dutydesk.kernel.reading import Entry, Problem, RulebookError
from dutydesk.kernel.wording import Worded


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. ``min_cases``: with fewer it is 样本不足; ``target`` and ``floor`` are in ``unit``."""

    id: str
    name: str
    min_cases: int
    target: float
    floor: float
    unit: str
    rules: tuple[str, ...] = ()
    """Whose clocks are counted: rule ids, ``*`` for any ending."""

    def counts(self, rule: str) -> bool:
        """Return whether a rule's clocks are counted."""
        return any(fnmatchcase(rule, pattern) for pattern in self.rules)


def read_indicators(file: str, document: Mapping[str, Any]) -> dict[str, Indicator]:
    """Return the indicators of parsed TOML by id.

    Raises:
        RulebookError: with every problem found.
    """
    problems: list[Problem] = []
    found: dict[str, Indicator] = {}
    for number, table in enumerate(document.get("indicator", []), 1):
        entry = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        numbers: dict[str, float] = {}
        for key in ("min_cases", "target", "floor"):
            value: Any = table.get(key)
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                entry.problem(key, Worded("须为不小于 0 的数, 不是 {0}", repr(value)))
            else:
                numbers[key] = float(value)
        one = Indicator(
            id=entry.text("id"),
            name=entry.text("name"),
            min_cases=int(numbers.get("min_cases", 0)),
            target=numbers.get("target", 0.0),
            floor=numbers.get("floor", 0.0),
            unit=entry.text("unit"),
            rules=tuple(entry.texts("rules")),
        )
        if one.id in found:
            entry.problem("id", Worded("重复的编号"))
        found[one.id] = one
    if problems:
        raise RulebookError(problems)
    return found
