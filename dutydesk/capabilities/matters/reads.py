"""Reads of a matter's facts in words."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.matters import OF_OPEN
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


_FACT = Mapped(FactView, "fact f JOIN journal j ON j.seq = f.seq", actor="j.actor")


def fact_history(views: Reader, matter_id: str) -> list[FactView]:
    """Return all facts ever recorded for a matter, oldest first by their own time."""
    return _FACT.all(views, "WHERE f.matter_id = :matter_id ORDER BY f.at, f.seq", {"matter_id": matter_id})


def facts_of_open(views: Reader) -> dict[str, dict[str, FactView]]:
    """Return the current facts by name, by the id of every open matter that has any."""
    told = _FACT.by(views, "f.matter_id", f"WHERE f.matter_id {OF_OPEN} ORDER BY f.at, f.seq")
    return {matter: {fact.name: fact for fact in some} for matter, some in told.items()}
