"""What looks like the same affair: matters for a matter or a message, messages for a message, and the sources of one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.appeals.rules import WITHIN, Affair, Likeness, likeness, rank
from dutydesk.capabilities.duplicates.events import NotTheSame
from dutydesk.capabilities.intake.reads import WHOLE, MessageView, of_matter
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.triage.rules.kept import place_of
from dutydesk.i18n import offered
from dutydesk.kernel.instants import DAY, Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views

ASKED = 50
"""From this score on it is asked whether it is the same: half the words in common, and place, hour or kind beside them."""

SHOWN = 3
"""How many are worth reading before one goes on."""

CANDIDATES = 500
"""How many matters are compared at most, the newest first."""

CLOSED_WITHIN: Instant = 3 * DAY
"""A matter closed longer ago is an earlier one, not the same."""

SAME_MESSAGE = 80
"""From this score on two messages say the same."""

MESSAGES_WITHIN: Instant = DAY
"""How far apart two messages about the same come."""

AFFAIR = Mapped(Affair, "matter")


@dataclass(frozen=True)
class Source:
    """Where a matter was heard of: its own source, those of what was merged into it, its messages."""

    label: str
    words: str
    received_at: Instant


def candidates(views: Views, affair: Affair, now: Instant) -> list[tuple[Matter, Likeness]]:
    """Return the matters under way that a new one may be the same as, the likest first.

    Args:
        views: the store as whoever asks may see it.
        affair: what is new; its ``id`` is that of the matter, if it is one already.
        now: the wall clock.
    """
    kinds = ("appeal", "incident") if affair.kind in {"appeal", "incident"} else (affair.kind, affair.kind)
    rows = AFFAIR.all(
        views,
        "WHERE id <> :id AND kind IN (:kind, :other) AND received_at >= :since AND "
        "(state = 'open' OR (state = 'closed' AND closed_at >= :closed)) ORDER BY received_at DESC, seq DESC LIMIT :most",
        {
            "id": affair.id, "kind": kinds[0], "other": kinds[1], "since": affair.received_at - WITHIN, "closed": now - CLOSED_WITHIN,
            "most": CANDIDATES,
        },
    )  # fmt: skip
    ranked = [(one, alike) for one, alike in rank(affair, rows) if alike.score >= ASKED]
    open_to_it = [(one, alike) for one, alike in ranked if not not_same(views, affair.id, one.id)]
    found = ((views.matter(one.id), alike) for one, alike in open_to_it[:SHOWN])
    return [(one, alike) for one, alike in found if one is not None]


def not_same(views: Views, one: str, other: str) -> bool:
    """Return whether an officer said that two matters are not the same, whichever was named first."""
    return other in _denied_of(views, one) or one in _denied_of(views, other)


def _denied_of(views: Views, matter_id: str) -> set[str]:
    sql = "SELECT j.payload FROM journal j JOIN entry e ON e.seq = j.seq WHERE e.matter_id = :matter AND j.kind = :kind"
    rows = views.rows(sql, {"matter": matter_id, "kind": NotTheSame.KIND})
    return {str(json.loads(payload)["other"]) for (payload,) in rows}


def of_message(one: MessageView) -> Affair:
    """Return what is compared of a message: what the sorting read of it, its whole text for the title."""
    kept: Mapping[str, Any] = one.proposal
    kind, subtype = str(kept.get("kind") or "incident"), str(kept.get("subtype") or "")
    return Affair(one.proposed, kind, subtype, one.text, place_of(kept, one.text), one.sender, one.received_at)


def same_messages(views: Views, one: MessageView) -> list[tuple[int, str, Likeness]]:
    """Return number and id of the messages of about a day that say the same as one, the likest first."""
    sql = (
        "SELECT seq, id, text, sender, received_at FROM message WHERE id <> :id AND received_at BETWEEN :since AND :until "
        "ORDER BY seq DESC LIMIT :most"
    )
    span = {"since": one.received_at - MESSAGES_WITHIN, "until": one.received_at + MESSAGES_WITHIN}
    mine = _told(one.id, one.text, one.sender, one.received_at)
    found = [
        (seq, id_, likeness(mine, _told(id_, text, sender, at)))
        for seq, id_, text, sender, at in views.rows(sql, {"id": one.id, "most": CANDIDATES, **span})
    ]
    alike = [hit for hit in found if _text_score(hit[2]) and hit[2].score >= SAME_MESSAGE - _spare(one)]
    return sorted(alike, key=lambda hit: (-hit[2].score, hit[0]))[:SHOWN]


def _told(id_: str, text: str, sender: str, at: Instant) -> Affair:
    return Affair(id_, "message", "", text, text, sender, at)


def _text_score(alike: Likeness) -> bool:
    return any(what == "文字相同" for what, _ in alike.reasons)


def _spare(one: MessageView) -> int:
    """Points that a message without a sender cannot get."""
    return 0 if one.sender.strip() else 10


def sources(views: Views, matter: Matter) -> list[Source]:
    """Return every way in which a matter was heard of, oldest first; none where it is one alone."""
    merged = views.rows(
        f"SELECT label, source, received_at FROM matter WHERE id <> :matter AND id IN {WHOLE} ORDER BY received_at, seq",  # noqa: S608
        {"matter": matter.id},
    )
    found = [
        Source(matter.label, matter.source, matter.received_at),
        *(Source(label, source, received_at) for label, source, received_at in merged),
        *(
            Source(f"#{one.seq}", f"{offered(one.channel)} {one.sender}".strip(), one.received_at)
            for one in of_matter(views, matter.id)
        ),
    ]
    return sorted(found, key=lambda one: one.received_at) if len(found) > 1 else []
