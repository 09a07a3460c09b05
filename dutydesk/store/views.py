"""The read side: plain parametrised SQL on a read-only connection, frozen dataclasses out.

Nothing here needs SQLAlchemy, so the first frame shows real rows before it is imported. A ``Views`` object
belongs to one thread at a time.
"""

from __future__ import annotations

import json
import operator
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dutydesk.domain.instants import Instant, local_date
from dutydesk.domain.matters import Matter
from dutydesk.domain.people import Duty
from dutydesk.domain.values import dataclass
from dutydesk.store import connect


@dataclass(frozen=True)
class EntryView:
    """One journal row as the log needs it. ``label`` is its matter's; ``struck_by`` the correcting row's seq."""

    seq: int
    id: str
    at: Instant
    recorded_at: Instant
    actor: str
    kind: str
    matter_id: str | None
    payload: str
    late: bool
    struck_by: int | None
    label: str
    audit: bool


@dataclass(frozen=True)
class StepView:
    """A step of a clock; ``raised_at`` None while it was not raised."""

    step: str
    planned_at: Instant
    raised_at: Instant | None
    addressee: str
    state: str


@dataclass(frozen=True)
class ClockView:
    """A clock as it stands. ``state``: open, met, met_late, waived, cancelled."""

    id: str
    rule: str
    matter_id: str | None
    subject: str
    name: str
    trigger: str
    trigger_at: Instant
    born_at: Instant
    born_seq: int
    due_at: Instant
    arithmetic: str
    state: str
    ended_at: Instant | None
    met_at: Instant | None
    late: Instant
    cause: str
    declined: bool
    hold_until: Instant | None
    snooze_until: Instant | None
    held_by: str
    renewals: int
    snoozes: int
    label: str
    matter_title: str
    colour: str
    level: str
    steps: tuple[StepView, ...] = ()

    def standing(self, now: Instant) -> str:
        """Return running or overdue while open, else how it ended (DESIGN §9)."""
        if self.state != "open":
            return self.state
        return "overdue" if now >= self.due_at else "running"

    @property
    def title(self) -> str:
        """What the clock is called on a screen: its subject tells more than the rule where there is one."""
        if self.trigger.startswith("calendar."):
            return f"{self.name} ({local_date(self.trigger_at):%m-%d})"
        if not self.subject or self.subject == self.name:
            return self.name
        return self.subject if self.rule in {"follow_up", "reminder"} else f"{self.name} ({self.subject})"


@dataclass(frozen=True)
class AlertView:
    """An alert whose clock is still open."""

    obligation: str
    step: str
    addressee: str
    people: tuple[str, ...]
    how: str
    colour: str
    planned_at: Instant
    raised_at: Instant
    late: Instant
    sounded_at: Instant
    acknowledged_by: str
    acknowledged_at: Instant | None
    reason: str
    rule: str
    name: str
    subject: str
    due_at: Instant
    matter_id: str | None
    label: str
    matter_title: str
    hold_until: Instant | None

    @property
    def id(self) -> str:
        """The alert's id on the command line: obligation and step."""
        return f"{self.obligation}/{self.step}"

    @property
    def title(self) -> str:
        """What is owed, in words."""
        return self.subject if self.rule in {"follow_up", "reminder"} and self.subject else self.name


@dataclass(frozen=True)
class ReportView:
    """A report as it was sent."""

    id: str
    seq: int
    matter_id: str
    kind: str
    number: int
    title: str
    body: str
    recipients: tuple[str, ...]
    corrects: str
    sent_at: Instant
    actor: str


@dataclass(frozen=True)
class FigureView:
    """One figure with its source and whether it was verified."""

    field: str
    value: float
    source: str
    verified: bool
    at: Instant
    seq: int


@dataclass(frozen=True)
class ShiftView:
    """A shift with its people (officer ids). ``ended_at`` None while it runs."""

    id: str
    begins: Instant
    ends: Instant
    a: str
    b: str
    leader: str
    director: str
    began_at: Instant
    ended_at: Instant | None
    away_post: str
    away_until: Instant | None

    def duty(self, now: Instant) -> Duty:
        """Return who holds the posts at an instant."""
        away = frozenset({self.away_post} if self.away_until is not None and now < self.away_until else ())
        return Duty(self.a, self.b, self.leader, self.director, away)


@dataclass(frozen=True)
class AnswerView:
    """An answer to a checklist item."""

    item: str
    state: str
    note: str
    actor: str
    at: Instant


@dataclass(frozen=True)
class OfficerView:
    """A person who may act."""

    id: str
    name: str
    role: str


FLAGS = (8, 11)
"""Columns of ``_ENTRY`` that are flags."""

_ENTRY = (
    "SELECT j.seq, j.id, j.at, j.recorded_at, j.actor, j.kind, j.matter_id, j.payload, e.late, e.struck_by, "
    "ifnull(m.label, ''), e.audit FROM journal j JOIN entry e ON e.seq = j.seq LEFT JOIN matter m ON m.id = j.matter_id "
)
_CLOCK = (
    'SELECT o.id, o.rule, o.matter_id, o.subject, o.name, o."trigger", o.trigger_at, o.born_at, o.born_seq, o.due_at, '
    "o.arithmetic, o.state, o.ended_at, o.met_at, o.late, o.cause, o.declined, o.hold_until, o.snooze_until, o.held_by, o.renewals, o.snoozes, "
    "ifnull(m.label, ''), ifnull(m.title, ''), ifnull(m.colour, ''), ifnull(m.level, '') "
    "FROM obligation o LEFT JOIN matter m ON m.id = o.matter_id "
)
_MATTER = (
    "SELECT id, label, kind, title, state, colour, received_at, opened_at, category, subtype, level, highest_level, "
    "response_level, warning, danger_to_life, place, source, lead, support, merged_into, occurred_at, confirmed_at, "
    "assessed_at, activated_at, first_sent_at, closed_at, follow_ups, criterion FROM matter "
)
_ALERT = (
    "SELECT a.obligation, a.step, a.addressee, a.people, a.how, a.colour, a.planned_at, a.raised_at, a.late, a.sounded_at, "
    "a.acknowledged_by, a.acknowledged_at, a.reason, o.rule, o.name, o.subject, o.due_at, o.matter_id, ifnull(m.label, ''), "
    "ifnull(m.title, ''), o.hold_until FROM alert a JOIN obligation o ON o.id = a.obligation "
    "LEFT JOIN matter m ON m.id = o.matter_id "
)
_SHIFT = "SELECT id, begins, ends, a, b, leader, director, began_at, ended_at, away_post, away_until FROM shift "


def matter_from(row: Sequence[Any]) -> Matter:
    """Return the matter of a row of the ``matter`` table (columns in the order of ``_MATTER``)."""
    values = list(row)
    values[14] = bool(values[14])
    values[18] = tuple(json.loads(values[18]))
    return Matter(*values)


def clock_from(row: Sequence[Any], steps: Iterable[StepView] = ()) -> ClockView:
    """Return the clock of a row."""
    values = list(row)
    values[16] = bool(values[16])
    values.append(tuple(steps))
    return ClockView(*values)


def _alert_from(row: Sequence[Any]) -> AlertView:
    values = list(row)
    values[3] = tuple(json.loads(values[3]))
    return AlertView(*values)


def _entry_from(row: Sequence[Any]) -> EntryView:
    values = list(row)
    for flag in FLAGS:
        values[flag] = bool(values[flag])
    return EntryView(*values)


def _report_from(row: Sequence[Any]) -> ReportView:
    values = list(row)
    values[7] = tuple(json.loads(values[7]))
    return ReportView(*values)


def _match_expression(words: str) -> str:
    from dutydesk.store.search import match_expression  # not on the way to the first frame

    return match_expression(words)


class Views:
    """Reads on one read-only connection, or inside a write transaction (``execute`` of it is enough)."""

    def __init__(self, execute: Any, close: Any = None, stream: Any = None) -> None:
        self._execute = execute
        self._close = close
        self._stream = stream or execute

    @classmethod
    def open(cls, path: Path) -> Views:
        """Open a read-only connection.

        Raises:
            StoreError: see ``connect.inspect``.
        """
        connect.inspect(path)
        connection = connect.connect(path, readonly=True)

        def execute(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
            return connection.execute(sql, parameters).fetchall()

        return cls(execute, connection.close, connection.execute)

    def close(self) -> None:
        """Close the connection, if it is ours."""
        if self._close is not None:
            self._close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query."""
        return self._execute(sql, parameters)

    # ------------------------------------------------------------ the store itself

    def meta(self) -> dict[str, str]:
        """Return facts about the store: site, origin, drill, created_at."""
        return dict(self.rows("SELECT key, value FROM meta"))  # pyright: ignore[reportArgumentType]

    def head(self) -> tuple[int, bytes, Instant]:
        """Return seq, hash and recorded_at of the newest row."""
        rows = self.rows("SELECT seq, hash, recorded_at FROM journal ORDER BY seq DESC LIMIT 1")
        return (int(rows[0][0]), bytes(rows[0][1]), int(rows[0][2])) if rows else (0, b"", 0)

    # ------------------------------------------------------------ people and shifts

    def officers(self) -> dict[str, OfficerView]:
        """Return everyone by id."""
        return {row[0]: OfficerView(*row) for row in self.rows("SELECT id, name, role FROM officer ORDER BY id")}

    def has_secret(self, officer: str) -> bool:
        """Return whether the officer has an own secret."""
        return bool(self.rows("SELECT 1 FROM secret WHERE officer = ?", (officer,)))

    def secret(self, officer: str) -> str:
        """Return the officer's digest, empty when none is set."""
        rows = self.rows("SELECT digest FROM secret WHERE officer = ?", (officer,))
        return str(rows[0][0]) if rows else ""

    def shift(self) -> ShiftView | None:
        """Return the running shift."""
        rows = self.rows(_SHIFT + "WHERE ended_at IS NULL ORDER BY began_at DESC LIMIT 1")
        return ShiftView(*rows[0]) if rows else None

    def shifts(self) -> list[ShiftView]:
        """Return all shifts, oldest first."""
        return [ShiftView(*row) for row in self.rows(_SHIFT + "ORDER BY began_at")]

    def answers(self, shift: str) -> dict[str, AnswerView]:
        """Return the checklist answers of a shift by item."""
        sql = "SELECT item, state, note, actor, at FROM answer WHERE shift = ?"
        return {row[0]: AnswerView(*row) for row in self.rows(sql, (shift,))}

    # ------------------------------------------------------------ the log

    def newest_seqs(self, count: int) -> list[int]:
        """Return the newest log lines' seqs, oldest of them first."""
        sql = "SELECT seq FROM entry WHERE audit = 0 ORDER BY seq DESC LIMIT ?"
        return [row[0] for row in reversed(self.rows(sql, (count,)))]

    def all_seqs(self, *, audit: bool = False, before: int | None = None) -> array[int]:
        """Return the seqs of all log lines, oldest first; with ``audit`` the quiet ones too."""
        which = "" if audit else "audit = 0 AND "
        limit = before if before is not None else (1 << 62)
        sql = f"SELECT seq FROM entry WHERE {which}seq < ? ORDER BY seq"  # noqa: S608 - constant words
        return array("q", map(operator.itemgetter(0), self._stream(sql, (limit,))))

    def past(self) -> tuple[int, array[int]]:
        """Return the newest row's seq, and which seqs up to it are no log lines: there are few, and no gaps."""
        last, count = self.rows("SELECT ifnull(max(seq), 0), count(*) FROM entry")[0]
        sql = "SELECT seq FROM entry WHERE audit = 1 AND seq <= ? ORDER BY seq"
        if last != count:  # somebody took rows out of the table: shown as it is, ``dutydesk verify`` tells
            present = set(self.all_seqs(before=last + 1))
            return last, array("q", (seq for seq in range(1, last + 1) if seq not in present))
        return last, array("q", map(operator.itemgetter(0), self._stream(sql, (last,))))

    def seqs_after(self, seq: int, *, audit: bool = False) -> list[int]:
        """Return the log lines newer than ``seq``."""
        which = "" if audit else "audit = 0 AND "
        return [row[0] for row in self.rows(f"SELECT seq FROM entry WHERE {which}seq > ? ORDER BY seq", (seq,))]  # noqa: S608

    def entries(self, seqs: Sequence[int]) -> list[EntryView]:
        """Return rows by seq, in the order of seq."""
        marks = ",".join("?" * len(seqs))
        return self._entries(f"WHERE j.seq IN ({marks}) ORDER BY j.seq", seqs)

    def entry_by_id(self, row_id: str) -> EntryView | None:
        """Return a row by its full id or by the unique end of it (four characters or more)."""
        found = self._entries("WHERE j.id = ?", (row_id,))
        if not found and len(row_id) >= 4:
            found = self._entries("WHERE j.id LIKE ? LIMIT 2", ("%" + row_id.replace("%", ""),))
        return found[0] if len(found) == 1 else None

    def entry_at(self, seq: int) -> EntryView | None:
        """Return a row by seq."""
        found = self._entries("WHERE j.seq = ?", (seq,))
        return found[0] if found else None

    def matter_entries(self, matter_id: str) -> list[EntryView]:
        """Return everything of a matter's file, oldest first."""
        return self._entries("WHERE e.matter_id = ? ORDER BY e.seq", (matter_id,))

    def entries_between(self, since: Instant, until: Instant, *, audit: bool = False) -> list[EntryView]:
        """Return the log lines of a stretch of time, in the order they were written."""
        which = "" if audit else "AND e.audit = 0 "
        return self._entries(f"WHERE e.at >= ? AND e.at < ? {which}ORDER BY e.seq", (since, until))

    def first_seq_at(self, instant: Instant) -> int | None:
        """Return the seq of the first log line at or after an instant."""
        rows = self.rows("SELECT min(seq) FROM entry WHERE at >= ? AND audit = 0", (instant,))
        return rows[0][0]

    def _entries(self, where: str, parameters: Sequence[Any]) -> list[EntryView]:
        return [_entry_from(row) for row in self.rows(_ENTRY + where, parameters)]

    def search(self, words: str, limit: int) -> list[EntryView]:
        """Return the newest rows that hold all the words."""
        expression = _match_expression(words)
        if not expression:
            return []
        found = self.rows(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, limit)
        )
        return self.entries([row[0] for row in found])[::-1] if found else []

    def search_count(self, words: str) -> int:
        """Return how many rows hold all the words."""
        expression = _match_expression(words)
        if not expression:
            return 0
        return int(self.rows("SELECT count(*) FROM search WHERE search MATCH ?", (expression,))[0][0])

    # ------------------------------------------------------------ matters

    def matter(self, name: str) -> Matter | None:
        """Return a matter by id or label (labels in any case)."""
        rows = self.rows(_MATTER + "WHERE id = ? OR label = ? OR label = ?", (name, name, name.upper()))
        return matter_from(rows[0]) if rows else None

    def matters(self, *, ended: bool = False) -> list[Matter]:
        """Return open matters (and ended ones), red first, then by when they were received."""
        where = "" if ended else "WHERE state IN ('open', 'proposed') "
        order = "ORDER BY CASE colour WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END, received_at, id"
        return [matter_from(row) for row in self.rows(_MATTER + where + order)]

    def figures(self, matter_id: str) -> dict[str, FigureView]:
        """Return the current figures of a matter by field."""
        return {figure.field: figure for figure in self.figure_history(matter_id)}

    def figure_history(self, matter_id: str) -> list[FigureView]:
        """Return all figures ever recorded for a matter, oldest first."""
        sql = "SELECT field, value, source, verified, at, seq FROM figure WHERE matter_id = ? ORDER BY seq"
        return [
            FigureView(field, json.loads(value), source, bool(verified), at, seq)
            for field, value, source, verified, at, seq in self.rows(sql, (matter_id,))
        ]

    def reports(self, matter_id: str) -> list[ReportView]:
        """Return the reports of a matter, oldest first."""
        sql = (
            "SELECT id, seq, matter_id, kind, number, title, body, recipients, corrects, sent_at, actor FROM report "
            "WHERE matter_id = ? ORDER BY seq"
        )
        return [_report_from(row) for row in self.rows(sql, (matter_id,))]

    def report(self, name: str) -> ReportView | None:
        """Return a report by id or the unique end of it."""
        sql = (
            "SELECT id, seq, matter_id, kind, number, title, body, recipients, corrects, sent_at, actor FROM report "
            "WHERE id = ? OR (length(?) >= 4 AND id LIKE '%' || ?)"
        )
        rows = self.rows(sql, (name, name, name))
        return _report_from(rows[0]) if len(rows) == 1 else None

    # ------------------------------------------------------------ clocks and alerts

    def clocks(self, *, ended: bool = False, matter_id: str | None = None, steps: bool = False) -> list[ClockView]:
        """Return clocks by due time: open ones, and with ``ended`` all; ``steps`` fills in their steps."""
        wheres: list[str] = []
        parameters: list[Any] = []
        if not ended:
            wheres.append("o.state = 'open'")
        if matter_id is not None:
            wheres.append("o.matter_id = ?")
            parameters.append(matter_id)
        where = "WHERE " + " AND ".join(wheres) + " " if wheres else ""
        rows = self.rows(_CLOCK + where + "ORDER BY o.due_at, o.born_seq", parameters)
        return [clock_from(row, self.steps(row[0]) if steps else ()) for row in rows]

    def steps(self, obligation: str) -> list[StepView]:
        """Return the steps of a clock by planned time."""
        sql = "SELECT step, planned_at, raised_at, addressee, state FROM step WHERE obligation = ? ORDER BY planned_at, step"
        return [StepView(*row) for row in self.rows(sql, (obligation,))]

    def clock(self, name: str) -> ClockView | None:
        """Return a clock by id or by the unique end of it."""
        rows = self.rows(_CLOCK + "WHERE o.id = ?", (name,))
        if not rows and len(name) >= 4:
            rows = self.rows(_CLOCK + "WHERE o.id LIKE ? LIMIT 2", ("%" + name,))
        return clock_from(rows[0], self.steps(rows[0][0])) if len(rows) == 1 else None

    def find_clocks(self, *, rule: str, matter_id: str | None, subject: str | None) -> list[ClockView]:
        """Return the clocks of a rule, matter and (if given) subject, oldest trigger first."""
        where = "WHERE o.rule = ? AND ifnull(o.matter_id, '') = ?"
        parameters: list[Any] = [rule, matter_id or ""]
        if subject is not None:
            where += " AND o.subject = ?"
            parameters.append(subject)
        rows = self.rows(_CLOCK + where + " ORDER BY o.trigger_at, o.born_seq", parameters)
        return [clock_from(row, self.steps(row[0])) for row in rows]

    def alerts(self) -> list[AlertView]:
        """Return the newest alert of every open clock that has one, red first, then the longest overdue."""
        order = (
            "WHERE a.closed_at IS NULL ORDER BY CASE a.colour WHEN 'red' THEN 0 WHEN 'yellow' THEN 1 ELSE 2 END, "
            "o.due_at, a.obligation, a.raised_at DESC, a.planned_at DESC, a.step"
        )
        newest: dict[str, AlertView] = {}
        for row in self.rows(_ALERT + order):
            alert = _alert_from(row)
            if alert.obligation not in newest:
                newest[alert.obligation] = alert
        return list(newest.values())

    def all_alerts(self) -> list[AlertView]:
        """Return every alert of open clocks, oldest first."""
        return [_alert_from(r) for r in self.rows(_ALERT + "WHERE a.closed_at IS NULL ORDER BY a.raised_at, a.step")]

    def alert(self, obligation: str, step: str | None) -> AlertView | None:
        """Return one alert of a clock, the newest raised when no step is named."""
        where = "WHERE a.obligation = ? " + ("AND a.step = ? " if step else "")
        order = "ORDER BY a.raised_at DESC, a.planned_at DESC, a.step LIMIT 1"
        rows = self.rows(_ALERT + where + order, (obligation, step) if step else (obligation,))
        return _alert_from(rows[0]) if rows else None

    def doubtful(self) -> Instant:
        """Return by how much the journal was ahead of the wall at a start, 0 once an officer confirmed the time (R19)."""
        rows = self.rows(
            "SELECT kind, payload FROM journal INDEXED BY journal_doubt WHERE kind IN ('watch.clock_doubtful', "
            "'watch.time_confirmed') ORDER BY seq DESC LIMIT 1"
        )
        if not rows or rows[0][0] != "watch.clock_doubtful":
            return 0
        return int(json.loads(str(rows[0][1]))["ahead"])

    def next_due(self, recurring: Sequence[str] = ()) -> Instant | None:
        """Return when the next step of any clock fires, or the next cycle of a recurring rule is born."""
        marks = ",".join("?" * len(recurring))
        sql = (
            "SELECT min(t) FROM (SELECT min(fires_at) AS t FROM step WHERE state = 'waiting' UNION ALL "  # noqa: S608
            "SELECT min(sound_again_at) FROM obligation WHERE state = 'open' UNION ALL "
            f"SELECT min(recurs_at) FROM obligation WHERE rule IN ({marks}))"
        )
        rows = self.rows(sql, list(recurring))
        return rows[0][0]
