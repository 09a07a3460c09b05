"""Holders and signatures."""

from __future__ import annotations

from dutydesk.capabilities.restricted import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(ev.MatterRestricted)
def _set(tx: Executes, row: Row, event: ev.MatterRestricted) -> None:
    tx.execute("DELETE FROM restricted WHERE matter_id = ?", (row.matter_id,))
    for holder in event.holders:
        tx.execute("INSERT INTO restricted (matter_id, holder, seq) VALUES (?,?,?)", (row.matter_id, holder, row.seq))


@projects(ev.RestrictionLifted)
def _lifted(tx: Executes, row: Row, _event: ev.RestrictionLifted) -> None:
    tx.execute("DELETE FROM restricted WHERE matter_id = ?", (row.matter_id,))


@projects(ev.AnnexSigned)
def _signed(tx: Executes, row: Row, event: ev.AnnexSigned) -> None:
    _note(tx, row, event.shift, row.actor, kept=0)


@projects(ev.KeptByLeader)
def _kept(tx: Executes, row: Row, event: ev.KeptByLeader) -> None:
    _note(tx, row, event.shift, event.leader, kept=1)


def _note(tx: Executes, row: Row, shift: str, officer: str, *, kept: int) -> None:
    tx.execute(
        "INSERT INTO annex (seq, matter_id, shift, officer, kept, at) VALUES (?,?,?,?,?,?)",
        (row.seq, row.matter_id, shift, officer, kept, row.at),
    )
