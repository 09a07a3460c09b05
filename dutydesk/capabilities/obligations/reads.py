"""Reads of clocks by what is to be done with them: what fires, sounds again, comes round, and what was born already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.obligations.rules.alerts import Step
from dutydesk.kernel.instants import Instant
from dutydesk.store.views.reader import Reader

_STEP = "s.obligation, s.step, s.planned_at, s.fires_at, s.addressee, s.how, s.held FROM step s "


def _step(row: Sequence[Any]) -> tuple[str, Step]:
    obligation, step, planned_at, fires_at, addressee, how, held = row
    return str(obligation), Step(step, planned_at, fires_at, addressee, how, bool(held))


def fired(reader: Reader, horizon: Instant) -> list[str]:
    """Return the clocks of which a waiting step has come by an instant, the earliest first."""
    sql = (
        "SELECT s.obligation FROM step s JOIN obligation o ON o.id = s.obligation "
        "WHERE s.state = 'waiting' AND s.fires_at <= :horizon "
        "GROUP BY s.obligation, o.born_seq ORDER BY min(s.fires_at), o.born_seq"
    )
    return [str(one) for (one,) in reader.rows(sql, {"horizon": horizon})]


def waiting_steps(reader: Reader, obligation: str) -> list[Step]:
    """Return the steps of a clock that were not raised yet, in the order planned."""
    where = "WHERE s.obligation = :obligation AND s.state = 'waiting' ORDER BY s.planned_at, s.step"
    return [_step(row)[1] for row in reader.rows(f"SELECT {_STEP}{where}", {"obligation": obligation})]


def all_waiting(reader: Reader) -> dict[str, list[Step]]:
    """Return the steps of all open clocks that were not raised yet, by clock, in the order planned."""
    where = (
        "JOIN obligation o ON o.id = s.obligation WHERE s.state = 'waiting' AND o.state = 'open' "
        "ORDER BY s.planned_at, o.born_seq, s.step"
    )
    steps: dict[str, list[Step]] = {}
    for obligation, step in map(_step, reader.rows(f"SELECT {_STEP}{where}")):
        steps.setdefault(obligation, []).append(step)
    return steps


def sounding_again(reader: Reader, until: Instant) -> list[tuple[str, Instant]]:
    """Return the open clocks that are to sound again by an instant, and when, the earliest first."""
    sql = (
        "SELECT id, sound_again_at FROM obligation WHERE state = 'open' AND sound_again_at IS NOT NULL "
        "AND sound_again_at <= :until ORDER BY sound_again_at, born_seq"
    )
    return [(str(one), int(at)) for one, at in reader.rows(sql, {"until": until})]


def silenced_last(reader: Reader, obligation: str) -> str | None:
    """Return the step of a clock whose alert was acknowledged and raised last, None where none was."""
    sql = (
        "SELECT step FROM alert WHERE obligation = :obligation AND acknowledged_at IS NOT NULL "
        "ORDER BY raised_at DESC, planned_at DESC, step LIMIT 1"
    )
    rows = reader.rows(sql, {"obligation": obligation})
    return str(rows[0][0]) if rows else None


def recurring(reader: Reader, until: Instant) -> list[str]:
    """Return the clocks whose next cycle begins by an instant, the earliest first."""
    sql = "SELECT id FROM obligation WHERE recurs_at IS NOT NULL AND recurs_at <= :until ORDER BY recurs_at, born_seq"
    return [str(one) for (one,) in reader.rows(sql, {"until": until})]


def goes_on(reader: Reader, rule: str) -> bool:
    """Return whether a clock of a rule carries its next cycle."""
    return bool(reader.rows("SELECT 1 FROM obligation WHERE rule = :rule AND recurs_at IS NOT NULL", {"rule": rule}))


def is_due(reader: Reader, rule: str, due_at: Instant) -> bool:
    """Return whether a clock of a rule, of no matter, was ever due at an instant, whatever became of it."""
    sql = "SELECT 1 FROM obligation WHERE rule = :rule AND due_at = :due AND matter_id IS NULL"
    return bool(reader.rows(sql, {"rule": rule, "due": due_at}))


def last_boundary(reader: Reader, rule: str, until: Instant) -> Instant:
    """Return the newest boundary of the calendar, up to an instant, for which a rule bore a clock; 0 where none."""
    sql = (
        "SELECT max(trigger_at) FROM obligation WHERE rule = :rule AND cycle <> 0 AND trigger_at <= :until "
        "AND \"trigger\" LIKE 'calendar.%'"
    )
    return int(reader.rows(sql, {"rule": rule, "until": until})[0][0] or 0)


def last_cycle(reader: Reader, rule: str) -> Instant:
    """Return the newest trigger of a rule that bears clocks in cycles, 0 where none was born."""
    sql = "SELECT max(trigger_at) FROM obligation WHERE rule = :rule AND cycle <> 0"
    return int(reader.rows(sql, {"rule": rule})[0][0] or 0)


def has_cycle(reader: Reader, rule: str, cycle: Instant) -> bool:
    """Return whether a rule bore its clock of a cycle."""
    sql = "SELECT 1 FROM obligation WHERE rule = :rule AND cycle = :cycle"
    return bool(reader.rows(sql, {"rule": rule, "cycle": cycle}))


def nearest(reader: Reader, rule: str, at: Instant) -> str:
    """Return the clock of a rule, of no matter, that is due nearest to an instant, whatever its state; empty where none."""
    sql = (
        "SELECT id FROM obligation WHERE rule = :rule AND matter_id IS NULL "
        "ORDER BY abs(due_at - :at), born_seq LIMIT 1"
    )
    rows = reader.rows(sql, {"rule": rule, "at": at})
    return str(rows[0][0]) if rows else ""


def overdue(reader: Reader) -> frozenset[str]:
    """Return the clocks that were overdue when they ended without being met."""
    return frozenset(str(one) for (one,) in reader.rows("SELECT id FROM obligation WHERE overdue = 1"))


def moments(reader: Reader, since: Instant, until: Instant) -> list[Instant]:
    """Return the instants in a span at which a step fires, an alert sounds again or a cycle comes round."""
    sql = (
        "SELECT fires_at FROM step WHERE state = 'waiting' AND fires_at BETWEEN :since AND :until UNION "
        "SELECT sound_again_at FROM obligation WHERE state = 'open' AND sound_again_at BETWEEN :since AND :until UNION "
        "SELECT recurs_at FROM obligation WHERE recurs_at BETWEEN :since AND :until"
    )
    return [int(one) for (one,) in reader.rows(sql, {"since": since, "until": until})]


def raised_after(reader: Reader, seq: int) -> list[str]:
    """Return the payloads of the alerts that were raised after a row of the journal, in their order."""
    sql = "SELECT payload FROM journal WHERE seq > :seq AND kind = 'alert.raised' ORDER BY seq"
    return [str(one) for (one,) in reader.rows(sql, {"seq": seq})]
