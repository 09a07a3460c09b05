"""What forms about an incident ask in the same way: figures, criteria in words, the level that the tables propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.matters.rules import LEVEL_MARKS, Matter, is_higher
from dutydesk.i18n import say, translate
from dutydesk.kernel import figures as f
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded
from dutydesk.tui import choices
from dutydesk.tui.choices import Choice
from dutydesk.tui.fields import Field, Suggested
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.bootstrap import Container
    from dutydesk.capabilities.grading.rules.levels import Question


FIGURE_FIELDS = ("deaths", "missing", "serious_injuries", "injured", "loss_yuan")


def figure_field(name: str, *, more: bool = False, known: str = "") -> Field:
    """Return the field of a figure, with what is known beside it."""
    hint = say("现为 {0}", known) if known else "元, 可写 180万" if name in f.MONEY else translate(f.UNITS[name])
    return Field(name, f.NAMES[name], hint=hint, more=more and not known)


CONFIRMED = Field("confirmed", "属实确认", hint="超常数字核对属实后填 是", more=True)
"""Beside figures wherever they are typed: what is beyond reason is taken when it was checked."""


def applying(asked: Sequence[Question]) -> list[Field]:
    """Return the fields in which criteria of the tables that only a person can judge are said to apply, or not."""
    if not asked:
        return []
    numbers = tuple(Choice(one.number, one.number, said=f"{one.number}  {translate(one.text)}") for one in asked)
    return [
        Field(name, label, choices=numbers, free=True, many=True)
        for name, label in (("applies", "符合的文字条款"), ("applies_not", "不符合的文字条款"))
    ]


async def subtypes_of(screen: CommandScreen) -> tuple[Choice, ...]:
    """Return the kinds of incidents of the office's taxonomy."""
    return await screen.gateway.write(lambda container: choices.subtypes(container.desk.books.taxonomy))


@dataclass(frozen=True)
class TableLevel:
    """A level that the tables propose, empty for none, with the number and the source that decided."""

    level: str
    reason: Worded | None = None
    origin: Worded | None = None

    def said(self, template: str) -> Worded:
        """Return it in a sentence with places for level, reason and source."""
        return Worded(template, LEVEL_MARKS[self.level], self.reason, self.origin)


async def level_of_tables(screen: CommandScreen, matter: Matter | None, values: Mapping[str, str]) -> TableLevel:
    """Return what the tables say of the figures that stand in a form."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

    figures = {name: value for name, value in values.items() if name in f.FIELDS and value.strip()}
    category, subtype = (matter.category, matter.subtype) if matter else ("", values.get("subtype", "").strip())
    warning = matter.warning if matter else values.get("warning", "").strip()

    def read(container: Container) -> TableLevel:
        proposal = levels.proposal_typed(
            container.views, container.desk.books, matter, category, subtype, figures, warning
        )
        decided = proposal.decided
        return TableLevel(proposal.level, decided.worded() if decided else None, decided.origin() if decided else None)

    return await screen.gateway.write(read)


async def suggest_level(
    screen: CommandScreen, matter: Matter | None, values: dict[str, str], offered: str = ""
) -> None:
    """Say what the table proposes before figures are saved; the officer confirms by saving again (R20-R22).

    ``offered``: the level that stood in the form as a proposal from its opening; figures typed since may propose another.

    Raises:
        Suggested: a level that is not set yet, with the number and source that decided.
    """
    typed = values.get("level", "").strip()
    if typed and typed not in {offered, LEVEL_MARKS.get(offered)}:
        return
    found = await level_of_tables(screen, matter, values)
    level, current = found.level, matter.level if matter else ""
    if typed and offered:
        if level == offered:
            return
        if not level:
            raise Suggested("level", {"level": ""}, "按现在的数字表内没有建议的级别: 再按 F2 确认, 或改填")
    elif not level or not is_higher(level, current):
        return
    proposed = {"level": LEVEL_MARKS[level]}
    if matter is not None and matter.response_level and is_higher(level, matter.response_level):
        proposed["response"] = LEVEL_MARKS[level]
    template = "表内建议{0}级: {1} ({2}). 再按 F2 确认, 或改填"
    raise Suggested("level", proposed, template, *found.said(template).values)


async def figures_asked(screen: CommandScreen, matter: Matter) -> list[str]:
    """Return the figures that the tables of this matter's subtype measure: hectares for a fire, hours for a cut line."""
    from dutydesk.capabilities.grading import levels  # the write side: not before the first frame

    return await screen.gateway.write(
        lambda container: levels.figures_needed(container.desk.books, matter.category, matter.subtype)
    )
