"""SIGKILL at any moment: nothing acknowledged is lost, nothing due happens twice or never (cases 1, 2, 4, 26, 31)."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pysqlite3 as sqlite
import pytest
from faults import Process, rows, sound

from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.obligations import dues
from dutydesk.clock import SystemClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.store.engine import Transaction, open_store
from dutydesk.usecase.books import load_books

MS = 1000


def saved_ids(path: Path) -> set[str]:
    return {row[0] for row in rows(path, "SELECT id FROM journal WHERE kind = 'entry.noted'")}


def kill_writers(path: Path, kills: int, seed: int) -> None:
    """Keep two writers going; kill one of them again and again at a random moment."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    writers = [Process("writing_process.py", path, f"w{index}", 0) for index in range(2)]
    for kill in range(kills):
        victim = writers.pop(0)
        victim.wait_for_line()
        time.sleep(chance.uniform(0.0, 0.15))
        victim.end(kill=True)
        acknowledged.extend(victim.said)
        writers.append(Process("writing_process.py", path, f"k{kill}", 0))
    for writer in writers:
        writer.end(kill=True)
        acknowledged.extend(writer.said)
    assert len(acknowledged) >= kills
    assert set(acknowledged) <= saved_ids(path)
    count = sound(path)
    # at most the one entry a writer had under way is saved without having been told
    assert count - 5 - len(acknowledged) <= kills + 2


def test_kill_writers_at_random(path: Path) -> None:
    kill_writers(path, 20, seed=1)


@pytest.mark.soak
def test_kill_writers_two_hundred_times(path: Path) -> None:
    kill_writers(path, 200, seed=2)


def write_together(path: Path, each: int) -> None:
    processes = [Process("writing_process.py", path, f"p{index}", each) for index in range(4)]
    errors = [process.end(kill=False) for process in processes]
    assert errors == ["", "", "", ""]
    told = [one for process in processes for one in process.said]
    assert len(told) == len(set(told)) == 4 * each
    assert saved_ids(path) == set(told)
    assert sound(path) == 5 + 4 * each
    assert rows(path, "SELECT count(DISTINCT prev) FROM journal") == [(5 + 4 * each,)]


def test_four_processes_write_at_once(path: Path) -> None:
    write_together(path, 125)


@pytest.mark.soak
def test_four_processes_write_two_thousand(path: Path) -> None:
    write_together(path, 500)


DIE_AFTER_COMMIT = """
import os, sys
from pathlib import Path
from dutydesk.clock import SystemClock, Timekeeper
from dutydesk.capabilities.log.acts import Log
from dutydesk.usecase.books import load_books
from dutydesk.desk.service import Desk
from dutydesk.store.engine import open_store
desk = Desk(open_store(Path(sys.argv[1])), Timekeeper(SystemClock()), load_books())
desk.perform(Log(text="提交后立即断电"), actor="zhou", act_id=sys.argv[2])
os.kill(os.getpid(), 9)
"""


def test_killed_between_commit_and_screen_then_submitted_again(path: Path) -> None:
    status = os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", DIE_AFTER_COMMIT, str(path), "my-act"])
    assert status == -signal.SIGKILL
    desk = Desk(open_store(path), Timekeeper(SystemClock()), load_books())
    done = desk.perform(Log(text="提交后立即断电"), actor="zhou", act_id="my-act")
    assert (done.id, done.again, done.rows) == ("my-act", True, ())
    desk.store.close()
    assert rows(path, "SELECT id FROM journal WHERE kind = 'entry.noted'") == [("my-act",)]


# ---------------------------------------------------------------- alarms


def set_alarms(path: Path, instants: list[int]) -> dict[str, int]:
    """Owe a reminder at each instant; return obligation to due time."""
    desk = Desk(open_store(path), Timekeeper(SystemClock()), load_books())

    def work(tx: Transaction) -> dict[str, int]:
        one = desk.work(tx, "zhou")
        return {dues.open_reminder(one, due, f"闹钟 {index}", None): due for index, due in enumerate(instants)}

    alarms = desk.store.write(work, now=desk.now())
    desk.store.close()
    return alarms


def raised(path: Path) -> list[tuple[str, str, int]]:
    sql = (
        "SELECT json_extract(payload, '$.obligation'), json_extract(payload, '$.step'), recorded_at "
        "FROM journal WHERE kind = 'alert.raised' ORDER BY seq"
    )
    return [(str(row[0]), str(row[1]), int(row[2])) for row in rows(path, sql)]


def kill_watchers(path: Path, alarms: int, every_ms: int, seed: int) -> None:
    """Three processes watch; a random one is killed and started again until every alarm is due."""
    chance = random.Random(seed)
    watchers = [Process("watching_process.py", path, 20) for _ in range(3)]
    for watcher in watchers:
        watcher.wait_for_line()
    start = SystemClock().wall() + 300 * MS
    due = set_alarms(path, [start + index * every_ms * MS for index in range(alarms)])
    errors: list[str] = []
    kills = 0
    while SystemClock().wall() < max(due.values()):
        time.sleep(chance.uniform(0.1, 0.4))
        errors.append(watchers.pop(chance.randrange(3)).end(kill=True))
        watchers.append(Process("watching_process.py", path, 20))
        kills += 1
    watchers[-1].wait_for_line()
    wait_until(lambda: len(raised(path)) >= alarms)
    errors.extend(watcher.end(kill=True) for watcher in watchers)
    assert [error for error in errors if error] == []
    assert kills >= 10
    found = raised(path)
    assert sorted((obligation, step) for obligation, step, _ in found) == sorted((one, "ladder:0") for one in due)
    assert all(at >= due[obligation] for obligation, _, at in found)
    sound(path)


def wait_until(holds: object, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < until, "not in time"
        time.sleep(0.05)


def test_three_watchers_under_kills_raise_each_step_once(path: Path) -> None:
    kill_watchers(path, 60, 100, seed=3)


@pytest.mark.soak
def test_three_watchers_under_kills_raise_four_hundred(path: Path) -> None:
    kill_watchers(path, 400, 100, seed=4)


def stop_between_writes(watcher: Process, path: Path) -> None:
    """Stop a process that does not hold the write lock just then: what is stopped with it is another test's."""
    for _ in range(100):
        watcher.popen.send_signal(signal.SIGSTOP)
        time.sleep(0.05)
        connection = sqlite.connect(path, timeout=0)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite.OperationalError:
            watcher.popen.send_signal(signal.SIGCONT)
        else:
            return
        finally:
            connection.close()
    raise AssertionError("it always writes")


def test_a_stopped_watcher_catches_up_at_once(path: Path) -> None:
    watcher = Process("watching_process.py", path, 20)
    watcher.wait_for_line()
    stop_between_writes(watcher, path)
    due = SystemClock().wall() + 200 * MS
    (alarm,) = set_alarms(path, [due])
    time.sleep(0.6)
    assert raised(path) == []
    watcher.popen.send_signal(signal.SIGCONT)
    wait_until(lambda: raised(path))
    watcher.end(kill=True)
    ((obligation, step, at),) = raised(path)
    assert (obligation, step) == (alarm, "ladder:0")
    assert at - due >= 400 * MS  # it says how late it is
    ((late,),) = rows(path, "SELECT late FROM alert")
    assert late == at - due


def test_five_watchers_at_one_due_instant_raise_once(path: Path) -> None:
    watchers = [Process("watching_process.py", path, 1) for _ in range(5)]
    for watcher in watchers:
        watcher.wait_for_line()
    due = SystemClock().wall() + 300 * MS
    alarms = set_alarms(path, [due] * 10)
    wait_until(lambda: len(raised(path)) >= 10)
    errors = [watcher.end(kill=True) for watcher in watchers]
    assert errors == [""] * 5
    assert sorted(one for one, _, _ in raised(path)) == sorted(alarms)
