"""The one way in which a file leaves: whole, new, for its owner alone, and never over what the desk lives on.

A plain ``open(path, "wb")`` once replaced a store, its key and a symlink's target.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from dutydesk import wholefile
from dutydesk.kernel import system_errors
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.wording import Worded

_MAGIC = b"SQLite format 3\x00"


class FileRefusedError(Worded):
    """The file was not written; what was there is as it was."""


def write_file(
    path: Path, data: bytes, *, force: bool = False, store: Path | None = None, folders: Sequence[Path] = ()
) -> None:
    """Write a file that only its owner reads: there is the whole of it, or what was there before.

    Args:
        path: where; nothing may be there, unless ``force``.
        data: all of it.
        force: replace another file; never a symlink, a store or what belongs to one, nor a file of ``folders``.
        store: the store of this process, which must not even be looked into.
        folders: whose files are never written: the rulebook's.

    Raises:
        FileRefusedError: nothing was written; the sentence says why.
    """
    _check(path, force=force, store=store, folders=folders)
    try:
        (wholefile.replace if force else wholefile.write_new)(path, data)
    except FileExistsError as error:
        raise FileRefusedError("已有文件, 未改动: {0}; 要覆盖请加 --force", str(path)) from error
    except (OSError, ValueError) as error:
        raise FileRefusedError("写不出文件 {0}: {1}", str(path), system_errors.reason_of(error)) from error


def _check(path: Path, *, force: bool, store: Path | None, folders: Sequence[Path]) -> None:
    if is_marked_name(path.name):
        raise FileRefusedError("文件名带有密级标志: 本系统不处理涉密内容, 未写文件")
    try:
        folder = path.parent.resolve(strict=True)
        found = path.lstat()
    except FileNotFoundError:
        found = None
        folder = path.parent.resolve()
    except (OSError, ValueError) as error:
        raise FileRefusedError("写不出文件 {0}: {1}", str(path), system_errors.reason_of(error)) from error
    if not folder.is_dir():
        raise FileRefusedError("没有这个目录, 写不出文件: {0}", str(path.parent))
    if any(folder == kept.resolve() or kept.resolve() in folder.parents for kept in folders):
        raise FileRefusedError("规则册的文件不能由导出改写: {0}", str(path))
    if _belongs_to_a_store(folder / path.name, found, store):
        raise FileRefusedError("不能写到库文件上: {0}", str(path))
    if found is None:
        return
    if stat.S_ISDIR(found.st_mode):
        raise FileRefusedError("这是目录, 不是文件: {0}", str(path))
    if stat.S_ISLNK(found.st_mode):
        raise FileRefusedError("这是符号链接, 不跟随也不改动: {0}", str(path))
    if not stat.S_ISREG(found.st_mode):
        raise FileRefusedError("这不是普通文件: {0}", str(path))
    if not force:
        raise FileRefusedError("已有文件, 未改动: {0}; 要覆盖请加 --force", str(path))


def _belongs_to_a_store(path: Path, found: os.stat_result | None, store: Path | None) -> bool:
    """Whether the name or the file is that of a store, or of what stands beside one (a copy of an upgrade included)."""
    if store is not None and any(base == store.resolve() for base in _bases(path.resolve())):
        return True
    own = store.parent.glob(glob.escape(store.name) + "*") if store is not None and found is not None else ()
    if found is not None and any(os.path.samestat(one.stat(), found) for one in own if one.exists()):
        return True  # a hard link; known without opening it, which would drop the locks of this process
    return any(_is_store(base) or _has_a_key(base) for base in _bases(path))


def _bases(path: Path) -> Iterator[Path]:
    """Return every store that the name, or the folder it lies in, would belong to.

    All that stands beside ``desk.db`` is called ``desk.db``, then ``.`` or ``-`` and what it is: key, anchor, emergency log,
    preferences, attachments, the copy of an upgrade.
    """
    for part in (path, *path.parents[:-1]):
        yield part
        for cut in re.finditer(r"[.-]", part.name):
            if cut.start():
                yield part.with_name(part.name[: cut.start()])


def _has_a_key(path: Path) -> bool:
    """Whether a store was there, though what is there now does not begin as one."""
    return path.with_name(path.name + ".key").is_file()


def _is_store(path: Path) -> bool:
    """Whether a file, or what a link leads to, begins as a store does."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except (OSError, ValueError):
        return False
