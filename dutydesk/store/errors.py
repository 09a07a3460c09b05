"""What can be wrong with a store, each as one sentence that says what happened, what was kept and what to do.

Errors of SQLite are told apart by its result codes (whatever part of them the driver hands on), never by words in their text.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from dutydesk.kernel.wording import Worded
from dutydesk.store.library import sqlite


class StoreError(Worded):
    """Base of everything that keeps a store from being used."""

    UNSAVED: ClassVar[bool] = False
    """Whether something was to be saved and was not: a screen then says that what was typed still stands there."""

    BY_HAND: ClassVar[bool] = False
    """Whether the store cannot be written until somebody mends it: meanwhile there is the emergency log."""


class StoreMissingError(StoreError):
    """There is no store at that path. Opening never creates one."""

    BY_HAND: ClassVar[bool] = True


class NotAStoreError(StoreError):
    """The file is not a dutydesk store; it was left exactly as it is."""

    BY_HAND: ClassVar[bool] = True


class BadCopyError(NotAStoreError):
    """A copy is none of a store, or not whole; the store itself is as it was."""

    BY_HAND: ClassVar[bool] = False


class NewerStoreError(StoreError):
    """A newer version of dutydesk made the store; this one refuses to write."""

    BY_HAND: ClassVar[bool] = True


class StoreExistsError(StoreError):
    """A store would be created where a file already is."""


class StoreBusyError(StoreError):
    """Another process held the store too long; nothing was written."""

    UNSAVED: ClassVar[bool] = True


class StoreReplacedError(StoreError):
    """The file was removed or replaced while open; writing stopped."""

    BY_HAND: ClassVar[bool] = True

    UNSAVED: ClassVar[bool] = True


class StoreDamagedError(StoreError):
    """The chain or the file failed its check; writing stopped."""

    BY_HAND: ClassVar[bool] = True


class DiskError(StoreError):
    """The disk refused a write; nothing that was acknowledged is lost."""

    BY_HAND: ClassVar[bool] = True

    UNSAVED: ClassVar[bool] = True


class BesideError(DiskError):
    """The disk refused what was to be written or read beside the store: a copy, a key. The store itself is as it was."""

    BY_HAND: ClassVar[bool] = False


class UnsealedError(StoreError):
    """The key of what is sealed is not there: nothing is written of such a matter."""

    UNSAVED: ClassVar[bool] = True


class UnreadableError(StoreError):
    """A read failed: the file is damaged, locked or gone, or nobody waits for its rows any more. In a few words."""


class SpoiltError(UnreadableError):
    """A read failed at what is damaged, or at a disk that does not give it back."""

    BY_HAND: ClassVar[bool] = True


class NotProjectedError(StoreError):
    """What an event changes in the tables could not be worked out; the write was refused and nothing of it is kept."""

    UNSAVED: ClassVar[bool] = True


BUSY_SECONDS = 10.0
"""How long a write waits for the lock of another process."""

PRIMARY = 0xFF
"""The low byte of an extended result code is the kind of the error."""

_KINDS: Mapping[int, str] = {
    5: "busy", 6: "busy",  # BUSY, LOCKED
    8: "readonly", 3: "readonly", 14: "cannot_open", 23: "readonly",  # READONLY, PERM, CANTOPEN, AUTH
    10: "disk", 13: "full",  # IOERR, FULL
    11: "damaged", 26: "damaged",  # CORRUPT, NOTADB
    19: "refused", 20: "refused",  # CONSTRAINT, MISMATCH
}  # fmt: skip
"""SQLite's primary result codes (https://www.sqlite.org/rescode.html) by what they mean here."""

_WORDS: Mapping[str, str] = {
    "busy": "库被占用", "readonly": "库只读", "cannot_open": "打不开库文件", "disk": "读写磁盘出错", "full": "磁盘已满",
    "damaged": "库文件损坏", "refused": "数据不合表的规定", "other": "读库失败",
}  # fmt: skip


def code_of(error: BaseException | None) -> int:
    """Return SQLite's extended result code of an error, 0 when it has none."""
    return int(getattr(error, "sqlite_errorcode", 0) or 0)


def kind_of(error: BaseException | None) -> str:
    """Return what an error of SQLite means here: busy, readonly, disk, full, damaged, cannot_open, refused, other."""
    return _KINDS.get(code_of(error) & PRIMARY, "other")


def is_of_the_store(error: BaseException) -> bool:
    """Return whether an error is of the store as a whole (full, locked, damaged), not of one row that is wrong."""
    if isinstance(error, StoreError):
        return not isinstance(error, NotProjectedError)
    one = getattr(error, "orig", None) or error
    return isinstance(one, sqlite.Error) and kind_of(one) not in {"refused", "other"}


def in_words(error: BaseException) -> Worded | None:
    """Return an error of SQLite, or of SQLAlchemy around one, in a few words; None for anything else (not raised)."""
    one = getattr(error, "orig", None) or error
    return Worded(_WORDS[kind_of(one)]) if isinstance(one, sqlite.Error) else None


def name_of(error: BaseException) -> str:
    """Return the name that SQLite gives an error, empty for what is none of its own; never its words, which may hold values."""
    return str(getattr(error, "sqlite_errorname", "") or "")


@contextmanager
def reading() -> Generator[None]:
    """Make a driver's error in a read an error of the store.

    Raises:
        UnreadableError: instead of the driver's own.
    """
    try:
        yield
    except sqlite.Error as error:
        kind = kind_of(error)
        spoilt = SpoiltError if kind in {"damaged", "disk", "cannot_open"} else UnreadableError
        raise spoilt(_WORDS[kind]) from error


def translate(error: BaseException | None, path: Path) -> StoreError:
    """Return the store error for a driver error."""
    where = str(path)
    kind = kind_of(error)
    if kind == "busy":
        return StoreBusyError("库被其他程序占用超过 {0} 秒; 本次未保存, 请再试: {1}", f"{BUSY_SECONDS:.0f}", where)
    if kind == "full":
        return DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", where)
    if kind == "readonly":
        return DiskError("库或它所在的磁盘只读; 本次未保存: {0}", where)
    if kind == "disk":
        return DiskError("磁盘读写出错; 本次未保存: {0}", where)
    if kind == "cannot_open":
        return DiskError("打不开库文件或它旁边的文件; 本次未保存: {0}", where)
    if kind == "damaged":
        return NotAStoreError("库文件损坏: {0}; 已停止写入. 若有备份: dutydesk restore 备份文件", where)
    name = (name_of(error) if error is not None else "") or type(error).__name__
    return StoreError("库出错 ({0}); 本次未保存: {1}", name, where)
