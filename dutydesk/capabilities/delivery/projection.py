"""The outbox and the outages of channels."""

from __future__ import annotations

from dutydesk.capabilities.delivery import events as d
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, projects
from dutydesk.store.statements import at, ends, opens
from dutydesk.store.tables.outbox import Outage, OutboxRow

opens(d.DispatchQueued, OutboxRow)


@projects(d.DispatchSent)
def _sent(tx: Executes, row: Row, event: d.DispatchSent) -> None:
    _end(tx, row, event.key, "sent", event.attempts)


@projects(d.DispatchGivenUp)
def _given_up(tx: Executes, row: Row, event: d.DispatchGivenUp) -> None:
    _end(tx, row, event.key, "given_up", event.attempts)


opens(d.DispatchFailed, Outage, if_there="keep", since=at)


ends(d.ChannelRestored, Outage, channel="channel")


def _end(tx: Executes, row: Row, key: str, state: str, attempts: int) -> None:
    tx.execute(
        "UPDATE outbox SET state = :state, attempts = :attempts, ended_at = :ended_at WHERE key = :key AND state "
        "= 'queued'",
        {"state": state, "attempts": attempts, "ended_at": row.at, "key": key},
    )
