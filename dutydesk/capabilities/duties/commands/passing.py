"""Commands of the registers: papers in custody, visitors, keys and seals, leaders away. The palette has them.

Forms of the custody register keep no draft: what is typed there is stored by saving it, or nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties.rules import LOCKED
from dutydesk.i18n import say, translate
from dutydesk.store.views import Views
from dutydesk.tui.commands.asking import Ask, Pick
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

NO_DRAFT = ""
GRADES = "可后补; 期限可一起写, 如 机密★10年"
SECOND = Field("second", "第二人", hint="绝密件须两人")


async def ask_paper(screen: CommandScreen, title: str, *, ungraded: bool = False) -> reads.PaperView | None:
    """Return the paper a command is about: the one pointed at, the only one, or one that is chosen."""
    papers = [one for one in await screen.gateway.read(reads.papers) if not ungraded or not one.grade]
    pointed = screen.pointed_at()
    found = next((one for one in papers if pointed is not None and one.matter_id == pointed.id), None)
    if found is not None or len(papers) <= 1:
        if not papers:
            screen.tell(translate("没有在册的涉密件"))
        return found or next(iter(papers), None)
    chosen = await screen.choose(title, [(one.matter_id, f"{one.label} {one.number}") for one in papers])
    return next((one for one in papers if one.matter_id == chosen), None)


class RegisterPaper(Command):
    """Register a classified paper."""

    id = "custody"
    words = "涉密件登记"
    does = "custody add"
    help_text = "涉密件登记: 登记号、份数、存放处、密级; 不录标题和内容; 密级可后补, 交接前须补齐"
    sought = ("密件", "机要件", "涉密文件", "保密件", "classified", "custody")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask what the register may know."""
        fields = [
            Field("number", hint="涉密件不录标题和内容"),
            Field("copies", value="1", proposed=True),
            Field("place", hint="如 保密柜2"),
            Field("grade", hint=GRADES),
            Field("period"),
            Field("sender", hint="可空"),
            SECOND,
        ]
        await screen.form(translate("涉密件登记 (不录标题和内容)"), fields, "custody add", NO_DRAFT)


class GradePaper(Command):
    """Set the grade of a paper."""

    id = "custody_grade"
    words = "补填密级"
    does = "custody grade"
    help_text = "看封面补填涉密件的密级和保密期限; 绝密件须两人"
    sought = ("密级", "补密级", "grade", "classification")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the grade; papers without one come first."""
        waiting = await screen.gateway.read(reads.ungraded)
        paper = await ask_paper(screen, translate("哪一件涉密件"), ungraded=bool(waiting))
        if paper is not None:
            fields = [
                Field("grade", hint=GRADES),
                Field("period"),
                SECOND,
            ]
            title = say("密级: {0} {1}", paper.label, paper.number)
            await screen.form(title, fields, "custody grade", NO_DRAFT, paper=paper.matter_id)


class MovePaper(Command):
    """Write down where a paper went."""

    id = "custody_move"
    words = "涉密件移交"
    does = "custody move"
    help_text = "涉密件移位或由谁拿走, 记下时间"
    sought = ("密件移交", "借阅密件", "move classified")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask place and holder."""
        paper = await ask_paper(screen, translate("哪一件涉密件"))
        if paper is not None:
            fields = [Field("place", value=paper.place), Field("to", hint="可空"), SECOND]
            title = say("移交: {0} {1}", paper.label, paper.number)
            await screen.form(title, fields, "custody move", NO_DRAFT, paper=paper.matter_id)


class EndPaper(Command):
    """Hand a paper over, or lock it away."""

    id = "custody_end"
    words = "涉密件办结"
    does = "custody hand"
    help_text = "涉密件交机要或入保密柜: 办结交机要时限"
    sought = ("交机要", "入柜", "密件办结", "return classified")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask which of the two, then to whom or where."""
        paper = await ask_paper(screen, translate("哪一件涉密件"))
        if paper is None:
            return
        ways = [("hand", translate("交机要"))]
        if paper.state != LOCKED:
            ways.append(("lock", translate("入保密柜")))
        way = await screen.choose(say("{0} {1} 怎样办结", paper.label, paper.number), ways)
        if way:
            where = Field("to", hint="机要") if way == "hand" else Field("place", "哪个柜", paper.place)
            title = translate("交机要" if way == "hand" else "入保密柜")
            await screen.form(title, [where, SECOND], f"custody {way}", NO_DRAFT, paper=paper.matter_id)


# ---------------------------------------------------------------- visitors


class VisitorIn(Ask):
    """Register visitors."""

    id = "visit_in"
    words = "来访登记"
    does = "visit in"
    help_text = "来访登记: 姓名、单位、事由、人数; 不存证件号码"
    sought = ("访客", "来访", "接待", "登记来客", "visitor", "reception")
    asks = ("name", "unit", "why", "count", "id_last4")
    fills: ClassVar[Mapping[str, str]] = {"count": "1"}


class VisitorOut(Pick):
    """Visitors leave."""

    id = "visit_out"
    words = "来访离开"
    does = "visit out"
    help_text = "在场来访人员离开"
    sought = ("访客离开", "送客", "visitor leaves")
    names, which, none = "visit", "谁离开", "没有在场来访人员"

    @staticmethod
    def listed(views: Views) -> list[tuple[str, str]]:
        """Who is in the house."""
        return [(one.label, f"{one.label} {one.name} {one.unit}") for one in reads.visitors(views)]


# ---------------------------------------------------------------- keys and seals


class TakeKey(Ask):
    """Somebody takes a key or a seal."""

    id = "keys_take"
    words = "领取钥匙印章"
    does = "keys take"
    help_text = "领取钥匙、印章、介绍信: 什么, 谁, 用途"
    sought = ("借钥匙", "用印", "盖章", "印章", "介绍信", "seal", "keys")
    asks = ("item", "by", "purpose")


class ReturnKey(Pick):
    """A key or seal is back."""

    id = "keys_return"
    words = "归还钥匙印章"
    does = "keys return"
    help_text = "归还领出的钥匙、印章、介绍信"
    sought = ("还钥匙", "还印章", "return keys")
    names, which, none = "item", "归还什么", "没有领出的钥匙印章"

    @staticmethod
    def listed(views: Views) -> list[tuple[str, str]]:
        """What is out."""
        return [(one.id, f"{one.item} {one.name}") for one in reads.loans(views)]


# ---------------------------------------------------------------- leaders away


class LeaderGoes(Ask):
    """A leader reports being away."""

    id = "leader_away"
    words = "领导外出报备"
    does = "leave add"
    help_text = "主要领导外出报备: 何时起止, 何地, 谁代行"
    sought = ("领导出差", "领导请假", "外出报备", "外出", "leader away", "travel")
    asks = ("leader", "since", "until", "where", "deputy")


class LeaderReturns(Pick):
    """A leader is back."""

    id = "leader_back"
    words = "领导已回"
    does = "leave end"
    help_text = "外出的主要领导已回"
    sought = ("领导返回", "领导回来", "销假", "leader returned")
    names, which, none = "leader", "哪位领导已回", "没有外出报备的领导"

    @staticmethod
    def listed(views: Views) -> list[tuple[str, str]]:
        """Who is away."""
        return [(one.name, f"{one.name} {one.place}") for one in reads.leaders_away(views)]
