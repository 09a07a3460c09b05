"""Roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from dutydesk.capabilities.duties import events as d
from dutydesk.capabilities.duties import tables as t
from dutydesk.capabilities.duties.rules import HELD, LOCKED
from dutydesk.capabilities.obligations import events as e
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, actor, at, changes, opens

ROLL_CALL = "roll_call.received"
"""The trigger of the rulebook whose clocks are roll calls, whatever form bore them."""

# ---------------------------------------------------------------- presence


opens(d.RollCallReceived, t.Presence, id="call", received_at=at)
changes(d.RollCallAnswered, t.Presence, id="call", answered_at=at, officer=actor, state=Fixed("answered"))


@projects(e.ObligationOpened)
def _owed(tx: Executes, row: Row, event: e.ObligationOpened) -> None:
    """A roll call's clock joins the call that was written down; one started by hand is a call of its own."""
    if event.trigger != ROLL_CALL:
        return
    found = tx.execute(
        "SELECT id FROM presence WHERE caller = :caller AND received_at = :received_at AND obligation = '' AND "
        "state = 'open'",
        {"caller": event.subject, "received_at": event.trigger_at},
    )
    if found:
        tx.execute(
            "UPDATE presence SET obligation = :obligation, due_at = :due_at WHERE id = :id",
            {"obligation": event.obligation, "due_at": event.due_at, "id": found[0][0]},
        )
        return
    tx.execute(
        "INSERT INTO presence (id, seq, caller, obligation, received_at, due_at, officer, state) VALUES (:id, "
        ":seq, :caller, :obligation, :received_at, :due_at, '', 'open')",
        {
            "id": event.obligation,
            "seq": row.seq,
            "caller": event.subject,
            "obligation": event.obligation,
            "received_at": event.trigger_at,
            "due_at": event.due_at,
        },
    )


@projects(e.ObligationEnded)
def _ended(tx: Executes, row: Row, event: e.ObligationEnded) -> None:
    """The clock says whether the answer was in time; an answer by the generic 办结 counts as presence too."""
    if not tx.execute("SELECT 1 FROM presence WHERE obligation = :obligation", {"obligation": event.obligation}):
        return
    if event.outcome in {"met", "met_late"} and not event.declined:
        tx.execute(
            "UPDATE presence SET in_time = :in_time, answered_at = coalesce(answered_at, :met_at), state = 'answered', "
            "officer = CASE officer WHEN '' THEN :actor ELSE officer END WHERE obligation = :obligation",
            {
                "in_time": int(event.outcome == "met"),
                "met_at": event.met_at,
                "actor": row.actor,
                "obligation": event.obligation,
            },
        )
    else:
        tx.execute(
            "UPDATE presence SET state = 'ended' WHERE obligation = :obligation AND state = 'open'",
            {"obligation": event.obligation},
        )


opens(d.PatrolSaved, t.Patrol, officer=actor)

# ---------------------------------------------------------------- papers

opens(d.PaperRegistered, t.Paper, registered_at=at, registered_by=actor)
opens(d.PaperRegistered, t.PaperMove, holder=Fixed(""), officer=actor)
changes(d.PaperMoved, t.Paper, place="place", holder="holder", state=Fixed(HELD))
opens(d.PaperMoved, t.PaperMove, officer=actor)
changes(
    d.PaperEnded,
    t.Paper,
    state="state",
    holder="holder",
    place="place",
    ended_at=lambda row, v: None if v.state == LOCKED else row.at,
)
opens(d.PaperEnded, t.PaperMove, officer=actor)

# ---------------------------------------------------------------- visitors, keys, leaders

opens(d.VisitorCame, t.Visitor, id="visit", label=lambda _row, v: v.label or v.visit, came_at=at, officer=actor)
changes(d.VisitorLeft, t.Visitor, id="visit", left_at=at)
opens(d.KeyTaken, t.Loan, id="loan", taken_at=at, officer=actor)
opens(d.LeaderAway, t.LeaderLeave, id="leave", reported_at=at)
changes(d.LeaderBack, t.LeaderLeave, id="leave", ended_at=at)
