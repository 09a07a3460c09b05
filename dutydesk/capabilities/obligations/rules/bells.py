"""When bells sound (clocks.md R12)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.kernel.values import dataclass

ONCE = "blue"
"""The colour whose bell sounds once."""
SOUND_AGAIN: Mapping[str, Instant] = {"red": 2 * MINUTE, "yellow": 10 * MINUTE}
"""A bell not acknowledged sounds again after this; blue never (R12)."""

PERSON = "person"
"""Addressee of an alert: the person whom the clock's subject names, on duty or not. It stands here for the first frame."""

BELL_GAP: Instant = MINUTE
"""All bells together at most once in this time (R12)."""


@dataclass(frozen=True)
class Bell:
    """An open, unacknowledged alert that makes a sound. ``sounded_at`` is this session's last time."""

    alert: str
    colour: str
    sounded_at: Instant | None


def bells_to_sound(bells: Iterable[Bell], last_bell: Instant | None, now: Instant) -> list[Bell]:
    """Return the alerts whose bell sounds now (R12).

    New ones sound at once, unless a bell of any alert sounded within the last minute; red again every two
    minutes, yellow every ten, blue once. One bell stands for all that are returned.
    """
    if last_bell is not None and 0 <= now - last_bell < BELL_GAP:
        return []
    due: list[Bell] = []
    for bell in bells:
        again = SOUND_AGAIN.get(bell.colour)
        if bell.sounded_at is None or (again is not None and now - bell.sounded_at >= again):
            due.append(bell)
    return due
