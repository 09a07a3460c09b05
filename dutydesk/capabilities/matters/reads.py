"""Reads of a matter's facts in words."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class FactView:
    """One fact in words, with its source and whether, by whom and through what it was verified."""

    name: str
    text: str
    source: str
    verified: bool
    verified_by: str
    through: str
    at: Instant
    seq: int
    actor: str


def fact_history(views: Reader, matter_id: str) -> list[FactView]:
    """Return all facts ever recorded for a matter, oldest first by their own time."""
    sql = (
        "SELECT f.name, f.text, f.source, f.verified, f.verified_by, f.through, f.at, f.seq, j.actor "
        "FROM fact f JOIN journal j ON j.seq = f.seq WHERE f.matter_id = :matter_id ORDER BY f.at, f.seq"
    )
    return [FactView(n, t, s, bool(v), *rest) for n, t, s, v, *rest in views.rows(sql, {"matter_id": matter_id})]
