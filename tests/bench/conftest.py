"""What the measurements share: compiled bytecode, stores built once a session, the table printed at the end.

How to run (nothing here fails because something was slow; ratios are for reading)::

    python -m pytest -m bench tests/bench -s
    DUTYDESK_BENCH_ENTRIES=1000000 python -m pytest -m bench tests/bench -s     # the size of the budgets
    python -m pytest -m bench tests/bench/test_bench_growth.py -s               # 1,000 to 100,000 entries, side by side

The table is written as JSON too, to ``bench.json`` or where ``DUTYDESK_BENCH_JSON`` says.

Building a store of a million entries takes about a minute and 560 MB in the temporary folder. The machine should have
nothing else to do; all the same every number is a median, taken in turns with its reference.
"""

from __future__ import annotations

import compileall
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ledger import Ledger

import dutydesk

FEW = 1_000
LEDGER = Ledger()


@pytest.fixture(scope="session")
def entries() -> int:
    """How many entries the large store has."""
    return int(os.environ.get("DUTYDESK_BENCH_ENTRIES", "100000"))


@pytest.fixture(scope="session")
def compiled() -> None:
    """A desk's machine has bytecode; some containers forbid writing it, and would compile at every start."""
    for folder in (sysconfig.get_path("purelib"), str(Path(dutydesk.__file__).parent), str(Path(__file__).parent)):
        compileall.compile_dir(folder, quiet=2)


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    return LEDGER


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of no user."""
    folder = tmp_path_factory.mktemp("settings")
    return {"DUTYDESK_CONFIG": str(folder / "none.toml"), "DUTYDESK_LANG": "zh", "XDG_CACHE_HOME": str(folder)}


@pytest.fixture(scope="session")
def make_store(
    tmp_path_factory: pytest.TempPathFactory, environ: dict[str, str], compiled: None
) -> Callable[[int], Path]:
    """Build a demo store with so many past entries, once for each number."""
    built: dict[int, Path] = {}

    def make(count: int) -> Path:
        if count not in built:
            path = tmp_path_factory.mktemp("bench") / f"{count}.db"
            began = time.perf_counter()
            command = [sys.executable, "-m", "dutydesk", "demo", "--history", str(count), "--no-ui", "--db", str(path)]
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environ})
            built[count] = path
            if count > FEW:
                took = time.perf_counter() - began
                LEDGER.put(f"building a store of {count:,}", count / took, "entries/s", of=f"{took:.1f} s in all")
        return built[count]

    return make


@pytest.fixture(scope="session")
def few(make_store: Callable[[int], Path]) -> Path:
    """A store of 1,000 entries and a day under way."""
    return make_store(FEW)


@pytest.fixture(scope="session")
def many(make_store: Callable[[int], Path], entries: int) -> Path:
    """The large store."""
    return make_store(entries)


@pytest.fixture(scope="session")
def ticking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with 25 clocks: 20 reminders (one of them within two minutes, so shown in seconds) and 5 reviews owed."""
    from dutydesk.bootstrap import open_container
    from dutydesk.capabilities.obligations import acts
    from dutydesk.drill.demo import build

    path = tmp_path_factory.mktemp("ticking") / "ticking.db"
    now = datetime.now(UTC).replace(microsecond=0)
    build(path, now=int(now.timestamp() - 30 * 3600) * 1_000_000)  # its own clocks are over or overdue by now
    container = open_container(path)
    for clock in container.views.clocks():
        container.desk.perform(acts.Waive(obligation=clock.id, reason="测量"), actor="wang")
    for number in range(19):
        due = now + timedelta(hours=3, minutes=17 * number)
        container.desk.perform(acts.Remind(time=due.isoformat(), text=f"第 {number} 件事"), actor="zhang")
    for number in range(5):
        container.desk.perform(acts.Owe(rule="review", subject=f"第 {number} 次"), actor="zhang")
    container.close()
    return path


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table."""
    if LEDGER.rows:
        terminalreporter.section("measured")
        for line in LEDGER.table():
            terminalreporter.write_line(line)
        path = Path(os.environ.get("DUTYDESK_BENCH_JSON", "bench.json"))
        LEDGER.keep(path)
        terminalreporter.write_line(f"the same as JSON: {path}")


@pytest.fixture
def remind_soon() -> Callable[[Path, float], None]:
    """Add the reminder that is shown in seconds: due so many seconds from now."""

    def remind(path: Path, seconds: float) -> None:
        from dutydesk.bootstrap import open_container
        from dutydesk.capabilities.obligations import acts

        container = open_container(path)
        due = datetime.now(UTC) + timedelta(seconds=seconds)
        container.desk.perform(acts.Remind(time=due.isoformat(timespec="seconds"), text="马上"), actor="zhang")
        container.close()

    return remind
