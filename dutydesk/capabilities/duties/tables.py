"""Roll calls, patrols, papers in custody, visitors, keys and seals, leaders away."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.capabilities.duties.rules import HELD
from dutydesk.store.columns import STRICT, Table, closed_column, integer_column, text_column


class Presence(Table, table=True):
    """A roll call and its answer. ``state``: open, answered, ended (waived or cancelled); ``in_time`` 0, 1 or unknown."""

    __tablename__: ClassVar[Any] = "presence"
    __table_args__: ClassVar[Any] = (Index("presence_clock", "obligation"), STRICT)
    id: str = text_column(key=True)
    caller: str = text_column()
    obligation: str = text_column(begins="")
    received_at: int = integer_column()
    due_at: int = integer_column(null=True)
    answered_at: int = integer_column(null=True)
    officer: str = text_column(begins="")
    in_time: int = integer_column(null=True)
    state: str = text_column(begins="open")
    seq: int = integer_column()


class Patrol(Table, table=True):
    """A patrol of the house."""

    __tablename__: ClassVar[Any] = "patrol"
    seq: int = integer_column(key=True)
    at: int = integer_column()
    officer: str = text_column()
    text: str = text_column()
    abnormal: int = integer_column()
    note: str = text_column()


class Paper(Table, table=True):
    """A paper in custody: what the register may know of it. ``state``: held, locked, handed."""

    __tablename__: ClassVar[Any] = "paper"
    matter_id: str = text_column(key=True)
    number: str = text_column()
    copies: int = closed_column()
    grade: str = text_column()
    period: str = text_column()
    place: str = text_column()
    holder: str = text_column(begins="")
    source: str = text_column()
    second: str = text_column()
    registered_at: int = integer_column()
    registered_by: str = text_column()
    state: str = text_column(begins=HELD)
    ended_at: int = integer_column(null=True)


class PaperMove(Table, table=True):
    """Where a paper went: who took it, when, written by whom."""

    __tablename__: ClassVar[Any] = "paper_move"
    __table_args__: ClassVar[Any] = (Index("paper_move_matter", "matter_id"), STRICT)
    seq: int = integer_column(key=True)
    matter_id: str = text_column()
    at: int = integer_column()
    place: str = text_column()
    holder: str = text_column()
    officer: str = text_column()
    second: str = text_column()


class Visitor(Table, table=True):
    """Visitors of one visit. ``left_at`` None while they are in the house."""

    __tablename__: ClassVar[Any] = "visitor"
    id: str = text_column(key=True)
    label: str = text_column()
    name: str = text_column()
    unit: str = text_column()
    reason: str = text_column()
    count: int = integer_column()
    id_last4: str = text_column()
    came_at: int = integer_column()
    left_at: int = integer_column(null=True)
    officer: str = text_column()
    seq: int = integer_column()


class Loan(Table, table=True):
    """A key or seal that somebody took. ``returned_at`` None while it is out."""

    __tablename__: ClassVar[Any] = "loan"
    id: str = text_column(key=True)
    item: str = text_column()
    what: str = text_column()
    name: str = text_column()
    reason: str = text_column()
    taken_at: int = integer_column()
    returned_at: int = integer_column(null=True)
    officer: str = text_column()
    seq: int = integer_column()


class LeaderLeave(Table, table=True):
    """A leader away. ``ended_at`` None until the leader is back."""

    __tablename__: ClassVar[Any] = "leader_leave"
    id: str = text_column(key=True)
    name: str = text_column()
    since: int = integer_column()
    until: int = integer_column()
    place: str = text_column()
    deputy: str = text_column()
    reported_at: int = integer_column()
    ended_at: int = integer_column(null=True)
    seq: int = integer_column()
