"""Calls, call tasks, the contact book."""

from __future__ import annotations

import json

from dutydesk.capabilities.calls import events as c
from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.coordination import tables as t
from dutydesk.capabilities.obligations.events import AlertRaised, ObligationEnded
from dutydesk.kernel.instants import MINUTE
from dutydesk.store.journal import Row
from dutydesk.store.mapped import among
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import Fixed, at, changes, opens


@projects(AlertRaised)
def _called_for(tx: Executes, row: Row, event: AlertRaised) -> None:
    """A step that calls makes a task for each person; the same person and matter within a minute is one (R13)."""
    if event.how != "call":
        return
    for place, person in enumerate(event.people):
        open_one = tx.execute(
            "SELECT id, obligations FROM call_task WHERE person = :person AND matter_id = :matter_id "
            "AND state = 'open' AND raised_at > :raised_at ORDER BY raised_at DESC LIMIT 1",
            {"person": person, "matter_id": row.matter_id, "raised_at": row.at - MINUTE},
        )
        if open_one:
            about: list[str] = json.loads(str(open_one[0][1]))
            about = list(dict.fromkeys([*about, event.obligation]))
            tx.execute(
                "UPDATE call_task SET obligations = :obligations WHERE id = :id",
                {"obligations": as_json(about), "id": open_one[0][0]},
            )
            continue
        tx.execute(
            "INSERT INTO call_task (id, seq, place, person, matter_id, name, obligations, raised_at, state, "
            "tries, last_result) "
            "VALUES (:id, :seq, :place, :person, :matter_id, :name, :obligations, :raised_at, 'open', 0, '')",
            {
                "id": f"{event.obligation}/{event.step}/{person}",
                "seq": row.seq,
                "place": place,
                "person": person,
                "matter_id": row.matter_id,
                "name": event.name,
                "obligations": as_json([event.obligation]),
                "raised_at": row.at,
            },
        )


@projects(ObligationEnded)
def _no_longer(tx: Executes, _row: Row, event: ObligationEnded) -> None:
    """A task all of whose clocks have ended is void: nobody needs calling any more."""
    for task, obligations in tx.execute("SELECT id, obligations FROM call_task WHERE state = 'open'"):
        about: list[str] = json.loads(str(obligations))
        if event.obligation not in about:
            continue
        others = [one for one in about if one != event.obligation]
        listed, named = among("id", others)
        still = others and tx.execute(f"SELECT 1 FROM obligation WHERE state = 'open' AND id IN {listed}", named)  # noqa: S608
        if not still:
            tx.execute("UPDATE call_task SET state = 'void' WHERE id = :id", {"id": task})


opens(c.CallLogged, t.Call)


changes(
    c.CallPassedOn, t.CallTask, id="task", person="person", tries=Fixed(0), last_result=Fixed(""), last_at=Fixed(None)
)


@projects(c.CallLogged)
def _tried(tx: Executes, row: Row, event: c.CallLogged) -> None:
    if event.task:
        reached = event.result == "reached" if event.reached is None else event.reached
        tx.execute(
            "UPDATE call_task SET tries = tries + 1, last_result = :last_result, last_at = :last_at, "
            "state = CASE WHEN :reached AND state = 'open' THEN 'reached' ELSE state END WHERE id = :id",
            {"last_result": event.result, "last_at": row.at, "reached": int(reached), "id": event.task},
        )


opens(
    c.EmergencyCalled,
    t.CallTask,
    each=lambda row, v: ((f"{row.id}/{place}", place, person) for place, person in enumerate(v.call_list, 1)),
    parts=("id", "place", "person"),
    name="text",
    raised_at=at,
)


@projects(MatterClosed)
def _over(tx: Executes, row: Row, _event: MatterClosed) -> None:
    """A closed matter calls nobody for help any more; tasks of its clocks end with these."""
    tx.execute(
        "UPDATE call_task SET state = 'void' WHERE matter_id = :matter_id AND state = 'open' AND obligations = '[]'",
        {"matter_id": row.matter_id},
    )


opens(c.ContactSaved, t.Contact, if_there="replace", id="contact")


changes(c.ContactRetired, t.Contact, id="contact", retired=Fixed(1))
