"""What grows with the log: the same from 1,000 entries to ten, a hundred and a thousand times as many (how to run: ``conftest.py``)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from ledger import Ledger, in_turns
from terminal import Terminal
from test_bench_screen import desk, rows_in_all_panes, started

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.log.acts import Log
from dutydesk.store.views import Views

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("compiled")]

FEWEST = 1_000
START, REST = "<= 1.1 x", "<= 1.5 x"
"""What each may grow by from the smallest to the largest log."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "cursor key": ("up", "down"),
    "PgUp through old pages": ("pageup",),
    "switching a pane": ("2", "3", "1"),
}
PRESSES, ENTRIES, LOOKS, STARTS = 50, 60, 40, 5

Stores = Mapping[int, Path]


@pytest.fixture(scope="session")
def stores(make_store: Callable[[int], Path], entries: int) -> Stores:
    """Stores of 1,000 entries and every power of ten up to the large one."""
    sizes = [FEWEST]
    while sizes[-1] * 10 <= entries:
        sizes.append(sizes[-1] * 10)
    return {size: make_store(size) for size in sizes}


def told(ledger: Ledger, what: str, found: Mapping[str, float], unit: str, budget: str) -> None:
    """Note a measurement at every size, beside the smallest."""
    least = found[f"{FEWEST}"]
    for size, value in found.items():
        beside = {} if size == f"{FEWEST}" else {"reference": least, "budget": budget}
        ledger.put(f"{what}, {int(size):,} entries", value, unit, of=f"{FEWEST:,} entries", **beside)
    assert all(value > 0 for value in found.values())


def milliseconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    work()
    return (clock() - began) * 1e3


def test_start(stores: Stores, environ: dict[str, str], ledger: Ledger) -> None:
    """Spawn to the first frame with rows in all four panes."""
    programs = {
        f"{size}": lambda path=path: started(desk(path), rows_in_all_panes, environ) * 1e3
        for size, path in stores.items()
    }
    told(ledger, "start", in_turns(programs, STARTS), "ms", START)


def test_keys(stores: Stores, environ: dict[str, str], ledger: Ledger) -> None:
    """Key to first byte, press by press in turn at all sizes; then a matter's file, key to its last line."""
    with ExitStack() as stack:
        desks = {f"{size}": stack.enter_context(Terminal(desk(path), environ=environ)) for size, path in stores.items()}
        for one in desks.values():
            one.until(rows_in_all_panes)
            one.settle(1.2, 20.0)
            one.press("escape")
        for what, keys in KEYS.items():
            firsts = _firsts(desks, keys)
            told(ledger, what, firsts, "ms", REST)
        found: dict[str, list[float]] = {size: [] for size in desks}
        for _ in range(7):
            for size, one in desks.items():
                for key in ("2", "home"):
                    one.press(key)
                began = time.perf_counter()
                one.send(b"\r")
                one.until(lambda screen: "事实" in screen.text, 30.0)
                found[size].append((time.perf_counter() - began) * 1e3)
                one.send(b"\x1b")
                one.until(rows_in_all_panes, 30.0)
        told(ledger, "opening a file", {size: statistics.median(some) for size, some in found.items()}, "ms", REST)


def _firsts(desks: Mapping[str, Terminal], keys: tuple[str, ...]) -> dict[str, float]:
    """Return the median from key to first byte."""
    seen: dict[str, list[float]] = {size: [] for size in desks}
    for number in range(PRESSES):
        for size, one in desks.items():
            echo = one.press(keys[number % len(keys)])
            if echo is not None:
                seen[size].append(echo.first * 1e3)
    return {size: statistics.median(some) for size, some in seen.items()}


@pytest.fixture
def numbers() -> Iterator[int]:
    return iter(range(1_000_000))


def test_store(stores: Stores, numbers: Iterator[int], ledger: Ledger) -> None:
    """A durable entry; a tick with nothing due, in processor time; the due list; the first page of a search."""
    with ExitStack() as stack:
        houses = {f"{size}": open_container(path) for size, path in stores.items()}
        for house in houses.values():
            stack.callback(house.close)
            house.watch.tick()  # what is due by now is raised: the next one has nothing to do
        read = {f"{size}": Views.open(path) for size, path in stores.items()}
        for views in read.values():
            stack.callback(views.close)

        def each(work: Callable[[str], Callable[[], float]], rounds: int) -> dict[str, float]:
            return in_turns({size: work(size) for size in houses}, rounds, warm=3)

        def entry(size: str) -> Callable[[], float]:
            desk_of = houses[size].desk
            return lambda: milliseconds(
                lambda: desk_of.perform(Log(text=f"南召县强降雨 ({next(numbers)})"), actor="zhang")
            )

        told(ledger, "durable entry", each(entry, ENTRIES), "ms", REST)
        told(
            ledger,
            "tick with nothing due (CPU)",
            each(lambda size: lambda: milliseconds(houses[size].watch.tick, time.thread_time), LOOKS),
            "ms",
            REST,
        )
        told(ledger, "due list", each(lambda size: lambda: milliseconds(read[size].clocks), LOOKS), "ms", REST)
        told(
            ledger,
            "search, first page",
            each(lambda size: lambda: milliseconds(lambda: read[size].search("高速追尾", 50)), LOOKS),
            "ms",
            REST,
        )
