"""Commands about meetings: in the palette, without keys until the user gives some."""

from __future__ import annotations

from dutydesk.i18n import translate
from dutydesk.kernel.instants import hhmm
from dutydesk.tui.commands.asking import about, ask_form
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen


class PlanMeeting(Command):
    """Plan a meeting."""

    id = "meeting"
    words = "安排会议"
    does = "meeting plan"
    help_text = "安排会议: 会前半小时测线路, 会后一天内出纪要"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask name and hours."""
        fields = [
            Field("title", "会议名称", required=True),
            Field("begins", "开始时间", hint="如 15:00 或 07-16 09:00"),
            Field("ends", "结束时间"),
            Field("place", "地点", hint="可空"),
            Field("room", "会议号码", hint="可空"),
            Field("source", "来源", hint="可空"),
        ]
        await screen.form(translate(cls.words), fields, "meeting plan", "meeting-plan")


class MeetingNotice(Command):
    """Send the notice of a meeting."""

    id = "meeting_notice"
    words = "会议通知"
    does = "meeting notice"
    help_text = "会议通知发给哪些单位, 四小时内收回执"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask whom."""
        fields = [Field("to", "通知单位", hint=SEVERAL, required=True)]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting notice", None)


class MeetingReceipt(Command):
    """Record receipts of a notice."""

    id = "meeting_receipt"
    words = "会议回执"
    does = "meeting receipt"
    help_text = "标记哪些单位已回执"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask which units; those still waiting stand in the field."""
        from dutydesk.capabilities.meetings.reads import invited

        matter = await about(screen, cls.words, "routine")
        if matter is None:
            return
        units = await screen.gateway.read(lambda views: invited(views, matter.id))
        waiting = "、".join(one.unit for one in units if one.acknowledged_at is None)
        fields = [Field("unit", "回执单位", waiting, SEVERAL, proposed=True)]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting receipt", matter)


class TestLine(Command):
    """Record the line test."""

    id = "meeting_test"
    words = "线路测试"
    does = "meeting test"
    help_text = "会前线路测试的结果"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the result."""
        fields = [
            Field("result", "结果", "正常", proposed=True),
            Field("at", "测试时间", hint="省略为现在, 如 14:20"),
        ]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting test", None)


class NoteMeeting(Command):
    """Take a note in a meeting."""

    id = "meeting_note"
    words = "会中记录"
    does = "meeting note"
    help_text = "会中记一条, 带时刻; 纪要由此生成"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text."""
        fields = [
            Field("at", "时间", hhmm(screen.gateway.now()), proposed=True),
            Field("text", "内容", area=True, required=True),
        ]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting note", None)


class DecideMeeting(Command):
    """Record a decision."""

    id = "meeting_decide"
    words = "议定事项"
    does = "meeting decide"
    help_text = "会上议定的事: 谁办, 何时办结, 到时提醒"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask what, who, until when."""
        fields = [
            Field("text", "议定事项", area=True, required=True),
            Field("owner", "谁办"),
            Field("due", "何时办结", hint="可空"),
        ]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting decide", None)


class WriteMinutes(Command):
    """Write and approve the minutes."""

    id = "minutes"
    words = "写纪要"
    does = "meeting minutes"
    help_text = "会议纪要: 草稿由记录和议定事项生成, 可改, 签发后时限办结"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text, the draft filled in."""
        from dutydesk.capabilities.meetings.handlers import drafted  # the write side: not before the first frame
        from dutydesk.capabilities.meetings.reads import proceedings

        matter = await about(screen, cls.words, "routine")
        if matter is None:
            return
        written = await screen.gateway.read(lambda views: proceedings(views, matter.id).minutes)
        by_hand = written[-1].text if written and not written[-1].drawn else ""
        text = by_hand or await screen.gateway.read(lambda views: drafted(views, matter))
        fields = [
            Field("approve", "签发", hint="不填只存草稿"),
            Field("text", "正文", text, area=True, proposed=not by_hand),
            Field("approved_by", "签发人", hint="省略为本人"),
        ]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting minutes", matter)


class MoveMeeting(Command):
    """Move a meeting."""

    id = "meeting_move"
    words = "会议改期"
    does = "meeting move"
    help_text = "会议改期: 线路测试和纪要的时限随之重排"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the hours."""
        fields = [Field("begins", "开始时间"), Field("ends", "结束时间"), Field("reason", "理由", hint="可空")]
        await ask_form(screen, ("routine",), cls.words, fields, "meeting move", None)


class CancelMeeting(Command):
    """Call a meeting off."""

    id = "meeting_cancel"
    words = "取消会议"
    does = "meeting cancel"
    help_text = "取消会议: 它的时限一并取消, 事项办结"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the reason."""
        await ask_form(
            screen, ("routine",), cls.words, [Field("reason", "理由", required=True)], "meeting cancel", None
        )
