"""What wakes the tick: a date job at the next due instant, and a sweep of at most a second beside it.

APScheduler drops jobs after a suspend and stalls when the clock is set back (measured), so it only wakes;
the sweep sleeps on the monotonic clock and looks by itself. Both end in the same ``tick``, which decides.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # pyright: ignore[reportMissingTypeStubs]

from dutydesk.faults import Faults
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.watch.standby import Rung, Standby
from dutydesk.watch.tick import Ticked, Watch

SWEEP_SECONDS = 1.0
JOB = "next-due"


class Waker:
    """Calls ``wake`` within the running event loop at the next due instant."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self.wake = wake
        self._scheduler: Any = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._planned: Instant | None = None

    def start(self) -> None:
        """Start the scheduler; call inside the running loop."""
        self._scheduler.start()

    def plan(self, next_due: Instant | None) -> None:
        """Set the one date job to the next due instant; each instant wakes once, the sweep looks again.

        An instant that has gone by (a made-up clock of a drill, something that could not be raised) would else wake
        without end.
        """
        if next_due == self._planned:
            return
        self._planned = next_due
        if next_due is None:
            if self._scheduler.get_job(JOB):
                self._scheduler.remove_job(JOB)
            return
        moment: datetime = to_datetime(next_due)
        self._scheduler.add_job(self._wake, "date", run_date=moment, id=JOB, replace_existing=True)

    async def _wake(self) -> None:
        self.wake()

    def stop(self) -> None:
        """Stop the scheduler."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


def run_until_stopped(
    watch: Watch, tell: Callable[[int], None], complain: Callable[[Exception, Sequence[Rung]], None], faults: Faults
) -> None:
    """Tick until SIGTERM or SIGINT.

    Args:
        watch: the watch.
        tell: gets the number of alerts of each tick.
        complain: gets an error, and what fell due though it cannot be written; the watching goes on, for what is due
            is due whether the store takes a write or not.
        faults: where a failure is logged.
    """
    asyncio.run(_run(watch, tell, complain, faults))


def tick(watch: Watch, standby: Standby) -> Ticked:
    """Raise what is due, and let the standby see the rows as they are, also where the tick could not write (R33).

    A disk that takes no tick may still have taken an act just before, and can still be read.

    Raises:
        Exception: the tick failed; what is due is the standby's to ring.
    """
    try:
        ticked = watch.tick(rung=standby.rung())
    except Exception:
        with suppress(Exception):
            standby.read(watch.views, watch.desk.now())
        raise
    standby.read(watch.views, watch.desk.now())
    return ticked


async def _run(
    watch: Watch, tell: Callable[[int], None], complain: Callable[[Exception, Sequence[Rung]], None], faults: Faults
) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)

    standby = Standby(watch.timekeeper.clock)

    def look() -> None:
        try:
            ticked = tick(watch, standby)
        except Exception as error:  # noqa: BLE001 - the policy: said, and tried again by the next sweep
            faults.failed("tick", error)
            complain(error, standby.look(failing=True))
            return
        faults.well("tick")
        tell(len(ticked.raised))
        waker.plan(ticked.next_due)

    waker = Waker(look)
    waker.start()
    try:
        while not stopping.is_set():
            look()
            try:
                await asyncio.wait_for(stopping.wait(), SWEEP_SECONDS)
            except TimeoutError:
                continue
    finally:
        waker.stop()
