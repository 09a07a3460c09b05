"""Reads of messages taken in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader

_MESSAGE = (
    "SELECT id, seq, received_at, channel, sender, text, proposal, proposed, opened_at, disposed, disposed_at, matter_id, "
    'opened_by, disposed_by, "to", reason, "of", chosen, less FROM message '
)


@dataclass(frozen=True)
class MessageView:
    """A message. ``disposed`` is empty while nobody has said what becomes of it; ``proposed`` the matter of a red proposal."""

    id: str
    seq: int
    received_at: Instant
    channel: str
    sender: str
    text: str
    proposal: Mapping[str, Any]
    proposed: str
    opened_at: Instant | None
    disposed: str
    disposed_at: Instant | None
    matter_id: str | None
    opened_by: str
    disposed_by: str
    to: str
    reason: str
    of: str
    chosen: Mapping[str, str]
    less: bool
    """It was proposed red and became less."""

    @property
    def colour(self) -> str:
        """The proposed colour, empty where none was proposed."""
        return str(self.proposal.get("colour") or "")


def _from(row: Sequence[Any]) -> MessageView:
    values = list(row)
    values[6], values[17], values[18] = json.loads(values[6]), json.loads(values[17]), bool(values[18])
    return MessageView(*values)


def count_since(reader: Reader, since: Instant, channel: str) -> int:
    """Return how many messages of an instant or later came by a channel (a pattern of ``LIKE``)."""
    rows = reader.rows(
        "SELECT count(*) FROM entry e JOIN journal j ON j.seq = e.seq WHERE e.at >= :since "
        "AND j.kind = 'message.received' AND json_extract(j.payload, '$.channel') LIKE :channel",
        {"since": since, "channel": channel},
    )
    return int(rows[0][0])


def undisposed(reader: Reader) -> list[MessageView]:
    """Return the inbox: messages that nobody has disposed of, oldest first."""
    return [_from(row) for row in reader.rows(_MESSAGE + "WHERE disposed = '' ORDER BY received_at, seq")]


def count_undisposed(reader: Reader) -> int:
    """Return how many messages nobody has disposed of."""
    return int(reader.rows("SELECT count(*) FROM message WHERE disposed = ''")[0][0])


def by_urgency(found: Sequence[MessageView]) -> list[MessageView]:
    """Return messages as they are listed: proposed red first, of one colour the older first."""
    ranks = {colour: rank for rank, colour in enumerate(("red", "yellow", "", "blue"))}
    return sorted(found, key=lambda one: (ranks.get(one.colour, 2), one.received_at, one.seq))


def of_matter(reader: Reader, matter_id: str) -> list[MessageView]:
    """Return the messages of a matter, oldest first."""
    return [_from(row) for row in reader.rows(_MESSAGE + "WHERE matter_id = ? ORDER BY received_at, seq", (matter_id,))]


def lowered(reader: Reader) -> list[MessageView]:
    """Return the messages that were proposed red and became less, oldest first: what the leader reads."""
    return [_from(row) for row in reader.rows(_MESSAGE + "WHERE less = 1 ORDER BY disposed_at, seq")]


def messages(reader: Reader) -> list[MessageView]:
    """Return all messages, oldest first."""
    return [_from(row) for row in reader.rows(_MESSAGE + "ORDER BY received_at, seq")]


def message(reader: Reader, name: str) -> MessageView | None:
    """Return a message by its entry: the id, its unique end of four characters or more, or its number."""
    rows = reader.rows(_MESSAGE + "WHERE id = ?", (name,))
    if not rows and name.isdecimal():
        rows = reader.rows(_MESSAGE + "WHERE seq = ?", (int(name),))
    if not rows and len(name) >= 4:
        rows = reader.rows(_MESSAGE + "WHERE substr(id, -length(?)) = ?", (name, name))
    return _from(rows[0]) if len(rows) == 1 else None
