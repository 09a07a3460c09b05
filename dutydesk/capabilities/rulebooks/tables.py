"""The rulebook that counts."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class RulebookRow(Table, table=True):
    """The accepted text; one row. ``files`` is JSON, name to content."""

    __tablename__: ClassVar[Any] = "rulebook"
    seq: int = integer_column(key=True)
    version: str = text_column()
    files: str = text_column()
    accepted_by: str = text_column()
    accepted_at: int = integer_column()
