"""The store's own faults by real means: full and read-only disks, damaged pages, files gone, heads re-hashed, copies meanwhile."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Process, command, make_store, rows, sound
from pysqlite3 import dbapi2 as sqlite

from dutydesk.capabilities.log.events import Noted
from dutydesk.clock import SystemClock
from dutydesk.store import anchors, backups
from dutydesk.store.engine import Store, Transaction, open_store
from dutydesk.store.errors import DiskError, NotAStoreError, StoreDamagedError
from dutydesk.store.feed import Feed
from dutydesk.store.integrity import quick_check, verify_chain
from dutydesk.store.journal import GENESIS, digest
from dutydesk.store.tables import TRIGGERS

NOW = 1_764_000_000_000_000


def note(store: Store, text: str, row_id: str | None = None) -> int:
    return store.write(
        lambda tx: tx.append(Noted(text=text), actor="zhou", row_id=row_id), now=SystemClock().wall()
    ).seq


def signed(path: Path) -> None:
    """Sign the head: the newest anchor is kept beside the store."""
    store = open_store(path)
    assert store.write(lambda tx: anchors.sign_head(tx, "test", "desk"), now=SystemClock().wall())
    store.close()


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Path]:
    """A real disk of four megabytes."""
    point = tmp_path / "small"
    point.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(point)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"nothing can be mounted here: {done.stderr.decode().strip()}")
    yield point
    subprocess.run(["umount", "-l", str(point)], check=False)


# ---------------------------------------------------------------- disks


def test_case_10_a_full_disk_loses_nothing_and_takes_the_retry_without_a_restart(mount: Path) -> None:
    path = make_store(mount / "desk.db")
    store = open_store(path)
    saved: list[int] = []

    def until_full() -> None:
        while True:
            saved.append(note(store, "写到磁盘满为止 " * 500, f"id-{len(saved)}"))

    with pytest.raises(DiskError, match=r"磁盘已满.*已保存的都在"):
        until_full()
    assert saved
    for _ in range(3):
        with pytest.raises(DiskError):
            note(store, "写到磁盘满为止 " * 500, "again")
    assert rows(path, "SELECT max(seq) FROM journal") == [(saved[-1],)]
    subprocess.run(["mount", "-o", "remount,size=16m", str(mount)], check=True)
    assert note(store, "写到磁盘满为止 " * 500, "again") == saved[-1] + 1
    store.close()
    assert sound(path) == saved[-1] + 1


def test_case_12_a_disk_that_turns_read_only_is_said_and_read_on(mount: Path) -> None:
    path = make_store(mount / "desk.db")
    subprocess.run(["mount", "-o", "remount,ro", str(mount)], check=True)
    try:
        done = command("log", "写不进去", "--as", "周明", "--db", str(path))
        said = done.stderr.decode()
        assert (done.returncode, "只读" in said, "Traceback" in said) == (1, True, False), said
        assert command("due", "--db", str(path)).returncode == 0
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(mount)], check=True)
    assert command("log", "又能写了", "--as", "周明", "--db", str(path)).returncode == 0
    sound(path)


# ---------------------------------------------------------------- files that are no store, or no longer one


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000, b"SQLite format 3\0" + bytes(5000)])
def test_case_13_what_is_no_store_is_refused_and_left_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(content)
    for words in (("log", "一句"), ("due",), ("verify",), ("rebuild",)):
        done = command(*words, "--as", "zhou", "--db", str(path))
        assert done.returncode == 1
        assert done.stderr.decode().count("\n") == 1
    assert path.read_bytes() == content
    assert [one.name for one in tmp_path.iterdir()] == ["desk.db"]
    if not content:
        assert "restore" in command("due", "--db", str(path)).stderr.decode()


def test_case_14_a_page_of_rubbish_is_found_by_the_check_after_the_start(path: Path) -> None:
    store = open_store(path)
    for index in range(200):
        note(store, f"第 {index} 条 " * 30)
    store.close()
    data = bytearray(path.read_bytes())
    page = int.from_bytes(data[16:18], "big") or 65_536
    number = len(data) // page // 2
    data[number * page : (number + 1) * page] = os.urandom(page)
    path.write_bytes(bytes(data))
    assert quick_check(path) or not verify_chain(path).ok
    done = command("verify", "--db", str(path))
    assert done.returncode == 1


def test_case_16_a_missing_or_emptied_store_is_never_made_anew(path: Path) -> None:
    signed(path)
    count = rows(path, "SELECT max(seq) FROM journal")[0][0]
    for spoil in (path.unlink, lambda: path.write_bytes(b"")):
        spoil()
        for words in (("due",), ("log", "一句", "--as", "zhou"), ("watch", "--once")):
            done = command(*words, "--db", str(path))
            assert done.returncode == 1
            assert f"这里应有 “测试” 的库, 至少 {count - 1} 条" in done.stderr.decode()
        assert not path.exists() or path.stat().st_size == 0


# ---------------------------------------------------------------- the witness of the log


def rehash(path: Path, seq: int) -> None:
    """Change an entry and recompute every hash, as whoever can write the file can."""
    connection = sqlite.connect(str(path), isolation_level=None)
    for name in ("journal_no_update", "journal_no_delete", "journal_chain"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE journal SET payload = replace(payload, '真的', '假的') WHERE seq = ?", (seq,))
    prev = GENESIS
    for row in connection.execute("SELECT * FROM journal ORDER BY seq").fetchall():
        own = digest(row[:11], prev)
        connection.execute("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", (prev, own, row[0]))
        prev = own
    for statement in TRIGGERS:
        connection.execute(statement)
    connection.close()


def test_case_22_everything_rehashed_fails_the_signed_head(path: Path) -> None:
    store = open_store(path)
    seq = note(store, "真的有三人受伤")
    store.close()
    signed(path)
    anchors.anchor_path(path).unlink()  # whoever can write the file can do that, too
    rehash(path, seq)
    assert verify_chain(path).ok, "the chain alone is fooled"
    report = anchors.verify_anchors(path)
    assert not report.ok
    done = command("verify", "--db", str(path))
    assert (done.returncode, b"\xe7\xad\xbe" in done.stderr) == (1, True)


def test_case_23_a_cut_tail_and_an_older_file_are_named_at_the_start(path: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    store = open_store(path)
    note(store, "昨天的")
    store.close()
    shutil.copyfile(path, older)
    store = open_store(path)
    note(store, "今天的")
    store.close()
    signed(path)
    last = rows(path, "SELECT max(seq) FROM journal")[0][0]
    shutil.copyfile(older, path)
    store = open_store(path)
    with pytest.raises(StoreDamagedError, match=f"锚点第 {last - 1} 条, 库只有 {last - 2} 条"):
        note(store, "接着写")
    store.close()


# ---------------------------------------------------------------- several at once


def test_case_09_another_session_sees_an_entry_within_a_quarter_second(path: Path) -> None:
    feed = Feed(path)
    feed.moved()
    store, seen = open_store(path), list[float]()
    spent = time.process_time()
    for index in range(50):
        written: list[float] = []

        def write(index: int = index, written: list[float] = written) -> None:
            note(store, f"第 {index} 条")
            written.append(time.monotonic())

        writer = threading.Thread(target=write)
        writer.start()
        while not feed.moved():
            time.sleep(0.1)  # as every session looks
        writer.join()
        seen.append(time.monotonic() - written[0])
    assert sorted(seen)[int(len(seen) * 0.9)] < 0.25 + slack()
    before, polls = time.process_time(), 1000
    for _ in range(polls):
        feed.moved()
    assert (time.process_time() - before) / polls / 0.1 < 0.005, "a poll each 100 ms takes under half a percent"
    assert time.process_time() > spent
    feed.close()
    store.close()


def test_case_20_a_copy_made_while_others_write_is_whole_and_holds_nobody_up(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    store = open_store(path)
    for index in range(300):
        note(store, f"第 {index} 条 " * 100)
    writers = [Process("writing_process.py", path, f"w{number}", 0) for number in range(2)]
    for writer in writers:
        writer.wait_for_line()
    waits: list[float] = []
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            before = time.monotonic()
            note(store, "备份时写的")
            waits.append(time.monotonic() - before)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = [
            backups.make(path, folder, SystemClock().wall() + n * 1_000_000, b"", lambda _s, _d: None) for n in range(3)
        ]
    finally:
        done.set()
        thread.join()
        store.close()
        for writer in writers:
            writer.end(kill=True)
    for one in made:
        assert backups.check(one.path).count == one.holds.count
        assert backups.hash_at(path, one.holds.count) == one.holds.head
    assert made[0].holds.count < made[-1].holds.count, "others wrote meanwhile"
    assert max(waits) < 10.0 + slack(), "one second is promised; the bound is ten times as wide, for any machine"
    assert not list(folder.glob(".*"))
    cut = folder / made[0].path.name
    cut.write_bytes(cut.read_bytes()[: made[0].size // 2])
    with pytest.raises(NotAStoreError):
        backups.check(cut)
    sound(path)


def slack() -> float:
    """Seconds that a machine under load may take beyond the bound: its load a core."""
    return max(0.0, os.getloadavg()[0] / (os.cpu_count() or 1) - 1)


def test_an_anchor_is_kept_only_once_the_commit_has_returned(path: Path) -> None:
    signed(path)
    kept = anchors.anchor_path(path).read_bytes()
    store = open_store(path)

    def fails(tx: Transaction) -> None:
        tx.append(Noted(text="不会保存"), actor="zhou")
        assert anchors.sign_head(tx, "test", "desk")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(fails, now=SystemClock().wall())
    assert anchors.anchor_path(path).read_bytes() == kept
    store.close()
    store = open_store(path)
    note(store, "照常")
    store.close()


def test_a_backup_that_is_killed_leaves_no_copy(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    store = open_store(path)
    for index in range(2000):
        note(store, f"第 {index} 条 " * 100)
    store.close()
    for delay in (0.6, 0.9, 1.2):
        words = ["backup", str(folder), "--quick", "--as", "zhou", "--db", str(path)]
        process = subprocess.Popen([*Process.python, "-m", "dutydesk", *words], stdout=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        for one in folder.glob("dutydesk-*.db"):
            backups.check(one)  # what has a copy's name is one
    done = command("backup", str(folder), "--quick", "--as", "zhou", "--db", str(path))
    assert done.returncode == 0, done.stderr
    assert not list(folder.glob(".dutydesk*partial"))


def test_a_kill_while_a_copy_is_put_back_leaves_the_old_store_or_the_new_one(path: Path, tmp_path: Path) -> None:
    """Every step of taking the place is a point to be killed at."""
    from dutydesk.capabilities.backups.events import StoreRestored
    from dutydesk.store import restoring

    store = open_store(path)
    note(store, "备份前")
    store.close()
    folder = tmp_path / "copies"
    folder.mkdir()
    made = backups.make(path, folder, NOW, b"", lambda _s, _d: None)
    store = open_store(path)
    note(store, "备份后")
    store.close()
    whole = hashlib.sha256(path.read_bytes()).hexdigest()

    class KilledError(BaseException):
        pass

    def dies(*_arguments: object, **_options: object) -> None:
        raise KilledError

    for name in ("_put_aside", "_sync_folder"):
        staged = tmp_path / f"staged-{name}.db"
        backups.unpack(made.path, staged, b"", lambda _s, _d: None)
        kept = getattr(restoring, name)
        setattr(restoring, name, dies)
        try:
            with pytest.raises(KilledError):
                restoring.put_back(staged, path, StoreRestored(file="x", count=made.holds.count), "guan", NOW)
        finally:
            setattr(restoring, name, kept)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == whole
        assert verify_chain(path).ok
