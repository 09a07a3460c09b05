"""Matters, their figures and reports."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, closed_column, integer_column, text_column


class MatterRow(Table, table=True):
    """A matter as it stands now; see ``matters.rules.Matter`` for the fields."""

    __tablename__: ClassVar[Any] = "matter"
    __table_args__: ClassVar[Any] = (Index("matter_state", "state"), STRICT)
    id: str = text_column(key=True)
    label: str = text_column(unique=True)
    kind: str = text_column()
    title: str = text_column()
    state: str = text_column()
    colour: str = text_column()
    received_at: int = integer_column()
    opened_at: int = integer_column()
    category: str = text_column(begins="")
    subtype: str = text_column(begins="")
    level: str = text_column(begins="")
    highest_level: str = text_column(begins="")
    response_level: str = text_column(begins="")
    warning: str = text_column(begins="")
    danger_to_life: int = closed_column(begins=0)
    place: str = text_column(begins="")
    source: str = text_column(begins="")
    lead: str = text_column(begins="")
    support: str = text_column(begins="[]")
    merged_into: str = text_column(begins="")
    occurred_at: int = integer_column(null=True)
    confirmed_at: int = integer_column(null=True)
    assessed_at: int = integer_column(null=True)
    activated_at: int = integer_column(null=True)
    first_sent_at: int = integer_column(null=True)
    closed_at: int = integer_column(null=True)
    follow_ups: int = integer_column(begins=0)
    criterion: str = text_column(begins="")
    outcome: str = text_column(begins="")
    affected: int = closed_column(begins=0)
    seq: int = integer_column()


class Figure(Table, table=True):
    """The history of figures; the current one of a field is the newest by ``at``, of one time the one with the greatest seq."""

    __tablename__: ClassVar[Any] = "figure"
    matter_id: str = text_column(key=True)
    field: str = text_column(key=True)
    seq: int = integer_column(key=True)
    value: str = text_column()
    source: str = text_column()
    verified: int = closed_column()
    verified_by: str = text_column()
    through: str = text_column()
    at: int = integer_column()


class Fact(Table, table=True):
    """The history of facts in words (cause, course …); the current one of a name is the row with the greatest seq."""

    __tablename__: ClassVar[Any] = "fact"
    matter_id: str = text_column(key=True)
    name: str = text_column(key=True)
    seq: int = integer_column(key=True)
    text: str = text_column()
    source: str = text_column()
    verified: int = closed_column()
    verified_by: str = text_column()
    through: str = text_column()
    at: int = integer_column()


class Report(Table, table=True):
    """A report as it was sent; only reasons for what was found in it are added."""

    __tablename__: ClassVar[Any] = "report"
    __table_args__: ClassVar[Any] = (Index("report_matter", "matter_id", "seq"), STRICT)
    id: str = text_column(key=True)
    seq: int = integer_column()
    matter_id: str = text_column()
    kind: str = text_column()
    number: int = integer_column()
    title: str = text_column()
    body: str = text_column()
    recipients: str = text_column()
    corrects: str = text_column()
    sent_at: int = integer_column()
    actor: str = text_column()
    gaps: str = text_column()
    figures: str = text_column()
    signed_off: str = text_column()
    forwards: str = text_column()
    differs: str = text_column()
    difference: str = text_column()
    cause: str = text_column()
    heading: str = text_column()
    read_by: str = text_column()
    findings: str = text_column()
    edited: str = text_column()
    beside: str = text_column()
