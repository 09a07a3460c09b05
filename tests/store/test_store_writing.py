"""Writing among others: locks, leaks, a file that goes away, a full disk; feed and drafts."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from pysqlite3 import dbapi2 as sqlite
from shelf import NOW, filled, foreign, make, note, python
from sqlalchemy import event

from dutydesk.store import connect, drafts
from dutydesk.store.engine import Store, open_store
from dutydesk.store.errors import (
    DiskError,
    StoreBusyError,
    StoreDamagedError,
    StoreReplacedError,
)
from dutydesk.store.feed import Feed
from dutydesk.store.integrity import verify_chain
from dutydesk.store.views import Views

HOLD = """
import sys, time
from pysqlite3 import dbapi2 as sqlite
connection = sqlite.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
connection.close()
"""


def test_lock_held_by_another_process_only_delays(store: Store, path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(path), "1.0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        views = Views.open(path)
        assert views.head()[0] == 1  # reading goes on meanwhile
        views.close()
        assert note(store, "晚到").seq == 2
        assert holder.wait(timeout=10) == 0


def test_lock_held_too_long_is_told_and_the_retry_works(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pragmas = tuple(one for one in connect.WRITER_PRAGMAS if "busy" not in one)
    monkeypatch.setattr(connect, "WRITER_PRAGMAS", (*pragmas, "PRAGMA busy_timeout=100"))
    store = make(path)
    other = foreign(path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusyError, match="未保存"):
        note(store, "一", row_id="mine")
    other.execute("ROLLBACK")
    other.close()
    assert note(store, "一", row_id="mine").seq == 2
    store.close()


@pytest.mark.parametrize(("refusals", "patience", "given"), [(0, 10_000, True), (40, 10_000, True), (40, 0, False)])
def test_the_lock_is_asked_for_as_often_by_whoever_waits_longest(
    monkeypatch: pytest.MonkeyPatch, refusals: int, patience: int, *, given: bool
) -> None:
    """Between two times that it is asked for lie a few ms, however long it takes: nobody is passed by those who come later."""

    class Contended(sqlite.Connection):
        left, own = refusals, [f"busy_timeout={patience}"]

        def execute(self, sql: str, *rest: Any) -> Any:
            if "busy_timeout=" in sql:
                self.own.append(sql.removeprefix("PRAGMA "))
            if sql == "BEGIN IMMEDIATE":
                assert self.own[-1] == "busy_timeout=0"  # SQLite itself does not wait
                self.left -= 1
                if self.left >= 0:
                    error = sqlite.OperationalError("database is locked")
                    error.sqlite_errorcode = 5  # type: ignore[attr-defined]
                    raise error
            return super().execute(sql, *rest)

    slept: list[float] = []
    monkeypatch.setattr(connect.time, "sleep", slept.append)
    connection = sqlite.connect(":memory:", isolation_level=None, factory=Contended)
    sqlite.Connection.execute(connection, f"PRAGMA busy_timeout={patience}")
    if given:
        connect.begin(connection)
    else:
        with pytest.raises(sqlite.OperationalError):
            connect.begin(connection)
    assert connection.in_transaction is given
    assert slept == [connect.ASK_SECONDS] * (refusals if given else 0)
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (patience,)
    connection.close()


def test_a_leaked_read_does_not_block_writers(store: Store, path: Path) -> None:
    reader = connect.connect(path, readonly=True)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    for index in range(50):
        note(store, f"第 {index} 条")
    assert reader.execute("SELECT count(*) FROM journal").fetchone() == (1,)
    reader.execute("COMMIT")
    assert reader.execute("SELECT count(*) FROM journal").fetchone() == (51,)
    reader.close()


def test_threads_of_one_process_share_a_store(store: Store, path: Path) -> None:
    def write(name: int) -> None:
        for index in range(20):
            note(store, f"{name}-{index}")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify_chain(path)
    assert (report.ok, report.count) == (True, 81)


def test_the_file_was_unlinked(store: Store, path: Path) -> None:
    path.unlink()
    with pytest.raises(StoreReplacedError, match="已停止写入"):
        note(store, "一")
    assert not path.exists()
    with pytest.raises(StoreReplacedError):
        store.check_identity()


def test_the_file_was_replaced(store: Store, path: Path, forty: Path) -> None:
    other = path.with_name("other.db")
    shutil.copyfile(forty, other)
    before = other.read_bytes()
    other.replace(path)
    with pytest.raises(StoreReplacedError):
        note(store, "一")
    assert path.read_bytes() == before


def test_a_stopped_store_takes_nothing_more(store: Store, path: Path) -> None:
    store.stop("核验未通过: 第 17 条")
    with pytest.raises(StoreDamagedError, match="第 17 条"):
        note(store, "一")
    assert verify_chain(path).count == 1


def limited(connection: object, _record: object) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
    connection.execute(f"PRAGMA max_page_count={pages + 4}")  # type: ignore[attr-defined]


def test_a_full_disk_loses_nothing_and_the_retry_works(path: Path) -> None:
    filled(path, ["旧"])
    store = open_store(path)
    event.listen(store._engine, "connect", limited)
    saved = [2]

    def until_full() -> None:
        for index in range(500):
            row = note(store, f"{index} " * 200, row_id=f"id-{index}")
            saved.append(row.seq)

    with pytest.raises(DiskError, match="已保存的都在"):
        until_full()
    assert len(saved) > 1
    report = verify_chain(path)
    assert (report.ok, report.count) == (True, saved[-1])
    with pytest.raises(DiskError):
        note(store, "还是满的 " * 400, row_id="again")
    raw = store._engine.raw_connection()
    raw.cursor().execute("PRAGMA max_page_count=100000")
    raw.close()
    assert note(store, "还是满的 " * 400, row_id="again").seq == saved[-1] + 1
    store.close()
    assert verify_chain(path).ok


GROW = """
import resource, sys
from pathlib import Path
from dutydesk.capabilities.log.events import Noted
from dutydesk.store.engine import open_store
from dutydesk.store.errors import DiskError
path = Path(sys.argv[1])
store = open_store(path)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100_000, resource.RLIM_INFINITY))
def write(index):
    return store.write(lambda tx: tx.append(Noted(text="字" * 2000), actor="desk", row_id=f"id-{index}"), now=1)
index = 0
try:
    while index < 1000:
        print(write(index).seq, flush=True)
        index += 1
except DiskError as error:
    print(type(error).__name__, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print("again", write(index).seq, flush=True)
store.close()
"""


def test_a_file_that_may_not_grow_loses_nothing(path: Path) -> None:
    filled(path, ["旧"])
    done = python(GROW, path)
    said = done.stdout.split()
    assert done.returncode == 0, done.stderr
    assert said[-3:-1] == ["DiskError", "again"]
    saved = [int(word) for word in (*said[:-3], said[-1])]
    assert saved == list(range(3, 3 + len(saved)))
    assert len(saved) > 2
    report = verify_chain(path)
    assert (report.ok, report.count) == (True, saved[-1])


def test_errors_never_print_what_was_typed(store: Store) -> None:
    with pytest.raises(Exception) as caught:
        store.write(lambda tx: tx.execute("INSERT INTO draft VALUES (?,?,?,?)", ("机", "密", "内", "容")), now=NOW)
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert all("容" not in str(error) for error in chain)


# ---------------------------------------------------------------- the feed


def test_feed_sees_what_others_write_and_only_that(store: Store, path: Path) -> None:
    feed, second = Feed(path), Feed(path)
    assert feed.moved() is True
    assert feed.moved() is False
    note(store, "一")
    assert feed.moved() is True
    assert feed.moved() is False
    other = open_store(path)
    note(other, "二")
    other.close()
    assert feed.moved() is True
    assert feed.moved() is False
    assert second.moved() is True
    feed.close()
    second.close()


def test_reading_does_not_move_the_feed(store: Store, path: Path) -> None:
    feed = Feed(path)
    feed.moved()
    views = Views.open(path)
    assert views.head()[0] == 1
    views.close()
    assert feed.moved() is False
    feed.close()


# ---------------------------------------------------------------- drafts


@pytest.fixture
def views(store: Store, path: Path) -> object:
    opened = Views.open(path)
    yield opened
    opened.close()


def test_a_draft_is_kept_replaced_and_thrown_away(store: Store, views: Views) -> None:
    assert drafts.find(views, "zhou", "log") == ""
    assert drafts.keep(store, "zhou", "log", "打了一半\n两行", NOW) is True
    assert drafts.keep(store, "he", "log", "别人的", NOW) is True
    assert drafts.find(views, "zhou", "log") == "打了一半\n两行"
    drafts.keep(store, "zhou", "log", "打完了", NOW)
    assert drafts.find(views, "zhou", "log") == "打完了"
    drafts.keep(store, "zhou", "log", "", NOW)
    assert drafts.find(views, "zhou", "log") == ""
    assert drafts.find(views, "he", "log") == "别人的"
    assert views.head()[0] == 1  # no draft is in the journal


@pytest.mark.parametrize("mark", ["秘密★5年", "机密★长期", "绝密", "【机密】", "第一行\n秘密★10年\n第三行"])
def test_a_marked_secret_never_reaches_the_disk(store: Store, views: Views, path: Path, mark: str) -> None:
    assert drafts.keep(store, "zhou", "log", f"{mark}\nTOP-7731-SECRET", NOW) is False
    assert drafts.find(views, "zhou", "log") == ""
    files = [one for one in path.parent.iterdir() if one.is_file()]
    assert path.with_name("desk.db-wal") in files
    assert all(b"TOP-7731-SECRET" not in one.read_bytes() for one in files)


def test_what_cannot_be_stored_is_no_draft(store: Store, views: Views) -> None:
    for body in ("a\x00b", "a\udcffb", "字" * 20_001):
        assert drafts.keep(store, "zhou", "log", body, NOW) is False
    assert drafts.find(views, "zhou", "log") == ""


def test_a_thrown_away_draft_is_wiped(store: Store, path: Path) -> None:
    drafts.keep(store, "zhou", "log", "WIPED-4711", NOW)
    drafts.keep(store, "zhou", "log", "", NOW)
    store.close()
    assert sorted(one.name for one in path.parent.iterdir()) == ["desk.db", "desk.db.key", "desk.db.open"]
    assert b"WIPED-4711" not in path.read_bytes()


# ---------------------------------------------------------------- views


def test_views_of_the_log(store: Store, views: Views) -> None:
    for text in ("甲", "乙", "丙"):
        note(store, text)
    seq, head, recorded = views.head()
    assert (seq, len(head), recorded) == (4, 32, NOW)
    assert views.newest_seqs(2) == [3, 4]
    assert list(views.all_seqs()) == [1, 2, 3, 4]
    assert list(views.all_seqs(before=3)) == [1, 2]
    assert views.seqs_after(2) == [3, 4]
    assert [json.loads(entry.payload)["text"] for entry in views.entries([4, 2])] == ["甲", "丙"]
    assert views.first_seq_at(NOW) == 1
    assert views.first_seq_at(NOW + 1) is None
    assert views.entry_at(99) is None
    assert [entry.seq for entry in views.entries_between(NOW, NOW + 1)] == [1, 2, 3, 4]
    assert views.entries_between(0, NOW) == []


def test_an_entry_by_the_end_of_its_id(store: Store, views: Views) -> None:
    row = note(store, "甲")
    found = views.entry_by_id(row.id[-12:])
    assert found is not None
    assert found.seq == 2
    assert views.entry_by_id(row.id[-3:]) is None
    assert views.entry_by_id("%%%%") is None
    assert views.entry_by_id("") is None


def test_an_empty_desk(views: Views) -> None:
    assert views.officers() == {}
    assert views.shift() is None
    assert views.shifts() == []
    assert views.matters() == []
    assert views.matter("Y1") is None
    assert views.clocks() == []
    assert views.alerts() == []
    assert views.clock("abcd") is None
    assert views.next_due() is None
    assert views.doubtful() == 0
    assert views.secret("zhou") == ""
