"""Acts on meetings."""

from __future__ import annotations

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel import when
from dutydesk.kernel.acts import Act, arg
from dutydesk.kernel.instants import Instant


class MeetingPlan(Act):
    """Plan a meeting: a routine matter of its own, or one that is there already."""

    NAME = "meeting plan"
    HELP = "安排会议"
    title: str = arg("会议名称")
    begins: Instant = arg("开始时间", required=True, when=when.BEGINS, needed=True)
    ends: Instant = arg("结束时间", required=True, when=when.ENDS, after="begins", needed=True)
    place: str = arg("地点", of="place")
    room: str = arg("会议室或号码")
    source: str = arg("通知来源", of="unit")
    label: str = arg("短标签, 省略则自动编")
    matter: Matter | None = arg("已立的事项, 省略则新立", of="matter", matter="open", kind="routine")


class MeetingNotice(Act):
    """Send the notice; each of those invited acknowledges."""

    NAME = "meeting notice"
    HELP = "发会议通知"
    matter: Matter = arg("会议", positional=True, required=True, of="matter", matter="open", kind="routine")
    to: list[str] = arg("通知单位", many=True, of="unit")
    at: Instant = arg("发出时间, 省略为现在", when=when.PAST, now=True)


class MeetingReceipt(Act):
    """Record receipts of the notice."""

    NAME = "meeting receipt"
    HELP = "会议通知回执"
    WHICH = ("unit",)
    matter: Matter = arg("会议", positional=True, required=True, of="matter", matter="open", kind="routine")
    unit: list[str] = arg("回执单位", many=True, of="unit")
    at: Instant = arg("回执时间, 省略为现在", when=when.PAST, now=True)


class MeetingTest(Act):
    """Record the line test."""

    NAME = "meeting test"
    HELP = "会前线路测试"
    WHICH = ("unit",)
    matter: Matter = arg("会议", positional=True, required=True, of="matter", matter="open", kind="routine")
    result: str = arg("结果, 省略为 正常", of="finding")
    at: Instant = arg("测试时间, 省略为现在", when=when.PAST, now=True)


class MeetingNote(Act):
    """Take a note in a meeting."""

    NAME = "meeting note"
    HELP = "会中记录"
    matter: Matter = arg("会议", positional=True, required=True, matter="open", kind="routine")
    text: str = arg("内容", positional=True, required=True)
    at: Instant = arg("说的时间, 省略为现在", when=when.PAST, now=True)


class MeetingDecide(Act):
    """Record a decision, who does it and by when."""

    NAME = "meeting decide"
    HELP = "议定事项, 到期提醒"
    matter: Matter = arg("会议", positional=True, required=True, of="matter", matter="open", kind="routine")
    text: str = arg("议定事项", positional=True, required=True)
    owner: str = arg("谁办", of="contact")
    due: Instant | None = arg("何时办结", when=when.DUE)
    at: Instant | None = arg("议定的时间, 省略为办理时间", when=when.PAST, own=True)


class MeetingMinutes(Act):
    """Keep the minutes as they stand, drawn from the notes or typed; --approve ends the writing."""

    NAME = "meeting minutes"
    HELP = "会议纪要 (省略正文则由记录生成), --approve 签发"
    matter: Matter = arg("会议", positional=True, required=True, of="matter", matter="open_or_closed", kind="routine")
    text: str = arg("正文, 省略则由记录生成")
    present: str = arg("出席, 省略为上次所记")
    excused: str = arg("请假和缘由, 省略为上次所记")
    observers: str = arg("列席, 省略为上次所记")
    approve: bool = arg("签发", flag=True)
    approved_by: str = arg("签发人, 省略为本人", consent=True)
    at: Instant = arg("签发时间, 省略为现在", when=when.PAST, agreed=True, now=True)


class MeetingCancel(Act):
    """Call a meeting off."""

    NAME = "meeting cancel"
    HELP = "取消会议"
    matter: Matter = arg("会议", positional=True, required=True, matter="open", kind="routine")
    reason: str = arg("理由", required=True)
    at: Instant | None = arg("告知的时间, 省略为办理时间", when=when.PAST, own=True)


class MeetingMove(Act):
    """Move a meeting to another time."""

    NAME = "meeting move"
    HELP = "会议改期"
    matter: Matter = arg("会议", positional=True, required=True, matter="open", kind="routine")
    begins: Instant | None = arg("开始时间", when=when.BEGINS)
    ends: Instant | None = arg("结束时间", when=when.ENDS, after="begins")
    reason: str = arg("理由")
