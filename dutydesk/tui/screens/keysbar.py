"""What stands on the desk's key line: the keys of the panes, or those of the entry line while somebody writes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dutydesk.i18n import translate
from dutydesk.tui.commands.base import COMMANDS, key_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dutydesk.tui.screens.desk import DeskScreen
    from dutydesk.tui.widgets.entry import EntryLine

SAVE, TAKE_IN, LEAVE = "enter", "f2", "escape"
"""Keys of the entry line, by what a click on them is called."""


def shown_keys(screen: DeskScreen, entry: EntryLine | None, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return (command, key, words) in order; what was pasted is as likely a message as a line, and that comes first."""
    if screen.state.read_only is not None:  # what writes would be refused; whoever may write takes over
        return [_command(screen, name) for name in ("switch", *(one for one in names if not COMMANDS[one].does))]
    if entry is None or not entry.has_focus:
        return [_command(screen, name) for name in names]
    ways = [(SAVE, "Enter", translate("记一笔")), (TAKE_IN, "F2", translate("收为消息"))]
    if entry.pasted and entry.text.strip():
        ways.reverse()
    return [*ways, (LEAVE, "Esc", translate("离开, 草稿保留")), _command(screen, "palette")]


def _command(screen: DeskScreen, name: str) -> tuple[str, str, str]:
    return name, key_name(screen.keys[name]), translate(COMMANDS[name].words)


def press(entry: EntryLine, command: str) -> None:
    """Do what a click on a key of the entry line means."""
    {SAVE: entry.action_save, TAKE_IN: entry.action_take_in, LEAVE: entry.action_leave}[command]()
