"""Commands of the case library: read it, take a case over, write one after closing."""

from __future__ import annotations

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.appeals.rules import Affair
from dutydesk.capabilities.cases import reads, words
from dutydesk.capabilities.cases.rules import nearest
from dutydesk.i18n import say, translate
from dutydesk.tui.commands.asking import about
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class Cases(Command):
    """The case library."""

    id = "cases"
    words = "案例库"
    help_text = "案例库: 本单位复盘的和随附的示例; 输入文字筛选, Enter 细看"
    sought = ("典型案例", "案例", "经验", "以前怎么办", "case library", "lessons")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one and read it."""
        found = await screen.gateway.read(reads.library)
        chosen = await screen.choose(translate("案例库"), [(one.id, words.headline(one)) for one in found])
        case = next((one for one in found if one.id == chosen), None)
        if case is not None:
            await screen.read(translate("案例库"), words.page(case))


class TakeCase(Command):
    """Take steps and contacts of the nearest case over."""

    id = "case_take"
    key = "l"
    words = "参照案例"
    does = "case take"
    help_text = "参照最相近的案例: 其步骤和联系人列入本事项的档案"
    sought = ("照案例办", "参考案例", "套用案例", "follow a case")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Take the only near one at once, else choose: the nearest stand first."""
        matter = await about(screen, cls.words)
        if matter is None:
            return
        found = await screen.gateway.read(reads.library)
        near = [one for one, _ in nearest(affair(matter), found)]
        rows = [(one.id, words.headline(one)) for one in (*near, *(x for x in found if x not in near))]
        chosen = near[0].id if len(near) == 1 else await screen.choose(say("参照哪个案例: {0}", matter.label), rows)
        if chosen:
            await screen.perform("case take", matter=matter.id, case=chosen)


class SaveCase(Command):
    """Keep what was learned of an affair that is closed."""

    id = "case_save"
    words = "复盘入库"
    does = "case save"
    help_text = "办结的事项复盘入案例库 (Ⅲ级以上办结后 7 天内): 经过、有用的做法、下次怎么做、找谁"
    sought = ("复盘", "写案例", "总结", "review", "write a case", "lessons learned")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose a closed affair, those that still owe a review first, and ask."""
        ended = await screen.gateway.read(
            lambda views: [one for one in views.matters(ended=True) if one.state == "closed"]
        )
        if not ended:
            screen.tell(translate("还没有办结的事项"))
            return
        owed = {clock.matter_id for clock in screen.state.clocks if clock.rule == "review"}
        ended.sort(key=lambda one: (one.id not in owed, -(one.closed_at or 0)))
        key = await screen.choose(translate("复盘哪个事项"), [(one.id, f"{one.label} {one.title}") for one in ended])
        matter = next((one for one in ended if one.id == key), None)
        if matter is None:
            return
        fields = [
            Field("happened", area=True),
            Field("worked", area=True),
            Field("next", area=True),
            Field("call"),
            Field("step", area=True),
            Field("typical"),
        ]
        title = say("复盘: {0} {1}", matter.label, matter.title)
        await screen.form(title, fields, "case save", f"case-{matter.id}", matter=matter.id)


async def notes(screen: CommandScreen, told: Affair) -> list[str]:
    """Return what stands beside a form about the nearest cases."""
    found = await screen.gateway.read(reads.library)
    return [words.brief(one) for one, _ in nearest(told, found)]
