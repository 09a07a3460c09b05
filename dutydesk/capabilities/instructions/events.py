"""A leader's written instruction on a matter: received, relayed, acknowledged, answered."""

from __future__ import annotations

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class InstructionReceived(Event):
    """The text as it came and who gave it; ``limit_at`` is the time that it names itself. The row's ``at`` is the receipt."""

    KIND = "instruction.received"
    SEARCHED = ("who", "text", "subject")
    MARK = "★"
    SAYS = (("批示 {0} {1}: {2}", "number", "who", "text"), (" ({0} 前反馈)", "limit_at"))
    number: int
    who: str
    text: str
    subject: str = ""
    limit_at: Instant | None = None


class InstructionTaken(Event):
    """The row's matter takes over an instruction of one that was merged into it, under a number of its own."""

    KIND = "instruction.taken"
    SEARCHED = ("who", "text", "subject")
    MARK = "★"
    SAYS = (("批示 {0} {1}: {2} (并案转入)", "number", "who", "text"),)
    number: int
    subject: str
    who: str
    text: str
    origin: str
    was: int
    """Its number on the merged matter, ``origin``."""


class InstructionRelayed(Event):
    """Passed on to units; each must acknowledge."""

    KIND = "instruction.relayed"
    SEARCHED = ("recipients",)
    MARK = "→"
    SAYS = (("批示 {0} 转办 {1}", "number", "recipients"),)
    number: int
    recipients: list[str]


class InstructionAcknowledged(Event):
    """A unit acknowledged an instruction; after it ``done`` of ``total`` did."""

    KIND = "instruction.acknowledged"
    SEARCHED = ("unit",)
    SAYS = (("批示 {0} {1} 已签收 ({2}/{3})", "number", "unit", "done", "total"),)
    SETS = ("instruction_unit", "acknowledged_at")
    number: int
    unit: str
    done: int
    total: int


class InstructionFeedback(Event):
    """What was done, told to whoever gave the instruction; ``last`` closes it."""

    KIND = "instruction.feedback"
    SEARCHED = ("text", "recipients")
    MARK = "→"
    number: int
    text: str
    recipients: list[str]
    last: bool = False
