"""Keys as the journal leaves them."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class KeyRow(SQLModel, table=True):
    """A public key and whose it is; revoked when (null: it lets in)."""

    __tablename__: ClassVar[Any] = "ssh_key"
    __table_args__: ClassVar[Any] = (STRICT,)
    fingerprint: str = text_column(key=True)
    officer: str = text_column()
    kind: str = text_column()
    body: str = text_column()
    comment: str = text_column()
    added_by: str = text_column()
    added_at: int = integer_column()
    revoked_by: str = text_column(begins="")
    revoked_at: int = integer_column(null=True)
