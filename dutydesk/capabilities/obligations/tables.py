"""Clocks, steps, alerts."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class Obligation(Table, table=True):
    """Something owed by a time. ``state``: open, met, met_late, waived, cancelled."""

    __tablename__: ClassVar[Any] = "obligation"
    __table_args__: ClassVar[Any] = (
        Index(
            "obligation_one_open",
            "rule",
            text("coalesce(matter_id, '')"),
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
    id: str = text_column(key=True)
    rule: str = text_column()
    rulebook: str = text_column()
    matter_id: str = text_column(null=True)
    subject: str = text_column()
    name: str = text_column()
    trigger: str = text_column()
    trigger_at: int = integer_column()
    born_at: int = integer_column()
    born_seq: int = integer_column()
    due_at: int = integer_column()
    arithmetic: str = text_column()
    state: str = text_column(begins="open")
    ended_at: int = integer_column(null=True)
    met_at: int = integer_column(null=True)
    late: int = integer_column(begins=0)
    cause: str = text_column(begins="")
    declined: int = integer_column(begins=0)
    overdue: int = integer_column(begins=0)
    hold_until: int = integer_column(null=True)
    snooze_until: int = integer_column(null=True)
    held_by: str = text_column(begins="")
    renewals: int = integer_column(begins=0)
    snoozes: int = integer_column(begins=0)
    sound_again_at: int = integer_column(null=True)
    recurs_at: int = integer_column(null=True)
    cycle: int = integer_column()


class Step(Table, table=True):
    """A step of a clock. ``state``: waiting, raised, listed (a higher one fired for it), void (the clock ended)."""

    __tablename__: ClassVar[Any] = "step"
    __table_args__: ClassVar[Any] = (
        Index("step_waiting", "fires_at", sqlite_where=text("state = 'waiting'")),
        STRICT,
    )
    obligation: str = text_column(key=True)
    step: str = text_column(key=True)
    planned_at: int = integer_column()
    base_at: int = integer_column()
    fires_at: int = integer_column()
    addressee: str = text_column()
    how: str = text_column()
    held: int = integer_column(begins=0)
    state: str = text_column(begins="waiting")
    raised_at: int = integer_column(null=True)


class Alert(Table, table=True):
    """A raised step: one row per (obligation, step), open until the clock ends."""

    __tablename__: ClassVar[Any] = "alert"
    __table_args__: ClassVar[Any] = (
        Index("alert_open", "raised_at", sqlite_where=text("closed_at IS NULL")),
        STRICT,
    )
    obligation: str = text_column(key=True)
    step: str = text_column(key=True)
    addressee: str = text_column()
    people: str = text_column()
    how: str = text_column()
    colour: str = text_column()
    planned_at: int = integer_column()
    raised_at: int = integer_column()
    late: int = integer_column()
    listed: str = text_column()
    reason: str = text_column()
    sounded_at: int = integer_column()
    acknowledged_by: str = text_column(begins="")
    acknowledged_at: int = integer_column(null=True)
    closed_at: int = integer_column(null=True)
