"""A small store for tests, and ways to look at it from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from dutydesk.capabilities.log.events import Noted
from dutydesk.store.engine import Store, create_store
from dutydesk.store.journal import Row

NOW = 1_784_073_540_000_000
SITE = "测试站"


def make(path: Path) -> Store:
    """Create a drill store and leave it open."""
    return create_store(path, site=SITE, drill=True, now=NOW)


def note(store: Store, text: str, *, row_id: str | None = None, now: int = NOW) -> Row:
    """Write one line."""
    return store.write(lambda tx: tx.append(Noted(text=text), actor="desk", row_id=row_id), now=now)


def filled(path: Path, texts: Sequence[str]) -> Path:
    """Create a store with some lines and close it."""
    store = make(path)
    for text in texts:
        note(store, text)
    store.close()
    return path


def foreign(path: Path) -> sqlite.Connection:
    """Return a connection as any other program would open it: no PRAGMA of ours."""
    return sqlite.connect(str(path), isolation_level=None)


def edited(path: Path, to: Path, *statements: str) -> Path:
    """Copy a closed store and change it with the triggers taken away."""
    shutil.copyfile(path, to)
    connection = foreign(to)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return to


def flipped(path: Path, to: Path, piece: bytes, *, offset: int = 0, mask: int = 1) -> Path:
    """Copy a closed store with one byte of the first occurrence of ``piece`` changed."""
    content = bytearray(path.read_bytes())
    content[content.index(piece) + offset] ^= mask
    to.write_bytes(bytes(content))
    return to


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run some lines of Python in a process of its own."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, env=os.environ
    )
