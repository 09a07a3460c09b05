"""Copies: the newest word on each is a choice of the office's like others."""

from __future__ import annotations

from dutydesk.capabilities.backups import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects

_SQL = "INSERT OR REPLACE INTO choice (key, value, seq, at) VALUES (?,?,?,?)"


@projects(ev.BackupsPlaced)
def _placed(tx: Executes, row: Row, event: ev.BackupsPlaced) -> None:
    tx.execute(_SQL, (ev.BackupsPlaced.KIND, event.payload(), row.seq, row.at))


@projects(ev.BackupMade)
def _made(tx: Executes, row: Row, event: ev.BackupMade) -> None:
    tx.execute(_SQL, (ev.BackupMade.KIND, event.payload(), row.seq, row.at))


@projects(ev.BackupVerified)
def _verified(tx: Executes, row: Row, event: ev.BackupVerified) -> None:
    tx.execute(_SQL, (ev.BackupVerified.KIND, event.payload(), row.seq, row.at))


@projects(ev.BackupFailed)
def _failed(tx: Executes, row: Row, event: ev.BackupFailed) -> None:
    tx.execute(_SQL, (ev.BackupFailed.KIND, event.payload(), row.seq, row.at))


@projects(ev.StoreRestored)
def _restored(tx: Executes, row: Row, event: ev.StoreRestored) -> None:
    tx.execute(_SQL, (ev.StoreRestored.KIND, event.payload(), row.seq, row.at))
