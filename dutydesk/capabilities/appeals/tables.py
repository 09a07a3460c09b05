"""Appeals: links to what was there before. Matters are linked, never persons."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class AppealLink(Table, table=True):
    """An officer's decision that an appeal is about the same as an earlier matter."""

    __tablename__: ClassVar[Any] = "appeal_link"
    matter_id: str = text_column(key=True)
    other: str = text_column(key=True)
    seq: int = integer_column()
    reason: str = text_column()
    actor: str = text_column()
    at: int = integer_column()
