"""What the office chose, and what officers answered about the criteria of an incident."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, closed_column, integer_column, text_column


class Choice(SQLModel, table=True):
    """A choice of the office as it stands now, such as its column of reporting limits."""

    __tablename__: ClassVar[Any] = "choice"
    __table_args__: ClassVar[Any] = (STRICT,)
    key: str = text_column(key=True)
    value: str = text_column()
    seq: int = integer_column()
    at: int = integer_column()


class ClockLimit(SQLModel, table=True):
    """The column of reporting limits that set a clock's length; clocks of other rules have no row."""

    __tablename__: ClassVar[Any] = "clock_limit"
    __table_args__: ClassVar[Any] = (STRICT,)
    obligation: str = text_column(key=True)
    name: str = text_column()


class Criterion(SQLModel, table=True):
    """The newest answer to a criterion in words, by its text."""

    __tablename__: ClassVar[Any] = "criterion"
    __table_args__: ClassVar[Any] = (STRICT,)
    matter_id: str = text_column(key=True)
    text: str = text_column(key=True)
    answer: int = closed_column()
    seq: int = integer_column()
    at: int = integer_column()
