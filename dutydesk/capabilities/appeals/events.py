"""Appeals: the disposal plan that a leader approved, and links to what was there before."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event


class DisposalApproved(Event):
    """A plan of who does what about an appeal; ``approved_by`` is the officer id of a leader or the director."""

    KIND = "appeal.disposal_approved"
    SEARCHED = ("text", "recipients")
    MARK = "√"
    text: str
    recipients: list[str] = field(default_factory=list[str])
    approved_by: str
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class AppealLinked(Event):
    """An officer decided that an appeal is about the same as an earlier matter. ``other`` is its id, ``label`` its label."""

    KIND = "appeal.linked"
    SEARCHED = ("label", "reason")
    MARK = "⇒"
    SAYS = (("关联既往事项 {0}", "label"), (" {0}", "reason"))
    other: str
    label: str
    reason: str = ""


class AppealUnlinked(Event):
    """A mistaken link taken back."""

    KIND = "appeal.unlinked"
    SEARCHED = ("label", "reason")
    SAYS = (("撤销与 {0} 的关联", "label"), (" {0}", "reason"))
    other: str
    label: str
    reason: str = ""
