"""How reports went to their recipients, and what these confirmed."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class DeliveryRow(Table, table=True):
    """One way that a report went to one recipient."""

    __tablename__: ClassVar[Any] = "delivery"
    __table_args__: ClassVar[Any] = (Index("delivery_report", "report"), STRICT)
    seq: int = integer_column(key=True)
    matter_id: str = text_column()
    report: str = text_column()
    unit: str = text_column()
    way: str = text_column()
    taken_by: str = text_column()
    note: str = text_column()
    channel: str = text_column()
    outbox: str = text_column()
    at: int = integer_column()
    actor: str = text_column()


class ReceivedRow(Table, table=True):
    """A recipient has a report; the first word of it counts."""

    __tablename__: ClassVar[Any] = "received"
    report: str = text_column(key=True)
    unit: str = text_column(key=True)
    seq: int = integer_column()
    matter_id: str = text_column()
    taken_by: str = text_column()
    note: str = text_column()
    at: int = integer_column()
    actor: str = text_column()
