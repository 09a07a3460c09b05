"""The tables. ``journal`` is the truth; all others but ``meta``, ``draft``, ``secret``, ``second_factor`` and ``outbox_lease`` are computed from it.

All tables are STRICT, so every text column is Text and every flag, time and enum is Integer or Text.
Times are µs UTC. JSON columns hold canonical JSON text.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from sqlmodel import SQLModel

from dutydesk.capabilities import collect
from dutydesk.store.tables.journal import Entry, Journal, Meta
from dutydesk.store.tables.outbox import Outage, OutboxLease, OutboxRow
from dutydesk.store.tables.private import Draft, SecondFactor, Secret

PRIVATE = (Meta, Journal, Draft, Secret, SecondFactor, OutboxLease)
"""Tables that no replay touches."""


def _of(module: ModuleType) -> Iterator[type[SQLModel]]:
    """Yield the tables that a module declares."""
    for one in vars(module).values():
        if isinstance(one, type) and issubclass(one, SQLModel) and one.__module__ == module.__name__:
            yield one


PROJECTIONS: tuple[type[SQLModel], ...] = (
    Entry,
    OutboxRow,
    Outage,
    *(table for module in collect("tables") for table in _of(module)),
)
"""Tables that ``rebuild`` empties and computes again from the journal: those here and of every capability."""

PROJECTION_NAMES: tuple[str, ...] = tuple(str(table.__tablename__) for table in PROJECTIONS)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]

INDEXES = (
    "CREATE INDEX IF NOT EXISTS journal_doubt ON journal (seq) WHERE kind IN ('watch.clock_doubtful', 'watch.time_confirmed')",
    "CREATE INDEX IF NOT EXISTS journal_watch ON journal (kind, seq) WHERE kind IN ('watch.unwatched', 'watch.clock_stepped')",
    "CREATE INDEX IF NOT EXISTS journal_anchor ON journal (seq) WHERE kind = 'head.signed'",
    "CREATE INDEX IF NOT EXISTS journal_cases ON journal (seq) WHERE kind = 'case.saved'",
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
