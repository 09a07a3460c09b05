"""A month of the roster as a grid of weeks, with a cursor on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.i18n import translate
from dutydesk.kernel.when import WEEKDAYS
from dutydesk.tui.text import width_of
from dutydesk.tui.widgets.paint import Painted, Part

WEEKS = 6
ROOMY = 16
"""Cells of a day from which each post has a line of its own."""


@dataclass(frozen=True, slots=True)
class DayCell:
    """What one day shows: words beside its number, lines below, a mark when something blocks, whether offices are closed."""

    words: str = ""
    lines: tuple[str, ...] = ()
    wrong: bool = False
    free: bool = False


def first_shown(day: date) -> date:
    """Return the Monday with which the month of a day begins on the screen."""
    first = day.replace(day=1)
    return first - timedelta(days=first.weekday())


class RosterCalendar(Painted, Widget, can_focus=True):
    """Six weeks of the month; arrows move the cursor by a day or a week, beyond the edge to the next month."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("up", "move(-7)", show=False),
        Binding("down", "move(7)", show=False),
        Binding("pageup", "month(-1)", show=False),
        Binding("pagedown", "month(1)", show=False),
        Binding("home", "today", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Moved(Message):
        """The cursor stands on another day; ``month`` when another month is shown by it."""

        def __init__(self, day: date, *, month: bool) -> None:
            self.day = day
            self.month = month
            super().__init__()

    class Chosen(Message):
        """A day was chosen with Enter or a double click."""

        def __init__(self, day: date) -> None:
            self.day = day
            super().__init__()

    def __init__(self, today: date) -> None:
        super().__init__(id="calendar")
        self.today = today
        self.day = today
        self.cells: Mapping[date, DayCell] = {}

    @property
    def first(self) -> date:
        """The first day that is shown."""
        return first_shown(self.day)

    @property
    def roomy(self) -> bool:
        """Whether each post has a line of its own."""
        return self.size.width // 7 >= ROOMY

    @property
    def height_of_day(self) -> int:
        """Lines of one day."""
        return max(2, (self.size.height - 1) // WEEKS)

    def show(self, cells: Mapping[date, DayCell]) -> None:
        """Show the days."""
        self.cells = cells
        self.refresh()

    def go(self, day: date) -> None:
        """Put the cursor on a day."""
        if day == self.day:
            return
        month = (day.year, day.month) != (self.day.year, self.day.month)
        self.day = day
        self.refresh()
        self.post_message(self.Moved(day, month=month))

    def action_move(self, days: int) -> None:
        """Move the cursor by days."""
        self.go(self.day + timedelta(days=days))

    def action_month(self, by: int) -> None:
        """Move the cursor by months; a day that the month lacks is its last."""
        month = self.day.month - 1 + by
        first = date(self.day.year + month // 12, month % 12 + 1, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        self.go(min(first + timedelta(days=self.day.day - 1), following - timedelta(days=1)))

    def action_today(self) -> None:
        """Back to today."""
        self.go(self.today)

    def action_choose(self) -> None:
        """Choose the cursor's day."""
        self.post_message(self.Chosen(self.day))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a double click chooses."""
        width = max(1, self.size.width // 7)
        week, column = (event.y - 1) // self.height_of_day, min(event.x // width, 6)
        if event.y < 1 or not 0 <= week < WEEKS:
            return
        self.focus()
        self.go(self.first + timedelta(days=week * 7 + column))
        if event.chain >= 2:
            self.action_choose()

    def on_focus(self) -> None:
        """The cursor shows stronger in the focused widget."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor shows weaker elsewhere."""
        self.refresh()

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line: the weekdays, or one line of a week."""
        width = self.size.width // 7
        if y == 0:
            return self.strip([Part(f" {translate(word)}", "dim", width) for word in WEEKDAYS], self.size.width)
        week, line = divmod(y - 1, self.height_of_day)
        if week >= WEEKS:
            return self.strip((), self.size.width)
        strips = [self._day_line(self.first + timedelta(days=week * 7 + column), line, width) for column in range(7)]
        rest = self.size.width - width * 7
        return Strip.join([*strips, self.strip((), rest)])

    def _day_line(self, day: date, line: int, width: int) -> Strip:
        cell = self.cells.get(day, DayCell())
        here, month = day == self.day, day.month == self.day.month
        if line == 0:
            parts = self._head(day, cell, width, month=month)
        else:
            text = cell.lines[line - 1] if line <= len(cell.lines) else ""
            parts = [Part(f" {text}", "plain" if month else "dim", width - 1), Part(" ", "plain", 1)]
        return self.strip(parts, width, cursor=here and self.has_focus, ground="cursor" if here and line == 0 else "")

    def _head(self, day: date, cell: DayCell, width: int, *, month: bool) -> Sequence[Part]:
        """The number, a mark for what blocks, the words; today's number is strong and between brackets."""
        number = f"[{day.day}]" if day == self.today else f" {day.day:>2}"
        mark = "!" if cell.wrong else " "
        style = ("dim" if cell.free else "strong") if month else "dim"
        words = cell.words
        left = width - width_of(number) - 2
        return [Part(number, style), Part(mark, "strong", 1), Part(words, style, max(0, left)), Part(" ", "plain", 1)]
