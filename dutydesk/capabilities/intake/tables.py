"""Messages taken in and what became of them."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class MessageRow(Table, table=True):
    """A message. ``id`` is its entry's; ``proposed`` the matter that its red proposal opened; ``disposed`` empty while it waits."""

    __tablename__: ClassVar[Any] = "message"
    id: str = text_column(key=True)
    seq: int = integer_column()
    received_at: int = integer_column()
    channel: str = text_column()
    sender: str = text_column()
    text: str = text_column()
    proposal: str = text_column()
    proposed: str = text_column(begins="")
    opened_at: int | None = integer_column(null=True)
    opened_by: str = text_column(begins="")
    disposed: str = text_column(begins="")
    disposed_at: int | None = integer_column(null=True)
    disposed_by: str = text_column(begins="")
    matter_id: str | None = text_column(null=True)
    to: str = text_column(begins="")
    reason: str = text_column(begins="")
    of: str = text_column(begins="")
    chosen: str = text_column(begins="{}")
    less: int = integer_column(begins=0)
