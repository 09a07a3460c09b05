"""Units, actions, resources and running plans."""

from __future__ import annotations

from dutydesk.capabilities.coordination import events as c
from dutydesk.capabilities.coordination import tables as t
from dutydesk.capabilities.coordination.rules.coordination import RECEIVED
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import actor, at, changes, opens

opens(c.PlanActivated, t.RunningPlan, if_there="replace", activated_at=at)


def _is_received(event: c.ActionMoved) -> bool:
    return event.state == RECEIVED


@projects(c.PlanActivated)
def _steps(tx: Executes, row: Row, event: c.PlanActivated) -> None:
    rows = tx.execute(
        "SELECT coalesce(max(number), 0) FROM plan_step WHERE matter_id = :matter_id", {"matter_id": row.matter_id}
    )
    known = {
        str(text)
        for (text,) in tx.execute(
            "SELECT text FROM plan_step WHERE matter_id = :matter_id", {"matter_id": row.matter_id}
        )
    }
    number = int(rows[0][0])
    for step in event.steps:
        if step.text in known:
            continue  # the step of a lower level stands and may be done already
        number += 1
        tx.execute(
            "INSERT INTO plan_step (matter_id, number, cell, text, owner, within, must, state, done_by, note) "
            "VALUES (:matter_id, :number, :cell, :text, :owner, :within, :must, 'open', '', '')",
            {
                "matter_id": row.matter_id,
                "number": number,
                "cell": event.cell,
                "text": step.text,
                "owner": step.owner,
                "within": step.within,
                "must": int(step.must),
            },
        )


changes(
    c.PlanStepDone,
    t.PlanStep,
    state=lambda _row, v: "left_out" if v.left_out else "done",
    done_at=at,
    done_by=actor,
    note="note",
)


opens(c.ActionAssigned, t.Action, id="action", assigned_at=at)


changes(c.ActionMoved, t.Action, when=_is_received, id="action", state="state", note="note", received_at=at)
changes(
    c.ActionMoved, t.Action, when=lambda v: not _is_received(v), id="action", state="state", note="note", ended_at=at
)


opens(c.ResourceMoved, t.Resource, if_there="keep", id="resource", asked_at=at, moved_at=at)
changes(c.ResourceMoved, t.Resource, id="resource", state="state", moved_at=at, note="note")
