"""People, shifts, the checklist."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class Shift(Table, table=True):
    """A shift from signature to signature; ``begins``/``ends`` are the scheduled hours."""

    __tablename__: ClassVar[Any] = "shift"
    id: str = text_column(key=True)
    begins: int = integer_column()
    ends: int = integer_column()
    a: str = text_column()
    b: str = text_column()
    leader: str = text_column()
    director: str = text_column()
    began_at: int = integer_column()
    ended_at: int = integer_column(null=True)
    away_post: str = text_column(begins="")
    away_until: int = integer_column(null=True)


class RosterRow(Table, table=True):
    """Scheduled hours and people."""

    __tablename__: ClassVar[Any] = "roster"
    begins: int = integer_column(key=True)
    ends: int = integer_column()
    a: str = text_column()
    b: str = text_column()
    leader: str = text_column()
    director: str = text_column()


class Officer(Table, table=True):
    """A person who may act; ``also``: further roles, separated by blanks."""

    __tablename__: ClassVar[Any] = "officer"
    id: str = text_column(key=True)
    name: str = text_column()
    role: str = text_column()
    also: str = text_column()
    disabled: int = integer_column()


class Answer(Table, table=True):
    """The newest answer to an item of the handover checklist within a shift."""

    __tablename__: ClassVar[Any] = "answer"
    shift: str = text_column(key=True)
    item: str = text_column(key=True)
    state: str = text_column()
    note: str = text_column()
    actor: str = text_column()
    at: int = integer_column()
