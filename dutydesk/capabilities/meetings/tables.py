"""Meetings and who was invited; notes, decisions and minutes are read from the journal."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class MeetingRow(Table, table=True):
    """A meeting as it is planned now."""

    __tablename__: ClassVar[Any] = "meeting"
    __table_args__: ClassVar[Any] = (Index("meeting_begins", "begins_at"), STRICT)
    matter_id: str = text_column(key=True)
    begins_at: int = integer_column()
    ends_at: int = integer_column()
    place: str = text_column()
    room: str = text_column()
    tested_at: int = integer_column(null=True)
    minutes_at: int = integer_column(null=True)
    called_off_at: int = integer_column(null=True)


class MeetingUnit(Table, table=True):
    """Who was invited, and whether they acknowledged."""

    __tablename__: ClassVar[Any] = "meeting_unit"
    matter_id: str = text_column(key=True)
    unit: str = text_column(key=True)
    sent_at: int = integer_column()
    acknowledged_at: int = integer_column(null=True)
    seq: int = integer_column()
    place: int = integer_column()
