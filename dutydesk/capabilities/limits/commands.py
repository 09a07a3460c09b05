"""The command about reporting limits."""

from __future__ import annotations

from dutydesk.i18n import translate
from dutydesk.tui.choices import Choice
from dutydesk.tui.commands.base import Command
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.host import CommandScreen


class ChooseLimits(Command):
    """Choose the column of reporting limits that the office keeps."""

    id = "limits"
    words = "报送时限栏"
    does = "limits choose"
    help_text = "选定本省的报送时限栏: 各栏的分钟数和来源先列出; 已起算的时限不变"
    sought = ("报送时限", "本省时限", "时限栏", "reporting limits", "columns")

    @classmethod
    async def run(cls, screen: CommandScreen) -> None:
        """Show the columns with their sources, then ask which."""
        from dutydesk.capabilities.grading import standards  # the write side: not before the first frame

        columns = await screen.gateway.write(lambda container: standards.selectable(container.desk.books))
        if not columns:
            screen.tell(translate("规则册没有时限栏: 各规则用自己的时限"))
            return
        choices = tuple(Choice(str(one["column"]), str(one["name"])) for one in columns)
        notes = [standards.column_words(one) for one in columns]
        fields = [Field("column", "时限栏", choices=choices), Field("reason", hint="可空")]
        await screen.form(translate("报送时限栏"), fields, "limits choose", "limits", notes=notes)
