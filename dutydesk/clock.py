"""Where time comes from. Nothing else in dutydesk asks the machine what time it is.

A clock has two faces: ``wall`` (what the machine says, UTC µs; may be stepped) and ``elapsed`` (µs that have
really passed, suspend included; arbitrary origin). The ``Timekeeper`` holds them against each other.
"""

from __future__ import annotations

import time
from typing import Protocol

from dutydesk.kernel.instants import SECOND, Instant

STEP: Instant = 2 * SECOND
"""A step of the wall clock above this is logged (clocks.md R19)."""


class Clock(Protocol):
    """Anything that tells wall and elapsed time in µs."""

    def wall(self) -> Instant:
        """Return the wall clock (UTC µs)."""
        ...

    def elapsed(self) -> Instant:
        """Return µs elapsed since some fixed point, suspend included."""
        ...


class SystemClock:
    """The machine's clock; elapsed time is CLOCK_BOOTTIME, which goes on during a suspend."""

    def wall(self) -> Instant:
        """Return the wall clock (UTC µs)."""
        return time.time_ns() // 1000

    def elapsed(self) -> Instant:
        """Return µs since boot, suspend included."""
        source = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        return time.clock_gettime_ns(source) // 1000


class DrillClock:
    """A made-up time, for drill stores only: starts at an instant and runs ``speed`` times as fast."""

    def __init__(self, start: Instant, speed: float = 1.0) -> None:
        self._start = start
        self._speed = speed
        self._origin = time.monotonic_ns() // 1000

    def wall(self) -> Instant:
        """Return the made-up wall clock."""
        return self._start + self.elapsed()

    def elapsed(self) -> Instant:
        """Return µs since the start, in made-up time."""
        return int((time.monotonic_ns() // 1000 - self._origin) * self._speed)


class ManualClock:
    """A clock moved by hand: scripts and tests. ``step`` moves only the wall."""

    def __init__(self, now: Instant) -> None:
        self._honest = now
        self._skew = 0

    def wall(self) -> Instant:
        """Return the wall clock: honest time plus the steps."""
        return self._honest + self._skew

    def elapsed(self) -> Instant:
        """Return honest time."""
        return self._honest

    def set(self, honest: Instant) -> None:
        """Move honest time forward to an instant."""
        self._honest = honest

    def step(self, by: Instant) -> None:
        """Step the wall clock against honest time."""
        self._skew += by


class Timekeeper:
    """Notices steps of the wall clock and tells each clock of the desk what time to judge it by (R19).

    ``look`` must be called with the journal's head before anything is written, so that it is known which
    clocks were born before a step and which after. It is kept per process: another process that starts
    later trusts the wall.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._base = clock.wall() - clock.elapsed()
        self._skews: list[tuple[int, Instant]] = []
        self.unlogged: list[Instant] = []

    @property
    def skew(self) -> Instant:
        """Sum of the steps seen so far (µs, wall minus honest)."""
        return self._skews[-1][1] if self._skews else 0

    def look(self, head: int) -> Instant:
        """Compare the two faces; return the step just seen (0 for none). ``head`` is the journal's newest seq."""
        drift = self.clock.wall() - self.clock.elapsed() - self._base - self.skew
        if abs(drift) > STEP:
            self._skews.append((head, self.skew + drift))
            self.unlogged.append(drift)
            return drift
        self._base += drift  # slow drift is the machine being disciplined, not a step
        return 0

    def effective_now(self, born_seq: int) -> Instant:
        """Return the instant by which a clock born with journal row ``born_seq`` is judged: elapsed time since its birth."""
        skew = 0
        for head, value in self._skews:
            if born_seq > head:
                skew = value
        return self._base + self.clock.elapsed() + skew

    def latest(self) -> Instant:
        """Return the furthest instant that any clock may be judged by, whenever it was born."""
        honest = self._base + self.clock.elapsed()
        return honest + max(0, *(skew for _, skew in self._skews)) if self._skews else honest

    def stepped(self) -> bool:
        """Return whether any step was seen in this process."""
        return bool(self._skews)
