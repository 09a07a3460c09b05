"""Commands about what waits: messages that nobody has disposed of, and one's own signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dutydesk.capabilities.attachments import commands as attachments
from dutydesk.capabilities.attachments import reads as attached
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.duplicates import commands as duplicates
from dutydesk.capabilities.files import waiting
from dutydesk.capabilities.intake import filling
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.intake import rules as m
from dutydesk.capabilities.matters.commands.opening import open_form
from dutydesk.capabilities.matters.rules import KIND_NAMES
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.tui.commands.base import Command
from dutydesk.tui.commands.explained import perform_or_explain
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container

BEGINNING = 200
"""So many characters make the newest message the one just taken in: the end of a long one is in its file."""

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
    sought = ("收文", "待处理消息", "来件", "messages waiting", "in tray")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one, read it, and say what becomes of it."""
        found = screen.state.inbox
        if not found:
            screen.tell(translate("收件箱没有待处理的消息"))
            return
        now = screen.gateway.now()
        key = await screen.choose(translate("收件箱"), [(one.id, waiting.message_line(one, now)) for one in found])
        if key:
            await look_at(screen, key)


class MessageFile(Command):
    """The message under the inbox's cursor."""

    id = "message_file"
    words = "打开消息"
    does = "message dispose"
    about = "message"
    help_text = "打开收件箱光标所在的消息: 原文与建议并列, 一键说明去向"
    sought = ("看消息", "原文", "open message")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open it; elsewhere the most urgent one that waits."""
        pointed = screen.desk.desk_screen.pointed_message
        found = pointed or next((one.id for one in screen.state.inbox), "")
        if not found:
            screen.tell(translate("收件箱没有待处理的消息"))
            return
        await look_at(screen, found)


class SettleBlue(Command):
    """Dispose of all blue messages together."""

    id = "settle_blue"
    words = "蓝色一并处理"
    does = "message settle"
    help_text = "待处理的蓝色消息一并只作记录, 写一个理由"
    sought = ("批量处理", "一并记录", "蓝色消息", "dispose together")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """List them, ask the reason."""
        found = [one for one in screen.state.inbox if one.colour == "blue"]
        if not found:
            screen.tell(translate("没有待处理的蓝色消息"))
            return
        now = screen.gateway.now()
        await screen.form(
            say("蓝色一并处理: {0} 条", len(found)),
            [Field("reason", area=True, required=True)],
            "message settle",
            "settle-blue",
            notes=[waiting.message_line(one, now) for one in found],
            entries=[one.id for one in found],
        )


class Lowered(Command):
    """Messages that were proposed red and became less."""

    id = "lowered"
    words = "红色改低"
    help_text = "建议为红色而改低或不立项的消息, 由谁、为什么 (带班领导看)"
    sought = ("降级", "未立项", "改色", "lowered", "less than red")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show them with their reasons, the newest first."""
        found = await screen.gateway.read(messages.lowered)
        if not found:
            screen.tell(translate("没有改低的红色建议"))
            return
        now, names = screen.gateway.now(), screen.state.names
        told = [
            f"{waiting.message_line(one, now)}\n  {waiting.lowered_line(one, names, now)}" for one in reversed(found)
        ]
        await screen.read(translate("红色改低"), "\n".join(told))


async def look_at(screen: CommandScreen, entry: str) -> None:
    """Show one message beside its proposal, and do what is said to become of it."""
    from dutydesk.capabilities.intake.screen import ATTACH, FILES, MessageScreen, proposal_lines

    one = await screen.gateway.read(lambda views: messages.message(views, entry))
    if one is None or one.disposed:
        screen.tell(translate("这条消息已处理"))
        return
    if one.opened_at is None and not await screen.perform("message open", quiet=True, entry=one.id):
        return
    rule, subtype = await screen.gateway.write(lambda container: _named(container, one))
    told = proposal_lines(one, rule, subtype, screen.state.names)
    matters, messages_alike = await duplicates.of_message(screen, one)
    if matters or messages_alike:
        told += ["", translate("可能是同一件"), *(f"  {words}" for _, words in (*matters, *messages_alike))]
    today = local_date(screen.gateway.now())
    while True:
        came = await screen.gateway.read(lambda views: attached.of_entry(views, one.id))
        files = ["", *(attachment_line(each, screen.state.names, today) for each in came)] if came else []
        how = await screen.desk.push_screen_wait(MessageScreen(one, [*told, *files], len(came)))
        if how == FILES:
            await attachments.show(screen, came)
        elif how != ATTACH:
            break
        elif screen.may("attach"):
            await attachments.AttachFile.of_message(screen, one.id)
    if how:
        await dispose(screen, one, how, matters, messages_alike)


def _named(container: Container, one: messages.MessageView) -> tuple[str, str]:
    """Return the text of the line that decided the colour, and the name of the subtype."""
    books = container.desk.books
    line = next((line.text for line in books.words.lines if line.id == one.proposal.get("rule")), "")
    subtype = str(one.proposal.get("subtype") or "")
    return line, books.taxonomy.name_of(str(one.proposal.get("category", "")), subtype) if subtype else ""


async def dispose(
    screen: CommandScreen,
    one: messages.MessageView,
    how: str,
    alike: Sequence[tuple[str, str]] = (),
    again: Sequence[tuple[int, str]] = (),
) -> None:
    """Ask what a disposition needs, and do it.

    Args:
        screen: asks.
        one: the message.
        how: what is said to become of it.
        alike: matters under way that it may be about.
        again: messages that it may repeat.
    """
    kind = str(one.proposal.get("kind", ""))
    if how == m.NEW or (how == m.PROPOSED and kind not in KIND_NAMES):
        kind = await screen.choose(translate("新立"), [(name, translate(word)) for name, word in KIND_NAMES.items()])
    if how in {m.NEW, m.PROPOSED}:
        denied: list[str] = []
        if kind and alike:
            same = await duplicates.decide(screen, alike)
            if same != duplicates.NEITHER:
                if same:
                    await _belongs(screen, one, same)
                return
            denied = [matter.label for key, _ in alike if (matter := screen.state.matter(key)) is not None]
        if kind:
            known = {fill.name: fill.value for fill in filling.filled(one, screen.gateway.now())}
            await open_form(screen, kind, known, message=one.id, notes=filling.notes(one), denied=denied)
        return
    if how == m.BELONGS:
        others = [(x.id, f"{x.label} {x.title}") for x in screen.state.matters if x.id not in dict(alike)]
        if not alike and not others:
            screen.tell(translate("没有可选的事项"))
            return
        matter = await screen.choose(translate("归入事项"), [*alike, *others])
        if matter:
            await _belongs(screen, one, matter)
        return

    async def addressed(values: dict[str, str]) -> None:
        if how == m.FORWARD and not values["to"].strip():
            raise Refused("to", "请写明转交给谁")

    place = f"dispose-{one.id}-{how}"  # what is typed about one message is not offered for another
    fields = [replace(field, value=f"{again[0][0]}") if again and field.name == "of" else field for field in ASKED[how]]
    await screen.form(translate(m.AS[how]), fields, "message dispose", place, check=addressed, entry=one.id, how=how)


def beginning(text: str) -> str:
    """Return the first characters of a text, without blanks."""
    return "".join(text[: 2 * BEGINNING].split())[:BEGINNING]


async def take_in_whole(screen: CommandScreen, text: str) -> None:
    """A paste that is too long for a line: nothing of it is kept until it is said that it is a message."""
    if not screen.may("message"):
        return
    title = say("粘贴的文字共 {0} 字, 一行至多 {1} 字", f"{len(text):,}", f"{MAX_CHARACTERS:,}")
    ways = [("take", translate("收为消息, 全文存为附件")), ("leave", translate("不收; 记事行里原有的字仍在"))]
    if await screen.choose(title, ways) == "take":
        await take_in(screen, text)


async def _belongs(screen: CommandScreen, one: messages.MessageView, matter: str) -> None:
    """Put a message to a matter; a red one that becomes less by it wants its reason."""
    fields = [Field("reason", "理由", required=True)]
    words = {"entry": one.id, "how": m.BELONGS, "matter": matter}
    await perform_or_explain(screen, "message dispose", translate("归入事项"), fields, f"belongs-{one.id}", **words)


async def take_in(screen: CommandScreen, text: str) -> None:
    """Take in what was pasted as a message, and look at it at once."""
    if not screen.may("message"):
        return
    if not await screen.perform("message", text=text, channel=m.PASTED):
        return
    screen.desk.desk_screen.forget_entry(text)
    screen.desk.desk_screen.action_pane(1)
    newest = max(screen.state.inbox, key=lambda one: one.seq, default=None)
    if newest is not None and beginning(newest.text) == beginning(text):
        await look_at(screen, newest.id)


class TakeIn(Command):
    """Take a message in: pasted or typed."""

    id = "message"
    words = "收消息"
    does = "message"
    help_text = "收一条消息 (粘贴或录入原文): 即时起算, 之后在收件箱说明去向"
    sought = ("粘贴消息", "录入消息", "微信", "短信", "传真", "邮件", "paste", "fax", "email")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text, from whom and through what."""
        pasted = screen.desk.desk_screen.written_so_far or ""
        fields = [
            Field("text", value=pasted if "\n" in pasted.strip() else "", area=True),
            Field("channel", "渠道"),
            Field("sender"),
            Field("received", "收到时间"),
            Field("opinion", hint="可空", more=True),
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
    sought = ("签字", "会签", "待签", "补签", "sign", "countersign")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one, and sign it or say no."""
        actor, now = screen.gateway.actor, screen.gateway.now()
        found = await screen.gateway.read(
            lambda views: [
                *consents.waiting_for(views, actor),
                *consents.asked_by(views, actor),
                *consents.others_papers(views, actor),
            ]
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
        if one.person != screen.gateway.actor != one.recorded_by:
            answers = [("read", translate("核稿: 看过, 没有问题"))]
        answer = await screen.choose(translate(c.what(one.act)), answers)
        if answer == "sign" and await screen.perform("sign", quiet=True, entry=one.id):
            screen.tell(say("已签字: {0}", c.what(one.act)))
        elif answer == "read":
            await screen.form(translate("核稿"), [Field("note")], "proofread", f"proofread-{one.id}", entry=one.id)
        elif answer == "withdraw":
            await screen.perform("sign", entry=one.id, withdraw=True)
        elif answer == "back":
            fields = [Field("back", "理由", area=True, required=True)]
            await screen.form(translate("不签, 退回"), fields, "sign", f"sign-{one.id}", entry=one.id)
