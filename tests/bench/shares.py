"""Where the processor time of a start and of a cursor key goes, in shares: samples of the main thread, taken by its own time.

How to run: ``python tests/bench/shares.py STORE`` (a store of ``dutydesk demo --history N --no-ui --db STORE``). A busy
machine changes the number of samples, not the shares; with some hundred samples a share is good to three points.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

Stack = list[tuple[str, str]]
"""File and function of each frame, the innermost first."""

ROUNDS, PRESSES, SECONDS = 6, 150, 0.001
ROOMS = ("dutydesk/capabilities", "dutydesk/store", "dutydesk/tui", "dutydesk", "textual", "rich", "asyncio")


def inside(out: Path, store: str) -> None:
    """Run the desk in this process; what was sampled is written when SIGUSR1 comes."""
    taken: list[tuple[float, Stack]] = []

    def take(_number: int, frame: FrameType | None) -> None:
        stack: Stack = []
        while frame is not None:
            stack.append((frame.f_code.co_filename, frame.f_code.co_name))
            frame = frame.f_back
        taken.append((time.perf_counter(), stack))

    def keep(_number: int, _frame: FrameType | None) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        out.write_text(json.dumps(taken))
        os._exit(0)

    signal.signal(signal.SIGPROF, take)
    signal.signal(signal.SIGUSR1, keep)
    signal.setitimer(signal.ITIMER_PROF, SECONDS, SECONDS)
    sys.argv = ["dutydesk", "--db", store]
    runpy.run_module("dutydesk", run_name="__main__", alter_sys=True)


def sampled(store: str, *, presses: int) -> Iterable[Stack]:
    """Yield the samples from spawn to the first useful frame; with ``presses``, those between a cursor key and its first byte."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from terminal import KEYS, Terminal
    from test_bench_screen import rows_in_all_panes

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "samples.json"
        environ = {"DUTYDESK_CONFIG": str(Path(folder) / "none.toml"), "DUTYDESK_LANG": "zh"}
        with Terminal([sys.executable, __file__, str(out), store], environ=environ) as desk:
            spans = [(desk.began, desk.began + desk.until(rows_in_all_panes))]
            if presses:
                desk.settle(1.2, 15.0)
                spans = []
            for number in range(presses):
                desk.settle(0.06, 1.0)
                began = time.perf_counter()
                desk.send(KEYS["up" if number % 20 < 10 else "down"])
                desk.wait(1.0)
                spans.append((began, time.perf_counter()))
            os.kill(desk.process.pid, signal.SIGUSR1)
            desk.process.wait(10)
        for at, stack in json.loads(out.read_text()):
            if any(begin <= at <= end for begin, end in spans):
                yield [(file, name) for file, name in stack if "importlib" not in file]


def room_of(file: str) -> str:
    """Return the part of the program, or the library, that a file belongs to."""
    return next((room for room in ROOMS if f"/{room}/" in file), "other")


def tell(what: str, stacks: list[Stack]) -> None:
    """Print the shares: of imports by who is imported, of the rest by who draws, routes or reads; then the dearest functions."""
    shares, functions = Counter[str](), Counter[str]()
    for stack in stacks:
        names = {name for _, name in stack}
        imported = next((file for file, name in stack if name == "<module>" and "/bench/" not in file), "")
        if imported and "__main__.py" not in imported:
            shares[f"import {room_of(imported)}"] += 1
        elif "_compositor_refresh" in names or "_refresh_layout" in names:
            shares["layout and drawing"] += 1
        elif "select" in names:
            shares["waiting on the loop"] += 1
        else:
            shares[
                next((room for file, _ in stack if (room := room_of(file)) not in {"other", "asyncio"}), "other")
            ] += 1
        functions.update({f"{Path(file).parent.name}/{Path(file).name}:{name}" for file, name in stack})
    print(f"\n{what}: {len(stacks)} samples")
    for share, count in shares.most_common(12):
        print(f"  {100 * count / len(stacks):5.1f} %  {share}")
    print("  with all that they call:")
    for function, count in functions.most_common(60)[10:40]:
        print(f"  {100 * count / len(stacks):5.1f} %  {function}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        inside(Path(sys.argv[1]), sys.argv[2])
    tell("start", [one for _ in range(ROUNDS) for one in sampled(sys.argv[1], presses=0)])
    tell("cursor key", list(sampled(sys.argv[1], presses=PRESSES)))
