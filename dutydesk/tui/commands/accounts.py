"""Commands about who sits here: change the person, lock the screen."""

from __future__ import annotations

from dutydesk.i18n import translate
from dutydesk.tui.commands.base import Command
from dutydesk.tui.screens.host import CommandScreen


class SwitchPerson(Command):
    """Another person takes this terminal over."""

    id = "switch"
    key = "U"
    words = "换人"
    help_text = "换人接这个终端: 先问在岗的另一位, 输口令即换; F3 选别人; 各人草稿各自保留"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask who, and the secret."""
        screen.desk.change_sitting()


class LockNow(Command):
    """Lock the screen before leaving the desk."""

    id = "lock"
    key = "K"
    words = "锁屏"
    help_text = "锁屏: 提醒和时限仍可见 (不显示内容), 铃声照响; 输口令回到原处"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Lock, if there is a secret to open it with."""
        if not await screen.gateway.needs_secret(screen.gateway.actor):
            screen.tell(translate("没有口令, 不能锁屏"))
            return
        screen.desk.lock_screen()
