"""The machine below the desks: processes that are killed at a commit, power that goes, a disk that takes no write.

A process here is everything that a desk process has (``open_container``), in this one; it dies by an exception that
nothing in the program catches, raised inside a commit, before SQLite was told or after it has returned. When the power
goes, the bytes of that very moment are all that is left of the store, with a torn piece behind the log.
"""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import ClassVar

from dutydesk.bootstrap import open_container
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import Instant
from dutydesk.store import anchors, connect
from dutydesk.store.library import sqlite
from dutydesk.watch.outbox import Dispatcher
from dutydesk.watch.standby import Standby
from dutydesk.watch.waker import tick

PAGES = 4_294_967_294
"""SQLite's own largest number of pages: no limit."""

FULL, IO_ERROR = 13, 10


class Killed(BaseException):
    """The process is gone. No handler of the program's is for this."""


class Disk:
    """What the disk, and whoever kills, does to every connection. One for all desks."""

    def __init__(self) -> None:
        self.lines: weakref.WeakSet[Line] = weakref.WeakSet()
        self.full = False
        self.refusing = 0
        """The SQLite error that every commit ends with; 0: none."""
        self.fuse = ""
        """What the next commit does: ``before``, ``after``, ``power``; empty: it commits."""
        self.remains: Path | None = None
        """After ``power``: the folder with the bytes that were on the disk."""

    def fill(self) -> None:
        """Leave no page to write to: SQLite's own SQLITE_FULL, from its own code."""
        self.full = True
        for line in list(self.lines):
            self.limit(line)

    def clear(self) -> None:
        """Make room."""
        self.full, self.refusing = False, 0
        for line in list(self.lines):
            with suppress(sqlite.ProgrammingError):  # closed
                line.execute(f"PRAGMA max_page_count={PAGES}")

    @contextmanager
    def spared(self) -> Iterator[None]:
        """Let whoever looks on write copies of their own, whatever happens to the desks."""
        kept = self.full, self.refusing, self.fuse
        self.full, self.refusing, self.fuse = False, 0, ""
        try:
            yield
        finally:
            self.full, self.refusing, self.fuse = kept

    @staticmethod
    def limit(line: Line) -> None:
        """Let a connection's file not grow: a limit below its size is taken as its size."""
        with suppress(sqlite.ProgrammingError):
            line.execute("PRAGMA max_page_count=1")


class Line(connect.Connection):
    """A connection whose commits may be the last thing that its process does."""

    disk: ClassVar[Disk] = Disk()

    def __init__(self, *words: object, **options: object) -> None:
        super().__init__(*words, **options)  # type: ignore[arg-type]
        self.disk.lines.add(self)
        if self.disk.full:
            self.disk.limit(self)

    def commit(self) -> None:
        """Commit, or die."""
        disk, fuse = self.disk, self.disk.fuse
        if fuse in {"before", "after"}:
            disk.fuse = ""
            if fuse == "after":
                super().commit()
            raise Killed
        if fuse == "power":
            disk.fuse = ""
            file = Path(self.execute("PRAGMA database_list").fetchone()[2])
            disk.remains = file.parent.with_name(file.parent.name + "'")
            shutil.copytree(file.parent, disk.remains, ignore=shutil.ignore_patterns("*-shm", "*.open"))
            raise Killed
        if disk.refusing and self.in_transaction:
            error = sqlite.OperationalError("refused by the disk")
            error.sqlite_errorcode = disk.refusing  # type: ignore[attr-defined]
            raise error
        super().commit()


@contextmanager
def wounded() -> Iterator[Disk]:
    """Let every connection of the program be such a line, and wait for no lock, for as long as a day is played."""
    before, pragmas = connect.Connection, connect.WRITER_PRAGMAS
    Line.disk = Disk()
    connect.Connection = Line  # type: ignore[misc]
    connect.WRITER_PRAGMAS = (*(one for one in pragmas if "busy_timeout" not in one), "PRAGMA busy_timeout=1")
    try:
        yield Line.disk
    finally:
        connect.Connection, connect.WRITER_PRAGMAS = before, pragmas  # type: ignore[misc]


def tear(store: Path, chance: Random) -> None:
    """Leave behind the log a piece of what was never synced: SQLite's log ends with the last whole transaction."""
    log = store.with_name(store.name + "-wal")
    if log.exists():
        with log.open("ab") as file:
            file.write(chance.randbytes(chance.choice((1, 24, 511, 4120, 9000))))


class Desk:
    """One desk process: what ``dutydesk`` opens, ticking and ringing as ``watch`` does."""

    def __init__(self, path: Path, clock: ManualClock) -> None:
        self.clock = clock
        self.container = open_container(path, clock=clock)
        self.desk, self.views, self.faults = self.container.desk, self.container.views, self.container.faults
        self.standby = Standby(clock)
        self.since_seq = self.views.head()[0]
        self.skew = clock.wall() - clock.elapsed()
        """Of the wall when it was started: a process trusts the wall that it finds."""
        self.courier: Dispatcher | None = None
        """Carries for this process, from the first message on."""
        self.failing: Exception | None = None
        """Why its last tick could not be written."""

    def tick(self, *, attended: bool) -> bool:
        """Look at what is due, as ``watch`` does each second; return whether anything was raised."""
        watch = self.container.watch
        if attended:
            watch.attended()
        try:
            ticked = tick(watch, self.standby)
        except Exception as error:
            self.failing = error
            self.standby.look(failing=True)
            return False
        self.failing = None
        return bool(ticked.raised)

    def rung(self) -> dict[tuple[str, str], Instant]:
        """Return which steps rang here and wait to be written, with when."""
        return {
            (one.view.id, step): one.at for one in self.standby.rung() for step in (one.alert.step, *one.alert.listed)
        }

    def die(self) -> None:
        """Be gone: connections are dropped, nothing is said or written."""
        with suppress(sqlite.Error):
            self.views.close()
        with suppress(sqlite.Error):
            self.desk.store.close()
        self.faults.close()


def moved(remains: Path, store: Path) -> Path:
    """Return where the store is after the power went."""
    path = remains / store.name
    assert anchors.key_path(path).exists()
    return path
