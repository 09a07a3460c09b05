"""The roster beyond the plan: changes, swaps, leave, important periods, staff."""

from __future__ import annotations

from dutydesk.capabilities.roster import events as r
from dutydesk.capabilities.roster import tables as t
from dutydesk.capabilities.roster.rules import swaps
from dutydesk.capabilities.roster.rules.roster import Overlay
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, at, changes, ends, opens


@projects(r.RosterCleared)
def _cleared(tx: Executes, _row: Row, event: r.RosterCleared) -> None:
    tx.execute(
        "DELETE FROM roster WHERE begins >= :begins AND begins < :ends", {"begins": event.begins, "ends": event.ends}
    )


opens(r.RosterChanged, t.RosterChange, id="change", ordinal=lambda row, _v: row.seq)


def _add(tx: Executes, one: Overlay) -> None:
    tx.execute(
        "INSERT INTO roster_change (id, layer, begins, ends, ordinal, a, b, leader, director, reason) "
        "VALUES (:id, :layer, :begins, :ends, :ordinal, :a, :b, :leader, :director, :reason)",
        {
            "id": one.id,
            "layer": one.layer,
            "begins": one.begins,
            "ends": one.ends,
            "ordinal": one.order,
            "a": one.a,
            "b": one.b,
            "leader": one.leader,
            "director": one.director,
            "reason": one.reason,
        },
    )


ends(r.RosterChangeDropped, t.RosterChange, id="change")


opens(r.SwapRequested, t.RosterSwap, id="swap", asked_at=at)
for _kind, _state in (
    (r.SwapAccepted, "accepted"),
    (r.SwapApproved, "approved"),
    (r.SwapRefused, "refused"),
    (r.SwapWithdrawn, "withdrawn"),
):
    changes(_kind, t.RosterSwap, id="swap", state=Fixed(_state))


@projects(r.SwapApproved)
def _approved(tx: Executes, row: Row, event: r.SwapApproved) -> None:
    sql = (
        "SELECT giver, taker, begins, ends, post, back_begins, back_ends, back_post, reason FROM roster_swap WHERE "
        "id = :id"
    )
    for giver, taker, begins, until, post, back_begins, back_ends, back_post, reason in tx.execute(
        sql, {"id": event.swap}
    ):
        back = swaps.Part(back_begins, back_ends, back_post) if back_begins is not None else None
        given = swaps.Part(begins, until, post)
        for one in swaps.changes(swaps.Swap(event.swap, giver, taker, given, back, "approved", reason), row.seq):
            _add(tx, one)


opens(r.LeaveSet, t.RosterLeave, id="leave")


ends(r.LeaveCancelled, t.RosterLeave, id="leave")


opens(r.PeriodSet, t.RosterPeriod, id="period", set_at=lambda row, _v: row.recorded_at)


ends(r.PeriodCancelled, t.RosterPeriod, id="period")


opens(r.StaffSet, t.RosterStaff, if_there="replace", team="group", left_on="left")
