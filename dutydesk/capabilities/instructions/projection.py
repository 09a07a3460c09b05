"""Leader's instructions."""

from __future__ import annotations

from dutydesk.capabilities.instructions import events as ev
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects


@projects(ev.InstructionReceived)
def _received(tx: Executes, row: Row, event: ev.InstructionReceived) -> None:
    tx.execute(
        "INSERT INTO instruction (matter_id, number, seq, who, body, subject, received_at, limit_at) "
        "VALUES (?,?,?,?,?,?,?,?)",
        (row.matter_id, event.number, row.seq, event.who, event.text, event.subject, row.at, event.limit_at),
    )


@projects(ev.InstructionRelayed)
def _relayed(tx: Executes, row: Row, event: ev.InstructionRelayed) -> None:
    for place, unit in enumerate(event.recipients):
        tx.execute(
            "INSERT INTO instruction_unit (matter_id, number, unit, relayed_at, seq, place) VALUES (?,?,?,?,?,?) "
            "ON CONFLICT (matter_id, number, unit) DO NOTHING",
            (row.matter_id, event.number, unit, row.at, row.seq, place),
        )


@projects(ev.InstructionAcknowledged)
def _acknowledged(tx: Executes, row: Row, event: ev.InstructionAcknowledged) -> None:
    tx.execute(
        "UPDATE instruction_unit SET acknowledged_at = ? WHERE matter_id = ? AND number = ? AND unit = ?",
        (row.at, row.matter_id, event.number, event.unit),
    )


@projects(ev.InstructionFeedback)
def _feedback(tx: Executes, row: Row, event: ev.InstructionFeedback) -> None:
    if event.last:
        tx.execute(
            "UPDATE instruction SET closed_at = ? WHERE matter_id = ? AND number = ?",
            (row.at, row.matter_id, event.number),
        )
