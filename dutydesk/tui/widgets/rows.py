"""A pane of some dozens of rows with a cursor kept by key: matters, clocks, checklist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.i18n import say, translate
from dutydesk.kernel.text import folded
from dutydesk.kernel.values import dataclass
from dutydesk.tui.choices import spells
from dutydesk.tui.widgets.listing import ARRANGE_KEYS, LIST_KEYS, Arranged, Listing
from dutydesk.tui.widgets.paint import Painted, Part, changed_cells


@dataclass(frozen=True)
class Row:
    """One row: its key, and what it shows."""

    key: str
    parts: tuple[Part, ...]
    sorts: tuple[tuple[str, str | int], ...] = ()
    """By what else its pane may be sorted: the order's name (Chinese), and where this row stands in it."""

    @property
    def text(self) -> str:
        """What it shows, folded, as a filter looks at it."""
        return folded("".join(part.text for part in self.parts))

    def place_in(self, order: str) -> tuple[str | int, ...]:
        """Return where it stands in an order: numbers by their size (Y2 before Y10), a row that has no place first."""
        place = dict(self.sorts).get(order)
        if not isinstance(place, str):
            return () if place is None else (place,)
        return tuple(int(one) if one.isdecimal() else one for one in re.split(r"(\d+)", place))


class RowsPane(Listing, Painted, ScrollView, can_focus=True):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Shows rows; moves a cursor; says which row was chosen. Repaints only rows that changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *LIST_KEYS,
        *ARRANGE_KEYS,
        Binding("plus", "mark", show=False),
        Binding("shift+down", "mark_on(1)", show=False),
        Binding("shift+up", "mark_on(-1)", show=False),
        Binding("asterisk", "mark_all", show=False),
    ]

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's signature
        """Leave the keys of marks to the screen where no row can be marked: ``+`` adds a row of a register there."""
        return self.markable or not action.startswith("mark")

    markable = False
    """Whether several of its rows may be marked for one act."""

    led = False
    """Another widget has the keys and moves the cursor, which shows as if this one had them."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__(id=name, classes="pane")
        self.rows: Sequence[Row] = ()
        self.every: Sequence[Row] = ()
        """All rows, whatever is filtered; in the order in which they came."""
        self.looked_for = ""
        self.trouble = ""
        self.order = ""
        """Name of the order that was chosen, empty for their own."""
        self.marked = frozenset[str]()
        """Keys of the rows that the next act is about, where any are."""
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
        """Show other rows; the cursor stays on its key, or near where it was, marks on those that are still there."""
        self.every = rows
        rows = self._chosen_of(rows)
        old, self_key = self.rows, self.key
        self.rows = rows
        self.marked &= frozenset(row.key for row in self.every)
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
            row = self.rows[index]
            mark = (Part("√ " if row.key in self.marked else "  ", "strong", 2),) if self.marked else ()
            return self.strip((*mark, *row.parts), width, cursor=focused)
        if not self.rows and y == 0:
            return self.strip((Part(translate("没有相符的") if self.every else self.empty, "dim", -1),), width)
        return self.strip((), width)

    def chosen(self) -> None:
        """Say which row was chosen."""
        self.post_message(self.Chosen(self, self.key))

    def moved(self) -> None:
        """Say that the cursor moved."""
        self.post_message(self.Moved())

    # ------------------------------------------------------------ filter, order, marks

    def _chosen_of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return those rows that the filter leaves, in the order that was chosen."""
        words = [folded(word) for word in self.looked_for.split()]
        if words:
            rows = [row for row in rows if all(word in row.text or spells(word, row.text) for word in words)]
        if self.order:
            rows = sorted(rows, key=lambda row: row.place_in(self.order))
        return rows

    def look_for(self, typed: str) -> None:
        """Leave those rows that hold all of the words, or are spelled by their initials; nothing typed: all of them."""
        self.looked_for = typed
        self._anew()

    def counted(self) -> tuple[int, int]:
        """Return how many rows are shown, and how many there are."""
        return len(self.rows), len(self.every)

    def _anew(self) -> None:
        self.show(self.every)
        self.refresh()
        self.say_place()

    def place(self) -> str:
        """Return what is filtered, sorted and marked, and where the cursor stands."""
        said = [
            say("筛选: {0} ({1}/{2})", self.looked_for, len(self.rows), len(self.every)) if self.looked_for else "",
            translate(self.order) if self.order else "",
            say("已选 {0}", len(self.marked)) if self.marked else "",
            super().place(),
        ]
        return "  ".join(one for one in said if one)

    def action_filter(self) -> None:
        """Ask what is looked for, and leave the rows that have it."""
        from dutydesk.tui.screens.filtering import FilterScreen

        self.app.push_screen(FilterScreen(self))

    def action_sort(self) -> None:
        """Go to the next order that these rows have."""
        orders = ["", *(name for name, _ in self.every[0].sorts)] if self.every else [""]
        at = orders.index(self.order) if self.order in orders else 0
        self.order = orders[(at + 1) % len(orders)]
        self._anew()
        self.post_message(Arranged(self))

    def _mark(self, keys: frozenset[str]) -> None:
        if self.markable:
            self.marked = keys
            self.refresh()
            self.say_place()

    def action_mark(self) -> None:
        """Mark the cursor's row or take its mark back, and go on to the next."""
        if self.markable and self.rows:
            self._mark(self.marked ^ {self.key})
            self.action_move(1)

    def action_mark_on(self, by: int) -> None:
        """Mark the cursor's row and the one it goes to."""
        if self.markable and self.rows:
            before = self.key
            self.action_move(by)
            self._mark(self.marked | {before, self.key})

    def action_mark_all(self) -> None:
        """Mark all rows that are shown; where they all are, none."""
        keys = frozenset(row.key for row in self.rows)
        self._mark(frozenset() if keys <= self.marked else keys)

    def action_clear(self) -> None:
        """Take marks back, else the filter; else it is a key for what the pane stands on."""
        if self.marked:
            self._mark(frozenset())
        elif self.looked_for:
            self.look_for("")
            self.post_message(Arranged(self))
        else:
            raise SkipAction

    def done(self, keys: Iterable[str]) -> None:
        """Take the marks of what was done; what could not be done stays marked."""
        self._mark(self.marked - frozenset(keys))
