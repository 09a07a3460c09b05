"""What a register is: rows that are opened, changed, acted upon and ended, declared as data (``registers.toml``).

A declaration says the fields, the states (the first is where a row begins), the acts that lead from one to another, the
checks, who may, and what the handover sheet shows. Event, table, list, form, command line, import and export follow
from it. Each row has a number of its own (a letter and a count), which is never given again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dutydesk.kernel.fields import KINDS, Field, Value
from dutydesk.kernel.reading import Entry, Problem, RulebookError, tables
from dutydesk.kernel.rights import RIGHTS
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded, nearest

_ID = re.compile(r"[a-z][a-z0-9_]{0,30}")
_CLAUSE = re.compile(r"(\w+)\s+(given|missing)|(\w+)\s*(<=|>=|!=|<|>|=)\s*(\S+)")
ADD, CHANGE, RETIRE = "add", "change", "retire"
OWN_ACTS = (ADD, CHANGE, RETIRE)
"""What every register can do; a declared act has a name of its own."""

Values = Mapping[str, Value]


@dataclass(frozen=True)
class State:
    """A state of a row. ``ended``: the row is done with; ``alarming``: shown in red."""

    id: str
    name: str
    ended: bool = False
    alarming: bool = False


@dataclass(frozen=True)
class RowAct:
    """What is done on a row: from which states (empty: any that is not ended), to which (empty: it stays)."""

    id: str
    name: str
    fields: tuple[Field, ...] = ()
    begins: tuple[str, ...] = ()
    ends: str = ""
    right: str = "write"
    sets: tuple[str, ...] = ()
    """Fields of the row that take the value of the act's field of the same id."""

    event: str = ""
    """Name by which rules of ``obligations.toml`` know it; else ``register.ID.ACT``."""

    all: bool = False
    """What is owed by that name is met when every row in use has had the act since."""

    english: str = ""


@dataclass(frozen=True)
class Clause:
    """One comparison of a condition: a field with another field or a word."""

    field: str
    sign: str
    other: str = ""


@dataclass(frozen=True)
class Check:
    """What is looked at when an act is done: ``refuse``, ``ask`` (a reason is needed) or ``warn`` with ``words``."""

    on: tuple[str, ...]
    kind: str
    when: tuple[Clause, ...]
    words: str
    field: str = ""

    def holds(self, values: Values) -> bool:
        """Return whether every clause holds."""
        return all(_holds(clause, values) for clause in self.when)


@dataclass(frozen=True)
class SheetLine:
    """What the handover sheet shows: behind which item, rows of which states, in which words ({count}, {rows})."""

    item: str
    states: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Register:
    """A register of the office."""

    id: str
    name: str
    prefix: str
    fields: tuple[Field, ...]
    states: tuple[State, ...]
    acts: tuple[RowAct, ...] = ()
    checks: tuple[Check, ...] = ()
    sheet: tuple[SheetLine, ...] = ()
    right: str = "write"
    english: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Fields by which an imported row is known again: those that are unique, else the first."""
        return tuple(field.id for field in self.fields if field.unique) or (self.fields[0].id,)

    def state(self, name: str) -> State:
        """Return a state; one of an older declaration is as it was called."""
        return next((state for state in self.states if state.id == name), State(name, name))

    def act(self, typed: str) -> RowAct:
        """Return the act of an id or a name.

        Raises:
            Worded: there is none.
        """
        return _named(self.acts, typed, "没有这个动作: {0}, {1}")

    def field(self, typed: str, fields: Sequence[Field] | None = None) -> Field:
        """Return the field of an id, a name or an English name.

        Raises:
            Worded: there is none.
        """
        return _named(self.fields if fields is None else fields, typed, "没有这一栏: {0}, {1}")


def _named(known: Sequence[Any], typed: str, template: str) -> Any:
    wanted = typed.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in known:
        if wanted in {one.id, one.name.casefold(), one.english.casefold().replace(" ", "_")}:
            return one
    raise Worded(template, typed, nearest(typed, [one.name for one in known]))


def find(registers: Mapping[str, Register], typed: str) -> Register:
    """Return the register of an id, a name or an English name.

    Raises:
        Worded: there is none.
    """
    return _named(list(registers.values()), typed, "没有这个登记簿: {0}, {1}")


# ---------------------------------------------------------------- conditions


def _holds(clause: Clause, values: Values) -> bool:
    value = values.get(clause.field)
    if clause.sign in {"given", "missing"}:
        return (value is None) == (clause.sign == "missing")
    other = values.get(clause.other, clause.other)
    if value is None:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            other = float(other)
        except ValueError:
            return False
        return _compared(float(value), clause.sign, other)
    return _compared(_word(value), clause.sign, _word(other))


def _word(value: Value) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def _compared(one: Any, sign: str, other: Any) -> bool:
    return {
        "=": one == other,
        "!=": one != other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }[sign]


def parse_condition(text: str) -> tuple[Clause, ...]:
    """Return the clauses of ``a < b and c = 词 and d missing``.

    Raises:
        Worded: it is none.
    """
    clauses: list[Clause] = []
    for part in text.split(" and "):
        found = _CLAUSE.fullmatch(part.strip())
        if found is None:
            raise Worded("不是条件: {0}; 如 have < want, kind = 试呼, hours missing", repr(part.strip()))
        clauses.append(Clause(found[1], found[2]) if found[1] else Clause(found[3], found[4], found[5]))
    return tuple(clauses)


# ---------------------------------------------------------------- reading the declarations


def read_registers(file: str, document: Mapping[str, Any]) -> dict[str, Register]:
    """Return the registers of a parsed file, by id.

    Raises:
        RulebookError: every problem, with entry, key and the nearest valid word.
    """
    problems: list[Problem] = []
    registers: dict[str, Register] = {}
    prefixes: set[str] = set()
    for table in tables(file, document, "register", problems):
        entry = Entry(file, str(table.get("id", "?")), table, problems)
        one = _register(entry)
        if one.id in registers or one.prefix in prefixes:
            entry.problem("id" if one.id in registers else "prefix", Worded("“{0}” 重复", one.id))
        registers[one.id] = one
        prefixes.add(one.prefix)
    problems += [
        Problem(file, one.id, field.id, Worded("没有登记簿 “{0}”", field.of))
        for one in registers.values()
        for field in (*one.fields, *(field for act in one.acts for field in act.fields))
        if field.kind == "row" and field.of not in registers
    ]
    if problems:
        raise RulebookError(problems)
    return registers


def _register(entry: Entry) -> Register:
    entry.only(("id", "name", "english", "prefix", "right", "field", "state", "act", "check", "sheet", "source"))
    states = tuple(_state(one) for one in _below(entry, "state"))
    fields = tuple(_field(one) for one in _below(entry, "field"))
    for key, found in (("state", states), ("field", fields)):
        if not found:
            entry.problem(key, Worded("{0} 至少一项", key))
        if len({one.id for one in found}) < len(found):
            entry.problem(key, Worded("{0} 的 id 重复", key))
    known = {state.id for state in states}
    acts = tuple(_act(one, fields, known) for one in _below(entry, "act"))
    return Register(
        id=_id(entry),
        name=entry.text("name"),
        english=entry.text("english", ""),
        prefix=_prefix(entry),
        fields=fields,
        states=states,
        acts=acts,
        checks=tuple(_check(one, fields, acts) for one in _below(entry, "check")),
        sheet=tuple(_sheet(one, known) for one in _below(entry, "sheet")),
        right=entry.word("right", RIGHTS, "write"),
    )


def _below(entry: Entry, key: str) -> list[Entry]:
    rows = tables(entry.file, entry.table, key, entry.problems, entry.name)
    return [Entry(entry.file, f"{entry.name}.{row.get('id', key)}", row, entry.problems) for row in rows]


def _id(entry: Entry) -> str:
    name = entry.text("id")
    if not _ID.fullmatch(name):
        entry.problem("id", Worded("“{0}” 须为小写字母、数字和下划线", name))
    return name


def _prefix(entry: Entry) -> str:
    prefix = entry.text("prefix")
    if not re.fullmatch(r"[A-Z]{1,3}", prefix):
        entry.problem("prefix", Worded("“{0}” 须为一至三个大写字母", prefix))
    return prefix


def _state(entry: Entry) -> State:
    entry.only(("id", "name", "ended", "alarming"))
    return State(_id(entry), entry.text("name"), entry.flag("ended", False), entry.flag("alarming", False))


RESERVED = ("register", "row", "act", "values", "reason", "at", "no", "state")
"""Words of the acts on registers and columns of their tables: no field may be called so."""


def _field(entry: Entry) -> Field:
    entry.only(
        ("id", "name", "english", "kind", "required", "unique", "choices", "of", "unit", "to_come", "default", "also")
    )
    kind = entry.word("kind", KINDS, "text")
    if entry.table.get("id") in RESERVED:
        entry.problem("id", Worded("“{0}” 另有所指, 请换一个", entry.table["id"]))
    choices = tuple(entry.texts("choices"))
    if (kind == "choice") != bool(choices):
        entry.problem("choices", Worded("{0}: choice 须列出 choices, 其他类型没有", kind))
    return Field(
        id=_id(entry),
        name=entry.text("name"),
        english=entry.text("english", ""),
        kind=kind,
        required=entry.flag("required", False),
        unique=entry.flag("unique", False),
        choices=choices,
        of=entry.text("of", ""),
        unit=entry.text("unit", ""),
        past=not entry.flag("to_come", False),
        default=entry.text("default", ""),
        also=tuple(entry.texts("also")),
        several=kind == "contact",
    )


def _act(entry: Entry, fields: Sequence[Field], states: set[str]) -> RowAct:
    entry.only(("id", "name", "english", "from", "to", "right", "field", "sets", "event", "all"))
    name = _id(entry)
    if name in OWN_ACTS:
        entry.problem("id", Worded("“{0}” 是每个登记簿都有的动作", name))
    begins, sets = tuple(entry.texts("from")), tuple(entry.texts("sets"))
    own = tuple(_field(one) for one in _below(entry, "field"))
    for key, words, valid in (
        ("from", begins, states),
        ("sets", sets, {field.id for field in fields} & {field.id for field in own}),
    ):
        for word in words:
            if word not in valid:
                entry.problem(key, Worded("没有 “{0}”, {1}", word, nearest(word, valid)))
    to = entry.text("to", "")
    if to and to not in states:
        entry.problem("to", Worded("没有 “{0}”, {1}", to, nearest(to, states)))
    right = entry.word("right", RIGHTS, "write")
    return RowAct(
        id=name,
        name=entry.text("name"),
        fields=own,
        begins=begins,
        ends=to,
        right=right,
        sets=sets,
        event=entry.text("event", ""),
        all=entry.flag("all", False),
        english=entry.text("english", ""),
    )


def _check(entry: Entry, fields: Sequence[Field], acts: Sequence[RowAct]) -> Check:
    entry.only(("on", "kind", "when", "words", "field"))
    on = tuple(entry.texts("on"))
    valid = {ADD, CHANGE, *(act.id for act in acts)}
    for word in on:
        if word not in valid:
            entry.problem("on", Worded("没有 “{0}”, {1}", word, nearest(word, valid)))
    when = entry.parsed("when", entry.text("when"), parse_condition) or ()
    known = {field.id for field in (*fields, *(field for act in acts if act.id in on for field in act.fields))}
    for clause in when:
        if clause.field not in known:
            entry.problem("when", Worded("没有这一栏 “{0}”, {1}", clause.field, nearest(clause.field, known)))
    return Check(on, entry.word("kind", ("refuse", "ask", "warn")), when, entry.text("words"), entry.text("field", ""))


def _sheet(entry: Entry, states: set[str]) -> SheetLine:
    entry.only(("item", "states", "words"))
    wanted = tuple(entry.texts("states"))
    for word in wanted:
        if word not in states:
            entry.problem("states", Worded("没有 “{0}”, {1}", word, nearest(word, states)))
    return SheetLine(entry.text("item"), wanted, entry.text("words"))
