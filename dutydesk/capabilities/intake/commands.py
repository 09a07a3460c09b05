"""Commands about what waits: messages that nobody has disposed of, and one's own signature."""

from __future__ import annotations

from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.files import waiting
from dutydesk.capabilities.intake import filling
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.intake import rules as m
from dutydesk.capabilities.matters.commands.matters import open_form
from dutydesk.capabilities.matters.rules import KIND_NAMES
from dutydesk.i18n import say, translate
from dutydesk.kernel.refusal import Refused
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

ASKED = {
    m.FORWARD: (Field("to", "转交给谁", required=True), Field("reason", "理由")),
    m.LOG: (Field("reason", "理由"),),
    m.VISIT: (Field("reason", "理由"),),
    m.NONE: (Field("reason", "理由"),),
    m.DUPLICATE: (Field("of", "与哪一条重复"), Field("reason", "理由")),
}
"""What a disposition asks."""


class Inbox(Command):
    """Messages that nobody has disposed of."""

    id = "inbox"
    words = "收件箱"
    does = "message dispose"
    help_text = "还没有处理的消息: 打开一条, 说明去向 (立项、归入、转交、只记录、不办 …)"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one, read it, and say what becomes of it."""
        found = await screen.gateway.read(messages.undisposed)
        if not found:
            screen.tell(translate("收件箱没有待处理的消息"))
            return
        now = screen.gateway.now()
        key = await screen.choose(translate("收件箱"), [(one.id, waiting.message_line(one, now)) for one in found])
        one = next((one for one in found if one.id == key), None)
        if one is None:
            return
        if one.opened_at is None and not await screen.perform("message open", entry=one.id):
            return
        await screen.read(translate("消息"), one.text, "Esc 读完, 说明去向")
        ways = [(word, translate(name)) for word, name in m.AS.items()]
        if one.proposal.get("kind") in KIND_NAMES:
            ways = [(m.PROPOSED, say("按建议新立: {0}", filling.headline(one))), *ways]
        how = await screen.choose(translate("去向"), ways)
        if how:
            await cls.dispose(screen, one, how)

    @classmethod
    async def dispose(cls, screen: CommandScreen, one: messages.MessageView, how: str) -> None:
        """Ask what the disposition needs, and do it."""
        if how in {m.NEW, m.PROPOSED}:
            kind = str(one.proposal.get("kind", ""))
            if how == m.NEW:
                kind = await screen.choose(
                    translate("新立"), [(name, translate(word)) for name, word in KIND_NAMES.items()]
                )
            if kind:
                known = {fill.name: fill.value for fill in filling.filled(one, screen.gateway.now())}
                await open_form(screen, kind, known, message=one.id, notes=filling.notes(one))
            return
        if how == m.BELONGS:
            matter = await screen.ask_matter(translate("归入事项"))
            if matter is not None:
                await screen.perform("message dispose", entry=one.id, how=how, matter=matter.id)
            return

        async def addressed(values: dict[str, str]) -> None:
            if how == m.FORWARD and not values["to"].strip():
                raise Refused("to", "请写明转交给谁")

        place = f"dispose-{one.id}-{how}"  # what is typed about one message is not offered for another
        await screen.form(
            translate(m.AS[how]), ASKED[how], "message dispose", place, check=addressed, entry=one.id, how=how
        )


class TakeIn(Command):
    """Take a message in: pasted or typed."""

    id = "message"
    words = "收消息"
    does = "message"
    help_text = "收一条消息 (粘贴或录入原文): 即时起算, 之后在收件箱说明去向"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text, from whom and through what."""
        pasted = screen.desk.desk_screen.written_so_far or ""
        fields = [
            Field("text", "原文", pasted if "\n" in pasted.strip() else "", area=True),
            Field("channel", "渠道"),
            Field("sender", "来自"),
            Field("received", "收到时间"),
            Field("opinion", "拟办意见", hint="可空", more=True),
        ]
        filed: dict[str, str] = {}
        if await screen.form(translate("收消息"), fields, "message", "message", typed=filed):
            screen.desk.desk_screen.forget_entry(filed["text"])


class ToSign(Command):
    """What waits for one's own signature."""

    id = "to_sign"
    words = "待我签"
    does = "countersign"
    help_text = "等本人签字的: 别人请签的, 签了才办; 电话同意过的补签, 或说明没有同意过. 自己请人签的可撤回"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one, and sign it or say no."""
        actor, now = screen.gateway.actor, screen.gateway.now()
        found = await screen.gateway.read(
            lambda views: [*consents.waiting_for(views, actor), *consents.asked_by(views, actor)]
        )
        if not found:
            screen.tell(translate("没有等签字的"))
            return
        lines = [(one.id, waiting.consent_line(one, screen.state.names, now)) for one in found]
        key = await screen.choose(translate("待我签"), lines)
        one = next((one for one in found if one.id == key), None)
        if one is None:
            return
        if one.words:
            await cls.answer(screen, one)
            return
        answers = [("yes", translate("补签: 当时同意过")), ("no", translate("没有同意过 (写明理由, 红色记入)"))]
        answer = await screen.choose(translate(c.what(one.act)), answers)
        if answer == "yes" and await screen.perform("countersign", quiet=True, entry=one.id):
            screen.tell(say("已补签: {0}", c.what(one.act)))
        elif answer == "no":
            fields = [Field("reason", "理由", area=True, required=True)]
            await screen.form(translate("没有同意过"), fields, "countersign", "countersign", entry=one.id, refused=True)

    @classmethod
    async def answer(cls, screen: CommandScreen, one: consents.ConsentView) -> None:
        """Read what is asked to be signed, and sign it, give it back, or take back what one asked for oneself."""
        names = screen.state.names
        await screen.read(translate(c.what(one.act)), waiting.to_be_signed(one, names))
        if one.recorded_by == screen.gateway.actor:
            answers = [("withdraw", say("撤回, 不再请 {0} 签字", names.get(one.person, one.person)))]
        else:
            answers = [("sign", translate("签字, 即办")), ("back", translate("不签, 退回 (写明理由)"))]
        answer = await screen.choose(translate(c.what(one.act)), answers)
        if answer == "sign" and await screen.perform("sign", quiet=True, entry=one.id):
            screen.tell(say("已签字: {0}", c.what(one.act)))
        elif answer == "withdraw":
            await screen.perform("sign", entry=one.id, withdraw=True)
        elif answer == "back":
            fields = [Field("back", "理由", area=True, required=True)]
            await screen.form(translate("不签, 退回"), fields, "sign", f"sign-{one.id}", entry=one.id)
