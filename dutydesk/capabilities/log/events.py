"""Lines of the log, messages, refusals."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class Noted(Event):
    """A line of the log, as typed. ``opinion``: what its writer proposes to do about it (拟办).

    ``result_of``: id of the earlier entry whose result it says (LG-01).
    """

    KIND = "entry.noted"
    SEARCHED = ("text", "opinion")
    MARK = "✎"
    text: str
    opinion: str = ""
    result_of: str = ""


class Corrected(Event):
    """A new line in place of an earlier one, which stays and is shown struck."""

    KIND = "entry.corrected"
    SEARCHED = ("text", "opinion")
    MARK = "✎"
    entry: str
    text: str
    opinion: str = ""


class MessageReceived(Event):
    """A message as it arrived. ``proposal`` is what the sorting (or a script) proposes; a person decides.

    ``waits``: it must be disposed of; false in rows of before dispositions existed.
    """

    KIND = "message.received"
    SEARCHED = ("text", "sender", "opinion")
    MARK = "☎"
    text: str
    channel: str = ""
    sender: str = ""
    received_at: Instant
    proposal: dict[str, Any] = field(default_factory=dict[str, Any])
    waits: bool = False
    opinion: str = ""


class ActRefused(Event):
    """A refused act (R30): who is the row's actor. Shown by the audit filter only."""

    KIND = "act.refused"
    QUIET = True
    SEARCHED = ("reason",)
    SAYS = (("拒绝 {0}: {1}", "act", "reason"),)
    act: str
    field: str
    reason: str


class Exported(Event):
    """Something left the desk as a file or a print: who is the row's actor. Shown by the audit filter only."""

    KIND = "export.made"
    SEARCHED = ("what", "subject", "where")
    QUIET = True
    SAYS = (("导出 {0} {1} → {2}", "what", "subject", "where"),)
    what: str
    """report, log, matter, handover, roster …: the command's word."""
    subject: str = ""
    """Which one: a label, a date, a person."""
    where: str = ""
    """The file's whole path."""
    size: int = 0
    """Bytes."""
