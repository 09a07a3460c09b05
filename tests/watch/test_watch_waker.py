"""What wakes the tick: the planned job, the sweep, and stopping."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from lookout import make_store

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.clock import SystemClock
from dutydesk.kernel.instants import HOUR, MINUTE, iso, to_datetime
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views
from dutydesk.watch.waker import JOB, Waker


def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "DUTYDESK_CONFIG": str(tmp_path / "none.toml"), "DUTYDESK_LANG": "zh"}


def command(path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "dutydesk", "--db", str(path), *words]
    return subprocess.run(
        line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=environment(path.parent)
    )


async def test_the_job_stands_at_the_next_due_instant() -> None:
    waker = Waker(lambda: None)
    waker.start()
    later = SystemClock().wall() + HOUR
    waker.plan(later)
    assert waker._scheduler.get_job(JOB).next_run_time == to_datetime(later)
    waker.plan(later + MINUTE)
    (job,) = waker._scheduler.get_jobs()
    assert job.next_run_time == to_datetime(later + MINUTE)
    assert job.misfire_grace_time is None
    waker.plan(None)
    assert waker._scheduler.get_jobs() == []
    waker.plan(None)
    waker.stop()
    waker.stop()


async def test_it_wakes_once_at_the_instant() -> None:
    woken: list[int] = []
    done = asyncio.Event()

    def wake() -> None:
        woken.append(SystemClock().wall())
        done.set()

    waker = Waker(wake)
    waker.start()
    due = SystemClock().wall() + 50_000
    waker.plan(due)
    await asyncio.wait_for(done.wait(), 5)
    await asyncio.sleep(0.05)
    waker.stop()
    assert len(woken) == 1
    assert woken[0] >= due


async def test_an_instant_long_past_wakes_all_the_same() -> None:
    done = asyncio.Event()
    waker = Waker(done.set)
    waker.start()
    waker.plan(SystemClock().wall() - HOUR)
    await asyncio.wait_for(done.wait(), 5)
    waker.stop()


async def test_a_wake_that_fails_does_not_end_the_waking() -> None:
    calls: list[int] = []
    done = asyncio.Event()

    def wake() -> None:
        calls.append(1)
        if len(calls) == 1:
            done.set()
            raise ValueError
        done.set()

    waker = Waker(wake)
    waker.start()
    waker.plan(SystemClock().wall())
    await asyncio.wait_for(done.wait(), 5)
    await asyncio.sleep(0)
    done.clear()
    waker.plan(SystemClock().wall() + 1000)
    await asyncio.wait_for(done.wait(), 5)
    waker.stop()
    assert len(calls) == 2


def test_watch_raises_and_ends_cleanly_when_told(tmp_path: Path) -> None:
    now = SystemClock().wall()
    path = make_store(tmp_path / "desk.db", now)
    beat = path.with_name("desk.db.watch")
    line = [sys.executable, "-m", "dutydesk", "watch", "--db", str(path)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)) as process:
        assert process.stdout is not None
        until = time.monotonic() + 60
        while not beat.exists():  # it watches: only now the reminder is set, so that a slow start costs nothing
            assert time.monotonic() < until
            time.sleep(0.02)
        container = open_container(path)
        soon = str(iso(SystemClock().wall() + 3_000_000))[:19]
        container.desk.perform(Remind(time=soon, text="开会"), actor="zhou")
        container.close()
        assert process.stdout.readline().decode() == "发出 1 个提醒\n"
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, b"")
        assert time.monotonic() - began < 10
    views = Views.open(path)
    ((late,),) = views.rows("SELECT late FROM alert")
    views.close()
    assert late <= 5_000_000, "the job stood at the instant; the sweep alone would take longer on a loaded machine"
    assert verify_chain(path).ok


def test_interrupt_ends_it_too(path: Path) -> None:
    line = [sys.executable, "-m", "dutydesk", "watch", "--db", str(path)]
    beat = path.with_name("desk.db.watch")
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(path.parent)
    ) as process:
        until = time.monotonic() + 20
        while not beat.exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert (process.returncode, out, errors) == (0, b"", b"")


def test_once_is_one_tick(path: Path) -> None:
    assert command(path, "--clock", "2026-07-15T12:00", "--as", "zhou", "remind", "12:05", "开会").returncode == 0
    early = command(path, "watch", "--once", "--json", "--clock", "2026-07-15T12:04:50")
    assert (early.returncode, json.loads(early.stdout)) == (0, {"raised": []})
    due = command(path, "watch", "--once", "--json", "--clock", "2026-07-15T12:05")
    views = Views.open(path)
    ((obligation,),) = views.rows("SELECT id FROM obligation WHERE rule = 'reminder'")
    views.close()
    assert json.loads(due.stdout) == {"raised": [f"{obligation}/ladder:0"]}
    again = command(path, "watch", "--once", "--clock", "2026-07-15T12:05:01")
    assert (again.returncode, again.stdout) == (0, "发出 0 个提醒\n")


def test_watch_without_a_store(tmp_path: Path) -> None:
    done = command(tmp_path / "none.db", "watch", "--once")
    assert done.returncode == 1
    assert done.stderr.startswith("没有这个库")
    assert list(tmp_path.iterdir()) == []
