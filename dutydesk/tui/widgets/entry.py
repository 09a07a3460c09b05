"""The entry line: one key from anywhere, several lines if wanted, nothing pasted is ever dropped silently."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.tui.cursor import Placed
from dutydesk.tui.workers import Guarded


class EntryLine(Guarded, Placed, TextArea):
    """Enter saves, F2 takes it in as a message, Alt+Enter or Ctrl+J breaks the line, Escape goes back to the panes; the draft stays."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("f2", "take_in", show=False),
        Binding("alt+enter,ctrl+j,shift+enter", "break_line", show=False),
    ]

    class Submitted(Message):
        """Enter was pressed on some text."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Arrived(Message):
        """F2 was pressed: what stands here is a message that came in, and no line of the log."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class TooLong(Message):
        """A paste is longer than a line may be; what was typed is still there. ``text``: all of it."""

        def __init__(self, text: str) -> None:
            self.text = text
            super().__init__()

    class Closed(Message):
        """A paste, or a key (of no length), came while the line takes nothing. ``length`` in characters."""

        def __init__(self, length: int) -> None:
            self.length = length
            super().__init__()

    class Left(Message):
        """Escape was pressed."""

    class Turned(Message):
        """The line was entered or left, or something was pasted: what its keys do is to be said, or no more."""

    def __init__(self) -> None:
        super().__init__(id="entry", soft_wrap=True, compact=True, highlight_cursor_line=False)
        self.cursor_blink = False
        self.pasted = False
        """What stands here was pasted: as likely a message that came in as a line of one's own."""

    def on_focus(self) -> None:
        """The keys are this line's now."""
        self.post_message(self.Turned())

    def on_blur(self) -> None:
        """The keys are the panes' again."""
        self.post_message(self.Turned())

    async def _on_key(self, event: events.Key) -> None:
        if self.read_only and (event.is_printable or event.key == "enter"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Closed(0))
            return
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.action_save()
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def take(self, text: str) -> bool:
        """Insert pasted text at the cursor; closed, or over the limit, it takes none of it and what was typed stays.

        Returns whether it took it.
        """
        if self.read_only:
            self.post_message(self.Closed(len(text)))
            return False
        if len(self.text) + len(text) > MAX_CHARACTERS:
            self.post_message(self.TooLong(text))
            return False
        self.insert(text.replace("\r\n", "\n").replace("\r", "\n"))
        self.pasted = True
        self.post_message(self.Turned())
        return True

    def action_save(self) -> None:
        """Save what stands here as a line of the log."""
        if self.text.strip() and not self.read_only:
            self.post_message(self.Submitted(self.text))

    def action_take_in(self) -> None:
        """Take what stands here in as a message."""
        if self.text.strip() and not self.read_only:
            self.post_message(self.Arrived(self.text))

    def action_break_line(self) -> None:
        """Break the line at the cursor."""
        self.insert("\n")

    def action_leave(self) -> None:
        """Leave the line; the text stays."""
        self.post_message(self.Left())
