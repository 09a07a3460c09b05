"""The tables. ``journal`` is the truth; all others but ``meta``, ``draft`` and ``secret`` are computed from it.

All tables are STRICT, so every text column is Text and every flag, time and enum is Integer or Text.
Times are µs UTC. JSON columns hold canonical JSON text.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Column, Index, Integer, LargeBinary, Text, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

STRICT: dict[str, Any] = {"sqlite_strict": True}


def _text(*, key: bool = False, null: bool = False, unique: bool = False) -> Any:
    return Field(sa_column=Column(Text, primary_key=key, nullable=null, unique=unique))


def _integer(*, key: bool = False, null: bool = False) -> Any:
    return Field(sa_column=Column(Integer, primary_key=key, nullable=null, autoincrement=False))


def _blob(*, unique: bool = False) -> Any:
    kind: TypeEngine[bytes] = LargeBinary()
    return Field(sa_column=Column(kind, nullable=False, unique=unique))


class Meta(SQLModel, table=True):
    """Facts about the store itself: site, store id, drill mark."""

    __tablename__: ClassVar[Any] = "meta"
    __table_args__: ClassVar[Any] = (STRICT,)
    key: str = _text(key=True)
    value: str = _text()


class Journal(SQLModel, table=True):
    """The hash-chained, append-only journal (DESIGN §4)."""

    __tablename__: ClassVar[Any] = "journal"
    __table_args__: ClassVar[Any] = (STRICT,)
    seq: int = _integer(key=True)
    id: str = _text(unique=True)
    origin: str = _text()
    recorded_at: int = _integer()
    at: int = _integer()
    actor: str = _text()
    kind: str = _text()
    version: int = _integer()
    matter_id: str = _text(null=True)
    classification: str = _text()
    payload: str = _text()
    prev: bytes = _blob(unique=True)
    hash: bytes = _blob()


class Entry(SQLModel, table=True):
    """One row per journal row that the log shows; ``audit`` = 1 for those of the audit filter only."""

    __tablename__: ClassVar[Any] = "entry"
    __table_args__: ClassVar[Any] = (
        Index("entry_matter", "matter_id", "seq"),
        Index("entry_at", "at"),
        STRICT,
    )
    seq: int = _integer(key=True)
    at: int = _integer()
    matter_id: str = _text(null=True)
    audit: int = _integer()
    late: int = _integer()
    struck_by: int = _integer(null=True)


class MatterRow(SQLModel, table=True):
    """A matter as it stands now; see ``domain.matters.Matter`` for the fields."""

    __tablename__: ClassVar[Any] = "matter"
    __table_args__: ClassVar[Any] = (Index("matter_state", "state"), STRICT)
    id: str = _text(key=True)
    label: str = _text(unique=True)
    kind: str = _text()
    title: str = _text()
    state: str = _text()
    colour: str = _text()
    received_at: int = _integer()
    opened_at: int = _integer()
    category: str = _text()
    subtype: str = _text()
    level: str = _text()
    highest_level: str = _text()
    response_level: str = _text()
    warning: str = _text()
    danger_to_life: int = _integer()
    place: str = _text()
    source: str = _text()
    lead: str = _text()
    support: str = _text()
    merged_into: str = _text()
    occurred_at: int = _integer(null=True)
    confirmed_at: int = _integer(null=True)
    assessed_at: int = _integer(null=True)
    activated_at: int = _integer(null=True)
    first_sent_at: int = _integer(null=True)
    closed_at: int = _integer(null=True)
    follow_ups: int = _integer()
    criterion: str = _text()


class Figure(SQLModel, table=True):
    """The history of figures; the current one of a field is the row with the greatest seq."""

    __tablename__: ClassVar[Any] = "figure"
    __table_args__: ClassVar[Any] = (STRICT,)
    matter_id: str = _text(key=True)
    field: str = _text(key=True)
    seq: int = _integer(key=True)
    value: str = _text()
    source: str = _text()
    verified: int = _integer()
    at: int = _integer()


class Obligation(SQLModel, table=True):
    """Something owed by a time. ``state``: open, met, met_late, waived, cancelled."""

    __tablename__: ClassVar[Any] = "obligation"
    __table_args__: ClassVar[Any] = (
        Index(
            "obligation_one_open",
            "rule",
            text("ifnull(matter_id, '')"),
            "subject",
            "cycle",
            unique=True,
            sqlite_where=text("state = 'open'"),
        ),
        Index("obligation_open_due", "due_at", sqlite_where=text("state = 'open'")),
        Index("obligation_matter", "matter_id"),
        Index("obligation_rule", "rule", "trigger_at"),
        STRICT,
    )
    id: str = _text(key=True)
    rule: str = _text()
    rulebook: str = _text()
    matter_id: str = _text(null=True)
    subject: str = _text()
    name: str = _text()
    trigger: str = _text()
    trigger_at: int = _integer()
    born_at: int = _integer()
    born_seq: int = _integer()
    due_at: int = _integer()
    arithmetic: str = _text()
    state: str = _text()
    ended_at: int = _integer(null=True)
    met_at: int = _integer(null=True)
    late: int = _integer()
    cause: str = _text()
    declined: int = _integer()
    overdue: int = _integer()
    hold_until: int = _integer(null=True)
    snooze_until: int = _integer(null=True)
    held_by: str = _text()
    renewals: int = _integer()
    snoozes: int = _integer()
    sound_again_at: int = _integer(null=True)
    recurs_at: int = _integer(null=True)
    cycle: int = _integer()


class Step(SQLModel, table=True):
    """A step of a clock. ``state``: waiting, raised, listed (a higher one fired for it), void (the clock ended)."""

    __tablename__: ClassVar[Any] = "step"
    __table_args__: ClassVar[Any] = (
        Index("step_waiting", "fires_at", sqlite_where=text("state = 'waiting'")),
        STRICT,
    )
    obligation: str = _text(key=True)
    step: str = _text(key=True)
    planned_at: int = _integer()
    base_at: int = _integer()
    fires_at: int = _integer()
    addressee: str = _text()
    how: str = _text()
    held: int = _integer()
    state: str = _text()
    raised_at: int = _integer(null=True)


class Alert(SQLModel, table=True):
    """A raised step: one row per (obligation, step), open until the clock ends."""

    __tablename__: ClassVar[Any] = "alert"
    __table_args__: ClassVar[Any] = (
        Index("alert_open", "raised_at", sqlite_where=text("closed_at IS NULL")),
        STRICT,
    )
    obligation: str = _text(key=True)
    step: str = _text(key=True)
    addressee: str = _text()
    people: str = _text()
    how: str = _text()
    colour: str = _text()
    planned_at: int = _integer()
    raised_at: int = _integer()
    late: int = _integer()
    listed: str = _text()
    reason: str = _text()
    sounded_at: int = _integer()
    acknowledged_by: str = _text()
    acknowledged_at: int = _integer(null=True)
    closed_at: int = _integer(null=True)


class Report(SQLModel, table=True):
    """A report as it was sent; never changed."""

    __tablename__: ClassVar[Any] = "report"
    __table_args__: ClassVar[Any] = (Index("report_matter", "matter_id", "seq"), STRICT)
    id: str = _text(key=True)
    seq: int = _integer()
    matter_id: str = _text()
    kind: str = _text()
    number: int = _integer()
    title: str = _text()
    body: str = _text()
    recipients: str = _text()
    corrects: str = _text()
    sent_at: int = _integer()
    actor: str = _text()


class Shift(SQLModel, table=True):
    """A shift from signature to signature; ``begins``/``ends`` are the scheduled hours."""

    __tablename__: ClassVar[Any] = "shift"
    __table_args__: ClassVar[Any] = (STRICT,)
    id: str = _text(key=True)
    begins: int = _integer()
    ends: int = _integer()
    a: str = _text()
    b: str = _text()
    leader: str = _text()
    director: str = _text()
    began_at: int = _integer()
    ended_at: int = _integer(null=True)
    away_post: str = _text()
    away_until: int = _integer(null=True)


class RosterRow(SQLModel, table=True):
    """Scheduled hours and people."""

    __tablename__: ClassVar[Any] = "roster"
    __table_args__: ClassVar[Any] = (STRICT,)
    begins: int = _integer(key=True)
    ends: int = _integer()
    a: str = _text()
    b: str = _text()
    leader: str = _text()
    director: str = _text()


class Officer(SQLModel, table=True):
    """A person who may act."""

    __tablename__: ClassVar[Any] = "officer"
    __table_args__: ClassVar[Any] = (STRICT,)
    id: str = _text(key=True)
    name: str = _text()
    role: str = _text()


class Answer(SQLModel, table=True):
    """The newest answer to an item of the handover checklist within a shift."""

    __tablename__: ClassVar[Any] = "answer"
    __table_args__: ClassVar[Any] = (STRICT,)
    shift: str = _text(key=True)
    item: str = _text(key=True)
    state: str = _text()
    note: str = _text()
    actor: str = _text()
    at: int = _integer()


class Draft(SQLModel, table=True):
    """What was typed and not yet saved; not part of the journal, wiped when saved or thrown away."""

    __tablename__: ClassVar[Any] = "draft"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = _text(key=True)
    place: str = _text(key=True)
    body: str = _text()
    saved_at: int = _integer()


class Secret(SQLModel, table=True):
    """Salted scrypt digests of the officers' secrets; never in the journal."""

    __tablename__: ClassVar[Any] = "secret"
    __table_args__: ClassVar[Any] = (STRICT,)
    officer: str = _text(key=True)
    digest: str = _text()
    set_at: int = _integer()


PROJECTIONS: tuple[type[SQLModel], ...] = (
    Entry,
    MatterRow,
    Figure,
    Obligation,
    Step,
    Alert,
    Report,
    Shift,
    RosterRow,
    Officer,
    Answer,
)
"""Tables that ``rebuild`` empties and computes again from the journal."""

PROJECTION_NAMES: tuple[str, ...] = tuple(str(table.__tablename__) for table in PROJECTIONS)  # pyright: ignore[reportUnknownMemberType]

INDEXES = (
    "CREATE INDEX journal_doubt ON journal (seq) WHERE kind IN ('watch.clock_doubtful', 'watch.time_confirmed')",
    "CREATE INDEX journal_watch ON journal (kind, seq) WHERE kind IN ('watch.unwatched', 'watch.clock_stepped')",
)
"""Small partial indexes, so that rare kinds are found at once among a million rows."""

TRIGGERS = (
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'journal is append-only'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'journal is append-only'); END",
    """CREATE TRIGGER journal_chain BEFORE INSERT ON journal BEGIN
        SELECT raise(ABORT, 'journal: seq must follow')
            WHERE NEW.seq <> (SELECT ifnull(max(seq), 0) + 1 FROM journal);
        SELECT raise(ABORT, 'journal: prev must be the head')
            WHERE NEW.seq > 1 AND NEW.prev IS NOT (SELECT hash FROM journal WHERE seq = NEW.seq - 1);
        SELECT raise(ABORT, 'journal: id exists')
            WHERE EXISTS (SELECT 1 FROM journal WHERE id = NEW.id OR prev = NEW.prev);
    END""",
)
"""Against update, delete, replace and gaps, through whatever connection."""

SEARCH_TABLE = "CREATE VIRTUAL TABLE search USING fts5(grams, content='', tokenize='unicode61 remove_diacritics 0')"
