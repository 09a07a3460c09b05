"""Calls, call tasks, the contact book."""

from __future__ import annotations

import json

from dutydesk.capabilities.calls import events as c
from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.obligations.events import AlertRaised, ObligationEnded
from dutydesk.kernel.instants import MINUTE
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(AlertRaised)
def _called_for(tx: Executes, row: Row, event: AlertRaised) -> None:
    """A step that calls makes a task for each person; the same person and matter within a minute is one (R13)."""
    if event.how != "call":
        return
    for place, person in enumerate(event.people):
        open_one = tx.execute(
            "SELECT id, obligations FROM call_task WHERE person = ? AND matter_id = ? AND state = 'open' "
            "AND raised_at > ? ORDER BY raised_at DESC LIMIT 1",
            (person, row.matter_id, row.at - MINUTE),
        )
        if open_one:
            about: list[str] = json.loads(str(open_one[0][1]))
            about = list(dict.fromkeys([*about, event.obligation]))
            tx.execute("UPDATE call_task SET obligations = ? WHERE id = ?", (as_json(about), open_one[0][0]))
            continue
        tx.execute(
            "INSERT INTO call_task (id, seq, place, person, matter_id, name, obligations, raised_at, state, tries, last_result) "
            "VALUES (?,?,?,?,?,?,?,?,'open',0,'')",
            (
                f"{event.obligation}/{event.step}/{person}", row.seq, place, person, row.matter_id, event.name,
                as_json([event.obligation]), row.at,
            ),
        )  # fmt: skip


@projects(ObligationEnded)
def _no_longer(tx: Executes, _row: Row, event: ObligationEnded) -> None:
    """A task all of whose clocks have ended is void: nobody needs calling any more."""
    for task, obligations in tx.execute("SELECT id, obligations FROM call_task WHERE state = 'open'"):
        about: list[str] = json.loads(str(obligations))
        if event.obligation not in about:
            continue
        others = [one for one in about if one != event.obligation]
        marks = ",".join("?" * len(others))
        still = others and tx.execute(f"SELECT 1 FROM obligation WHERE state = 'open' AND id IN ({marks})", others)  # noqa: S608
        if not still:
            tx.execute("UPDATE call_task SET state = 'void' WHERE id = ?", (task,))


@projects(c.CallLogged)
def _logged(tx: Executes, row: Row, event: c.CallLogged) -> None:
    tx.execute(
        "INSERT INTO call (seq, matter_id, name, number, result, text, task, at, actor) VALUES (?,?,?,?,?,?,?,?,?)",
        (row.seq, row.matter_id, event.name, event.number, event.result, event.text, event.task, row.at, row.actor),
    )
    if event.task:
        tx.execute(
            "UPDATE call_task SET tries = tries + 1, last_result = ?, last_at = ?, "
            "state = CASE WHEN ? = 'reached' AND state = 'open' THEN 'reached' ELSE state END WHERE id = ?",
            (event.result, row.at, event.result, event.task),
        )


@projects(c.EmergencyCalled)
def _emergency(tx: Executes, row: Row, event: c.EmergencyCalled) -> None:
    for number, person in enumerate(event.call_list, 1):
        tx.execute(
            "INSERT INTO call_task (id, seq, place, person, matter_id, name, obligations, raised_at, state, tries, last_result) "
            "VALUES (?,?,?,?,?,?,'[]',?,'open',0,'')",
            (f"{row.id}/{number}", row.seq, number, person, row.matter_id, event.text, row.at),
        )


@projects(MatterClosed)
def _over(tx: Executes, row: Row, _event: MatterClosed) -> None:
    """A closed matter calls nobody for help any more; tasks of its clocks end with these."""
    tx.execute(
        "UPDATE call_task SET state = 'void' WHERE matter_id = ? AND state = 'open' AND obligations = '[]'",
        (row.matter_id,),
    )


@projects(c.ContactSaved)
def _contact(tx: Executes, row: Row, event: c.ContactSaved) -> None:
    tx.execute("DELETE FROM contact WHERE id = ?", (event.contact,))
    tx.execute(
        "INSERT INTO contact (id, seq, unit, post, name, numbers, officer, verified_on, note, retired) VALUES (?,?,?,?,?,?,?,?,?,0)",
        (
            event.contact, row.seq, event.unit, event.post, event.name, as_json(event.numbers), event.officer,
            event.verified_on, event.note,
        ),
    )  # fmt: skip


@projects(c.ContactRetired)
def _retired(tx: Executes, _row: Row, event: c.ContactRetired) -> None:
    tx.execute("UPDATE contact SET retired = 1 WHERE id = ?", (event.contact,))
