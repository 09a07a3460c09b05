"""The lines that are always there: status, the entry line's place, keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.i18n import lasting, listed, say, time_left, translate
from dutydesk.kernel.instants import MINUTE, SECOND, Instant, to_datetime
from dutydesk.tui.state import DeskState
from dutydesk.tui.text import width_of
from dutydesk.tui.widgets.paint import Painted, Part

WEEKDAYS = "一二三四五六日"
AGE_SHOWN: Instant = 5 * SECOND
AGE_RED: Instant = 30 * SECOND
SECONDS = Region(7, 0, 2, 1)
"""Where the clock's seconds stand: the rest of it moves with the minute."""

SHRINKING = ("desk", "changeover", "weekday", "gaps", "watch", "date", "zeros", "glyphs", "b", "leader", "drill")
"""What gives way where the line is too narrow, in this order. The time, who acts, A, a vacant post and what alarms never do."""

FAULT_CELLS = 24
"""For so many cells of what is wrong everything else makes room; the rest of it is cut, and stands on the alarm strip."""

ALWAYS = frozenset({"back", "palette", "help"})
"""Commands that the key bar shows at every width: they lead to all others."""


class StatusLine(Painted, Widget):
    """Who, when, how alarmed, whether watched. The clock repaints its own cells only."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self.state = DeskState()
        self.now: Instant = 0
        self.age: Instant | None = None
        self.notice = ""
        self.trouble = ""
        self.fault, self.fault_old = "", False
        self.offer = ""
        self.here = 0

    def show(self, state: DeskState, now: Instant) -> None:
        """Show another picture."""
        self.state, self.now = state, now
        self.refresh()

    def tick(self, now: Instant, age: Instant | None) -> None:
        """Move the clock; only the cells that changed are drawn."""
        before, self.now = self.now, now
        was_shown, self.age = self._age_shown(), age
        if before // MINUTE != now // MINUTE or was_shown != self._age_shown():
            self.refresh()
            return
        self.refresh(SECONDS)

    def _age_shown(self) -> int:
        if self.age is None:
            return -1
        return self.age // SECOND if self.age > AGE_SHOWN else 0

    def say(self, notice: str = "", trouble: str = "") -> None:
        """Show what the desk is doing (核验中), or what is wrong."""
        if (notice, trouble) != (self.notice, self.trouble):
            self.notice, self.trouble = notice, trouble
            self.refresh()

    def fail(self, words: str, *, old: bool) -> None:
        """Show what fails now (red when it has for long), in the place of 看护正常; empty words take it away."""
        if (words, old) != (self.fault, self.fault_old):
            self.fault, self.fault_old = words, old
            self.refresh()

    def offers(self, words: str) -> None:
        """Show what waits to be looked at when there is time (another rulebook), in the place of 看护正常."""
        if words != self.offer:
            self.offer = words
            self.refresh()

    def meets(self, here: int) -> None:
        """Show how many other sessions are on this store."""
        if here != self.here:
            self.here = here
            self.refresh()

    def _head(self, gone: frozenset[str]) -> str:
        """Time first: an update then ends with the clock's cells and draws nothing to their right."""
        moment = to_datetime(self.now)
        words = {
            "date": f"{moment:%m-%d}",
            "weekday": translate("周" + WEEKDAYS[moment.weekday()]),
            "desk": translate("驻京值班台"),
            "drill": translate("演练") if self.state.drill else "",
        }
        return " ".join(["", f"{moment:%H:%M:%S}", *(one for name, one in words.items() if one and name not in gone)])

    def _posts(self, gone: frozenset[str]) -> list[tuple[str, str]]:
        """The posts that there is room for: a vacant one and one's own always."""
        shift = self.state.shift
        if shift is None:
            return []
        kept = ("", self.state.actor)
        posts = (("A", "A", shift.a), ("b", "B", shift.b), ("leader", "带班", shift.leader))
        return [(post, who) for name, post, who in posts if name not in gone or who in kept]

    def _sitting(self, posts: Sequence[tuple[str, str]]) -> str:
        """Who acts here, where the posts on this line do not show it, and whether only reading is allowed."""
        state = self.state
        name = state.names.get(state.actor, state.actor)
        if state.read_only is not None:
            return f"{translate('只读')} {name}"
        return "" if any(who == state.actor for _, who in posts) else name

    def _parts(self, gone: frozenset[str]) -> list[Part]:
        """The line without what gives way."""
        state = self.state
        gap = "│" if "gaps" in gone else " │ "
        parts = [Part(self._head(gone), "strong"), Part(gap.rstrip(), "plain")]
        posts = self._posts(gone)
        for post, who in posts:
            mark = "›" if who and who == state.actor else " "
            words = f" {translate(post)}{mark}{state.names.get(who, who) or translate('空缺')}"
            parts.append(
                Part(words.removeprefix(" ") if gap == "│" and post == "A" else words, "plain" if who else "red")
            )
        if state.shift is None:
            parts.append(Part(f"{' ' * (gap != '│')}{translate('无班次')}", "yellow"))
        elif "changeover" not in gone:
            span = state.shift.ends - self.now
            words = say("距交班 {0}", lasting(span)) if span > 0 else say("交班{0}", time_left(span))
            parts.append(Part(f" │ {words}", "dim" if span > 0 else "yellow"))
        if sitting := self._sitting(posts):
            parts.append(Part(f"{gap}{sitting}", "strong"))
        parts.append(Part(gap, "dim"))
        for colour, glyph in (("red", "▲"), ("yellow", "▲"), ("blue", "·")):
            count = state.count(colour)
            if count or "zeros" not in gone:
                words = f"{'' if 'glyphs' in gone else glyph}{translate(COLOUR_NAMES[colour])}{count} "
                parts.append(Part(words, colour if count else "dim"))
        if state.inbox:
            alarming = any(one.colour == "red" for one in state.inbox)
            parts.append(Part(f"{say('收件{0}', len(state.inbox))} ", "red" if alarming else "yellow"))
        if gap == "│":
            parts[-1] = parts[-1]._replace(text=parts[-1].text.rstrip())
        return parts

    def parts(self, width: int) -> list[Part]:
        """The line with as much as there is room for."""
        found: list[Part] = []
        for count in range(len(SHRINKING) + 1):
            gone = frozenset(SHRINKING[:count])
            found = [*self._parts(gone), self._watched(short="watch" in gone)]
            cells = [width_of(part.text) for part in found]
            if sum(cells[:-1]) + min(cells[-1], FAULT_CELLS) <= width:
                break
        return found

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw the line."""
        return self.strip(self.parts(self.size.width), self.size.width)

    def _watched(self, *, short: bool) -> Part:
        """How the watch does; that all is well, shorter where there is little room."""
        if self.trouble:
            return Part(f"│ {self.trouble}", "red", -1)
        if self.fault:
            return Part(f"│ {self.fault}", "red" if self.fault_old else "yellow", -1)
        if self.notice:
            return Part(f"│ {self.notice}", "dim", -1)
        if self.age is None or self.age <= AGE_SHOWN:
            if self.state.outages:
                names = listed(outage.channel for outage in self.state.outages)
                return Part(f"│ {say('{0} 不通', names)}", "yellow", -1)
            if self.offer:
                return Part(f"│ {self.offer}", "yellow", -1)
            others = say(" 另{0}处" if short else " 另 {0} 处在线", self.here) if self.here else ""
            return Part(("│" + translate("看护√") if short else f"│ {translate('看护正常')}") + others, "dim", -1)
        return Part(f"│ {say('看护 {0} 秒前', self.age // SECOND)}", "red" if self.age > AGE_RED else "yellow", -1)


class EntryPlace(Painted, Widget):
    """Keeps the entry line's row until the entry line itself, which takes long to make, stands there."""

    class Pressed(Message):
        """The row was clicked."""

    def __init__(self) -> None:
        super().__init__(id="entry-place")
        self.words = ""

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw what the entry line says while it is empty."""
        return self.strip((Part(self.words, "dim", -1),), self.size.width)

    def on_click(self) -> None:
        """Whoever owns it brings the entry line."""
        self.post_message(self.Pressed())


class KeyBar(Painted, Widget):
    """The keys of the screen; clicking one presses it.

    Args:
        lines: how many it may have. On a screen of one line the keys that have no room are reached by those that always
            have (命令, 帮助); other screens have keys that stand nowhere else, and show all of them.
    """

    DEFAULT_CSS = "KeyBar { height: auto; }"

    class Pressed(Message):
        """A key's words were clicked."""

        def __init__(self, command: str) -> None:
            self.command = command
            super().__init__()

    def __init__(self, lines: int = 1) -> None:
        super().__init__(id="keys")
        self.most = lines
        self.keys: Sequence[tuple[str, str, str]] = ()
        self._places: dict[int, list[tuple[int, int, str]]] = {}

    def show(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Show (command, key, words) in order."""
        width = self.size.width
        before, self.keys = len(self._laid_out(width)), keys
        self.refresh(layout=len(self._laid_out(width)) != before)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as it needs and may have."""
        return max(1, len(self._laid_out(width)))

    def render_line(self, y: int) -> Strip:
        """Draw a line of keys."""
        parts = [Part(" ")]
        at = 1
        self._places[y] = []
        rows = self._laid_out(self.size.width)
        for command, key, words in rows[y] if y < len(rows) else ():
            cells = self._cells(key, words)
            room = min(2, max(0, self.size.width - at - cells + 2))  # the blanks behind the last one need none
            parts.extend((Part(f"{key} ", "strong"), Part(words + " " * room, "dim")))
            self._places[y].append((at, at + cells, command))
            at += cells
        return self.strip(parts, self.size.width)

    @staticmethod
    def _cells(key: str, words: str) -> int:
        return width_of(key) + width_of(words) + 3

    def _laid_out(self, width: int) -> list[list[tuple[str, str, str]]]:
        """The keys line by line, each whole; where even so there are too many, those stay that lead to every other one."""
        keys = list(self.keys)
        while len(rows := self._broken(keys, width)) > self.most:
            spare = [one for one in keys if one[0] not in ALWAYS]
            if not spare:
                break
            keys.remove(spare[-1])
        return rows

    def _broken(self, keys: Sequence[tuple[str, str, str]], width: int) -> list[list[tuple[str, str, str]]]:
        rows: list[list[tuple[str, str, str]]] = []
        left = 0
        for one in keys:
            cells = self._cells(one[1], one[2])
            if not rows or cells - 2 > left:
                rows.append([])
                left = width - 1
            rows[-1].append(one)
            left -= cells
        return rows

    def on_click(self, event: events.Click) -> None:
        """Press what was clicked."""
        for begin, end, command in self._places.get(event.y, ()):
            if begin <= event.x < end:
                self.post_message(self.Pressed(command))
