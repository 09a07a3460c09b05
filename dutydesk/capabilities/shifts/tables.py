"""People, shifts, the checklist."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class Shift(SQLModel, table=True):
    """A shift from signature to signature; ``begins``/``ends`` are the scheduled hours."""

    __tablename__: ClassVar[Any] = "shift"
    __table_args__: ClassVar[Any] = (STRICT,)
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


class RosterRow(SQLModel, table=True):
    """Scheduled hours and people."""

    __tablename__: ClassVar[Any] = "roster"
    __table_args__: ClassVar[Any] = (STRICT,)
    begins: int = integer_column(key=True)
    ends: int = integer_column()
    a: str = text_column()
    b: str = text_column()
    leader: str = text_column()
    director: str = text_column()


class Officer(SQLModel, table=True):
    """A person who may act; ``also``: further roles, separated by blanks."""

    __tablename__: ClassVar[Any] = "officer"
    __table_args__: ClassVar[Any] = (STRICT,)
    id: str = text_column(key=True)
    name: str = text_column()
    role: str = text_column()
    also: str = text_column()
    disabled: int = integer_column()


class Answer(SQLModel, table=True):
    """The newest answer to an item of the handover checklist within a shift."""

    __tablename__: ClassVar[Any] = "answer"
    __table_args__: ClassVar[Any] = (STRICT,)
    shift: str = text_column(key=True)
    item: str = text_column(key=True)
    state: str = text_column()
    note: str = text_column()
    actor: str = text_column()
    at: int = integer_column()
