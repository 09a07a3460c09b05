"""Reads of leader's instructions."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views


@dataclass(frozen=True)
class UnitView:
    """A unit that was told; ``acknowledged_at`` None while it has not answered."""

    unit: str
    told_at: Instant
    acknowledged_at: Instant | None


@dataclass(frozen=True)
class InstructionView:
    """An instruction on a matter; ``subject`` is what its clocks are called."""

    number: int
    who: str
    text: str
    subject: str
    received_at: Instant
    limit_at: Instant | None
    closed_at: Instant | None
    units: tuple[UnitView, ...]

    @property
    def acknowledged_at(self) -> Instant | None:
        """Since when every unit has acknowledged; None while one has not, or it was not relayed."""
        return complete_at(self.units)


def complete_at(units: tuple[UnitView, ...]) -> Instant | None:
    """Return since when every unit has acknowledged; None while one has not, or none was told."""
    times = [one.acknowledged_at for one in units]
    return None if not times or None in times else max(at for at in times if at is not None)


def unanswered(views: Views) -> list[tuple[str, str]]:
    """Return id and label of the matters with an instruction that has no feedback yet, by label."""
    rows = views.rows(
        "SELECT DISTINCT m.id, m.label FROM instruction i JOIN matter m ON m.id = i.matter_id "
        "WHERE i.closed_at IS NULL ORDER BY m.label"
    )
    return [(str(matter_id), str(label)) for matter_id, label in rows]


def instructions(views: Views, matter_id: str) -> list[InstructionView]:
    """Return the instructions on a matter, oldest first."""
    sql = "SELECT number, unit, relayed_at, acknowledged_at FROM instruction_unit WHERE matter_id = ? ORDER BY relayed_at, seq, place"
    units = views.rows(sql, (matter_id,))
    rows = views.rows(
        "SELECT number, who, body, subject, received_at, limit_at, closed_at FROM instruction WHERE matter_id = ? "
        "ORDER BY number",
        (matter_id,),
    )
    return [InstructionView(*row, units=tuple(UnitView(*one[1:]) for one in units if one[0] == row[0])) for row in rows]
