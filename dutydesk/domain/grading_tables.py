"""The grading tables of ``taxonomy.toml``: from which number on an event has which level, and on whose word.

``以上`` includes the number (国务院令第493号 Art. 3, R20), so a threshold is the least value that reaches its level.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dutydesk.domain.figures import FIELDS
from dutydesk.domain.matters import LEVELS
from dutydesk.domain.reading import Entry, Problem, tables
from dutydesk.domain.wording import nearest

DEFAULT = "default"
"""The table for every subtype that has none of its own."""
VERIFIED = ("text", "excerpt", "memory")
"""How the source was read, best first: the full text, an excerpt or reprint, or nobody looked it up."""
COMPOUND = (
    "deaths_or_missing",
    "fight_participants",
    "ill",
    "ill_with_death",
    "magnitude_dense",
    "magnitude_populated",
    "poisoned_or_serious",
)
"""Criteria that are no figure by that name (R20); ``grading.measure`` says what each is made of."""
CRITERIA = (*FIELDS, *COMPOUND)
_PER_LEVEL = tuple(f"{kind}{level}" for kind in ("", "source_", "verified_", "capital_") for level in LEVELS)
_KEYS = (
    "id",
    "applies_to",
    "also",
    "source",
    "note",
    "hints",
    "reportable_in_collective",
    "injured_are_poisoned",
    *_PER_LEVEL,
)


@dataclass(frozen=True)
class Source:
    """The text a number rests on, and how it was read (``VERIFIED``)."""

    title: str
    verified: str


@dataclass(frozen=True)
class Grading:
    """One table: per level the criteria and their thresholds (people, yuan, hours, magnitude).

    ``steps`` decides, ``capital`` only hints (lower numbers near the capital's sensitive places). ``hints`` say
    what no number says. ``also`` names tables that count besides this one.
    """

    id: str
    applies_to: tuple[str, ...]
    steps: Mapping[str, Mapping[str, float]]
    sources: Mapping[str, Source]
    also: tuple[str, ...] = ()
    note: str = ""
    hints: tuple[str, ...] = ()
    capital: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    reportable_from: int = 0
    injured_are_poisoned: bool = False

    def next_up(self, level: str, key: str) -> float | None:
        """Return the threshold of a criterion at the next level above that has one, None at the top."""
        above = (self.steps[one].get(key) for one in reversed(LEVELS[: LEVELS.index(level)]))
        return next((threshold for threshold in above if threshold is not None), None)


@dataclass(frozen=True)
class Gradings:
    """All tables by id."""

    tables: Mapping[str, Grading]

    def apply(self, category: str, subtype: str) -> list[tuple[Grading, bool]]:
        """Return the tables for a subtype, each with whether it is borrowed (the default, or one named by ``also``).

        A table that names the subtype beats those that name the whole category; of one kind all apply.
        """
        for wanted in (f"{category}.{subtype}", f"{category}.*"):
            own = [table for table in self.tables.values() if wanted in table.applies_to]
            if own:
                more = dict.fromkeys(name for table in own for name in table.also)
                return [*((t, False) for t in own), *((t, True) for n in more if (t := self.tables[n]) not in own)]
        return [(self.tables[DEFAULT], True)] if DEFAULT in self.tables else []


def read_gradings(
    file: str, document: Mapping[str, Any], subtypes: Mapping[str, Iterable[str]], problems: list[Problem]
) -> Gradings:
    """Build the tables from the parsed ``taxonomy.toml``; what is wrong is added to ``problems``.

    ``subtypes`` are the ids below each category. A book without any table is legal: then nothing is proposed.
    """
    sources = _read_sources(Entry(file, "sources", document.get("sources", {}), problems))
    places = {f"{category}.{one}" for category, below in subtypes.items() for one in ("*", *below)}
    found: dict[str, Grading] = {}
    entries: list[Entry] = []
    for number, table in enumerate(tables(file, document, "grading", problems), 1):
        entry = Entry(file, str(table.get("id", f"grading #{number}")), table, problems)
        if entry.name in found:
            entry.problem("id", "重复的编号")
        found[entry.name] = _read_grading(entry, sources, places)
        entries.append(entry)
    for entry in entries:
        for name in found[entry.name].also:
            if name not in found:
                entry.problem("also", f"没有分级表 “{name}”, {nearest(name, found)}")
    if entries and DEFAULT not in found:
        entries[0].problem("id", f"没有编号为 “{DEFAULT}” 的分级表, 没有专表的亚类无从定级")
    return Gradings(found)


def _read_sources(entry: Entry) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for key, table in entry.table.items():
        fields: Mapping[str, Any] = table if isinstance(table, Mapping) else {}  # pyright: ignore[reportUnknownVariableType]
        row = Entry(entry.file, f"sources.{key}", fields, entry.problems)
        row.only(("name", "verified"))
        found[key] = Source(row.text("name"), row.word("verified", VERIFIED))
    return found


def _read_grading(entry: Entry, sources: Mapping[str, Source], places: Iterable[str]) -> Grading:
    entry.only(_KEYS)
    applies_to = entry.texts("applies_to")
    for place in applies_to:
        if place not in places:
            entry.problem("applies_to", f"没有亚类 “{place}”, {nearest(place, places)}")
    steps = {level: _thresholds(entry, level, zero_is_fine=level == LEVELS[-1]) for level in LEVELS}
    for key in dict.fromkeys(key for step in steps.values() for key in step):
        falling = [steps[level][key] for level in LEVELS if key in steps[level]]
        if any(upper <= lower for upper, lower in pairwise(falling)):
            entry.problem(key, "级别越高数字须越大, 从 I 到 IV 依次变小")
    reportable: Any = entry.table.get("reportable_in_collective", 0)
    if not isinstance(reportable, int) or isinstance(reportable, bool) or reportable < 0:
        entry.problem("reportable_in_collective", f"须为非负整数, 不是 {reportable!r}")
        reportable = 0
    return Grading(
        id=entry.text("id"),
        applies_to=tuple(applies_to),
        steps=steps,
        sources=_sources_per_level(entry, sources),
        also=tuple(entry.texts("also")),
        note=entry.text("note", ""),
        hints=tuple(entry.texts("hints")),
        capital={level: _thresholds(entry, f"capital_{level}", zero_is_fine=False) for level in LEVELS},
        reportable_from=reportable,
        injured_are_poisoned=entry.flag("injured_are_poisoned", default=False),
    )


def _sources_per_level(entry: Entry, sources: Mapping[str, Source]) -> dict[str, Source]:
    """A level may rest on another source than its table, or on the same one less well read."""
    own = entry.word("source", sources)
    found: dict[str, Source] = {}
    for level in LEVELS:
        key, read = f"source_{level}", f"verified_{level}"
        source = sources.get(entry.word(key, sources) if key in entry.table else own, Source("", VERIFIED[-1]))
        verified = entry.word(read, VERIFIED) if read in entry.table else source.verified
        found[level] = Source(source.title, verified)
    return found


def _thresholds(entry: Entry, key: str, *, zero_is_fine: bool) -> dict[str, float]:
    """Return the criteria of one level; 0 stands only at the lowest, for "something happened"."""
    table: Any = entry.table.get(key, {})
    if not isinstance(table, Mapping):
        entry.problem(key, "须为 { 标准 = 数字 }")
        return {}
    found: dict[str, float] = {}
    for name, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        place = f"{key}.{name}"
        if name not in CRITERIA:
            entry.problem(place, f"没有这个标准, {nearest(str(name), CRITERIA)}")  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            entry.problem(place, f"须为非负数, 不是 {value!r}")
        elif value == 0 and not zero_is_fine:
            entry.problem(place, "只有 IV 级可以从 0 起")
        else:
            found[str(name)] = value  # pyright: ignore[reportUnknownArgumentType]
    return found
