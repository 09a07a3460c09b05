"""A laptop far away: a line of 1 Mbit/s and 200 ms for a round trip stays pleasant, and keys typed ahead come in order."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from outside import Container
from terminal import Terminal

ROUND_TRIP = 0.2
"""Seconds."""

RATE = 125_000
"""Bytes in a second: 1 Mbit/s."""

BUDGET, BUDGET_95 = 1.2, 1.5
"""Round trips from a key to its echo: the median, and 19 of 20 keys. Measured and told."""

WIDE = 12.0
"""Round trips that fail the test: ten times as many, since others may use the machine."""

LIMIT = 120.0
TYPED = "远处一口气打的一行 0123456789 abcdefghijklmnopqrstuvwxyz"


def far(container: Container) -> list[str]:
    """Return the words of a client at the end of a slow line."""
    slow = Path(__file__).with_name("slow.py")
    command = f"ProxyCommand={sys.executable} {slow} %h %p {ROUND_TRIP / 2} {RATE}"
    return container.client("-tt", "-o", command)


def test_keys_are_answered_in_a_round_trip_and_stay_in_order(container: Container, record_property) -> None:
    with Terminal(far(container)) as desk:
        desk.until(lambda screen: "值班日志" in screen.text, LIMIT)
        desk.settle(1.0, 20)
        desk.press("escape")
        desk.send(b"1")
        desk.settle(0.8, 10)
        echoes = [desk.press("up" if number % 12 < 6 else "down", quiet=0.1, limit=4.0) for number in range(36)]
        seen = sorted(echo.first / ROUND_TRIP for echo in echoes if echo is not None)
        assert len(seen) > 24
        found = {
            "median": round(statistics.median(seen), 2),
            "p95": round(seen[int(len(seen) * 0.95) - 1], 2),
            "bytes": statistics.median(echo.size for echo in echoes if echo is not None),
        }
        record_property("key to echo, round trips", json.dumps(found))
        print(f"key to echo over {ROUND_TRIP} s: {found} (budget {BUDGET}, {BUDGET_95})")
        assert 1.0 <= found["median"] <= WIDE, found

        desk.send(b"i" + TYPED.encode() + b"\r" + b"1")  # all of it before anything of it is seen
        desk.until(lambda screen: "0123456789" in screen.text and "› 记一笔" in screen.text, LIMIT)
        ends = container.ssh("search abcdefghijklmnopqrstuvwxyz --json").stdout
        lines = [json.loads(line)["text"] for line in ends.splitlines()]
        assert lines[:1] == [TYPED]


def test_the_line_is_slow_both_ways(container: Container) -> None:
    """Without this the first test would show nothing: a command takes more than its round trips."""
    slow = far(container)
    slow.remove("-tt")

    def took(words: list[str]) -> float:
        began = time.monotonic()
        done = subprocess.run(
            [*words, "help"], check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT
        )
        assert done.stdout
        return time.monotonic() - began

    assert took(slow) - took(container.client()) > 3 * ROUND_TRIP
