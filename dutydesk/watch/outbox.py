"""The courier: carries what is in the outbox through the channels, at least once, whatever happens.

A message is claimed under a lease in one transaction, sent outside of any, and what came of it recorded in
another. Killed in between, its lease runs out and it is sent again with the same key. Each channel has
threads of its own, one of them for red alone: a slow receiver delays nobody else's message, nor the tick, nor
the screen, and no red one waits behind others.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from dutydesk.capabilities.delivery.rules import Channels, ChannelSpec, Outgoing
from dutydesk.clock import SystemClock
from dutydesk.faults import Faults, attempt
from dutydesk.ids import new_id
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.wording import Worded
from dutydesk.store import outbox
from dutydesk.store.engine import Store
from dutydesk.store.errors import StoreDamagedError, StoreError, StoreReplacedError
from dutydesk.store.views.reader import Reader
from dutydesk.watch.channels import Outcome, deliver
from dutydesk.watch.channels.outcome import failed

LOOK_SECONDS = 1.0
"""How often a channel looks for messages that another process put there."""

Attach = Callable[[str], tuple[str, bytes]]
"""Makes the file of a report: its name and content."""

Deliver = Callable[[ChannelSpec, Outgoing, Instant], Outcome]


@dataclass(frozen=True)
class Round:
    """The threads that serve one state of the channels: when it is over, and what wakes each (all messages, red ones)."""

    over: threading.Event
    bells: Mapping[str, tuple[threading.Event, threading.Event]]

    def wake(self) -> None:
        """Let every thread look now."""
        for bells in self.bells.values():
            for bell in bells:
                bell.set()

    def end(self) -> None:
        """Let every thread end behind what it sends now."""
        self.over.set()
        self.wake()


class Dispatcher:
    """Sends for one process.

    Args:
        store: the open store.
        channels: what the office set up.
        now: the desk's clock, for the journal.
        send: how a message is delivered.
        machine: the clock by which leases and attempts count: the machine's own, also in drills.
        faults: where a thread that fails says so.
        attach: makes the file of a report that goes as one.
        programs: whether it may start programs; a session from outside leaves them to the others of the house.
    """

    def __init__(
        self,
        store: Store,
        channels: Channels,
        now: Callable[[], Instant],
        *,
        send: Deliver = deliver,
        machine: Callable[[], Instant] | None = None,
        faults: Faults | None = None,
        programs: bool = True,
        attach: Attach | None = None,
    ) -> None:
        self.store = store
        self._programs, self._attach = programs, attach
        self.owner = new_id()
        self.faults = faults or Faults(store.path, now)
        self._now, self._send, self._machine = now, send, machine or SystemClock().wall
        self._threads: list[threading.Thread] = []
        self._started = self._closed = False
        self._set_up(self._opened(channels))
        self._tidied: Instant | None = None

    # ------------------------------------------------------------ threads

    def _opened(self, channels: Channels) -> list[ChannelSpec]:
        """Return the channels that this process serves."""
        specs = channels.open(drill=self.store.about.drill)
        return [spec for spec in specs if self._programs or spec.kind != "command"]

    def _set_up(self, channels: list[ChannelSpec]) -> None:
        self.channels = channels
        self._round = Round(threading.Event(), {spec.name: (threading.Event(), threading.Event()) for spec in channels})

    def use(self, channels: Channels) -> None:
        """Send through these channels from now on: the rulebook changed. A thread of before ends behind what it sends."""
        specs = self._opened(channels)
        if specs == self.channels or self._closed:
            return
        self._round.end()
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._set_up(specs)
        if self._started:
            self._started = False
            self.start()

    def start(self) -> None:
        """Start the threads of each channel that is switched on, if they were not yet."""
        if self._started or self._closed:
            return
        self._started = True
        for spec in self.channels:
            for red_only in (False, True) if "red" in spec.colours else (False,):
                about = (spec, self._round, red_only)
                thread = threading.Thread(target=self._run, args=about, name=f"channel-{spec.name}", daemon=True)
                self._threads.append(thread)
                thread.start()

    def wake(self) -> None:
        """Something was queued: look now."""
        self._round.wake()

    def stop(self, patience: float = 2.0) -> None:
        """Stop within some seconds. What is being sent goes on for a moment; if that is cut off, it is sent again by the next process."""
        self._closed = True
        self._round.end()
        ends = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, ends - time.monotonic()))
        self._threads.clear()

    def _run(self, spec: ChannelSpec, one: Round, red_only: bool) -> None:
        bell = one.bells[spec.name][red_only]
        while not one.over.is_set():
            try:
                reader = Reader.open(self.store.path)
                try:
                    self._serve(spec, reader, one, red_only=red_only)
                finally:
                    reader.close()
            except (StoreReplacedError, StoreDamagedError):
                return  # the watch itself says so
            except Exception as error:  # noqa: BLE001 - the policy: said, and tried again; a dead thread would send nothing
                self.faults.failed("dispatcher", error)
                bell.wait(LOOK_SECONDS)

    def _serve(self, spec: ChannelSpec, reader: Reader, one: Round, *, red_only: bool) -> None:
        bell = one.bells[spec.name][red_only]
        while not one.over.is_set():
            bell.clear()
            if one.over.is_set():
                return  # that bell was to end
            self._tidy(reader)
            self.faults.well("dispatcher")
            while not one.over.is_set() and self._is_due(spec, reader, red_only=red_only):
                if self.carry_one(spec, red_only=red_only) is None:
                    break
            bell.wait(LOOK_SECONDS)

    # ------------------------------------------------------------ one message

    def once(self, reader: Reader | None = None) -> int:
        """Try everything that is due, each message at most once, on the caller's thread; return how many were sent.

        ``reader``: what is looked at before the lock is taken, as the threads do.
        """
        sent = 0
        if self.channels:
            self._tidy(reader)
        for spec in self.channels:
            while (reader is None or self._is_due(spec, reader)) and (outcome := self.carry_one(spec)) is not None:
                sent += outcome.sent
        return sent

    def _is_due(self, spec: ChannelSpec, reader: Reader, *, red_only: bool = False) -> bool:
        return outbox.is_due(reader, spec.name, self._machine(), red_only=red_only)

    def carry_one(self, spec: ChannelSpec, *, red_only: bool = False) -> Outcome | None:
        """Claim, send and record the most urgent message of a channel; None when nothing may be sent now.

        Raises:
            StoreError: the store could not take the claim or the record; the lease runs out by itself.
        """
        about = self.store.about
        machine = self._machine()
        claimed = self.store.write(
            lambda tx: outbox.claim(
                tx, spec, self.owner, machine, site=about.site, drill=about.drill, red_only=red_only
            ),
            now=self._now(),
        )
        if claimed is None:
            return None
        outcome = self._carry(spec, claimed.outgoing)
        recorded = outbox.Recorded(outcome.sent, outcome.retry, outcome.reason, outcome.detail, outcome.delivered)
        self.store.write(
            lambda tx: outbox.record(tx, claimed, spec.name, self.owner, self._machine(), recorded), now=self._now()
        )
        return outcome

    def _carry(self, spec: ChannelSpec, outgoing: Outgoing) -> Outcome:
        """Send a message, with its file where it has one; without the file it does not go."""
        if outgoing.report:
            try:
                if self._attach is None:
                    return failed("附件出不来", outgoing.report)
                outgoing = replace(outgoing, file=self._attach(outgoing.report))
            except (Worded, StoreError, OSError, ValueError) as error:
                return failed("附件出不来", str(error) or type(error).__name__)
        return self._send(spec, outgoing, self._machine())

    def _tidy(self, reader: Reader | None) -> None:
        """Once a minute, where there is anything."""
        machine = self._machine()
        if self._tidied is not None and 0 <= machine - self._tidied < MINUTE:
            return
        self._tidied = machine

        def tidy() -> None:
            if reader is None or outbox.is_untidy(reader, self._now(), machine):
                self.store.write(lambda tx: outbox.tidy(tx, self._now(), machine), now=self._now())

        attempt(self.faults, "tidy", tidy)
