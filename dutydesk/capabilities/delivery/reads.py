"""Reads of the outbox and of channels that do not get through."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.sealed import loudest
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
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


_OUTAGE = Mapped(OutageView, "outage")
_OUTGOING = Mapped(OutgoingView, "outbox", kinds={"colour": loudest})


def outages(reader: Reader) -> list[OutageView]:
    """Return the channels that fail, the longest first."""
    return _OUTAGE.all(reader, "ORDER BY since, channel")


def called_since(
    reader: Reader, matter_id: str, channel: str, colours: Sequence[str], since: Instant
) -> frozenset[str]:
    """Return who was called by a channel for a matter after an instant, with one of the colours."""
    rows = reader.rows(
        "SELECT people, colour FROM outbox WHERE how = 'call' AND matter_id = :matter_id AND channel = :channel "
        "AND raised_at > :since",
        {"matter_id": matter_id, "channel": channel, "since": since},
    )
    return frozenset(str(name) for people, colour in rows if loudest(colour) in colours for name in json.loads(people))


def waiting(reader: Reader) -> dict[str, int]:
    """Return how many messages wait, by channel."""
    rows = reader.rows("SELECT channel, count(*) FROM outbox WHERE state = 'queued' GROUP BY channel ORDER BY channel")
    return {str(channel): int(count) for channel, count in rows}


def messages(reader: Reader, limit: int = 100) -> list[OutgoingView]:
    """Return the newest messages."""
    return _OUTGOING.all(reader, "ORDER BY seq DESC LIMIT :most", {"most": limit})
