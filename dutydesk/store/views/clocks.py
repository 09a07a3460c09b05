"""Reads of clocks and alerts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import AlertView, ClockView, StepView

_CLOCK = (
    'SELECT o.id, o.rule, o.matter_id, o.subject, o.name, o."trigger", o.trigger_at, o.born_at, o.born_seq, o.due_at, '
    "o.arithmetic, o.state, o.ended_at, o.met_at, o.late, o.cause, o.declined, o.hold_until, o.snooze_until, o.held_by, o.renewals, o.snoozes, "
    "coalesce(m.label, ''), coalesce(m.title, ''), coalesce(m.colour, ''), coalesce(m.level, '') "
    "FROM obligation o LEFT JOIN matter m ON m.id = o.matter_id "
)

_ALERT = (
    "SELECT a.obligation, a.step, a.addressee, a.people, a.how, a.colour, a.planned_at, a.raised_at, a.late, a.sounded_at, "
    "a.acknowledged_by, a.acknowledged_at, a.reason, o.rule, o.name, o.subject, o.due_at, o.matter_id, coalesce(m.label, ''), "
    "coalesce(m.title, ''), o.hold_until FROM alert a JOIN obligation o ON o.id = a.obligation "
    "LEFT JOIN matter m ON m.id = o.matter_id "
)


def clock_from(row: Sequence[Any], steps: Iterable[StepView] = ()) -> ClockView:
    """Return the clock of a row."""
    values = list(row)
    values[16] = bool(values[16])
    values.append(tuple(steps))
    return ClockView(*values)


def _alert_from(row: Sequence[Any]) -> AlertView:
    values = list(row)
    values[3] = _people(values[3])
    return AlertView(*values)


def _people(text: str) -> tuple[str, ...]:
    """Whom an alert went to; nobody where that cannot be read: one bad alert is shown, and the others with it."""
    try:
        return tuple(map(str, json.loads(text)))
    except (TypeError, ValueError):
        return ()


class ClockReads(Reader):
    """Reads of clocks and alerts."""

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
        where = "WHERE o.rule = ? AND coalesce(o.matter_id, '') = ?"
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
            "o.due_at, o.born_seq, a.raised_at DESC, a.planned_at DESC, a.step"
        )
        newest: dict[str, AlertView] = {}
        for row in self.rows(_ALERT + order):
            alert = _alert_from(row)
            if alert.obligation not in newest:
                newest[alert.obligation] = alert
        return list(newest.values())

    def all_alerts(self) -> list[AlertView]:
        """Return every alert of open clocks, oldest first."""
        return [
            _alert_from(r)
            for r in self.rows(_ALERT + "WHERE a.closed_at IS NULL ORDER BY a.raised_at, o.born_seq, a.step")
        ]

    def alert(self, obligation: str, step: str | None) -> AlertView | None:
        """Return one alert of a clock, the newest raised when no step is named."""
        where = "WHERE a.obligation = ? " + ("AND a.step = ? " if step else "")
        order = "ORDER BY a.raised_at DESC, a.planned_at DESC, a.step LIMIT 1"
        rows = self.rows(_ALERT + where + order, (obligation, step) if step else (obligation,))
        return _alert_from(rows[0]) if rows else None

    def next_due(self, recurring: Sequence[str] = ()) -> Instant | None:
        """Return when the next step of any clock fires, or the next cycle of a recurring rule is born."""
        marks = ",".join("?" * len(recurring))
        sql = (
            "SELECT min(t) FROM (SELECT min(fires_at) AS t FROM step WHERE state = 'waiting' UNION ALL "  # noqa: S608
            "SELECT min(sound_again_at) FROM obligation WHERE state = 'open' UNION ALL "
            f"SELECT min(recurs_at) FROM obligation WHERE rule IN ({marks})) AS moments"
        )
        rows = self.rows(sql, list(recurring))
        return rows[0][0]
