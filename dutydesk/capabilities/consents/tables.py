"""Consents of others: given, owed, waited for."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class ConsentRow(Table, table=True):
    """One consent of one person. ``state``: given, owed (by telephone, not signed for yet), waiting, refused."""

    __tablename__: ClassVar[Any] = "consent"
    id: str = text_column(key=True)
    seq: int = integer_column()
    entry: str = text_column()
    first: str = text_column()
    call: str = text_column()
    act: str = text_column()
    words: str = text_column()
    matter_id: str | None = text_column(null=True)
    person: str = text_column()
    how: str = text_column()
    agreed_at: int | None = integer_column(null=True)
    recorded_by: str = text_column()
    state: str = text_column()
    answered_at: int | None = integer_column(null=True)
    reason: str = text_column()
