"""Leader's instructions."""

from __future__ import annotations

from dutydesk.capabilities.instructions import events as ev
from dutydesk.capabilities.instructions import tables as t
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
changes(ev.InstructionAcknowledged, t.InstructionUnit, acknowledged_at=at)
changes(ev.InstructionFeedback, t.InstructionRow, when=lambda v: v.last, closed_at=at)
