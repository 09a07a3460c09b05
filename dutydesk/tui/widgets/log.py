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

from textual.actions import SkipAction
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dutydesk.capabilities.log.lines import Line
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import to_datetime
from dutydesk.tui.widgets.listing import ARRANGE_KEYS, CONTEXT, LIST_KEYS, Arranged, Listing
from dutydesk.tui.widgets.paint import Painted, Part
from dutydesk.tui.widgets.seqs import Backwards, Seqs

PAGE = 128
PAGES = 32
WHO_CELLS = 8
NEWEST_FIRST = "新的在前"
"""Name of the other order."""

TROUBLE_KINDS = frozenset({"watch.unwatched", "watch.clock_stepped", "watch.clock_doubtful"})
"""Lines that stay in sight; an alert that was raised is history here, and shown as long as it lives in the strip."""


STYLE_OF_KIND = {"alert.raised": "dim", **dict.fromkeys(TROUBLE_KINDS, "yellow"), "consent.denied": "red"}


class LogPane(Listing, Painted, ScrollView, can_focus=True):  # pyright: ignore[reportIncompatibleMethodOverride]
    """Shows the log, newest at the bottom."""

    BINDINGS: ClassVar[list[BindingType]] = [*LIST_KEYS, *ARRANGE_KEYS]

    class Wanted(Message):
        """Lines that are not here yet; whoever owns the pane fetches them and calls ``supply``."""

        def __init__(self, pane: LogPane, seqs: Sequence[int]) -> None:
            self.pane = pane
            self.seqs = seqs
            super().__init__()

    class Moved(Message):
        """The cursor moved to another line, or its line came."""

    class Narrowed(Message):
        """Lines are looked for, or newer ones came; whoever owns the pane calls ``matched`` with those that fit.

        ``after``: only lines newer than this seq are wanted, 0 for all.
        """

        def __init__(self, pane: LogPane, words: str, after: int) -> None:
            self.pane = pane
            self.words = words
            self.after = after
            super().__init__()

    class Chosen(Message):
        """A line was chosen."""

        def __init__(self, pane: LogPane, seq: int) -> None:
            self.pane = pane
            self.seq = seq
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="log", classes="pane")
        self.whole = Seqs()
        """Every line, oldest first."""
        self.fitting: Seqs | None = None
        """Those that fit what is looked for, None while nothing is."""
        self.looked_for = ""
        self.order = ""
        """``NEWEST_FIRST``, or empty: the newest at the bottom."""
        self.trouble = ""
        """Why nothing is looked for: what of it was not understood."""
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
        self.whole = Seqs(line.seq for line in lines)
        self.supply(lines, repaint=False)
        self.cursor = max(0, len(self.whole) - 1)

    @property
    def seqs(self) -> Sequence[int]:
        """The lines that are shown, as they stand."""
        shown = self.whole if self.fitting is None else self.fitting
        return Backwards(shown) if self.order else shown

    @property
    def following(self) -> bool:
        """Whether the cursor stands on the newest line."""
        return self.cursor == 0 if self.order else super().following

    def extend_back(self, past: Sequence[int]) -> None:
        """Put all older seqs of the past before those shown; the screen does not move."""
        first = self.whole[0] if self.whole else 1 << 62
        older = bisect.bisect_left(past, first)
        self.whole = Seqs(self.whole.newer, past, older)
        if self.fitting is None:
            self._shift(0 if self.order else older)
        else:
            self.say_place()

    def _shift(self, above: int) -> None:
        """So many rows came above those in sight: what is seen stays."""
        top = self.scroll_offset.y + above
        self.cursor += above
        self.virtual_size = Size(1, self.count)
        self._top(top)
        self.resettle()

    def again(self, past: Sequence[int]) -> None:
        """Show another past, and nothing of the lines that were here: other matters are hidden now."""
        self.whole = Seqs((), past, len(past))
        self.fitting = None if not self.looked_for else Seqs()
        self.cursor, self.unseen = 0 if self.order else max(0, self.count - 1), 0
        self.virtual_size = Size(1, self.count)
        self.forget()
        self.resettle()
        if self.looked_for:
            self.post_message(self.Narrowed(self, self.looked_for, 0))

    def extend(self, seqs: Iterable[int]) -> None:
        """Append new lines; the cursor follows when it stood on the last one, else they are counted."""
        newest = self.whole[-1] if self.whole else 0
        new = [seq for seq in seqs if seq > newest]
        if not new:
            return
        if self.fitting is not None:
            self.whole.extend(new)
            self.post_message(self.Narrowed(self, self.looked_for, newest))
        else:
            self._append(self.whole, new)

    def _append(self, shown: Seqs, new: Sequence[int]) -> None:
        following, before = self.following, self.count
        shown.extend(new)
        if following:
            self.cursor = 0 if self.order else self.count - 1
            self.resettle()
            self.refresh(self.size.region)
            return
        self.unseen += len(new)
        if self.order:
            self._shift(len(new))
            self.refresh(self.size.region)
        else:
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
        new = say("{0} 条新记录 ↑ Home" if self.order else "{0} 条新记录 ↓ End", self.unseen) if self.unseen else ""
        here = f"{self.cursor + 1:,}/{self.count:,}" if self.count else ""
        looked_for = say("筛选: {0} ({1}/{2})", self.looked_for, f"{self.count:,}", f"{len(self.whole):,}")
        parts = (looked_for if self.looked_for else "", translate(self.order) if self.order else "", here, new)
        return "  ".join(part for part in parts if part)

    # ------------------------------------------------------------ filter, order

    def look_for(self, typed: str) -> None:
        """Leave the lines that hold all of the words; nothing typed: all of them."""
        self.looked_for, self.trouble = typed, ""
        if typed:
            self.post_message(self.Narrowed(self, typed, 0))
        else:
            self._show_other(None)

    def matched(self, words: str, seqs: Sequence[int], after: int, trouble: str = "") -> None:
        """Take the lines that fit what was looked for; what was looked for before is not wanted any more."""
        if words != self.looked_for:
            return
        self.trouble = trouble
        if after and self.fitting is not None:
            self._append(self.fitting, [seq for seq in seqs if not self.fitting or seq > self.fitting[-1]])
        elif not after:
            self._show_other(Seqs((), seqs, len(seqs)))

    def _show_other(self, fitting: Seqs | None, order: str | None = None) -> None:
        """Show other lines, or the same in another order; the cursor stays on its line, or near it."""
        following, seq = self.following, self.seqs[self.cursor] if self.count else 0
        self.fitting, self.order = fitting, self.order if order is None else order
        self.virtual_size = Size(1, self.count)
        self.cursor = (0 if self.order else max(0, self.count - 1)) if following else self._index_of(seq)
        self.resettle()
        self.refresh()
        self.moved()

    def counted(self) -> tuple[int, int]:
        """Return how many lines are shown, and how many there are."""
        return self.count, len(self.whole)

    def action_filter(self) -> None:
        """Ask what is looked for, and leave the lines that have it."""
        from dutydesk.tui.screens.filtering import FilterScreen

        self.app.push_screen(FilterScreen(self))

    def action_sort(self) -> None:
        """Turn the order round."""
        self.turn("" if self.order else NEWEST_FIRST)
        self.post_message(Arranged(self))

    def turn(self, order: str) -> None:
        """Put the lines into an order."""
        self._show_other(self.fitting, order)

    def action_clear(self) -> None:
        """Show all lines again, else it is a key for what the pane stands on."""
        if not self.looked_for:
            raise SkipAction
        self.look_for("")

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
                empty = "没有相符的" if self.looked_for else "还没有日志; 按 i 记第一笔"
                return self.strip((Part(translate(empty), "dim", -1),), width)
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
        """Put the cursor on the first line at or after a seq, with lines before and after it in sight; a filter that hides it goes."""
        if self.fitting is not None and seq not in self.fitting[bisect.bisect_left(self.fitting, seq) :][:1]:
            self.look_for("")
        self.go(self._index_of(seq), context=self.size.height // CONTEXT)

    def _index_of(self, seq: int) -> int:
        """Return where the first line at or after a seq stands, of those that are shown."""
        shown = self.whole if self.fitting is None else self.fitting
        index = bisect.bisect_left(shown, seq)
        return max(0, len(shown) - 1 - index) if self.order else index

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
