"""A timer always has some time left.

Textual's own timer (8.2.8) never comes to an end when its time was over before it began: it counts backwards for ever, in the
loop that draws the screen and reads the keys. Textual's messages ask for such a one when they are drawn late, by a few
milliseconds on a busy machine, and the whole desk stood still.
"""

from __future__ import annotations

from typing import Any

from textual import message_pump
from textual.timer import Timer

SHORTEST = 0.05
"""Seconds that every timer has: so many that it is begun before they are over, and nobody sees the difference."""


class PatientTimer(Timer):
    """Textual's timer, which goes off soon where its time was over already."""

    def __init__(self, event_target: Any, interval: float, **more: Any) -> None:
        super().__init__(event_target, interval if interval > 0 else SHORTEST, **more)


def install() -> None:
    """Let everything of Textual's use these timers; before an application starts."""
    message_pump.Timer = PatientTimer  # pyright: ignore[reportPrivateImportUsage] - what set_timer and set_interval make
