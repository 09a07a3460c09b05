"""Policies: sheets, recipients, windows."""

from __future__ import annotations

from dutydesk.capabilities.policies import events as ev
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(ev.PolicyInterpreted)
def _interpreted(tx: Executes, row: Row, event: ev.PolicyInterpreted) -> None:
    tx.execute(
        "INSERT INTO policy_sheet (matter_id, number, wording, scope, effective, bound, silent, actor, second_reader, "
        "signed_at, reason) VALUES (?,?,?,?,?,?,?,?,?,?,'')",
        (
            row.matter_id, event.number, event.wording, event.scope, event.effective, event.bound, event.silent,
            row.actor, event.second_reader, row.at,
        ),
    )  # fmt: skip


@projects(ev.PolicyRecipientsNamed)
def _named(tx: Executes, row: Row, event: ev.PolicyRecipientsNamed) -> None:
    because = event.because or [""] * len(event.recipients)
    for place, (name, keyword) in enumerate(zip(event.recipients, because, strict=True)):
        tx.execute(
            "INSERT INTO policy_recipient (matter_id, name, seq, place, because) VALUES (?,?,?,?,?)",
            (row.matter_id, name, row.seq, place, keyword),
        )


@projects(ev.PolicyRecipientsDropped)
def _dropped(tx: Executes, row: Row, event: ev.PolicyRecipientsDropped) -> None:
    for name in event.recipients:
        tx.execute("DELETE FROM policy_recipient WHERE matter_id = ? AND name = ?", (row.matter_id, name))
    _known(tx, row.matter_id)
    tx.execute("UPDATE policy SET listed_at = ? WHERE matter_id = ?", (row.at, row.matter_id))


def _known(tx: Executes, matter_id: str | None) -> None:
    tx.execute("INSERT INTO policy (matter_id) VALUES (?) ON CONFLICT (matter_id) DO NOTHING", (matter_id,))


@projects(ev.PolicyPushed)
def _pushed(tx: Executes, row: Row, event: ev.PolicyPushed) -> None:
    in_force = _in_force(tx, row.matter_id)
    for name in event.recipients:
        tx.execute(
            "UPDATE policy_recipient SET pushed_at = ? WHERE matter_id = ? AND name = ?", (row.at, row.matter_id, name)
        )
        if in_force:
            _correct(tx, row.matter_id, name, row.at)


def _in_force(tx: Executes, matter_id: str | None) -> bool:
    """Whether a sheet stands: a push of it puts right what a withdrawn one said."""
    sql = "SELECT withdrawn_at FROM policy_sheet WHERE matter_id = ? ORDER BY number DESC LIMIT 1"
    newest = tx.execute(sql, (matter_id,))
    return bool(newest) and newest[0][0] is None


def _correct(tx: Executes, matter_id: str | None, name: str, at: Instant) -> None:
    tx.execute(
        "UPDATE policy_recipient SET corrected_at = ? WHERE matter_id = ? AND name = ? AND wrong_at IS NOT NULL "
        "AND corrected_at IS NULL",
        (at, matter_id, name),
    )


@projects(ev.PolicyWithdrawn)
def _withdrawn(tx: Executes, row: Row, event: ev.PolicyWithdrawn) -> None:
    tx.execute(
        "UPDATE policy_sheet SET withdrawn_at = ?, reason = ? WHERE matter_id = ? AND number = ?",
        (row.at, event.reason, row.matter_id, event.number),
    )
    tx.execute(
        "UPDATE policy_recipient SET wrong_at = pushed_at, corrected_at = NULL, pushed_at = NULL "
        "WHERE matter_id = ? AND pushed_at IS NOT NULL",
        (row.matter_id,),
    )


@projects(ev.PolicyCorrected)
def _corrected(tx: Executes, row: Row, event: ev.PolicyCorrected) -> None:
    for name in event.recipients:
        _correct(tx, row.matter_id, name, row.at)


@projects(ev.PolicyIssued)
def _issued(tx: Executes, row: Row, event: ev.PolicyIssued) -> None:
    _known(tx, row.matter_id)
    tx.execute("UPDATE policy SET issued_at = ? WHERE matter_id = ?", (event.issued_at, row.matter_id))


@projects(ev.PolicyWindowEntered)
def _window(tx: Executes, row: Row, event: ev.PolicyWindowEntered) -> None:
    tx.execute("DELETE FROM policy_window WHERE matter_id = ? AND subject = ?", (row.matter_id, event.subject))
    tx.execute(
        "INSERT INTO policy_window (matter_id, subject, seq, opens_at, ends_at) VALUES (?,?,?,?,?)",
        (row.matter_id, event.subject, row.seq, event.opens_at, event.ends_at),
    )


@projects(ev.PolicyWindowConfirmed)
def _confirmed(tx: Executes, row: Row, event: ev.PolicyWindowConfirmed) -> None:
    tx.execute(
        "UPDATE policy_window SET confirmed_at = ? WHERE matter_id = ? AND subject = ?",
        (row.at, row.matter_id, event.subject),
    )
