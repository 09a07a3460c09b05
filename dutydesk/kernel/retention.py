"""How long what the desk keeps is kept: what the office decided, on which text, and what nobody has decided yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import DAY
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.wording import Word, Worded

PERMANENT = "permanent"
VERIFIED = ("text", "excerpt", "memory", "ours")
_KEYS = ("id", "name", "keep", "at_least", "decided", "source", "verified", "note")
_MONTHS = 12
_DAYS_OF_A_MONTH = 30


@dataclass(frozen=True, slots=True)
class Retention:
    """One kind of record. ``keep`` None: for ever; ``decided``: who decided and when, empty while it is a proposal."""

    id: str
    name: str
    keep: Duration | None
    at_least: Duration | None
    decided: str
    source: str
    verified: str
    note: str = ""


def read_retention(file: str, document: Mapping[str, Any]) -> tuple[Retention, ...]:
    """Return what the parsed ``retention.toml`` says.

    Raises:
        RulebookError: with every problem of the file; a time below the one that a text asks for is one.
    """
    problems: list[Problem] = []
    sources: Mapping[str, Any] = document.get("sources", {})
    found: dict[str, Retention] = {}
    for number, table in enumerate(tables(file, document, "keep", problems), 1):
        entry = Entry(file, str(table.get("id", f"#{number}")), table, problems)
        entry.only(_KEYS)
        one = _read(entry, sources)
        if one.id in found:
            entry.problem("id", Worded("重复的编号"))
        found[one.id] = one
    if problems:
        raise RulebookError(problems)
    return tuple(found.values())


def _read(entry: Entry, sources: Mapping[str, Any]) -> Retention:
    typed, floor = entry.text("keep"), entry.text("at_least", "")
    keep = entry.parsed("keep", typed, Duration.parse) if typed and typed != PERMANENT else None
    at_least = entry.parsed("at_least", floor, Duration.parse) if floor else None
    if keep is not None and at_least is not None and _length(keep) < _length(at_least):
        entry.problem("keep", Worded("{0} 短于所依据文本的下限 {1}", typed, floor))
    source = entry.word("source", sources)
    return Retention(
        entry.text("id"),
        Word(entry.text("name")),
        keep,
        at_least,
        entry.text("decided", ""),
        str(sources.get(source, source)),
        entry.word("verified", VERIFIED),
        entry.text("note", ""),
    )


def _length(one: Duration) -> int:
    """Return a length to compare by, in µs, a month taken as 30 days."""
    return one.months * _DAYS_OF_A_MONTH * DAY + one.exact


def spelled(one: Retention) -> Worded:
    """Return how long something is kept: for ever, so many years, months or days."""
    if one.keep is None:
        return Worded("永久")
    months = one.keep.months
    if months and months % _MONTHS == 0:
        return Worded("{0} 年", str(months // _MONTHS))
    return Worded("{0} 个月", str(months)) if months else Worded("{0} 天", str(one.keep.exact // DAY))
