"""A wide terminal: the thing under the cursor is shown beside the panes, and a key stays cheap with it."""

from __future__ import annotations

import statistics

from desks import OpenDesk

BOUND = 1_126
"""Bytes of a cursor key with the preview that follows it: 1.1 KB, on a line of 2 KB/s."""


def test_the_thing_under_the_cursor_is_seen_and_costs_little(open_desk: OpenDesk) -> None:
    desk = open_desk("demo", columns=170, rows=40)
    desk.sees("光标所在", "看护正常")
    desk.keys("2 home")
    desk.sees("突发事件  红  级别 Ⅲ", "来源 望京派出所")
    desk.keys("3 home")
    desk.sees("自 ")
    for pane in ("1", "2", "3", "4"):
        desk.keys(f"{pane} home")
        desk.terminal.settle(0.6, 6.0)
        seen = [desk.terminal.press(key, quiet=0.5, limit=2.0) for key in ("down", "down", "up", "down", "up", "up")]
        sizes = [echo.size for echo in seen if echo is not None]
        print(pane, sizes)
        assert sizes
        assert statistics.median(sizes) <= BOUND, (pane, sizes)
