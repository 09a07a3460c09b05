"""Keys as the journal leaves them."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class KeyRow(Table, table=True):
    """A public key and whose it is; revoked when (null: it lets in)."""

    __tablename__: ClassVar[Any] = "ssh_key"
    fingerprint: str = text_column(key=True)
    officer: str = text_column()
    kind: str = text_column()
    body: str = text_column()
    comment: str = text_column()
    added_by: str = text_column()
    added_at: int = integer_column()
    revoked_by: str = text_column(begins="")
    revoked_at: int = integer_column(null=True)
