"""How far a long command is, on a terminal's own line; nothing where there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from dutydesk.i18n import translate

EVERY = 0.1
"""Seconds between two paintings."""

WIDTH = 30
STEPS = {
    "copy": "复制",
    "check": "核验",
    "seal": "加密",
    "carry": "另存",
    "prove": "恢复演练",
    "journal": "核验日志",
    "tables": "重算各表",
}
"""What each step is called."""


def bar() -> Callable[[str, float], None]:
    """Return what shows the step under way and how much of it is done (0 to 1); it shows nothing without a terminal."""
    if not sys.stderr.isatty():
        return lambda _step, _share: None
    shown = {"step": "", "at": 0.0}

    def show(step: str, share: float) -> None:
        now, whole = time.monotonic(), share >= 1
        if shown["step"] == step and not whole and now - float(shown["at"]) < EVERY:
            return
        shown.update(step=step, at=now)
        filled = int(WIDTH * min(1.0, max(0.0, share)))
        line = f"\r{translate(STEPS[step])} [{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}"
        print(line, end="\n" if whole else "", file=sys.stderr, flush=True)

    return show
