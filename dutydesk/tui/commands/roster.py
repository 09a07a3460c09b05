"""Commands of the roster."""

from __future__ import annotations

from dutydesk.i18n import translate
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class ShowRoster(Command):
    """Open the roster's calendar."""

    id = "roster"
    words = "排班"
    help_text = "排班日历: 班次, 节假日, 重要时期, 不合规则之处; 方向键移动, Enter 调整"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Open it, unless it is open."""
        from dutydesk.tui.screens.roster import RosterScreen

        if not isinstance(screen.app.screen_stack[-1], RosterScreen):
            screen.app.push_screen(RosterScreen(screen.gateway, screen.keys))


class TakeOver(Command):
    """Take over a post now."""

    id = "take_over"
    words = "接替岗位"
    help_text = "现在接替一个岗位 (班中替班), 写明理由; 进行中的时限不变"

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Ask post and reason."""
        fields = [
            Field("post", "岗位", "a", "a, b, leader, director"),
            Field("officer", "谁", hint="空着为本人"),
            Field("reason", "理由"),
        ]
        await screen.form(translate("接替岗位"), fields, "roster take-over", "take-over")
