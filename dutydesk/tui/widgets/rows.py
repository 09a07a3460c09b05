"""A pane of some dozens of rows with a cursor kept by key: matters, clocks, checklist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.kernel.values import dataclass
from dutydesk.tui.widgets.listing import LIST_KEYS, Listing
from dutydesk.tui.widgets.paint import Painted, Part, changed_cells


@dataclass(frozen=True)
class Row:
    """One row: its key, and what it shows."""

    key: str
    parts: tuple[Part, ...]


class RowsPane(Listing, Painted, ScrollView, can_focus=True):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Shows rows; moves a cursor; says which row was chosen. Repaints only rows that changed."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    class Chosen(Message):
        """A row was chosen with Enter or a double click."""

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

    led = False
    """Another widget has the keys and moves the cursor, which shows as if this one had them."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__(id=name, classes="pane")
        self.rows: Sequence[Row] = ()
        self.empty = empty

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

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
            self.resettle()
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, rows, strict=True)):
            if not 0 <= y - self.scroll_offset.y < self.size.height:
                continue  # out of sight: its region would lie on another pane
            if before != after:  # a countdown at the left edge, a bar at the right: only their cells are sent
                cells = changed_cells(before.parts, after.parts, self.wide)
                if cells:  # none: what changed has no room on this row
                    self.refresh(*(Region(x, y - self.scroll_offset.y, wide, 1) for x, wide in cells))

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        width = self.wide
        index = y + self.scroll_offset.y
        if index < len(self.rows):
            focused = index == self.cursor and (self.has_focus or self.led)
            return self.strip(self.rows[index].parts, width, cursor=focused)
        if not self.rows and y == 0:
            return self.strip((Part(self.empty, "dim", -1),), width)
        return self.strip((), width)

    def chosen(self) -> None:
        """Say which row was chosen."""
        self.post_message(self.Chosen(self, self.key))

    def moved(self) -> None:
        """Say that the cursor moved."""
        self.post_message(self.Moved())
