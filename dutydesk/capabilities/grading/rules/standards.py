"""The grading tables of ``taxonomy.toml``: from which number on an event has which level, and on whose word.

``以上`` includes the number (国务院令第493号 Art. 3, R20), so a threshold is the least value that reaches its level.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dutydesk.capabilities.matters.rules import LEVELS
from dutydesk.kernel.figures import FIELDS
from dutydesk.kernel.reading import Entry, Problem, tables
from dutydesk.kernel.wording import Worded, nearest

MEMORY = "memory"
VERIFIED = ("text", "excerpt", "ours", MEMORY)
"""How the source was read, best first: the full text, an excerpt or reprint, the office's own number, or nobody looked
it up. What rests on memory alone is shown and never proposes by itself."""
COMPOUND = (
    "casualties",
    "dead_or_serious",
    "deaths_or_missing",
    "ill",
    "ill_with_death",
    "magnitude_dense",
    "magnitude_populated",
    "poisoned_or_serious",
)
"""Criteria that are no figure by that name (R20); ``grading.measure`` says what each is made of."""
CRITERIA = (*FIELDS, *COMPOUND)
MISSING = ("yes", "no", "report", "unknown")
"""Whether a standard counts the missing with the dead, or only wants them reported."""
TEXT = "text"
"""Stands for the criteria in words in ``source_of`` and ``verified_of``."""
_PER_LEVEL = tuple(
    f"{kind}{level}{tail}"
    for kind, tail in (
        ("", ""),
        ("", "_all"),
        ("", "_text"),
        ("", "_if"),
        ("source_", ""),
        ("verified_", ""),
        ("capital_", ""),
        ("advice_", ""),
    )
    for level in LEVELS
)
_KEYS = (
    "id",
    "applies_to",
    "also",
    "source",
    "article",
    "verified",
    "source_of",
    "verified_of",
    "missing",
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


Steps = Mapping[str, Mapping[str, float]]
"""Per level the criteria and their thresholds (people, yuan, hours, hectares, magnitude …)."""


def _no_steps() -> dict[str, Mapping[str, float]]:
    return {level: {} for level in LEVELS}


@dataclass(frozen=True)
class Grading:
    """One table: how each level is reached.

    By any number of ``steps``, by all numbers of one of its ``groups``, or by one of its ``texts``, of which the
    officer says that it applies.

    ``premises``: in words, what must hold besides before the numbers of a level count. ``capital`` and ``advice``
    only hint (lower numbers near the capital's sensitive places; a scale that is no event level). ``hints`` say what
    nobody is asked. ``also`` names tables that count besides this one. ``title`` is the table's own source, ``article``
    where in it the numbers stand.
    """

    id: str
    applies_to: tuple[str, ...]
    steps: Steps
    sources: Mapping[str, Source]
    groups: Mapping[str, tuple[Mapping[str, float], ...]] = field(
        default_factory=dict[str, tuple[Mapping[str, float], ...]]
    )
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    premises: Mapping[str, str] = field(default_factory=dict[str, str])
    source_of: Mapping[str, Source] = field(default_factory=dict[str, Source])
    verified_of: Mapping[str, str] = field(default_factory=dict[str, str])
    also: tuple[str, ...] = ()
    title: str = ""
    article: str = ""
    missing: str = "unknown"
    note: str = ""
    hints: tuple[str, ...] = ()
    capital: Steps = field(default_factory=_no_steps)
    advice: Steps = field(default_factory=_no_steps)
    reportable_from: int = 0
    injured_are_poisoned: bool = False

    def next_up(self, level: str, key: str) -> float | None:
        """Return the threshold of a criterion at the next level above that has one, None at the top."""
        above = (self.steps[one].get(key) for one in reversed(LEVELS[: LEVELS.index(level)]))
        return next((threshold for threshold in above if threshold is not None), None)

    def source(self, level: str, *keys: str) -> Source:
        """Return what a criterion rests on: its own source, else its level's, else its table's."""
        for key in keys:
            for name in (f"{level}.{key}", key):
                found = self.source_of.get(name)
                read = self.verified_of.get(name)
                if found is not None or read is not None:
                    base = found or self.sources[level]
                    return Source(base.title, read or base.verified)
        return self.sources[level]

    def criteria(self) -> list[str]:
        """Return the criteria that any level or hint asks for, in order of appearance."""
        rows = [*self.steps.values(), *(one for level in LEVELS for one in self.groups.get(level, ()))]
        rows += [*self.capital.values(), *self.advice.values()]
        return list(dict.fromkeys(key for row in rows for key in row))


@dataclass(frozen=True)
class Gradings:
    """All tables by id."""

    tables: Mapping[str, Grading]

    def apply(self, category: str, subtype: str) -> list[Grading]:
        """Return the tables for a subtype, its own first, then those named by ``also``.

        A table that names the subtype beats those that name the whole category (``accident.*``; ``accident`` alone is
        for events of which only the category is known). A subtype that no table names has none: nothing is borrowed.
        """
        wanted = (f"{category}.{subtype}", f"{category}.*") if subtype else (category, f"{category}.*")
        for place in wanted:
            own = [table for table in self.tables.values() if place in table.applies_to]
            if own:
                more = dict.fromkeys(name for table in own for name in table.also)
                return [*own, *(table for name in more if (table := self.tables[name]) not in own)]
        return []


def read_gradings(
    file: str, document: Mapping[str, Any], subtypes: Mapping[str, Iterable[str]], problems: list[Problem]
) -> Gradings:
    """Build the tables from the parsed ``taxonomy.toml``; what is wrong is added to ``problems``.

    ``subtypes`` are the ids below each category. A book without any table is legal: then nothing is proposed.
    """
    sources = _read_sources(Entry(file, "sources", document.get("sources", {}), problems))
    places = {f"{category}.{one}" for category, below in subtypes.items() for one in ("*", *below)} | set(subtypes)
    found: dict[str, Grading] = {}
    entries: list[Entry] = []
    for number, table in enumerate(tables(file, document, "grading", problems), 1):
        entry = Entry(file, str(table.get("id", f"grading #{number}")), table, problems)
        if entry.name in found:
            entry.problem("id", Worded("重复的编号"))
        found[entry.name] = _read_grading(entry, sources, places)
        entries.append(entry)
    for entry in entries:
        for name in found[entry.name].also:
            if name not in found:
                entry.problem("also", Worded("没有分级表 “{0}”, {1}", name, nearest(name, found)))
    return Gradings(found)


def _read_sources(entry: Entry) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for key, table in entry.table.items():
        fields: Mapping[str, Any] = table if isinstance(table, Mapping) else {}  # pyright: ignore[reportUnknownVariableType]
        row = Entry(entry.file, f"sources.{key}", fields, entry.problems)
        row.only(("name", "verified", "read"))
        verified = row.word("verified", VERIFIED)
        if key == OURS and verified == MEMORY:
            verified = "ours"
        found[key] = Source(row.text("name"), verified)
    return found


OURS = "OURS"
"""Key of the office's own numbers; books from before the word ``ours`` call them ``memory``, and they proposed."""


def _read_grading(entry: Entry, sources: Mapping[str, Source], places: Iterable[str]) -> Grading:
    entry.only(_KEYS)
    applies_to = entry.texts("applies_to")
    for place in applies_to:
        if place not in places:
            entry.problem("applies_to", Worded("没有亚类 “{0}”, {1}", place, nearest(place, places)))
    steps = {level: _thresholds(entry, level, zero_is_fine=level == LEVELS[-1]) for level in LEVELS}
    for key in dict.fromkeys(key for step in steps.values() for key in step):
        falling = [steps[level][key] for level in LEVELS if key in steps[level]]
        if any(upper <= lower for upper, lower in pairwise(falling)):
            entry.problem(key, Worded("级别越高数字须越大, 从 I 到 IV 依次变小"))
    reportable: Any = entry.table.get("reportable_in_collective", 0)
    if not isinstance(reportable, int) or isinstance(reportable, bool) or reportable < 0:
        entry.problem("reportable_in_collective", Worded("须为非负整数, 不是 {0}", repr(reportable)))
        reportable = 0
    source_of, verified_of = _sources_per_key(entry, sources)
    return Grading(
        id=entry.text("id"),
        applies_to=tuple(applies_to),
        steps=steps,
        groups={level: _groups(entry, f"{level}_all") for level in LEVELS},
        texts={level: tuple(entry.texts(f"{level}_text")) for level in LEVELS},
        premises={level: entry.text(f"{level}_if") for level in LEVELS if f"{level}_if" in entry.table},
        sources=_sources_per_level(entry, sources),
        source_of=source_of,
        verified_of=verified_of,
        also=tuple(entry.texts("also")),
        title=sources[own].title if (own := str(entry.table.get("source", ""))) in sources else "",
        article=entry.text("article", ""),
        missing=entry.word("missing", MISSING, "unknown"),
        note=entry.text("note", ""),
        hints=tuple(entry.texts("hints")),
        capital={level: _thresholds(entry, f"capital_{level}", zero_is_fine=False) for level in LEVELS},
        advice={level: _thresholds(entry, f"advice_{level}", zero_is_fine=False) for level in LEVELS},
        reportable_from=reportable,
        injured_are_poisoned=entry.flag("injured_are_poisoned", default=False),
    )


def _sources_per_level(entry: Entry, sources: Mapping[str, Source]) -> dict[str, Source]:
    """A level may rest on another source than its table, or on the same one less well read."""
    own = entry.word("source", sources)
    whole = entry.word("verified", VERIFIED) if "verified" in entry.table else ""
    found: dict[str, Source] = {}
    for level in LEVELS:
        key, read = f"source_{level}", f"verified_{level}"
        apart = key in entry.table
        source = sources.get(entry.word(key, sources) if apart else own, Source("", MEMORY))
        verified = entry.word(read, VERIFIED) if read in entry.table else "" if apart else whole
        found[level] = Source(source.title, verified or source.verified)
    return found


def _sources_per_key(entry: Entry, sources: Mapping[str, Source]) -> tuple[dict[str, Source], dict[str, str]]:
    """Return what single criteria rest on, by ``key`` or ``level.key``; ``text`` is for the criteria in words."""
    found: dict[str, Source] = {}
    read: dict[str, str] = {}
    for name in ("source_of", "verified_of"):
        table: Any = entry.table.get(name, {})
        if not isinstance(table, Mapping):
            entry.problem(name, Worded("须为 {{ 标准 = 来源 }}"))
            continue
        keys: list[str] = [str(key) for key in table]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        row = Entry(entry.file, entry.name, {f"{name}.{key}": table[key] for key in keys}, entry.problems)
        for key in keys:
            criterion = key.partition(".")[2] if key.partition(".")[0] in LEVELS else key
            if criterion not in (*CRITERIA, TEXT):
                row.problem(f"{name}.{key}", Worded("没有这个标准, {0}", nearest(criterion, CRITERIA)))
            elif name == "source_of":
                found[key] = sources.get(row.word(f"{name}.{key}", sources), Source("", MEMORY))
            else:
                read[key] = row.word(f"{name}.{key}", VERIFIED)
    return found, read


def _groups(entry: Entry, key: str) -> tuple[Mapping[str, float], ...]:
    """Return the groups of a level; all numbers of one must be reached."""
    rows: Any = entry.table.get(key, [])
    if not isinstance(rows, list):
        entry.problem(key, Worded("须为 [{{ 标准 = 数字, 标准 = 数字 }}]"))
        return ()
    found: list[Mapping[str, float]] = []
    for number, row in enumerate(rows, 1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        inner = Entry(entry.file, entry.name, {f"{key}[{number}]": row}, entry.problems)
        group = _thresholds(inner, f"{key}[{number}]", zero_is_fine=False)
        if isinstance(row, Mapping) and len(row) == 1:  # pyright: ignore[reportUnknownArgumentType]
            entry.problem(f"{key}[{number}]", Worded("只有一个标准, 请写进级别本身"))
        if group:
            found.append(group)
    return tuple(found)


def _thresholds(entry: Entry, key: str, *, zero_is_fine: bool) -> dict[str, float]:
    """Return the criteria of one level; 0 stands only at the lowest, for "something happened"."""
    table: Any = entry.table.get(key, {})
    if not isinstance(table, Mapping):
        entry.problem(key, Worded("须为 {{ 标准 = 数字 }}"))
        return {}
    found: dict[str, float] = {}
    for name, value in table.items():  # pyright: ignore[reportUnknownVariableType]
        place = f"{key}.{name}"
        if name not in CRITERIA:
            entry.problem(place, Worded("没有这个标准, {0}", nearest(str(name), CRITERIA)))  # pyright: ignore[reportUnknownArgumentType]
        elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            entry.problem(place, Worded("须为非负数, 不是 {0}", repr(value)))  # pyright: ignore[reportUnknownArgumentType]
        elif value == 0 and not zero_is_fine:
            entry.problem(place, Worded("只有 IV 级可以从 0 起"))
        else:
            found[str(name)] = value  # pyright: ignore[reportUnknownArgumentType]
    return found
