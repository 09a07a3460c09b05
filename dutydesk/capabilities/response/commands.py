"""Commands of the response: assess, start."""

from __future__ import annotations

from dutydesk.capabilities.matters.commands.asked import applying
from dutydesk.capabilities.matters.rules import LEVEL_MARKS
from dutydesk.i18n import explain, listed, say, translate
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import SEVERAL, Field
from dutydesk.tui.screens.host import CommandScreen


class AssessMatter(Command):
    """Complete the assessment."""

    id = "assess"
    key = "s"
    words = "评估"
    does = "assess"
    kinds = ("incident",)
    help_text = "风险评估: 级别、趋势; 没有评估不能启动响应"
    sought = ("定级", "研判", "风险", "等级", "assessment", "level")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and trend; what is known and what the table says stand there already (the 60-second form)."""
        matter = await screen.ask_matter(translate("评估哪个事项"), cls.kinds)
        if matter is None:
            return
        from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

        proposal = await screen.gateway.write(lambda h: levels.proposal_for(h.views, h.desk.books, matter))
        decided = proposal.decided
        notes = [explain(hint) for hint in proposal.hints]
        if decided is not None:
            notes.insert(0, say("表内建议: {0}. 来源 {1}", decided.worded(), decided.origin()))
        fields = [
            Field("level", "级别", LEVEL_MARKS.get(matter.level or proposal.level, ""), proposed=not matter.level),
            Field("trend"),
            Field("at_risk"),
            Field("lead", value=matter.lead, hint="只能一个; 可后定"),
            Field("reason", "理由", hint="级别与表内建议不同时填", more=True),
            Field("text", more=True),
            Field("consent", "同意的领导", hint="低于表内建议时填", more=True),
            *applying(proposal.questions),
        ]
        notes += [f"[{one.number}] {translate(one.text)}" for one in proposal.questions if one.answer is None]
        title = say("评估: {0} {1}", matter.label, matter.title)
        leads = screen.leads

        async def check(values: dict[str, str]) -> None:
            """What the level asks for is said before a leader signs."""
            await screen.gateway.write(
                lambda h: levels.refuse_assessment(h.views, h.desk.books, matter, values, leads=leads)
            )

        place = f"assess-{matter.id}"
        await screen.form(title, fields, "assess", place, check=check, matter=matter.id, notes=notes)


class ActivateResponse(Command):
    """Start or move the response."""

    id = "activate"
    key = "v"
    words = "启动响应"
    does = "activate"
    kinds = ("incident",)
    help_text = "启动或调整响应: 须已评估, 牵头单位恰好一个"
    sought = ("响应", "启动预案", "应急响应", "response", "activate")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask level and units."""
        matter = await screen.ask_matter(translate("启动哪个事项的响应"), cls.kinds)
        if matter is None:
            return
        level = matter.level or matter.response_level
        cell = await screen.gateway.write(lambda h: h.desk.books.plans.cell(matter.category, matter.subtype, level))
        notes = [
            say("启动条件: {0}", listed(cell.start)) if cell else translate("这一类这一级没有预案, 启动后没有清单")
        ]
        fields = [
            Field("level", "响应级别", LEVEL_MARKS.get(level, ""), proposed=True),
            Field("lead", value=matter.lead, hint=say("只能一个; 预案为 {0}", cell.lead) if cell else "只能一个"),
            Field(
                "support",
                value="、".join(matter.support or (cell.told("support") if cell else ())),
                hint=SEVERAL,
                proposed=not matter.support,
            ),
        ]
        title = say("启动响应: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "activate", f"activate-{matter.id}", matter=matter.id, notes=notes)
