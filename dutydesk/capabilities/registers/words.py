"""How rows of the registers are said: in the log, in lists, on the handover sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutydesk.capabilities.log.lines import TELL, Teller
from dutydesk.capabilities.registers import events as ev
from dutydesk.capabilities.registers.reads import RowView
from dutydesk.i18n import current, say, speaking, translate, when
from dutydesk.kernel import figures
from dutydesk.kernel.fields import Field, Value
from dutydesk.kernel.instants import to_datetime
from dutydesk.kernel.registers import Register, RowAct, SheetLine, State
from dutydesk.kernel.telephones import shown
from dutydesk.kernel.text import clauses
from dutydesk.kernel.wording import Typed

SUMMARY = 2
"""How many fields say what a row is about: the unique ones, then the first of text."""


def named(one: Register | Field | RowAct | State) -> str:
    """Return the name of a declared thing: English where it has one and English is read."""
    english = getattr(one, "english", "")
    return english if english and current() == "en" else translate(one.name)


def said(field: Field, value: Value | None, names: Mapping[str, str]) -> str:
    """Return a value in words; ``names`` are those of people and matters by id."""
    if value is None:
        return ""
    words = _said(field.kind, value, names)
    return f"{words} {field.unit}" if field.unit and words else words


def _said(kind: str, value: Value, names: Mapping[str, str]) -> str:
    if kind == "when":
        return when(int(value))
    if kind == "flag":
        return translate("是" if value else "否")
    if kind == "money":
        assert isinstance(value, int | float)
        return figures.spell_yuan(value)
    if kind == "number":
        return f"{float(value):.12g}"
    if kind == "contact":
        return "、".join(shown(one) for one in str(value).split("、"))
    if kind == "choice":
        return translate(str(value))  # a word of the declaration, not what somebody wrote
    return names.get(str(value), str(value)) if kind in {"person", "matter"} else str(value)


def summary(register: Register, values: Mapping[str, Value], names: Mapping[str, str]) -> str:
    """Return what a row is about, in a few words."""
    unique = [field for field in register.fields if field.unique and field.id in values]
    others = [field for field in register.fields if field.kind in {"text", "unit"} and field not in unique]
    words = (said(field, values.get(field.id), names) for field in [*unique, *others][:SUMMARY])
    return " ".join(word for word in words if word)


def row_words(register: Register, row: RowView, names: Mapping[str, str]) -> str:
    """Return a row as one line of a list: number, state, and every field that has a value."""
    known = {field.id: field for field in register.fields}
    words = [
        f"{named(field)} {said(field, row.values[name], names)}" for name, field in known.items() if name in row.values
    ]
    older = [f"{name} {value}" for name, value in row.values.items() if name not in known]
    retired = [translate("已停用")] if row.retired else []
    return "  ".join([row.no, named(register.state(row.state)), *retired, clauses([*words, *older])])


BARE = frozenset({"text", "longtext", "choice", "unit", "place", "person", "contact", "matter", "row"})
"""Kinds whose value says by itself what it is; before others a list names the field."""


def brief(register: Register, row: RowView, names: Mapping[str, str]) -> str:
    """Return a row as short as a list can have it."""
    told_fields = [
        said(field, row.values[field.id], names)
        if field.kind in BARE
        else f"{named(field)} {said(field, row.values[field.id], names)}"
        for field in register.fields
        if field.id in row.values
    ]
    states = [named(register.state(row.state))] if len(register.states) > 1 else []  # the only one says nothing
    return "  ".join([f"{row.no:<4} {''.join(states)}", *told_fields])


def sheet_words(register: Register, line: SheetLine, rows: Sequence[RowView], names: Mapping[str, str]) -> str:
    """Return what the handover sheet says of a register; empty where no row is in the states asked for."""
    found = [row for row in rows if not line.states or row.state in line.states]
    if not found:
        return ""
    listed = clauses(f"{row.no} {summary(register, row.values, names)}" for row in found)
    return translate(line.words).replace("{count}", str(len(found))).replace("{rows}", listed)


def told(field: Field, value: Value | None, names: Mapping[str, str]) -> str:
    """Return a value as the log keeps it: in Chinese, a time with its date."""
    with speaking("zh"):
        if value is not None and field.kind == "when":
            return f"{to_datetime(int(value)):%Y-%m-%d %H:%M}"
        return said(field, value, names) or "空"


# ---------------------------------------------------------------- lines of the log


def _line(template: str) -> Teller:
    """Return what says an event: the template's words, the row, what was told of it, why."""

    def line(event: ev.RegisterEvent, _names: Mapping[str, str]) -> str:
        act = event.act_name if isinstance(event, ev.RowActed) else ""
        words = say(template, f"{event.title} {event.no} {event.summary}".strip(), act)
        words = f"{words}: {event.told}" if event.told else words
        words = say("{0}; 注意: {1}", Typed(words), clauses(map(translate, event.warned))) if event.warned else words
        return say("{0}; 理由: {1}", Typed(words), event.note) if event.note else words

    return line


TELL.update({
    ev.RowAdded.KIND: _line("登记 {0}"),
    ev.RowChanged.KIND: _line("修改 {0}"),
    ev.RowActed.KIND: _line("{1} {0}"),
    ev.RowRetired.KIND: _line("停用 {0}"),
})  # fmt: skip
