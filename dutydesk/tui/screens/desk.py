"""The desk: log, matters, clocks, checklist, the alarm strip and the entry line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size

from dutydesk.capabilities.log.lines import Line
from dutydesk.i18n import explain, say, translate, when
from dutydesk.kernel.instants import MINUTE, Instant, When, local_date
from dutydesk.tui import panes
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.panes.clocks import changed_by_second
from dutydesk.tui.screens import arranging
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.screens.keysbar import press, shown_keys
from dutydesk.tui.screens.pointing import Pointing
from dutydesk.tui.screens.resting import Resting
from dutydesk.tui.screens.touring import Walk
from dutydesk.tui.state import DeskState
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.listing import Arranged, Turned
from dutydesk.tui.widgets.log import LogPane
from dutydesk.tui.widgets.preview import PreviewPane
from dutydesk.tui.widgets.rows import RowsPane
from dutydesk.tui.widgets.seqs import AllBut
from dutydesk.tui.widgets.status import EntryPlace, KeyBar

if TYPE_CHECKING:
    from dutydesk.tui.widgets.entry import EntryLine

BAR = ("acknowledge", "report", "incident", "other", "entry", "meet", "figures", "find", "palette", "help")
"""Commands of the key bar, the most needed first: a narrow screen shows as many as fit."""

WIDE, TALL = 100, 30
"""From so many cells on all panes stand beside each other, and the alarm strip has two lines."""


class DeskScreen(Resting, Pointing, CommandScreen):
    """The screen of the twelve hours."""

    AUTO_FOCUS = "#log"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's own idiom
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"pane({n})", show=False) for n in range(1, len(panes.NAMES) + 1)),
        Binding("tab", "pane_after(1)", show=False),
        Binding("shift+tab", "pane_after(-1)", show=False),
    ]

    def __init__(self, gateway, keys, first: Sequence[Line], size: Size) -> None:  # noqa: ANN001 - as the base
        super().__init__(gateway, keys)
        self.add_class(  # before the styles are worked out the first time
            "-wide" if size.width >= WIDE else "-narrow", "-tall" if size.height >= TALL else "-short"
        )
        self.first = first
        self.pane = 1
        self._painted: Instant = 0
        self._names: dict[str, str] = {}
        self._entry: EntryLine | None = None
        self.walk = Walk(self)
        self.give_room(size)

    def compose(self) -> ComposeResult:
        """Compose the lines and panes, filled with what was read before the first frame."""
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield LogPane()
                yield PreviewPane()
            with Vertical(id="right"):
                for one in panes.SIDE:
                    pane = RowsPane(one.name, translate(one.empty))
                    pane.markable = one.markable
                    pane.set_class(bool(one.stands_for), "-away")
                    yield pane
        yield EntryPlace()
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill everything for the first frame."""
        self.relabel()  # before the lines: it forgets what the log holds
        self.log_pane.start(self.first)
        self.log_pane.focus()
        self.show_state(self.state)
        if self.state.inbox and self.has_class("-narrow"):  # one pane at a time: what waits is seen first
            self.desk.policy.later(self, partial(self.action_pane, panes.number("inbox")), "focus")

    # ------------------------------------------------------------ parts

    @property
    def pane_name(self) -> str:
        """The pane that one is in."""
        return panes.NAMES[self.pane - 1]

    @property
    def log_pane(self) -> LogPane:
        """The log."""
        return self.query_one(LogPane)

    @property
    def entry(self) -> EntryLine:
        """The entry line; it takes its place when it is first asked for."""
        if self._entry is None:
            from dutydesk.tui.widgets.entry import EntryLine

            place = self.query_one(EntryPlace)
            self._entry = EntryLine()
            self._entry.placeholder = safe(place.words)
            self.mount(self._entry, after=place)
            place.remove()
        return self._entry

    @property
    def written_so_far(self) -> str | None:
        """What stands in the entry line, None while there is none yet."""
        return self._entry.text if self._entry is not None else None

    def forget_entry(self, filed: str) -> None:
        """Empty the entry line where all that stands in it was filed elsewhere: a paste that became a message."""
        if self._entry is not None and filed.strip() and self._entry.text.split() == filed.split():
            self._entry.text = ""

    def close_entry(self, closed: bool) -> None:
        """Let the entry line take nothing (whoever sits here only reads), or open it again; closed, it says why."""
        self.entry.read_only = closed
        self.entry.placeholder = safe(self._entry_words)
        self._show_keys()

    @property
    def _entry_words(self) -> str:
        """What the empty entry line says."""
        why = self.state.read_only
        return explain(why) if why is not None else translate("› 记一笔 (按 i)")

    def rows(self, name: str) -> RowsPane:
        """Return a side pane."""
        return self.query_one(f"#{name}", RowsPane)

    # ------------------------------------------------------------ showing

    def relabel(self) -> None:
        """Say all fixed words again: at start and after the language changed."""
        for one in panes.SIDE:
            self.rows(one.name).empty = translate(one.empty)
        if self._entry is None:
            self.query_one(EntryPlace).words = self._entry_words
        else:
            self._entry.placeholder = safe(self._entry_words)
        self._show_keys()
        self.log_pane.forget()
        self.log_pane.supply(())
        self.walk.show()
        self.name_panes()

    def name_panes(self) -> None:
        """Write the names of the panes into their edges; on a narrow screen those of the others, too."""
        log = f"1 {translate('值班日志')}"
        names: dict[str, tuple[str, ...]] = {panes.LOG: (log, *[f"1 {translate('日志')}"] * 2, "1")}
        for number, one in enumerate(panes.SIDE, 2):
            count, short = one.count(self.state), f"{number} {translate(one.short)}"
            names[one.name] = (f"{number} {translate(one.title)} {count}", f"{short} {count}", short, f"{number}")
        narrow = self.has_class("-narrow")
        for name, ways in names.items():
            pane = self.query_one(f"#{name}")
            assert isinstance(pane, LogPane | RowsPane)
            pane.head(ways[0], tuple(() if one == name else names[one] for one in names) if narrow else ())

    def show_state(self, state: DeskState) -> None:
        """Show another picture of the store."""
        if not self.drawn:
            return  # left meanwhile
        now = self.gateway.now()
        self._names = state.names
        for pane in panes.SIDE:
            if not pane.counts_down:
                self.rows(pane.name).show(pane.rows(state, now))
        self._share_place()
        self.name_panes()
        self._countdowns(now)
        self.preview()

    def _countdowns(self, now: Instant) -> None:
        self._painted = now
        self.log_pane.show_day(local_date(now))
        for pane in panes.SIDE:
            if pane.counts_down:
                self.rows(pane.name).show(pane.rows(self.state, now))

    def tick(self, now: Instant) -> None:
        """A second has passed: the clock's cells, and countdowns whose words changed."""
        if self._painted // MINUTE != now // MINUTE or changed_by_second(self.state.clocks, now):
            self._countdowns(now)

    def add_lines(self, seqs: Sequence[int], *, struck: bool) -> None:
        """Show new log lines; a correction among them strikes an older one."""
        if struck:
            self.log_pane.forget()
        self.log_pane.extend(seqs)

    def add_older(self, last: int, skipped: Sequence[int]) -> None:
        """Put the whole past, from row 1 to the last without the skipped ones, before the lines of the first frame."""
        self.log_pane.extend_back(AllBut(last, skipped))

    @on(LogPane.Wanted)
    def _wanted(self, event: LogPane.Wanted) -> None:
        async def fetch() -> None:
            self.log_pane.supply(await self.gateway.lines(event.seqs, self._names))

        self.desk.policy.start(self, fetch, "log")

    # ------------------------------------------------------------ moving about

    def action_pane(self, number: int) -> None:
        """Go to a pane; on a narrow screen it takes the others' place."""
        self.pane = number
        self.set_class(number > 1, "-beside")
        for pane in panes.SIDE:
            self.rows(pane.name).set_class(pane.name == self.pane_name, "-shown")
        self._share_place()
        self.query_one(f"#{self.pane_name}").focus()

    def _share_place(self) -> None:
        """A pane that stands for another has its place while anything is in it, or while one is in it."""
        for pane in panes.SIDE:
            if pane.stands_for:
                filled = bool(self.rows(pane.name).every) and self.pane_name != pane.stands_for
                shown = self.pane_name == pane.name or filled
                self.rows(pane.name).set_class(not shown, "-away")
                self.rows(pane.stands_for).set_class(shown, "-away")

    def action_pane_after(self, by: int) -> None:
        """Go to the next or previous pane."""
        self.action_pane((self.pane - 1 + by) % len(panes.NAMES) + 1)

    @on(Turned)
    def _turned(self, event: Turned) -> None:
        self.action_pane(event.number)

    @on(RowsPane.Moved)
    @on(LogPane.Moved)
    def _row_moved(self) -> None:
        self.look_at_strip()
        self.preview()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click may have moved the focus to another pane."""
        self.look_at_strip()
        self.preview()
        name = event.widget.id or ""
        if name in panes.NAMES and name != self.pane_name:
            self.action_pane(panes.number(name))

    def focus_entry(self) -> None:
        """Go to the entry line."""
        self.entry.focus()

    def pasted(self, text: str) -> None:
        """A paste anywhere goes to the entry line."""
        self.entry.focus()
        self.entry.take(text)

    @on(KeyBar.Pressed)
    def _bar_pressed(self, event: KeyBar.Pressed) -> None:
        if event.command in COMMANDS:
            self.action_command(event.command)
        else:
            press(self.entry, event.command)

    @on(Arranged)
    def _arranged(self, event: Arranged) -> None:
        arranging.keep(self, event.pane)

    @on(LogPane.Narrowed)
    def _narrowed(self, event: LogPane.Narrowed) -> None:
        from dutydesk.tui.screens.finding import narrow

        self.desk.policy.start(self, partial(narrow, self, event), "narrow", exclusive=not event.after)

    @on(RowsPane.Chosen)
    def _row_chosen(self, event: RowsPane.Chosen) -> None:
        pane = panes.BY_NAME.get(event.pane.id or "")
        if pane is not None:
            pane.chosen(self, event.key)

    @on(LogPane.Chosen)
    def _line_chosen(self, event: LogPane.Chosen) -> None:
        self.desk.policy.once(self, partial(self._read_line, event.seq), "command")

    async def _read_line(self, seq: int) -> None:
        """Show one line in full."""
        entry = await self.gateway.read(lambda views: views.entry_at(seq))
        lines = await self.gateway.lines([seq], self._names)
        if entry is not None and lines:
            head = say("第 {0} 条  {1}  {2}", entry.seq, when(entry.at), lines[0].who)
            recorded = say("记录于 {0}", When(entry.recorded_at)) if entry.late else ""
            struck = translate("已被更正; 以注明更正的那一条为准") if lines[0].struck else ""
            text = "\n".join(part for part in (struck, lines[0].text, recorded) if part)
            await self.read(head, text)

    # ------------------------------------------------------------ writing a line

    def _show_keys(self) -> None:
        self.query_one(KeyBar).show(shown_keys(self, self._entry, BAR))

    def on_entry_line_turned(self) -> None:
        """Somebody began or ended writing, or pasted something."""
        if self._entry is not None and not self._entry.text.strip():
            self._entry.pasted = False
        self._show_keys()

    def on_entry_place_pressed(self) -> None:
        """A click where the entry line will be."""
        self.focus_entry()

    def on_entry_line_submitted(self, event: EntryLine.Submitted) -> None:
        """Save a line, beside the screen: alarms go on while the store is busy."""
        self.desk.policy.once(self, partial(self._save_line, event.text), "save")

    async def _save_line(self, typed: str) -> None:
        """Save a line and go back to the panes, so that the next key is a command; what was refused stays open."""
        if await self.desk.save_entry(typed):
            self.entry.clear()
            if self.entry.has_focus:
                self.on_entry_line_left()

    def on_entry_line_arrived(self, event: EntryLine.Arrived) -> None:
        """What stands in the entry line is a message: take it in and look at what is proposed for it."""
        from dutydesk.capabilities.intake.commands import take_in

        self.desk.policy.once(self, partial(take_in, self, event.text), "command")

    def on_entry_line_too_long(self, event: EntryLine.TooLong) -> None:
        """A paste is too long for a line: ask whether it is a message, kept whole as a file."""
        from dutydesk.capabilities.intake.commands import take_in_whole

        self.desk.policy.once(self, partial(take_in_whole, self, event.text), "command")

    def on_entry_line_closed(self, event: EntryLine.Closed) -> None:
        """Say that a paste came while the line takes nothing, and why it takes nothing."""
        why = explain(self.state.read_only) if self.state.read_only is not None else ""
        words = say("粘贴的 {0} 字没有收下: {1}", event.length, why) if event.length else say("不能记: {0}", why)
        self.tell(words, trouble=True)

    def on_entry_line_left(self) -> None:
        """Back to the pane that had the focus."""
        self.action_pane(self.pane)

    # ------------------------------------------------------------ finding, going, checking

    async def find(self) -> None:
        """Find something and go there."""
        from dutydesk.tui.screens.finding import find

        await find(self)

    async def go_to(self, instant: Instant) -> None:
        """Put the log's cursor on the first line at or after an instant, or on one of its ends."""
        from dutydesk.tui.screens.going import go

        await go(self, instant)

    async def check_item(self) -> None:
        """Answer the item under the checklist's cursor, or all marked ones alike."""
        from dutydesk.tui.screens.answering import answer

        await answer(self)
