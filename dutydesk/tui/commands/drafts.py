"""The command about drafts: read them, throw one away."""

from __future__ import annotations

from dutydesk.i18n import say, translate
from dutydesk.tui.commands.base import Command
from dutydesk.tui.drafts import ENTRY_PLACE, title_of, values_of
from dutydesk.tui.screens.host import CommandScreen

KEEP, DROP = "keep", "drop"


class ShowDrafts(Command):
    """What was typed in a form and not saved."""

    id = "drafts"
    words = "草稿"
    help_text = "表单里没有保存的草稿: 逐份看, 留着或丢弃; 再打开原来的表单即恢复"
    sought = ("没写完", "未保存", "暂存", "unsaved", "draft")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose one, read it, keep it or throw it away."""
        kept = {place: body for place, body in (await screen.gateway.drafts()).items() if place != ENTRY_PLACE}
        if not kept:
            screen.tell(translate("没有草稿"))
            return
        choices = [(place, title_of(place, body)) for place, body in kept.items()]
        place = await screen.choose(translate("没有保存的草稿"), choices)
        if not place:
            return
        title = title_of(place, kept[place])
        await screen.read(title, "\n".join(values_of(kept[place]).values()))
        ways = [(KEEP, translate("留着")), (DROP, translate("丢弃"))]
        if await screen.choose(title, ways) == DROP:
            screen.desk.drafts.put(place, "")
            screen.tell(say("草稿已丢弃: {0}", title))
