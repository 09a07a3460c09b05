"""Accounts: roles, failures, locks."""

from __future__ import annotations

from dutydesk.capabilities.accounts import events as ev
from dutydesk.capabilities.accounts import tables as t
from dutydesk.capabilities.shifts.tables import Officer
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import Fixed, changes, opens

changes(ev.RolesSet, Officer, id="officer", role="role", also=lambda _row, v: " ".join(v.also))


changes(ev.AccountDisabled, Officer, id="officer", disabled=Fixed(1))


changes(ev.AccountEnabled, Officer, id="officer", disabled=Fixed(0))


@projects(ev.SecretSet)
def _set(tx: Executes, _row: Row, event: ev.SecretSet) -> None:
    _must_change(tx, event.officer, 0)


@projects(ev.SecretGiven)
def _given(tx: Executes, _row: Row, event: ev.SecretGiven) -> None:
    _must_change(tx, event.officer, 1)


opens(ev.LoginFailed, t.LoginFailureRow)


@projects(ev.AccountLocked)
def _locked(tx: Executes, _row: Row, event: ev.AccountLocked) -> None:
    _lock(tx, event.officer, event.until)


@projects(ev.AccountUnlocked)
def _unlocked(tx: Executes, _row: Row, event: ev.AccountUnlocked) -> None:
    _lock(tx, event.officer, None)


@projects(ev.LoggedIn)
def _logged_in(tx: Executes, _row: Row, event: ev.LoggedIn) -> None:
    if event.proved:
        _settle(tx, event.officer)


def _lock(tx: Executes, officer: str, until: Instant | None) -> None:
    """Lock or unlock; either way the failures so far are settled."""
    _settle(tx, officer)
    tx.execute(
        "INSERT INTO account (officer, locked_until, must_change) VALUES (:officer, :locked_until, 0) ON "
        "CONFLICT (officer) DO UPDATE "
        "SET locked_until=excluded.locked_until",
        {"officer": officer, "locked_until": until},
    )


def _settle(tx: Executes, officer: str) -> None:
    """The failures so far count no more."""
    tx.execute("DELETE FROM login_failure WHERE officer = :officer", {"officer": officer})


def _must_change(tx: Executes, officer: str, must_change: int) -> None:
    tx.execute(
        "INSERT INTO account (officer, locked_until, must_change) VALUES (:officer, NULL, :must_change) ON "
        "CONFLICT (officer) DO UPDATE "
        "SET must_change=excluded.must_change",
        {"officer": officer, "must_change": must_change},
    )
