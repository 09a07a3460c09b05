"""Messages taken in. Those of before dispositions existed are not waited for."""

from __future__ import annotations

from dutydesk.capabilities.intake import events as ev
from dutydesk.capabilities.intake import tables as t
from dutydesk.capabilities.log.events import MessageReceived
from dutydesk.capabilities.matters.events import MatterProposed
from dutydesk.store.statements import actor, at, changes, entry, matter, opens

opens(MessageReceived, t.MessageRow, when=lambda v: v.waits, id=entry)
changes(MatterProposed, t.MessageRow, id="message", proposed=matter)
changes(ev.MessageOpened, t.MessageRow, id="message", opened_at=at, opened_by=actor)
changes(
    ev.MessageDisposed,
    t.MessageRow,
    id="message",
    disposed="how",
    disposed_at=at,
    disposed_by=actor,
    matter_id=matter,
    to="to",
    reason="reason",
    of="of",
    chosen="chosen",
    less="less",
)
