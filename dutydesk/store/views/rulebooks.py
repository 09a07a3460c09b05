"""Reads of the rulebook that counts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class AcceptedView:
    """The accepted text: files by name, who accepted it when."""

    seq: int
    version: str
    files: Mapping[str, str]
    accepted_by: str
    accepted_at: Instant
    shipped: Mapping[str, str]
    """Digests of the files that came with dutydesk then; empty where an older version accepted."""


def accepted(reader: Reader) -> AcceptedView | None:
    """Return the rulebook that was accepted last, None where none was."""
    rows = reader.rows(
        "SELECT r.seq, r.version, r.files, r.accepted_by, r.accepted_at, json_extract(j.payload, '$.shipped') "
        "FROM rulebook r LEFT JOIN journal j ON j.seq = r.seq"
    )
    if not rows:
        return None
    seq, version, files, by, at, shipped = rows[0]
    return AcceptedView(int(seq), str(version), json.loads(files), str(by), int(at), json.loads(shipped or "{}"))


def accepted_seq(reader: Reader) -> int:
    """Return the row by which the rulebook was accepted, 0 where none was."""
    rows = reader.rows("SELECT seq FROM rulebook")
    return int(rows[0][0]) if rows else 0


def accepted_at(reader: Reader) -> Instant:
    """Return when the rulebook that counts was accepted, 0 where none was."""
    rows = reader.rows("SELECT accepted_at FROM rulebook")
    return int(rows[0][0]) if rows else 0
