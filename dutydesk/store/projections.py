"""Tables computed from events: one small function a kind, run in the same transaction as the append.

They are deterministic and look at nothing but the row, its event and the tables, so replaying the journal
gives the same tables (``dutydesk rebuild``, and a property test over random days).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from dutydesk.domain import events as e
from dutydesk.domain import matters
from dutydesk.domain.instants import Instant
from dutydesk.domain.obligations import LATE_ENTRY
from dutydesk.store.journal import Row

Some = TypeVar("Some", bound=e.Event)


class Executes(Protocol):
    """What a projection needs of a transaction."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        ...


_APPLY: dict[str, Callable[[Executes, Row, Any], None]] = {}


def _on(kind: type[Some]) -> Callable[[Callable[[Executes, Row, Some], None]], Callable[[Executes, Row, Some], None]]:
    def register(function: Callable[[Executes, Row, Some], None]) -> Callable[[Executes, Row, Some], None]:
        _APPLY[kind.KIND] = function
        return function

    return register


def project(tx: Executes, row: Row, event: e.Event) -> None:
    """Write what an appended row changes in the tables."""
    late = row.recorded_at - row.at > LATE_ENTRY
    tx.execute(
        "INSERT INTO entry (seq, at, matter_id, audit, late) VALUES (?,?,?,?,?)",
        (row.seq, row.at, row.matter_id, int(e.is_quiet(event)), int(late)),
    )
    apply = _APPLY.get(row.kind)
    if apply is not None:
        apply(tx, row, event)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------- people and shifts


@_on(e.OfficerAdded)
def _officer(tx: Executes, _row: Row, event: e.OfficerAdded) -> None:
    tx.execute(
        "INSERT INTO officer (id, name, role) VALUES (?,?,?) ON CONFLICT (id) DO UPDATE SET name=excluded.name, role=excluded.role",
        (event.officer, event.name, event.role),
    )


@_on(e.RosterPlanned)
def _roster(tx: Executes, _row: Row, event: e.RosterPlanned) -> None:
    tx.execute("DELETE FROM roster WHERE begins = ?", (event.begins,))
    tx.execute(
        "INSERT INTO roster (begins, ends, a, b, leader, director) VALUES (?,?,?,?,?,?)",
        (event.begins, event.ends, event.a, event.b, event.leader, event.director),
    )


@_on(e.ShiftBegan)
def _shift_began(tx: Executes, row: Row, event: e.ShiftBegan) -> None:
    tx.execute(
        "INSERT INTO shift (id, begins, ends, a, b, leader, director, began_at, away_post) VALUES (?,?,?,?,?,?,?,?,'')",
        (event.shift, event.begins, event.ends, event.a, event.b, event.leader, event.director, row.at),
    )


@_on(e.ShiftEnded)
def _shift_ended(tx: Executes, row: Row, event: e.ShiftEnded) -> None:
    tx.execute("UPDATE shift SET ended_at = ?, away_post = '', away_until = NULL WHERE id = ?", (row.at, event.shift))


@_on(e.ShiftRelieved)
def _shift_relieved(tx: Executes, _row: Row, event: e.ShiftRelieved) -> None:
    tx.execute(
        "UPDATE shift SET a=?, b=?, leader=?, director=?, away_post='', away_until=NULL WHERE id = ?",
        (event.a, event.b, event.leader, event.director, event.shift),
    )


@_on(e.PostAway)
def _away(tx: Executes, _row: Row, event: e.PostAway) -> None:
    tx.execute("UPDATE shift SET away_post=?, away_until=? WHERE id = ?", (event.post, event.until, event.shift))


@_on(e.ItemChecked)
def _checked(tx: Executes, row: Row, event: e.ItemChecked) -> None:
    tx.execute("DELETE FROM answer WHERE shift = ? AND item = ?", (event.shift, event.item))
    tx.execute(
        "INSERT INTO answer (shift, item, state, note, actor, at) VALUES (?,?,?,?,?,?)",
        (event.shift, event.item, event.state, event.note, row.actor, row.at),
    )


# ---------------------------------------------------------------- the log


@_on(e.Corrected)
def _corrected(tx: Executes, row: Row, event: e.Corrected) -> None:
    tx.execute(
        "UPDATE entry SET struck_by = ? WHERE seq = (SELECT seq FROM journal WHERE id = ?)", (row.seq, event.entry)
    )


# ---------------------------------------------------------------- matters

_MATTER_DEFAULTS: dict[str, Any] = {
    "category": "", "subtype": "", "level": "", "highest_level": "", "response_level": "", "warning": "",
    "danger_to_life": 0, "place": "", "source": "", "lead": "", "support": "[]", "merged_into": "", "occurred_at": None,
    "confirmed_at": None, "follow_ups": 0, "criterion": "",
}  # fmt: skip


def _insert_matter(tx: Executes, values: dict[str, Any]) -> None:
    full = {**_MATTER_DEFAULTS, **values}
    columns, marks = ", ".join(full), ",".join("?" * len(full))
    tx.execute(f"INSERT INTO matter ({columns}) VALUES ({marks})", tuple(full.values()))  # noqa: S608 - own column names


@_on(e.MatterProposed)
def _proposed(tx: Executes, row: Row, event: e.MatterProposed) -> None:
    _insert_matter(
        tx,
        {
            "id": row.matter_id, "label": event.label, "kind": event.matter_kind, "title": event.title,
            "state": matters.PROPOSED, "colour": event.colour, "received_at": event.received_at, "opened_at": row.at,
            "category": event.category, "subtype": event.subtype,
        },
    )  # fmt: skip


@_on(e.MatterOpened)
def _opened(tx: Executes, row: Row, event: e.MatterOpened) -> None:
    earlier = tx.execute("SELECT opened_at FROM matter WHERE id = ?", (row.matter_id,))
    tx.execute("DELETE FROM matter WHERE id = ?", (row.matter_id,))
    _insert_matter(
        tx,
        {
            "id": row.matter_id, "label": event.label, "kind": event.matter_kind, "title": event.title,
            "state": matters.OPEN, "colour": event.colour, "received_at": event.received_at,
            "opened_at": earlier[0][0] if earlier else row.at, "confirmed_at": row.at, "category": event.category,
            "subtype": event.subtype, "level": event.level, "highest_level": event.level, "warning": event.warning,
            "danger_to_life": int(event.danger_to_life), "place": event.place, "source": event.source,
            "occurred_at": event.occurred_at,
        },
    )  # fmt: skip


@_on(e.MatterAmended)
def _amended(tx: Executes, row: Row, event: e.MatterAmended) -> None:
    changes: dict[str, Any] = {
        name: value
        for name in ("title", "place", "source", "category", "subtype", "occurred_at")
        if (value := getattr(event, name))
    }
    if event.danger_to_life is not None:
        changes["danger_to_life"] = int(event.danger_to_life)
    if changes:
        _update_matter(tx, row.matter_id, changes)


def _update_matter(tx: Executes, matter_id: str | None, changes: dict[str, Any]) -> None:
    columns = ", ".join(f"{name} = ?" for name in changes)
    tx.execute(f"UPDATE matter SET {columns} WHERE id = ?", (*changes.values(), matter_id))  # noqa: S608 - own column names


@_on(e.LevelSet)
def _level(tx: Executes, row: Row, event: e.LevelSet) -> None:
    highest = tx.execute("SELECT highest_level FROM matter WHERE id = ?", (row.matter_id,))[0][0]
    if matters.is_higher(event.level, highest):
        highest = event.level
    _update_matter(tx, row.matter_id, {"level": event.level, "highest_level": highest})


@_on(e.ColourSet)
def _colour(tx: Executes, row: Row, event: e.ColourSet) -> None:
    _update_matter(tx, row.matter_id, {"colour": event.colour})


@_on(e.FiguresRecorded)
def _figures(tx: Executes, row: Row, event: e.FiguresRecorded) -> None:
    for field, value in event.values.items():
        tx.execute(
            "INSERT INTO figure (matter_id, field, seq, value, source, verified, at) VALUES (?,?,?,?,?,?,?)",
            (row.matter_id, field, row.seq, _json(value), event.source, int(event.verified), row.at),
        )


@_on(e.Assessed)
def _assessed(tx: Executes, row: Row, event: e.Assessed) -> None:
    changes: dict[str, Any] = {"assessed_at": row.at}
    if event.lead:
        changes.update(lead=event.lead, support=_json(event.support))
    _update_matter(tx, row.matter_id, changes)


@_on(e.ResponseActivated)
def _activated(tx: Executes, row: Row, event: e.ResponseActivated) -> None:
    changes: dict[str, Any] = {"response_level": event.level, "lead": event.lead, "support": _json(event.support)}
    if not event.previous:
        changes["activated_at"] = row.at
    _update_matter(tx, row.matter_id, changes)


@_on(e.MatterMerged)
def _merged(tx: Executes, row: Row, event: e.MatterMerged) -> None:
    _update_matter(tx, row.matter_id, {"state": matters.MERGED, "merged_into": event.into, "closed_at": row.at})


@_on(e.MatterClosed)
def _closed(tx: Executes, row: Row, event: e.MatterClosed) -> None:
    _update_matter(tx, row.matter_id, {"state": matters.CLOSED, "criterion": event.criterion, "closed_at": row.at})


@_on(e.ReportSent)
def _report(tx: Executes, row: Row, event: e.ReportSent) -> None:
    tx.execute(
        "INSERT INTO report (id, seq, matter_id, kind, number, title, body, recipients, corrects, sent_at, actor) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            event.report, row.seq, row.matter_id, event.report_kind, event.number, event.title, event.text,
            _json(event.recipients), event.corrects, row.at, row.actor,
        ),
    )  # fmt: skip
    if event.report_kind == "first":
        _update_matter(tx, row.matter_id, {"first_sent_at": row.at})
    elif event.report_kind in {"follow_up", "change"}:
        _update_matter(tx, row.matter_id, {"follow_ups": event.number})


# ---------------------------------------------------------------- clocks


@_on(e.ObligationOpened)
def _born(tx: Executes, row: Row, event: e.ObligationOpened) -> None:
    if event.follows:
        tx.execute("UPDATE obligation SET recurs_at = NULL WHERE id = ?", (event.follows,))
    tx.execute(
        'INSERT INTO obligation (id, rule, rulebook, matter_id, subject, name, "trigger", trigger_at, born_at, born_seq, '
        "due_at, arithmetic, state, late, cause, declined, overdue, held_by, renewals, snoozes, recurs_at, cycle) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,'open',0,'',0,0,'',0,0,?,?)",
        (
            event.obligation, event.rule, event.rulebook, row.matter_id, event.subject, event.name, event.trigger,
            event.trigger_at, row.at, row.seq, event.due_at, event.arithmetic, event.recurs_at, event.cycle,
        ),
    )  # fmt: skip
    for step in event.steps:
        tx.execute(
            "INSERT INTO step (obligation, step, planned_at, base_at, fires_at, addressee, how, held, state) "
            "VALUES (?,?,?,?,?,?,?,0,'waiting')",
            (event.obligation, step.step, step.planned_at, step.fires_at, step.fires_at, step.to, step.how),
        )


@_on(e.ObligationEnded)
def _ended(tx: Executes, row: Row, event: e.ObligationEnded) -> None:
    recurs = ", recurs_at = NULL" if event.last else ""
    tx.execute(
        "UPDATE obligation SET state=?, ended_at=?, met_at=?, late=?, cause=?, declined=?, overdue=?, hold_until=NULL, snooze_until=NULL, "  # noqa: S608
        f"sound_again_at=NULL{recurs} WHERE id = ?",
        (
            event.outcome, row.at, event.met_at, event.late, event.cause, int(event.declined), int(event.overdue),
            event.obligation,
        ),
    )  # fmt: skip
    tx.execute("UPDATE step SET state='void' WHERE obligation = ? AND state = 'waiting'", (event.obligation,))
    tx.execute("UPDATE alert SET closed_at=? WHERE obligation = ? AND closed_at IS NULL", (row.at, event.obligation))


@_on(e.ObligationMoved)
def _moved(tx: Executes, row: Row, event: e.ObligationMoved) -> None:
    tx.execute("UPDATE obligation SET matter_id = ? WHERE id = ?", (row.matter_id, event.obligation))


@_on(e.ObligationHeld)
def _held(tx: Executes, row: Row, event: e.ObligationHeld) -> None:
    tx.execute(
        "UPDATE obligation SET hold_until=?, snooze_until=?, renewals=?, snoozes=?, sound_again_at=? WHERE id = ?",
        (
            event.hold_until, event.snooze_until, event.renewals, event.snoozes, event.sound_again_at, event.obligation,
        ),
    )  # fmt: skip
    until = max(event.hold_until or 0, event.snooze_until or 0)
    tx.execute(
        "UPDATE step SET fires_at = max(base_at, ?), held = base_at < ? WHERE obligation = ? AND state = 'waiting'",
        (until, until, event.obligation),
    )
    if event.because == "acknowledged":
        tx.execute("UPDATE obligation SET held_by = ? WHERE id = ?", (row.actor, event.obligation))


@_on(e.ActRecorded)
def _act(tx: Executes, row: Row, event: e.ActRecorded) -> None:
    if row.matter_id is None:
        return
    if "report.follow_up.sent" in event.acts:
        tx.execute("UPDATE matter SET follow_ups = follow_ups + 1 WHERE id = ?", (row.matter_id,))
    if "report.first.sent" in event.acts:
        tx.execute(
            "UPDATE matter SET first_sent_at = ? WHERE id = ? AND first_sent_at IS NULL", (row.at, row.matter_id)
        )
    if "response.activated" in event.acts:
        tx.execute("UPDATE matter SET activated_at = ? WHERE id = ? AND activated_at IS NULL", (row.at, row.matter_id))


# ---------------------------------------------------------------- alerts


@_on(e.AlertRaised)
def _raised(tx: Executes, row: Row, event: e.AlertRaised) -> None:
    tx.execute(
        "UPDATE step SET state='raised', raised_at=? WHERE obligation=? AND step=?",
        (row.at, event.obligation, event.step),
    )
    for step in event.listed:
        tx.execute(
            "UPDATE step SET state='listed' WHERE obligation=? AND step=? AND state='waiting'", (event.obligation, step)
        )
    tx.execute(
        "INSERT INTO alert (obligation, step, addressee, people, how, colour, planned_at, raised_at, late, listed, reason, "
        "sounded_at, acknowledged_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,'')",
        (
            event.obligation, event.step, event.to, _json(event.people), event.how, event.colour, event.planned_at,
            row.at, event.late, _json(event.listed), event.reason, row.at,
        ),
    )  # fmt: skip


@_on(e.AlertSoundedAgain)
def _again(tx: Executes, row: Row, event: e.AlertSoundedAgain) -> None:
    _sound(tx, event.obligation, event.step, row.at)
    if event.people:
        tx.execute(
            "UPDATE alert SET people=? WHERE obligation=? AND step=?",
            (_json(event.people), event.obligation, event.step),
        )
    tx.execute("UPDATE obligation SET sound_again_at=NULL WHERE id = ?", (event.obligation,))


@_on(e.Acknowledged)
def _acknowledged(tx: Executes, row: Row, event: e.Acknowledged) -> None:
    which = event.step if event.step.startswith("warn:") else "%"
    tx.execute(
        "UPDATE alert SET acknowledged_by=?, acknowledged_at=? WHERE obligation=? AND acknowledged_at IS NULL "
        "AND step LIKE ?",
        (row.actor, row.at, event.obligation, which),
    )


@_on(e.AcknowledgementWithdrawn)
def _withdrawn(tx: Executes, row: Row, event: e.AcknowledgementWithdrawn) -> None:
    _sound(tx, event.obligation, event.step, row.at)


def _sound(tx: Executes, obligation: str, step: str, at: Instant) -> None:
    tx.execute(
        "UPDATE alert SET acknowledged_by='', acknowledged_at=NULL, sounded_at=? WHERE obligation=? AND step=?",
        (at, obligation, step),
    )
