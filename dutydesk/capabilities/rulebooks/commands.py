"""The command about the rulebook: what is offered beside the accepted one, read line by line, accepted or left."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from dutydesk.i18n import explain, listed, say, translate
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen

CONFIGURED, SHIPPED = "configured", "shipped"
ACCEPT, KEEP = "accept", "keep"


def _difference(folder: Path | None, views: Views) -> str:
    from dutydesk.capabilities.rulebooks import handlers as bound  # the write side: not before the first frame

    return bound.difference(views, folder)


class Rulebook(Command):
    """Another rulebook than the accepted one is offered: by the configured folder, or by a new version of dutydesk."""

    id = "rulebook"
    words = "规则册"
    does = "rulebook accept"
    help_text = "规则册有改动 (配置的文件夹, 或新版随带的): 看与采用的有何不同, 采用或保留 (主任或管理员)"
    sought = ("规则", "采用规则", "配置改动", "规则文件", "rules", "accept rules")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Choose what is offered, read the difference, say what becomes of it."""
        gateway = screen.gateway
        offered: list[tuple[str, str]] = []
        if gateway.unaccepted:
            offered.append((CONFIGURED, say("配置的: {0}", listed(gateway.unaccepted))))
        if gateway.upgrade:
            offered.append((SHIPPED, say("新版随带的: {0}", listed(gateway.upgrade))))
        if not offered:
            screen.tell(translate("规则册没有改动: 采用的就是现有的"))
            return
        which = await screen.choose(translate("与采用的规则册不同"), offered) if len(offered) > 1 else offered[0][0]
        if not which:
            return
        folder = gateway.rulebook if which == CONFIGURED else None
        try:
            text = await gateway.read(partial(_difference, folder))
        except Worded as error:
            screen.tell(explain(error), trouble=True)
            return
        await screen.read(translate("与采用的规则册不同 (- 采用的, + 提供的)"), text)
        ways = [("", translate("以后再说")), (ACCEPT, translate("采用, 从此生效"))]
        if which == SHIPPED:
            ways.append((KEEP, translate("保留采用的, 不再提示")))
        way = await screen.choose(dict(offered)[which], ways)
        if not way:
            return
        title, fields, keep = dict(ways)[way], [Field("reason")], way == KEEP
        where = "" if keep else str(folder or "")
        if await screen.form(title, fields, "rulebook accept", f"rulebook-{way}", folder=where, keep=keep):
            screen.tell(translate("已记入: 采用规则册"))
