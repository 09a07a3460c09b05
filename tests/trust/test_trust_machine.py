"""The machine itself misbehaves: its disk fails, its clock is set, it sleeps (cases 11, 27 to 29). Nothing of the program is patched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import failing
import pytest
from faults import HERE, command, rows, sound

from dutydesk.capabilities.log.events import Noted
from dutydesk.clock import SystemClock
from dutydesk.store.engine import Store, open_store
from dutydesk.store.errors import DiskError, SpoiltError
from dutydesk.store.views import Views

FAKETIME = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
"""The library that answers for the wall clock (Debian: faketime)."""

BOUND = 60.0
"""Seconds in which what is due within two must have rung, on a machine that is busy with other things."""


def note(store: Store, text: str, row_id: str) -> int:
    return store.write(
        lambda tx: tx.append(Noted(text=text), actor="zhou", row_id=row_id), now=SystemClock().wall()
    ).seq


# ---------------------------------------------------------------- a disk that fails


def on_a_failing_disk(calls: tuple[str, ...], do: Callable[[], object]) -> object:
    """Do something in a thread whose disk fails; return what came of it, an error too."""
    came: list[object] = []

    def run() -> None:
        try:
            failing.fail(calls)
            came.append(do())
        except Exception as error:
            came.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if isinstance(came[0], OSError):
        pytest.skip(str(came[0]))
    return came[0]


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    if failing.here():
        pytest.skip(failing.here())
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("calls", [("pwrite64",), ("fsync", "fdatasync"), ("pwrite64", "fsync", "fdatasync")])
def test_a_disk_that_fails_in_a_write_loses_nothing_and_the_retry_needs_no_restart(
    store: Store, path: Path, calls: tuple[str, ...]
) -> None:
    before = note(store, "写前", "before")
    said = [on_a_failing_disk(calls, lambda: note(store, "写不进", "again")) for _ in range(2)]
    for error in said:
        assert isinstance(error, DiskError), error
        assert str(error).startswith("磁盘读写出错; 本次未保存")
    assert rows(path, "SELECT max(seq) FROM journal") == [(before,)]
    assert note(store, "写不进", "again") == before + 1
    store.close()
    assert sound(path) == before + 1


def test_a_disk_that_gives_nothing_back_is_said_and_is_read_again_when_it_does(store: Store, path: Path) -> None:
    """SQLite itself calls a page that the disk does not give back corrupt, where the system says EIO (unixRead)."""
    note(store, "写前", "before")
    store.close()
    views = Views.open(path)
    came = on_a_failing_disk(("pread64",), lambda: views.rows("SELECT count(payload) FROM journal"))
    assert isinstance(came, SpoiltError), came
    assert str(came) in {"库文件损坏", "读写磁盘出错"}
    assert views.rows("SELECT count(payload) FROM journal WHERE kind = 'entry.noted'") == [(1,)]
    views.close()
    sound(path)


# ---------------------------------------------------------------- a wall clock that is set


def wall(file: Path, shift: str) -> Mapping[str, str]:
    """Return the environment of a process whose wall clock stands beside the machine's by what the file says."""
    if FAKETIME is None:
        pytest.skip("no libfaketime: apt-get install faketime")
    file.write_text(f"{shift}\n", encoding="ascii")
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(file),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def events(path: Path, kind: str) -> list[dict]:
    found = rows(path, f"SELECT payload FROM journal WHERE kind = '{kind}' ORDER BY seq")
    return [json.loads(row[0]) for row in found]


def remind(path: Path, env: Mapping[str, str], minutes: int) -> int:
    """Set a reminder, in so many minutes of the process's own wall; return when it is due."""
    done = command("remind", f"{minutes}分钟后", "开会", "--as", "zhou", "--db", str(path), env=env)
    assert done.returncode == 0, done.stderr.decode()
    (opened,) = events(path, "obligation.opened")
    return opened["due_at"]


@pytest.fixture
def watching(path: Path) -> Iterator[Callable[[Mapping[str, str]], subprocess.Popen[bytes]]]:
    """Start the watch of the command line; it is ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def start(env: Mapping[str, str]) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "dutydesk", "watch", "--db", str(path)]
        running.append(subprocess.Popen(words, env={**os.environ, **env}, stdout=subprocess.DEVNULL))
        beat = path.with_name(path.name + ".watch")
        wait(beat.exists)
        return running[-1]

    yield start
    for one in running:
        one.terminate()
        one.wait(20)
    sound(path)


def wait(reached: Callable[[], object]) -> None:
    ends = time.monotonic() + BOUND
    while not reached():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.1)


def rings(path: Path) -> list[dict]:
    return [one for one in events(path, "alert.raised") if one["step"] == "ladder:0"]


def test_a_wall_set_back_an_hour_holds_no_alarm_back(path: Path, tmp_path: Path, watching) -> None:
    """Due in a few seconds; the wall of the running watch is set back, and it rings after these seconds all the same."""
    remind(path, wall(tmp_path / "then", "-45s"), 1)
    due = time.monotonic() + 15
    watching(wall(tmp_path / "wall", "+0s"))
    wall(tmp_path / "wall", "-3600s")
    wait(lambda: events(path, "watch.clock_stepped"))
    early = time.monotonic() < due and not rings(path)
    wait(lambda: rings(path))
    (ring,), (step,) = rings(path), events(path, "watch.clock_stepped")
    (recorded,) = (row[0] for row in rows(path, "SELECT recorded_at FROM journal WHERE kind = 'alert.raised'"))
    assert round(step["step"] / 1e6) == -3600
    assert not early or recorded < ring["planned_at"] - 3_000_000_000, "an hour before, by the wall that was set back"


def test_a_wall_set_forward_an_hour_rings_at_once_and_once(path: Path, tmp_path: Path, watching) -> None:
    env = wall(tmp_path / "wall", "+0s")
    remind(path, env, 30)
    watching(env)
    wall(tmp_path / "wall", "+3600s")
    wait(lambda: events(path, "watch.clock_stepped"))
    wait(lambda: events(path, "alert.raised"))
    (step,) = events(path, "watch.clock_stepped")
    assert round(step["step"] / 1e6) == 3600
    done = command("watch", "--once", "--db", str(path), env=env)
    assert done.returncode == 0, done.stderr.decode()
    assert len({(one["obligation"], one["step"]) for one in events(path, "alert.raised")}) == len(
        events(path, "alert.raised")
    )


PEAK = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""
"""Run a command; print the most memory it held (KiB)."""


def test_in_the_year_2200_nothing_hangs_or_floods_and_what_is_written_is_there(path: Path, tmp_path: Path) -> None:
    """The machine's battery died: every command ends within its time, the memory stays flat, a second look writes nothing."""
    env = wall(tmp_path / "wall", "@2200-01-01 00:00:00")
    peaks = []
    for words, where in (
        (("watch", "--once"), {}),
        (("watch", "--once"), env),
        (("watch", "--once"), env),
        (("log", "还在", "--as", "zhou"), env),
        (("due",), env),
    ):
        before = rows(path, "SELECT max(seq) FROM journal")[0][0]
        line = [sys.executable, "-c", PEAK, sys.executable, "-m", "dutydesk", *words, "--db", str(path)]
        done = subprocess.run(line, env={**os.environ, **where}, capture_output=True, timeout=BOUND, check=False)
        assert done.returncode == 0, done.stderr.decode()
        peaks.append(int(done.stdout))
        assert rows(path, "SELECT max(seq) FROM journal")[0][0] - before < 2000, "a bounded catch-up, no flood"
    assert peaks[1] < peaks[0] * 2, "the catch-up of 174 years takes no memory to speak of"
    assert [one["text"] for one in events(path, "entry.noted")] == ["还在"]
    raised = [(one["obligation"], one["step"]) for one in events(path, "alert.raised")]
    assert len(raised) == len(set(raised))
    assert command("log", "回到今天", "--as", "zhou", "--db", str(path)).returncode == 0
    sound(path)


def test_due_while_every_process_was_gone_is_said_late_at_the_next_start(path: Path, tmp_path: Path) -> None:
    env = wall(tmp_path / "wall", "+0s")
    due = remind(path, env, 5)
    assert command("watch", "--once", "--db", str(path), env=env).returncode == 0
    assert events(path, "alert.raised") == []
    later = wall(tmp_path / "wall", "+480s")
    assert command("watch", "--once", "--db", str(path), env=later).returncode == 0
    (ring,) = events(path, "alert.raised")
    assert (ring["planned_at"], round(ring["late"] / 1e6 // 60)) == (due, 3)
    assert len(events(path, "watch.unwatched")[0]["missed"]) == 1


# ---------------------------------------------------------------- a machine that sleeps


@pytest.fixture
def ahead() -> Iterator[Path]:
    """A time namespace whose time since boot is ten minutes ahead, its monotonic clock as here."""
    unshare = shutil.which("unshare")
    if unshare is None or not Path("/proc/self/ns/time").exists():
        pytest.skip("no time namespaces here")
    words = [unshare, "-T", "--boottime", "600", "sh", "-c", "echo in; exec sleep 300"]
    inside = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert inside.stdout is not None
    if inside.stdout.readline() != b"in\n":
        said = inside.communicate()[1].decode().strip()
        pytest.skip(f"no time namespace may be made here: {said}")
    yield Path(f"/proc/{inside.pid}/ns/time")
    inside.kill()
    inside.communicate()


def test_a_watch_that_slept_ten_minutes_across_the_due_time_rings_at_its_first_look(
    path: Path, tmp_path: Path, ahead: Path
) -> None:
    env = wall(tmp_path / "wall", "+0s")
    remind(path, env, 5)
    words = [sys.executable, str(HERE / "suspended_process.py"), path, ahead, tmp_path / "wall", "600"]
    process = subprocess.Popen(
        [str(word) for word in words],
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"watching\n"
    out, errors = process.communicate(b"\n", timeout=BOUND)
    said = out.decode().splitlines()
    if said and said[0].startswith("refused"):
        pytest.skip(f"a process may not enter a time namespace here: {said[0]}")
    assert said == ["slept 600 600 0", "raised ladder:0"], errors.decode()
    (gap,) = events(path, "watch.unwatched")
    assert round((gap["until"] - gap["since"]) / 1e6 / 60) == 10
    assert len(gap["missed"]) == 1
    assert events(path, "watch.clock_stepped") == [], "both clocks went on: nothing was set"
    sound(path)
