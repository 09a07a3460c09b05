"""Clocks, their steps and alerts."""

from __future__ import annotations

from dutydesk.capabilities.limits.tables import ClockLimit
from dutydesk.capabilities.obligations import events as e
from dutydesk.capabilities.obligations import tables as t
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import at, changes, matter, opens


@projects(e.ObligationOpened)
def _followed(tx: Executes, _row: Row, event: e.ObligationOpened) -> None:
    if event.follows:
        tx.execute("UPDATE obligation SET recurs_at = NULL WHERE id = ?", (event.follows,))


opens(e.ObligationOpened, t.Obligation, id="obligation", born_at=at, born_seq=lambda row, _v: row.seq)
opens(e.ObligationOpened, ClockLimit, when=lambda v: bool(v.limits), name="limits")
opens(
    e.ObligationOpened,
    t.Step,
    each=lambda _row, v: ((s.step, s.planned_at, s.fires_at, s.fires_at, s.to, s.how) for s in v.steps),
    parts=("step", "planned_at", "base_at", "fires_at", "addressee", "how"),
)


@projects(e.ObligationEnded)
def _ended(tx: Executes, row: Row, event: e.ObligationEnded) -> None:
    recurs = ", recurs_at = NULL" if event.last else ""
    tx.execute(
        "UPDATE obligation SET state=?, ended_at=?, met_at=?, late=?, cause=?, declined=?, overdue=?, hold_until=NULL, snooze_until=NULL, "  # noqa: S608
        f"sound_again_at=NULL{recurs} WHERE id = ?",
        (
            event.outcome, row.at, event.met_at, event.late, event.cause, int(event.declined), int(event.overdue),
            event.obligation,
        ),
    )  # fmt: skip
    tx.execute("UPDATE step SET state='void' WHERE obligation = ? AND state = 'waiting'", (event.obligation,))
    tx.execute("UPDATE alert SET closed_at=? WHERE obligation = ? AND closed_at IS NULL", (row.at, event.obligation))


changes(e.ObligationMoved, t.Obligation, when=lambda v: not v.renamed, id="obligation", matter_id=matter)
changes(
    e.ObligationMoved, t.Obligation, when=lambda v: v.renamed, id="obligation", matter_id=matter, subject="subject"
)  # at once: on the surviving matter another may be open under the old one


@projects(e.ObligationHeld)
def _held(tx: Executes, row: Row, event: e.ObligationHeld) -> None:
    tx.execute(
        "UPDATE obligation SET hold_until=?, snooze_until=?, renewals=?, snoozes=?, sound_again_at=? WHERE id = ?",
        (
            event.hold_until, event.snooze_until, event.renewals, event.snoozes, event.sound_again_at, event.obligation,
        ),
    )  # fmt: skip
    until = max(event.hold_until or 0, event.snooze_until or 0)
    tx.execute(
        "UPDATE step SET fires_at = CASE WHEN base_at < :until THEN :until ELSE base_at END, "
        "held = CASE WHEN base_at < :until THEN 1 ELSE 0 END WHERE obligation = :obligation AND state = 'waiting'",
        {"until": until, "obligation": event.obligation},
    )
    if event.because == "acknowledged":
        tx.execute("UPDATE obligation SET held_by = ? WHERE id = ?", (row.actor, event.obligation))


@projects(e.ActRecorded)
def _act(tx: Executes, row: Row, event: e.ActRecorded) -> None:
    if row.matter_id is None:
        return
    if "report.follow_up.sent" in event.acts:
        tx.execute("UPDATE matter SET follow_ups = follow_ups + 1 WHERE id = ?", (row.matter_id,))
    if "report.first.sent" in event.acts:
        tx.execute(
            "UPDATE matter SET first_sent_at = ? WHERE id = ? AND first_sent_at IS NULL", (row.at, row.matter_id)
        )
    if "response.activated" in event.acts:
        tx.execute("UPDATE matter SET activated_at = ? WHERE id = ? AND activated_at IS NULL", (row.at, row.matter_id))


opens(e.AlertRaised, t.Alert, addressee="to", raised_at=at, sounded_at=at)


@projects(e.AlertRaised)
def _raised(tx: Executes, row: Row, event: e.AlertRaised) -> None:
    tx.execute(
        "UPDATE step SET state='raised', raised_at=? WHERE obligation=? AND step=?",
        (row.at, event.obligation, event.step),
    )
    for step in event.listed:
        tx.execute(
            "UPDATE step SET state='listed' WHERE obligation=? AND step=? AND state='waiting'", (event.obligation, step)
        )


@projects(e.AlertSoundedAgain)
def _again(tx: Executes, row: Row, event: e.AlertSoundedAgain) -> None:
    _sound(tx, event.obligation, event.step, row.at)
    if event.people:
        tx.execute(
            "UPDATE alert SET people=? WHERE obligation=? AND step=?",
            (as_json(event.people), event.obligation, event.step),
        )
    tx.execute("UPDATE obligation SET sound_again_at=NULL WHERE id = ?", (event.obligation,))


@projects(e.Acknowledged)
def _acknowledged(tx: Executes, row: Row, event: e.Acknowledged) -> None:
    which = event.step if event.step.startswith("warn:") else "%"
    tx.execute(
        "UPDATE alert SET acknowledged_by=?, acknowledged_at=? WHERE obligation=? AND acknowledged_at IS NULL "
        "AND step LIKE ?",
        (row.actor, row.at, event.obligation, which),
    )


@projects(e.AcknowledgementWithdrawn)
def _withdrawn(tx: Executes, row: Row, event: e.AcknowledgementWithdrawn) -> None:
    _sound(tx, event.obligation, event.step, row.at)


def _sound(tx: Executes, obligation: str, step: str, at: Instant) -> None:
    tx.execute(
        "UPDATE alert SET acknowledged_by='', acknowledged_at=NULL, sounded_at=? WHERE obligation=? AND step=?",
        (at, obligation, step),
    )
