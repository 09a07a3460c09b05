"""Reads of roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from dutydesk.capabilities.duties.rules import GRADE_NAMES, UNSET_WORDS
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
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

    @property
    def grade_words(self) -> str:
        """The grade as the cover has it, 机密★10年, or that nobody has read it yet."""
        name = GRADE_NAMES.get(self.grade, UNSET_WORDS)
        return f"{name}★{self.period}" if self.period else name


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


_PRESENCE = Mapped(PresenceView, "presence")
_PATROL = Mapped(PatrolView, "patrol")
_PAPER = Mapped(PaperView, "paper p LEFT JOIN matter m ON m.id = p.matter_id", label="coalesce(m.label, '')")
_MOVE = Mapped(MoveView, "paper_move")
_VISITOR = Mapped(VisitorView, "visitor")
_LOAN = Mapped(LoanView, "loan")
_LEAVE = Mapped(LeaderLeaveView, "leader_leave")


def open_calls(reader: Reader) -> list[PresenceView]:
    """Return the roll calls that nobody has answered, oldest first."""
    return _PRESENCE.all(reader, "WHERE state = 'open' ORDER BY received_at, seq")


def roll_calls(reader: Reader, since: Instant, until: Instant) -> list[PresenceView]:
    """Return the roll calls received from ``since`` up to before ``until``, oldest first (KP-08: shown, no indicator)."""
    where = "WHERE received_at >= :since AND received_at < :until ORDER BY received_at, seq"
    return _PRESENCE.all(reader, where, {"since": since, "until": until})


def patrols(reader: Reader, since: Instant) -> list[PatrolView]:
    """Return the patrols since an instant, oldest first."""
    return _PATROL.all(reader, "WHERE at >= :since ORDER BY at, seq", {"since": since})


def papers(reader: Reader, *, ended: bool = False) -> list[PaperView]:
    """Return the papers in custody, with ``ended`` those handed over too, oldest first."""
    where = "" if ended else "WHERE p.state <> 'handed' "
    return _PAPER.all(reader, where + "ORDER BY p.registered_at, m.seq")


def paper(reader: Reader, name: str) -> PaperView | None:
    """Return a paper by its label, its register number or its id."""
    where = (
        "WHERE p.matter_id = :name OR m.label IN (:name, :upper) OR p.number = :name "
        "ORDER BY p.state = 'handed', p.registered_at DESC"
    )
    return _PAPER.first(reader, where, {"name": name, "upper": name.upper()})


def unset_grades(reader: Reader) -> list[tuple[str, str]]:
    """Return label and register number of the papers in custody whose grade nobody has set: they block a handover."""
    return [(one.label, one.number) for one in papers(reader) if not one.grade]


def ungraded(reader: Reader) -> frozenset[str]:
    """Return the matters whose paper has no grade yet."""
    rows = reader.rows("SELECT matter_id FROM paper WHERE grade = '' AND state <> 'handed'")
    return frozenset(str(row[0]) for row in rows)


def moves(reader: Reader, matter_id: str) -> list[MoveView]:
    """Return where a paper went, oldest first."""
    return _MOVE.all(reader, "WHERE matter_id = :matter ORDER BY seq", {"matter": matter_id})


def visitors(reader: Reader, *, left: bool = False) -> list[VisitorView]:
    """Return the visitors in the house, with ``left`` all of them, oldest first."""
    return _VISITOR.all(reader, ("" if left else "WHERE left_at IS NULL ") + "ORDER BY came_at, seq")


def visit_numbers(reader: Reader) -> int:
    """Return how many visits were ever registered."""
    return int(reader.rows("SELECT count(*) FROM visitor")[0][0])


def loans(reader: Reader, *, returned: bool = False) -> list[LoanView]:
    """Return the keys and seals that are out, with ``returned`` all that ever were, oldest first."""
    return _LOAN.all(reader, ("" if returned else "WHERE returned_at IS NULL ") + "ORDER BY taken_at, seq")


def leaders_away(reader: Reader, *, ended: bool = False) -> list[LeaderLeaveView]:
    """Return the leaders who reported being away and are not back, with ``ended`` all reports, oldest first."""
    return _LEAVE.all(reader, ("" if ended else "WHERE ended_at IS NULL ") + "ORDER BY since, seq")
