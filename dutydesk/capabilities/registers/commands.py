"""The command that opens the registers."""

from __future__ import annotations

from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen


class ShowRegisters(Command):
    """Open the registers: lists on the left, rows on the right."""

    id = "registers"
    words = "登记簿"
    help_text = "登记簿: 物资、设备、协议、车辆等; Enter 选登记簿和条目, 新增、改、月检、领用、停用都在条目里"
    sought = ("物资登记", "设备登记", "台账", "领用", "月检", "registers", "stock", "inventory")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open them, unless they are open."""
        from dutydesk.capabilities.registers.screen import RegistersScreen

        if not isinstance(screen.desk.screen_stack[-1], RegistersScreen):
            screen.desk.push_screen(RegistersScreen(screen.gateway, screen.keys))
