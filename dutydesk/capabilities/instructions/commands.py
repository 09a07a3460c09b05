"""Commands about appeals and leader's instructions, which want an answer: in the palette, without keys until the user gives some."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import say, translate
from dutydesk.store.views import Views
from dutydesk.tui.commands.asking import About, Ask, about, ask_form
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen


class DisposeAppeal(Command):
    """Record the approved disposal plan."""

    id = "dispose"
    words = "处置方案"
    does = "appeal dispose"
    help_text = "诉求的处置方案: 转哪些单位, 哪位带班领导同意; 二十四小时内形成"
    sought = ("处理诉求", "转办诉求", "诉求方案", "handle appeal")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the plan."""
        shift = screen.state.shift
        leader = screen.state.names.get(shift.leader, "") if shift is not None else ""
        fields = [
            Field("text", area=True, required=True),
            Field("to", hint=SEVERAL, required=True),
            Field("approved_by", "谁同意", hint=say("本班为 {0}", leader) if leader else "", required=not screen.leads),
            Field("at", hint="省略为现在, 如 14:20"),
        ]
        await ask_form(screen, ("appeal",), cls.words, fields, "appeal dispose", None)


class LinkAppeal(Command):
    """Link an appeal to an earlier matter."""

    id = "link"
    words = "关联既往"
    does = "appeal link"
    help_text = "同一事再次反映: 关联到既往事项, 由值班员定; 相似的排在前面"
    sought = ("重复反映", "以前反映过", "关联", "same appeal before", "related")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose among matters that look alike, then all others."""
        matter = await about(screen, cls.words, "appeal")
        if matter is None:
            return
        choices = await screen.gateway.read(lambda views: earlier(views, matter, screen.gateway.now()))
        if not choices:
            screen.tell(translate("没有可选的事项"))
            return
        other = await screen.choose(say("{0} 关联到哪个事项", matter.label), choices)
        if other:
            await screen.perform("appeal link", matter=matter.id, to=other)


def earlier(views: Views, matter: Matter, now: int) -> list[tuple[str, str]]:
    """Return the matters that an appeal may be linked to: those that look alike with their score, then open appeals."""
    from dutydesk.capabilities.appeals.reads import links, similar
    from dutydesk.capabilities.files.files import similar_words

    linked = {one.matter_id for one in links(views, matter.id)} | {matter.id}
    alike = [(one.id, similar_words(one, judged, now)) for one, judged in similar(views, matter)]
    known = {key for key, _ in alike}
    others = [
        (one.id, f"{one.label} {one.title}")
        for one in views.matters()
        if one.kind in {"appeal", "incident"} and one.state == "open" and one.id not in known
    ]
    return [choice for choice in (*alike, *others) if choice[0] not in linked]


# ---------------------------------------------------------------- instructions


class AddInstruction(Ask):
    """Take in a leader's instruction."""

    id = "instruct"
    words = "登记批示"
    does = "instruct add"
    help_text = "登记领导批示: 三十分钟内转办并签收, 一天内 (或按批示自带时限) 反馈"
    sought = ("批示", "领导批示", "圈阅", "instruction", "leader's order")
    asks = ("who", "text", "limit", "at")
    areas = ("text",)


class RelayInstruction(Ask):
    """Pass an instruction on."""

    id = "relay"
    words = "转办批示"
    does = "instruct relay"
    help_text = "批示转给哪些单位; 都签收了转办才算完成"
    sought = ("转批示", "传达", "pass on instruction")
    asks = ("to", "number")
    more = ("number",)


class InstructionReceipt(Ask):
    """Record that units acknowledged an instruction."""

    id = "instruct_receipt"
    words = "批示签收"
    does = "instruct receipt"
    help_text = "标记哪些单位已签收转办的批示"
    sought = ("单位签收批示", "已签收批示", "instruction received")
    asks = ("unit", "number")
    more = ("number",)

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Those still waiting stand in the field."""
        from dutydesk.capabilities.instructions.reads import instructions

        known = await about.screen.gateway.read(lambda views: instructions(views, about.matter.id))
        still = [one for one in known if one.closed_at is None]
        waiting = [unit.unit for unit in still[0].units if unit.acknowledged_at is None] if len(still) == 1 else []
        return {"unit": "、".join(waiting)}


class InstructionFeedback(Ask):
    """Tell what was done."""

    id = "feedback"
    words = "反馈批示"
    does = "instruct feedback"
    help_text = "反馈落实情况; 未办结的批示一天后再反馈"
    sought = ("落实情况", "批示反馈", "回复批示", "report back")
    asks = ("text", "to", "last", "number")
    areas = ("text",)
    more = ("number",)
