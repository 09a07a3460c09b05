"""Units, actions, resources and running plans."""

from __future__ import annotations

from dutydesk.capabilities.coordination import events as c
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(c.PlanActivated)
def _plan(tx: Executes, row: Row, event: c.PlanActivated) -> None:
    tx.execute("DELETE FROM running_plan WHERE matter_id = ?", (row.matter_id,))
    tx.execute(
        "INSERT INTO running_plan (matter_id, cell, title, level, units, termination, call_list, source, activated_at) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        (
            row.matter_id, event.cell, event.title, event.level, as_json(event.units), as_json(event.termination),
            as_json(event.call_list), event.source, row.at,
        ),
    )  # fmt: skip
    rows = tx.execute("SELECT coalesce(max(number), 0) FROM plan_step WHERE matter_id = ?", (row.matter_id,))
    known = {str(text) for (text,) in tx.execute("SELECT text FROM plan_step WHERE matter_id = ?", (row.matter_id,))}
    number = int(rows[0][0])
    for step in event.steps:
        if step.text in known:
            continue  # the step of a lower level stands and may be done already
        number += 1
        tx.execute(
            "INSERT INTO plan_step (matter_id, number, cell, text, owner, within, must, state, done_by, note) "
            "VALUES (?,?,?,?,?,?,?,'open','','')",
            (row.matter_id, number, event.cell, step.text, step.owner, step.within, int(step.must)),
        )


@projects(c.PlanStepDone)
def _step_done(tx: Executes, row: Row, event: c.PlanStepDone) -> None:
    tx.execute(
        "UPDATE plan_step SET state = ?, done_at = ?, done_by = ?, note = ? WHERE matter_id = ? AND number = ?",
        ("left_out" if event.left_out else "done", row.at, row.actor, event.note, row.matter_id, event.number),
    )


@projects(c.ActionAssigned)
def _assigned(tx: Executes, row: Row, event: c.ActionAssigned) -> None:
    tx.execute(
        "INSERT INTO action (id, seq, matter_id, text, owner, state, assigned_at, due_at, note) VALUES (?,?,?,?,?,'assigned',?,?,'')",
        (event.action, row.seq, row.matter_id, event.text, event.owner, row.at, event.due_at),
    )


@projects(c.ActionMoved)
def _action_moved(tx: Executes, row: Row, event: c.ActionMoved) -> None:
    column = "received_at" if event.state == "received" else "ended_at"
    tx.execute(
        f"UPDATE action SET state = ?, note = ?, {column} = ? WHERE id = ?",  # noqa: S608 - one of two own names
        (event.state, event.note, row.at, event.action),
    )


@projects(c.ResourceMoved)
def _resource(tx: Executes, row: Row, event: c.ResourceMoved) -> None:
    if not tx.execute("SELECT 1 FROM resource WHERE id = ?", (event.resource,)):
        tx.execute(
            "INSERT INTO resource (id, seq, matter_id, what, unit, state, asked_at, moved_at, note) VALUES (?,?,?,?,?,?,?,?,?)",
            (event.resource, row.seq, row.matter_id, event.what, event.unit, event.state, row.at, row.at, event.note),
        )
        return
    tx.execute(
        "UPDATE resource SET state = ?, moved_at = ?, note = ? WHERE id = ?",
        (event.state, row.at, event.note, event.resource),
    )
