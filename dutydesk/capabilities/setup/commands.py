"""The command that opens what is still to be set up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.capabilities.setup import reads
from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen

if TYPE_CHECKING:
    from dutydesk.store.views import Views
    from dutydesk.tui.screens.desk import DeskScreen


class SettingUp(Command):
    """Open the steps of setting up the office."""

    id = "setup"
    words = "启用准备"
    help_text = (
        "启用准备: 人员、排班、通讯录、外送通道、规则册选项、公文资料、第一班; 各步还缺什么, Enter 去办, 随时可放下"
    )
    sought = ("开办", "初始设置", "新办公室", "首次使用", "setting up", "first steps")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open them, unless they are open."""
        from dutydesk.capabilities.setup.screen import SetupScreen

        if not isinstance(screen.desk.screen_stack[-1], SetupScreen):
            screen.desk.push_screen(SetupScreen(screen.gateway, screen.keys))


async def offer(desk: DeskScreen) -> None:
    """Open the steps by themselves: the first time that somebody who may add people sits down, and no shift ever began."""
    officer = desk.state.officers.get(desk.gateway.actor)
    if officer is None or not desk.gateway.rights.may(officer.roles, "people"):
        return

    def is_new(views: Views) -> bool:
        return not reads.has_shifts(views) and reads.sittings(views, officer.id) <= 1

    if await desk.gateway.read(is_new) and desk.desk.screen is desk and not desk.written_so_far:
        await SettingUp.run(desk)
