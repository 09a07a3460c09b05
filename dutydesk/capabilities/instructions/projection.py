"""Leader's instructions."""

from __future__ import annotations

from dutydesk.capabilities.instructions import events as ev
from dutydesk.capabilities.instructions import tables as t
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import at, changes, opens

opens(ev.InstructionReceived, t.InstructionRow, body="text", received_at=at)
opens(
    ev.InstructionRelayed,
    t.InstructionUnit,
    each=lambda _row, v: enumerate(v.recipients),
    parts=("place", "unit"),
    if_there="keep",
    relayed_at=at,
)
changes(ev.InstructionFeedback, t.InstructionRow, when=lambda v: v.last, closed_at=at)


@projects(ev.InstructionTaken)
def _taken(tx: Executes, row: Row, event: ev.InstructionTaken) -> None:
    """An instruction and the units that it was relayed to stand on the surviving matter."""
    moved = {"matter_id": row.matter_id, "number": event.number, "origin": event.origin, "was": event.was}
    tx.execute(
        "UPDATE instruction SET matter_id = :matter_id, number = :number WHERE matter_id = :origin AND number = :was",
        moved,
    )
    tx.execute(
        "UPDATE instruction_unit SET matter_id = :matter_id, number = :number WHERE matter_id = :origin AND number = :was",
        moved,
    )
    tx.execute(
        "UPDATE instruction SET subject = :subject WHERE matter_id = :matter_id AND number = :number",
        {"subject": event.subject, "matter_id": row.matter_id, "number": event.number},
    )
