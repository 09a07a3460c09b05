"""Appeals: links."""

from __future__ import annotations

from dutydesk.capabilities.appeals import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(ev.AppealLinked)
def _linked(tx: Executes, row: Row, event: ev.AppealLinked) -> None:
    tx.execute(
        "INSERT INTO appeal_link (matter_id, other, seq, reason, actor, at) VALUES (?,?,?,?,?,?)",
        (row.matter_id, event.other, row.seq, event.reason, row.actor, row.at),
    )


@projects(ev.AppealUnlinked)
def _unlinked(tx: Executes, row: Row, event: ev.AppealUnlinked) -> None:
    tx.execute("DELETE FROM appeal_link WHERE matter_id = ? AND other = ?", (row.matter_id, event.other))
