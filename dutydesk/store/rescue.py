"""A copy of everything that an open connection can still read, beside a store whose files were taken away.

The files that a process has open live on without a name; with the last process they are gone, and with them every row
that was only in the log. So the copy comes before any advice.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from dutydesk.kernel.wording import Worded
from dutydesk.store import encrypted
from dutydesk.store.expected import anchor_path
from dutydesk.store.journal import COLUMNS
from dutydesk.store.library import sqlite

MOST = 100
"""Copies beside one store, at most."""

PAGES = 4096
"""Pages copied in one go."""


def save(connection: sqlite.Connection, path: Path) -> Worded | None:
    """Write the copy, a new file of its owner's; return where it is and what to do, None when nothing could be written."""
    target = _new_file(path, "rescue")
    if target is None:
        return None
    try:
        copy = sqlite.connect(str(target), isolation_level=None)
        try:
            encrypted.unlock(copy, target, encrypted.salt_of(path) if path.exists() else None)
            connection.backup(copy, pages=PAGES)
            count = int(copy.execute("SELECT count(*) FROM journal").fetchone()[0])
        finally:
            copy.close()
    except (sqlite.Error, OSError):
        target.unlink(missing_ok=True)
        return _rows(connection, path)
    _anchor_beside(path, target)
    return Worded("能读出的 {0} 条已另存为 {1}; 核对: dutydesk verify --db {1}", count, str(target))


def _anchor_beside(path: Path, target: Path) -> None:
    """Copy the newest signed head beside the copy, so that the check which is advised has what it compares with."""
    with suppress(OSError):
        kept = anchor_path(path).read_bytes()
        descriptor = os.open(anchor_path(target), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(kept)


def _rows(connection: sqlite.Connection, path: Path) -> Worded | None:
    """Where the pages cannot be copied whole: the journal's rows that can be read, one JSON object a line."""
    target = _new_file(path, "rescue.jsonl")
    if target is None:
        return None
    names = COLUMNS.split(", ")
    count = 0
    try:
        with target.open("w", encoding="utf-8") as file:
            (last,) = connection.execute("SELECT max(seq) FROM journal").fetchone()
            for seq in range(1, int(last or 0) + 1):
                try:
                    row = connection.execute(f"SELECT {COLUMNS} FROM journal WHERE seq = :seq", {"seq": seq}).fetchone()  # noqa: S608
                except sqlite.Error:
                    continue
                if row is not None:
                    plain = [value.hex() if isinstance(value, bytes) else value for value in row]
                    file.write(json.dumps(dict(zip(names, plain, strict=True)), ensure_ascii=False) + "\n")
                    count += 1
            file.flush()
            os.fsync(file.fileno())
    except (sqlite.Error, OSError, UnicodeError):
        if not count:
            target.unlink(missing_ok=True)
            return None
    _anchor_beside(path, target)
    return Worded("能读出的 {0} 条已另存为 {1}", count, str(target))


def _new_file(path: Path, name: str) -> Path | None:
    """Make an empty file beside the store, for its owner only; never one that is there, never through a link."""
    for number in range(1, MOST + 1):
        target = path.with_name(f"{path.name}.{name}-{number}")
        try:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
        except FileExistsError:
            continue
        except OSError:
            return None
        return target
    return None
