"""The rulebook that counts."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class RulebookRow(SQLModel, table=True):
    """The accepted text; one row. ``files`` is JSON, name to content."""

    __tablename__: ClassVar[Any] = "rulebook"
    __table_args__: ClassVar[Any] = (STRICT,)
    seq: int = integer_column(key=True)
    version: str = text_column()
    files: str = text_column()
    accepted_by: str = text_column()
    accepted_at: int = integer_column()
