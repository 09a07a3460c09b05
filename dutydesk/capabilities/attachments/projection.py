"""Files and recordings; what came with a message goes where the message goes."""

from __future__ import annotations

from dutydesk.capabilities.attachments import events as ev
from dutydesk.capabilities.attachments.tables import AttachmentRow
from dutydesk.capabilities.intake.events import MessageDisposed
from dutydesk.capabilities.matters.events import MatterProposed
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import entry, opens

opens(ev.AttachmentAdded, AttachmentRow, id=entry, entry="entry")
opens(ev.RecordingNamed, AttachmentRow, id=entry, entry="entry")

_MOVE = "UPDATE attachment SET matter_id = :matter_id WHERE entry = :entry"


@projects(MessageDisposed)
def _disposed(tx: Executes, row: Row, event: MessageDisposed) -> None:
    tx.execute(_MOVE, {"matter_id": row.matter_id, "entry": event.message})


@projects(MatterProposed)
def _proposed(tx: Executes, row: Row, event: MatterProposed) -> None:
    """Whoever may not see what is proposed may not see what came with it."""
    if event.message:
        tx.execute(_MOVE, {"matter_id": row.matter_id, "entry": event.message})
