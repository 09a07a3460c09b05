"""Columns that STRICT tables take: Text, Integer, Blob."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text
from sqlalchemy.types import TypeEngine, UserDefinedType
from sqlmodel import Field, SQLModel

STRICT: dict[str, Any] = {"sqlite_strict": True}


class Table(SQLModel):
    """Base of tables; one with indexes names them, and ``STRICT``, in its own ``__table_args__``."""

    __table_args__: ClassVar[Any] = (STRICT,)


def _info(begins: Any) -> dict[str, Any]:
    return {} if begins is None else {"begins": begins}


def text_column(*, key: bool = False, null: bool = False, unique: bool = False, begins: str | None = None) -> Any:
    """Return a Text column; ``begins``: what stands in a new row where its event says nothing."""
    return Field(sa_column=Column(Text, primary_key=key, nullable=null, unique=unique, info=_info(begins)))


WHOLE = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits wherever the table is made: times are µs. SQLite has one kind of whole number, and STRICT tables want its name."""


def integer_column(*, key: bool = False, null: bool = False, begins: int | None = None) -> Any:
    """Return an Integer column: numbers, flags, times in µs UTC; ``begins`` as with texts."""
    return Field(sa_column=Column(WHOLE, primary_key=key, nullable=null, autoincrement=False, info=_info(begins)))


class _Any(UserDefinedType[Any]):
    """What SQLite's STRICT tables call ANY: each value as it was given."""

    cache_ok = True

    def get_col_spec(self, **_more: Any) -> str:
        """Return the type's name."""
        return "ANY"


def closed_column(*, begins: int | None = None) -> Any:
    """Return a column of a number or flag of a matter: an integer, or the mark of a sealed one (``kernel.sealed``)."""
    return Field(sa_column=Column(_Any(), nullable=False, info=_info(begins)))


def blob_column(*, unique: bool = False) -> Any:
    """Return a column of bytes."""
    kind: TypeEngine[bytes] = LargeBinary()
    return Field(sa_column=Column(kind, nullable=False, unique=unique))
