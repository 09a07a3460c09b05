"""Commands about a matter that is there: its figures, facts known later, another that it belongs to."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from dutydesk.capabilities.matters.commands.asked import (
    CONFIRMED,
    FIGURE_FIELDS,
    figure_field,
    figures_asked,
    subtypes_of,
    suggest_level,
)
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, PROPOSED, Matter, is_higher, read_level
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Worded
from dutydesk.tui import choices
from dutydesk.tui.commands.base import Command
from dutydesk.tui.commands.explained import perform_or_explain
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class UpdateFigures(Command):
    """Record figures."""

    id = "figures"
    key = "f"
    words = "数字"
    does = "figures"
    kinds = ("incident",)
    help_text = "更新死亡、受伤、失联、损失等数字: 人和钱填反会被拦下, 原数留存"
    sought = ("伤亡", "死亡", "受伤", "失联", "人数", "损失", "casualties", "deaths")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the figures; the present ones stand as hints."""
        matter = await screen.ask_matter(translate("更新哪个事项的数字"), cls.kinds)
        if matter is None:
            return
        current = await screen.gateway.read(lambda views: views.figures(matter.id))
        known = {name: f"{figure.value:g}" for name, figure in current.items()}
        shown = (*FIGURE_FIELDS, "participants", "evacuated")
        fields = [figure_field(name, more=name not in FIGURE_FIELDS, known=known.get(name, "")) for name in shown]
        fields += [
            Field("source", "来源"),
            Field("verified_by", hint="空为待核实"),
            Field("through", "通过何号码", needs=("verified_by", ())),
            Field("reason", "理由", hint="数字下降、高于表内建议或降级时必填", more=True),
            Field("level", "级别", hint="同时调整, 可空", more=True),
            Field("response", "响应级别", hint="同时调整, 可空", needs=("level", ())),
            Field("response_reason", "响应不升的理由", hint="级别升而响应不升时填", needs=("level", ())),
            Field("consent", "同意的领导", hint="降级时填", more=True),
        ]
        fields += [
            figure_field(name, known=known.get(name, ""))
            for name in await figures_asked(screen, matter)
            if name not in shown
        ]
        fields.append(CONFIRMED)
        title = say("数字: {0} {1}", matter.label, matter.title)
        await screen.form(
            title,
            fields,
            "figures",
            f"figures-{matter.id}",
            matter=matter.id,
            check=partial(_figures_checked, screen, matter),
        )


async def _figures_checked(screen: CommandScreen, matter: Matter, values: dict[str, str]) -> None:
    """Before figures are saved: the proposed level, and whether the response rises with a level (R22)."""
    await suggest_level(screen, matter, values)
    with suppress(Worded):  # an unknown level is refused, and named, when it is saved
        level = read_level(values["level"]) if values["level"].strip() else ""
        answered = values["response"].strip() or values["response_reason"].strip()
        if level and matter.response_level and is_higher(level, matter.response_level) and not answered:
            raise Refused(
                "response", "级别升为{0}级: 响应是否随之提高? 填响应级别, 或写明不升的理由", LEVEL_MARKS[level]
            )


class AmendMatter(Command):
    """Add facts that became known later."""

    id = "amend"
    key = "e"
    words = "补充事实"
    does = "amend"
    help_text = "补充后来知道的事实: 地点、发生时间、类别、颜色"
    sought = ("补录", "改地点", "改标题", "改时间", "supplement", "change place")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the facts."""
        matter = await screen.ask_matter(translate("补充哪个事项"))
        if matter is None:
            return
        subtypes = await subtypes_of(screen)
        known = {
            "title": matter.title,
            "place": matter.place,
            "occurred": when(matter.occurred_at),
            "subtype": choices.word_of(matter.subtype, subtypes),
            "colour": choices.word_of(matter.colour, choices.COLOURS),
        }
        labels = {"title": "标题", "place": "地点", "occurred": "发生时间", "subtype": "类别", "colour": "颜色"}
        fields = [
            Field(name, label, hint=say("现为 {0}", known[name]) if known[name] else "")
            for name, label in labels.items()
        ]
        fields.append(Field("reason"))
        if matter.kind == "incident" and matter.level:
            fields += [Field("level", more=True), Field("consent", "同意的领导", more=True)]
        await screen.form(say("补充: {0}", matter.label), fields, "amend", f"amend-{matter.id}", matter=matter.id)


class MergeMatter(Command):
    """Merge a matter into another."""

    id = "merge"
    key = "M"
    words = "并案"
    does = "merge"
    help_text = "把一个事项并入另一个: 两个来源都保留, 时限不重复"
    sought = ("合并", "重复", "归并", "duplicate", "join")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask into which."""
        matter = await screen.ask_matter(translate("并哪个事项"))
        if matter is None:
            return
        others = [(one.id, f"{one.label} {one.title}") for one in screen.state.matters if one.id != matter.id]
        into = await screen.choose(say("{0} 并入哪个事项", matter.label), others)
        if into:
            fields = [Field("reason", "理由", required=True), Field("consent", "同意的领导", required=not screen.leads)]
            if matter.state == PROPOSED:
                fields = fields[:1]
            title = say("{0} 并案", matter.label)
            await perform_or_explain(screen, "merge", title, fields, f"merge-{matter.id}", matter=matter.id, into=into)
