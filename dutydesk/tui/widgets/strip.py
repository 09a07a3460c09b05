"""The alarm strip: what waits for a hand, what is overdue, who is to be called; its keys and clicks act on what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dutydesk.capabilities.calls.reads import CallTaskView
from dutydesk.capabilities.log.lines import CHANNEL_WORDS
from dutydesk.capabilities.matters.rules import COLOUR_NAMES
from dutydesk.capabilities.obligations.bundles import Bundle, bundled, is_anothers, waits_for
from dutydesk.i18n import current, listed, say, time_left, title, translate, when
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.store.views import ClockView
from dutydesk.tui.commands.base import key_name
from dutydesk.tui.state import DeskState
from dutydesk.tui.text import width_of
from dutydesk.tui.widgets.paint import Painted, Part, left_style, places, squeezed

if TYPE_CHECKING:
    from dutydesk.tui.alarmed import Alarmed

HINTS = {"acknowledge": "[{0}]签收", "report": "[{0}]报告", "call": "[{0}]登记"}
"""Commands of the strip, with their words."""

NAME, MATTER, PEOPLE = 1, 2, 3
"""What gives way where a line is too narrow, the highest first; colour, time, the matter's label and the keys never do."""

NARROW = 100
"""Below so many cells no pane of clocks stands beside the others: the strip names what falls due next."""

ROOMY = 72
"""From so many cells on numbers have their words beside them."""

Shown = Bundle | CallTaskView
"""What a line of the strip shows."""


def overdue(state: DeskState, now: Instant) -> tuple[list[ClockView], bool]:
    """Return the clocks that are over without an alert that waits, and whether each was acknowledged."""
    waiting = {alert.obligation for alert in state.unacknowledged}
    answered = {alert.obligation for alert in state.alerts} - waiting
    late = [clock for clock in state.clocks if clock.due_at < now and clock.id not in waiting]
    return late, all(clock.id in answered for clock in late)


class AlarmStrip(Painted, Widget):
    """The most urgent alerts, one bundle a line. The keys that stand there act on the first; so does a click on them."""

    class Pressed(Message):
        """A line was clicked: ``command`` is the word under the mouse, or ``open`` for the line itself."""

        def __init__(self, shown: Shown, command: str) -> None:
            self.shown = shown
            self.command = command
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="alarm")
        self.state = DeskState()
        self.bundles: Sequence[Bundle] = ()
        self.now: Instant = 0
        self.banner = ""
        self._late: list[ClockView] = []
        self._late_answered = False
        self._next: ClockView | None = None
        self._was_discreet = False
        self._language = current()
        self._live: tuple[str, ...] = ()
        self._zones: dict[int, list[tuple[int, int, str]]] = {}

    # ------------------------------------------------------------ what is shown

    def show(self, state: DeskState, now: Instant) -> None:
        """Show the alerts of another picture, or another minute."""
        bundles = bundled(state.unacknowledged)
        late, answered = overdue(state, now)
        coming = next((clock for clock in state.clocks if clock.due_at >= now), None)
        same = (bundles, state.call_tasks, late, coming) == (
            *(self.bundles, self.state.call_tasks, self._late, self._next),
        )
        moved = self.now // MINUTE != now // MINUTE
        self.state, self._late_answered = state, answered
        if not same or moved or (self._was_discreet, self._language) != (self._is_discreet, current()):
            self.bundles, self.now, self._late, self._next = bundles, now, late, coming
            self._was_discreet, self._language = self._is_discreet, current()
            self.refresh()
        self.look_at_keys()

    def warn(self, banner: str) -> None:
        """Show a red banner above everything (a doubtful clock, a stopped store), or take it away."""
        if banner != self.banner:
            self.banner = banner
            self.set_class(bool(banner), "-banner")
            self.refresh()

    def look_at_keys(self) -> None:
        """See which keys act on what is shown: that depends on the screen and on what its cursor stands on."""
        live = cast("Alarmed", self.screen).strip_keys(self.bundles[0]) if self.bundles else ()
        if live != self._live:
            self._live = live
            self.refresh()

    def lines(self) -> list[Shown | None]:
        """Return what stands on each line below the banner; None is the line about what is overdue."""
        room = max(1, self.size.height - bool(self.banner) - self._ends_with_next)
        late: list[Shown | None] = [None] if self._late and len(self.bundles) < room else []
        found: list[Shown | None] = [*self.bundles, *late, *self.state.call_tasks]
        return found[:room]

    # ------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line: a banner, a bundle, what is overdue, a call that is owed, or calm."""
        width = self.size.width
        self._zones.pop(y, None)
        if self.banner and y == 0:
            return self.strip((Part(f" ▲ {self.banner}", "red", -1),), width, ground="alarm")
        index = y - bool(self.banner)
        shown = self.lines()
        if self._ends_with_next and y == self.size.height - 1:
            said_above = (
                not shown and self.screen is not self.app.screen
            )  # by the strip of the form or dialog over this screen
            return self.strip([] if said_above else squeezed(self._next_parts(), width), width)
        if index >= len(shown):
            calm = translate("没有待签收的提醒") if not shown and index == 0 else ""
            more = self._next_parts() if calm and width < NARROW and not self._ends_with_next else []
            return self.strip(squeezed([(Part(f" {calm} ", "dim"), 0), *more], width), width)
        one = shown[index]
        if one is None:
            return self.strip(squeezed(self._late_parts(), width), width)
        theirs = isinstance(one, Bundle) and is_anothers(one.first, self.state.actor)
        hints = self._hints(one) if index == 0 and not theirs else []
        last = [
            *((Part(f" {self._waits_for(one)} ", "dim"),) if theirs and not self._is_discreet else ()),
            *(self._rest(len(shown)) if index == len(shown) - 1 else ()),
            *(hint for hint, _ in hints),
        ]
        room = width - sum(width_of(part.text) for part in last)
        parts = squeezed(self._bundle_parts(one) if isinstance(one, Bundle) else self._task_parts(one), room)
        blank = room - sum(part.width for part in parts)
        parts += [*([Part(" " * blank)] if blank > 0 else []), *last]
        self._zones[y] = [
            (begin, begin + cells, command)
            for (begin, cells), (_, command) in zip(places(parts, width)[len(parts) - len(hints) :], hints, strict=True)
        ]
        red = isinstance(one, Bundle) and one.first.colour == "red"
        return self.strip(parts, width, ground="alarm" if red else "")

    def _waits_for(self, one: Shown) -> str:
        """Say whose hand alone answers what is shown."""
        people = one.people if isinstance(one, Bundle) else ()
        return waits_for(people, self.state.names)

    def _hints(self, one: Shown) -> list[tuple[Part, str]]:
        """Return the words that can be pressed; in brackets the keys that act on this line here."""
        if self._is_discreet:
            return []
        commands = ("call",) if not isinstance(one, Bundle) else ("acknowledge", "report")
        if isinstance(one, Bundle) and one.first.matter_id is None:
            commands = ("acknowledge",)
        found: list[tuple[Part, str]] = []
        for command in commands:
            live = command == "call" or command in self._live
            words = say(HINTS[command], key_name(self._keys[command]))
            found.append((Part(f" {words if live else words.partition(']')[2]}", "dim"), command))
        return [*found[:-1], (found[-1][0]._replace(text=found[-1][0].text + " "), found[-1][1])]

    def _rest(self, lines: int) -> list[Part]:
        """Return what the lines have no room for, as numbers."""
        parts: list[Part] = []
        narrow = self.size.width < ROOMY  # the name of what is owed is worth more than these words
        tasks = [task for task in self.state.call_tasks if task not in self.lines()]
        more = len(self.bundles) - min(lines, len(self.bundles))
        if more > 0:
            parts.append(Part(f" +{more}" if narrow else f" {say('另 {0} 条', more)}", "strong"))
        if self._late and None not in self.lines():
            parts.append(Part(f" {say('超时 {0} 件', len(self._late))}", "red"))
        if tasks and not self._is_discreet:
            key = key_name(self._keys["call"])
            words = f"☎{len(tasks)}[{key}]" if narrow else say("☎ {0} 待呼叫 [{1}]", len(tasks), key)
            parts.append(Part(f" {words}", "strong"))
        return parts

    @property
    def _is_discreet(self) -> bool:
        """Whether the desk is locked: names of rules and times are shown, no titles, no matters, no keys."""
        locked: bool = self.app.sitting.locked  # pyright: ignore[reportAttributeAccessIssue] - the desk's application
        return locked

    @property
    def _keys(self) -> dict[str, str]:
        keys: dict[str, str] = self.app.keys  # pyright: ignore[reportAttributeAccessIssue] - the desk's application
        return keys

    def _late_parts(self) -> list[tuple[Part, int]]:
        """Say what is over though no alert waits: never calm alone while something is."""
        head = say("超时 {0} 件, 已签收" if self._late_answered else "超时 {0} 件", len(self._late))
        first = self._late[0]
        discreet = self._is_discreet
        return [
            (Part(f" ▲ {head}: ", "red"), 0),
            (Part(title(first.name if discreet else first.title), "red"), NAME),
            (Part(f" {time_left(first.due_at - self.now)}", "red"), 0),
            (Part(f" {first.label}" if first.label and not discreet else "", "red"), 0),
            (Part(f" {first.matter_title}" if first.label and not discreet else "", "red"), MATTER),
        ]

    @property
    def _ends_with_next(self) -> bool:
        """Whether the last line is for what falls due next, whatever else there is."""
        return self.size.width < NARROW and self.size.height > 1 + bool(self.banner)

    def _next_parts(self) -> list[tuple[Part, int]]:
        """Say what falls due next: how long, when, what, on which matter."""
        one = self._next
        if one is None:
            return [(Part(f" {translate('没有将到期的')}", "dim"), 0)]
        discreet = self._is_discreet
        return [
            (Part(f" {translate('下一个')} ", "dim"), 0),
            (Part(f"{time_left(one.due_at - self.now)} ", left_style(one.due_at, self.now)), 0),
            (Part(f"{when(one.due_at)} ", "dim"), 0),
            (Part(title(one.name if discreet else one.title)), NAME),
            (Part(f" {one.label}" if one.label and not discreet else ""), 0),
            (Part(f" {one.matter_title}" if one.label and not discreet else "", "dim"), MATTER),
        ]

    def _bundle_parts(self, bundle: Bundle) -> list[tuple[Part, int]]:
        """Colour, matter and time stay at every width; what it is about is cut before them, whom it rang first of all."""
        alert, standing = bundle.first, time_left(bundle.due_at - self.now)
        colour = (Part(f" ▲{translate(COLOUR_NAMES[alert.colour])} ", alert.colour), 0)
        if self._is_discreet:
            return [colour, (Part(title(alert.name), "strong"), NAME), (Part(f" {standing}", "strong"), 0)]
        to = listed(self.state.names.get(who, who) for who in bundle.people) or translate("无人在岗")
        what = title(alert.title)
        if bundle.count > 1:
            subjects = f" ({'、'.join(bundle.subjects)})" if bundle.subjects else ""
            what = f"{say('{0} {1} 件', title(alert.name), bundle.count)}{subjects}"
        unwritten = f"[{translate('未入库')}] " if any(one.unwritten for one in bundle.alerts) else ""
        return [
            colour,
            (Part(unwritten, "strong"), 0),
            (Part(what, "strong"), NAME),
            (Part(f" {standing} ", "strong"), 0),
            (Part(f" {alert.label}" if alert.label else "", "strong"), 0),
            (Part(f" {alert.matter_title}" if alert.label else "", "strong"), MATTER),
            (Part(f"  {translate(CHANNEL_WORDS[alert.how])} {to}", "strong"), PEOPLE),
        ]

    def _task_parts(self, task: CallTaskView) -> list[tuple[Part, int]]:
        """Whoever is to be called, and what about."""
        who = self.state.names.get(task.person, translate("指挥中心") if task.person == "centre" else task.person)
        if self._is_discreet:
            return [(Part(f" ☎ {say('呼叫 {0}', who)}", "strong"), 0)]
        tried = say(" 已呼 {0} 次", task.tries) if task.tries else ""
        return [
            (Part(f" ☎ {say('呼叫 {0}', who)} ", task.colour if task.colour == "red" else "strong"), 0),
            (Part(f"{title(task.about)}{tried}"), NAME),
            (Part(f"  {task.label}" if task.label else ""), 0),
            (Part(f" {task.matter_title}" if task.label else ""), MATTER),
        ]

    # ------------------------------------------------------------ pressing

    def on_click(self, event: events.Click) -> None:
        """Press the word under the mouse, else open what the line is about."""
        index = event.y - bool(self.banner)
        shown = self.lines()
        one = shown[index] if 0 <= index < len(shown) else None
        if one is None:
            return
        zone = next((word for begin, end, word in self._zones.get(event.y, ()) if begin <= event.x < end), "")
        self.post_message(self.Pressed(one, zone or ("open" if isinstance(one, Bundle) else "call")))
