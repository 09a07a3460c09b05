"""Clocks: born, ended, held; alerts raised, acknowledged, snoozed."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import vocabulary

UNDECIDED = "这个时限无法判定"
"""How the reason of an alarm begins whose clock could not be decided: the row is broken, or of a newer version."""

CAUSES = vocabulary(
    {
        "called_off": "会议取消",
        "closed": "事项办结",
        "confirmed": "已确认为红色, 另行签收",
        "dropped": "交办已撤销",
        "joined": "并入新的请签",
        "merged": "并案",
        "moved": "会议改期",
        "not_reached": "数字已不到这一级",
        "not_red": "未确认为红色",
        "register_ended": "登记已办结或停用",
        "superseded": "由更严的时限代替",
        "tightened": "级别升高, 时限改短",
    }
)
"""Why a clock was cancelled (``ObligationEnded.cause``), in words; of a waived one the cause is the person's reason."""


class ClockEvent(Event):
    """Something about one clock. ``name`` repeats what the clock is called, so that a row can be read by itself."""

    SEARCHED = ("name",)
    WORDS = ("name",)
    obligation: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One step of a clock: ``warn:PT30M``, ``ladder:<index>`` or ``due``; ``fires_at`` differs from the plan at a late birth."""

    step: str
    planned_at: Instant
    fires_at: Instant
    to: str
    how: str


class ObligationOpened(Event):
    """A clock was born. Carries its arithmetic, so that no later change of the rulebook moves it."""

    KIND = "obligation.opened"
    QUIET = True
    SEARCHED = ("name", "subject")
    obligation: str
    rule: str
    rulebook: str
    name: str
    subject: str
    trigger: str
    trigger_at: Instant
    due_at: Instant
    arithmetic: str
    steps: list[PlannedStep]
    recurs_at: Instant | None = None
    """When the next cycle is born by itself (weekly contact); None for all others."""
    follows: str = ""
    """The cycle that this one comes after."""
    cycle: Instant = 0
    """The trigger of a calendar clock: a new cycle is born whether or not the last has ended (R6); 0 for all others."""
    limits: str = ""
    """The column of reporting limits that set its length; empty where the rule's own length holds."""
    by_hand: bool = False
    """A person started it (``owe``), nothing that happened."""

    @classmethod
    def restored(cls, values: dict[str, Any]) -> Event:
        """Return the event with its steps as steps."""
        values["steps"] = [PlannedStep(**step) for step in values["steps"]]
        return cls(**values)


class ObligationJoined(ClockEvent):
    """A second trigger of an open clock (R5): noted, nothing moves."""

    KIND = "obligation.joined"
    QUIET = True
    SAYS = (("并入已有时限: {0}", "name"),)
    trigger: str
    trigger_at: Instant


class ObligationEnded(ClockEvent):
    """``outcome``: met, met_late, waived, cancelled. ``overdue``: it was past due when it was cancelled or waived."""

    KIND = "obligation.ended"
    outcome: str
    met_at: Instant | None = None
    late: Instant = 0
    cause: str = ""
    declined: bool = False
    overdue: bool = False
    last: bool = False

    @property
    def quiet(self) -> bool:
        """A clock that was met in time by an act of its own is no line of the daily log."""
        return self.outcome == "met"


class ObligationMoved(ClockEvent):
    """A unit's receipt goes to the surviving matter (R9): the row's matter is the new one."""

    KIND = "obligation.moved"
    QUIET = True
    SEARCHED = ("subject",)
    SAYS = (("转入: {0}", "name"),)
    origin: str
    subject: str = ""
    renamed: bool = False
    """Whether it is called by another ``subject`` from then on: an instruction is numbered by its matter."""


class ObligationHeld(ClockEvent):
    """The ladder waits until the later of hold and snooze.

    ``renewals`` counts acts that started the hold anew; ``because``: acknowledged, acted, withdrawn, snoozed,
    handover, filed, level.
    """

    KIND = "obligation.held"
    QUIET = True
    SAYS = (("升级暂缓: {0} 至 {1}", "name", "hold_until"),)
    hold_until: Instant | None
    snooze_until: Instant | None
    renewals: int
    snoozes: int
    sound_again_at: Instant | None
    because: str


class ActRecorded(Event):
    """The generic 办结: the act that a rule names, recorded without the form that belongs to it."""

    KIND = "act.recorded"
    SEARCHED = ("name", "subject", "note", "reason")
    MARK = "√"
    acts: list[str]
    obligation: str
    name: str
    subject: str = ""
    note: str = ""
    declined: bool = False
    reason: str = ""
    last: bool = False


class AlertRaised(ClockEvent):
    """One step of a clock was raised. ``people`` are officer ids; empty when nobody holds the post."""

    KIND = "alert.raised"
    SEARCHED = ("name", "reason")
    MARK = "!"
    step: str
    to: str
    people: list[str]
    how: str
    colour: str
    planned_at: Instant
    late: Instant = 0
    listed: list[str] = field(default_factory=list[str])
    reason: str = ""
    rang_at: Instant = 0
    """When it rang, where the store could take no write then (R33): the row's own time; 0 for all others."""


class AlertSoundedAgain(ClockEvent):
    """After a hold or a snooze the same alert sounds again and wants acknowledging anew."""

    KIND = "alert.sounded_again"
    QUIET = True
    SAYS = (("再次响铃: {0}", "name"),)
    step: str
    people: list[str] = field(default_factory=list[str])
    """Who hears it now; empty in rows of before the field: as it was."""


class Acknowledged(ClockEvent):
    """Seen and acting. Silences; never ends what is owed (but for clocks that ask only for this)."""

    KIND = "alert.acknowledged"
    MARK = "√"
    step: str
    uncalled: list[str] = field(default_factory=list[str])
    """Officer ids of those whom the alarm had to be told by telephone and whom nobody reached: with its end no call is owed any more."""


class AcknowledgementWithdrawn(ClockEvent):
    """A mistaken acknowledgement taken back; the hold ends with it."""

    KIND = "alert.unacknowledged"
    SAYS = (("撤回签收: {0}", "name"),)
    step: str


class Snoozed(ClockEvent):
    """Quiet for some minutes, with a reason."""

    KIND = "alert.snoozed"
    SEARCHED = ("name", "reason")
    SAYS = (("稍后 {0} 分钟提醒: {1}, {2}", "minutes", "name", "reason"),)
    step: str
    minutes: int
    reason: str
