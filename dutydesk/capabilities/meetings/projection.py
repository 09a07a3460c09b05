"""Meetings."""

from __future__ import annotations

from dutydesk.capabilities.meetings import events as ev
from dutydesk.capabilities.meetings import tables as t
from dutydesk.kernel.instants import Instant
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import at, changes


def _set_times(tx: Executes, matter_id: str | None, begins_at: Instant, ends_at: Instant) -> None:
    tx.execute(
        "INSERT INTO meeting (matter_id, begins_at, ends_at, place, room) VALUES (:matter_id, :begins_at, "
        ":ends_at, '', '') "
        "ON CONFLICT (matter_id) DO UPDATE SET begins_at = excluded.begins_at, ends_at = excluded.ends_at",
        {"matter_id": matter_id, "begins_at": begins_at, "ends_at": ends_at},
    )


@projects(ev.MeetingPlanned)
def _planned(tx: Executes, row: Row, event: ev.MeetingPlanned) -> None:
    _set_times(tx, row.matter_id, event.begins_at, event.ends_at)
    tx.execute(
        "UPDATE meeting SET place = :place, room = :room WHERE matter_id = :matter_id",
        {"place": event.place, "room": event.room, "matter_id": row.matter_id},
    )


@projects(ev.MeetingMoved)
def _moved(tx: Executes, row: Row, event: ev.MeetingMoved) -> None:
    before = tx.execute("SELECT begins_at FROM meeting WHERE matter_id = :matter_id", {"matter_id": row.matter_id})
    _set_times(tx, row.matter_id, event.begins_at, event.ends_at)
    if before and before[0][0] != event.begins_at:
        tx.execute("UPDATE meeting SET tested_at = NULL WHERE matter_id = :matter_id", {"matter_id": row.matter_id})


@projects(ev.MeetingNoticeSent)
def _invited(tx: Executes, row: Row, event: ev.MeetingNoticeSent) -> None:
    for place, unit in enumerate(event.recipients):
        tx.execute(
            "INSERT INTO meeting_unit (matter_id, unit, sent_at, seq, place) VALUES (:matter_id, :unit, "
            ":sent_at, :seq, :place) "
            "ON CONFLICT (matter_id, unit) DO UPDATE SET sent_at = excluded.sent_at, acknowledged_at = NULL",
            {"matter_id": row.matter_id, "unit": unit, "sent_at": row.at, "seq": row.seq, "place": place},
        )


changes(ev.MinutesWritten, t.MeetingRow, when=lambda v: v.approved, minutes_at=at)
