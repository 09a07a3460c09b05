"""One table holds the rows of all registers, another what was done on them."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class RegisterRow(Table, table=True):
    """A row. ``book`` is its register's id; ``row_values``: JSON by field; ``state`` as declared, ``retired`` 1 when it is out of use."""

    __tablename__: ClassVar[Any] = "register_row"
    book: str = text_column(key=True)
    no: str = text_column(key=True)
    number: int = integer_column()
    state: str = text_column()
    retired: int = integer_column()
    row_values: str = text_column()
    added_at: int = integer_column()
    added_by: str = text_column()
    changed_at: int = integer_column()
    changed_by: str = text_column()


class RegisterAct(Table, table=True):
    """What was done on a row: ``act`` as declared, empty for what every register can do."""

    __tablename__: ClassVar[Any] = "register_act"
    __table_args__: ClassVar[Any] = (Index("register_act_row", "book", "no"), STRICT)
    seq: int = integer_column(key=True)
    book: str = text_column()
    no: str = text_column()
    act: str = text_column()
    at: int = integer_column()
