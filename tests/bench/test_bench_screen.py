"""The screen: start, keys, quiet and memory, on a real pty (how to run: see ``conftest.py``)."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from ledger import Ledger, in_turns
from terminal import Look, Screen, Terminal

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("compiled")]

REFERENCES = Path(__file__).parent / "references"
PANES = ("1 值班日志", "2 在办事项", "3 时限", "4 交接清单")
ROUNDS = 9
PRESSES = 60


def desk(path: Path) -> list[str]:
    """The command of a session, by the script that users have where it is installed."""
    script = Path(sys.executable).with_name("dutydesk")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "dutydesk"]
    return [*start, "--db", str(path)]


def reference(name: str) -> list[str]:
    return [sys.executable, str(REFERENCES / f"{name}.py")]


def ready(screen: Screen) -> bool:
    return "READY" in screen.text


def rows_in_all_panes(screen: Screen) -> bool:
    """The first useful frame: below each pane's title stands a row with words in it."""
    for title in PANES:
        place = screen.find(title)
        if place is None:
            return False
        row, column = place
        if not any(one.isalnum() for one in screen.cells(row + 1, column, column + 30)):
            return False
    return True


def log_lines(screen: Screen) -> list[str]:
    """What stands in the log pane."""
    place = screen.find(PANES[0])
    assert place is not None
    edge = screen.find(PANES[1])
    assert edge is not None
    return [screen.cells(row, 0, edge[1] - 4) for row in range(place[0] + 1, screen.rows - 3)]


def started(command: Sequence[str], look: Look, environ: dict[str, str]) -> float:
    with Terminal(command, environ=environ) as terminal:
        return terminal.until(look)


def test_start(few: Path, many: Path, entries: int, environ: dict[str, str], ledger: Ledger) -> None:
    """Spawn to the first frame with rows in all four panes."""
    found = in_turns(
        {
            "bare": lambda: started(reference("bare"), ready, environ) * 1e3,
            "few": lambda: started(desk(few), rows_in_all_panes, environ) * 1e3,
            "many": lambda: started(desk(many), rows_in_all_panes, environ) * 1e3,
        },
        ROUNDS,
    )
    bare = {"reference": found["bare"], "of": "bare Textual app"}
    ledger.put("start, 1,000 entries", found["few"], "ms", **bare, budget="<= 1.5 x, aim 1.3")
    ledger.put(f"start, {entries:,} entries", found["many"], "ms", **bare, budget="<= 1.5 x, aim 1.3")
    ledger.put(
        f"start, {entries:,} entries",
        found["many"],
        "ms",
        reference=found["few"],
        of="1,000 entries",
        budget="<= 1.1 x",
    )
    assert all(value > 0 for value in found.values())


def test_keys(many: Path, entries: int, environ: dict[str, str], ledger: Ledger) -> None:
    """Cursor keys in the middle of the log, and in a table of 200 rows, press by press in turn."""
    with Terminal(desk(many), environ=environ) as ours, Terminal(reference("table"), environ=environ) as table:
        ours.until(rows_in_all_panes)
        table.until(lambda screen: "水利厅" in screen.text)
        for terminal in (ours, table):
            terminal.settle(1.2, 15.0)
            for _ in range(6):
                terminal.press("up")
        echoes = {"ours": [], "table": []}
        for number in range(PRESSES):
            for name, terminal in (("ours", ours), ("table", table)):
                echoes[name].append(terminal.press("up" if number % 20 < 10 else "down"))
    seen = {name: [echo for echo in some if echo is not None] for name, some in echoes.items()}
    assert all(len(some) > PRESSES // 2 for some in seen.values())
    first = {name: statistics.median(echo.first for echo in some) * 1e3 for name, some in seen.items()}
    size = {name: statistics.median(echo.size for echo in some) for name, some in seen.items()}
    of = "DataTable of 200 rows"
    ledger.put(
        f"cursor key to first byte, {entries:,}",
        first["ours"],
        "ms",
        reference=first["table"],
        of=of,
        budget="<= 1.3 x",
    )
    ledger.put("bytes a cursor key", size["ours"], "B", reference=size["table"], of=of, budget="<= 1,126 B")


def test_idle(
    ticking: Path, remind_soon: Callable[[Path, float], None], environ: dict[str, str], ledger: Ledger
) -> None:
    """A minute of nothing but the clock and 25 countdowns; one of them within its last two minutes."""
    remind_soon(ticking, 115)
    with Terminal(desk(ticking), environ=environ) as ours, Terminal(reference("clock"), environ=environ) as clock:
        ours.until(rows_in_all_panes)
        clock.until(ready)
        assert "3 时限 25" in ours.screen.text, ours.screen.text
        ours.settle(1.5, 10.0)
        lines = log_lines(ours.screen)
        mine = ours.idle(60.0)
        assert log_lines(ours.screen) == lines, "an alert fell due: that is not the idle minute"
        clock.settle(0.0, 0.1)
        before = clock.size
        theirs = clock.idle(20.0) * 3
        assert clock.size > before
    ledger.put(
        "idle, 25 countdowns", mine / 1024, "KB/min", reference=theirs / 1024, of="Header clock", budget="<= 10 KB/min"
    )


def test_memory(many: Path, entries: int, environ: dict[str, str], ledger: Ledger) -> None:
    """Resident memory once everything is loaded, checked and quiet."""
    with Terminal(desk(many), environ=environ) as ours, Terminal(reference("imports"), environ=environ) as floor:
        ours.until(rows_in_all_panes)
        floor.until(ready)
        ours.settle(2.5, 30.0)
        ours.idle(5.0)
        at_rest = ours.memory()
        for _ in range(40):
            ours.press("pageup", quiet=0.02)
        after = ours.memory()
        least = floor.memory()
    assert at_rest > 20
    of = "bare app with sqlmodel and apscheduler"
    ledger.put(f"memory, {entries:,}", at_rest, "MB", reference=least, of=of, budget="<= 95 MB")
    ledger.put("memory after 40 pages", after, "MB", reference=least, of=of, budget="<= 95 MB")
