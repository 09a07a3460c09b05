"""Reads of appeals: plans, links, and matters that look alike."""

from __future__ import annotations

from dutydesk.capabilities.appeals.events import DisposalApproved
from dutydesk.capabilities.appeals.rules import WITHIN, Affair, Likeness, rank
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped, among
from dutydesk.store.views import Views

CANDIDATES = 500
"""How many earlier matters are compared at most, the newest first."""

SHOWN = 5
"""How many that look alike are worth reading."""


@dataclass(frozen=True)
class PlanView:
    """A disposal plan that was approved."""

    text: str
    recipients: tuple[str, ...]
    approved_by: str
    at: Instant
    actor: str = ""
    """Who wrote it down."""


@dataclass(frozen=True)
class LinkView:
    """A linked matter. ``later``: it is the newer one, which was linked to this."""

    matter_id: str
    label: str
    title: str
    state: str
    received_at: Instant
    reason: str
    actor: str
    at: Instant
    later: bool


_AFFAIR = Mapped(Affair, "matter")
_LINKED = Mapped(
    LinkView,
    "appeal_link l JOIN matter m ON m.id IN (l.matter_id, l.other)",
    apart=("later",),
    matter_id="m.id",
    label="m.label",
    title="m.title",
    state="m.state",
    received_at="m.received_at",
)


def plans(views: Views, matter_id: str) -> list[PlanView]:
    """Return the approved disposal plans of an appeal, oldest first."""
    sql = (
        "SELECT j.payload, j.at, j.actor FROM journal j JOIN entry e ON e.seq = j.seq WHERE e.matter_id = :matter_id AND "
        "j.kind = :kind "
        "ORDER BY j.seq"
    )
    found: list[PlanView] = []
    for payload, at, actor in views.rows(sql, {"matter_id": matter_id, "kind": DisposalApproved.KIND}):
        event = decoded(DisposalApproved.KIND, payload)
        if isinstance(event, DisposalApproved):
            found.append(PlanView(event.text, tuple(event.recipients), event.approved_by, at, actor))
    return found


def links(views: Views, matter_id: str) -> list[LinkView]:
    """Return the matters that an appeal was linked to, then those that were linked to it."""
    order, of = "ORDER BY m.received_at, m.seq", {"matter": matter_id}
    return [
        *_LINKED.all(views, "WHERE l.matter_id = :matter AND m.id = l.other " + order, of, later=False),
        *_LINKED.all(views, "WHERE l.other = :matter AND m.id = l.matter_id " + order, of, later=True),
    ]


def affair(matter: Matter) -> Affair:
    """Return what is compared of a matter."""
    return Affair(
        matter.id, matter.kind, matter.subtype, matter.title, matter.place, matter.source, matter.received_at,
        matter.occurred_at,
    )  # fmt: skip


def similar(views: Views, matter: Matter) -> list[tuple[Matter, Likeness]]:
    """Return the matters received within the 90 days before this one that look like it, the likest first (AR-07, IN-15).

    What is compared are affairs: place, source, words, type, hour. Nobody's history is kept or scored.
    """
    listed, named = among("kind", ("appeal", "incident") if matter.kind in {"appeal", "incident"} else (matter.kind,))
    earlier = _AFFAIR.all(
        views,
        f"WHERE id <> :id AND state IN ('open', 'closed') AND kind IN {listed} AND received_at BETWEEN :since AND :until "
        "ORDER BY received_at DESC, seq DESC LIMIT :most",
        {
            "id": matter.id,
            "since": matter.received_at - WITHIN,
            "until": matter.received_at,
            "most": CANDIDATES,
            **named,
        },
    )
    ranked = rank(affair(matter), earlier)[:SHOWN]
    found = ((views.matter(one.id), likeness) for one, likeness in ranked)
    return [(one, likeness) for one, likeness in found if one is not None]
