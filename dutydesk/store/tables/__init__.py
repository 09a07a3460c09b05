"""The tables. ``journal`` is the truth; all others but ``meta``, ``draft``, ``secret`` and ``outbox_lease`` are computed from it.

All tables are STRICT, so every text column is Text and every flag, time and enum is Integer or Text.
Times are µs UTC. JSON columns hold canonical JSON text.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from dutydesk.capabilities import collect
from dutydesk.store.tables.accounts import AccountRow, LoginFailureRow
from dutydesk.store.tables.appeals import AppealLink
from dutydesk.store.tables.clocks import Alert, Obligation, Step
from dutydesk.store.tables.consents import ConsentRow
from dutydesk.store.tables.coordination import Action, Call, CallTask, Contact, PlanStep, Resource, RunningPlan
from dutydesk.store.tables.duties import LeaderLeave, Loan, Paper, PaperMove, Patrol, Presence, Visitor
from dutydesk.store.tables.handover import Addendum, Anchor, Handover
from dutydesk.store.tables.instructions import InstructionRow, InstructionUnit
from dutydesk.store.tables.journal import Entry, Journal, Meta
from dutydesk.store.tables.matters import Fact, Figure, MatterRow, Report
from dutydesk.store.tables.meetings import MeetingRow, MeetingUnit
from dutydesk.store.tables.messages import MessageRow
from dutydesk.store.tables.office import Choice, ClockLimit, Criterion
from dutydesk.store.tables.outbox import Outage, OutboxLease, OutboxRow
from dutydesk.store.tables.people import Answer, Officer, RosterRow, Shift
from dutydesk.store.tables.policies import PolicyRecipient, PolicyRow, PolicySheet, PolicyWindow
from dutydesk.store.tables.private import Draft, Secret
from dutydesk.store.tables.roster import (
    RosterChange,
    RosterLeave,
    RosterPeriod,
    RosterStaff,
    RosterSwap,
    StintRow,
)
from dutydesk.store.tables.rulebooks import RulebookRow

PRIVATE = (Meta, Journal, Draft, Secret, OutboxLease)
"""Tables that no replay touches."""

PROJECTIONS: tuple[type[SQLModel], ...] = (
    Entry,
    MatterRow,
    Figure,
    Fact,
    Obligation,
    Step,
    Alert,
    Report,
    Shift,
    RosterRow,
    Officer,
    Answer,
    PolicyRow,
    PolicySheet,
    PolicyRecipient,
    PolicyWindow,
    AppealLink,
    InstructionRow,
    InstructionUnit,
    MeetingRow,
    MeetingUnit,
    RosterChange,
    RosterSwap,
    RosterLeave,
    RosterPeriod,
    RosterStaff,
    StintRow,
    Action,
    Resource,
    PlanStep,
    RunningPlan,
    Call,
    CallTask,
    Contact,
    Presence,
    Patrol,
    Paper,
    PaperMove,
    Visitor,
    Loan,
    LeaderLeave,
    OutboxRow,
    Outage,
    AccountRow,
    LoginFailureRow,
    ConsentRow,
    MessageRow,
    RulebookRow,
    Handover,
    Addendum,
    Anchor,
    Choice,
    ClockLimit,
    Criterion,
    *(table for module in collect("tables") for table in module.TABLES),
)
"""Tables that ``rebuild`` empties and computes again from the journal."""

PROJECTION_NAMES: tuple[str, ...] = tuple(str(table.__tablename__) for table in PROJECTIONS)  # pyright: ignore[reportUnknownMemberType]

INDEXES = (
    "CREATE INDEX IF NOT EXISTS journal_doubt ON journal (seq) WHERE kind IN ('watch.clock_doubtful', 'watch.time_confirmed')",
    "CREATE INDEX IF NOT EXISTS journal_watch ON journal (kind, seq) WHERE kind IN ('watch.unwatched', 'watch.clock_stepped')",
    "CREATE INDEX IF NOT EXISTS journal_anchor ON journal (seq) WHERE kind = 'head.signed'",
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
