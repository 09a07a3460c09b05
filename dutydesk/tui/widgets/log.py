"""The shift log: a paged list over any number of journal rows.

Ordered seqs that are never listed (``seqs``), lines fetched by pages of 128 in a thread, an LRU of 32 pages. ``render_line``
never asks the store: a missing line is a row of dots, asked for once and repainted when it came. The cursor
is kept by index; at the end it follows what is new.
"""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.capabilities.log.lines import Line
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import to_datetime
from dutydesk.tui.widgets.listing import CONTEXT, LIST_KEYS, Listing
from dutydesk.tui.widgets.paint import Painted, Part
from dutydesk.tui.widgets.seqs import Seqs

PAGE = 128
PAGES = 32
WHO_CELLS = 8
TROUBLE_KINDS = frozenset({"watch.unwatched", "watch.clock_stepped", "watch.clock_doubtful"})
"""Lines that stay in sight; an alert that was raised is history here, and shown as long as it lives in the strip."""


STYLE_OF_KIND = {"alert.raised": "dim", **dict.fromkeys(TROUBLE_KINDS, "yellow"), "consent.denied": "red"}


class LogPane(Listing, Painted, ScrollView, can_focus=True):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Shows the log, newest at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS]

    class Wanted(Message):
        """Lines that are not here yet; whoever owns the pane fetches them and calls ``supply``."""

        def __init__(self, pane: LogPane, seqs: Sequence[int]) -> None:
            self.pane = pane
            self.seqs = seqs
            super().__init__()

    class Moved(Message):
        """The cursor moved to another line, or its line came."""

    class Chosen(Message):
        """A line was chosen."""

        def __init__(self, pane: LogPane, seq: int) -> None:
            self.pane = pane
            self.seq = seq
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="log", classes="pane")
        self.seqs = Seqs()
        self.today: date | None = None
        self._dated = False
        """Whether a line in sight is of another day: then every line says its day, and the columns stay in line."""
        self._looked_at = (0, 0, 0)
        """Rows in sight for which that was found out: the first, how many, of how many; anew once a line or the day changed."""
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._asked: set[int] = set()
        self._strips: dict[tuple[int, int, bool, bool], Strip] = {}

    # ------------------------------------------------------------ what is shown

    def start(self, lines: Sequence[Line]) -> None:
        """Show the newest lines at once (the first frame)."""
        self.seqs = Seqs(line.seq for line in lines)
        self.supply(lines, repaint=False)
        self.cursor = max(0, len(self.seqs) - 1)

    def extend_back(self, past: Sequence[int]) -> None:
        """Put all older seqs of the past before those shown; the screen does not move."""
        first = self.seqs[0] if self.seqs else 1 << 62
        older = bisect.bisect_left(past, first)
        self.seqs = Seqs(self.seqs.newer, past, older)
        top = self.scroll_offset.y + older
        self.cursor += older
        self.virtual_size = Size(1, len(self.seqs))
        self._top(top)
        self.resettle()

    def again(self, past: Sequence[int]) -> None:
        """Show another past, and nothing of the lines that were here: other matters are hidden now."""
        self.seqs = Seqs((), past, len(past))
        self.cursor, self.unseen = max(0, len(past) - 1), 0
        self.virtual_size = Size(1, len(past))
        self.forget()
        self.resettle()

    def extend(self, seqs: Iterable[int]) -> None:
        """Append new lines; the cursor follows when it stood on the last one, else they are counted."""
        newest = self.seqs[-1] if self.seqs else 0
        new = [seq for seq in seqs if seq > newest]
        if not new:
            return
        following, before = self.following, len(self.seqs)
        self.seqs.extend(new)
        if following:
            self.cursor = len(self.seqs) - 1
            self.resettle()
            self.refresh(self.size.region)
        else:
            self.unseen += len(new)
            self.resettle()
            self.refresh_lines(before, len(new))

    def supply(self, lines: Iterable[Line], *, repaint: bool = True) -> None:
        """Take lines that were fetched and repaint their rows."""
        changed = False
        for line in lines:
            page = self._pages.setdefault(line.seq // PAGE, {})
            page[line.seq] = line
            self._asked.discard(line.seq)
            changed = True
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        self._strips.clear()
        if repaint and changed:
            self.refresh(self.size.region)
            self.moved()

    def forget(self) -> None:
        """Drop cached lines: a correction struck one, the language or the glyphs changed."""
        self._pages.clear()
        self._asked.clear()
        self._strips.clear()
        self.refresh()

    def moved(self) -> None:
        """Say that the cursor is on another line, or that its line came."""
        self.post_message(self.Moved())

    @property
    def line(self) -> Line | None:
        """The cursor's line, if it is here."""
        return self._line(self.seqs[self.cursor]) if self.seqs else None

    def _line(self, seq: int) -> Line | None:
        page = self._pages.get(seq // PAGE)
        return page.get(seq) if page is not None else None

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.seqs)

    def place(self) -> str:
        """Return where the cursor stands, and how many lines came below it unseen."""
        new = say("{0} 条新记录 ↓ End", self.unseen) if self.unseen else ""
        here = f"{self.cursor + 1:,}/{self.count:,}" if self.count else ""
        return "  ".join(part for part in (here, new) if part)

    def on_resize(self) -> None:
        """Drawn lines are as wide as the pane was."""
        self._strips.clear()

    def show_day(self, today: date) -> None:
        """Say which day it is: lines of other days name theirs."""
        if today != self.today:
            self.today = today
            self._strips.clear()
            self.refresh(self.size.region)

    # ------------------------------------------------------------ drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw rows; whether days are named is decided for all rows in sight."""
        top = self.scroll_offset.y
        looked_at = (top, self.size.height, len(self.seqs))
        if looked_at != self._looked_at or not self._strips:
            seen = [self._line(seq) for seq in self.seqs[top : top + self.size.height]]
            self._dated = any(line is not None and to_datetime(line.at).date() != self.today for line in seen)
            self._looked_at = looked_at
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one row; ask for it if it is not here."""
        width = self.wide
        index = y + self.scroll_offset.y
        if index >= len(self.seqs):
            if not self.seqs and y == 0:
                return self.strip((Part(translate("还没有日志; 按 i 记第一笔"), "dim", -1),), width)
            return self.strip((), width)
        seq = self.seqs[index]
        cursor = index == self.cursor and self.has_focus
        key = (seq, width, cursor, self._dated)
        found = self._strips.get(key)
        if found is not None:
            return found
        line = self._line(seq)
        if line is None:
            self._want(index)
            return self.strip((Part("      …", "dim"),), width, cursor=cursor)
        strip = self._strips[key] = self.strip(parts_of(line, dated=self._dated), width, cursor=cursor)
        return strip

    def _want(self, index: int) -> None:
        """Ask once for the page around a row."""
        low = max(0, index - PAGE // 4)
        seqs = [seq for seq in self.seqs[low : low + PAGE] if seq not in self._asked and self._line(seq) is None]
        if seqs:
            self._asked.update(seqs)
            self.post_message(self.Wanted(self, seqs))

    # ------------------------------------------------------------ moving

    def go_to_seq(self, seq: int) -> None:
        """Put the cursor on the first line at or after a seq, with lines before and after it in sight."""
        self.go(bisect.bisect_left(self.seqs, seq), context=self.size.height // CONTEXT)

    def chosen(self) -> None:
        """Say which line was chosen."""
        self.post_message(self.Chosen(self, self.seqs[self.cursor]))


def parts_of(line: Line, *, dated: bool = False) -> tuple[Part, ...]:
    """Return a log line in columns: time, mark, who, matter, what."""
    style = "struck" if line.struck else STYLE_OF_KIND.get(line.kind, "plain")
    late = (Part(f"({translate('补记')}) ", "dim"),) if line.late else ()
    label = (Part(f"{line.label} ", "strong"),) if line.label else ()
    return (
        Part(f"{to_datetime(line.at):{'%m-%d %H:%M' if dated else '%H:%M'}}", "dim", 11 if dated else 5),
        Part(f" {line.mark} ", "dim", 3),
        Part(line.who, "dim", WHO_CELLS),
        Part(" "),
        *label,
        *late,
        Part(line.text, style, -1),
    )
