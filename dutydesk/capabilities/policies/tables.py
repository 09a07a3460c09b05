"""Policies: interpretation sheets, who must get them, windows for applications."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class PolicyRow(Table, table=True):
    """What is known of a policy beside its matter. ``listed_at``: when its list of recipients last grew shorter."""

    __tablename__: ClassVar[Any] = "policy"
    matter_id: str = text_column(key=True)
    issued_at: int = integer_column(null=True)
    listed_at: int = integer_column(null=True)


class PolicySheet(Table, table=True):
    """An interpretation as it was signed; the one in force is the newest that was not withdrawn."""

    __tablename__: ClassVar[Any] = "policy_sheet"
    matter_id: str = text_column(key=True)
    number: int = integer_column(key=True)
    wording: str = text_column()
    scope: str = text_column()
    effective: str = text_column()
    bound: str = text_column()
    silent: str = text_column()
    actor: str = text_column()
    second_reader: str = text_column()
    signed_at: int = integer_column()
    withdrawn_at: int = integer_column(null=True)
    reason: str = text_column(begins="")


class PolicyRecipient(Table, table=True):
    """Who must get it. ``wrong_at``: pushed, and then withdrawn; until ``corrected_at`` it stands to be put right."""

    __tablename__: ClassVar[Any] = "policy_recipient"
    matter_id: str = text_column(key=True)
    name: str = text_column(key=True)
    seq: int = integer_column()
    because: str = text_column()
    pushed_at: int = integer_column(null=True)
    wrong_at: int = integer_column(null=True)
    corrected_at: int = integer_column(null=True)
    place: int = integer_column()


class PolicyWindow(Table, table=True):
    """A window for applications or comments."""

    __tablename__: ClassVar[Any] = "policy_window"
    __table_args__: ClassVar[Any] = (Index("policy_window_ends", "ends_at"), STRICT)
    matter_id: str = text_column(key=True)
    subject: str = text_column(key=True)
    seq: int = integer_column()
    opens_at: int = integer_column(null=True)
    ends_at: int = integer_column()
    confirmed_at: int = integer_column(null=True)
