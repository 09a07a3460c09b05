"""Reads of leader's instructions."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views
from dutydesk.store.views.reader import Reader


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


@dataclass(frozen=True)
class _Told(UnitView):
    """A unit that was told, and of which instruction."""

    matter_id: str
    number: int


@dataclass(frozen=True)
class InstructionLine:
    """An instruction of any matter as one line of the list; ``units``: whom it was relayed to, in one field."""

    matter_id: str
    number: int
    who: str
    text: str
    received_at: Instant
    limit_at: Instant | None
    closed_at: Instant | None
    units: str
    acknowledged_at: Instant | None

    @property
    def state(self) -> str:
        """How far it is: open, relayed, received, answered."""
        if self.closed_at is not None:
            return "answered"
        return "open" if not self.units else "relayed" if self.acknowledged_at is None else "received"


FEEDBACK = "instruction_feedback"
"""The clock of the answer to an instruction."""

_UNIT = Mapped(UnitView, "instruction_unit", told_at="relayed_at")
_INSTRUCTION = Mapped(InstructionView, "instruction", apart=("units",), text="body")
_TOLD = Mapped(_Told, "instruction_unit", told_at="relayed_at")
_LINE = Mapped(InstructionLine, "instruction", apart=("units", "acknowledged_at"), text="body")


def complete_at(units: tuple[UnitView, ...]) -> Instant | None:
    """Return since when every unit has acknowledged; None while one has not, or none was told."""
    times = [one.acknowledged_at for one in units]
    return None if not times or None in times else max(at for at in times if at is not None)


def answer_due(views: Views, matter_id: str, subject: str) -> Instant | None:
    """Return when the answer to an instruction is owed by the office's rule, where the instruction names no limit."""
    clocks = views.clocks(matter_id=matter_id, ended=True)
    return max((one.due_at for one in clocks if one.rule == FEEDBACK and one.subject == subject), default=None)


def unanswered(views: Views) -> list[tuple[str, str]]:
    """Return id and label of the matters with an instruction that has no feedback yet, by label."""
    rows = views.rows(
        "SELECT DISTINCT m.id, m.label FROM instruction i JOIN matter m ON m.id = i.matter_id "
        "WHERE i.closed_at IS NULL ORDER BY m.label"
    )
    return [(str(matter_id), str(label)) for matter_id, label in rows]


def instructions(views: Views, matter_id: str) -> list[InstructionView]:
    """Return the instructions on a matter, oldest first."""
    rows = views.rows(_INSTRUCTION.sql + "WHERE matter_id = :matter ORDER BY number", {"matter": matter_id})
    where = "WHERE matter_id = :matter AND number = :number ORDER BY relayed_at, seq, place"
    return [
        _INSTRUCTION.of(row, units=tuple(_UNIT.all(views, where, {"matter": matter_id, "number": row[0]})))
        for row in rows
    ]


def all_instructions(reader: Reader) -> list[InstructionLine]:
    """Return the instructions of all matters, oldest first."""
    told: dict[tuple[str, int], list[UnitView]] = {}
    for one in _TOLD.all(reader, "ORDER BY relayed_at, seq, place"):
        told.setdefault((one.matter_id, one.number), []).append(UnitView(one.unit, one.told_at, one.acknowledged_at))
    rows = reader.rows(_LINE.sql + "ORDER BY received_at, seq")
    units = [tuple(told.get((row[0], row[1]), ())) for row in rows]
    return [
        _LINE.of(row, units="、".join(unit.unit for unit in some), acknowledged_at=complete_at(some))
        for row, some in zip(rows, units, strict=True)
    ]
