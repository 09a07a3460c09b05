"""Reads of handovers and of the signed heads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.handover.rules.walkthrough import Cosigned, Posts, Signature, Walkthrough
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped, among
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class SealedView:
    """A sealed sheet. ``shift`` ended by it, ``next_shift`` began; ``count`` and ``head`` are the journal's before it."""

    id: str
    shift: str
    next_shift: str
    sealed_at: Instant
    relieved: tuple[str, ...]
    count: int
    head: str
    signature: str
    sheet: str
    digest: str


@dataclass(frozen=True)
class AddendumView:
    """Something added after sealing."""

    at: Instant
    actor: str
    text: str


def _signature(one: dict[str, Any]) -> Signature:
    values: dict[str, Any] = {**one, "despite": tuple(one["despite"]), "unread": tuple(one["unread"])}
    return Signature(**values)


def _posts(text: str) -> Posts:
    return Posts(**json.loads(text))


_WALK = Mapped(
    Walkthrough,
    "handover",
    kinds={
        "outgoing": _posts,
        "incoming": _posts,
        "read": json.loads,
        "cosigned": lambda text: {key: Cosigned(**one) for key, one in json.loads(text).items()},
        "signatures": lambda text: {side: _signature(one) for side, one in json.loads(text).items()},
    },
    read="pages",
)
_SEALED = Mapped(SealedView, "handover", sealed_at="ended_at")
_ADDENDUM = Mapped(AddendumView, "addendum", text="body")


def walkthrough(views: Reader) -> Walkthrough | None:
    """Return the walkthrough that is under way."""
    return _WALK.first(views, "WHERE ended = '' LIMIT 1")


def walkthrough_of(views: Reader, handover: str) -> Walkthrough | None:
    """Return a walkthrough by id."""
    return _WALK.first(views, "WHERE id = :id", {"id": handover})


def sealed(views: Reader, name: str = "") -> SealedView | None:
    """Return a sealed sheet by the id (or end of id) of its handover or of the shift it ended; the newest when unnamed."""
    if not name:
        return _SEALED.first(views, "WHERE ended = 'sealed' ORDER BY ended_at DESC, seq DESC LIMIT 1")
    where = "WHERE ended = 'sealed' AND (id = :name OR shift = :name OR id LIKE '%' || :name) LIMIT 2"
    return _SEALED.only(views, where, {"name": name})


def number_of(views: Reader, one: SealedView) -> int:
    """Return the number of a sealed handover: its place among them."""
    return int(
        views.rows(
            "SELECT count(*) FROM handover WHERE sheet <> '' AND ended_at <= :sealed_at", {"sealed_at": one.sealed_at}
        )[0][0]
    )


def addenda(views: Reader, handover: str) -> list[AddendumView]:
    """Return what was added to a sealed sheet, oldest first."""
    return _ADDENDUM.all(views, "WHERE handover = :id ORDER BY seq", {"id": handover})


def newest_anchor(views: Reader) -> tuple[int, Instant] | None:
    """Return count and time of the newest signed head."""
    rows = views.rows("SELECT count, at FROM anchor ORDER BY seq DESC LIMIT 1")
    return (int(rows[0][0]), int(rows[0][1])) if rows else None


def posts_changed(
    views: Reader, *, kinds: Sequence[str] = ("shift.began", "shift.relieved", "shift.ended"), since: Instant = 0
) -> list[tuple[int, Instant, str, str]]:
    """Return seq, time, kind and payload of the rows that say who holds the posts, oldest first.

    With ``since`` as quick in a long log as in a short one; without it every row is looked at.
    """
    listed, named = among("kind", kinds)
    sql = f"SELECT seq, at, kind, payload FROM journal WHERE kind IN {listed} ORDER BY seq"  # noqa: S608 - marks
    if since:
        sql = (
            "SELECT j.seq, j.at, j.kind, j.payload FROM entry e CROSS JOIN journal j ON j.seq = e.seq "  # noqa: S608 - marks
            f"WHERE e.at >= :since AND j.kind IN {listed} ORDER BY j.seq"  # CROSS: by time first, as SQLite would not
        )
    return [
        (int(seq), int(at), str(kind), str(payload))
        for seq, at, kind, payload in views.rows(sql, {"since": since, **named})
    ]
