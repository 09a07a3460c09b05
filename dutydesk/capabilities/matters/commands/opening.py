"""Commands that open a matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities.appeals.rules import Affair
from dutydesk.capabilities.cases.commands import notes as case_notes
from dutydesk.capabilities.duplicates.commands import Opening
from dutydesk.capabilities.matters.commands.asked import (
    CONFIRMED,
    FIGURE_FIELDS,
    TableLevel,
    applying,
    figure_field,
    level_of_tables,
    suggest_level,
)
from dutydesk.capabilities.matters.rules import KIND_NAMES, LEVEL_MARKS
from dutydesk.i18n import explain, say, translate
from dutydesk.kernel.instants import hhmm
from dutydesk.kernel.refusal import Refused
from dutydesk.tui import choices
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.grading.rules.levels import Question


FIRST_FIGURES = ("deaths", "missing", "injured")
"""What a first call tells; the others wait behind 更多."""


def opening_fields(kind: str, now: str) -> list[Field]:
    """Return the fields of the opening form of a kind."""
    instead = ("place", "subtype", "warning", *FIGURE_FIELDS, "participants") if kind == "incident" else ()
    common = [
        Field("title", required=True, instead=instead),
        Field("source", "来源"),
        Field("received", "收到时间", now, proposed=True),
    ]
    colour = Field("colour", hint="可空")
    if kind != "incident":
        return [*common, colour, *([Field("danger_to_life", "危及人身")] if kind == "appeal" else [])]
    return [
        *common,
        Field("occurred", hint="如 10:20, 可空"),
        Field("place"),
        Field("subtype", "类别", hint="如 道路, 火灾, 滑坡"),
        *(figure_field(name, more=name not in FIRST_FIGURES) for name in (*FIGURE_FIELDS, "participants")),
        CONFIRMED,
        Field("warning", "官方预警", hint="可空", more=True),
        Field(
            "affected",
            "是否已有影响",
            hint="有预警时必答: 有人被困滞留、道路中断等填 是",
            choices=choices.ASKED,
            needs=("warning", ()),
        ),
        Field("level", hint="可空"),
        colour,
        Field("reason", "理由", hint="级别与表内建议不同时填", more=True),
        Field("consent", "同意的领导", hint="低于表内建议时填", more=True),
    ]


async def open_form(
    screen: CommandScreen,
    kind: str,
    known: Mapping[str, str] | None = None,
    message: str = "",
    *,
    notes: Sequence[str] = (),
    denied: Sequence[str] = (),
) -> bool:
    """Ask for a new matter of a kind; returns whether it was opened.

    Args:
        screen: asks.
        kind: of the matter.
        known: what stands in its fields already, as proposals.
        message: what it is opened from.
        notes: what to read above the fields.
        denied: labels of matters that it is not the same as.
    """
    offered = await level_of_tables(screen, None, known) if known and kind == "incident" else TableLevel("")
    if offered.level and known:
        known = {**known, "level": LEVEL_MARKS[offered.level]}
        notes = [*notes, explain(offered.said("表内建议{0}级: {1} ({2})"))]
    fields = [
        replace(field, value=known[field.name], proposed=True, more=False) if known and known.get(field.name) else field
        for field in opening_fields(kind, hhmm(screen.gateway.now()))
    ]
    if screen.lacking("restrict seal") is None:
        fields.append(Field("sealed", "立项即封存", more=True))
    title = say("新立: {0}", KIND_NAMES[kind])
    if known and kind in {"appeal", "incident"}:
        about = ("", kind, known.get("subtype", ""), known.get("title", ""), known.get("place", ""), "")
        notes = [*notes, *await case_notes(screen, Affair(*about, screen.gateway.now()))]
    opening = Opening(screen, kind, denied)

    async def check(values: dict[str, str]) -> None:
        await opening.check(values)
        if kind == "incident":
            await _opening_checked(screen, values, offered.level)

    grow = partial(_asked_of_subtype, screen) if kind == "incident" else None
    place = f"open-{kind}-{message}" if message else f"open-{kind}"  # what is typed of one message is no other's
    fixed: dict[str, Any] = {"kind": kind, "message": message, "not_same": opening.denied}
    saved = await screen.form(title, fields, "open", place, check=check, grow=grow, notes=notes, **fixed)
    if saved and kind in {"appeal", "incident"} and not (opening.denied or opening.same_as):
        await tell_similar(screen, kind)
    return saved


async def _asked_of_subtype(screen: CommandScreen, values: Mapping[str, str]) -> list[Field]:
    """Return what the tables of the chosen subtype ask beyond the form: their own figures, criteria in words."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame
    from dutydesk.capabilities.grading.rules.levels import questions

    def read(container: Container) -> tuple[list[str], list[Question]]:
        taxonomy = container.desk.books.taxonomy
        subtype = taxonomy.subtype_of(values.get("subtype", "").strip())
        category = taxonomy.category_of(subtype)
        if not category:
            return [], []
        asked = questions(taxonomy.gradings, category, subtype)
        return levels.figures_needed(container.desk.books, category, subtype), asked

    figures, asked = await screen.gateway.write(read)
    return [*map(figure_field, figures), *applying(asked)]


async def _opening_checked(screen: CommandScreen, values: dict[str, str], offered: str) -> None:
    """Before an incident is opened: whether a warning has effects already, and the proposed level."""
    if values["warning"].strip() and not values["affected"].strip():
        raise Refused("affected", "官方预警: 是否已有影响? 请填 是 或 否")
    if not values["warning"].strip():
        values["affected"] = ""
    await suggest_level(screen, None, values, offered)


async def tell_similar(screen: CommandScreen, kind: str) -> None:
    """Say which earlier matters look like the one just opened; linking or merging stays the officer's decision."""
    from dutydesk.capabilities.files.files import newest_similar

    found = await screen.gateway.read(lambda views: newest_similar(views, kind, screen.gateway.now()))
    if found:
        word = "可能是同一件: {0}; 可关联既往" if kind == "appeal" else "可能是同一件: {0}; 可并案"
        screen.tell(say(word, found))


class NewIncident(Command):
    """Open an incident."""

    id = "incident"
    key = "n"
    words = "新事件"
    does = "open"
    help_text = "新立突发事件: 收到时间和发生时间分开填, 数字可后补"
    sought = ("突发事件", "事故", "立案", "新建事件", "险情", "open incident", "accident")
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
    does = "open"
    help_text = "新立政策文件、地方诉求或日常事项"
    sought = ("新建", "政策", "诉求", "信访", "上访", "日常", "新事项", "policy", "petition", "appeal", "new matter")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose the kind, ask for it."""
        choices = [(kind, translate(KIND_NAMES[kind])) for kind in ("policy", "appeal", "routine", "incident")]
        kind = await screen.choose(translate("新立哪一类"), choices)
        if kind:
            await open_form(screen, kind)
