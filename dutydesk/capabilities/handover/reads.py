"""Reads of handovers and of the signed heads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.handover.rules.walkthrough import Cosigned, Posts, Signature, Walkthrough
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader

COLUMNS = (
    "id, shift, outgoing, incoming, begins, ends, cut_off, started_at, started_by, pages, cosigned, signatures, informed, "
    "informed_at, informed_note, returned, ended"
)
_SEALED = (
    "SELECT id, shift, next_shift, ended_at, relieved, count, head, signature, sheet, digest FROM handover "
    "WHERE ended = 'sealed' "
)


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


def walk_from(row: Sequence[Any]) -> Walkthrough:
    """Return the walkthrough of a row (columns in the order of ``COLUMNS``)."""
    values = list(row)
    values[2], values[3] = Posts(**json.loads(values[2])), Posts(**json.loads(values[3]))
    values[9] = json.loads(values[9])
    values[10] = {key: Cosigned(**one) for key, one in json.loads(values[10]).items()}
    values[11] = {side: _signature(one) for side, one in json.loads(values[11]).items()}
    return Walkthrough(*values)


def _signature(one: dict[str, Any]) -> Signature:
    values: dict[str, Any] = {**one, "despite": tuple(one["despite"]), "unread": tuple(one["unread"])}
    return Signature(**values)


def walkthrough(views: Reader) -> Walkthrough | None:
    """Return the walkthrough that is under way."""
    rows = views.rows(f"SELECT {COLUMNS} FROM handover WHERE ended = '' LIMIT 1")  # noqa: S608 - own column names
    return walk_from(rows[0]) if rows else None


def walkthrough_of(views: Reader, handover: str) -> Walkthrough | None:
    """Return a walkthrough by id."""
    rows = views.rows(f"SELECT {COLUMNS} FROM handover WHERE id = ?", (handover,))  # noqa: S608 - own column names
    return walk_from(rows[0]) if rows else None


def sealed(views: Reader, name: str = "") -> SealedView | None:
    """Return a sealed sheet by the id (or end of id) of its handover or of the shift it ended; the newest when unnamed."""
    if name:
        rows = views.rows(_SEALED + "AND (id = ? OR shift = ? OR id LIKE ?) LIMIT 2", (name, name, "%" + name))
    else:
        rows = views.rows(_SEALED + "ORDER BY ended_at DESC, seq DESC LIMIT 1")
    if len(rows) != 1:
        return None
    values = list(rows[0])
    values[4] = tuple(json.loads(values[4]))
    return SealedView(*values)


def number_of(views: Reader, one: SealedView) -> int:
    """Return the number of a sealed handover: its place among them."""
    return int(views.rows("SELECT count(*) FROM handover WHERE sheet <> '' AND ended_at <= ?", (one.sealed_at,))[0][0])


def addenda(views: Reader, handover: str) -> list[AddendumView]:
    """Return what was added to a sealed sheet, oldest first."""
    sql = "SELECT at, actor, body FROM addendum WHERE handover = ? ORDER BY seq"
    return [AddendumView(*row) for row in views.rows(sql, (handover,))]


def newest_anchor(views: Reader) -> tuple[int, Instant] | None:
    """Return count and time of the newest signed head."""
    rows = views.rows("SELECT count, at FROM anchor ORDER BY seq DESC LIMIT 1")
    return (int(rows[0][0]), int(rows[0][1])) if rows else None


def posts_changed(
    views: Reader, *, kinds: Sequence[str] = ("shift.began", "shift.relieved", "shift.ended"), since: Instant = 0
) -> list[tuple[int, Instant, str, str]]:
    """Return seq, time, kind and payload of the rows that say who holds the posts, oldest first."""
    marks = ",".join("?" * len(kinds))
    sql = f"SELECT seq, at, kind, payload FROM journal WHERE kind IN ({marks}) AND at >= ? ORDER BY seq"  # noqa: S608 - marks
    return [(int(seq), int(at), str(kind), str(payload)) for seq, at, kind, payload in views.rows(sql, (*kinds, since))]
