"""Holders and signatures."""

from __future__ import annotations

from dutydesk.capabilities.restricted import events as ev
from dutydesk.capabilities.restricted import tables as t
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, actor, ends, matter, opens


@projects(ev.MatterRestricted)
def _set(tx: Executes, row: Row, event: ev.MatterRestricted) -> None:
    tx.execute("DELETE FROM restricted WHERE matter_id = ?", (row.matter_id,))
    for holder in event.holders:
        tx.execute("INSERT INTO restricted (matter_id, holder, seq) VALUES (?,?,?)", (row.matter_id, holder, row.seq))


@projects(ev.StandingNamed)
def _standing(tx: Executes, row: Row, event: ev.StandingNamed) -> None:
    tx.execute("DELETE FROM standing_holder WHERE label = ?", (event.label,))
    for holder in event.holders:
        tx.execute("INSERT INTO standing_holder (label, holder, seq) VALUES (?,?,?)", (event.label, holder, row.seq))


ends(ev.RestrictionLifted, t.HolderRow, matter_id=matter)


opens(ev.MatterSealed, t.SealedRow, if_there="replace")


opens(ev.AnnexSigned, t.AnnexRow, officer=actor, kept=Fixed(0))


opens(ev.KeptByLeader, t.AnnexRow, officer="leader", kept=Fixed(1))
