"""Reads of the rulebook that counts."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dutydesk.domain.instants import Instant
from dutydesk.domain.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class AcceptedView:
    """The accepted text: files by name, who accepted it when."""

    seq: int
    version: str
    files: Mapping[str, str]
    accepted_by: str
    accepted_at: Instant


def accepted(reader: Reader) -> AcceptedView | None:
    """Return the rulebook that was accepted last, None where none was."""
    rows = reader.rows("SELECT seq, version, files, accepted_by, accepted_at FROM rulebook")
    if not rows:
        return None
    seq, version, files, by, at = rows[0]
    return AcceptedView(int(seq), str(version), json.loads(files), str(by), int(at))


def accepted_seq(reader: Reader) -> int:
    """Return the row by which the rulebook was accepted, 0 where none was."""
    rows = reader.rows("SELECT seq FROM rulebook")
    return int(rows[0][0]) if rows else 0
