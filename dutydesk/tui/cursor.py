"""The terminal's own cursor stands where the next letter goes: input methods open their window there.

Textual's fields tell their place when their cursor moves, not when they are laid out elsewhere or for the first time:
a line pasted into while it was being mounted left the terminal's cursor in the corner until the next key. Here the
place is asked of the focused field each time something is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from rich.text import Text
from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.widget import Widget

from dutydesk.tui.text import one_for_one
from dutydesk.tui.workers import policy_of

if TYPE_CHECKING:
    from textual.widgets import Input, TextArea

    _Area = TextArea
    _App = App[None]
else:
    _Area = _App = object


def takes_letters(widget: Widget | None) -> TypeGuard[Input | TextArea]:
    """Whether one types into a widget: Textual's fields alone tell where their cursor is.

    Not asked by their classes: a text area takes 5 ms to import, and none stands in the first frame.
    """
    return hasattr(type(widget), "cursor_screen_offset")


class CursorFollowing(_App):
    """What keeps an application's terminal cursor in the focused field; a plain class, to be named before the base."""

    _told = Offset(0, 0)

    @property
    def cursor_position(self) -> Offset:  # pyright: ignore[reportIncompatibleVariableOverride] - an attribute there
        """Cell of the cursor; what was told last, where nothing is typed."""
        field = self.focused if self.screen_stack else None
        return field.cursor_screen_offset if takes_letters(field) else self._told

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._told = place


class Placed(_Area):
    """A text area whose cursor is where it belongs after every layout, the first one too; a plain class before the base.

    What is inserted before a text area is mounted moves its cursor without working out the cell that is in
    (Textual 8.2.8 returns early): it stayed in the first one, under text that ended elsewhere.
    """

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Work out the cursor's cell anew, and bring it into view."""
        policy_of(self).later(self, self.scroll_cursor_visible, "cursor")

    def get_line(self, line_index: int) -> Text:
        """A line as it is shown: harmless, a sign for a sign, so that the cursor stays where it is typed."""
        return Text(one_for_one(super().get_line(line_index).plain), end="", no_wrap=True)

    def action_cut(self) -> None:
        """Cut what is selected; with nothing selected Textual takes the whole line, and nobody asked for that."""
        if not self.selection.is_empty:
            super().action_cut()
