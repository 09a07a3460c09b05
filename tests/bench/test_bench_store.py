"""The store: writing, searching, verifying, and hearing of others (how to run: see ``conftest.py``)."""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ledger import Ledger, in_turns
from sqlalchemy import MetaData, create_engine, event
from sqlmodel import Field, Session, SQLModel

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.log.acts import Log
from dutydesk.store import connect
from dutydesk.store.feed import Feed
from dutydesk.store.integrity import verify_chain
from dutydesk.store.journal import COLUMNS
from dutydesk.store.library import sqlite
from dutydesk.store.views import Views

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("compiled")]

WORDS = ("雨", "火灾", "农民工", "高速追尾", "省政府总值", "省政府总值班")
"""One to six characters, each found in many entries."""

RARE = "无此事项"
PAGE = 50


class Apart(SQLModel):
    """Tables of the measurement alone: what the store creates does not change by collecting this file."""

    metadata = MetaData()


class Note(Apart, table=True):
    """The least that SQLModel can write."""

    __tablename__ = "bench_note"
    id: int | None = Field(default=None, primary_key=True)
    at: int
    text: str


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@pytest.fixture
def one_row(tmp_path: Path) -> Iterator[Callable[[int], None]]:
    """Insert one row by SQLModel and commit, as durably as we do."""
    path = tmp_path / "one.db"

    def opened() -> sqlite.Connection:
        connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        return connection

    engine = create_engine("sqlite+pysqlite://", module=sqlite, creator=opened)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    Apart.metadata.create_all(engine)

    def insert(number: int) -> None:
        with Session(engine) as session:
            session.add(Note(at=number, text=f"南召县强降雨, 已转告水利厅 ({number})"))
            session.commit()

    yield insert
    engine.dispose()


def test_entry(many: Path, entries: int, one_row: Callable[[int], None], ledger: Ledger) -> None:
    """A log line saved for good: chain, tables, index, commit."""
    container = open_container(many)
    numbers = iter(range(1_000_000))
    try:
        found = in_turns(
            {
                "ours": lambda: seconds(
                    lambda: container.desk.perform(
                        Log(text=f"南召县强降雨, 已转告水利厅 ({next(numbers)})"), actor="zhang"
                    )
                ),
                "one row": lambda: seconds(lambda: one_row(next(numbers))),
            },
            300,
            warm=20,
        )
    finally:
        container.close()
    ledger.put(f"durable entry among {entries:,}", found["ours"] * 1e3, "ms", reference=found["one row"] * 1e3,
               of="one-row SQLModel insert", budget="<= 2.5 x")  # fmt: skip


def forgotten(path: Path) -> None:
    """Have the machine forget what it read of a store, as after a night: its pages are read from the disk again."""
    for one in path.parent.glob(f"{path.name}*"):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def first_page(path: Path, word: str) -> float:
    """Return how long the first page of a word takes in a session that has just begun to read."""
    forgotten(path)
    views = Views.open(path)
    try:
        return seconds(lambda: views.search(word, PAGE))
    finally:
        views.close()


def pieces(views: Views, each: int = 8) -> list[str]:
    """Return words of one to six characters as they stand in the entries, chosen alike in every run."""
    told = "SELECT json_extract(payload, '$.text') FROM journal WHERE kind = 'entry.noted' ORDER BY seq DESC LIMIT 200"
    texts = [str(text) for (text,) in views.rows(told)]
    chance = random.Random(6)
    return [
        text[(start := chance.randrange(max(len(text) - length, 1))) : start + length]
        for length in range(1, 7)
        for text in chance.sample(texts, each)
    ]


def test_search_of_anything(many: Path, entries: int, ledger: Ledger) -> None:
    """Pieces of one to six characters out of the entries themselves: first page warm and cold, exact count; the slowest."""
    views = Views.open(many)
    try:
        words = pieces(views)
        warm = {word: min(seconds(lambda word=word: views.search(word, PAGE)) for _ in range(3)) for word in words}
        counts = {word: min(seconds(lambda word=word: views.search_count(word)) for _ in range(3)) for word in words}
    finally:
        views.close()
    cold = {word: first_page(many, word) for word in words}
    for what, found, budget in (
        ("first page, warm", warm, "<= 20 ms"),
        ("first page, cold", cold, "<= 50 ms"),
        ("exact count", counts, "<= 100 ms"),
    ):
        word = max(found, key=lambda one: found[one])
        ledger.put(
            f"search of {len(words)} pieces, {what}", found[word] * 1e3, "ms", of=f"slowest: {word}", budget=budget
        )


def test_search(many: Path, entries: int, ledger: Ledger) -> None:
    """First page and exact count of words of one to six characters; the worst of them against reading everything."""
    views = Views.open(many)
    try:
        for word in WORDS:
            assert len(views.search(word, PAGE)) == PAGE, word
        pages, counts = {}, {}
        for word in (*WORDS, RARE):
            pages[word] = in_turns({word: lambda word=word: seconds(lambda: views.search(word, PAGE))}, 5)[word]
            counts[word] = in_turns({word: lambda word=word: seconds(lambda: views.search_count(word))}, 5)[word]
        scan = statistics.median(
            seconds(lambda: views.rows("SELECT count(*) FROM journal WHERE payload LIKE ?", (f"%{WORDS[1]}%",)))
            for _ in range(3)
        )
    finally:
        views.close()
    slowest = max(pages, key=lambda word: pages[word])
    longest = max(counts, key=lambda word: counts[word])
    of = "LIKE scan"
    ledger.put(
        f"search, first page ({slowest})", pages[slowest] * 1e3, "ms", reference=scan * 1e3, of=of, budget="<= 20 ms"
    )
    ledger.put(
        f"search, exact count ({longest})", counts[longest] * 1e3, "ms", reference=scan * 1e3, of=of, budget="<= 100 ms"
    )
    for word in (*WORDS, RARE):
        print(f"\n    {word}: page {pages[word] * 1e3:.2f} ms, count {counts[word] * 1e3:.2f} ms", end="")


def read_and_hash(path: Path) -> int:
    """Read the same columns and hash every byte, compare nothing."""
    connection = connect.connect(path, readonly=True)
    count = 0
    cursor = connection.execute(f"SELECT {COLUMNS} FROM journal ORDER BY seq")
    while batch := cursor.fetchmany(2_000):
        for row in batch:
            own = hashlib.sha256()
            own.update(b"".join(
                one if isinstance(one, bytes) else one.encode() if isinstance(one, str) else b"" if one is None
                else one.to_bytes(8, "big", signed=True) for one in row
            ))  # fmt: skip
            own.digest()
        count += len(batch)
    connection.close()
    return count


def test_verify(many: Path, entries: int, ledger: Ledger) -> None:
    """The whole chain."""
    assert verify_chain(many).count == read_and_hash(many) >= entries
    found = in_turns(
        {"ours": lambda: seconds(lambda: verify_chain(many)), "read": lambda: seconds(lambda: read_and_hash(many))},
        3 if entries > 200_000 else 5,
        warm=0,
    )
    ledger.put(
        f"verify {entries:,}",
        found["ours"] * 1e3,
        "ms",
        reference=found["read"] * 1e3,
        of="read and hash",
        budget="<= 1.5 x",
    )


def test_feed(few: Path, environ: dict[str, str], ledger: Ledger) -> None:
    """Another process commits a line; how long until a session that looks every 100 ms has read it."""
    command = [sys.executable, str(Path(__file__).parent / "references" / "writer.py"), str(few)]
    feed, views = Feed(few), Views.open(few)
    late: list[float] = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ}
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for number in range(60):
            head = views.head()[0]
            feed.moved()
            time.sleep(0.013 * (number % 8))
            writer.stdin.write(f"来自另一台终端 {number}\n")
            writer.stdin.flush()
            deadline = time.monotonic() + 10
            while not (feed.moved() and (new := views.seqs_after(head)) and views.entries(new)):
                assert time.monotonic() < deadline, "never seen"
                time.sleep(0.1)  # as the screen looks
            seen = time.monotonic_ns()
            late.append((seen - int(writer.stdout.readline().split()[1])) / 1e6)
        writer.stdin.close()
        assert writer.wait(10) == 0
    feed.close()
    views.close()
    late.sort()
    ledger.put("other session's entry read, median", statistics.median(late), "ms", of="looks every 100 ms")
    ledger.put("other session's entry read, p99", late[-1], "ms", budget="<= 250 ms")
