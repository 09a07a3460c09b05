"""One of several sessions that hammer a store: five cursor keys and one line a second, on a real pty.

Run by ``test_bench_five.py``: ``python hammer.py STORE OFFICER NAME SECONDS CLOCK``; prints as JSON what it wrote and what each key took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from terminal import Look, Terminal

KEYS = 5
"""Cursor keys a second."""


class Unseen(Terminal):
    """A terminal that takes what the desk writes and draws none of it: five of them share two cores with five desks."""

    drawing = True

    def _draw(self, look: Look | None = None) -> float | None:
        if self.drawing:
            return super()._draw(look)
        self._pieces.clear()
        return None


def hammer(store: str, officer: str, name: str, seconds: float, clock: str) -> dict[str, object]:
    """Write a line and press five keys each second; return the lines in order, and the seconds to each key's first byte."""
    script = Path(sys.executable).with_name("dutydesk")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "dutydesk"]
    command = [*start, "--db", store, "--as", officer, "--clock", clock]
    written: list[str] = []
    took: list[float] = []
    with Unseen(command, columns=120, rows=36) as terminal:
        terminal.until(lambda screen: "看护正常" in screen.text)
        terminal.settle(1.0, 10)
        terminal.drawing = False
        terminal.settle(0.2, 2)
        began = time.perf_counter()
        while time.perf_counter() < began + seconds:
            second = time.perf_counter()
            for number in range(KEYS):
                echo = terminal.press("up" if number % 2 else "down", quiet=0.02)
                if echo is not None:
                    took.append(echo.first)
            words = f"{name}-{len(written) + 1:04d}"
            terminal.send(b"i")
            terminal.settle(0.1, 1)
            terminal.send(words.encode())
            terminal.settle(0.1, 1)
            terminal.send(b"\r")
            written.append(words)
            terminal.settle(max(0.0, second + 1 - time.perf_counter()), 1)
        terminal.settle(0.5, 5)  # the last line is saved before the terminal hangs up
    return {"written": written, "took": took}


if __name__ == "__main__":
    print(json.dumps(hammer(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), sys.argv[5])))
