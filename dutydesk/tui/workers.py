"""Everything of the screen that runs beside the keys is started here: one policy for workers, timers and handlers.

A failure is logged (``faults``), shown and tried again, and ends neither the desk nor what failed. Nothing else in
``tui`` calls ``run_worker``, ``set_interval``, ``set_timer`` or their like; a test looks for that.
"""

from __future__ import annotations

import asyncio
import inspect
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import Worker

from dutydesk.faults import OTHER, SHOWN, Fault, Faults, wait_before, why
from dutydesk.i18n import explain, say, when
from dutydesk.kernel.instants import Instant
from dutydesk.tui.text import shown

if TYPE_CHECKING:
    from dutydesk.tui.app import DeskApp

Work = Callable[[], Any]
"""What is done: a function or a coroutine function without arguments."""


class Policy:
    """Starts what runs beside the keys, for one application."""

    def __init__(self, app: DeskApp, faults: Faults) -> None:
        self._app = app
        self.faults = faults

    # ------------------------------------------------------------ starting

    def start(self, node: DOMNode, work: Work, task: str, *, group: str = "", exclusive: bool = False) -> Worker[Any]:
        """Do something that changes nothing but the screen, again and again until it succeeds or its place is gone.

        Args:
            node: whose work it is; when that leaves the screen, the work ends.
            work: what is done.
            task: its name among the faults.
            group: a name for works of which, with ``exclusive``, only the newest goes on; the task's when left out.
            exclusive: the older ones of the group end.
        """
        group = group or task
        return node.run_worker(
            partial(self._until_done, work, task), exit_on_error=False, group=group, exclusive=exclusive
        )

    def once(self, node: DOMNode, work: Work, task: str, *, group: str = "") -> Worker[Any]:
        """Do what a person asked for: a failure is told to the person, who decides whether it is tried again."""
        return node.run_worker(partial(self._told, work, task), exit_on_error=False, group=group or task)

    def every(self, node: MessagePump, seconds: float, work: Work, task: str) -> Timer:
        """Do something at an interval; what failed is tried again the next time."""
        return node.set_interval(seconds, lambda: self.attempt(work, task))

    def after(self, node: MessagePump, seconds: float, work: Work, task: str) -> Timer:
        """Do something once, a while from now."""
        return node.set_timer(seconds, lambda: self.attempt(work, task))

    def later(self, node: MessagePump, work: Work, task: str) -> None:
        """Do something once the messages that wait now are done with."""
        node.call_later(lambda: self.attempt(work, task))

    def on_signal(self, loop: AbstractEventLoop, number: int, work: Work, task: str) -> None:
        """Do something when a signal comes, where the system has it."""
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, lambda: self.once(self._app, work, task))

    # ------------------------------------------------------------ doing

    async def attempt(self, work: Work, task: str) -> bool:
        """Do something that is done again anyhow; return whether it succeeded. Never raises."""
        try:
            await _done(work())
        except Exception as error:  # noqa: BLE001 - the policy: whatever it is, it is logged, shown and tried again
            self.failed(task, error)
            return False
        if self.faults.well(task):
            self._app.show_trouble()
        return True

    def failed(self, task: str, error: BaseException) -> None:
        """Note a failure of something that will be tried again, and show it."""
        self.faults.failed(task, error)
        self._app.show_trouble()

    async def _until_done(self, work: Work, task: str) -> None:
        tries = 0
        try:
            while not await self.attempt(work, task):
                await asyncio.sleep(wait_before(tries))
                tries += 1
        except asyncio.CancelledError:
            if tries:
                self.faults.well(task)  # its place is gone, or a newer one goes on
            raise

    async def _told(self, work: Work, task: str) -> None:
        try:
            await _done(work())
        except Exception as error:  # noqa: BLE001 - the policy: the desk goes on, the person is told
            self.tell(task, error)

    def tell(self, task: str, error: BaseException) -> None:
        """Log a failure and say it to the person whose key it was; nothing of theirs is thrown away."""
        self.faults.failed(task, error, standing=False)
        self._app.notify(
            shown(say("这一步出错: {0}; 已保存的都在, 可再试一次", why(error))),
            severity="error",
            markup=False,
            timeout=10,
        )

    # ------------------------------------------------------------ showing

    def trouble(self, now: Instant) -> tuple[str, bool]:
        """Return what fails now in words, and whether it has for so long that it is red; empty when all is well."""
        standing = self.faults.standing()
        if not standing:
            return "", False
        more = say(" (另 {0} 项)", len(standing) - 1) if len(standing) > 1 else ""
        return spoken(standing[0]) + more, any(fault.is_old(now) for fault in standing)


def spoken(fault: Fault) -> str:
    """Return a fault in the reader's language: what, since when, why."""
    return say(SHOWN.get(fault.task, OTHER), when(fault.since), explain(fault.why), fault.task)


async def _done(result: Awaitable[Any] | Any) -> None:
    if inspect.isawaitable(result):
        await result


def policy_of(node: DOMNode) -> Policy:
    """Return the policy of the application that a screen or widget is on."""
    policy: Policy = node.app.policy  # pyright: ignore[reportAttributeAccessIssue]
    return policy


_Pump = MessagePump if TYPE_CHECKING else object


class Guarded(_Pump):
    """A screen or widget one of whose handlers may fail without ending the desk or itself: the next key works again.

    Every screen and widget of ours has this as its first base (a test looks): Textual would end the whole application.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if not self._go_on(message, error):
                raise

    def _go_on(self, message: Message, error: Exception) -> bool:
        """Note the failure; return False where there is nothing to go on with."""
        policy: Policy | None = getattr(self.app, "policy", None)
        if policy is None:
            return False
        if isinstance(message, events.Compose | events.Mount):
            if not isinstance(self, Screen) or len(self.app.screen_stack) < 2:
                return False
            policy.later(self.app, self.dismiss, "close")  # half a screen is none: back to where one came from
        policy.tell(type(self).__name__, error)
        return True
