"""The store itself and its journal."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, blob_column, integer_column, text_column


class Meta(Table, table=True):
    """Facts about the store itself: site, store id, drill mark."""

    __tablename__: ClassVar[Any] = "meta"
    key: str = text_column(key=True)
    value: str = text_column()


class Journal(Table, table=True):
    """The hash-chained, append-only journal (DESIGN §4)."""

    __tablename__: ClassVar[Any] = "journal"
    seq: int = integer_column(key=True)
    id: str = text_column(unique=True)
    origin: str = text_column()
    recorded_at: int = integer_column()
    at: int = integer_column()
    actor: str = text_column()
    kind: str = text_column()
    version: int = integer_column()
    matter_id: str = text_column(null=True)
    classification: str = text_column()
    payload: str = text_column()
    prev: bytes = blob_column(unique=True)
    hash: bytes = blob_column()


class Entry(Table, table=True):
    """One row per journal row that the log shows; ``audit`` = 1 for those of the audit filter only."""

    __tablename__: ClassVar[Any] = "entry"
    __table_args__: ClassVar[Any] = (
        Index("entry_matter", "matter_id", "seq"),
        Index("entry_at", "at"),
        STRICT,
    )
    seq: int = integer_column(key=True)
    at: int = integer_column()
    matter_id: str = text_column(null=True)
    audit: int = integer_column()
    late: int = integer_column()
    struck_by: int = integer_column(null=True)
