"""Acts on clocks and alerts."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class Owe(Act):
    """Start any clock of the rulebook by hand."""

    NAME = "owe"
    HELP = "手工起算任一时限"
    rule: str = arg("规则编号", positional=True, required=True)
    matter: Matter | None = arg("事项", of="matter", matter="open_or_closed")
    subject: str = arg("对象: 单位, 人, 伙伴", of="contact")
    at: str = arg("起算时间, 省略为现在", when=when.PAST, typed=True)
    due: str = arg("到期时间 (自带时限的规则)", when=when.DUE, typed=True)


class Met(Act):
    """Report a clock done (办结); --declined where the rule allows a reasoned refusal."""

    NAME = "met"
    DOES = "记为办结"
    HELP = "办结一个时限"
    obligation: Any = arg("时限编号", positional=True, required=True)
    at: Instant = arg("办理时间, 省略为现在", when=when.PAST, now=True)
    note: str = arg("说明")
    declined: bool = arg("不办 (须写理由)", flag=True)
    reason: str = arg("理由")
    last: bool = arg("最后一次, 不再续期", flag=True)


class Waive(Act):
    """Waive a clock: the leader, with a reason."""

    NAME = "waive"
    DOES = "予以免办"
    HELP = "免办 (带班领导)"
    RIGHT = "waive"
    obligation: Any = arg("时限编号", positional=True, required=True)
    reason: str = arg("理由", required=True)


class Remind(Act):
    """Set a reminder: a bell at a time."""

    NAME = "remind"
    HELP = "设提醒"
    ADDS = True
    time: Instant = arg("时间", positional=True, required=True, when=when.DUE, needed=True)
    text: str = arg("提醒什么", positional=True, required=True)
    matter: Matter | None = arg("事项", of="matter", matter="open")


class Ack(Act):
    """Acknowledge an alert (签收); --undo takes a mistaken one back."""

    NAME = "ack"
    HELP = "签收预警, --undo 撤回"
    ENDS = ("alert.acknowledged",)
    WHICH = ("obligation", "step")
    alert: Any = arg("预警编号", positional=True, required=True)
    undo: bool = arg("撤回误签", flag=True)


class Snooze(Act):
    """Quiet for 5 to 15 minutes, after acknowledging, with a reason, twice a clock."""

    NAME = "snooze"
    HELP = "稍后提醒"
    WHICH = ("obligation", "step")
    alert: Any = arg("预警编号", positional=True, required=True)
    minutes: str = arg("分钟 (5-15)", required=True)
    reason: str = arg("理由", required=True)


class ConfirmTime(Act):
    """Confirm that the wall clock is right after a doubtful start."""

    NAME = "confirm-time"
    HELP = "核对时间后确认"
