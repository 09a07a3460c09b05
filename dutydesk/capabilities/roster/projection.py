"""The roster beyond the plan: changes, swaps, leave, important periods, staff."""

from __future__ import annotations

from dutydesk.capabilities.roster import events as r
from dutydesk.capabilities.roster.rules import swaps
from dutydesk.capabilities.roster.rules.roster import Overlay
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(r.RosterCleared)
def _cleared(tx: Executes, _row: Row, event: r.RosterCleared) -> None:
    tx.execute("DELETE FROM roster WHERE begins >= ? AND begins < ?", (event.begins, event.ends))


@projects(r.RosterChanged)
def _changed(tx: Executes, row: Row, event: r.RosterChanged) -> None:
    posts = (event.a, event.b, event.leader, event.director)
    _add(tx, Overlay(event.change, event.layer, event.begins, event.ends, row.seq, *posts, event.reason))


def _add(tx: Executes, one: Overlay) -> None:
    tx.execute(
        "INSERT INTO roster_change (id, layer, begins, ends, ordinal, a, b, leader, director, reason) "
        "VALUES (?,?,?,?,?,?,?,?,?,?)",
        (one.id, one.layer, one.begins, one.ends, one.order, one.a, one.b, one.leader, one.director, one.reason),
    )


@projects(r.RosterChangeDropped)
def _dropped(tx: Executes, _row: Row, event: r.RosterChangeDropped) -> None:
    tx.execute("DELETE FROM roster_change WHERE id = ?", (event.change,))


@projects(r.SwapRequested)
def _requested(tx: Executes, row: Row, event: r.SwapRequested) -> None:
    tx.execute(
        "INSERT INTO roster_swap (id, seq, giver, taker, begins, ends, post, back_begins, back_ends, back_post, state, "
        "reason, asked_at) VALUES (?,?,?,?,?,?,?,?,?,?,'requested',?,?)",
        (
            event.swap, row.seq, event.giver, event.taker, event.begins, event.ends, event.post, event.back_begins,
            event.back_ends, event.back_post, event.reason, row.at,
        ),
    )  # fmt: skip


def _state(tx: Executes, swap: str, state: str) -> None:
    tx.execute("UPDATE roster_swap SET state = ? WHERE id = ?", (state, swap))


@projects(r.SwapAccepted)
def _accepted(tx: Executes, _row: Row, event: r.SwapAccepted) -> None:
    _state(tx, event.swap, "accepted")


@projects(r.SwapApproved)
def _approved(tx: Executes, row: Row, event: r.SwapApproved) -> None:
    _state(tx, event.swap, "approved")
    sql = "SELECT giver, taker, begins, ends, post, back_begins, back_ends, back_post, reason FROM roster_swap WHERE id = ?"
    for giver, taker, begins, ends, post, back_begins, back_ends, back_post, reason in tx.execute(sql, (event.swap,)):
        back = swaps.Part(back_begins, back_ends, back_post) if back_begins is not None else None
        given = swaps.Part(begins, ends, post)
        for one in swaps.changes(swaps.Swap(event.swap, giver, taker, given, back, "approved", reason), row.seq):
            _add(tx, one)


@projects(r.SwapRefused)
def _refused(tx: Executes, _row: Row, event: r.SwapRefused) -> None:
    _state(tx, event.swap, "refused")


@projects(r.SwapWithdrawn)
def _withdrawn(tx: Executes, _row: Row, event: r.SwapWithdrawn) -> None:
    _state(tx, event.swap, "withdrawn")


@projects(r.LeaveSet)
def _leave(tx: Executes, row: Row, event: r.LeaveSet) -> None:
    tx.execute(
        "INSERT INTO roster_leave (id, seq, officer, begins, ends, reason) VALUES (?,?,?,?,?,?)",
        (event.leave, row.seq, event.officer, event.begins, event.ends, event.reason),
    )


@projects(r.LeaveCancelled)
def _leave_cancelled(tx: Executes, _row: Row, event: r.LeaveCancelled) -> None:
    tx.execute("DELETE FROM roster_leave WHERE id = ?", (event.leave,))


@projects(r.PeriodSet)
def _period(tx: Executes, row: Row, event: r.PeriodSet) -> None:
    tx.execute(
        "INSERT INTO roster_period (id, seq, name, first, last, reason, set_at) VALUES (?,?,?,?,?,?,?)",
        (event.period, row.seq, event.name, event.first, event.last, event.reason, row.recorded_at),
    )


@projects(r.PeriodCancelled)
def _period_cancelled(tx: Executes, _row: Row, event: r.PeriodCancelled) -> None:
    tx.execute("DELETE FROM roster_period WHERE id = ?", (event.period,))


@projects(r.StaffSet)
def _staff(tx: Executes, _row: Row, event: r.StaffSet) -> None:
    tx.execute("DELETE FROM roster_staff WHERE officer = ?", (event.officer,))
    tx.execute(
        "INSERT INTO roster_staff (officer, grade, team, joined, left_on, newcomer, part_time) VALUES (?,?,?,?,?,?,?)",
        (event.officer, event.grade, event.group, event.joined, event.left, event.newcomer, int(event.part_time)),
    )
