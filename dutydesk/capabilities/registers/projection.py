"""Rows of the registers, computed from the journal."""

from __future__ import annotations

import json
from typing import Any

from dutydesk.capabilities.registers import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects

_WRITE = (
    "UPDATE register_row SET row_values = :row_values, state = :state, retired = :retired, changed_at = :changed_at, "
    "changed_by = :changed_by WHERE book = :book AND no = :no"
)


@projects(ev.RowAdded)
def _added(tx: Executes, row: Row, event: ev.RowAdded) -> None:
    digits = "".join(one for one in event.no if one.isdecimal())
    tx.execute(
        "INSERT INTO register_row (book, no, number, state, retired, row_values, added_at, added_by, changed_at, "
        "changed_by) VALUES (:book, :no, :number, :state, 0, :row_values, :added_at, :added_by, :changed_at, "
        ":changed_by)",
        {
            "book": event.register,
            "no": event.no,
            "number": int(digits or 0),
            "state": event.state,
            "row_values": as_json(event.values),
            "added_at": row.at,
            "added_by": row.actor,
            "changed_at": row.at,
            "changed_by": row.actor,
        },
    )
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
    sql = "SELECT row_values, state FROM register_row WHERE book = :book AND no = :no"
    for values, before in tx.execute(sql, {"book": event.register, "no": event.no}):
        kept = {name: value for name, value in {**json.loads(values), **new}.items() if value is not None}
        new_row = {
            "row_values": as_json(kept),
            "state": state or before,
            "retired": int(retired),
            "changed_at": row.at,
            "changed_by": row.actor,
            "book": event.register,
            "no": event.no,
        }
        tx.execute(_WRITE, new_row)
    _noted(tx, row, event)


def _noted(tx: Executes, row: Row, event: ev.RegisterEvent) -> None:
    act = event.act if isinstance(event, ev.RowActed) else ""
    sql = "INSERT INTO register_act (seq, book, no, act, at) VALUES (:seq, :book, :no, :act, :at)"
    tx.execute(sql, {"seq": row.seq, "book": event.register, "no": event.no, "act": act, "at": row.at})
