"""Plan cells: what to do at which level of which category (CO-02, CO-03), read from ``plans.toml``.

A cell holds start conditions, who does what, steps, and the criteria one of which must be met to close. A
subtype's cell stands on the category's cell of the same level and adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dutydesk.capabilities.matters.rules import LEVELS
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.wording import Word, Worded, nearest, vocabulary

POSTS = ("A", "B", "leader", "director", "centre")
LEAD = "lead"
"""The owner of a step that falls to whichever unit leads."""
NOTIFY, SUPPORT = "notify", "support"
ROLE_NAMES: Mapping[str, str] = vocabulary({NOTIFY: "通知", SUPPORT: "配合"})
_PLAN_KEYS = (
    "category",
    "subtypes",
    "levels",
    "start",
    "lead",
    "notify",
    "support",
    "steps",
    "criteria",
    "calls",
    "within",
    "source",
)


@dataclass(frozen=True)
class PlanUnit:
    """A unit beside the lead: ``notify`` is told at once, ``support`` works with the lead."""

    name: str
    role: str


@dataclass(frozen=True)
class Step:
    """One thing to do. ``owner`` is a post, a unit or ``lead``; ``due`` counts from activation, None: all along."""

    id: str
    text: str
    owner: str
    due: Duration | None
    must: bool


@dataclass(frozen=True)
class Cell:
    """The plan for one level of a category, or of a subtype where that differs (``subtype`` empty otherwise).

    ``calls`` are posts, units and ``lead`` in the order in which they are called. ``source`` is the title of the text.
    """

    category: str
    subtype: str
    level: str
    start: tuple[str, ...]
    lead: str
    units: tuple[PlanUnit, ...]
    steps: tuple[Step, ...]
    criteria: tuple[str, ...]
    calls: tuple[str, ...]
    source: str

    def told(self, role: str) -> list[str]:
        """Return the names of the units with a role, in order."""
        return [unit.name for unit in self.units if unit.role == role]

    def call_list(self, lead: str = "") -> list[str]:
        """Return posts and units to call, each once, with the unit that really leads in the place of ``lead``."""
        return list(dict.fromkeys((lead or self.lead) if call == LEAD else call for call in self.calls))


@dataclass(frozen=True)
class Covered:
    """One of the cells that should be there: whether it is, and the subtypes with a cell of their own."""

    category: str
    level: str
    present: bool
    subtypes: tuple[str, ...]


@dataclass(frozen=True)
class Plans:
    """All cells by category, subtype (empty for the category's own) and level."""

    cells: Mapping[tuple[str, str, str], Cell]
    categories: tuple[str, ...]

    def cell(self, category: str, subtype: str, level: str) -> Cell | None:
        """Return the subtype's cell, else the category's, None where there is none."""
        return self.cells.get((category, subtype, level)) or self.cells.get((category, "", level))

    def coverage(self) -> list[Covered]:
        """Return every category and level, in order, with what is there (CO-09)."""
        return [
            Covered(
                category,
                level,
                present=(category, "", level) in self.cells,
                subtypes=tuple(s for c, s, one in self.cells if s and (c, one) == (category, level)),
            )
            for category in self.categories
            for level in LEVELS
        ]

    def missing(self) -> list[tuple[str, str]]:
        """Return category and level of the cells that are not there."""
        return [(one.category, one.level) for one in self.coverage() if not one.present]


def read_plans(file: str, document: Mapping[str, Any], subtypes: Mapping[str, Iterable[str]]) -> Plans:
    """Build the plans from the parsed ``plans.toml``. Cells may be missing; ``Plans.missing`` lists them.

    ``subtypes`` are the ids below each category.

    Raises:
        RulebookError: with every problem of the file.
    """
    problems: list[Problem] = []
    top = Entry(file, "-", document, problems)
    units = top.texts("units")
    steps = _read_steps(file, document, units, problems)
    sources: Mapping[str, Any] = document.get("sources", {})
    cells: dict[tuple[str, str, str], Cell] = {}
    rows = tables(file, document, "plan", problems)
    # the categories' own cells first: a subtype's stand on them
    for number, table in sorted(enumerate(rows, 1), key=lambda row: bool(row[1].get("subtypes"))):
        reader = _Reader(Entry(file, _entry_name(number, table), table, problems), units, steps, sources)
        reader.read(cells, subtypes)
    if problems:
        raise RulebookError(problems)
    return Plans(cells, tuple(subtypes))


def _entry_name(number: int, table: Mapping[str, Any]) -> str:
    parts = [table.get("category", "?"), *(_joined(table.get(key)) for key in ("subtypes", "levels") if key in table)]
    return f"plan #{number} {'.'.join(map(str, parts))}"


def _joined(value: Any) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]


def _read_steps(
    file: str, document: Mapping[str, Any], units: Iterable[str], problems: list[Problem]
) -> dict[str, Step]:
    found: dict[str, Step] = {}
    for row in tables(file, document, "step", problems):
        entry = Entry(file, f"step {row.get('id', '?')}", row, problems)
        entry.only(("id", "text", "owner", "due", "must"))
        step = Step(
            id=entry.text("id"),
            text=Word(entry.text("text")),
            owner=entry.word("owner", (*POSTS, LEAD, *units)),
            due=_read_due(entry, "due", entry.text("due", "")),
            must=entry.flag("must", default=False),
        )
        if step.id in found:
            entry.problem("id", Worded("重复的编号"))
        found[step.id] = step
    return found


def _read_due(entry: Entry, key: str, text: str) -> Duration | None:
    due = entry.parsed(key, text, Duration.parse) if text else None
    if due is not None and (due.months < 0 or due.exact < 0):
        entry.problem(key, Worded("时限从启动起算, 不能为负: {0}", text))
    return due


class _Reader:
    """Reads one ``[[plan]]``: one cell for each of its subtypes and levels."""

    def __init__(
        self, entry: Entry, units: Iterable[str], steps: Mapping[str, Step], sources: Mapping[str, Any]
    ) -> None:
        self.entry, self.units, self.steps, self.sources = entry, tuple(units), steps, sources

    def read(self, cells: dict[tuple[str, str, str], Cell], subtypes: Mapping[str, Iterable[str]]) -> None:
        """Add the cells of this entry, or only its problems."""
        entry, before = self.entry, len(self.entry.problems)
        entry.only(_PLAN_KEYS)
        category = entry.word("category", subtypes)
        below = self._known("subtypes", list(subtypes.get(category, ()))) if category in subtypes else []
        levels = self._known("levels", LEVELS)
        if not levels:
            entry.problem("levels", Worded("缺少级别"))
        own = self._own(category)
        if len(entry.problems) > before:
            return
        for level in levels:
            for subtype in below or [""]:
                base = cells.get((category, "", level)) if subtype else None
                cell = _complete(own, base, subtype, level)
                if (category, subtype, level) in cells:
                    entry.problem("levels", Worded("{0} 已有预案", level))
                if base is not None or not (subtype and before):  # else a broken cell below is the cause
                    self._check(cell)
                cells[category, subtype, level] = cell

    def _own(self, category: str) -> Cell:
        """What the entry says by itself, before a category's cell is laid under it."""
        entry = self.entry
        units = [PlanUnit(name, role) for role in (NOTIFY, SUPPORT) for name in self._known(role, self.units)]
        names = [unit.name for unit in units]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            entry.problem(SUPPORT, Worded("“{0}” 写了两次", name))
        source = entry.word("source", self.sources)
        return Cell(
            category=category,
            subtype="",
            level="",
            start=tuple(Word(one) for one in entry.texts("start")),
            lead=entry.word("lead", self.units, ""),
            units=tuple(units),
            steps=self._steps(),
            criteria=tuple(entry.texts("criteria")),
            calls=tuple(self._known("calls", (*POSTS, LEAD, *self.units))),
            source=str(self.sources.get(source, source)),
        )

    def _steps(self) -> tuple[Step, ...]:
        """The named steps, with the entry's own limits where ``within`` gives one."""
        entry = self.entry
        names = self._known("steps", self.steps)
        table: Any = entry.table.get("within", {})
        if not isinstance(table, Mapping):
            entry.problem("within", Worded("须为 {{ 步骤 = 时限 }}"))
            return ()
        within = Entry(entry.file, f"{entry.name}.within", table, entry.problems)  # pyright: ignore[reportUnknownArgumentType]
        within.only(names)
        dues = {name: _read_due(within, name, within.text(name)) for name in names if name in within.table}
        return tuple(
            Step(one.id, one.text, one.owner, dues.get(one.id, one.due), one.must)
            for one in (self.steps[name] for name in names if name in self.steps)
        )

    def _known(self, key: str, valid: Iterable[str]) -> list[str]:
        """Return the words of a list, the unknown ones noted."""
        words = self.entry.texts(key)
        for word in words:
            if word not in valid:
                self.entry.problem(key, Worded("不认识 “{0}”, {1}", word, nearest(word, valid)))
        return words

    def _check(self, cell: Cell) -> None:
        """Refuse a cell that leaves one of the four parts of CO-03 open."""
        for key in ("start", "lead", "steps", "criteria", "calls"):
            if not getattr(cell, key):
                self.entry.problem(key, Worded("{0} 缺少此项", cell.level))


def _complete(own: Cell, base: Cell | None, subtype: str, level: str) -> Cell:
    """Lay a category's cell under a subtype's: its own start, lead and criteria win, the rest is added up.

    The lead unit of the category stays with the matter where another leads. Steps stand
    in the order of their limits, those without one last; posts are called before units.
    """
    units, steps, calls = list(own.units), list(own.steps), list(own.calls)
    if base is not None:
        told = {unit.name for unit in units}
        units += [unit for unit in base.units if unit.name not in told]
        if own.lead and base.lead not in {unit.name for unit in units}:
            units.append(PlanUnit(base.lead, SUPPORT))
        steps += [step for step in base.steps if step.id not in {one.id for one in steps}]
        calls += [call for call in base.calls if call not in calls]
    return Cell(
        category=own.category,
        subtype=subtype,
        level=level,
        start=own.start or (base.start if base else ()),
        lead=own.lead or (base.lead if base else ""),
        units=tuple(units),
        steps=tuple(sorted(steps, key=_when)),
        criteria=own.criteria or (base.criteria if base else ()),
        calls=tuple(sorted(calls, key=lambda call: call not in POSTS)),
        source=own.source,
    )


def _when(step: Step) -> tuple[bool, int, int]:
    return (step.due is None, step.due.months if step.due else 0, step.due.exact if step.due else 0)
