"""What is not in the journal: drafts, secrets, second factors."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class Draft(Table, table=True):
    """What was typed and not yet saved; not part of the journal, wiped when saved or thrown away."""

    __tablename__: ClassVar[Any] = "draft"
    officer: str = text_column(key=True)
    place: str = text_column(key=True)
    body: str = text_column()
    saved_at: int = integer_column()


class Secret(Table, table=True):
    """Salted scrypt digests of the officers' secrets; never in the journal."""

    __tablename__: ClassVar[Any] = "secret"
    officer: str = text_column(key=True)
    digest: str = text_column()
    set_at: int = integer_column()


class SecondFactor(Table, table=True):
    """Keys of the officers' second factors, and the newest period whose code was used; never in the journal."""

    __tablename__: ClassVar[Any] = "second_factor"
    officer: str = text_column(key=True)
    shared: str = text_column()
    set_at: int = integer_column()
    used: int = integer_column()
