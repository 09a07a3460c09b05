"""Use cases of the registers: the same checks for screen, command line, script and import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.registers import acts, kept, reads, words
from dutydesk.capabilities.registers import events as ev
from dutydesk.capabilities.registers.warned import warnings_of
from dutydesk.kernel import fields as f
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.registers import ADD, CHANGE, Register, RowAct, find
from dutydesk.kernel.text import clauses
from dutydesk.kernel.when import Meaning
from dutydesk.kernel.wording import Word, Worded, nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.entitled import check_right
from dutydesk.usecase.handling import handles
from dutydesk.usecase.lines import all_or_none, refuse_marked_cell
from dutydesk.usecase.work import Work

EMPTY = "-"
"""What is typed to empty a field of a row."""


class Asked:
    """What reading a field asks of the desk, inside an act."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def time(self, field: str, typed: str, *, meaning: Meaning | None = None) -> Instant:
        """Return a typed time."""
        return self.work.time(field, typed, meaning=meaning)

    def person(self, typed: str) -> str:
        """Return the account of a person, named by account or name."""
        officers = [one for one in self.work.views.officers().values() if not one.disabled]
        found = [one.id for one in officers if typed in (one.id, one.name)]
        if len(found) != 1:
            raise Worded("没有这个人: {0}, {1}", typed, nearest(typed, [one.name for one in officers]))
        return found[0]

    def matter_of(self, typed: str) -> str:
        """Return the id of a matter."""
        return self.work.matter(typed).id

    def row_of(self, register: str, typed: str) -> str:
        """Return the number of a register's row in use."""
        found = reads.row(self.work.views, register, typed)
        if found is None or found.retired:
            raise Worded("没有这一条: {0}", typed)
        return found.no


def names_of(work: Work) -> dict[str, str]:
    """Return the names of people and matters by id."""
    people = work.views.names()
    return {**people, **{matter.id: matter.label for matter in work.views.matters()}}


# ---------------------------------------------------------------- acts


@handles(acts.RegisterAdd)
def add(work: Work, act: acts.RegisterAdd) -> Row:
    """Open a row."""
    register = _register(work, act.register)
    check_right(work, register.right)
    typed = _typed(register, register.fields, act.values)
    return _open(work, register, typed, act.reason, act.at)


def _open(work: Work, register: Register, typed: dict[str, str], reason: str, at: Instant) -> Row:
    for field in register.fields:
        if field.default and field.id not in typed:
            typed[field.id] = field.default
    values = _read_all(work, register.fields, typed)
    _unique(work, register, values, "")
    checked = _checked(register, ADD, values, work.text("reason", reason, required=False))
    checked["warned"] += warnings_of(register.id, work.views, values)
    no = f"{register.prefix}{reads.last_number(work.views, register.id) + 1}"
    people = names_of(work)
    told = _told(register.fields, values, people)
    state = register.states[0].id
    event = ev.RowAdded(**_about(register, no, values, people), told=told, values=values, state=state, **checked)
    row = work.append(event, at=at)
    dues.trigger(work, {_event(register, "added"): at}, None, subject=_subject(register, no))
    return row


@handles(acts.RegisterChange)
def change(work: Work, act: acts.RegisterChange) -> Row:
    """Set fields anew."""
    register = _register(work, act.register)
    check_right(work, register.right)
    typed = _typed(register, register.fields, act.values)
    if not typed:
        raise Refused("values", "没有写要改哪一栏")
    row = _set(work, register, _row(work, register, act.row), typed, act.reason, act.at)
    if row is None:
        raise Refused("values", "与原来一样, 没有改动")
    return row


def _set(
    work: Work, register: Register, before: reads.RowView, typed: Mapping[str, str], reason: str, at: Instant
) -> Row | None:
    """Set fields anew; None where nothing differs."""
    typed = {name: "" if value.strip() == EMPTY else value for name, value in typed.items()}
    changed = [field for field in register.fields if field.id in typed]
    new = _read_all(work, changed, typed)
    values = {**before.values, **new}
    for field in changed:
        if field.id not in new:
            values.pop(field.id, None)
    kept = {field.id: new.get(field.id) for field in changed if new.get(field.id) != before.values.get(field.id)}
    if not kept:
        return None
    _unique(work, register, values, before.no)
    checked = _checked(register, CHANGE, values, work.text("reason", reason, required=False))
    checked["warned"] += warnings_of(register.id, work.views, values)
    people = names_of(work)
    told = clauses(
        f"{field.name} {words.told(field, before.values.get(field.id), people)} → {words.told(field, kept[field.id], people)}"
        for field in changed
        if field.id in kept
    )
    old = {name: before.values.get(name) for name in kept}
    about = _about(register, before.no, values, people)
    return work.append(ev.RowChanged(**about, told=told, values=kept, before=old, **checked), at=at)


@handles(acts.RegisterDo)
def do(work: Work, act: acts.RegisterDo) -> Row:
    """Do one of the register's acts on a row."""
    register = _register(work, act.register)
    with naming("act"):
        wanted = register.act(act.act)
    check_right(work, wanted.right)
    before = _row(work, register, act.row)
    state = register.state(before.state)
    if wanted.begins and state.id not in wanted.begins:
        allowed = [register.state(name).name for name in wanted.begins]
        raise Refused("act", "{0} 现为 {1}, 只有 {2} 的才能 {3}", before.no, state.name, allowed, wanted.name)
    if not wanted.begins and state.ended:
        raise Refused("act", "{0} 已是 {1}", before.no, state.name)
    typed = _typed(register, wanted.fields, act.values)
    at = act.at
    values = _read_all(work, wanted.fields, typed)
    sets = {name: values[name] for name in wanted.sets if name in values}
    seen = {**before.values, **values}
    checked = _checked(register, wanted.id, seen, act.reason)
    people = names_of(work)
    event = ev.RowActed(
        **_about(register, before.no, {**before.values, **sets}, people),
        told=_told(wanted.fields, values, people),
        values=values,
        act=wanted.id,
        act_name=wanted.name,
        state=wanted.ends or state.id,
        sets=sets,
        **checked,
    )
    row = work.append(event, at=at)
    subject = _subject(register, before.no)
    _meet(work, register, wanted, at, subject)
    dues.trigger(work, {_event(register, wanted.id): at}, None, subject=subject)
    if register.state(event.state).ended:
        _end_clocks(work, register, subject)
    return row


@handles(acts.RegisterRetire)
def retire(work: Work, act: acts.RegisterRetire) -> Row:
    """Take a row out of use."""
    register = _register(work, act.register)
    check_right(work, register.right)
    before = _row(work, register, act.row)
    note = act.reason
    row = work.append(
        ev.RowRetired(**_about(register, before.no, before.values, names_of(work)), note=note),
        at=act.at,
    )
    _end_clocks(work, register, _subject(register, before.no))
    return row


@handles(acts.RegisterImport)
def take_in(work: Work, act: acts.RegisterImport) -> Row:
    """Take in the rows of a table, all of them or none: a row that is known is changed, another added.

    Raises:
        Refused: what is wrong with each line; nothing was taken in.
    """
    register = _register(work, act.register)
    check_right(work, register.right)
    taken: set[str] = set()
    return all_or_none(act.rows, lambda typed: _take(work, register, typed, act.reason, taken))


def _take(work: Work, register: Register, typed: dict[str, str], reason: str, taken: set[str]) -> Row | None:
    """Take in one line; None where a row says the same. Two lines of a table are two rows, whatever they have in common.

    ``taken``: the rows that lines before this one were; added to.
    """
    no = typed.pop("no", "").strip()
    if no:
        refuse_marked_cell("no", "编号", no)
        return _set(work, register, _row(work, register, no), typed, reason, work.said)
    told = [field for field in register.fields if field.id in typed]
    values = _read_all(work, told, typed)
    rows = [row for row in reads.rows(work.views, register.id) if row.no not in taken]
    same = [row for row in rows if all(row.values.get(field.id) == values.get(field.id) for field in told)]
    named = all(
        values.get(name) is not None for name in register.key
    )  # a line that does not say which row it is, is none
    known = [row for row in rows if named and all(row.values[name] == values[name] for name in register.key)]
    if same or len(known) == 1:
        before = (same or known)[0]
        taken.add(before.no)
        return None if same else _set(work, register, before, typed, reason, work.said)
    row = _open(work, register, typed, reason, work.said)
    event = decode(row.kind, row.payload)
    assert isinstance(event, ev.RowAdded)
    taken.add(event.no)
    return row


# ---------------------------------------------------------------- parts


def _register(work: Work, typed: str) -> Register:
    named = work.text("register", typed)
    with naming("register"):
        register = find(kept.every(work.books.registers), named)
    own = kept.own(register)
    if own is not None:
        raise Refused("register", "{0} 用 {1} 登记; 在登记簿里只查看和导出", Word(register.name), own.act)
    return register


def _row(work: Work, register: Register, typed: str) -> reads.RowView:
    found = reads.row(work.views, register.id, work.text("row", typed))
    if found is None:
        raise Refused("row", "{0} 里没有 {1}", register.name, typed)
    if found.retired:
        raise Refused("row", "{0} 已停用", found.no)
    return found


def _typed(register: Register, fields: Sequence[f.Field], listed: Iterable[str]) -> dict[str, str]:
    """Return what was typed by field.

    Raises:
        Refused: no such field, or one written twice.
    """
    typed: dict[str, str] = {}
    for one in listed:
        name, equals, value = one.partition("=")
        if not equals:
            raise Refused("values", "须写成 栏=值, 不是 {0}", one)
        with naming("values"):
            field: f.Field = register.field(name, fields)
        if field.id in typed:
            raise Refused(field.id, "“{0}” 填了两次", field.name)
        typed[field.id] = value
    return typed


def _read_all(work: Work, fields: Sequence[f.Field], typed: Mapping[str, str]) -> dict[str, f.Value]:
    """Return the values of what was typed; what is empty has none."""
    asked = Asked(work)
    values: dict[str, f.Value] = {}
    for field in fields:
        refuse_marked_cell(field.id, field.name, typed.get(field.id, ""))  # in "field=value" a grade alone is not seen
        kept = work.text(field.id, typed.get(field.id, ""), required=False)
        with naming(field.id):
            try:
                value = f.read(field, kept, asked)
            except Refused as refusal:
                raise Refused(field.id, "{0}: {1}", field.name, refusal) from refusal
            except Worded as error:
                raise Worded("{0}: {1}", field.name, error) from error
        if value is not None:
            values[field.id] = value
    return values


def _unique(work: Work, register: Register, values: Mapping[str, f.Value], own: str) -> None:
    """Refuse a value that another row in use has where each may have it once."""
    others = [
        row for row in reads.rows(work.views, register.id) if row.no != own and not register.state(row.state).ended
    ]
    for field in register.fields:
        same = [
            row.no
            for row in others
            if field.unique and field.id in values and row.values.get(field.id) == values[field.id]
        ]
        if same:
            raise Refused(field.id, "{0} 已有: {1}", field.name, same[0])


def _checked(register: Register, on: str, values: Mapping[str, f.Value], reason: str) -> dict[str, Any]:
    """Look at the declared checks; return what is kept of them: the reason, and what was warned of.

    Raises:
        Refused: one refuses, or asks for a reason that was not given.
    """
    warned: list[str] = []
    for check in register.checks:
        if on not in check.on or not check.holds(values):
            continue
        if check.kind == "refuse":
            raise Refused(check.field, "{0}", Word(check.words), traced=True)
        if check.kind == "ask" and not reason.strip():
            raise Refused("reason", "{0}; 请写理由", Word(check.words))
        if check.kind == "warn":
            warned.append(check.words)
    return {"note": reason.strip(), "warned": warned}


def _about(register: Register, no: str, values: Mapping[str, f.Value], people: Mapping[str, str]) -> dict[str, Any]:
    return {
        "register": register.id,
        "title": register.name,
        "no": no,
        "summary": words.summary(register, values, people),
    }


def _told(fields: Sequence[f.Field], values: Mapping[str, f.Value], people: Mapping[str, str]) -> str:
    return clauses(
        f"{field.name} {words.told(field, values[field.id], people)}" for field in fields if field.id in values
    )


def _subject(register: Register, no: str) -> str:
    return f"{register.name} {no}"


def _event(register: Register, what: str) -> str:
    """Name of what happened, as rules of the rulebook name it: ``register.materials.check``."""
    return f"register.{register.id}.{what}"


def _meet(work: Work, register: Register, act: RowAct, at: Instant, subject: str) -> None:
    """Meet what the act meets: of its row, and of the whole register where it is the last of its rows."""
    done = {act.event or _event(register, act.id), _event(register, act.id)}
    for view in work.views.clocks():
        rule = work.books.rules.rules.get(view.rule)
        if rule is None or view.matter_id is not None or not o.is_met_by(rule, done):
            continue
        whole = not view.subject and (not act.all or _is_last(work, register, act, view.trigger_at))
        if view.subject == subject or whole:
            dues.meet(work, done, None, at, subject=view.subject, besides=view)


def _is_last(work: Work, register: Register, act: RowAct, since: Instant) -> bool:
    """Whether every row in use has had an act since an instant."""
    held = {row.no for row in reads.rows(work.views, register.id) if not register.state(row.state).ended}
    return held <= reads.done_since(work.views, register.id, act.id, since)


def _end_clocks(work: Work, register: Register, subject: str) -> None:
    """Nothing is owed for a row that is done with."""
    for view in work.views.clocks():
        if view.subject == subject and view.trigger.startswith(f"register.{register.id}."):
            dues.cancel(work, view, "register_ended")
