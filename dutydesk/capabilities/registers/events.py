"""What happened to a row of a register.

``title``, ``summary`` and ``told`` are its words at that time, in Chinese: they stay what they were when the
declaration changes. ``values`` are what the tables are computed from.
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class RegisterEvent(Event):
    """What all of them say: the register's id and name, the row's number, what it is about; ``values`` by field."""

    SEARCHED = ("no", "title", "summary", "told", "note", "warned")
    register: str
    title: str
    no: str
    summary: str
    told: str = ""
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    note: str = ""
    """Why, where a reason was asked."""

    warned: list[str] = field(default_factory=list[str])
    """What the declared checks warned of, and did not hold up."""


class RowAdded(RegisterEvent):
    """A row was opened."""

    KIND = "register.added"
    state: str


class RowChanged(RegisterEvent):
    """Fields of a row were set anew; ``before`` what stood in them (null: nothing)."""

    KIND = "register.changed"
    before: dict[str, Any] = field(default_factory=dict[str, Any])


class RowActed(RegisterEvent):
    """An act was done on a row; ``sets`` are the row's own fields that changed by it."""

    KIND = "register.acted"
    SEARCHED = (*RegisterEvent.SEARCHED, "act_name")
    act: str
    act_name: str
    state: str
    sets: dict[str, Any] = field(default_factory=dict[str, Any])


class RowRetired(RegisterEvent):
    """A row is out of use; it stays readable."""

    KIND = "register.retired"
