"""Accounts as the journal leaves them: failures, locks, secrets to be changed."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlmodel import SQLModel

from dutydesk.store.columns import STRICT, integer_column, text_column


class AccountRow(SQLModel, table=True):
    """State of an account: locked until when (null: not), and whether its secret was given by another."""

    __tablename__: ClassVar[Any] = "account"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = text_column(key=True)
    locked_until: int = integer_column(null=True)
    must_change: int = integer_column()


class LoginFailureRow(SQLModel, table=True):
    """A wrong secret that still counts: gone with a login, an unlocking, or the lock that it led to."""

    __tablename__: ClassVar[Any] = "login_failure"
    __table_args__: ClassVar[Any] = (STRICT,)
    seq: int = integer_column(key=True)
    officer: str = text_column()
    at: int = integer_column()
    terminal: str = text_column()
