"""The rulebook that counts."""

from __future__ import annotations

from dutydesk.capabilities.rulebooks.events import RulebookAccepted
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(RulebookAccepted)
def _accepted(tx: Executes, row: Row, event: RulebookAccepted) -> None:
    tx.execute("DELETE FROM rulebook")
    tx.execute(
        "INSERT INTO rulebook (seq, version, files, accepted_by, accepted_at) VALUES (:seq, :version, :files, "
        ":accepted_by, :accepted_at)",
        {
            "seq": row.seq,
            "version": event.version,
            "files": as_json(event.files),
            "accepted_by": row.actor,
            "accepted_at": row.at,
        },
    )
