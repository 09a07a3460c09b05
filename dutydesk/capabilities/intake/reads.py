"""Reads of messages taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader


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


_MESSAGE = Mapped(MessageView, "message")

WHOLE = (
    "(WITH RECURSIVE whole(id) AS (SELECT :matter UNION SELECT m.id FROM matter m JOIN whole ON m.merged_into = whole.id) "
    "SELECT id FROM whole)"
)
"""SQL for a matter (``:matter``) with all that was merged into it, and into that."""


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
    return _MESSAGE.all(reader, "WHERE disposed = '' ORDER BY received_at, seq")


def count_undisposed(reader: Reader) -> int:
    """Return how many messages nobody has disposed of."""
    return int(reader.rows("SELECT count(*) FROM message WHERE disposed = ''")[0][0])


def by_urgency(found: Sequence[MessageView]) -> list[MessageView]:
    """Return messages as they are listed: proposed red first, of one colour the older first."""
    ranks = {colour: rank for rank, colour in enumerate(("red", "yellow", "", "blue"))}
    return sorted(found, key=lambda one: (ranks.get(one.colour, 2), one.received_at, one.seq))


def of_matter(reader: Reader, matter_id: str) -> list[MessageView]:
    """Return the messages of a matter and of what was merged into it, oldest first."""
    return _MESSAGE.all(reader, f"WHERE matter_id IN {WHOLE} ORDER BY received_at, seq", {"matter": matter_id})


def lowered(reader: Reader) -> list[MessageView]:
    """Return the messages that were proposed red and became less, oldest first: what the leader reads."""
    return _MESSAGE.all(reader, "WHERE less = 1 ORDER BY disposed_at, seq")


def messages(reader: Reader) -> list[MessageView]:
    """Return all messages, oldest first."""
    return _MESSAGE.all(reader, "ORDER BY received_at, seq")


def message(reader: Reader, name: str) -> MessageView | None:
    """Return a message by its entry: the id, its unique end of four characters or more, or its number."""
    found = _MESSAGE.all(reader, "WHERE id = :name", {"name": name})
    if not found and name.isdecimal():
        found = _MESSAGE.all(reader, "WHERE seq = :seq", {"seq": int(name)})
    if not found and len(name) >= 4:
        found = _MESSAGE.all(reader, "WHERE substr(id, -length(:name)) = :name", {"name": name})
    return found[0] if len(found) == 1 else None
