"""Keys: registered and revoked."""

from __future__ import annotations

from dutydesk.capabilities.ssh import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(ev.KeyAdded)
def _added(tx: Executes, row: Row, event: ev.KeyAdded) -> None:
    tx.execute(
        "INSERT INTO ssh_key (fingerprint, officer, kind, body, comment, added_by, added_at, revoked_by, revoked_at) "
        "VALUES (?,?,?,?,?,?,?,'',NULL)",
        (event.fingerprint, event.officer, event.ssh_kind, event.ssh_key, event.comment, row.actor, row.at),
    )


@projects(ev.KeyRevoked)
def _revoked(tx: Executes, row: Row, event: ev.KeyRevoked) -> None:
    tx.execute(
        "UPDATE ssh_key SET revoked_by=?, revoked_at=? WHERE fingerprint = ?", (row.actor, row.at, event.fingerprint)
    )
