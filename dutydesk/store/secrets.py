"""The private tables of secrets: digests, and keys of second factors; in no journal."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.store.engine import Transaction


def keep(tx: Transaction, officer: str, digest: str, now: Instant) -> None:
    """Put an officer's digest in the place of an older one."""
    tx.execute("DELETE FROM secret WHERE officer = :officer", {"officer": officer})
    tx.execute(
        "INSERT INTO secret (officer, digest, set_at) VALUES (:officer, :digest, :set_at)",
        {"officer": officer, "digest": digest, "set_at": now},
    )


def keep_factor(tx: Transaction, officer: str, shared: str, used: int, now: Instant) -> None:
    """Put an officer's second factor in the place of an older one."""
    drop_factor(tx, officer)
    tx.execute(
        "INSERT INTO second_factor (officer, shared, set_at, used) VALUES (:officer, :shared, :set_at, :used)",
        {"officer": officer, "shared": shared, "set_at": now, "used": used},
    )


def drop_factor(tx: Transaction, officer: str) -> None:
    """Take an officer's second factor away."""
    tx.execute("DELETE FROM second_factor WHERE officer = :officer", {"officer": officer})


def spend_code(tx: Transaction, officer: str, step: int) -> None:
    """Keep that the code of a period was used: neither it nor an older one is taken again."""
    tx.execute("UPDATE second_factor SET used = :used WHERE officer = :officer", {"used": step, "officer": officer})
