"""The journal: one append-only, hash-chained list of events.

A row's hash is SHA-256 over a domain tag and the length-prefixed stored fields, the previous hash among
them. Lengths are counted in bytes, so no two different rows have the same digest text. Ids are UUIDv7 made
by the caller: a retry of an act that was saved but not acknowledged is harmless.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dutydesk.kernel.events import Event, decode
from dutydesk.kernel.instants import Instant

TAG = b"dutydesk/journal/1\x00"
GENESIS = hashlib.sha256(TAG).digest()
"""``prev`` of the first row."""

COLUMNS = "seq, id, origin, recorded_at, at, actor, kind, version, matter_id, classification, payload, prev, hash"
NAMES = tuple(COLUMNS.split(", "))
INSERT = f"INSERT INTO journal ({COLUMNS}) VALUES (:{', :'.join(NAMES)})"  # noqa: S608 - constant columns
_NUMBERS = struct.Struct(">qqqq")
_LENGTHS = struct.Struct(">7i")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the journal."""

    seq: int
    id: str
    origin: str
    recorded_at: Instant
    at: Instant
    actor: str
    kind: str
    version: int
    matter_id: str | None
    classification: str
    payload: str

    @property
    def event(self) -> Event:
        """The event of this row."""
        return decode(self.kind, self.payload)

    @property
    def values(self) -> tuple[Any, ...]:
        """The columns of the row itself, in the order of ``COLUMNS``."""
        return (
            self.seq, self.id, self.origin, self.recorded_at, self.at, self.actor, self.kind, self.version,
            self.matter_id, self.classification, self.payload,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """A row with its place in the chain: the hash of the row before it, and its own."""

    row: Row
    prev: bytes
    own: bytes

    @classmethod
    def of(cls, row: Row, prev: bytes) -> Link:
        """Return a new row as it follows ``prev``."""
        return cls(row, prev, digest(row.values, prev))

    @property
    def values(self) -> tuple[Any, ...]:
        """All columns, in the order of ``COLUMNS``."""
        return (*self.row.values, self.prev, self.own)

    def follows(self, seq: int, own: bytes) -> bool:
        """Return whether it is the row after that one, unaltered."""
        return self.row.seq == seq + 1 and self.prev == own and digest(self.row.values, self.prev) == self.own


def by_name(values: Sequence[Any]) -> dict[str, Any]:
    """Return all columns of a row by their names, as ``INSERT`` takes them; ``values`` in the order of ``COLUMNS``."""
    return dict(zip(NAMES, values, strict=True))


def digest(values: Sequence[Any], prev: bytes) -> bytes:
    """Return the hash of a row.

    Args:
        values: the first eleven stored columns, in the order of ``COLUMNS``; texts as ``str`` or as stored bytes.
        prev: the previous row's hash.
    """
    seq, row_id, origin, recorded_at, at, actor, kind, version, matter_id, classification, payload = values
    parts = tuple(
        b"" if part is None else part if isinstance(part, bytes) else part.encode()
        for part in (row_id, origin, actor, kind, matter_id, classification, payload)
    )
    lengths = (
        _LENGTHS.pack(*map(len, parts))
        if matter_id is not None
        else _LENGTHS.pack(*(-1 if index == 4 else len(part) for index, part in enumerate(parts)))
    )
    return hashlib.sha256(b"".join((TAG, prev, _NUMBERS.pack(seq, recorded_at, at, version), lengths, *parts))).digest()


def alike(execute: Callable[..., list[tuple[Any, ...]]], row: Row, since: int) -> list[Row]:
    """Return the rows of a row's kind and matter between a seq and that row, the newest first."""
    found = execute(
        "SELECT seq, id, origin, recorded_at, at, actor, kind, version, matter_id, classification, payload "
        "FROM journal WHERE seq > :since AND seq < :seq AND kind = :kind AND matter_id IS :matter_id ORDER BY seq DESC",
        {"since": since, "seq": row.seq, "kind": row.kind, "matter_id": row.matter_id},
    )
    return [Row(*one) for one in found]
