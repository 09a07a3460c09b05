"""What is not in the journal: drafts and secrets."""

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
