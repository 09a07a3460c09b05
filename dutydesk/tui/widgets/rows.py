"""A pane of some dozens of rows with a cursor kept by key: matters, clocks, checklist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.domain.values import dataclass
from dutydesk.tui.widgets.paint import Painted, Part, changed_cells


@dataclass(frozen=True)
class Row:
    """One row: its key, and what it shows."""

    key: str
    parts: tuple[Part, ...]


class RowsPane(Painted, ScrollView, can_focus=True):
    """Shows rows; moves a cursor; says which row was chosen. Repaints only rows that changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Chosen(Message):
        """A row was chosen with Enter or a click on the cursor row."""

        def __init__(self, pane: RowsPane, key: str) -> None:
            self.pane = pane
            self.key = key
            super().__init__()

        @property
        def control(self) -> RowsPane:
            """The pane."""
            return self.pane

    class Moved(Message):
        """The cursor moved to another row."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__(id=name, classes="pane")
        self.rows: Sequence[Row] = ()
        self.empty = empty
        self.cursor = 0

    @property
    def key(self) -> str:
        """Key of the cursor's row, empty without rows."""
        return self.rows[self.cursor].key if self.rows else ""

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on its key, or near where it was."""
        old, self_key = self.rows, self.key
        self.rows = rows
        keys = [row.key for row in rows]
        cursor = keys.index(self_key) if self_key in keys else min(self.cursor, max(0, len(rows) - 1))
        moved, self.cursor = cursor != self.cursor, cursor
        if len(rows) != len(old) or moved:
            self.virtual_size = Size(self.size.width, len(rows))
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, rows, strict=True)):
            if not 0 <= y - self.scroll_offset.y < self.size.height:
                continue  # out of sight: its region would lie on another pane
            if before != after:  # a countdown at the left edge, a bar at the right: only their cells are sent
                cells = changed_cells(before.parts, after.parts, self.size.width)
                if cells:  # none: what changed has no room on this row
                    self.refresh(*(Region(x, y - self.scroll_offset.y, wide, 1) for x, wide in cells))

    def on_resize(self) -> None:
        """Rows are as wide as the pane."""
        self.virtual_size = Size(self.size.width, len(self.rows))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.size.width
        index = y + self.scroll_offset.y
        if index < len(self.rows):
            focused = index == self.cursor and self.has_focus
            return self.strip(self.rows[index].parts, width, cursor=focused)
        if not self.rows and y == 0:
            return self.strip((Part(self.empty, "dim", -1),), width)
        return self.strip((), width)

    def go(self, index: int) -> None:
        """Put the cursor on a row."""
        if not self.rows:
            return
        index = max(0, min(index, len(self.rows) - 1))
        if index == self.cursor:
            return
        old, self.cursor = self.cursor, index
        self.post_message(self.Moved())
        self.refresh_line(old)
        self.refresh_line(index)
        top = self.scroll_offset.y
        height = max(1, self.size.height)
        if index < top:
            self.scroll_to(y=index, animate=False)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False)

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self.go(self.cursor + by * max(1, self.size.height - 1))

    def action_choose(self) -> None:
        """Choose the cursor's row."""
        if self.rows:
            self.post_message(self.Chosen(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the cursor's row it chooses."""
        index = event.y + self.scroll_offset.y - self.gutter.top
        if not 0 <= index < len(self.rows):
            return
        if index == self.cursor and event.chain >= 2:
            self.action_choose()
        self.go(index)

    def on_focus(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)
