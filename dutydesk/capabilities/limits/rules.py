"""Reporting limits by column: which hours the office keeps for its first reports, and on whose word.

Provinces, cities and counties set different limits; the office chooses a column of the rulebook. Until it does, the
shortest limits hold, and the desk says that none was chosen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.grading.rules.standards import VERIFIED
from dutydesk.capabilities.matters.rules import LEVELS
from dutydesk.kernel.durations import Due, Duration
from dutydesk.kernel.reading import Entry, Problem, tables
from dutydesk.kernel.wording import Worded

if TYPE_CHECKING:
    from dutydesk.capabilities.obligations.rules.rulebook import Rule

UNSET = "unset"
"""The column that holds while the office has chosen none."""
DRILL = "province-30-60"
"""The column of drills and of the demo, unless their file names another."""


@dataclass(frozen=True)
class Limit:
    """How long a rule's clocks run at some levels; no level named: at every one."""

    rule: str
    levels: tuple[str, ...]
    due: Due
    warn_before: tuple[Duration, ...]


@dataclass(frozen=True)
class Column:
    """One set of limits. ``source`` is a title, ``verified`` how it was read, ``note`` whom it binds."""

    id: str
    name: str
    source: str
    verified: str
    note: str
    limits: tuple[Limit, ...]

    def limit(self, rule: str, level: str) -> Limit | None:
        """Return the limit of a rule at a level; where the level names none of them, the shortest (red without a level)."""
        own = [one for one in self.limits if one.rule == rule]
        fitting = [one for one in own if level in one.levels or not one.levels]
        if not fitting and level not in LEVELS:
            fitting = own
        return min(fitting, key=_length, default=None)

    def applied(self, rule: Rule, level: str) -> Rule:
        """Return a rule with this column's limit at a level, as it is where the column says nothing about it."""
        limit = self.limit(rule.id, level)
        return rule if limit is None else dataclasses.replace(rule, due=limit.due, warn_before=limit.warn_before)


def _length(limit: Limit) -> int:
    return limit.due.after(0) or 0


def read_limits(
    file: str,
    document: Mapping[str, Any],
    sources: Mapping[str, Any],
    rules: Mapping[str, Rule],
    problems: list[Problem],
) -> dict[str, Column]:
    """Return the columns of the parsed ``obligations.toml``; what is wrong is added to ``problems``.

    A book without columns is legal: then the rules' own limits hold.
    """
    found: dict[str, Column] = {}
    for number, table in enumerate(tables(file, document, "limits", problems), 1):
        entry = Entry(file, str(table.get("id", f"limits #{number}")), table, problems)
        entry.only(("id", "name", "source", "verified", "note", "limit"))
        if entry.name in found:
            entry.problem("id", Worded("重复的编号"))
        rows = tables(file, table, "limit", problems, entry.name)
        source = entry.word("source", sources)
        found[entry.name] = Column(
            id=entry.text("id"),
            name=entry.text("name"),
            source=str(sources.get(source, source)),
            verified=entry.word("verified", VERIFIED),
            note=entry.text("note", ""),
            limits=tuple(
                limit
                for index, row in enumerate(rows, 1)
                if (limit := _read_limit(entry, index, row, rules)) is not None
            ),
        )
    return found


def _read_limit(entry: Entry, number: int, table: Mapping[str, Any], rules: Iterable[str]) -> Limit | None:
    row = Entry(entry.file, f"{entry.name}.limit[{number}]", table, entry.problems)
    row.only(("rule", "levels", "due", "warn_before"))
    rule = row.word("rule", rules)
    levels = row.texts("levels")
    for level in levels:
        if level not in LEVELS:
            row.problem("levels", Worded("没有级别 “{0}”, 可用: {1}", level, ", ".join(LEVELS)))
    due = row.parsed("due", row.text("due"), Due.parse)
    warnings = [row.parsed("warn_before", text, Duration.parse) for text in row.texts("warn_before")]
    if due is None or due.form != "after":
        if due is not None:
            row.problem("due", Worded("须为时长, 如 PT30M"))
        return None
    return Limit(rule, tuple(levels), due, tuple(one for one in warnings if one is not None))
