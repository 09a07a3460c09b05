"""Which files are the store: the database, its log (``-wal``) and the log's index (``-shm``), the same for everybody.

When one of them is removed while a process has the store open, a process that comes later makes itself another: both
commit, both say saved, and the later one overwrites the earlier (measured: three of three). So every process that has
a store open holds a shared lock on a file beside it (``desk.db.open``), in which the first one wrote which files they
are; whoever comes later compares before SQLite touches anything, and everybody again before and after each commit.

The last one who closes takes the log away, as SQLite does. So coming and closing exclude each other, by a lock on the
folder (``door``): nobody compares with files that are just being put away.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from dutydesk.store.errors import BUSY_SECONDS, StoreReplacedError

PARTS = ("", "-wal", "-shm")
"""What is put behind the path: the database itself, its log, the log's index."""

ENDING_SECONDS = 1.0
"""How long a process that ends without closing may take between putting the log away and being gone."""

PENDING_BYTE = 0x40000000
"""Where SQLite's locks on a database begin."""


class Identity(NamedTuple):
    """Which file is open: compared by ``stat`` so that a replaced file is noticed. Asked three times a write."""

    device: int
    inode: int

    @classmethod
    def of(cls, path: Path | str) -> Identity | None:
        """Return the identity of the file at ``path``, or None when there is none."""
        try:
            status = os.stat(path)  # noqa: PTH116 - never opened, only looked at
        except OSError:
            return None
        return cls(status.st_dev, status.st_ino)


Trio = tuple[Identity | None, Identity | None, Identity | None]
NONE: Trio = (None, None, None)


def trio_of(path: Path) -> Trio:
    """Return which files are there now, in the order of ``PARTS``."""
    own = str(path)
    database, log, index = (Identity.of(own + part) for part in PARTS)
    return database, log, index


def replaced(known: Trio, found: Trio) -> str | None:
    """Return the part (of ``PARTS``) that was removed or replaced, None when all are as they were.

    What was not there yet when it was looked at first (a log that nobody had needed) may have come since.
    """
    pairs = zip(PARTS, known, found, strict=True)
    return next((part for part, before, now in pairs if before is not None and before != now), None)


@contextmanager
def door(path: Path) -> Generator[None]:
    """Come or close alone among all processes; where the folder takes no lock, or not in time, without it."""
    try:
        descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        _locked(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    """Take a lock, waiting as long as for a busy store; return whether it was given."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                return False
            time.sleep(0.002)
        except OSError:
            return False  # a file system without locks
        else:
            return True


class OpenStore:
    """One store that this process has open: a shared lock as long as any connection lives, and which files it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known = NONE
        self.connections = 0
        self._alone = False
        self._descriptor = -1

    def enter(self) -> None:
        """Take the lock, and compare with what the others have open.

        Raises:
            StoreReplacedError: the files here are not those of the others; nothing was touched.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self._descriptor = os.open(self.path.with_name(self.path.name + ".open"), flags, 0o600)
        except OSError:
            return  # a disk that takes no file takes no write either
        ends = time.monotonic() + ENDING_SECONDS
        while not self._joined(patient=time.monotonic() < ends):
            time.sleep(0.005)

    def _joined(self, *, patient: bool) -> bool:
        """Be the first, or one more of those who have the same files open.

        ``patient``: whoever is ending without having closed takes the files away before the lock, so what does not fit
        is looked at again.
        """
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if not _locked(self._descriptor, fcntl.LOCK_SH):
                return True
        else:
            stranger = _stranger(self.path)
            if stranger and not patient:
                raise StoreReplacedError(
                    "库的索引 {0} 不在了, 而另一个程序 (进程 {1}) 正开着库; 没有写入任何内容. 关掉那个程序后再打开, 库即可用",
                    f"{self.path.name}-shm", stranger,
                )  # fmt: skip
            if stranger:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            self._alone = not stranger
            return self._alone
        self.known = _read(self._descriptor)
        try:
            self.check()
        except StoreReplacedError:
            if not patient:
                raise
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
            return False
        return True

    def entered(self) -> None:
        """Count a connection that has read once, so that all its files are open; the first of all writes down which."""
        self.connections += 1
        self._note(trio_of(self.path))
        if self._alone and self._descriptor >= 0:
            with suppress(OSError):
                fcntl.flock(self._descriptor, fcntl.LOCK_SH)
        self._alone = False

    def _note(self, found: Trio) -> None:
        """Take what has come since, and write down which files these are for whoever comes later."""
        filled = _filled(self.known, found)
        if (filled != self.known or self._alone) and self._descriptor >= 0:
            with suppress(OSError):
                _write(self._descriptor, filled)
        self.known = filled

    def check(self) -> None:
        """Compare what is there now with what is open.

        Raises:
            StoreReplacedError: a file was removed or replaced.
        """
        found = trio_of(self.path)
        if found == self.known and not self._alone:
            return
        part = replaced(self.known, found)
        if part is not None:
            gone = str(self.path.with_name(self.path.name + part))
            if (
                part == "-shm"
            ):  # the index that open programs share: made anew by the first that opens after the last has closed
                raise StoreReplacedError(
                    "库文件被移走或替换: {0}; 已停止写入. 各处的值班台和看护都关掉后再打开, 库即可用", gone
                )
            raise StoreReplacedError("库文件被移走或替换: {0}; 已停止写入", gone)
        self._note(found)

    def renew(self) -> None:
        """Forget which files they were, and note which they are."""
        self.known = NONE
        self._note(trio_of(self.path))

    def left(self) -> None:
        """Count a closed connection; with the last one the lock is given back."""
        self.connections -= 1
        if self.connections <= 0:
            self.release()

    def release(self) -> None:
        """Give the lock back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


_OPEN: dict[Path, OpenStore] = {}
LOCK = threading.RLock()
"""One connection of a process is opened at a time: what it finds must be what it notes."""


def opening(path: Path) -> OpenStore:
    """Return the open store of a path, entered; hold ``LOCK`` from here until ``entered``.

    Raises:
        StoreReplacedError: the files are not those of the others, or of this process.
    """
    one = _OPEN.get(path)
    if one is not None and one.connections > 0:
        one.check()
        return one
    one = OpenStore(path)
    try:
        one.enter()
    except StoreReplacedError:
        one.release()
        raise
    _OPEN[path] = one
    return one


def check(path: Path) -> None:
    """Compare the files of a store that this process has open with what is there now.

    Raises:
        StoreReplacedError: a file was removed or replaced.
    """
    with LOCK:
        one = _OPEN.get(path)  # most are asked by the name that they were opened by
        if one is None or one.connections == 0:
            one = _OPEN.get(path.resolve())
        if one is not None and one.connections > 0:
            one.check()


def renew(path: Path) -> None:
    """Take the files as they are now: this process, alone, has just changed how the store keeps its log."""
    with LOCK:
        one = _OPEN.get(path.resolve())
        if one is not None:
            one.renew()


@contextmanager
def coming(path: Path) -> Generator[None]:
    """Open a connection; the first one of a process comes alone. Hold ``LOCK``."""
    one = _OPEN.get(path)
    if one is not None and one.connections > 0:
        yield
    else:
        with door(path):
            yield


@contextmanager
def closing(one: OpenStore) -> Generator[None]:
    """Close a connection; the last one of a process closes alone."""
    with LOCK:
        if one.connections > 1:
            yield
        else:
            with door(one.path):
                yield


def left(one: OpenStore) -> None:
    """Note that a connection was closed, or forgotten."""
    with LOCK:
        one.left()


def _stranger(path: Path) -> int:
    """Return the process of another program that has a store open whose index is gone, 0 when there is none.

    It keeps an index of its own: what is committed by another index it does not know, and takes away when it closes
    (measured: two lines that were said to be saved). Whoever is about to make the index is looked at again.
    """
    database, log, index = trio_of(path)
    if database is None or log is None or index is not None:
        return 0
    try:
        held = Path("/proc/locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0  # a system that does not tell
    for fields in map(str.split, held):
        if fields[1] == "POSIX" and int(fields[5].rpartition(":")[2]) == database.inode:
            process, begins = int(fields[4]), int(fields[6])
            if process != os.getpid() and begins >= PENDING_BYTE:
                return process
    return 0


def _filled(before: Trio, found: Trio) -> Trio:
    database, log, index = (old if old is not None else new for old, new in zip(before, found, strict=True))
    return database, log, index


def _read(descriptor: int) -> Trio:
    words = os.pread(descriptor, 4096, 0).decode("ascii", errors="replace").split("\n")
    found: list[Identity | None] = []
    for line in [*words, "", "", ""][:3]:
        device, _, inode = line.partition(" ")
        found.append(Identity(int(device), int(inode)) if device.isdigit() and inode.isdigit() else None)
    return found[0], found[1], found[2]


def _write(descriptor: int, trio: Trio) -> None:
    lines = "".join(f"{one.device} {one.inode}\n" if one is not None else "-\n" for one in trio)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, lines.encode("ascii"), 0)
