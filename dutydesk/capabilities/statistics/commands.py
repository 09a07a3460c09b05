"""Commands about counts."""

from __future__ import annotations

from dutydesk.capabilities.statistics import heat
from dutydesk.i18n import translate
from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen


class Heat(Command):
    """When affairs come."""

    id = "heat"
    words = "何时多发"
    help_text = "何时多发: 月份 × 类别、时刻 × 星期的件数, 颜色深浅旁有数字; 常发的月份提前 30 天看预案"
    sought = ("热力图", "规律", "季节", "高发", "趋势", "heat map", "seasonality", "trend")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show the maps."""
        found = await screen.gateway.read(heat.affairs)
        await screen.read(translate("何时多发"), heat.pages(found, screen.reading_room()))
