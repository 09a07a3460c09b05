"""Leader's instructions and the units that they were relayed to."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class InstructionRow(Table, table=True):
    """An instruction; ``subject`` is what its clocks are called, empty for the first of a matter."""

    __tablename__: ClassVar[Any] = "instruction"
    matter_id: str = text_column(key=True)
    number: int = integer_column(key=True)
    seq: int = integer_column()
    who: str = text_column()
    body: str = text_column()
    subject: str = text_column()
    received_at: int = integer_column()
    limit_at: int = integer_column(null=True)
    closed_at: int = integer_column(null=True)


class InstructionUnit(Table, table=True):
    """A unit that an instruction was relayed to."""

    __tablename__: ClassVar[Any] = "instruction_unit"
    matter_id: str = text_column(key=True)
    number: int = integer_column(key=True)
    unit: str = text_column(key=True)
    relayed_at: int = integer_column()
    acknowledged_at: int = integer_column(null=True)
    seq: int = integer_column()
    place: int = integer_column()
