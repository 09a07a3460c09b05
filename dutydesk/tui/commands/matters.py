"""Commands about matters: open, report, figures, assess, activate, close."""

from __future__ import annotations

from dutydesk.domain import figures as f
from dutydesk.domain.instants import hhmm
from dutydesk.domain.matters import KIND_NAMES, REPORT_NAMES, Matter
from dutydesk.i18n import say, translate
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

FIGURE_FIELDS = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")


def opening_fields(kind: str, now: str) -> list[Field]:
    """Return the fields of the opening form of a kind."""
    common = [Field("title", "标题"), Field("source", "来源"), Field("received", "收到时间", now)]
    colour = Field("colour", "颜色", hint="red 红, yellow 黄, blue 蓝; 可空")
    if kind != "incident":
        danger = [Field("danger_to_life", "危及人身", hint="是 / 空")] if kind == "appeal" else []
        return [*common, colour, *danger]
    return [
        *common,
        Field("occurred", "发生时间", hint="如 10:20, 可空"),
        Field("place", "地点"),
        Field("subtype", "类别", hint="如 road 道路, fire 火灾, landslide, petition"),
        *(Field(name, f.NAMES[name], hint="人数" if name in f.PEOPLE else "元, 可写 180万") for name in FIGURE_FIELDS),
        Field("participants", f.NAMES["participants"], hint="聚集人数"),
        Field("warning", "官方预警", hint="红 橙 黄 蓝, 可空"),
        Field("level", "级别", hint="I-IV, 可空"),
        colour,
    ]


async def open_form(screen: CommandScreen, kind: str) -> None:
    """Ask for a new matter of a kind."""
    fields = opening_fields(kind, hhmm(screen.gateway.now()))
    title = say("新立: {0}", KIND_NAMES[kind])
    if await screen.form(title, fields, "open", f"open-{kind}", kind=kind) and kind in {"appeal", "incident"}:
        await tell_similar(screen, kind)


async def tell_similar(screen: CommandScreen, kind: str) -> None:
    """Say which earlier matters look like the one just opened; linking or merging stays the officer's decision."""
    from dutydesk.desk.files import newest_similar

    found = await screen.gateway.read(lambda views: newest_similar(views, kind, screen.gateway.now()))
    if found:
        word = "可能是同一件: {0}; 可关联既往" if kind == "appeal" else "可能是同一件: {0}; 可并案"
        screen.tell(say(word, found))


class NewIncident(Command):
    """Open an incident."""

    id = "incident"
    key = "n"
    words = "新事件"
    help_text = "新立突发事件: 收到时间和发生时间分开填, 数字可后补"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask for an incident."""
        await open_form(screen, "incident")


class NewOther(Command):
    """Open a policy, an appeal or a routine matter."""

    id = "other"
    key = "N"
    words = "新政策/诉求/日常"
    help_text = "新立政策文件、地方诉求或日常事项"
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the kind, ask for it."""
        choices = [(kind, translate(KIND_NAMES[kind])) for kind in ("policy", "appeal", "routine", "incident")]
        kind = await screen.choose(translate("新立哪一类"), choices)
        if kind:
            await open_form(screen, kind)


def next_report_kind(matter: Matter) -> str:
    """Return the kind of report that a matter wants next."""
    if matter.first_sent_at is None:
        return "first"
    return "final" if matter.state == "closed" else "follow_up"


class WriteReport(Command):
    """File a report."""

    id = "report"
    key = "r"
    words = "报告"
    help_text = "写报告: 首报、续报、重大变化、终报、更正; 草稿已按事实填好, 发出即冻结"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask kind, recipients and text, with the desk's draft filled in."""
        matter = await screen.ask_matter(translate("报告哪个事项"))
        if matter is not None:
            await report_form(screen, matter, next_report_kind(matter))


async def report_form(screen: CommandScreen, matter: Matter, kind: str) -> None:
    """Ask for a report with everything known filled in."""

    def recipients(views: Views) -> str:
        sent = views.reports(matter.id)
        return "、".join(sent[-1].recipients) if sent else ""

    from dutydesk.desk import drafting  # the write side: not before the first frame

    known = await screen.gateway.read(recipients)
    now = screen.gateway.now()
    draft = await screen.gateway.write(lambda h: drafting.drafted(h.views, h.desk.books, matter, kind, now))
    kinds = ", ".join(f"{word} {translate(name)}" for word, name in REPORT_NAMES.items())
    fields = [
        Field("kind", "种类", kind, kinds),
        Field("text", "正文", draft, area=True),
        Field("corrects", "更正哪份", hint="只用于更正, 如 续报一"),
        Field("to", "收件单位", known, "用顿号或逗号分开"),
    ]
    title = say("报告: {0} {1}", matter.label, matter.title)
    await screen.form(title, fields, "report", f"report-{matter.id}-{kind}-{matter.follow_ups}", matter=matter.id)


class UpdateFigures(Command):
    """Record figures."""

    id = "figures"
    key = "f"
    words = "数字"
    help_text = "更新死亡、受伤、失联、损失等数字: 人和钱填反会被拦下, 原数留存"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the figures; the present ones stand as hints."""
        matter = await screen.ask_matter(translate("更新哪个事项的数字"), ("incident",))
        if matter is None:
            return
        current = await screen.gateway.read(lambda views: views.figures(matter.id))
        fields = [
            Field(name, f.NAMES[name], hint=say("现为 {0}", f"{current[name].value:g}") if name in current else "")
            for name in (*FIGURE_FIELDS, "participants", "evacuated")
        ]
        fields += [
            Field("source", "来源"),
            Field("verified", "已核实", hint="是 / 空"),
            Field("reason", "理由", hint="数字下降时必填"),
        ]
        fields += [Field("level", "级别", hint="同时调整, 可空"), Field("response", "响应级别", hint="同时调整, 可空")]
        fields += [Field("confirmed", "属实确认", hint="超常数字核对属实后填 是")]
        title = say("数字: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "figures", f"figures-{matter.id}", matter=matter.id)


class AssessMatter(Command):
    """Complete the assessment."""

    id = "assess"
    key = "s"
    words = "评估"
    help_text = "风险评估: 级别、趋势; 没有评估不能启动响应"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and trend."""
        matter = await screen.ask_matter(translate("评估哪个事项"), ("incident",))
        if matter is None:
            return
        fields = [
            Field("level", "级别", matter.level, "I-IV"),
            Field("trend", "趋势", hint="稳定, 扩大, 趋缓"),
            Field("at_risk", "受威胁的人"),
            Field("reason", "理由", hint="调整级别时填"),
            Field("text", "说明"),
        ]
        title = say("评估: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "assess", f"assess-{matter.id}", matter=matter.id)


class ActivateResponse(Command):
    """Start or move the response."""

    id = "activate"
    key = "v"
    words = "启动响应"
    help_text = "启动或调整响应: 须已评估, 牵头单位恰好一个"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and units."""
        matter = await screen.ask_matter(translate("启动哪个事项的响应"), ("incident",))
        if matter is None:
            return
        fields = [
            Field("level", "响应级别", matter.response_level or matter.level, "I-IV"),
            Field("lead", "牵头单位", matter.lead, "只能一个"),
            Field("support", "配合单位", "、".join(matter.support), "用顿号分开"),
        ]
        title = say("启动响应: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "activate", f"activate-{matter.id}", matter=matter.id)


class AmendMatter(Command):
    """Add facts that became known later."""

    id = "amend"
    key = "e"
    words = "补充事实"
    help_text = "补充后来知道的事实: 地点、发生时间、类别、颜色"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the facts."""
        matter = await screen.ask_matter(translate("补充哪个事项"))
        if matter is None:
            return
        fields = [
            Field("title", "标题", hint=matter.title),
            Field("place", "地点", hint=matter.place),
            Field("occurred", "发生时间", hint=hhmm(matter.occurred_at)),
            Field("subtype", "类别", hint=matter.subtype),
            Field("colour", "颜色", hint=matter.colour),
            Field("reason", "理由"),
        ]
        await screen.form(say("补充: {0}", matter.label), fields, "amend", f"amend-{matter.id}", matter=matter.id)


class MergeMatter(Command):
    """Merge a matter into another."""

    id = "merge"
    key = "M"
    words = "并案"
    help_text = "把一个事项并入另一个: 两个来源都保留, 时限不重复"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask into which."""
        matter = await screen.ask_matter(translate("并哪个事项"))
        if matter is None:
            return
        others = [(one.id, f"{one.label} {one.title}") for one in screen.state.matters if one.id != matter.id]
        into = await screen.choose(say("{0} 并入哪个事项", matter.label), others)
        if into:
            await screen.perform("merge", matter=matter.id, into=into)


class CloseMatter(Command):
    """Close a matter."""

    id = "close"
    key = "c"
    words = "办结事项"
    help_text = "办结事项: 填所符合的终止标准; 可同时发续报或终报"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the criterion and a report to go with it."""
        matter = await screen.ask_matter(translate("办结哪个事项"))
        if matter is None:
            return
        fields = [
            Field("criterion", "终止标准", hint="如 险情排除, 伤员得到救治, 诉求已受理"),
            Field("kind", "同时发", hint="follow_up 续报, final 终报; 可空"),
            Field("to", "收件单位", hint="同时发报告时填"),
            Field("text", "报告正文", area=True),
        ]
        title = say("办结: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "close", f"close-{matter.id}", matter=matter.id)
