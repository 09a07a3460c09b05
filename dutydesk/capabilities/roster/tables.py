"""The roster beyond the plan, and who stood where from signature to signature."""

from __future__ import annotations

from typing import Any, ClassVar

from dutydesk.store.columns import Table, integer_column, text_column


class RosterChange(Table, table=True):
    """A change over a span; ``ordinal`` is the seq of its event: of two in one layer the later holds."""

    __tablename__: ClassVar[Any] = "roster_change"
    id: str = text_column(key=True)
    layer: str = text_column()
    begins: int = integer_column()
    ends: int = integer_column()
    ordinal: int = integer_column()
    a: str = text_column()
    b: str = text_column()
    leader: str = text_column()
    director: str = text_column()
    reason: str = text_column()


class RosterSwap(Table, table=True):
    """A swap as it stands."""

    __tablename__: ClassVar[Any] = "roster_swap"
    id: str = text_column(key=True)
    giver: str = text_column()
    taker: str = text_column()
    begins: int = integer_column()
    ends: int = integer_column()
    post: str = text_column()
    back_begins: int = integer_column(null=True)
    back_ends: int = integer_column(null=True)
    back_post: str = text_column()
    state: str = text_column(begins="requested")
    reason: str = text_column()
    asked_at: int = integer_column()
    seq: int = integer_column()


class RosterLeave(Table, table=True):
    """A person's leave."""

    __tablename__: ClassVar[Any] = "roster_leave"
    id: str = text_column(key=True)
    officer: str = text_column()
    begins: int = integer_column()
    ends: int = integer_column()
    reason: str = text_column()
    seq: int = integer_column()


class RosterPeriod(Table, table=True):
    """An important period; ISO dates."""

    __tablename__: ClassVar[Any] = "roster_period"
    id: str = text_column(key=True)
    name: str = text_column()
    first: str = text_column()
    last: str = text_column()
    reason: str = text_column()
    set_at: int = integer_column()
    seq: int = integer_column()


class RosterStaff(Table, table=True):
    """What the roster knows of a person."""

    __tablename__: ClassVar[Any] = "roster_staff"
    officer: str = text_column(key=True)
    grade: str = text_column()
    team: str = text_column()
    joined: str = text_column()
    left_on: str = text_column()
    newcomer: str = text_column()
    part_time: int = integer_column()


class StintRow(Table, table=True):
    """One person at one post, from signature to signature."""

    __tablename__: ClassVar[Any] = "stint"
    shift: str = text_column(key=True)
    post: str = text_column(key=True)
    begins: int = integer_column(key=True)
    ends: int = integer_column(null=True)
    officer: str = text_column()
