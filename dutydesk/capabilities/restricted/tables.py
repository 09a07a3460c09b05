"""Who holds which restricted matter."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class HolderRow(Table, table=True):
    """One person who may see a matter; a matter with any such row is hidden from everybody else (``store.views.seen``)."""

    __tablename__: ClassVar[Any] = "restricted"
    matter_id: str = text_column(key=True)
    holder: str = text_column(key=True)
    seq: int = integer_column()


class SealedRow(Table, table=True):
    """A matter of which everything written since ``seq`` is sealed, up to ``until``; ``key``: what the key is called (``store.sealed``)."""

    __tablename__: ClassVar[Any] = "sealed"
    matter_id: str = text_column(key=True)
    key: str = text_column()
    seq: int = integer_column()
    until: int | None = integer_column(null=True)


class StandingRow(Table, table=True):
    """One person who holds every matter of a mark that is given from now on."""

    __tablename__: ClassVar[Any] = "standing_holder"
    label: str = text_column(key=True)
    holder: str = text_column(key=True)
    seq: int = integer_column()


class AnnexRow(Table, table=True):
    """Who signed for a restricted matter in which shift."""

    __tablename__: ClassVar[Any] = "annex"
    seq: int = integer_column(key=True)
    matter_id: str = text_column()
    shift: str = text_column()
    officer: str = text_column()
    kept: int = integer_column()
    at: int = integer_column()
