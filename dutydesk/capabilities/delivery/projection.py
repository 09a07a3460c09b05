"""The outbox and the outages of channels."""

from __future__ import annotations

from dutydesk.capabilities.delivery import events as d
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects


@projects(d.DispatchQueued)
def _queued(tx: Executes, row: Row, event: d.DispatchQueued) -> None:
    tx.execute(
        "INSERT INTO outbox (key, seq, channel, obligation, step, matter_id, heading, body, colour, how, people, label, "
        "raised_at, state, attempts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,'queued',0)",
        (
            event.key, row.seq, event.channel, event.obligation, event.step, row.matter_id, event.heading, event.body,
            event.colour, event.how, as_json(event.people), event.label, event.raised_at,
        ),
    )  # fmt: skip


@projects(d.DispatchSent)
def _sent(tx: Executes, row: Row, event: d.DispatchSent) -> None:
    _end(tx, row, event.key, "sent", event.attempts)


@projects(d.DispatchGivenUp)
def _given_up(tx: Executes, row: Row, event: d.DispatchGivenUp) -> None:
    _end(tx, row, event.key, "given_up", event.attempts)


@projects(d.DispatchFailed)
def _failed(tx: Executes, row: Row, event: d.DispatchFailed) -> None:
    tx.execute(
        "INSERT INTO outage (channel, since, reason, detail) VALUES (?,?,?,?) ON CONFLICT (channel) DO NOTHING",
        (event.channel, row.at, event.reason, event.detail),
    )


@projects(d.ChannelRestored)
def _restored(tx: Executes, _row: Row, event: d.ChannelRestored) -> None:
    tx.execute("DELETE FROM outage WHERE channel = ?", (event.channel,))


def _end(tx: Executes, row: Row, key: str, state: str, attempts: int) -> None:
    tx.execute(
        "UPDATE outbox SET state = ?, attempts = ?, ended_at = ? WHERE key = ? AND state = 'queued'",
        (state, attempts, row.at, key),
    )
