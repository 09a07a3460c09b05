"""Policies: sheets, recipients, windows."""

from __future__ import annotations

from itertools import count

from dutydesk.capabilities.policies import events as ev
from dutydesk.capabilities.policies import tables as t
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import at, opens

opens(ev.PolicyInterpreted, t.PolicySheet, signed_at=at)


opens(
    ev.PolicyRecipientsNamed,
    t.PolicyRecipient,
    each=lambda _row, v: zip(count(), v.recipients, v.because or [""] * len(v.recipients), strict=False),
    parts=("place", "name", "because"),
)


@projects(ev.PolicyRecipientsDropped)
def _dropped(tx: Executes, row: Row, event: ev.PolicyRecipientsDropped) -> None:
    for name in event.recipients:
        tx.execute(
            "DELETE FROM policy_recipient WHERE matter_id = :matter_id AND name = :name",
            {"matter_id": row.matter_id, "name": name},
        )
    _known(tx, row.matter_id)
    tx.execute(
        "UPDATE policy SET listed_at = :listed_at WHERE matter_id = :matter_id",
        {"listed_at": row.at, "matter_id": row.matter_id},
    )


def _known(tx: Executes, matter_id: str | None) -> None:
    tx.execute(
        "INSERT INTO policy (matter_id) VALUES (:matter_id) ON CONFLICT (matter_id) DO NOTHING",
        {"matter_id": matter_id},
    )


@projects(ev.PolicyPushed)
def _pushed(tx: Executes, row: Row, event: ev.PolicyPushed) -> None:
    in_force = _in_force(tx, row.matter_id)
    for name in event.recipients:
        tx.execute(
            "UPDATE policy_recipient SET pushed_at = :pushed_at WHERE matter_id = :matter_id AND name = :name",
            {"pushed_at": row.at, "matter_id": row.matter_id, "name": name},
        )
        if in_force:
            _correct(tx, row.matter_id, name, row.at)


def _in_force(tx: Executes, matter_id: str | None) -> bool:
    """Whether a sheet stands: a push of it puts right what a withdrawn one said."""
    sql = "SELECT withdrawn_at FROM policy_sheet WHERE matter_id = :matter_id ORDER BY number DESC LIMIT 1"
    newest = tx.execute(sql, {"matter_id": matter_id})
    return bool(newest) and newest[0][0] is None


def _correct(tx: Executes, matter_id: str | None, name: str, at: Instant) -> None:
    tx.execute(
        "UPDATE policy_recipient SET corrected_at = :corrected_at WHERE matter_id = :matter_id AND name = :name "
        "AND wrong_at IS NOT NULL "
        "AND corrected_at IS NULL",
        {"corrected_at": at, "matter_id": matter_id, "name": name},
    )


@projects(ev.PolicyWithdrawn)
def _withdrawn(tx: Executes, row: Row, _event: ev.PolicyWithdrawn) -> None:
    tx.execute(
        "UPDATE policy_recipient SET wrong_at = pushed_at, corrected_at = NULL, pushed_at = NULL "
        "WHERE matter_id = :matter_id AND pushed_at IS NOT NULL",
        {"matter_id": row.matter_id},
    )


@projects(ev.PolicyCorrected)
def _corrected(tx: Executes, row: Row, event: ev.PolicyCorrected) -> None:
    for name in event.recipients:
        _correct(tx, row.matter_id, name, row.at)


@projects(ev.PolicyIssued)
def _issued(tx: Executes, row: Row, event: ev.PolicyIssued) -> None:
    _known(tx, row.matter_id)
    tx.execute(
        "UPDATE policy SET issued_at = :issued_at WHERE matter_id = :matter_id",
        {"issued_at": event.issued_at, "matter_id": row.matter_id},
    )


opens(ev.PolicyWindowEntered, t.PolicyWindow, if_there="replace")
