"""Reads of the keys."""

from __future__ import annotations

from dataclasses import dataclass

from dutydesk.kernel.instants import Instant
from dutydesk.store.views import Views

_SQL = "SELECT fingerprint, officer, kind, body, comment, added_by, added_at, revoked_by, revoked_at FROM ssh_key"


@dataclass(frozen=True)
class KeyView:
    """A public key as it stands; ``revoked_at`` is None while it lets in."""

    fingerprint: str
    officer: str
    kind: str
    body: str
    comment: str
    added_by: str
    added_at: Instant
    revoked_by: str
    revoked_at: Instant | None


def keys(views: Views, officer: str = "") -> list[KeyView]:
    """Return all keys in the order of their coming, those of one person where one is named."""
    rows = views.rows(f"{_SQL} WHERE ? IN ('', officer) ORDER BY added_at, fingerprint", (officer,))
    return [KeyView(*row) for row in rows]


def key(views: Views, fingerprint: str) -> KeyView | None:
    """Return a key, revoked or not."""
    rows = views.rows(f"{_SQL} WHERE fingerprint = ?", (fingerprint,))
    return KeyView(*rows[0]) if rows else None
