"""Files kept with a store: in a folder beside it, each under the SHA-256 of what it holds, for the owner alone.

A file is written whole and synced before the row that names it; where that row is never written it is nobody's, and harms
nothing. What has the right name and another content is replaced by the next one who brings the right content.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dutydesk import wholefile
from dutydesk.kernel.sealed import BEGINS
from dutydesk.kernel.sealed import UNREADABLE as UNREADABLE_NAME
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import vocabulary
from dutydesk.store import bundles, connect, sealed, sealing
from dutydesk.store.errors import BadCopyError, BesideError, translate
from dutydesk.store.library import sqlite

ENDING = ".attachments"
SEALED = ".sealed"
"""Behind the name of a file in a folder of sealed copies."""

SHORT = 8
"""Characters of a store's origin in the name of its folder among copies."""

OPENED = 200
"""Sealed files that are opened when it is proved that a copy can be put back."""

OWNER = stat.S_IRUSR | stat.S_IWUSR
_DIGEST = re.compile(r"[0-9a-f]{64}")

INTACT, MISSING, CHANGED, UNREADABLE = "intact", "missing", "changed", "unreadable"
STATES = vocabulary({INTACT: "完好", MISSING: "不在了", CHANGED: "内容变了", UNREADABLE: "读不出"})


@dataclass(frozen=True)
class Kept:
    """A file that a store keeps: the SHA-256 (hex) of what it holds, how many bytes, the name people gave it; ``closed``: sealed."""

    sha256: str
    size: int
    name: str
    closed: bool = False


def folder_of(store: Path) -> Path:
    """Return where a store keeps its files."""
    return store.with_name(store.name + ENDING)


def among_copies(folder: Path, origin: str) -> Path:
    """Return where a store's files lie in a folder of copies."""
    return folder / f"dutydesk-{origin[:SHORT]}{ENDING}"


def path_of(folder: Path, digest: str) -> Path:
    """Return where a file lies in such a folder.

    Raises:
        ValueError: that is no SHA-256.
    """
    if not _DIGEST.fullmatch(digest):
        raise ValueError(digest)
    return folder / digest[:2] / digest


def put(store: Path, content: bytes) -> str:
    """Keep a content, unless it is kept already; return its SHA-256.

    Raises:
        BesideError: it cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = path_of(folder_of(store), digest)
    try:
        if state(folder_of(store), Kept(digest, len(content), "")) != INTACT:
            _made(path.parent)
            wholefile.replace(path, content)
            _sync(path.parent)
    except OSError as error:
        raise BesideError("附件存不下: {0} ({1})", str(path.parent), reason_of(error)) from error
    return digest


def take_back(store: Path, digest: str) -> None:
    """Take away a file that was put for a row which was not written; hold the store's lock, so that no other row is about to name it."""
    with suppress(OSError):
        path_of(folder_of(store), digest).unlink()


def content_of(store: Path, kept: Kept) -> bytes:
    """Return what a kept file holds, opened where it is sealed.

    Raises:
        BesideError: it is not there, or not what was kept, or the key is not.
    """
    found = state(folder_of(store), kept)
    if found != INTACT:
        raise BesideError("附件 {0} {1}: {2}", kept.name, STATES[found], kept.sha256[:16])
    content = path_of(folder_of(store), kept.sha256).read_bytes()
    if not kept.closed:
        return content
    cipher = sealed.cipher_of(store)
    told = None if cipher is None else cipher.unseal_file(content)
    if told is None:
        raise BesideError("附件已封存, 读不到封存密钥: {0}", str(sealed.key_path(store)))
    return told


def state(folder: Path, kept: Kept, *, quick: bool = False) -> str:
    """Return whether a kept file is there as it was kept; ``quick``: only its size is looked at."""
    return state_of(path_of(folder, kept.sha256), kept, quick=quick)


def state_of(path: Path, kept: Kept, *, quick: bool = False) -> str:
    """Return whether a file holds what is said of it, wherever it lies."""
    try:
        seen = path.lstat()
        if not stat.S_ISREG(seen.st_mode) or seen.st_size != kept.size:
            return CHANGED
        return INTACT if quick or digest_of(path) == kept.sha256 else CHANGED
    except FileNotFoundError:
        return MISSING
    except OSError:
        return UNREADABLE


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file (hex), read piece by piece.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def named_in(store: Path) -> list[Kept]:
    """Return every file that the journal of a store, or of a copy, names: each content once, by its newest name.

    Raises:
        StoreError: it cannot be read.
    """
    connection = connect.connect(store, readonly=True)
    try:
        rows = connection.execute(
            "SELECT json_extract(payload, '$.sha256'), json_extract(payload, '$.size'), json_extract(payload, '$.name') "
            "FROM journal WHERE kind = 'attachment.added' ORDER BY seq"
        ).fetchall()
    except sqlite.DatabaseError as error:
        raise translate(error, store) from error
    finally:
        connection.close()
    return list(
        {str(digest): Kept(str(digest), int(size), _open_name(str(name))) for digest, size, name in rows}.values()
    )


def _open_name(name: str) -> str:
    """Return a file's name, a word in its place where it is sealed."""
    return UNREADABLE_NAME if BEGINS in name else name


def not_intact(folder: Path, named: Iterable[Kept], *, quick: bool = False) -> list[tuple[Kept, str]]:
    """Return which files of a folder are not as they were kept, and what they are instead."""
    found = ((one, state(folder, one, quick=quick)) for one in named)
    return [(one, what) for one, what in found if what != INTACT]


# ---------------------------------------------------------------- copies


def copy_to(store: Path, folder: Path, named: Sequence[Kept], secret: bytes, about: sealing.Header) -> list[Kept]:
    """Put among the copies what is not there yet, sealed where the copy is; return what could not be: it is not intact here.

    Args:
        store: whose files.
        folder: ``among_copies``; made where it is not there.
        named: what the copy's journal names.
        secret: seals them; empty: they stay open.
        about: what stands in front of what is sealed, but for the salt.

    Raises:
        BesideError: the folder cannot be written.
    """
    lost: list[Kept] = []
    try:
        for one in named:
            target = path_of(folder, one.sha256)
            target = target.with_name(target.name + SEALED) if secret else target
            if target.exists() and (secret or state(folder, one) == INTACT):
                continue
            if state(folder_of(store), one) != INTACT:
                lost.append(one)
                continue
            _made(target.parent)
            _written(path_of(folder_of(store), one.sha256), target, secret, about)
            _sync(target.parent)
    except OSError as error:
        raise BesideError("附件备份不下: {0} ({1})", str(folder), reason_of(error)) from error
    return lost


def _written(source: Path, target: Path, secret: bytes, about: sealing.Header) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, OWNER)
        with os.fdopen(descriptor, "wb") as into:
            if secret:
                front = sealing.new_header(about.origin, about.count, about.head)
                sealing.seal(source, into, secret, front, lambda _done: None)
            else:
                into.write(source.read_bytes())
            into.flush()
            os.fsync(into.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def brought_back(folder: Path, into: Path, named: Sequence[Kept], secret: bytes) -> list[Kept]:
    """Put files from among copies into a folder, each checked by its SHA-256; return those that are not there, or not intact.

    Raises:
        BesideError: the folder cannot be written.
        WrongKeyError: the key does not open them.
    """
    lost: list[Kept] = []
    bundled = bundles.members(folder)
    for one in named:
        if state(into, one) == INTACT:
            continue
        target = path_of(into, one.sha256)
        try:
            _made(target.parent)
            with _among(folder, one, bundled, target.parent) as (open_one, closed):
                _unpacked(open_one, closed, target, secret)
        except BadCopyError:
            target.unlink(missing_ok=True)
        except OSError as error:
            raise BesideError("附件存不下: {0} ({1})", str(into), reason_of(error)) from error
        if state(into, one) != INTACT:
            with suppress(OSError):
                target.unlink(missing_ok=True)
            lost.append(one)
    return lost


@contextmanager
def _among(folder: Path, one: Kept, bundled: Mapping[str, Path], scratch: Path) -> Generator[tuple[Path, Path]]:
    """Give where a file lies open and where sealed, one of which is there: among copies, or taken out of a bundle for the while."""
    open_one = path_of(folder, one.sha256)
    closed = open_one.with_name(open_one.name + SEALED)
    name = next((name for name in (open_one.name, closed.name) if name in bundled), "")
    if not name or open_one.is_file() or closed.is_file():
        yield open_one, closed
        return
    taken = scratch / f".{name}.{os.getpid()}.partial"
    try:
        bundles.take_out(bundled[name], name, taken)
        yield (taken, closed) if name == open_one.name else (open_one, taken)
    finally:
        taken.unlink(missing_ok=True)


def _unpacked(open_one: Path, closed: Path, target: Path, secret: bytes) -> None:
    """Write a file from its copy, the open one or the sealed one; nothing where there is none."""
    if open_one.is_file():
        wholefile.replace(target, open_one.read_bytes())
    elif closed.is_file() and secret:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, OWNER)
        with os.fdopen(descriptor, "wb") as into:
            sealing.unseal(closed, into, secret, lambda _done: None)
            into.flush()
            os.fsync(into.fileno())


def copies_lost(folder: Path, named: Sequence[Kept], secret: bytes, scratch: Path) -> list[Kept]:
    """Return which of a copy's files cannot be brought back, by bringing each into a scratch folder and dropping it.

    To open a sealed one takes a tenth of a second: of these the newest ``OPENED`` are brought back, the others looked for.
    """
    lost: list[Kept] = []
    for number, one in enumerate(reversed(named)):
        closed = path_of(folder, one.sha256)
        closed = closed.with_name(closed.name + SEALED)
        if number >= OPENED and closed.is_file():
            continue
        lost += brought_back(folder, scratch, [one], secret)
        shutil.rmtree(scratch, ignore_errors=True)
    return lost


def _made(folder: Path) -> None:
    for one in (folder.parent, folder):
        with suppress(FileExistsError):
            one.mkdir(mode=0o700)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
