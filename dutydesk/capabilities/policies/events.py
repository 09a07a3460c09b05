"""Policies: what a document says and does not say, who was told, its own deadlines and windows."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class PolicyInterpreted(Event):
    """An interpretation sheet, signed by the row's actor; ``second_reader`` is an officer id, empty where none was needed."""

    KIND = "policy.interpreted"
    SEARCHED = ("wording", "scope", "effective", "bound", "silent")
    MARK = "§"
    number: int
    wording: str
    scope: str
    effective: str
    bound: str
    silent: str
    second_reader: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""


class PolicyRecipientsNamed(Event):
    """Who must get the interpretation; ``because`` holds, for each, the keyword that proposed it (empty: by a person)."""

    KIND = "policy.recipients_named"
    SEARCHED = ("recipients",)
    recipients: list[str]
    because: list[str] = field(default_factory=list[str])


class PolicyRecipientsDropped(Event):
    """Recipients taken off the list before they were told."""

    KIND = "policy.recipients_dropped"
    SEARCHED = ("recipients", "reason")
    SAYS = (("不再推送 {0}: {1}", "recipients", "reason"),)
    recipients: list[str]
    reason: str


class PolicyPushed(Event):
    """Recipients marked pushed at the row's ``at``; after it ``done`` of ``total`` are."""

    KIND = "policy.pushed"
    SEARCHED = ("recipients",)
    MARK = "→"
    SAYS = (("推送 {0} (已推 {1}/{2})", "recipients", "done", "total"),)
    recipients: list[str]
    done: int
    total: int


class PolicyWithdrawn(Event):
    """An interpretation withdrawn; ``recipients`` are all to whom it was pushed: each must be corrected."""

    KIND = "policy.withdrawn"
    SEARCHED = ("reason", "recipients")
    MARK = "!"
    SETS = ("policy_sheet", "withdrawn_at", "reason")
    number: int
    reason: str
    recipients: list[str]


class PolicyCorrected(Event):
    """Recipients of a withdrawn interpretation who were told so; ``left`` still wait."""

    KIND = "policy.corrected"
    SEARCHED = ("recipients", "note")
    SAYS = (("已向 {0} 更正, 尚余 {1} 家", "recipients", "left"), (" {0}", "note"))
    recipients: list[str]
    left: int
    note: str = ""


class PolicyIssued(Event):
    """When the document was issued, beside when it reached the desk."""

    KIND = "policy.issued"
    SAYS = (("印发于 {0}", "issued_at"),)
    issued_at: Instant


class PolicyDeadlineEntered(Event):
    """A deadline that the document itself sets; ``subject`` names it where there are several."""

    KIND = "policy.deadline_entered"
    SEARCHED = ("subject",)
    SAYS = (("文件自带时限: {0}", "due_at"), (" {0}", "subject"))
    due_at: Instant
    subject: str = ""


class PolicyAnswered(Event):
    """The answer that the document asked for was sent."""

    KIND = "policy.answered"
    SEARCHED = ("text", "recipients", "subject")
    MARK = "→"
    text: str = ""
    recipients: list[str] = field(default_factory=list[str])
    subject: str = ""


class PolicyWindowEntered(Event):
    """A window for applications or comments named in the document."""

    KIND = "policy.window_entered"
    SEARCHED = ("subject",)
    opens_at: Instant | None
    ends_at: Instant
    subject: str = ""


class PolicyWindowConfirmed(Event):
    """Those whom a window concerns confirmed that they know it."""

    KIND = "policy.window_confirmed"
    SEARCHED = ("subject", "note")
    SAYS = (("申报窗口已确认",), (" {0}", "subject"), (" {0}", "note"))
    SETS = ("policy_window", "confirmed_at")
    subject: str = ""
    note: str = ""
