"""The shift log: a paged list over any number of journal rows.

Ordered seqs that are never listed (``seqs``), lines fetched by pages of 128 in a thread, an LRU of 32 pages. ``render_line``
never asks the store: a missing line is a row of dots, asked for once and repainted when it came. The cursor
is kept by index; at the end it follows what is new.
"""

from __future__ import annotations

import bisect
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.desk.lines import Line
from dutydesk.domain.instants import day_hhmm, to_datetime
from dutydesk.i18n import translate
from dutydesk.tui.widgets.paint import Painted, Part
from dutydesk.tui.widgets.seqs import Seqs

PAGE = 128
PAGES = 32
WHO_CELLS = 8
TROUBLE_KINDS = frozenset({"watch.unwatched", "watch.clock_stepped", "watch.clock_doubtful"})
"""Lines that stay in sight; an alert that was raised is history here, and shown as long as it lives in the strip."""


STYLE_OF_KIND = {"alert.raised": "dim", **dict.fromkeys(TROUBLE_KINDS, "yellow")}


class LogPane(Painted, ScrollView, can_focus=True):
    """Shows the log, newest at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Wanted(Message):
        """Lines that are not here yet; whoever owns the pane fetches them and calls ``supply``."""

        def __init__(self, pane: LogPane, seqs: Sequence[int]) -> None:
            self.pane = pane
            self.seqs = seqs
            super().__init__()

    class Chosen(Message):
        """A line was chosen."""

        def __init__(self, pane: LogPane, seq: int) -> None:
            self.pane = pane
            self.seq = seq
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="log", classes="pane")
        self.seqs = Seqs()
        self.cursor = 0
        self._pages: OrderedDict[int, dict[int, Line]] = OrderedDict()
        self._asked: set[int] = set()
        self._strips: dict[tuple[int, int, bool], Strip] = {}

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
        self.cursor += older
        top = self.scroll_offset.y + older
        self.virtual_size = Size(self.size.width, len(self.seqs))
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.refresh()

    def extend(self, seqs: Iterable[int]) -> None:
        """Append new lines; the cursor follows when it stood on the last one."""
        newest = self.seqs[-1] if self.seqs else 0
        new = [seq for seq in seqs if seq > newest]
        if not new:
            return
        follow = self.cursor >= len(self.seqs) - 1
        before = len(self.seqs)
        self.seqs.extend(new)
        self.virtual_size = Size(self.size.width, len(self.seqs))
        if follow:
            self.cursor = len(self.seqs) - 1
            self.scroll_to(y=self.virtual_size.height, animate=False, force=True, immediate=True)
            self.refresh()
        else:
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
            self.refresh()

    def forget(self) -> None:
        """Drop cached lines: a correction struck one, the language or the glyphs changed."""
        self._pages.clear()
        self._asked.clear()
        self._strips.clear()
        self.refresh()

    @property
    def line(self) -> Line | None:
        """The cursor's line, if it is here."""
        return self._line(self.seqs[self.cursor]) if self.seqs else None

    def _line(self, seq: int) -> Line | None:
        page = self._pages.get(seq // PAGE)
        return page.get(seq) if page is not None else None

    def on_resize(self) -> None:
        """Lines are as wide as the pane; the newest stay in sight."""
        follow = self.cursor >= len(self.seqs) - 1
        self._strips.clear()
        self.virtual_size = Size(self.size.width, len(self.seqs))
        if follow:
            self.scroll_to(y=len(self.seqs), animate=False, force=True, immediate=True)

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw one row; ask for it if it is not here."""
        width = self.size.width
        index = y + self.scroll_offset.y
        if index >= len(self.seqs):
            if not self.seqs and y == 0:
                return self.strip((Part(translate("还没有日志; 按 i 记第一笔"), "dim", -1),), width)
            return self.strip((), width)
        seq = self.seqs[index]
        cursor = index == self.cursor and self.has_focus
        key = (seq, width, cursor)
        found = self._strips.get(key)
        if found is not None:
            return found
        line = self._line(seq)
        if line is None:
            self._want(index)
            return self.strip((Part("      …", "dim"),), width, cursor=cursor)
        strip = self._strips[key] = self.strip(parts_of(line), width, cursor=cursor)
        return strip

    def _want(self, index: int) -> None:
        """Ask once for the page around a row."""
        low = max(0, index - PAGE // 4)
        seqs = [seq for seq in self.seqs[low : low + PAGE] if seq not in self._asked and self._line(seq) is None]
        if seqs:
            self._asked.update(seqs)
            self.post_message(self.Wanted(self, seqs))

    # ------------------------------------------------------------ moving

    def go(self, index: int) -> None:
        """Put the cursor on a row."""
        if not self.seqs:
            return
        index = max(0, min(index, len(self.seqs) - 1))
        if index == self.cursor:
            return
        old, self.cursor = self.cursor, index
        self.refresh_line(old)
        self.refresh_line(index)
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if index < top:
            self.scroll_to(y=index, animate=False, immediate=True)
        elif index >= top + height:
            self.scroll_to(y=index - height + 1, animate=False, immediate=True)

    def go_to_seq(self, seq: int) -> None:
        """Put the cursor on the first line at or after a seq."""
        self.go(bisect.bisect_left(self.seqs, seq))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        self.go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """Move the cursor by pages."""
        self.go(self.cursor + by * max(1, self.size.height - 1))

    def action_first(self) -> None:
        """Go to the oldest line."""
        self.go(0)

    def action_last(self) -> None:
        """Go to the newest line."""
        self.go(len(self.seqs) - 1)

    def action_choose(self) -> None:
        """Choose the cursor's line."""
        if self.seqs:
            self.post_message(self.Chosen(self, self.seqs[self.cursor]))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click chooses."""
        index = event.y + self.scroll_offset.y - self.gutter.top
        if 0 <= index < len(self.seqs):
            self.go(index)
            if event.chain >= 2:
                self.action_choose()

    def on_focus(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        """The cursor shows only in the focused pane."""
        self.refresh_line(self.cursor)


def parts_of(line: Line) -> tuple[Part, ...]:
    """Return a log line in columns: time, mark, who, matter, what."""
    style = "struck" if line.struck else STYLE_OF_KIND.get(line.kind, "plain")
    late = (Part(f"({translate('补记')}) ", "dim"),) if line.late else ()
    label = (Part(f"{line.label} ", "strong"),) if line.label else ()
    return (
        Part(day_hhmm(line.at, to_datetime(line.at).date()), "dim", 5),
        Part(f" {line.mark} ", "dim", 3),
        Part(line.who, "dim", WHO_CELLS),
        Part(" "),
        *label,
        *late,
        Part(line.text, style, -1),
    )
