"""The handovers, and the signed heads of the journal."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class Handover(Table, table=True):
    """A walkthrough and what became of it. ``ended``: sealed, cancelled, empty while it is under way."""

    __tablename__: ClassVar[Any] = "handover"
    __table_args__: ClassVar[Any] = (
        Index("handover_open", "shift", unique=True, sqlite_where=text("ended = ''")),
        STRICT,
    )
    id: str = text_column(key=True)
    shift: str = text_column()
    outgoing: str = text_column()
    incoming: str = text_column()
    begins: int = integer_column()
    ends: int = integer_column()
    cut_off: int = integer_column()
    started_at: int = integer_column()
    started_by: str = text_column()
    pages: str = text_column()
    cosigned: str = text_column()
    signatures: str = text_column()
    informed: str = text_column()
    informed_at: int = integer_column(null=True)
    informed_note: str = text_column()
    returned: str = text_column()
    ended: str = text_column()
    ended_at: int = integer_column(null=True)
    next_shift: str = text_column()
    relieved: str = text_column()
    count: int = integer_column()
    head: str = text_column()
    signature: str = text_column()
    sheet: str = text_column()
    digest: str = text_column()
    seq: int = integer_column()


class Addendum(Table, table=True):
    """What was added to a sealed sheet."""

    __tablename__: ClassVar[Any] = "addendum"
    __table_args__: ClassVar[Any] = (Index("addendum_handover", "handover"), STRICT)
    seq: int = integer_column(key=True)
    handover: str = text_column()
    at: int = integer_column()
    actor: str = text_column()
    body: str = text_column()


class Anchor(Table, table=True):
    """A signed head: ``seq`` is the row that carries it, ``count`` and ``head`` what was signed."""

    __tablename__: ClassVar[Any] = "anchor"
    seq: int = integer_column(key=True)
    count: int = integer_column()
    head: str = text_column()
    signature: str = text_column()
    why: str = text_column()
    at: int = integer_column()
