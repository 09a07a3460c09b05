"""Checks and repairs: the chain, the file, the projections."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutydesk.domain.instants import Instant
from dutydesk.store import connect
from dutydesk.store.engine import Store, Transaction
from dutydesk.store.journal import COLUMNS, GENESIS, Row, digest
from dutydesk.store.library import sqlite
from dutydesk.store.projections import project
from dutydesk.store.tables import PROJECTION_NAMES

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Result of reading the whole chain. ``first_bad`` is the seq of the first row that does not fit, None if all do."""

    ok: bool
    count: int
    head: str
    first_bad: int | None
    detail: str


def verify_chain(path: Path, *, since: int = 0, progress: Callable[[int], None] | None = None) -> ChainReport:
    """Read the journal from row ``since`` + 1 on and recompute every hash.

    Args:
        path: the store.
        since: seq of a row that is trusted already; 0 reads everything.
        progress: called with the number of rows read so far.

    Raises:
        StoreError: the file cannot be opened at all.
    """
    connect.inspect(path)
    connection = connect.connect(path, readonly=True)
    count, prev, last = since, GENESIS, since
    try:
        if since:
            prev = bytes(connection.execute("SELECT hash FROM journal WHERE seq = ?", (since,)).fetchone()[0])
        cursor = connection.execute(f"SELECT {COLUMNS} FROM journal WHERE seq > ? ORDER BY seq", (since,))  # noqa: S608
        fields = operator.itemgetter(slice(0, 11))
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                if row[0] != last + 1 or row[11] != prev or digest(fields(row), prev) != row[12]:
                    return ChainReport(False, count, prev.hex(), row[0], _what_is_wrong(row, last, prev))
                last, prev = row[0], row[12]
                count += 1
            if progress is not None:
                progress(count)
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        return ChainReport(False, count, prev.hex(), last + 1, f"第 {last + 1} 条之后读不出: {error}")
    finally:
        connection.close()
    return ChainReport(True, count, prev.hex(), None, "")


def _what_is_wrong(row: tuple[Any, ...], last: int, prev: bytes) -> str:
    if row[0] != last + 1:
        return f"第 {last + 1} 条缺失"
    if row[11] != prev:
        return f"第 {row[0]} 条与前一条接不上"
    return f"第 {row[0]} 条内容被改动"


def quick_check(path: Path) -> str:
    """Return what SQLite's quick_check finds wrong with the file, empty when it is sound."""
    connection = connect.connect(path, readonly=True)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)").fetchall()]
    except sqlite.DatabaseError as error:
        return str(error)
    finally:
        connection.close()
    return "" if found == ["ok"] else "; ".join(found)


def rebuild(store: Store, now: Instant) -> int:
    """Empty all projections and compute them again from the journal, in one transaction; return rows replayed."""

    def work(tx: Transaction) -> int:
        for name in PROJECTION_NAMES:
            tx.execute(f"DELETE FROM {name}")  # noqa: S608 - own table names
        columns = COLUMNS.rsplit(", ", 2)[0]
        seq = 0
        while rows := tx.execute(f"SELECT {columns} FROM journal WHERE seq > ? ORDER BY seq LIMIT {BATCH}", (seq,)):  # noqa: S608
            for values in rows:
                row = Row(*values)
                project(tx, row, row.event)
                seq = row.seq
        return seq

    return store.write(work, now=now)
