"""Rows of the registers, computed from the journal."""

from __future__ import annotations

import json
from typing import Any

from dutydesk.capabilities.registers import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects

_WRITE = (
    "UPDATE register_row SET row_values = ?, state = ?, retired = ?, changed_at = ?, changed_by = ? "
    "WHERE book = ? AND no = ?"
)


@projects(ev.RowAdded)
def _added(tx: Executes, row: Row, event: ev.RowAdded) -> None:
    digits = "".join(one for one in event.no if one.isdecimal())
    tx.execute(
        "INSERT INTO register_row (book, no, number, state, retired, row_values, added_at, added_by, changed_at, "
        "changed_by) VALUES (?,?,?,?,0,?,?,?,?,?)",
        (
            event.register, event.no, int(digits or 0), event.state, as_json(event.values), row.at, row.actor, row.at,
            row.actor,
        ),
    )  # fmt: skip
    _noted(tx, row, event)


@projects(ev.RowChanged)
def _changed(tx: Executes, row: Row, event: ev.RowChanged) -> None:
    _write(tx, row, event, event.values)


@projects(ev.RowActed)
def _acted(tx: Executes, row: Row, event: ev.RowActed) -> None:
    _write(tx, row, event, event.sets, state=event.state)


@projects(ev.RowRetired)
def _retired(tx: Executes, row: Row, event: ev.RowRetired) -> None:
    _write(tx, row, event, {}, retired=True)


def _write(
    tx: Executes, row: Row, event: ev.RegisterEvent, new: dict[str, Any], *, state: str = "", retired: bool = False
) -> None:
    sql = "SELECT row_values, state FROM register_row WHERE book = ? AND no = ?"
    for values, before in tx.execute(sql, (event.register, event.no)):
        kept = {name: value for name, value in {**json.loads(values), **new}.items() if value is not None}
        where = (event.register, event.no)
        tx.execute(_WRITE, (as_json(kept), state or before, int(retired), row.at, row.actor, *where))
    _noted(tx, row, event)


def _noted(tx: Executes, row: Row, event: ev.RegisterEvent) -> None:
    act = event.act if isinstance(event, ev.RowActed) else ""
    sql = "INSERT INTO register_act (seq, book, no, act, at) VALUES (?,?,?,?,?)"
    tx.execute(sql, (row.seq, event.register, event.no, act, row.at))
