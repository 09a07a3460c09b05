"""What is to leave the house, and which channels do not get through; beside them who is just sending."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class OutboxRow(Table, table=True):
    """One message to one channel. ``state``: queued, sent, given_up."""

    __tablename__: ClassVar[Any] = "outbox"
    __table_args__: ClassVar[Any] = (
        Index("outbox_queued", "channel", "seq", sqlite_where=text("state = 'queued'")),
        Index("outbox_call", "matter_id", "raised_at", sqlite_where=text("how = 'call'")),
        STRICT,
    )
    key: str = text_column(key=True)
    seq: int = integer_column()
    channel: str = text_column()
    obligation: str = text_column()
    step: str = text_column()
    matter_id: str = text_column(null=True)
    heading: str = text_column()
    body: str = text_column()
    colour: str = text_column()
    how: str = text_column()
    people: str = text_column()
    label: str = text_column()
    raised_at: int = integer_column()
    report: str = text_column()
    state: str = text_column(begins="queued")
    attempts: int = integer_column(begins=0)
    ended_at: int = integer_column(null=True)


class Outage(Table, table=True):
    """A channel that does not get through; the row goes when it does again."""

    __tablename__: ClassVar[Any] = "outage"
    channel: str = text_column(key=True)
    since: int = integer_column()
    reason: str = text_column()
    detail: str = text_column()


class OutboxLease(Table, table=True):
    """Who is sending a message until when, and when it is tried again; not part of the journal.

    Times are the machine's own, whatever a drill's clock says. ``failed`` counts attempts that did not get
    through, ``reported`` says that one of them is in the journal, ``delivered`` lists recipients that have it.
    """

    __tablename__: ClassVar[Any] = "outbox_lease"
    __table_args__: ClassVar[Any] = (
        Index("outbox_lease_pace", "channel", "claimed_at"),
        STRICT,
    )
    key: str = text_column(key=True)
    channel: str = text_column()
    owner: str = text_column()
    claimed_at: int = integer_column()
    until: int = integer_column()
    next_at: int = integer_column()
    attempts: int = integer_column()
    reported: int = integer_column()
    delivered: str = text_column()
