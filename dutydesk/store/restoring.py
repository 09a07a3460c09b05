"""Putting a copy back in the place of a store: nobody may have it open, and what was there is kept aside.

The new file is made whole beside the store, with its first row written, before anything of the old one is touched; then
the old log is put away, the old file gets a second name, and the new one takes its place in one step. Cut at any point
there is the old store or the new one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from dutydesk.capabilities.backups.events import StoreRestored
from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import Instant, to_datetime
from dutydesk.store import anchors, connect
from dutydesk.store.engine import Transaction, open_store
from dutydesk.store.errors import BesideError, StoreBusyError, StoreError
from dutydesk.store.expected import newest_anchor
from dutydesk.store.library import sqlite

SIDES = ("-wal", "-shm")
QUIET_KINDS = ("backup.made", "backup.verified", "backup.failed", "head.signed")
"""Rows that are only about copies and heads: nobody misses them."""

_KINDS_SINCE = (
    "SELECT DISTINCT kind FROM journal WHERE seq > :count AND recorded_at NOT IN "
    "(SELECT recorded_at FROM journal WHERE seq > :count AND kind IN ('backup.made', 'backup.verified'))"
)
"""What was written since a copy, but for what was saved with the word that it was made or proved: the daily clock that this met."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is known to have been written after the copy. ``first`` and ``last``: rows (0: none); ``matters``: whether any says more than a copy or a head."""

    anchor: int = 0
    first: int = 0
    last: int = 0
    since: Instant = 0
    until: Instant = 0
    matters: bool = False


@contextmanager
def nobody_else(store: Path) -> Generator[None]:
    """Hold the store so that nobody opens it.

    Raises:
        StoreBusyError: somebody has it open; says who.
    """
    path = store.with_name(store.name + ".open")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BesideError(
            "写不到库所在的文件夹: {0} ({1})", str(store.parent), system_errors.reason_of(error)
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusyError("还有会话开着这个库, 未恢复; 请先退出: {0}", _told(path)) from error
        yield
    finally:
        os.close(descriptor)


def _told(lock: Path) -> list[str]:
    return [f"{number} ({terminal})" if terminal else str(number) for number, terminal in holders(lock)] or ["?"]


def holders(lock: Path) -> list[tuple[int, str]]:
    """Return the processes that hold a lock on a file: number and terminal; what the system does not tell is left out."""
    found: dict[int, None] = {}
    with suppress(OSError):
        inode = lock.stat().st_ino
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            words = line.split()
            if "->" not in words and len(words) > 5 and words[5].endswith(f":{inode}") and words[4].isdecimal():
                found[int(words[4])] = None
    return [(number, _terminal(number)) for number in found if number != os.getpid()]


def _terminal(number: int) -> str:
    try:
        name = str(Path(f"/proc/{number}/fd/0").readlink())
    except OSError:
        return ""
    return name if name.startswith("/dev/") and name != "/dev/null" else ""


def lost(store: Path, origin: str, folders: tuple[str, ...], count: int, written: Instant, now: Instant) -> Lost:
    """Return what a copy of ``count`` rows lacks, as far as the store that stands there and the anchors tell.

    Args:
        store: the path that is to get the copy.
        origin: whose copy it is.
        folders: where anchors are kept, too.
        count: rows of the copy.
        written: when its last row was recorded.
        now: until when rows may have been written, where nothing says it.
    """
    anchor = newest_anchor(store, origin, folders)
    anchored = anchor.count if anchor is not None else 0
    last, until, matters = _standing(store, origin, count)
    if max(last, anchored) <= count:
        return Lost(anchor=anchored)
    since = written
    if anchored > last:
        return Lost(anchored, count + 1, anchored, since, max(until, now), matters=True)
    return Lost(anchored, count + 1, last, since, until, matters)


def _standing(store: Path, origin: str, count: int) -> tuple[int, Instant, bool]:
    """Last row of the store that is there, when it was recorded, whether any row after ``count`` matters; zeros where it cannot be read."""
    try:
        connection = connect.connect(store, readonly=True)
    except StoreError:
        return 0, 0, False
    try:
        own = connection.execute("SELECT value FROM meta WHERE key = 'origin'").fetchone()
        if own is None or own[0] != origin:
            return 0, 0, False
        row = connection.execute("SELECT seq, recorded_at FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        kinds = connection.execute(_KINDS_SINCE, {"count": count}).fetchall()
    except sqlite.DatabaseError:
        return 0, 0, False
    finally:
        connection.close()
    return (int(row[0]), int(row[1]), any(kind not in QUIET_KINDS for (kind,) in kinds)) if row else (0, 0, False)


def other_store(store: Path, origin: str) -> bool:
    """Whether the store that stands at a path is another than the copy is of."""
    try:
        connection = connect.connect(store, readonly=True)
    except StoreError:
        anchor = anchors.read_anchor(anchors.anchor_path(store))
        return anchor is not None and anchor.origin != origin
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'origin'").fetchone()
    except sqlite.DatabaseError:
        return False
    finally:
        connection.close()
    return row is not None and row[0] != origin


def put_back(staged: Path, store: Path, event: StoreRestored, actor: str, now: Instant) -> Path | None:
    """Give a staged copy its first row and the store's place; return the name under which the old file is kept.

    Hold ``nobody_else``. The first row names what is lost, whatever comes after.

    Raises:
        StoreError: the old store stands as it was.
    """
    stamp = f"before-{to_datetime(now):%Y%m%d-%H%M%S}"
    aside = _free(store, stamp)
    key_aside = _take_key(staged, store, aside)
    try:
        _write_first(staged, event, actor, now, key_aside, aside if store.exists() else None)
        _put_aside(store, aside)
        staged.replace(store)
        _sync_folder(store.parent)
    except OSError as error:
        raise BesideError("恢复未完成: {0} ({1})", str(store), system_errors.reason_of(error)) from error
    finally:
        for side in ("-wal", "-shm", ".open", ".key", ".anchor"):
            staged.with_name(staged.name + side).unlink(missing_ok=True)
    return aside if aside.exists() else None


def _free(store: Path, stamp: str) -> Path:
    """Return a name beside the store that nothing has."""
    for number in range(1, 100):
        path = store.with_name(f"{store.name}.{stamp}" + (f"-{number}" if number > 1 else ""))
        if not any(path.with_name(path.name + side).exists() for side in ("", *SIDES, ".anchor", ".key")):
            return path
    raise BesideError("库旁边已有太多留存的旧文件: {0}", str(store.parent))


def _take_key(staged: Path, store: Path, aside: Path) -> str:
    """Return the public key of a new private key, where the one beside the store does not fit the copy; empty where it does.

    A key that does not fit is kept aside; nothing is removed.
    """
    connection = connect.still(staged)
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = :key", {"key": anchors.PUBLIC_KEY}).fetchone()
    finally:
        connection.close()
    public = str(row[0]) if row is not None else ""
    if not public or anchors.public_of(store) == public:
        return ""  # a copy of a journal elsewhere signs nothing
    key = anchors.key_path(store)
    try:
        if key.exists():
            key.rename(aside.with_name(aside.name + ".key"))
        return anchors.make_key(store)
    except OSError as error:
        raise BesideError("写不出签名密钥: {0} ({1})", str(key), system_errors.reason_of(error)) from error


def _write_first(staged: Path, event: StoreRestored, actor: str, now: Instant, new_key: str, kept: Path | None) -> None:
    opened = open_store(staged)
    try:

        def work(tx: Transaction) -> None:
            former = anchors.public_key(tx) if new_key else ""
            told = replace(event, former_key=former, kept_aside=str(kept) if kept is not None else "")
            tx.append(told, actor=actor)
            if new_key:
                tx.execute("DELETE FROM meta WHERE key = :key", {"key": anchors.PUBLIC_KEY})
                tx.execute(
                    "INSERT INTO meta (key, value) VALUES (:key, :value)", {"key": anchors.PUBLIC_KEY, "value": new_key}
                )

        opened.write(work, now=now)
    finally:
        opened.close()
    _sync_folder(staged)


def _put_aside(store: Path, aside: Path) -> None:
    """Give the old files their names aside; the log first, so that it never stands beside a file that is not its own."""
    if store.exists():
        connect.fold(store)
    for side in SIDES:
        part = store.with_name(store.name + side)
        if part.exists():
            part.rename(aside.with_name(aside.name + side))
    if store.exists():
        try:
            os.link(store, aside, follow_symlinks=False)
        except OSError:  # a file system without second names
            store.rename(aside)
    anchor = anchors.anchor_path(store)
    if anchor.exists():
        anchor.rename(aside.with_name(aside.name + ".anchor"))


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
