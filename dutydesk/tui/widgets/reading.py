"""A long text to read: it scrolls by the same keys as every list, and its edge says which of its lines are in sight."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from dutydesk.tui.text import safe
from dutydesk.tui.workers import Guarded


class Reading(Guarded, VerticalScroll, can_focus=True):
    """Arrows, j k, pages, Home and End scroll; G goes to the end.

    Args:
        frame: the widget on whose lower edge the place stands; left out, it stands behind the heading on its own upper one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    class Turned(Message):
        """The end of the text came into sight, or went out of it."""

    def __init__(
        self, name: str | None = None, *, classes: str = "", can_focus: bool = True, frame: Widget | None = None
    ) -> None:
        super().__init__(id=name, classes=classes, can_focus=can_focus)
        self.frame = frame
        self.heading = ""
        self._ended = True

    @property
    def ended(self) -> bool:
        """Whether the end of the text is in sight."""
        return self.scroll_offset.y >= self.max_scroll_y

    def place(self) -> str:
        """Return the lines in sight and how many there are, empty where all are in sight."""
        height, lines, top = self.size.height, self.virtual_size.height, self.scroll_offset.y
        return f"{top + 1:,}-{min(lines, top + height):,}/{lines:,}" if lines > height > 0 else ""

    def head(self, words: str) -> None:
        """Say what the text is about, on its edge."""
        if words != self.heading:
            self.heading = words
            self.say_place()

    def say_place(self) -> None:
        """Write the place where it stands."""
        if self.ended != self._ended:
            self._ended = self.ended
            self.post_message(self.Turned())
        if self.frame is None:
            heading = self.heading if self.scroll_offset.y else ""  # it stands above the first line
            self.border_title = safe("  ".join(part for part in (heading, self.place()) if part))
        else:
            self.frame.border_subtitle = safe(self.place())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Another part of the text is in sight."""
        super().watch_scroll_y(old_value, new_value)
        self.say_place()

    def watch_virtual_size(self, _old: Size, _new: Size) -> None:
        """The text is another one."""
        self.say_place()

    def on_resize(self) -> None:
        """More or less of it is in sight."""
        self.say_place()
