"""Handling with others: actions, resources, the steps of running plans, calls and call tasks, the contact book."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index, text

from dutydesk.store.columns import STRICT, Table, integer_column, text_column


class Action(Table, table=True):
    """Something to be done by one owner. ``state``: assigned, received, done, dropped."""

    __tablename__: ClassVar[Any] = "action"
    __table_args__: ClassVar[Any] = (Index("action_matter", "matter_id"), STRICT)
    id: str = text_column(key=True)
    matter_id: str = text_column(null=True)
    text: str = text_column()
    owner: str = text_column()
    state: str = text_column(begins="assigned")
    assigned_at: int = integer_column()
    due_at: int = integer_column(null=True)
    received_at: int = integer_column(null=True)
    ended_at: int = integer_column(null=True)
    note: str = text_column(begins="")
    seq: int = integer_column()


class Resource(Table, table=True):
    """A request for help. ``state``: asked, agreed, refused, arrived, withdrawn."""

    __tablename__: ClassVar[Any] = "resource"
    __table_args__: ClassVar[Any] = (Index("resource_matter", "matter_id"), STRICT)
    id: str = text_column(key=True)
    matter_id: str = text_column(null=True)
    what: str = text_column()
    unit: str = text_column()
    state: str = text_column()
    asked_at: int = integer_column()
    moved_at: int = integer_column()
    note: str = text_column()
    seq: int = integer_column()


class PlanStep(Table, table=True):
    """A step of a plan that runs, frozen with its matter. ``number`` counts from 1 within the matter."""

    __tablename__: ClassVar[Any] = "plan_step"
    matter_id: str = text_column(key=True)
    number: int = integer_column(key=True)
    cell: str = text_column()
    text: str = text_column()
    owner: str = text_column()
    within: str = text_column()
    must: int = integer_column()
    state: str = text_column()
    done_at: int = integer_column(null=True)
    done_by: str = text_column()
    note: str = text_column()


class RunningPlan(Table, table=True):
    """The newest plan of a matter: its units, criteria and call list as they stood. JSON lists."""

    __tablename__: ClassVar[Any] = "running_plan"
    matter_id: str = text_column(key=True)
    cell: str = text_column()
    title: str = text_column()
    level: str = text_column()
    units: str = text_column()
    termination: str = text_column()
    call_list: str = text_column()
    source: str = text_column()
    activated_at: int = integer_column()


class Call(Table, table=True):
    """A call out, with its result: reached, no_answer, busy."""

    __tablename__: ClassVar[Any] = "call"
    __table_args__: ClassVar[Any] = (Index("call_matter", "matter_id"), STRICT)
    seq: int = integer_column(key=True)
    matter_id: str = text_column(null=True)
    name: str = text_column()
    number: str = text_column()
    result: str = text_column()
    text: str = text_column()
    task: str = text_column()
    at: int = integer_column()
    actor: str = text_column()


class CallTask(Table, table=True):
    """Somebody is to be called: one task a person, matter and minute (clocks.md R13). ``obligations`` is a JSON list.

    ``state``: open, reached, void (everything that it was about has ended).
    """

    __tablename__: ClassVar[Any] = "call_task"
    __table_args__: ClassVar[Any] = (
        Index("call_task_open", "raised_at", sqlite_where=text("state = 'open'")),
        STRICT,
    )
    id: str = text_column(key=True)
    person: str = text_column()
    matter_id: str = text_column(null=True)
    name: str = text_column()
    obligations: str = text_column(begins="[]")
    raised_at: int = integer_column()
    state: str = text_column(begins="open")
    tries: int = integer_column(begins=0)
    last_result: str = text_column(begins="")
    last_at: int = integer_column(null=True)
    seq: int = integer_column()
    place: int = integer_column()


class Contact(Table, table=True):
    """A line of the contact book. ``numbers`` is a JSON list; ``officer`` an account of the desk, if it is one."""

    __tablename__: ClassVar[Any] = "contact"
    id: str = text_column(key=True)
    unit: str = text_column()
    post: str = text_column()
    name: str = text_column()
    numbers: str = text_column()
    officer: str = text_column()
    verified_on: str = text_column()
    note: str = text_column()
    retired: int = integer_column(begins=0)
    seq: int = integer_column()
