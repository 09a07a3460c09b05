"""Accounts as the journal leaves them: failures, locks, secrets to be changed."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class AccountRow(Table, table=True):
    """State of an account: locked until when (null: not), and whether its secret was given by another."""

    __tablename__: ClassVar[Any] = "account"
    officer: str = text_column(key=True)
    locked_until: int = integer_column(null=True)
    must_change: int = integer_column()


class LoginFailureRow(Table, table=True):
    """A wrong secret that still counts: gone with a login, an unlocking, or the lock that it led to."""

    __tablename__: ClassVar[Any] = "login_failure"
    seq: int = integer_column(key=True)
    officer: str = text_column()
    at: int = integer_column()
    terminal: str = text_column()
