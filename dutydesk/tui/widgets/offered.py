"""The list of a field's choices: over the form, below its field, or above it where there is no room below.

Of a fixed size while it is open, drawn by the Line API: a letter repaints the rows that changed and lays nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.i18n import translate
from dutydesk.kernel.values import dataclass
from dutydesk.tui.choices import Choice
from dutydesk.tui.text import width_of
from dutydesk.tui.widgets.paint import Painted, Part

ROWS = 8
"""Rows of a long list; a short one has as many as it needs."""

WIDE = 44
"""Cells that a row needs for a word and its group."""

Rows = Sequence[Choice | str]
"""Choices, and the headings between them."""


@dataclass(frozen=True)
class Look:
    """How a line of the list looks: text with style names, and whether the cursor is on it."""

    parts: tuple[tuple[str, str], ...]
    cursor: bool = False

    @property
    def wide(self) -> int:
        """Cells of its text."""
        return sum(width_of(text) for text, _ in self.parts)


class ChoiceList(Painted, Widget):  # pyright: ignore[reportIncompatibleMethodOverride] - Painted's drawing
    """Shows choices and a cursor; the field that opened it has the keys."""

    DEFAULT_CSS = """
    ChoiceList { layer: choices; dock: left; display: none; background: $panel; width: 44; height: 8; }
    """
    DEFAULT_CLASSES: ClassVar[str] = "-textual-system"
    """A click on it leaves the focus in the field."""

    class Picked(Message):
        """A row was clicked."""

        def __init__(self, choice: Choice) -> None:
            self.choice = choice
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = ()
        self.at = -1
        """Row under the cursor; -1: none is taken by itself."""
        self.top = 0
        self.owner: Widget | None = None
        """The field that it is open for."""

    # ------------------------------------------------------------ opening

    def open(self, owner: Widget, rows: int, bounds: Region) -> None:
        """Open below a field, or above it where that has more room.

        Args:
            owner: the field.
            rows: how many it has to show, all counted.
            bounds: cells of the screen that it may cover.
        """
        field = owner.region
        below, above = bounds.bottom - field.bottom, field.y - bounds.y
        height = max(1, min(ROWS, rows))
        under = below >= height or below >= above
        height = min(height, max(1, below if under else above))
        width = min(max(field.width, WIDE), bounds.width)
        x = max(bounds.x, min(field.x, bounds.right - width))
        self.styles.width, self.styles.height = width, height
        self.styles.offset = (x, field.bottom if under else field.y - height)
        self.owner, self.rows, self.at, self.top = owner, (), -1, 0
        self.display = True

    def close(self) -> None:
        """Close it; what stands in the field stays."""
        self.owner = None
        self.display = False

    # ------------------------------------------------------------ what it shows

    @property
    def height(self) -> int:
        """Rows that it has room for."""
        return int(self.styles.height.value) if self.styles.height is not None else ROWS

    @property
    def choices(self) -> list[Choice]:
        """The choices shown, without the headings, as they are numbered."""
        return [one for one in self.rows if isinstance(one, Choice)]

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        row = self.rows[self.at] if 0 <= self.at < len(self.rows) else None
        return row if isinstance(row, Choice) else None

    def show(self, rows: Rows, at: int) -> None:
        """Show other rows with the cursor on one of them (-1: on none); only what changed is repainted."""
        before = [self._looks(y) for y in range(self.height)]
        self.rows, self.at, self.top = rows, at, 0
        self._follow()
        self._repaint(before)

    def go(self, number: int) -> None:
        """Put the cursor on the choice of a number, counted from 1."""
        self._to(self._places[number - 1])

    @property
    def _places(self) -> list[int]:
        """Rows of the choices."""
        return [n for n, row in enumerate(self.rows) if isinstance(row, Choice)]

    def move(self, by: int) -> None:
        """Move the cursor by so many rows, over headings."""
        places = self._places
        if not places:
            return
        at = next((n for n, place in enumerate(places) if place >= self.at), 0) if self.at >= 0 else -(by > 0)
        self._to(places[max(0, min(len(places) - 1, at + by))])

    def page(self, by: int) -> None:
        """Move by a screenful."""
        self.move(by * max(1, self.height - 1))

    def _to(self, row: int) -> None:
        before = [self._looks(y) for y in range(self.height)]
        self.at = row
        self._follow()
        self._repaint(before)

    def _follow(self) -> None:
        """Keep the cursor in sight, and the heading over the first row."""
        last = max(0, len(self.rows) - self.height)
        if self.at < 0:
            self.top = 0
            return
        heading = self.at > 0 and isinstance(self.rows[self.at - 1], str)
        self.top = min(max(self.top, self.at - self.height + 1), self.at - heading, last)

    def _looks(self, y: int) -> Look:
        """How a line looks: its parts, and whether the cursor is on it."""
        row = self.top + y
        if row >= len(self.rows):
            return Look(((f" {translate('没有相符的')}", "dim"),) if not self.rows and y == 0 else ())
        one = self.rows[row]
        if isinstance(one, str):
            return Look(((f" {translate(one)}", "dim"),))
        digits, number = len(str(len(self.choices))), sum(isinstance(other, Choice) for other in self.rows[: row + 1])
        grouped = one.group and not any(isinstance(other, str) for other in self.rows)
        group = ((f"  {translate(one.group)} ", "dim"),) if grouped else ()
        return Look(((f" {number:>{digits}}  {one.listed}", "plain"), *group), row == self.at)

    def _repaint(self, before: list[Look]) -> None:
        """Repaint the cells that changed: of a line as far as there was or is text, all of it where the cursor came or went."""
        regions: list[Region] = []
        for y, old in enumerate(before):
            new = self._looks(y)
            if new != old:
                width = max(new.wide, old.wide) + len(self._edges(y))
                regions.append(Region(0, y, self.size.width if new.cursor != old.cursor else width, 1))
        if regions:
            self.refresh(*regions)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """Its own, without measuring rows."""
        return self.height

    def render_line(self, y: int) -> Strip:
        """Draw a row: number, word, group."""
        look = self._looks(y)
        parts = [Part(text, style) for text, style in look.parts]
        return self._kept_whole(self.strip(parts, self.size.width, cursor=look.cursor), y)

    def _kept_whole(self, strip: Strip, y: int) -> Strip:
        """Move a wide character that lies across an edge of a widget below by a cell.

        Textual 8.2.8 puts a line together from pieces cut at the edges of everything on it, covered or not, and
        blanks a character that is cut in two.
        """
        edges = self._edges(y)
        found: list[Segment] = []
        at = 0
        for text, style, _ in strip:
            kept = ""
            for character in text:
                wide = cell_len(character)
                if wide > 1 and at + 1 in edges:
                    kept, at = kept + " ", at + 1
                kept, at = kept + character, at + wide
            found.append(Segment(kept, style))
        return Strip(found, at).adjust_cell_length(strip.cell_length)

    def _edges(self, y: int) -> set[int]:
        """Cells of a line at which something below begins or ends."""
        region, cuts = self.region, self.screen._compositor.cuts  # noqa: SLF001 - there is no other way to know
        if not region.y + y < len(cuts):
            return set()
        return {cut - region.x for cut in cuts[region.y + y] if 0 < cut - region.x < region.width}

    # ------------------------------------------------------------ the mouse

    def on_click(self, event: events.Click) -> None:
        """A click takes the row."""
        event.stop()
        row = self.top + event.y
        one = self.rows[row] if row < len(self.rows) else None
        if isinstance(one, Choice):
            self.post_message(self.Picked(one))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1)
