"""Who holds which restricted matter."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class HolderRow(SQLModel, table=True):
    """One person who may see a matter; a matter with any such row is hidden from everybody else (``store.views.seen``)."""

    __tablename__: ClassVar[Any] = "restricted"
    __table_args__: ClassVar[Any] = (STRICT,)
    matter_id: str = text_column(key=True)
    holder: str = text_column(key=True)
    seq: int = integer_column()


class SealedRow(SQLModel, table=True):
    """A matter of which everything written since ``seq`` is sealed, up to ``until``; ``key``: what the key is called (``store.sealed``)."""

    __tablename__: ClassVar[Any] = "sealed"
    __table_args__: ClassVar[Any] = (STRICT,)
    matter_id: str = text_column(key=True)
    key: str = text_column()
    seq: int = integer_column()
    until: int | None = integer_column(null=True)


class StandingRow(SQLModel, table=True):
    """One person who holds every matter of a mark that is given from now on."""

    __tablename__: ClassVar[Any] = "standing_holder"
    __table_args__: ClassVar[Any] = (STRICT,)
    label: str = text_column(key=True)
    holder: str = text_column(key=True)
    seq: int = integer_column()


class AnnexRow(SQLModel, table=True):
    """Who signed for a restricted matter in which shift."""

    __tablename__: ClassVar[Any] = "annex"
    __table_args__: ClassVar[Any] = (STRICT,)
    seq: int = integer_column(key=True)
    matter_id: str = text_column()
    shift: str = text_column()
    officer: str = text_column()
    kept: int = integer_column()
    at: int = integer_column()
