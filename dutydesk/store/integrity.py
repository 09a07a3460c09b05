"""Checks and repairs: the chain, the file, the projections."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutydesk.kernel.events import UnknownEventError
from dutydesk.kernel.instants import Instant
from dutydesk.store import connect
from dutydesk.store.applying import enter, project
from dutydesk.store.engine import Store, Transaction
from dutydesk.store.errors import is_of_the_store
from dutydesk.store.journal import COLUMNS, GENESIS, Row, digest
from dutydesk.store.library import sqlite
from dutydesk.store.tables import PROJECTION_NAMES

BATCH = 2_000
DAMAGED = "库文件有损坏, 部分页读不出"
"""What people are told of a file that SQLite finds damaged; its own words say nothing to them."""

RAW = ", ".join(
    f"CAST({name} AS BLOB)"
    if name in {"id", "origin", "actor", "kind", "matter_id", "classification", "payload"}
    else name
    for name in COLUMNS.split(", ")
)
"""The journal's columns with texts as bytes, so that a broken character is a wrong hash and not a failed read."""

_ROWS = f"SELECT {COLUMNS.rsplit(', ', 2)[0]} FROM journal WHERE seq > :seq ORDER BY seq LIMIT :most"  # noqa: S608 - constant columns


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Result of reading the whole chain. ``first_bad`` is the seq of the first row that does not fit, None if all do."""

    ok: bool
    count: int
    head: str
    first_bad: int | None
    detail: str


def verify_chain(
    path: Path, *, since: int = 0, progress: Callable[[int], None] | None = None, copy: bool = False
) -> ChainReport:
    """Read the journal from row ``since`` + 1 on and recompute every hash.

    Args:
        path: the store.
        since: seq of a row that is trusted already; 0 reads everything.
        progress: called with the number of rows read so far.
        copy: the file is a copy that nobody writes: no lock, nothing beside it.

    Raises:
        StoreError: the file cannot be opened at all.
    """
    connect.inspect(path)
    connection = connect.reader(path, copy=copy)
    count, prev, last = since, GENESIS, since
    try:
        if since:
            prev = bytes(connection.execute("SELECT hash FROM journal WHERE seq = :seq", {"seq": since}).fetchone()[0])
        while batch := _batch(connection, last):
            for row in batch:
                if _is_bad(row, last, prev):
                    first_bad = row[0] if isinstance(row[0], int) else last + 1
                    return ChainReport(False, count, prev.hex(), first_bad, _what_is_wrong(row, last, prev))
                last, prev = row[0], row[12]
                count += 1
            if progress is not None:
                progress(count)
    except sqlite.DatabaseError:
        return ChainReport(False, count, prev.hex(), last + 1, f"第 {last + 1} 条读不出")
    finally:
        connection.close()
    return ChainReport(True, count, prev.hex(), None, "")


def _batch(connection: sqlite.Connection, last: int) -> list[tuple[Any, ...]]:
    """The next rows, texts as their stored bytes; one by one where a page cannot be read at once."""
    where = "WHERE seq > :last ORDER BY seq LIMIT :most"
    try:
        return connection.execute(f"SELECT {RAW} FROM journal {where}", {"last": last, "most": BATCH}).fetchall()  # noqa: S608
    except sqlite.DatabaseError:
        return connection.execute(f"SELECT {RAW} FROM journal {where}", {"last": last, "most": 1}).fetchall()  # noqa: S608


def _is_bad(row: tuple[Any, ...], last: int, prev: bytes) -> bool:
    try:
        return row[0] != last + 1 or row[11] != prev or digest(row[:11], prev) != row[12]
    except (AttributeError, TypeError, ValueError, struct.error):
        return True  # a value that is not even of its column's type


def _what_is_wrong(row: tuple[Any, ...], last: int, prev: bytes) -> str:
    if row[0] != last + 1:
        return f"第 {last + 1} 条缺失"
    if row[11] != prev:
        return f"第 {row[0]} 条与前一条接不上"
    return f"第 {row[0]} 条内容被改动"


def quick_check(path: Path, *, copy: bool = False) -> str:
    """Return what SQLite's quick_check finds wrong with the file, in words; empty when it is sound."""
    connection = connect.reader(path, copy=copy)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)").fetchall()]
    except sqlite.DatabaseError:
        return DAMAGED
    finally:
        connection.close()
    return "" if found == ["ok"] else DAMAGED


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that could not be worked into the tables; it stays a line of the log."""

    seq: int
    kind: str
    why: str


def rebuild(
    store: Store,
    now: Instant,
    skipped: list[Skipped] | None = None,
    progress: Callable[[float], None] = lambda _share: None,
    *,
    index: bool = True,
) -> int:
    """Empty all projections and compute them again from the journal, in one transaction; return rows replayed.

    Args:
        store: the store.
        now: the wall clock.
        skipped: gets the rows that cannot be worked in, and the rest goes on; without it such a row ends the work,
            and the tables are as they were.
        progress: gets how much is done, 0 to 1.
        index: the search index, too; whoever compares the tables needs none.
    """

    def work(tx: Transaction) -> int:
        for name in PROJECTION_NAMES:
            tx.execute(f"DELETE FROM {name}")  # noqa: S608 - own table names
        if index:
            reindex(tx)
        return replay(tx, skipped, progress)

    return store.write(work, now=now)


def replay(
    tx: Transaction, skipped: list[Skipped] | None = None, progress: Callable[[float], None] = lambda _share: None
) -> int:
    """Project the whole journal into empty tables; return the rows replayed (``skipped``, ``progress``: see ``rebuild``)."""
    seq, last = 0, max(1, tx.head()[0])
    while found := tx.execute(_ROWS, {"seq": seq, "most": BATCH}):
        rows = [Row(*values) for values in found]
        try:
            with tx.part():
                for row in rows:
                    project(tx, row, row.event)
        except Exception as error:
            if skipped is None or is_of_the_store(error):
                raise
            for row in rows:  # one of them is bad: which, and only that one is left out
                _replay_one(tx, row, skipped)
        seq = rows[-1].seq
        progress(seq / last)
    return seq


def _replay_one(tx: Transaction, row: Row, skipped: list[Skipped]) -> None:
    try:
        with tx.part():
            project(tx, row, row.event)
    except Exception as error:
        if is_of_the_store(error):
            raise
        skipped.append(Skipped(row.seq, row.kind, type(error).__name__))
        enter(tx, row, quiet=False)


def reindex(tx: Transaction) -> None:
    """Fill the search index anew from the journal; a row that is not understood here says nothing to it."""
    tx.empty_index()
    for row in _journal(tx):
        with suppress(UnknownEventError, ValueError, TypeError, KeyError):
            tx.index(row.seq, row.event)


def _journal(tx: Transaction) -> Iterator[Row]:
    """The rows of the journal in order, some hundred at a time."""
    seq = 0
    while rows := tx.execute(_ROWS, {"seq": seq, "most": BATCH}):
        for values in rows:
            row = Row(*values)
            yield row
            seq = row.seq
