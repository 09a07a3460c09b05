"""The roster as a calendar: a month of shifts, holidays and important periods in words, what is wrong below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from dutydesk.capabilities.roster import pages as roster_pages
from dutydesk.capabilities.roster import state as roster_state
from dutydesk.capabilities.roster.rules.checks import Finding
from dutydesk.capabilities.roster.rules.roster import PlannedShift, Stretch, names_of
from dutydesk.capabilities.roster.state import DayOf
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import HOUR, Instant, When, at_local, local_date, to_datetime
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.fields import Field
from dutydesk.tui.gateway import Gateway
from dutydesk.tui.screens.host import CommandScreen
from dutydesk.tui.text import safe
from dutydesk.tui.widgets.calendar import WEEKS, DayCell, RosterCalendar, first_shown
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.rows import Row, RowsPane
from dutydesk.tui.widgets.status import KeyBar
from dutydesk.usecase.books import Books

BAR = (
    ("edit", "Enter", "调整这一天"),
    ("month", "PgUp/PgDn", "上月下月"),
    ("today", "Home", "今天"),
    ("findings", "Tab", "不合之处"),
    ("roster_import", "F5", "导入"),
    ("swap", "F6", "换班"),
    ("back", "Esc", "返回"),
)


@dataclass(frozen=True, slots=True)
class RosterPicture:
    """What the calendar shows, read in one go."""

    days: dict[date, DayOf]
    findings: list[Finding]
    missing: list[int]


def read_picture(views: Views, books: Books, day: date, now: Instant) -> RosterPicture:
    """Read the six weeks around a day and what is wrong with the roster."""
    first = first_shown(day)
    last = first + timedelta(days=WEEKS * 7 - 1)
    days = {one.date: one for one in roster_state.days_of(views, books, first, last)}
    since, until = roster_state.checked_span(views, now)
    findings = roster_state.findings(views, books, since, until, now)
    findings.sort(key=lambda one: (not one.blocks, one.at))
    return RosterPicture(days, findings, books.holidays.missing(first, last))


class RosterScreen(CommandScreen):
    """Shows the roster; Enter changes a day."""

    EVERYWHERE_ONLY = True
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - Textual's own idiom
    CSS_PATH = "../styles/screens.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", show=False),
        Binding("f5", "command('roster_import')", show=False),
        Binding("f6", "command('swap')", show=False),
    ]

    def __init__(self, gateway: Gateway, keys: dict[str, str]) -> None:
        super().__init__(gateway, keys)
        self.picture = RosterPicture({}, [], [])

    def compose(self) -> ComposeResult:
        """Compose status, title, calendar, findings, keys."""
        yield Static(id="month")
        yield RosterCalendar(local_date(self.gateway.now()))
        yield RowsPane("findings", "")
        yield KeyBar(lines=3)

    @property
    def calendar(self) -> RosterCalendar:
        """The month."""
        return self.query_one(RosterCalendar)

    def on_mount(self) -> None:
        """Read and show."""
        self.calendar.focus()
        self.relabel()
        self.desk.policy.start(self, self.reload, "reload", group="opening")

    def relabel(self) -> None:
        """Say the fixed words again."""
        self.query_one(KeyBar).show([(name, key, translate(words)) for name, key, words in BAR])
        pane = self.query_one("#findings", RowsPane)
        pane.empty = translate("排班没有不合规则之处")
        self._draw()

    async def reload(self) -> None:
        """Read again and show."""
        day = self.calendar.day
        now = self.gateway.now()
        books = await self.gateway.write(lambda container: container.desk.books)
        self.picture = await self.gateway.read(lambda views: read_picture(views, books, day, now))
        if not self.drawn:
            return  # left meanwhile
        self._draw()

    def on_resize(self) -> None:
        """The lines of a day depend on how wide it is."""
        self._draw()

    def action_back(self) -> None:
        """Back to where it was opened."""
        self.app.pop_screen()

    # ------------------------------------------------------------ drawing

    def _title(self) -> None:
        """The month, a year that is missing, and the cursor's day in full."""
        day = self.calendar.day
        words = [say("排班 {0} 年 {1} 月", str(day.year), day.month)]
        if self.picture.missing:
            years = "、".join(map(str, self.picture.missing))
            words.append(say("没有 {0} 年的节假日数据, 请补 holidays.toml", years))
        known = self.picture.days.get(day)
        if known is not None:
            words.append(" ".join([f"{day:%m-%d}", *roster_pages.day_words(known)]))
            for begins, people, changed in roster_pages.shift_cells(known.stretches, self.state.names):
                mark = "*" if changed else ""
                posts = (("A", "a"), ("B", "b"), (translate("带班"), "leader"))
                words.append(" ".join([f"{mark}{begins}", *(f"{word} {people[post] or '-'}" for word, post in posts)]))
        self.query_one("#month", Static).update(safe(" " + "  ".join(words)))

    def _draw(self) -> None:
        self._title()
        wrong = {local_date(one.at) for one in self.picture.findings if one.blocks}
        self.calendar.show({one.date: self._cell(one, one.date in wrong) for one in self.picture.days.values()})
        rows = [self._finding(number, one) for number, one in enumerate(self.picture.findings)]
        pane = self.query_one("#findings", RowsPane)
        pane.head(say("{0} 处", len(rows)) if rows else "")
        pane.show(rows)

    def _finding(self, number: int, one: Finding) -> Row:
        style = "strong" if one.blocks else "plain"
        return Row(str(number), (Part(roster_pages.finding_line(one), style, -1),))

    def _cell(self, day: DayOf, wrong: bool) -> DayCell:
        words = " ".join(roster_pages.day_words(day))
        return DayCell(words, tuple(self._lines(day)), wrong, day.kind in {"holiday", "weekend"})

    def _lines(self, day: DayOf) -> list[str]:
        shifts = roster_pages.shift_cells(day.stretches, self.state.names)
        if not self.calendar.roomy or len(shifts) > 1:
            lines: list[str] = []
            for begins, people, changed in shifts:
                mark = "*" if changed else ""
                hour = f"{begins[:2]} " if len(shifts) > 1 else ""
                lines.append(f"{mark}{hour}{people['a'] or '-'}/{people['b'] or '-'}")
                if len(shifts) == 1:
                    lines.append(people["leader"])
            return lines
        lines = []
        for _, people, changed in shifts:
            mark = "*" if changed else " "
            lines += [f"{mark}A {people['a'] or '-'}", f" B {people['b'] or '-'}"]
            lines.append(f" {translate('带班')} {people['leader'] or '-'}")
        return lines

    # ------------------------------------------------------------ keys

    @on(RosterCalendar.Moved)
    def _moved(self, event: RosterCalendar.Moved) -> None:
        if event.month:
            self.desk.policy.start(self, self.reload, "reload", exclusive=True)
        else:
            self._title()

    @on(RowsPane.Chosen)
    async def _to_finding(self, event: RowsPane.Chosen) -> None:
        self.calendar.go(local_date(self.picture.findings[int(event.key)].at))
        self.calendar.focus()

    @on(RosterCalendar.Chosen)
    def _edit_day(self, event: RosterCalendar.Chosen) -> None:
        self.desk.policy.once(self, partial(self.edit, event.day), "command")

    async def edit(self, day: date) -> None:
        """Ask what is to change on a day, or in a shift that is not planned yet."""
        shift = await self._shift_of(day)
        if shift is None:
            return
        names = names_of(shift, self.state.names)

        def post(name: str, label: str) -> Field:
            return Field(name, label, hint=say("现为 {0}; 留空不变, - 为空缺", names[name] or translate("空缺")))

        fields = [
            Field("begin", "开始", f"{to_datetime(shift.begins):%Y-%m-%d %H:%M}"),
            Field("end", "结束", f"{to_datetime(shift.ends):%Y-%m-%d %H:%M}"),
            post("a", "A岗"),
            post("b", "B岗"),
            post("leader", "带班领导"),
            post("director", "主任"),
            Field("reason"),
            Field("anyway", "不合规则时的理由", hint="可空"),
        ]
        await self.form(say("调整排班 {0}", When(shift.begins)), fields, "roster set", f"roster-{day}")

    async def _shift_of(self, day: date) -> PlannedShift | None:
        """The shift of a day: the only one, one that is chosen, or the usual hours where none is planned."""
        known = self.picture.days.get(day)
        shifts: dict[str, Stretch] = {}
        for one in known.stretches if known else ():
            shifts.setdefault(str(one.shift_begins), one)
        if not shifts:
            begins, hours = await self.gateway.write(lambda container: container.desk.books.patterns[0])
            start = at_local(day, begins)
            return PlannedShift(start, start + hours * HOUR)
        key = next(iter(shifts))
        if len(shifts) > 1:
            people = self.state.names
            choices = [(name, roster_pages.stretch_line(one, people)) for name, one in shifts.items()]
            key = await self.choose(translate("哪一班"), choices)
            if not key:
                return None
        one = shifts[key]
        return PlannedShift(one.shift_begins, one.shift_ends, **one.posts)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on the key bar."""
        if event.command == "back":
            self.action_back()
        elif event.command == "edit":
            self.calendar.action_choose()
        elif event.command == "today":
            self.calendar.action_today()
        elif event.command == "month":
            self.calendar.action_month(1)
        elif event.command in COMMANDS:
            self.action_command(event.command)
        else:
            self.query_one("#findings").focus()
