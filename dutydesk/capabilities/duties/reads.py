"""Reads of roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class PresenceView:
    """A roll call. ``state``: open, answered, ended; ``in_time`` None where no clock says."""

    id: str
    caller: str
    obligation: str
    received_at: Instant
    due_at: Instant | None
    answered_at: Instant | None
    officer: str
    in_time: bool | None
    state: str


@dataclass(frozen=True)
class PatrolView:
    """A patrol of the house."""

    seq: int
    at: Instant
    officer: str
    text: str
    abnormal: bool
    note: str


@dataclass(frozen=True)
class PaperView:
    """A paper in custody. ``grade`` empty: not read off the cover yet; ``state``: held, locked, handed."""

    matter_id: str
    label: str
    number: str
    copies: int
    grade: str
    period: str
    place: str
    holder: str
    source: str
    second: str
    registered_at: Instant
    registered_by: str
    state: str
    ended_at: Instant | None


@dataclass(frozen=True)
class MoveView:
    """Where a paper went: who took it when, written by whom."""

    at: Instant
    place: str
    holder: str
    officer: str
    second: str


@dataclass(frozen=True)
class VisitorView:
    """Visitors of one visit; ``label`` is the number that people use."""

    id: str
    label: str
    name: str
    unit: str
    reason: str
    count: int
    id_last4: str
    came_at: Instant
    left_at: Instant | None
    officer: str


@dataclass(frozen=True)
class LoanView:
    """A key or a seal that somebody took. ``what``: seal, key."""

    id: str
    item: str
    what: str
    name: str
    reason: str
    taken_at: Instant
    returned_at: Instant | None
    officer: str


@dataclass(frozen=True)
class LeaderLeaveView:
    """A leader away."""

    id: str
    name: str
    since: Instant
    until: Instant
    place: str
    deputy: str
    ended_at: Instant | None


_PRESENCE = "SELECT id, caller, obligation, received_at, due_at, answered_at, officer, in_time, state FROM presence "
_PAPER = (
    "SELECT p.matter_id, coalesce(m.label, ''), p.number, p.copies, p.grade, p.period, p.place, p.holder, p.source, "
    "p.second, p.registered_at, p.registered_by, p.state, p.ended_at FROM paper p LEFT JOIN matter m ON m.id = p.matter_id "
)
_VISITOR = "SELECT id, label, name, unit, reason, count, id_last4, came_at, left_at, officer FROM visitor "
_LOAN = "SELECT id, item, what, name, reason, taken_at, returned_at, officer FROM loan "
_LEAVE = "SELECT id, name, since, until, place, deputy, ended_at FROM leader_leave "


def _presence(row: tuple[Any, ...]) -> PresenceView:
    values = list(row)
    values[7] = None if row[7] is None else bool(row[7])
    return PresenceView(*values)


def open_calls(reader: Reader) -> list[PresenceView]:
    """Return the roll calls that nobody has answered, oldest first."""
    return [_presence(row) for row in reader.rows(_PRESENCE + "WHERE state = 'open' ORDER BY received_at, seq")]


def roll_calls(reader: Reader, since: Instant, until: Instant) -> list[PresenceView]:
    """Return the roll calls received from ``since`` up to before ``until``, oldest first (KP-08: shown, no indicator)."""
    where = "WHERE received_at >= ? AND received_at < ? ORDER BY received_at, seq"
    return [_presence(row) for row in reader.rows(_PRESENCE + where, (since, until))]


def patrols(reader: Reader, since: Instant) -> list[PatrolView]:
    """Return the patrols since an instant, oldest first."""
    rows = reader.rows(
        "SELECT seq, at, officer, text, abnormal, note FROM patrol WHERE at >= ? ORDER BY at, seq", (since,)
    )
    return [PatrolView(seq, at, who, text, bool(abnormal), note) for seq, at, who, text, abnormal, note in rows]


def papers(reader: Reader, *, ended: bool = False) -> list[PaperView]:
    """Return the papers in custody, with ``ended`` those handed over too, oldest first."""
    where = "" if ended else "WHERE p.state <> 'handed' "
    return [PaperView(*row) for row in reader.rows(_PAPER + where + "ORDER BY p.registered_at, m.seq")]


def paper(reader: Reader, name: str) -> PaperView | None:
    """Return a paper by its label, its register number or its id."""
    where = "WHERE p.matter_id = ? OR m.label = ? OR m.label = ? OR p.number = ? ORDER BY p.state = 'handed', p.registered_at DESC"
    rows = reader.rows(_PAPER + where, (name, name, name.upper(), name))
    return PaperView(*rows[0]) if rows else None


def unset_grades(reader: Reader) -> list[tuple[str, str]]:
    """Return label and register number of the papers in custody whose grade nobody has set: they block a handover."""
    return [(one.label, one.number) for one in papers(reader) if not one.grade]


def ungraded(reader: Reader) -> frozenset[str]:
    """Return the matters whose paper has no grade yet."""
    rows = reader.rows("SELECT matter_id FROM paper WHERE grade = '' AND state <> 'handed'")
    return frozenset(str(row[0]) for row in rows)


def moves(reader: Reader, matter_id: str) -> list[MoveView]:
    """Return where a paper went, oldest first."""
    sql = "SELECT at, place, holder, officer, second FROM paper_move WHERE matter_id = ? ORDER BY seq"
    return [MoveView(*row) for row in reader.rows(sql, (matter_id,))]


def visitors(reader: Reader, *, left: bool = False) -> list[VisitorView]:
    """Return the visitors in the house, with ``left`` all of them, oldest first."""
    where = "" if left else "WHERE left_at IS NULL "
    return [VisitorView(*row) for row in reader.rows(_VISITOR + where + "ORDER BY came_at, seq")]


def visit_numbers(reader: Reader) -> int:
    """Return how many visits were ever registered."""
    return int(reader.rows("SELECT count(*) FROM visitor")[0][0])


def loans(reader: Reader, *, returned: bool = False) -> list[LoanView]:
    """Return the keys and seals that are out, with ``returned`` all that ever were, oldest first."""
    where = "" if returned else "WHERE returned_at IS NULL "
    return [LoanView(*row) for row in reader.rows(_LOAN + where + "ORDER BY taken_at, seq")]


def leaders_away(reader: Reader, *, ended: bool = False) -> list[LeaderLeaveView]:
    """Return the leaders who reported being away and are not back, with ``ended`` all reports, oldest first."""
    where = "" if ended else "WHERE ended_at IS NULL "
    return [LeaderLeaveView(*row) for row in reader.rows(_LEAVE + where + "ORDER BY since, seq")]
