"""A key that waits for a second one: what can be done with the thing under the cursor, each by one key.

The ways are not listed anywhere: they are the commands that act on what the cursor is on, as the declarations of their acts
say. Typed on, nothing is drawn; whoever hesitates for half a second is shown them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.timer import Timer

from dutydesk.i18n import say, translate
from dutydesk.tui.commands.base import COMMANDS, key_name
from dutydesk.tui.targets import ITS, nearest_first
from dutydesk.tui.text import shown
from dutydesk.tui.widgets.which import Way, WhichKeys

if TYPE_CHECKING:
    from textual.screen import Screen

    from dutydesk.tui.app import DeskApp
    from dutydesk.tui.screens.host import CommandScreen
    from dutydesk.tui.targets import Pointed

    Beneath = Screen[None]
else:
    Beneath = object

PAUSE = 0.5
"""Seconds of hesitation after which the keys are shown."""

MOST = 14
"""Keys that are offered at most: they are read in one look."""

LETTERS = "123456789bcefghijklmnopqrstuvwxyz"
"""Keys for commands that have none of one sign."""


class Leading(Beneath):
    """A plain class in front of every screen with commands."""

    keys: dict[str, str]
    _ways: Sequence[Way] = ()
    _hesitating: Timer | None = None

    @property
    def desk(self) -> DeskApp:
        """The application."""
        raise NotImplementedError

    def pointed(self) -> Pointed:
        """Return what the cursor is on."""
        raise NotImplementedError

    def action_command(self, name: str) -> None:
        """Run a command."""
        raise NotImplementedError

    def tell(self, words: str, *, trouble: bool = False) -> None:
        """Say something in passing."""
        raise NotImplementedError

    def lead(self) -> None:
        """Wait for the second key."""
        self._ways = ways_of(cast("CommandScreen", self))
        if not self._ways:
            self.tell(translate("光标所在没有可办的"))
            return
        self._hesitating = self.desk.policy.after(self, PAUSE, self._show_ways, "which")

    def _show_ways(self) -> None:
        if not self._ways or not self.is_current:
            return
        boxes = self.query(WhichKeys)
        if not boxes:
            self.mount(WhichKeys())
            self.desk.policy.later(self, self._show_ways, "which")
            return
        said = self.pointed().said
        heading = say("{0}: 按一键, Esc 返回", shown(said) if said else translate("可办的"))
        boxes.first().open(heading, self._ways, min(self.size.width, 100), self.size.height - 1)

    def stop_leading(self) -> None:
        """Wait for no second key any more."""
        self._ways = ()
        if self._hesitating is not None:
            self._hesitating.stop()
        for box in self.query(WhichKeys):
            box.close()

    def on_key(self, event: events.Key) -> None:
        """The second key: it runs its command, or rings and is gone; never is it a key of the pane."""
        if not self._ways:
            return
        event.stop()
        event.prevent_default()
        typed = event.character or event.key
        way = next((one for one in self._ways if one.key == typed), None)
        self.stop_leading()
        if way is not None:
            self.action_command(way.command)
        elif event.key != "escape":
            self.app.bell()
            self.tell(say("{0} 在这里没有用处; 按 {1} 后停一下看可用的键", shown(typed), key_name(self.keys["lead"])))

    def on_screen_suspend(self) -> None:
        """Another screen came over this one: the second key is not its own any more."""
        self.stop_leading()


def ways_of(screen: CommandScreen) -> list[Way]:
    """Return what can be done with the thing under the cursor, each with a key: its own where that is one sign."""
    near = [(name, target) for name, target in nearest_first(screen, screen.desk.used) if target.near >= ITS]
    usable = sorted(near[:MOST], key=lambda pair: bool(pair[1].why_not))
    own = {name: screen.keys[name] for name, _ in usable if len(screen.keys[name]) == 1}
    left = iter(sign for sign in LETTERS if sign not in own.values())
    return [
        Way(own.get(name) or next(left), name, translate(COMMANDS[name].words), target.said, target.why_not)
        for name, target in usable
    ]
