"""Reads of clocks and alerts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dutydesk.kernel import sealed
from dutydesk.kernel.instants import Instant
from dutydesk.store.mapped import Mapped, among
from dutydesk.store.views.matters import URGENCY
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import AlertView, ClockView, StepView


def _people(text: str) -> tuple[str, ...]:
    """Whom an alert went to; nobody where that cannot be read: one bad alert is shown, and the others with it."""
    try:
        return tuple(map(str, json.loads(text)))
    except (TypeError, ValueError):
        return ()


_CLOCK = Mapped(
    ClockView,
    "obligation o LEFT JOIN matter m ON m.id = o.matter_id",
    apart=("steps",),
    kinds={"colour": sealed.loudest, "level": sealed.known},
    label="coalesce(m.label, '')",
    matter_title="coalesce(m.title, '')",
    colour="coalesce(m.colour, '')",
    level="coalesce(m.level, '')",
)
_ALERT = Mapped(
    AlertView,
    "alert a JOIN obligation o ON o.id = a.obligation LEFT JOIN matter m ON m.id = o.matter_id",
    apart=("unwritten",),
    kinds={"people": _people, "colour": sealed.loudest},
    rule="o.rule",
    name="o.name",
    subject="o.subject",
    due_at="o.due_at",
    matter_id="o.matter_id",
    hold_until="o.hold_until",
    label="coalesce(m.label, '')",
    matter_title="coalesce(m.title, '')",
)
_STEP = Mapped(StepView, "step")


class ClockReads(Reader):
    """Reads of clocks and alerts."""

    def clocks(self, *, ended: bool = False, matter_id: str | None = None, steps: bool = False) -> list[ClockView]:
        """Return clocks by due time: open ones, and with ``ended`` all; ``steps`` fills in their steps."""
        wheres = [] if ended else ["o.state = 'open'"]
        if matter_id is not None:
            wheres.append("o.matter_id = :matter")
        where = "WHERE " + " AND ".join(wheres) + " " if wheres else ""
        return self._clocks(where + "ORDER BY o.due_at, o.born_seq", {"matter": matter_id}, steps=steps)

    def clocks_waiting(self) -> list[ClockView]:
        """Return the open clocks of which a step is still to be raised or an alert to sound again, by due time."""
        waiting = "EXISTS (SELECT 1 FROM step s WHERE s.obligation = o.id AND s.state = 'waiting')"
        where = f"WHERE o.state = 'open' AND (o.sound_again_at IS NOT NULL OR {waiting}) "
        return self._clocks(where + "ORDER BY o.due_at, o.born_seq", {}, steps=False)

    def clocks_ended(self, since: Instant) -> list[ClockView]:
        """Return the clocks that ended at an instant or after it, by due time."""
        where = "WHERE o.state <> 'open' AND coalesce(o.ended_at, 0) >= :since ORDER BY o.due_at, o.born_seq"
        return self._clocks(where, {"since": since}, steps=False)

    def _clocks(self, rest: str, parameters: Mapping[str, Any], *, steps: bool = True) -> list[ClockView]:
        rows = self.rows(_CLOCK.sql + rest, parameters)
        return [_CLOCK.of(row, steps=tuple(self.steps(row[0])) if steps else ()) for row in rows]

    def steps(self, obligation: str) -> list[StepView]:
        """Return the steps of a clock by planned time."""
        return _STEP.all(self, "WHERE obligation = :clock ORDER BY planned_at, step", {"clock": obligation})

    def clock(self, name: str) -> ClockView | None:
        """Return a clock by id or by the unique end of it."""
        found = self._clocks("WHERE o.id = :name", {"name": name})
        if not found and len(name) >= 4:
            found = self._clocks("WHERE o.id LIKE '%' || :name LIMIT 2", {"name": name})
        return found[0] if len(found) == 1 else None

    def find_clocks(self, *, rule: str, matter_id: str | None, subject: str | None) -> list[ClockView]:
        """Return the clocks of a rule, matter and (if given) subject, oldest trigger first."""
        where = "WHERE o.rule = :rule AND coalesce(o.matter_id, '') = :matter "
        where += "" if subject is None else "AND (o.subject = :subject OR o.subject LIKE :sealed) "
        named = {"rule": rule, "matter": matter_id or "", "subject": subject, "sealed": f"{sealed.BEGINS}%"}
        found = self._clocks(where + "ORDER BY o.trigger_at, o.born_seq", named)
        return [one for one in found if subject in (None, one.subject)]

    def alerts(self) -> list[AlertView]:
        """Return the newest alert of every open clock that has one, red first, then the longest overdue."""
        order = "WHERE a.closed_at IS NULL ORDER BY o.due_at, o.born_seq, a.raised_at DESC, a.planned_at DESC, a.step"
        newest: dict[str, AlertView] = {}
        for alert in sorted(_ALERT.all(self, order), key=lambda one: URGENCY.get(one.colour, 2)):  # may be sealed
            newest.setdefault(alert.obligation, alert)
        return list(newest.values())

    def all_alerts(self) -> list[AlertView]:
        """Return every alert of open clocks, oldest first."""
        return _ALERT.all(self, "WHERE a.closed_at IS NULL ORDER BY a.raised_at, o.born_seq, a.step")

    def alert(self, obligation: str, step: str | None) -> AlertView | None:
        """Return one alert of a clock, the newest raised when no step is named."""
        where = "WHERE a.obligation = :clock " + ("AND a.step = :step " if step else "")
        order = "ORDER BY a.raised_at DESC, a.planned_at DESC, a.step LIMIT 1"
        return _ALERT.first(self, where + order, {"clock": obligation, "step": step})

    def next_due(self, recurring: Sequence[str] = ()) -> Instant | None:
        """Return when the next step of any clock fires, or the next cycle of a recurring rule is born."""
        listed, named = among("rule", recurring)
        sql = (
            "SELECT min(t) FROM (SELECT min(fires_at) AS t FROM step WHERE state = 'waiting' UNION ALL "  # noqa: S608
            "SELECT min(sound_again_at) FROM obligation WHERE state = 'open' UNION ALL "
            f"SELECT min(recurs_at) FROM obligation WHERE rule IN {listed}) AS moments"
        )
        rows = self.rows(sql, named)
        return rows[0][0]
