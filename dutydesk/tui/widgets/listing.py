"""What every list on the screen does: a cursor that is always in sight, the same keys, its place in the pane's edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message

from dutydesk.tui.text import shown, width_of

if TYPE_CHECKING:
    from textual.scroll_view import ScrollView as Beneath

    from dutydesk.tui.widgets.log import LogPane
    from dutydesk.tui.widgets.rows import RowsPane
else:
    Beneath = object

LIST_KEYS: tuple[BindingType, ...] = (
    Binding("up,k", "move(-1)", show=False),
    Binding("down,j", "move(1)", show=False),
    Binding("pageup", "page(-1)", show=False),
    Binding("pagedown", "page(1)", show=False),
    Binding("home", "first", show=False),
    Binding("end,G", "last", show=False),
    Binding("enter", "choose", show=False),
)
"""The keys of a list; a list puts them into its BINDINGS, which Textual looks for on widgets alone."""

ARRANGE_KEYS: tuple[BindingType, ...] = (
    Binding("ampersand", "filter", show=False),
    Binding("O", "sort", show=False),
    Binding("escape", "clear", show=False),
)
"""The keys by which a pane is filtered and sorted, and shown whole again."""

CONTEXT = 3
"""A step past the edge brings a third of a page into sight: a page is drawn once in so many keys, not at each."""

EDGE_SLACK = 8
"""Cells of the edge drawn again beyond the words that changed: Textual's corner and the blanks round a title."""


Tabs = Sequence[tuple[str, ...]]
"""The panes that take each other's place, in order: each one's ways to be named, the longest first; its own is empty."""


TAB_GAP, OTHERS = "  ", "$dim not bold"
"""What stands between the names of panes, and how those of the others look."""


class Turned(Message):
    """The name of another pane was clicked in the edge of this one: ``number``, counted from 1."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__()


class Arranged(Message):
    """A pane's order or filter was chosen."""

    def __init__(self, pane: RowsPane | LogPane) -> None:
        self.pane = pane
        super().__init__()


class Listing(Beneath):
    """Cursor, keys and place of a list; a plain class in front of ``ScrollView``, as ``Painted`` is and for its reason.

    Whoever uses it says how many rows there are (``count``) and draws them; after the rows changed it calls
    ``resettle``. Following is no flag: the cursor stands on the last row.
    """

    cursor = 0
    heading = ""
    unseen = 0
    """Rows that came while the cursor stood elsewhere than on the last one."""
    tabs: Tabs = ()
    """The panes that stand behind this one, named in its edge where it has room."""
    _place = ""
    _zones: Sequence[tuple[int, int, int]] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def wide(self) -> int:
        """Cells of a row, beside the scroll bar."""
        return self.size.width - self.scrollbar_size_vertical

    @property
    def following(self) -> bool:
        """Whether the cursor stands on the last row, so that it goes along with new ones."""
        return self.cursor >= self.count - 1

    def chosen(self) -> None:
        """The cursor's row was chosen with Enter or a double click."""

    def moved(self) -> None:
        """The cursor moved to another row."""

    # ------------------------------------------------------------ the cursor

    def go(self, index: int, *, context: int = 0) -> None:
        """Put the cursor on a row and the row into sight, with so many of its neighbours beyond it."""
        if not self.count:
            return
        old, self.cursor = self.cursor, max(0, min(index, self.count - 1))
        if old != self.cursor:
            self.refresh_line(old)
            self.refresh_line(self.cursor)
            self.moved()
        self._into_sight(context)
        self.say_place()

    def _into_sight(self, context: int = 0) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if not height:  # not shown now; it is settled when it gets its size
            return
        if self.cursor < top:
            self._top(self.cursor - context)
        elif self.cursor >= top + height:
            self._top(self.cursor - height + 1 + context)

    def _top(self, row: int) -> None:
        self.scroll_to(y=max(0, row), animate=False, force=True, immediate=True)

    def resettle(self) -> None:
        """The number of rows changed, or the pane's size: the cursor stays on its row and in sight."""
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.virtual_size = Size(1, self.count)
        self._into_sight()
        self.say_place()

    def on_resize(self) -> None:
        """Rows are as wide as the pane, and the cursor's stays in sight."""
        self.resettle()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The wheel or the scroll bar moved the rows: the cursor comes along."""
        super().watch_scroll_y(old_value, new_value)
        height, top = self.size.height, self.scroll_offset.y
        if height and self.count:
            self.go(max(top, min(self.cursor, top + height - 1)))

    def on_mouse_scroll_down(self) -> None:
        """The wheel at the end goes on to the last row."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.action_last()

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.go(self.cursor + by, context=self.size.height // CONTEXT)

    def action_page(self, by: int) -> None:
        """Move cursor and rows by a page."""
        rows = by * max(1, self.size.height - 1)
        top = self.scroll_offset.y
        self.go(self.cursor + rows)
        self._top(min(self.max_scroll_y, top + rows))

    def action_first(self) -> None:
        """Go to the first row."""
        self.go(0)

    def action_last(self) -> None:
        """Go to the last row, and follow what comes."""
        self.go(self.count - 1)

    def action_choose(self) -> None:
        """Choose the cursor's row."""
        if self.count:
            self.chosen()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses; on the edge, where new rows are counted, it goes to them."""
        index = event.y + self.scroll_offset.y - self.gutter.top
        other = next((n for begin, end, n in self._zones if begin <= event.x < end), 0)
        if event.y < self.gutter.top and other:
            self.post_message(Turned(other))
        elif event.y < self.gutter.top and self.unseen:
            self.action_last()
        elif event.y >= self.gutter.top and 0 <= index < self.count:
            again = index == self.cursor and event.chain >= 2
            self.go(index)
            if again:
                self.chosen()

    def on_focus(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)

    # ------------------------------------------------------------ its place, in the edge

    def place(self) -> str:
        """Return where the cursor stands, empty where all rows are in sight."""
        return f"{self.cursor + 1:,}/{self.count:,}" if self.count > self.size.height > 0 else ""

    def head(self, words: str, tabs: Tabs = ()) -> None:
        """Name the pane in its edge, and those that stand behind it."""
        if (words, tabs) != (self.heading, self.tabs):
            self.heading, self.tabs = words, tabs
            self.say_place()

    def say_place(self) -> None:
        """Write heading and place into the edge; only the cells that changed are sent (a widget of its own costs 1.1 KB a key)."""
        if self.following:
            self.unseen = 0
        own = shown("  ".join(part for part in (self.heading, self.place()) if part))
        before, behind = self._others(own)
        words = "".join((*before, own, *behind))
        old = self._place
        if words == old:
            return
        self._place = words
        self._border_title = (  # the public name draws the whole pane again
            Content.assemble(("".join(before), OTHERS), own, ("".join(behind), OTHERS))
        )
        same = next((n for n, (a, b) in enumerate(zip(old, words, strict=False)) if a != b), min(len(old), len(words)))
        cells = max(width_of(old), width_of(words)) - width_of(words[:same]) + EDGE_SLACK
        self.refresh(Region(width_of(words[:same]), -1, cells, 1))

    def _others(self, own: str) -> tuple[Sequence[str], Sequence[str]]:
        """Return the other panes' names, before and behind its own, as long as there is room; where they stand is kept."""
        self._zones = ()
        for length in range(max(map(len, self.tabs), default=0)):
            names = [f"{one[min(length, len(one) - 1)]}{TAB_GAP}" if one else "" for one in self.tabs]
            at = names.index("")
            before, behind = names[:at], [f"{TAB_GAP}{one.removesuffix(TAB_GAP)}" for one in names[at + 1 :]]
            if width_of("".join((*before, own, *behind))) <= self.outer_size.width - 2:
                self._zones = _zones(before, own, behind)
                return before, behind
        return (), ()


def _zones(before: Sequence[str], own: str, behind: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return begin, end and number of each name that can be clicked."""
    found: list[tuple[int, int, int]] = []
    column = 1
    for number, words in enumerate((*before, own, *behind), 1):
        cells = width_of(words)
        if number != len(before) + 1:
            found.append((column, column + cells, number))
        column += cells
    return found
