"""The handover's command."""

from __future__ import annotations

from dutydesk.i18n import translate
from dutydesk.kernel.wording import Worded
from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import reason_of


class HandOver(Command):
    """Go through the handover."""

    id = "handover"
    key = "h"
    words = "交接班"
    does = "handover start"
    help_text = "交接班: 红色先读, 逐项一键, 复述, 双方签字; 离开再来接着走"
    sought = ("交班", "移交", "交接", "下班", "交接单", "hand over", "end of shift")
    everywhere = False

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open the walkthrough."""
        from dutydesk.tui.screens.handover import HandoverScreen

        if screen.state.shift is None:
            screen.tell(reason_of(Worded("现在没有班次, 没有可交接的; 请先接班 (shift begin)")))
            return
        screen.desk.push_screen(HandoverScreen(screen.gateway, screen.keys))


class AddToSheet(Command):
    """Add to the sealed sheet."""

    id = "addendum"
    key = ""
    words = "交接补记"
    does = "handover addendum"
    help_text = "在已封存的交接单后补记一笔; 封存的内容不变"
    sought = ("补记", "追记", "补充交接", "add to the sheet")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask the text."""
        from dutydesk.tui.fields import Field

        fields = [Field("text", "补记", area=True)]
        await screen.form(translate("封存后补记"), fields, "handover addendum", "handover-addendum")
