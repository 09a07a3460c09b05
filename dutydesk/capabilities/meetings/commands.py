"""Commands about meetings: in the palette, without keys until the user gives some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dutydesk.kernel.instants import hhmm
from dutydesk.tui.commands.asking import About, Ask, ask_form
from dutydesk.tui.commands.asking import about as ask_about
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class PlanMeeting(Ask):
    """Plan a meeting."""

    id = "meeting"
    words = "安排会议"
    does = "meeting plan"
    help_text = "安排会议: 会前半小时测线路, 会后一天内出纪要"
    sought = ("开会", "会议", "视频会议", "视频会商", "schedule meeting", "video")
    everywhere = False
    needed = ("title",)
    asks = ("title", "begins", "ends", "place", "room", "source")


class MeetingNotice(Ask):
    """Send the notice of a meeting."""

    id = "meeting_notice"
    words = "会议通知"
    does = "meeting notice"
    help_text = "会议通知发给哪些单位, 四小时内收回执"
    sought = ("发会议通知", "参会单位", "convene")
    asks = ("to",)


class MeetingReceipt(Ask):
    """Record receipts of a notice."""

    id = "meeting_receipt"
    words = "会议回执"
    does = "meeting receipt"
    help_text = "标记哪些单位已回执"
    sought = ("参会回执", "报名", "attendance")
    asks = ("unit",)

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Those still waiting stand in the field."""
        from dutydesk.capabilities.meetings.reads import invited

        units = await about.screen.gateway.read(lambda views: invited(views, about.matter.id))
        return {"unit": "、".join(one.unit for one in units if one.acknowledged_at is None)}


class TestLine(Ask):
    """Record the line test."""

    id = "meeting_test"
    words = "线路测试"
    does = "meeting test"
    help_text = "会前线路测试的结果"
    sought = ("测线", "调试", "试线", "test line")
    asks = ("result", "at")

    fills: ClassVar[Mapping[str, str]] = {"result": "正常"}


class NoteMeeting(Ask):
    """Take a note in a meeting."""

    id = "meeting_note"
    words = "会中记录"
    does = "meeting note"
    help_text = "会中记一条, 带时刻; 纪要由此生成"
    sought = ("会议记录", "发言", "take notes")
    asks = ("at", "text")
    areas = ("text",)

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """It is said now."""
        return {"at": hhmm(about.screen.gateway.now())}


class DecideMeeting(Ask):
    """Record a decision."""

    id = "meeting_decide"
    words = "议定事项"
    does = "meeting decide"
    help_text = "会上议定的事: 谁办, 何时办结, 到时提醒"
    sought = ("决定事项", "会议决定", "议题", "decision", "resolution")
    asks = ("text", "owner", "due")
    areas = ("text",)


class WriteMinutes(Command):
    """Write and approve the minutes."""

    id = "minutes"
    words = "写纪要"
    does = "meeting minutes"
    help_text = "会议纪要: 草稿由记录和议定事项生成, 可改, 签发后时限办结"
    sought = ("会议纪要", "纪要", "write minutes")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text, the draft filled in."""
        from dutydesk.capabilities.meetings.handlers import drafted  # the write side: not before the first frame
        from dutydesk.capabilities.meetings.reads import proceedings

        matter = await ask_about(screen, cls.words, "routine")
        if matter is None:
            return
        written = await screen.gateway.read(lambda views: proceedings(views, matter.id).minutes)
        last = written[-1] if written else None
        by_hand = written[-1].text if written and not written[-1].drawn else ""
        text = by_hand or await screen.gateway.read(lambda views: drafted(views, matter))
        fields = [
            Field("approve", hint="不填只存草稿"),
            Field("present", value=last.present if last else ""),
            Field("excused", value=last.excused if last else ""),
            Field("observers", value=last.observers if last else ""),
            Field("text", value=text, area=True, proposed=not by_hand),
            Field("approved_by"),
        ]
        await ask_form(screen, (), cls.words, fields, cls.does, matter)


class MoveMeeting(Ask):
    """Move a meeting."""

    id = "meeting_move"
    words = "会议改期"
    does = "meeting move"
    help_text = "会议改期: 线路测试和纪要的时限随之重排"
    sought = ("推迟会议", "会议提前", "改会议时间", "reschedule")
    asks = ("begins", "ends", "reason")


class CancelMeeting(Ask):
    """Call a meeting off."""

    id = "meeting_cancel"
    words = "取消会议"
    does = "meeting cancel"
    help_text = "取消会议: 它的时限一并取消, 事项办结"
    sought = ("会议取消", "不开了", "cancel meeting")
    asks = ("reason",)
