"""Commands about policies: in the palette, without keys until the user gives some."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.tui.commands.asking import About, Ask, about, ask_form
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen


class InterpretPolicy(Command):
    """Sign the interpretation sheet."""

    id = "interpret"
    words = "签发解读"
    does = "policy interpret"
    help_text = "政策解读表: 关键原文照抄, 适用范围、生效日期、约束谁、没有规定什么; 加急件须第二人复核"
    sought = ("政策解读", "解读表", "摘要", "interpretation", "summary")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the sheet; the last one and the proposed recipients stand in the fields."""
        matter = await about(screen, cls.words, "policy")
        if matter is None:
            return
        last, to = await interpretation_begins_with(screen, matter)
        urgent = matter.colour != "blue"
        fields = [
            Field("wording", "关键原文", last.get("wording", ""), area=True, required=True),
            Field("scope", value=last.get("scope", ""), required=True),
            Field("effective", value=last.get("effective", ""), hint="如 2026-08-01, 自印发之日起", required=True),
            Field("bound", value=last.get("bound", ""), required=True),
            Field("silent", "未作规定", last.get("silent", ""), "文件没有说的, 不要替它说", required=True),
            Field("second_reader", hint="加急件必填, 须另一人" if urgent else "可空", required=urgent),
            Field("to", value=to, hint=SEVERAL, proposed=True),
            Field("issued", "印发时间", hint="如 2026-07-10, 可空"),
        ]
        await ask_form(screen, ("policy",), cls.words, fields, "policy interpret", matter)


async def interpretation_begins_with(screen: CommandScreen, matter: Matter) -> tuple[dict[str, str], str]:
    """Return the last sheet's words, and the recipients: those on the list, or those that the title proposes."""
    from dutydesk.capabilities.files.files import SHEET_NAMES
    from dutydesk.capabilities.policies.reads import policy
    from dutydesk.capabilities.reporting.rules.recipients import propose

    known = await screen.gateway.read(lambda views: policy(views, matter.id))
    last = known.sheets[-1] if known.sheets else None
    words = {field: str(getattr(last, field)) for field in SHEET_NAMES} if last is not None else {}
    if known.recipients:
        return words, "、".join(one.name for one in known.recipients)
    proposed = await screen.gateway.write(lambda container: propose(container.desk.books.recipients, matter.title))
    return words, "、".join(one.name for one in proposed)


class ListRecipients(Command):
    """Name who must get the interpretation."""

    id = "recipients"
    words = "推送名单"
    does = "policy recipients"
    help_text = "列出须推送解读的单位; 按标题关键词建议, 由值班员定"
    sought = ("推送单位", "发给谁", "分发", "distribution list")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the names."""
        matter = await about(screen, cls.words, "policy")
        if matter is None:
            return
        _, to = await interpretation_begins_with(screen, matter)
        fields = [
            Field("to", value=to, hint=SEVERAL, proposed=True),
            Field("drop", "去掉", hint="未推送的才能去掉, 可空", more=True),
            Field("reason", "理由", hint="去掉时填", needs=("drop", ())),
        ]
        await ask_form(screen, ("policy",), cls.words, fields, "policy recipients", matter)


class PushPolicy(Ask):
    """Mark recipients pushed."""

    id = "push"
    words = "标记推送"
    does = "policy push"
    help_text = "标记解读已推送给谁; 签发并全部推送, 两小时时限才办结"
    sought = ("推送", "已推送", "pushed", "sent to")
    asks = ("to", "at")

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Those still waiting stand in the field."""
        return {"to": await waiting_for(about.screen, about.matter)}


async def waiting_for(screen: CommandScreen, matter: Matter) -> str:
    """Return the recipients not pushed yet."""
    from dutydesk.capabilities.policies.reads import policy

    known = await screen.gateway.read(lambda views: policy(views, matter.id))
    return "、".join(one.name for one in known.recipients if one.pushed_at is None)


class PolicyDeadline(Ask):
    """Enter the document's own deadline."""

    id = "policy_deadline"
    words = "文件时限"
    does = "policy deadline"
    help_text = "登记文件自己写的反馈时限, 按收到时间起算提醒"
    sought = ("反馈时限", "文件要求", "上报截止", "feedback deadline")
    asks = ("due", "subject")


class PolicyWindow(Ask):
    """Enter a window for applications."""

    id = "policy_window"
    words = "申报窗口"
    does = "policy window"
    help_text = "登记申报窗口或征求意见期, 截止前 14、7、2 天提醒"
    sought = ("申报期", "征求意见", "截止日期", "application window")
    asks = ("opens", "ends", "subject")


class AnswerPolicy(Ask):
    """Record that the answer was sent."""

    id = "policy_answer"
    words = "反馈已报"
    does = "policy answer"
    help_text = "文件要求的反馈已报出, 办结文件自带时限"
    sought = ("反馈", "已反馈", "报反馈", "answered")
    asks = ("text", "to", "subject")
    areas = ("text",)


class ConfirmWindow(Ask):
    """Record that those concerned know the window."""

    id = "confirm_window"
    words = "窗口已确认"
    does = "policy confirm-window"
    help_text = "申报窗口已告知有关单位并得到确认"
    sought = ("申报已告知", "窗口确认", "window confirmed")
    asks = ("note", "subject")


class WithdrawPolicy(Ask):
    """Withdraw the interpretation."""

    id = "withdraw"
    words = "撤回解读"
    does = "policy withdraw"
    help_text = "撤回已签发的解读: 已推送的单位逐家列出, 须逐家更正"
    sought = ("收回解读", "作废解读", "take back")
    asks = ("reason",)


class CorrectRecipients(Ask):
    """Record that recipients were corrected."""

    id = "corrected"
    words = "已更正对方"
    does = "policy corrected"
    help_text = "标记已向哪些单位更正撤回的解读"
    sought = ("更正通知", "已通知更正", "told the correction")
    asks = ("to", "note")

    @classmethod
    async def proposed(cls, about: About) -> Mapping[str, str]:
        """Those still waiting stand in the field."""
        from dutydesk.capabilities.policies.reads import policy

        known = await about.screen.gateway.read(lambda views: policy(views, about.matter.id))
        return {"to": "、".join(known.to_correct)}
