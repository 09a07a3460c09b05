"""Reads of the keys."""

from __future__ import annotations

from dataclasses import dataclass

from dutydesk.kernel.instants import Instant
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views


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


_KEY = Mapped(KeyView, "ssh_key")


def keys(views: Views, officer: str = "") -> list[KeyView]:
    """Return all keys in the order of their coming, those of one person where one is named."""
    return _KEY.all(views, "WHERE :who IN ('', officer) ORDER BY added_at, fingerprint", {"who": officer})


def key(views: Views, fingerprint: str) -> KeyView | None:
    """Return a key, revoked or not."""
    return _KEY.first(views, "WHERE fingerprint = :key", {"key": fingerprint})
