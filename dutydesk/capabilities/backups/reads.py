"""Reads about copies: where they go, and the newest word on each step."""

from __future__ import annotations

from typing import TypeVar

from dutydesk.capabilities.backups.events import BackupFailed, BackupMade, BackupsPlaced, BackupVerified, StoreRestored
from dutydesk.kernel.events import Event, decoded
from dutydesk.kernel.instants import Instant
from dutydesk.store.views.reader import Reader

Kind = TypeVar("Kind", bound=Event)


def place(views: Reader) -> BackupsPlaced | None:
    """Return where the daily copies go, None where nowhere."""
    found = _newest(views, BackupsPlaced)
    return found[0] if found is not None and found[0].folder else None


def made(views: Reader) -> tuple[BackupMade, Instant] | None:
    """Return the newest copy and when it was made."""
    return _newest(views, BackupMade)


def verified(views: Reader) -> tuple[BackupVerified, Instant] | None:
    """Return the newest proof and when it was had."""
    return _newest(views, BackupVerified)


def failed(views: Reader) -> tuple[BackupFailed, Instant] | None:
    """Return the newest failure and when it was."""
    return _newest(views, BackupFailed)


def restored(views: Reader) -> tuple[StoreRestored, Instant] | None:
    """Return that a copy was put back last, and when."""
    return _newest(views, StoreRestored)


def restorations(views: Reader) -> list[tuple[int, StoreRestored]]:
    """Return every time a copy was put back, with its row: what is missing before that row is missing knowingly."""
    rows = views.rows("SELECT seq, payload FROM journal WHERE kind = :kind ORDER BY seq", {"kind": StoreRestored.KIND})
    found = ((int(seq), decoded(StoreRestored.KIND, str(payload))) for seq, payload in rows)
    return [(seq, event) for seq, event in found if isinstance(event, StoreRestored)]


def _newest(views: Reader, kind: type[Kind]) -> tuple[Kind, Instant] | None:
    rows = views.rows("SELECT value, at FROM choice WHERE key = :key", {"key": kind.KIND})
    event = decoded(kind.KIND, str(rows[0][0])) if rows else None
    return (event, int(rows[0][1])) if isinstance(event, kind) else None
