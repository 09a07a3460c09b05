"""Clocks, their steps and alerts."""

from __future__ import annotations

from dutydesk.capabilities.limits.tables import ClockLimit
from dutydesk.capabilities.obligations import events as e
from dutydesk.capabilities.obligations import tables as t
from dutydesk.capabilities.shifts.events import ShiftEnded
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects
from dutydesk.store.statements import at, changes, matter, opens


@projects(e.ObligationOpened)
def _followed(tx: Executes, _row: Row, event: e.ObligationOpened) -> None:
    if event.follows:
        tx.execute("UPDATE obligation SET recurs_at = NULL WHERE id = :id", {"id": event.follows})


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
        "UPDATE obligation SET state=:state, ended_at=:ended_at, met_at=:met_at, late=:late, cause=:cause, "  # noqa: S608 - own words
        "declined=:declined, overdue=:overdue, hold_until=NULL, snooze_until=NULL, "
        f"sound_again_at=NULL{recurs} WHERE id = :id",
        {
            "state": event.outcome, "ended_at": row.at, "met_at": event.met_at, "late": event.late, "cause": event.cause,
            "declined": int(event.declined), "overdue": int(event.overdue), "id": event.obligation,
        },
    )  # fmt: skip
    tx.execute(
        "UPDATE step SET state='void' WHERE obligation = :obligation AND state = 'waiting'",
        {"obligation": event.obligation},
    )
    tx.execute(
        "UPDATE alert SET closed_at=:closed_at WHERE obligation = :obligation AND closed_at IS NULL",
        {"closed_at": row.at, "obligation": event.obligation},
    )


@projects(ShiftEnded)
def _shift_over(tx: Executes, _row: Row, _event: ShiftEnded) -> None:
    """What a shift owes on each day that it goes on ends with it (R26)."""
    tx.execute("UPDATE obligation SET recurs_at = NULL WHERE recurs_at IS NOT NULL AND \"trigger\" LIKE 'shift.%'")


changes(e.ObligationMoved, t.Obligation, when=lambda v: not v.renamed, id="obligation", matter_id=matter)
changes(
    e.ObligationMoved, t.Obligation, when=lambda v: v.renamed, id="obligation", matter_id=matter, subject="subject"
)  # at once: on the surviving matter another may be open under the old one


@projects(e.ObligationHeld)
def _held(tx: Executes, row: Row, event: e.ObligationHeld) -> None:
    tx.execute(
        "UPDATE obligation SET hold_until=:hold_until, snooze_until=:snooze_until, renewals=:renewals, "
        "snoozes=:snoozes, sound_again_at=:sound_again_at WHERE id = :id",
        {
            "hold_until": event.hold_until,
            "snooze_until": event.snooze_until,
            "renewals": event.renewals,
            "snoozes": event.snoozes,
            "sound_again_at": event.sound_again_at,
            "id": event.obligation,
        },
    )
    until = max(event.hold_until or 0, event.snooze_until or 0)
    tx.execute(
        "UPDATE step SET fires_at = CASE WHEN base_at < :until THEN :until ELSE base_at END, "
        "held = CASE WHEN base_at < :until THEN 1 ELSE 0 END WHERE obligation = :obligation AND state = 'waiting'",
        {"until": until, "obligation": event.obligation},
    )
    if event.because == "acknowledged":
        tx.execute(
            "UPDATE obligation SET held_by = :held_by WHERE id = :id", {"held_by": row.actor, "id": event.obligation}
        )


@projects(e.ActRecorded)
def _act(tx: Executes, row: Row, event: e.ActRecorded) -> None:
    if row.matter_id is None:
        return
    if "report.follow_up.sent" in event.acts:
        tx.execute("UPDATE matter SET follow_ups = follow_ups + 1 WHERE id = :id", {"id": row.matter_id})
    if "report.first.sent" in event.acts:
        tx.execute(
            "UPDATE matter SET first_sent_at = :first_sent_at WHERE id = :id AND first_sent_at IS NULL",
            {"first_sent_at": row.at, "id": row.matter_id},
        )
    if "response.activated" in event.acts:
        tx.execute(
            "UPDATE matter SET activated_at = :activated_at WHERE id = :id AND activated_at IS NULL",
            {"activated_at": row.at, "id": row.matter_id},
        )


opens(e.AlertRaised, t.Alert, addressee="to", raised_at=at, sounded_at=at)


@projects(e.AlertRaised)
def _raised(tx: Executes, row: Row, event: e.AlertRaised) -> None:
    tx.execute(
        "UPDATE step SET state='raised', raised_at=:raised_at WHERE obligation=:obligation AND step=:step",
        {"raised_at": row.at, "obligation": event.obligation, "step": event.step},
    )
    for step in event.listed:
        tx.execute(
            "UPDATE step SET state='listed' WHERE obligation=:obligation AND step=:step AND state='waiting'",
            {"obligation": event.obligation, "step": step},
        )


@projects(e.AlertSoundedAgain)
def _again(tx: Executes, row: Row, event: e.AlertSoundedAgain) -> None:
    _sound(tx, event.obligation, event.step, row.at)
    if event.people:
        tx.execute(
            "UPDATE alert SET people=:people WHERE obligation=:obligation AND step=:step",
            {"people": as_json(event.people), "obligation": event.obligation, "step": event.step},
        )
    tx.execute("UPDATE obligation SET sound_again_at=NULL WHERE id = :id", {"id": event.obligation})


@projects(e.Acknowledged)
def _acknowledged(tx: Executes, row: Row, event: e.Acknowledged) -> None:
    which = event.step if event.step.startswith("warn:") else "%"
    tx.execute(
        "UPDATE alert SET acknowledged_by=:acknowledged_by, acknowledged_at=:acknowledged_at WHERE "
        "obligation=:obligation AND acknowledged_at IS NULL "
        "AND step LIKE :step",
        {"acknowledged_by": row.actor, "acknowledged_at": row.at, "obligation": event.obligation, "step": which},
    )


@projects(e.AcknowledgementWithdrawn)
def _withdrawn(tx: Executes, row: Row, event: e.AcknowledgementWithdrawn) -> None:
    _sound(tx, event.obligation, event.step, row.at)


def _sound(tx: Executes, obligation: str, step: str, at: Instant) -> None:
    tx.execute(
        "UPDATE alert SET acknowledged_by='', acknowledged_at=NULL, sounded_at=:sounded_at WHERE "
        "obligation=:obligation AND step=:step",
        {"sounded_at": at, "obligation": obligation, "step": step},
    )
