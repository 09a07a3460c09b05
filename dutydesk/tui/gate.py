"""One key after another: a key is done with before the next is looked at, at any speed.

Textual hands a key to whatever has the focus when it arrives, and goes on to the next at once: what the key starts
(a message, a worker, a screen, a focus that moves) comes later, and the next key of the same packet finds the screen as
it was. Here keys, clicks, the wheel and pastes wait in one line. The next is let through when

- a marker that follows the last one through the same queues has come back, until those queues are empty, and
- nothing holds: a worker that the key started holds until it ends or waits for a dialog, a screen from being pushed
  until it stands and has its focus.

What holds for two seconds of the process's own time (a stopped process does not count) loses its hold; the keys that
waited are dropped, with the bell and a sentence, and never come late. Pastes are text and stay.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from dutydesk.i18n import say
from dutydesk.tui.text import shown
from dutydesk.tui.workers import Guarded

WHEEL = (events.MouseScrollDown, events.MouseScrollUp)
"""Moves a list, and its cursor with it."""

ORDERED = (events.Key, events.Paste, events.MouseDown, events.MouseUp, *WHEEL)
"""What waits in line; moves change nothing that a key goes by."""

BACKGROUND = frozenset({"sweep", "feed", "draft", "settle", "check", "reload", "offer", "leave", "log"})
"""Groups of workers that nobody's key started (to the first hyphen): they hold nothing."""

TRIPS = 3
"""A key's message, what that one brings about, and the focus that moves by it: so often the marker goes round."""

MOST_TRIPS = 60
"""After so many the queues count as quiet: something writes messages without end."""

BEAT = 0.1
"""Seconds between two looks at what holds."""

WORKING = 0.1
"""Share of the processor from which on the process works; a desk that waits takes a hundredth."""

PATIENCE = 2.0
"""Seconds of the process's own time until a hold is lost."""


class Passed(Message, bubble=True):
    """Follows a key through the queues; back at the application, what stood before it is done with."""

    def __init__(self, serial: int) -> None:
        self.serial = serial
        super().__init__()


class Hold:
    """Something that keys wait for."""

    def __init__(self, gate: Gate, is_over: Callable[[], bool]) -> None:
        self._gate = gate
        self.is_over = is_over
        self.used = 0.0
        """Seconds of the process's own time since it was taken."""

    def take(self) -> None:
        """Let keys wait."""
        self.used = 0.0
        self._gate.holds.add(self)
        self._gate.watch()

    def release(self) -> None:
        """Let keys through, as far as this goes."""
        if self in self._gate.holds:
            self._gate.holds.discard(self)
            self._gate.go_on()


CURRENT: ContextVar[Hold | None] = ContextVar("hold", default=None)
"""The hold of the worker that runs."""


class Gate:
    """The line in which keys wait, for one application."""

    def __init__(self, app: GatedApp) -> None:
        self.app = app
        self.waiting: deque[events.Event] = deque()
        self.holds: set[Hold] = set()
        self._busy = False
        self._used = 0.0
        self._serial = self._trips = 0
        self._host: MessagePump = app
        self._openings: dict[Screen[Any], Hold] = {}
        self._asking: dict[Screen[Any], Hold] = {}
        self._beating = False
        self._beaten, self._cpu = time.monotonic(), time.process_time()

    # ------------------------------------------------------------ the line

    async def take(self, event: events.Event) -> None:
        """Take a key, a click, a notch of the wheel or a paste into the line."""
        self.waiting.append(event)
        await self.let_through()

    async def let_through(self) -> None:
        """Let the next through, if nothing is under way."""
        while self.waiting and not self._busy and not self.holds and self.app.screen_stack:
            event = self.waiting.popleft()
            self._busy, self._trips, self._used = True, 0, 0.0
            self._serial += 1
            start = self._place_of(event)
            try:
                await self.app.route(event)
            finally:
                self._follow(start)

    def go_on(self) -> None:
        """Let the next through, when the messages that wait for the application now are done with."""
        if self.waiting and not self._busy and not self.holds:
            self.app.call_later(self.let_through)

    def _place_of(self, event: events.Event) -> MessagePump:
        """Where an event goes first."""
        if isinstance(event, events.MouseEvent):
            try:
                return self.app.screen.get_widget_at(event.x, event.y)[0]
            except Exception:  # noqa: BLE001 - Textual's NoWidget: beside everything
                return self.app.screen
        return self.app.focused or self.app.screen

    def _follow(self, start: MessagePump) -> None:
        mark = Passed(self._serial)
        mark.set_sender(self.app)
        self._host = start
        if not start.is_attached or not start.is_running or not start.post_message(mark):
            self._host = self.app
            self.app.call_later(self.passed, self._serial)
        self.watch()

    async def passed(self, serial: int) -> None:
        """The marker is back: send it again until all is quiet, then let the next through."""
        if not self._busy or serial != self._serial or not self.app.screen_stack:
            return
        self._trips += 1
        if self._trips < TRIPS or (self._trips < MOST_TRIPS and not self._is_quiet()):
            self._follow(self.app.focused or self.app.screen)
            return
        self._busy = False
        await self.let_through()

    def _is_quiet(self) -> bool:
        """Whether the screen stands and no queue from the focus up to the application holds a message."""
        if not self.app.screen.is_mounted:
            return False
        pump: MessagePump | None = self.app.focused or self.app.screen
        while pump is not None:
            if not pump._message_queue.empty() or pump._next_callbacks:  # noqa: SLF001 - a test names both
                return False
            pump = pump._parent  # noqa: SLF001
        return True

    # ------------------------------------------------------------ what holds

    def hold(self, is_over: Callable[[], bool]) -> Hold:
        """Return a hold that was taken; ``is_over``: whether its owner is gone, where it is never released."""
        hold = Hold(self, is_over)
        hold.take()
        return hold

    def opening(self, screen: Screen[Any], *, asked: bool) -> None:
        """A screen is pushed: keys wait until it stands; ``asked``: by a worker that waits for its answer."""
        under_another = bool(self.app.screen_stack)

        def is_over() -> bool:
            there = self.app.screen_stack  # empty when the desk is being taken apart
            return not there or (under_another and there[-1] is not screen)

        self._openings[screen] = self.hold(is_over)
        current = CURRENT.get()
        if asked and current is not None:
            self._asking[screen] = current
            current.release()

    def opened(self, screen: Screen[Any]) -> None:
        """A screen stands and has its focus."""
        hold = self._openings.pop(screen, None)
        if hold is not None:
            hold.release()

    def answered(self, screen: Screen[Any]) -> None:
        """A screen is about to close: whoever waits for its answer goes on, and keys wait for that."""
        hold = self._asking.pop(screen, None)
        if hold is not None and not hold.is_over():
            hold.take()

    # ------------------------------------------------------------ the beat

    def watch(self) -> None:
        """Look at what holds every beat, as long as anything does."""
        if not self._beating:
            self._beating = True
            self._own_time()
            asyncio.get_running_loop().call_later(BEAT, self._beat)

    def _beat(self) -> None:
        own = self._own_time()
        for hold in list(self.holds):
            hold.used += own
            if hold.is_over():
                hold.release()
        if self._busy:
            self._used += own
            if not self._host.is_attached or not self._host.is_running:
                self.app.call_later(self.passed, self._serial)  # the marker went down with its widget
        if (self._busy and self._used > PATIENCE) or any(hold.used > PATIENCE for hold in self.holds):
            self._give_up()
        self._beating = False
        if self._busy or self.holds:
            self.watch()

    def _own_time(self) -> float:
        """Return the seconds since the last look that were the process's own.

        While it works that is what it used of the processor, so that a busy machine costs nobody a key; while it
        waits for something, what the clock says, but for the time in which it was stopped.
        """
        now, cpu = time.monotonic(), time.process_time()
        passed, used = now - self._beaten, cpu - self._cpu
        self._beaten, self._cpu = now, cpu
        return used if used > WORKING * passed else min(passed, 2 * BEAT)

    def _give_up(self) -> None:
        """Something takes too long: what was pressed meanwhile is dropped and said so; what is pressed now counts."""
        for hold in [one for one in self.holds if one.used > PATIENCE]:
            self.holds.discard(hold)
        if self._used > PATIENCE:
            self._busy = False
        dropped = sum(isinstance(event, events.Key) for event in self.waiting)
        self.waiting = deque(event for event in self.waiting if isinstance(event, events.Paste))
        if dropped:
            self.app.bell()
            words = say("上一步还没做完; 这期间按的 {0} 个键没有执行, 请看清屏幕再按", dropped)
            self.app.notify(shown(words), severity="warning", markup=False)
        self.go_on()


class GatedApp(Guarded, App[None]):
    """An application whose keys, clicks, wheel and pastes go through the gate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate = Gate(self)

    async def on_event(self, event: events.Event) -> None:
        """Let keys, clicks, the wheel and pastes wait in line; the rest goes on."""
        if isinstance(event, ORDERED) and not event.is_forwarded:
            await self.gate.take(event)
        else:
            await super().on_event(event)

    async def route(self, event: events.Event) -> None:
        """Handle an event whose turn it is."""
        await super().on_event(event)

    async def on_passed(self, message: Passed) -> None:
        """The gate's marker is back."""
        message.stop()
        await self.gate.passed(message.serial)

    def push_screen(self, screen: Any, callback: Any = None, wait_for_dismiss: Any = False, **more: Any) -> Any:
        """Push a screen; keys wait until it stands."""
        assert isinstance(screen, Gated), "every screen of the desk lets the gate know when it stands"
        assert isinstance(screen, Screen)
        self.gate.opening(screen, asked=wait_for_dismiss)
        return super().push_screen(screen, callback, wait_for_dismiss, **more)

    def run_worker(self, work: Any, *args: Any, **more: Any) -> Worker[Any]:
        """Run a worker; keys wait for it where a key started it."""
        return start(self, super().run_worker, work, *args, **more)


_Screen = Screen[Any] if TYPE_CHECKING else object


class Gated(_Screen):
    """What a screen does for the gate; a plain class, to be named before the screen's own."""

    def _on_mount(self, event: events.Mount) -> None:  # noqa: ARG002 - Textual's signature
        """It stands once everything that came before is done and drawn."""
        gate = gate_of(self)
        if gate is not None:
            self.call_after_refresh(self._stands, gate)

    def _stands(self, gate: Gate) -> None:
        gate.opened(self)
        self.stood()

    def stood(self) -> None:
        """It was drawn and has its focus: for screens that count from then."""

    def dismiss(self, result: Any = None) -> Any:
        """Close; whoever waits for the answer goes on before the next key."""
        gate = gate_of(self)
        if gate is not None:
            gate.answered(self)
        return super().dismiss(result)

    def run_worker(self, work: Any, *args: Any, **more: Any) -> Worker[Any]:
        """Run a worker; keys wait for it where a key started it."""
        return start(self.app, super().run_worker, work, *args, **more)


def gate_of(widget: Widget) -> Gate | None:
    """Return the gate of a widget's application, None in one without."""
    app = widget.app
    return app.gate if isinstance(app, GatedApp) else None


def start(app: App[Any], run: Callable[..., Worker[Any]], work: Any, *args: Any, **more: Any) -> Worker[Any]:
    """Start a worker by Textual's ``run``; unless its group is one of the background, keys wait for it."""
    group = more.get("group", args[1] if len(args) > 1 else "default")
    if not isinstance(app, GatedApp) or group.partition("-")[0] in BACKGROUND or more.get("thread"):
        return run(work, *args, **more)
    workers: list[Worker[Any]] = []
    hold = app.gate.hold(lambda: bool(workers) and workers[0].is_finished)

    async def held() -> Any:
        CURRENT.set(hold)
        try:
            result = work() if callable(work) else work
            return await result if isawaitable(result) else result
        finally:
            hold.release()

    workers.append(run(held, *args, **more))
    return workers[0]
