"""The terminal's own cursor stands where the next letter goes: input methods open their window there.

Textual's fields tell their place when their cursor moves, not when they are laid out elsewhere or for the first time:
a line pasted into while it was being mounted left the terminal's cursor in the corner until the next key. Here the
place is asked of the focused field each time something is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.widgets import Input, TextArea

from dutydesk.tui.workers import policy_of

_App = App[None] if TYPE_CHECKING else object
_Area = TextArea if TYPE_CHECKING else object


class CursorFollowing(_App):
    """What keeps an application's terminal cursor in the focused field; a plain class, to be named before the base."""

    _told = Offset(0, 0)

    @property
    def cursor_position(self) -> Offset:  # pyright: ignore[reportIncompatibleVariableOverride] - an attribute there
        """Cell of the cursor; what was told last, where nothing is typed."""
        field = self.focused if self.screen_stack else None
        return field.cursor_screen_offset if isinstance(field, Input | TextArea) else self._told

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
