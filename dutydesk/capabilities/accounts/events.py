"""Accounts: roles, secrets, failures and locks, who sits at which terminal. No secret and no digest is ever in here."""

from __future__ import annotations

from dataclasses import field

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class RolesSet(Event):
    """A person has other roles from now on; the former ones are repeated for the audit."""

    KIND = "account.roles_set"
    officer: str
    role: str
    also: list[str] = field(default_factory=list[str])
    former: list[str] = field(default_factory=list[str])


class PersonRenamed(Event):
    """A person is called ``name`` from now on, everywhere; what it was before is repeated for the audit."""

    KIND = "account.renamed"
    SEARCHED = ("name", "former")
    SAYS = (("改姓名: {0}, 由 {1} 改为 {2}", "officer", "former", "name"),)
    SETS = ("officer", "name")
    officer: str
    name: str
    former: str


class SecretSet(Event):
    """A person set the own secret."""

    KIND = "account.secret_set"
    QUIET = True
    SAYS = (("改口令: {0}", "officer"),)
    officer: str
    seal: str = ""
    """What tells whether the digest in the private table is still the one that was set; empty in older entries."""


class SecretGiven(Event):
    """Somebody set another's secret: it must be changed at the first use. Not quiet, so that everybody sees it."""

    KIND = "account.secret_given"
    SAYS = (("代设口令: {0}, 首次使用时须改", "officer"),)
    officer: str
    seal: str = ""
    """What tells whether the digest in the private table is still the one that was set; empty in older entries."""


class FactorSet(Event):
    """A person gives a code behind the own secret from now on; ``seal`` tells whether the key is still the one that was set."""

    KIND = "account.factor_set"
    QUIET = True
    SAYS = (("设动态码: {0}", "officer"),)
    officer: str
    seal: str


class FactorReset(Event):
    """Somebody took another's second factor away, and a director (``second``) signed it. Not quiet, so that everybody sees it."""

    KIND = "account.factor_reset"
    SEARCHED = ("reason",)
    SAYS = (("取消动态码: {0}, {1} 同签", "officer", "second"), (" 理由: {0}", "reason"))
    officer: str
    second: str
    reason: str


class LoginFailed(Event):
    """A wrong secret for an account; written by the desk, since nobody has proved who it was."""

    KIND = "account.login_failed"
    QUIET = True
    SAYS = (("口令不对: {0}, 终端 {1}", "officer", "terminal"),)
    officer: str
    terminal: str


class AccountLocked(Event):
    """Too many wrong secrets: no login until then. Running sessions of the person go on."""

    KIND = "account.locked"
    SAYS = (("账号锁定: {0}, 口令连错 {1} 次, 至 {2}, 终端 {3}", "officer", "failures", "until", "terminal"),)
    officer: str
    until: Instant
    failures: int
    terminal: str


class AccountUnlocked(Event):
    """Somebody with the right to (the row's actor) ended a lock before its time."""

    KIND = "account.unlocked"
    SEARCHED = ("reason",)
    SAYS = (("账号解锁: {0}", "officer"), (" 理由: {0}", "reason"))
    officer: str
    reason: str = ""


class AccountDisabled(Event):
    """The account is out of use: no login, no act. What the person did stays."""

    KIND = "account.disabled"
    SEARCHED = ("reason",)
    SAYS = (("账号停用: {0}", "officer"), (" 理由: {0}", "reason"))
    officer: str
    reason: str = ""


class AccountEnabled(Event):
    """The account is in use again."""

    KIND = "account.enabled"
    SEARCHED = ("reason",)
    SAYS = (("账号启用: {0}", "officer"), (" 理由: {0}", "reason"))
    officer: str
    reason: str = ""


class LoggedIn(Event):
    """A session began, or another person took it over (``instead_of``); ``proved``: by the secret."""

    KIND = "account.logged_in"
    QUIET = True
    officer: str
    terminal: str
    proved: bool = True
    instead_of: str = ""
    key: str = ""
    """Fingerprint of the SSH key that let the person in, instead of the secret."""


class LoggedOut(Event):
    """A session ended, or was handed to another person."""

    KIND = "account.logged_out"
    QUIET = True
    SAYS = (("退出: {0}, 终端 {1}", "officer", "terminal"),)
    officer: str
    terminal: str
