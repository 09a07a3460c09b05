"""Handovers and signed heads."""

from __future__ import annotations

from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover import tables as t
from dutydesk.capabilities.handover.reads import walkthrough_of
from dutydesk.capabilities.handover.rules.walkthrough import Posts, begun
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import at, changes, opens
from dutydesk.store.views.reader import Reader


@projects(h.HandoverStarted)
def _started(tx: Executes, row: Row, event: h.HandoverStarted) -> None:
    outgoing = tx.execute("SELECT a, b, leader, director FROM shift WHERE id = :id", {"id": event.shift})[0]
    walk = begun(event, Posts(*map(str, outgoing)), row.actor, row.at)
    tx.execute(
        "INSERT INTO handover (id, seq, shift, outgoing, incoming, begins, ends, cut_off, started_at, "
        "started_by, pages, cosigned, "
        "signatures, informed, informed_note, returned, ended, next_shift, relieved, count, head, signature, sheet, digest) "
        "VALUES (:id, :seq, :shift, :outgoing, :incoming, :begins, :ends, :cut_off, :started_at, :started_by, "
        "'{}', '{}', '{}', '', '', '', '', '', '[]', 0, '', '', '', '')",
        {
            "id": walk.id,
            "seq": row.seq,
            "shift": walk.shift,
            "outgoing": as_json(vars(walk.outgoing)),
            "incoming": as_json(vars(walk.incoming)),
            "begins": walk.begins,
            "ends": walk.ends,
            "cut_off": walk.cut_off,
            "started_at": walk.started_at,
            "started_by": walk.started_by,
        },
    )


def _step(tx: Executes, row: Row, event: h.HandoverEvent) -> None:
    """Write the walkthrough as it stands after an event of its own."""
    before = walkthrough_of(Reader(tx.execute), event.handover)
    assert before is not None
    walk = before.after(event, row.actor, row.at)
    tx.execute(
        "UPDATE handover SET pages=:pages, cosigned=:cosigned, signatures=:signatures, informed=:informed, "
        "informed_at=:informed_at, informed_note=:informed_note, returned=:returned, ended=:ended "
        "WHERE id = :id",
        {
            "pages": as_json(walk.read),
            "cosigned": as_json({key: vars(one) for key, one in walk.cosigned.items()}),
            "signatures": as_json({side: vars(one) for side, one in walk.signatures.items()}),
            "informed": walk.informed,
            "informed_at": walk.informed_at,
            "informed_note": walk.informed_note,
            "returned": walk.returned,
            "ended": walk.ended,
            "id": walk.id,
        },
    )


for _kind in (
    h.PageRead, h.OverdueCosigned, h.HandoverSigned, h.HandoverReturned, h.LeaderInformed, h.HandoverCancelled, h.HandoverSealed,
):  # fmt: skip
    projects(_kind)(_step)


changes(
    h.HandoverSealed,
    t.Handover,
    id="handover",
    ended_at=at,
    next_shift="incoming",
    relieved="relieved",
    count="count",
    head="head",
    signature="signature",
    sheet="sheet",
    digest="digest",
)


opens(h.HandoverAddendum, t.Addendum, body="text")


opens(h.HeadSigned, t.Anchor)
