"""Reads of accounts: locks, failures, the age of a secret."""

from __future__ import annotations

from dataclasses import dataclass

from dutydesk.capabilities.accounts.events import AccountLocked, AccountUnlocked
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import DAY, Instant
from dutydesk.store.views import Views


@dataclass(frozen=True)
class AccountView:
    """An account as it stands. ``digest`` is empty and ``set_at`` 0 while there is no secret."""

    officer: str
    digest: str
    set_at: Instant
    must_change: bool
    locked_until: Instant | None

    def is_locked(self, now: Instant) -> bool:
        """Return whether no login is possible at an instant."""
        return self.locked_until is not None and now < self.locked_until

    def __repr__(self) -> str:
        """Never show the digest."""
        return f"AccountView({self.officer!r})"


def account(views: Views, officer: str) -> AccountView:
    """Return the state of an account, known or not."""
    states = views.rows("SELECT must_change, locked_until FROM account WHERE officer = :officer", {"officer": officer})
    secrets = views.rows("SELECT digest, set_at FROM secret WHERE officer = :officer", {"officer": officer})
    must_change, locked_until = states[0] if states else (0, None)
    digest, set_at = secrets[0] if secrets else ("", 0)
    return AccountView(officer, str(digest), int(set_at), bool(must_change), locked_until)


@dataclass(frozen=True)
class FactorView:
    """A person's second factor: the key, and the newest period whose code was used."""

    shared: str
    used: int

    def __repr__(self) -> str:
        """Never show the key."""
        return "FactorView()"


def factor_of(views: Views, officer: str) -> FactorView | None:
    """Return a person's second factor, None where there is none."""
    rows = views.rows("SELECT shared, used FROM second_factor WHERE officer = :officer", {"officer": officer})
    return FactorView(str(rows[0][0]), int(rows[0][1])) if rows else None


def door_of(terminal: str) -> str:
    """Return the door that a terminal is behind: the peer of an SSH session, or the machine itself with all its terminals."""
    return terminal if terminal.startswith("ssh ") else ""


def failures(views: Views, officer: str, since: Instant, terminal: str) -> int:
    """Return how many wrong secrets count at a terminal's door since an instant (exclusive)."""
    rows = views.rows(
        "SELECT terminal FROM login_failure WHERE officer = :officer AND at > :since",
        {"officer": officer, "since": since},
    )
    return sum(1 for (where,) in rows if door_of(str(where)) == door_of(terminal))


def locked_at(views: Views, one: AccountView, terminal: str, now: Instant) -> Instant | None:
    """Return until when an account is locked at a terminal's door; None where it is open there, whatever happened at others."""
    if not one.is_locked(now):
        return None
    untils: list[Instant] = []
    for kind, payload in views.rows(
        "SELECT j.kind, j.payload FROM entry e JOIN journal j ON j.seq = e.seq WHERE e.at > :since "
        "AND j.kind IN ('account.locked', 'account.unlocked') ORDER BY j.seq",
        {"since": now - DAY},  # no lock is that long, and the day's entries are found by their time
    ):
        event = decoded(str(kind), payload)
        if isinstance(event, AccountUnlocked) and event.officer == one.officer:
            untils = []
        elif (
            isinstance(event, AccountLocked)
            and event.officer == one.officer
            and door_of(event.terminal) == door_of(terminal)
        ):
            untils.append(event.until)
    return max((until for until in untils if until > now), default=None)
