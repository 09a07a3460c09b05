"""One process takes in: ``watch`` before any desk, each file once, whoever is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.intake import reads
from dutydesk.clock import SystemClock
from dutydesk.faults import Faults
from dutydesk.store.engine import create_store
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views
from dutydesk.watch.folder import Folder
from dutydesk.watch.intake import Intake
from dutydesk.watch.lease import Lease

RED = "浏阳市一烟花厂爆炸，3人死亡，17人受伤"
LIMIT = 120.0
"""Seconds until something that ought to happen counts as never: the machine may be busy with others."""


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    create_store(path, site="测试", drill=True, now=SystemClock().wall()).close()
    return path


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    return path


@pytest.fixture
def taker(store: Path, box: Path) -> Iterator[Callable[..., Intake]]:
    made: list[Intake] = []

    def make(*, first: bool) -> Intake:
        clock = SystemClock()
        made.append(Intake(store, Folder(box), first=first, clock=clock, faults=Faults(store, clock.wall)))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def put(box: Path, name: str, text: str) -> None:
    path = box / name
    path.write_text(text, encoding="utf-8")
    os.utime(path, (path.stat().st_mtime - 60,) * 2)


def texts(store: Path) -> list[str]:
    views = Views.open(store)
    try:
        return [one.text for one in sorted(reads.messages(views), key=lambda one: one.seq)]
    finally:
        views.close()


def lying(box: Path) -> list[str]:
    return [one.name for one in box.iterdir() if one.is_file()]


def until(done: Callable[[], object]) -> None:
    ends = time.monotonic() + LIMIT
    while not done():
        assert time.monotonic() < ends, "never happened"
        time.sleep(0.02)


def test_a_desk_has_the_right_for_a_look_and_watch_for_good(store: Path) -> None:
    desk, other, watch = Lease(store, first=False), Lease(store, first=False), Lease(store, first=True)
    with desk as ours, other as theirs, watch as watching:
        assert (ours, theirs, watching) == (True, False, False)
    with watch as watching:
        assert watching
    with desk as ours, watch as watching:
        assert (ours, watching) == (False, True)
    watch.end()
    with desk as ours:
        assert ours


def test_a_desk_alone_takes_in(store: Path, box: Path, taker: Callable[..., Intake]) -> None:
    put(box, "a.txt", "老板欠薪")
    taker(first=False).start()
    until(lambda: not lying(box))
    assert texts(store) == ["老板欠薪"]


def test_with_watch_and_three_desks_each_file_is_one_message(
    store: Path, box: Path, taker: Callable[..., Intake]
) -> None:
    for one in [taker(first=first) for first in (False, True, False, False)]:
        one.start()
    for number in range(12):
        put(box, f"{number}.txt", f"消息{number}")
    until(lambda: not lying(box))
    assert sorted(texts(store)) == sorted(f"消息{number}" for number in range(12))


def test_what_is_left_when_one_ends_the_next_takes(store: Path, box: Path, taker: Callable[..., Intake]) -> None:
    watch = taker(first=True)
    watch.start()
    put(box, "a.txt", "一")
    until(lambda: not lying(box))
    watch.stop()
    put(box, "b.txt", "二")
    taker(first=False).start()
    until(lambda: not lying(box))
    assert texts(store) == ["一", "二"]


def _watch(store: Path, box: Path) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "dutydesk", "watch", "--inbox", str(box), "--db", str(store)]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def dropped_at_once(store: Path, box: Path, count: int, kills: int) -> None:
    """Drop files, some of them red, and kill whoever takes them in again and again."""
    reds = {n for n in range(count) if n % 9 == 8}
    for number in range(count):
        put(box, f"{number:04d}.txt", f"{number}号: {RED if number in reds else '老板欠薪, 求助'}")
    for kill in range(kills):
        process = _watch(store, box)
        goal = (kill + 1) * count // (kills + 1)
        until(lambda goal=goal: len(texts(store)) >= goal)
        process.send_signal(signal.SIGKILL)
        process.wait()
    process = _watch(store, box)
    until(lambda: not lying(box))
    process.terminate()
    process.wait()
    told = texts(store)
    assert len(told) == len(set(told)) == count, "each file once"
    assert all(RED in one for one in told[: len(reds)]), "the red ones first, wherever they lay"
    container = open_container(store)
    rung = {one.matter_id for one in container.views.all_alerts()}
    proposed = {one.proposed for one in reads.messages(container.views) if one.proposed}
    container.close()
    assert len(proposed) == len(reds)
    assert proposed <= rung, "every red one rings"
    assert verify_chain(store, since=0).ok


def test_many_files_at_once_killed_in_the_middle(store: Path, box: Path) -> None:
    dropped_at_once(store, box, 27, kills=1)


@pytest.mark.soak
def test_five_hundred_files_at_once_killed_in_the_middle(store: Path, box: Path) -> None:
    dropped_at_once(store, box, 500, kills=3)
