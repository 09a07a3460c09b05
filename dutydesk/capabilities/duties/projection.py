"""Roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from dutydesk.capabilities.duties import events as d
from dutydesk.capabilities.duties.rules import HELD, LOCKED
from dutydesk.capabilities.obligations import events as e
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects

ROLL_CALL = "roll_call.received"
"""The trigger of the rulebook whose clocks are roll calls, whatever form bore them."""

# ---------------------------------------------------------------- presence


@projects(d.RollCallReceived)
def _called(tx: Executes, row: Row, event: d.RollCallReceived) -> None:
    tx.execute(
        "INSERT INTO presence (id, seq, caller, obligation, received_at, officer, state) VALUES (?,?,?,'',?,'','open')",
        (event.call, row.seq, event.caller, row.at),
    )


@projects(e.ObligationOpened)
def _owed(tx: Executes, row: Row, event: e.ObligationOpened) -> None:
    """A roll call's clock joins the call that was written down; one started by hand is a call of its own."""
    if event.trigger != ROLL_CALL:
        return
    found = tx.execute(
        "SELECT id FROM presence WHERE caller = ? AND received_at = ? AND obligation = '' AND state = 'open'",
        (event.subject, event.trigger_at),
    )
    if found:
        tx.execute(
            "UPDATE presence SET obligation = ?, due_at = ? WHERE id = ?", (event.obligation, event.due_at, found[0][0])
        )
        return
    tx.execute(
        "INSERT INTO presence (id, seq, caller, obligation, received_at, due_at, officer, state) VALUES (?,?,?,?,?,?,'','open')",
        (event.obligation, row.seq, event.subject, event.obligation, event.trigger_at, event.due_at),
    )


@projects(d.RollCallAnswered)
def _answered(tx: Executes, row: Row, event: d.RollCallAnswered) -> None:
    tx.execute(
        "UPDATE presence SET answered_at = ?, officer = ?, state = 'answered' WHERE id = ?",
        (row.at, row.actor, event.call),
    )


@projects(e.ObligationEnded)
def _ended(tx: Executes, row: Row, event: e.ObligationEnded) -> None:
    """The clock says whether the answer was in time; an answer by the generic 办结 counts as presence too."""
    if not tx.execute("SELECT 1 FROM presence WHERE obligation = ?", (event.obligation,)):
        return
    if event.outcome in {"met", "met_late"} and not event.declined:
        tx.execute(
            "UPDATE presence SET in_time = ?, answered_at = coalesce(answered_at, ?), state = 'answered', "
            "officer = CASE officer WHEN '' THEN ? ELSE officer END WHERE obligation = ?",
            (int(event.outcome == "met"), event.met_at, row.actor, event.obligation),
        )
    else:
        tx.execute("UPDATE presence SET state = 'ended' WHERE obligation = ? AND state = 'open'", (event.obligation,))


@projects(d.PatrolSaved)
def _patrol(tx: Executes, row: Row, event: d.PatrolSaved) -> None:
    tx.execute(
        "INSERT INTO patrol (seq, at, officer, text, abnormal, note) VALUES (?,?,?,?,?,?)",
        (row.seq, row.at, row.actor, event.text, int(event.abnormal), event.note),
    )


# ---------------------------------------------------------------- papers


@projects(d.PaperRegistered)
def _registered(tx: Executes, row: Row, event: d.PaperRegistered) -> None:
    tx.execute(
        "INSERT INTO paper (matter_id, number, copies, grade, period, place, holder, source, second, registered_at, "
        "registered_by, state) VALUES (?,?,?,?,?,?,'',?,?,?,?,?)",
        (
            row.matter_id, event.number, event.copies, event.grade, event.period, event.place, event.source,
            event.second, row.at, row.actor, HELD,
        ),
    )  # fmt: skip
    _move(tx, row, event.place, "", event.second)


@projects(d.PaperGraded)
def _graded(tx: Executes, row: Row, event: d.PaperGraded) -> None:
    tx.execute(
        "UPDATE paper SET grade = ?, period = ?, second = ? WHERE matter_id = ?",
        (event.grade, event.period, event.second, row.matter_id),
    )


@projects(d.PaperMoved)
def _moved(tx: Executes, row: Row, event: d.PaperMoved) -> None:
    tx.execute(
        "UPDATE paper SET place = ?, holder = ?, state = ? WHERE matter_id = ?",
        (event.place, event.holder, HELD, row.matter_id),
    )
    _move(tx, row, event.place, event.holder, event.second)


@projects(d.PaperEnded)
def _paper_ended(tx: Executes, row: Row, event: d.PaperEnded) -> None:
    tx.execute(
        "UPDATE paper SET state = ?, holder = ?, place = ?, ended_at = ? WHERE matter_id = ?",
        (event.state, event.holder, event.place, None if event.state == LOCKED else row.at, row.matter_id),
    )
    _move(tx, row, event.place, event.holder, event.second)


def _move(tx: Executes, row: Row, place: str, holder: str, second: str) -> None:
    tx.execute(
        "INSERT INTO paper_move (seq, matter_id, at, place, holder, officer, second) VALUES (?,?,?,?,?,?,?)",
        (row.seq, row.matter_id, row.at, place, holder, row.actor, second),
    )


# ---------------------------------------------------------------- visitors, keys, leaders


@projects(d.VisitorCame)
def _came(tx: Executes, row: Row, event: d.VisitorCame) -> None:
    tx.execute(
        "INSERT INTO visitor (id, seq, label, name, unit, reason, count, id_last4, came_at, officer) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            event.visit,
            row.seq,
            event.label or event.visit,
            event.name,
            event.unit,
            event.reason,
            event.count,
            event.id_last4,
            row.at,
            row.actor,
        ),
    )  # fmt: skip


@projects(d.VisitorLeft)
def _left(tx: Executes, row: Row, event: d.VisitorLeft) -> None:
    tx.execute("UPDATE visitor SET left_at = ? WHERE id = ?", (row.at, event.visit))


@projects(d.KeyTaken)
def _taken(tx: Executes, row: Row, event: d.KeyTaken) -> None:
    tx.execute(
        "INSERT INTO loan (id, seq, item, what, name, reason, taken_at, officer) VALUES (?,?,?,?,?,?,?,?)",
        (event.loan, row.seq, event.item, event.what, event.name, event.reason, row.at, row.actor),
    )


@projects(d.KeyReturned)
def _returned(tx: Executes, row: Row, event: d.KeyReturned) -> None:
    tx.execute("UPDATE loan SET returned_at = ? WHERE id = ?", (row.at, event.loan))


@projects(d.LeaderAway)
def _away(tx: Executes, row: Row, event: d.LeaderAway) -> None:
    tx.execute(
        "INSERT INTO leader_leave (id, seq, name, since, until, place, deputy, reported_at) VALUES (?,?,?,?,?,?,?,?)",
        (event.leave, row.seq, event.name, event.since, event.until, event.place, event.deputy, row.at),
    )


@projects(d.LeaderBack)
def _back(tx: Executes, row: Row, event: d.LeaderBack) -> None:
    tx.execute("UPDATE leader_leave SET ended_at = ? WHERE id = ?", (row.at, event.leave))
