"""The private table of secrets: digests alone, and in no journal."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.store.engine import Transaction


def keep(tx: Transaction, officer: str, digest: str, now: Instant) -> None:
    """Put an officer's digest in the place of an older one."""
    tx.execute("DELETE FROM secret WHERE officer = ?", (officer,))
    tx.execute("INSERT INTO secret (officer, digest, set_at) VALUES (?,?,?)", (officer, digest, now))
