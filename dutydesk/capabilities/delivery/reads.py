"""Reads of the outbox and of channels that do not get through."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class OutageView:
    """A channel that does not get through."""

    channel: str
    since: Instant
    reason: str
    detail: str


@dataclass(frozen=True)
class OutgoingView:
    """A message of the outbox as it stands."""

    key: str
    channel: str
    obligation: str
    step: str
    heading: str
    colour: str
    state: str
    attempts: int
    raised_at: Instant
    ended_at: Instant | None


def outages(reader: Reader) -> list[OutageView]:
    """Return the channels that fail, the longest first."""
    return [
        OutageView(*row)
        for row in reader.rows("SELECT channel, since, reason, detail FROM outage ORDER BY since, channel")
    ]


def waiting(reader: Reader) -> dict[str, int]:
    """Return how many messages wait, by channel."""
    rows = reader.rows("SELECT channel, count(*) FROM outbox WHERE state = 'queued' GROUP BY channel ORDER BY channel")
    return {str(channel): int(count) for channel, count in rows}


def messages(reader: Reader, limit: int = 100) -> list[OutgoingView]:
    """Return the newest messages."""
    rows = reader.rows(
        "SELECT key, channel, obligation, step, heading, colour, state, attempts, raised_at, ended_at FROM outbox "
        "ORDER BY seq DESC LIMIT ?",
        (limit,),
    )
    return [OutgoingView(*row) for row in rows]
