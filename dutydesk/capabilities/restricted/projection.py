"""Holders and signatures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dutydesk.capabilities.restricted import events as ev
from dutydesk.capabilities.restricted import tables as t
from dutydesk.kernel import sealed
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, actor, ends, matter, opens


@projects(ev.MatterRestricted)
def _set(tx: Executes, row: Row, event: ev.MatterRestricted) -> None:
    tx.execute("DELETE FROM restricted WHERE matter_id = :matter_id", {"matter_id": row.matter_id})
    for holder in event.holders:
        tx.execute(
            "INSERT INTO restricted (matter_id, holder, seq) VALUES (:matter_id, :holder, :seq)",
            {"matter_id": row.matter_id, "holder": holder, "seq": row.seq},
        )


@projects(ev.StandingNamed)
def _standing(tx: Executes, row: Row, event: ev.StandingNamed) -> None:
    tx.execute("DELETE FROM standing_holder WHERE label = :label", {"label": event.label})
    for holder in event.holders:
        tx.execute(
            "INSERT INTO standing_holder (label, holder, seq) VALUES (:label, :holder, :seq)",
            {"label": event.label, "holder": holder, "seq": row.seq},
        )


ends(ev.RestrictionLifted, t.HolderRow, matter_id=matter)


opens(ev.MatterSealed, t.SealedRow, if_there="replace")


@projects(ev.MatterUnsealed)
def _unsealed(tx: Executes, row: Row, event: ev.MatterUnsealed) -> None:
    """Let the tables say in the open what was sealed; the rows of the journal stand."""
    tx.execute(
        "UPDATE sealed SET until = :until WHERE matter_id = :matter_id", {"until": row.seq, "matter_id": row.matter_id}
    )
    plain = dict(zip(event.told[::2], event.told[1::2], strict=True))
    _rewrite(tx, lambda value: sealed.told(value, plain))


@projects(ev.MatterRemarked)
def _remarked(tx: Executes, row: Row, event: ev.MatterRemarked) -> None:
    tx.execute(
        "UPDATE sealed SET key = :key WHERE matter_id = :matter_id", {"key": event.key, "matter_id": row.matter_id}
    )
    marks = dict(zip(event.marks[::2], event.marks[1::2], strict=True))
    _rewrite(tx, lambda value: sealed.remarked(value, marks))


def _rewrite(tx: Executes, of: Callable[[Any], Any]) -> None:
    """Change sealed values wherever they stand in the tables; a mark is of one matter alone, whichever row it stands in.

    What was answered in the open before the sealing and again under it is one row then, the newer.
    """
    tables = tx.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('journal', 'meta') "
        "AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY name"
    )
    for (table,) in tables:
        columns = tx.execute("SELECT name, type FROM pragma_table_info(:table)", {"table": table})
        texts = [
            f'"{name}"'
            for name, kind in columns
            if kind in {"TEXT", "ANY"} and name not in ("id", "matter_id", "obligation")
        ]
        if not texts:
            continue
        marked = " OR ".join(f"instr({name}, '{sealed.BEGINS}')" for name in texts)
        for number, *values in tx.execute(f"SELECT rowid, {', '.join(texts)} FROM {table} WHERE {marked}"):  # noqa: S608 - names of the schema
            anew = [of(value) for value in values]
            if anew != values:
                named = {f"value{place}": value for place, value in enumerate(anew)}
                sets = ", ".join(f"{name} = :value{place}" for place, name in enumerate(texts))
                tx.execute(f"UPDATE OR REPLACE {table} SET {sets} WHERE rowid = :rowid", {**named, "rowid": number})  # noqa: S608 - names of the schema


opens(ev.AnnexSigned, t.AnnexRow, officer=actor, kept=Fixed(0))


opens(ev.KeptByLeader, t.AnnexRow, officer="leader", kept=Fixed(1))
