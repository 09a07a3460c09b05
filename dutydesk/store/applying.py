"""What an appended row does to the tables: the line of the log that it is, what its kind declares, what projections add."""

from __future__ import annotations

from dutydesk.capabilities import collect
from dutydesk.capabilities.obligations.rules.obligations import LATE_ENTRY
from dutydesk.kernel import events as e
from dutydesk.store.journal import Row
from dutydesk.store.projecting import APPLY, Executes
from dutydesk.store.statements import declared


def enter(tx: Executes, row: Row, *, quiet: bool) -> None:
    """Write the line of the log that every row is."""
    late = row.recorded_at - row.at > LATE_ENTRY
    tx.execute(
        "INSERT INTO entry (seq, at, matter_id, audit, late) VALUES (:seq, :at, :matter_id, :audit, :late)",
        {"seq": row.seq, "at": row.at, "matter_id": row.matter_id, "audit": int(quiet), "late": int(late)},
    )


def project(tx: Executes, row: Row, event: e.Event) -> None:
    """Write what an appended row changes in the tables."""
    enter(tx, row, quiet=event.quiet)
    collect("projection")
    if event.SETS:
        declared(type(event))(tx, row, event)
    for apply in APPLY.get(row.kind, ()):
        apply(tx, row, event)
