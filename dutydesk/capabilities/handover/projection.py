"""Handovers and signed heads."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover.reads import COLUMNS, walk_from
from dutydesk.capabilities.handover.rules.walkthrough import Posts, Walkthrough, begun
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(h.HandoverStarted)
def _started(tx: Executes, row: Row, event: h.HandoverStarted) -> None:
    outgoing = tx.execute("SELECT a, b, leader, director FROM shift WHERE id = ?", (event.shift,))[0]
    walk = begun(event, Posts(*map(str, outgoing)), row.actor, row.at)
    tx.execute(
        "INSERT INTO handover (id, seq, shift, outgoing, incoming, begins, ends, cut_off, started_at, started_by, pages, cosigned, "
        "signatures, informed, informed_note, returned, ended, next_shift, relieved, count, head, signature, sheet, digest) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,'{}','{}','{}','','','','','','[]',0,'','','','')",
        (
            walk.id, row.seq, walk.shift, as_json(asdict(walk.outgoing)), as_json(asdict(walk.incoming)), walk.begins, walk.ends,
            walk.cut_off, walk.started_at, walk.started_by,
        ),
    )  # fmt: skip


def _walk(tx: Executes, handover: str) -> Walkthrough:
    return walk_from(tx.execute(f"SELECT {COLUMNS} FROM handover WHERE id = ?", (handover,))[0])  # noqa: S608 - own names


def _step(tx: Executes, row: Row, event: h.HandoverEvent) -> None:
    """Write the walkthrough as it stands after an event of its own."""
    walk = _walk(tx, event.handover).after(event, row.actor, row.at)
    tx.execute(
        "UPDATE handover SET pages=?, cosigned=?, signatures=?, informed=?, informed_at=?, informed_note=?, returned=?, ended=? "
        "WHERE id = ?",
        (
            as_json(walk.read), as_json({key: asdict(one) for key, one in walk.cosigned.items()}),
            as_json({side: asdict(one) for side, one in walk.signatures.items()}), walk.informed, walk.informed_at,
            walk.informed_note, walk.returned, walk.ended, walk.id,
        ),
    )  # fmt: skip


for _kind in (h.PageRead, h.OverdueCosigned, h.HandoverSigned, h.HandoverReturned, h.LeaderInformed):
    projects(_kind)(_step)


@projects(h.HandoverCancelled)
def _cancelled(tx: Executes, row: Row, event: h.HandoverCancelled) -> None:
    _step(tx, row, event)
    tx.execute("UPDATE handover SET ended_at = ? WHERE id = ?", (row.at, event.handover))


@projects(h.HandoverSealed)
def _sealed(tx: Executes, row: Row, event: h.HandoverSealed) -> None:
    _step(tx, row, event)
    values: tuple[Any, ...] = (
        row.at, event.incoming, as_json(event.relieved), event.count, event.head, event.signature, event.sheet,
        event.digest, event.handover,
    )  # fmt: skip
    tx.execute(
        "UPDATE handover SET ended_at=?, next_shift=?, relieved=?, count=?, head=?, signature=?, sheet=?, digest=? WHERE id=?",
        values,
    )


@projects(h.HandoverAddendum)
def _addendum(tx: Executes, row: Row, event: h.HandoverAddendum) -> None:
    tx.execute(
        "INSERT INTO addendum (seq, handover, at, actor, body) VALUES (?,?,?,?,?)",
        (row.seq, event.handover, row.at, row.actor, event.text),
    )


@projects(h.HeadSigned)
def _anchored(tx: Executes, row: Row, event: h.HeadSigned) -> None:
    tx.execute(
        "INSERT INTO anchor (seq, count, head, signature, why, at) VALUES (?,?,?,?,?,?)",
        (row.seq, event.count, event.head, event.signature, event.why, row.at),
    )
