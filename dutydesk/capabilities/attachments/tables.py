"""Files and recordings."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class AttachmentRow(Table, table=True):
    """A file that is kept (``name``), or a recording that lies elsewhere (``path``). ``entry``: the message or call that it came with."""

    __tablename__: ClassVar[Any] = "attachment"
    id: str = text_column(key=True)
    seq: int = integer_column()
    at: int = integer_column()
    actor: str = text_column()
    matter_id: str | None = text_column(null=True)
    entry: str = text_column(begins="")
    name: str = text_column(begins="")
    path: str = text_column(begins="")
    sha256: str = text_column()
    size: int = integer_column()
    seconds: int = integer_column(begins=0)
    note: str = text_column(begins="")
    whole: int = integer_column(begins=0)
    own: str = text_column(begins="")
    own_size: int = integer_column(begins=0)
