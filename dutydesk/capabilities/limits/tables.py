"""What the office chose, and what officers answered about the criteria of an incident."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, closed_column, integer_column, text_column


class Choice(Table, table=True):
    """A choice of the office as it stands now, such as its column of reporting limits."""

    __tablename__: ClassVar[Any] = "choice"
    key: str = text_column(key=True)
    value: str = text_column()
    seq: int = integer_column()
    at: int = integer_column()


class ClockLimit(Table, table=True):
    """The column of reporting limits that set a clock's length; clocks of other rules have no row."""

    __tablename__: ClassVar[Any] = "clock_limit"
    obligation: str = text_column(key=True)
    name: str = text_column()


class Criterion(Table, table=True):
    """The newest answer to a criterion in words, by its text."""

    __tablename__: ClassVar[Any] = "criterion"
    matter_id: str = text_column(key=True)
    text: str = text_column(key=True)
    answer: int = closed_column()
    seq: int = integer_column()
    at: int = integer_column()
