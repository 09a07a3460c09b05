"""What is not in the journal: drafts, secrets, second factors."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class Draft(SQLModel, table=True):
    """What was typed and not yet saved; not part of the journal, wiped when saved or thrown away."""

    __tablename__: ClassVar[Any] = "draft"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = text_column(key=True)
    place: str = text_column(key=True)
    body: str = text_column()
    saved_at: int = integer_column()


class Secret(SQLModel, table=True):
    """Salted scrypt digests of the officers' secrets; never in the journal."""

    __tablename__: ClassVar[Any] = "secret"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = text_column(key=True)
    digest: str = text_column()
    set_at: int = integer_column()


class SecondFactor(SQLModel, table=True):
    """Keys of the officers' second factors, and the newest period whose code was used; never in the journal."""

    __tablename__: ClassVar[Any] = "second_factor"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = text_column(key=True)
    shared: str = text_column()
    set_at: int = integer_column()
    used: int = integer_column()
