"""Messages taken in. Those of before dispositions existed are not waited for."""

from __future__ import annotations

from dutydesk.capabilities.intake import events as ev
from dutydesk.capabilities.log.events import MessageReceived
from dutydesk.capabilities.matters.events import MatterProposed
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(MessageReceived)
def _received(tx: Executes, row: Row, event: MessageReceived) -> None:
    if not event.waits:
        return
    tx.execute(
        "INSERT INTO message (id, seq, received_at, channel, sender, text, proposal, proposed, opened_at, opened_by, disposed, "
        'disposed_at, disposed_by, matter_id, "to", reason, "of", chosen, less) '
        "VALUES (?,?,?,?,?,?,?,'',NULL,'','',NULL,'',?,'','','','{}',0)",
        (
            row.id,
            row.seq,
            event.received_at,
            event.channel,
            event.sender,
            event.text,
            as_json(event.proposal),
            row.matter_id,
        ),
    )


@projects(MatterProposed)
def _proposed(tx: Executes, row: Row, event: MatterProposed) -> None:
    tx.execute("UPDATE message SET proposed = ? WHERE id = ?", (row.matter_id, event.message))


@projects(ev.MessageOpened)
def _opened(tx: Executes, row: Row, event: ev.MessageOpened) -> None:
    tx.execute("UPDATE message SET opened_at = ?, opened_by = ? WHERE id = ?", (row.at, row.actor, event.message))


@projects(ev.MessageDisposed)
def _disposed(tx: Executes, row: Row, event: ev.MessageDisposed) -> None:
    tx.execute(
        'UPDATE message SET disposed = ?, disposed_at = ?, disposed_by = ?, matter_id = ?, "to" = ?, reason = ?, "of" = ?, '
        "chosen = ?, less = ? WHERE id = ?",
        (
            event.how,
            row.at,
            row.actor,
            row.matter_id,
            event.to,
            event.reason,
            event.of,
            as_json(event.chosen),
            int(event.less),
            event.message,
        ),
    )
