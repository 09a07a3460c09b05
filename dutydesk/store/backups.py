"""Copies of a store: made while it is written, checked before they count, put back with the old files kept aside.

A copy is made by SQLite itself, page by page (its backup interface), on a connection of its own that keeps reading the state it began
with: so it is consistent, ends however much is written meanwhile, and a writer waits for nothing. ``VACUUM INTO`` does the same and
takes half as much again, for it takes every row apart (``tests/bench/README.md``).
The file is written under another name beside its place, synced, checked (the file, the chain, the signed heads, the head
against the store's), and only then gets its name; what was cut anywhere before has no copy's name.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dutydesk.capabilities.backups import rules
from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import Instant
from dutydesk.store import connect, encrypted, sealing
from dutydesk.store.anchors import verify_anchors
from dutydesk.store.errors import BadCopyError, BesideError, StoreBusyError, StoreError, translate
from dutydesk.store.integrity import quick_check, verify_chain
from dutydesk.store.library import sqlite

Progress = Callable[[str, float], None]
"""Gets the step under way (``copy``, ``check``, ``seal``, ``carry``, ``prove``) and how much of it is done, 0 to 1."""

PAGES = 8_192
"""Pages of a store between two looks at how far a copy is."""

SETTLED = 32 << 20
"""Bytes of a copy that may wait in memory: synced all at once at its end, a gigabyte holds up the desk's own commits for seconds."""

READ = 1 << 20
SPARE = 16 << 20
"""Bytes that must be left on the disk beyond the copy."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a sound copy holds. ``written``: when its last row was recorded."""

    origin: str
    site: str
    public_key: str
    count: int
    head: str
    written: Instant


@dataclass(frozen=True, slots=True)
class Finished:
    """A copy that counts."""

    path: Path
    holds: Checked
    size: int
    sha256: str


@contextmanager
def alone(store: Path) -> Generator[None]:
    """Make copies of a store by one process at a time.

    Raises:
        StoreBusyError: another process is at it.
    """
    lock = store.with_name(store.name + ".backup")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        yield  # a disk that takes no file: the copy goes elsewhere, the lock is a courtesy
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise StoreBusyError("另一个备份正在进行: {0}; 请稍后再试", str(store)) from error
    try:
        yield
    finally:
        os.close(descriptor)


def make(store: Path, folder: Path, now: Instant, secret: bytes, progress: Progress) -> Finished:
    """Make one copy in a folder; hold ``alone``.

    Args:
        store: what is copied, open or not, written meanwhile or not.
        folder: where to; it must be there.
        now: names the copy.
        secret: seals it; empty: it stays open.
        progress: is told how far it is.

    Raises:
        StoreError: no copy was made; what was begun is taken away.
    """
    if not folder.is_dir():
        raise BesideError("没有这个文件夹, 未备份: {0}", str(folder))
    origin = _origin(store)
    for left in folder.glob(f".dutydesk-{rules.short(origin)}-*.partial*"):
        left.unlink(missing_ok=True)  # of one that was killed: nobody else is at it
    part = folder / f".dutydesk-{rules.short(origin)}-{os.getpid()}.partial"
    sealed = part.with_name(part.name + rules.SEALED)
    try:
        _room(folder, store)
        copied(store, part, lambda share: progress("copy", share))
        holds = check(part, lambda share: progress("check", share))
        _same_head(store, holds)
        finished = part
        if secret:
            _seal(part, sealed, secret, holds, lambda share: progress("seal", share))
            finished = sealed
        path = folder / rules.name_of(origin, now, holds.count, sealed=bool(secret))
        size, digest = finished.stat().st_size, digest_of(finished)
        _name(finished, path)
    except OSError as error:
        raise _disk(error, folder) from error
    finally:
        part.unlink(missing_ok=True)
        sealed.unlink(missing_ok=True)
    return Finished(path, holds, size, digest)


def _origin(store: Path) -> str:
    connection = connect.connect(store, readonly=True)
    try:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'origin'").fetchone()[0])
    except (sqlite.DatabaseError, TypeError) as error:
        raise translate(error, store) from error
    finally:
        connection.close()


def _room(folder: Path, store: Path) -> None:
    free, needed = shutil.disk_usage(folder).free, store.stat().st_size + SPARE
    log = store.with_name(store.name + "-wal")
    needed += log.stat().st_size if log.exists() else 0
    if free < needed:
        megabytes = (f"{needed >> 20}", f"{free >> 20}")
        raise BesideError("备份的磁盘空间不够: 需 {0} MB, 只有 {1} MB: {2}; 未备份", *megabytes, str(folder))


class _Settling:
    """Writes into a file what is synced as it grows (``SETTLED``)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._waiting = file, 0

    def write(self, piece: bytes, /) -> None:
        """Write a piece."""
        self._file.write(piece)
        self._waiting += len(piece)
        if self._waiting >= SETTLED:
            self._file.flush()
            os.fdatasync(self._file.fileno())
            self._waiting = 0


@contextmanager
def settling(target: Path) -> Generator[_Settling]:
    """Open a new file of its owner's to write into; at the end all of it is on the disk."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield _Settling(file)
        file.flush()
        os.fsync(file.fileno())


def copied(store: Path, target: Path, progress: Callable[[float], None] = lambda _share: None) -> None:
    """Copy by SQLite into a new file of its owner's, and sync it, as it grows and at its end.

    Raises:
        StoreError: the store cannot be read; OSError: the file cannot be written.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
    connection = connect.connect(store, readonly=True)
    settled = 0
    descriptor = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    pieces: list[Future[None]] = []

    def look(_status: int, remaining: int, total: int) -> None:
        nonlocal settled
        size = os.fstat(descriptor).st_size
        if size - settled >= SETTLED:
            wait(pieces[-1:])
            pieces.append(syncing.submit(os.fdatasync, descriptor))
            settled = size
        progress(1 - remaining / max(1, total))

    try:
        connection.execute("BEGIN")
        connection.execute(
            "SELECT count(*) FROM meta"
        ).fetchone()  # from here on the store stands still for this connection
        into = connect.plain(target.resolve(), "mode=rw", encrypted.salt_of(store))
        try:
            for pragma in ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF"):  # the whole file counts, or none
                into.execute(pragma).fetchall()
            with ThreadPoolExecutor(1) as syncing:  # while the next piece is copied
                connection.backup(into, pages=PAGES, progress=look)
            into.execute("PRAGMA journal_mode=DELETE").fetchall()  # a file that stands alone, whoever opens it
        finally:
            into.close()
        for piece in pieces:  # what the disk did not take is told once: not passed over
            piece.result()
    except sqlite.DatabaseError as error:
        raise translate(error, store) from error
    finally:
        connection.close()
        os.close(descriptor)
    _sync(target)
    progress(1.0)


def check(copy: Path, progress: Callable[[float], None] = lambda _share: None) -> Checked:
    """Check a copy that nobody writes: the file, the whole chain, every signed head; return what it holds.

    Raises:
        StoreError: it is none, or not sound; the sentence names what.
    """
    connection = connect.still(copy)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        total = int(connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0])
        row = connection.execute("SELECT recorded_at FROM journal WHERE seq = :seq", {"seq": total}).fetchone()
        holds = (str(meta["origin"]), str(meta["site"]), str(meta.get("public_key", "")))
        written = int(row[0]) if row is not None else 0
    except (sqlite.DatabaseError, KeyError) as error:
        raise BadCopyError("备份不完整或已损坏: {0}; 未恢复任何东西", str(copy)) from error
    finally:
        connection.close()
    damage = quick_check(copy, copy=True)
    if damage:
        raise BadCopyError("备份不完整或已损坏: {0}; 未恢复任何东西", str(copy))
    report = verify_chain(copy, progress=lambda done: progress(done / max(1, total)), copy=True)
    if not report.ok or not report.count:
        raise BadCopyError("备份的日志链不符: {0} (第 {1} 条)", str(copy), report.first_bad or 0)
    signed = verify_anchors(copy, copy=True)
    if not signed.ok:
        raise BadCopyError("备份的签名锚点不符: {0}", signed.sentence or str(copy))
    progress(1.0)
    return Checked(*holds, report.count, report.head, written)


def _same_head(store: Path, holds: Checked) -> None:
    """Compare the copy's newest row with the same row of the store, which may have gone on meanwhile."""
    if hash_at(store, holds.count) != holds.head:
        raise BadCopyError("备份与库不是同一条链 (第 {0} 条); 未算作备份", holds.count)


def hash_at(store: Path, seq: int) -> str:
    """Return the hash (hex) of a row of a store, empty where there is no such row.

    Raises:
        StoreError: the store cannot be read.
    """
    connection = connect.connect(store, readonly=True)
    try:
        row = connection.execute("SELECT hash FROM journal WHERE seq = :seq", {"seq": seq}).fetchone()
    except sqlite.DatabaseError as error:
        raise translate(error, store) from error
    finally:
        connection.close()
    return bytes(row[0]).hex() if row is not None else ""


def _seal(source: Path, target: Path, secret: bytes, holds: Checked, progress: Callable[[float], None]) -> None:
    total = max(1, source.stat().st_size)
    with settling(target) as file:
        about = sealing.new_header(holds.origin, holds.count, holds.head)
        sealing.seal(source, file, secret, about, lambda done: progress(done / total))


def _name(part: Path, path: Path) -> None:
    """Give a finished file its name, which nothing has yet, and make the name last."""
    if path.exists() or path.is_symlink():
        raise BesideError("已有同名的备份, 未改动: {0}", str(path))
    part.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file (hex)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def carry(finished: Finished, folder: Path, progress: Progress) -> Path:
    """Put another copy of a finished file into a second folder, read back and compared before it has its name.

    Raises:
        StoreError: it is not there.
    """
    if not folder.is_dir():
        raise BesideError("没有这个文件夹, 未备份: {0}", str(folder))
    part = folder / f".{finished.path.name}.{os.getpid()}.partial"
    path = folder / finished.path.name
    try:
        write_copy(finished.path, part, lambda share: progress("carry", share))
        if digest_of(part) != finished.sha256:
            raise BesideError("另存的备份与原备份不符, 已删去: {0}", str(path))
        _name(part, path)
    except OSError as error:
        raise _disk(error, folder) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def write_copy(source: Path, target: Path, progress: Callable[[float], None] = lambda _share: None) -> None:
    """Copy a plain file into a new one of its owner's, and sync it."""
    total, done = max(1, source.stat().st_size), 0
    with settling(target) as into, source.open("rb") as file:
        while piece := file.read(READ):
            into.write(piece)
            done += len(piece)
            progress(done / total)


def thin(folder: Path, origin: str, keep: rules.Keep) -> list[str]:
    """Take away the copies of a store that need not be kept; return their names. What cannot be removed stays."""
    known = [rules.read_name(one.name) for one in folder.iterdir() if one.is_file() and not one.is_symlink()]
    own = [one for one in known if one is not None and one.store == rules.short(origin)]
    gone: list[str] = []
    for one in rules.superfluous(own, keep):
        with suppress(OSError):
            (folder / one.name).unlink()
            gone.append(one.name)
    return gone


def unpack(file: Path, target: Path, secret: bytes, progress: Progress) -> None:
    """Write a copy, opened by its key where it is sealed, into a new file.

    Raises:
        StoreError: wrong key, cut or altered; nothing is left at ``target``.
    """
    try:
        if not sealing.is_sealed(file):
            connect.inspect(file)
            write_copy(file, target, lambda share: progress("copy", share))
            return
        if not secret:
            raise sealing.WrongKeyError("备份是加密的: 请写 --key-file 或 --passphrase: {0}", str(file))
        total = max(1, file.stat().st_size)
        with settling(target) as into:
            sealing.unseal(file, into, secret, lambda done: progress("seal", min(1.0, done / total)))
    except StoreError:
        target.unlink(missing_ok=True)
        raise
    except FileNotFoundError as error:
        raise BadCopyError("没有这个备份: {0}", str(file)) from error
    except OSError as error:
        target.unlink(missing_ok=True)
        raise _disk(error, file) from error


def _disk(error: OSError, where: Path) -> BesideError:
    if error.errno == errno.ENOSPC:
        return BesideError("备份的磁盘已满: {0}; 未备份", str(where))
    return BesideError("备份读写出错: {0} ({1})", str(where), system_errors.reason_of(error))
