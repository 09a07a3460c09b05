"""The files of a store in one: as the command that carries copies elsewhere takes them, which knows nothing of folders.

A bundle is a tar of what lies among the copies (``store.attachments``), as it lies there: open files, or sealed ones. It holds
what that command has not carried yet; which that is stands in a list beside the files, one for each command. Where the list is
lost, all of it is carried again, which harms nothing. Put beside a copy, bundles are read as the folder would be.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk import wholefile
from dutydesk.kernel.system_errors import reason_of
from dutydesk.store.errors import BesideError

if TYPE_CHECKING:
    import tarfile

LARGEST = 512 << 20
"""Bytes of files in one bundle; a single larger file is one by itself."""

ENDING = ".tar"
SENDING = ".sending"
_MEMBER = re.compile(r"[0-9a-f]{64}(?:\.sealed)?")


def carried_list(folder: Path, command: Sequence[str]) -> Path:
    """Return where it stands what a command has carried of a folder of files."""
    name = hashlib.sha256("\0".join(command).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return folder / f".carried-{name}"


def uncarried(folder: Path, command: Sequence[str]) -> list[list[Path]]:
    """Return the files of a folder that a command has not carried yet, in groups of a bundle each.

    Raises:
        BesideError: the folder cannot be read.
    """
    try:
        known = set(carried_list(folder, command).read_text(encoding="ascii").split())
    except (OSError, UnicodeError):
        known = set[str]()
    groups: list[list[Path]] = []
    room = 0
    try:
        for one in sorted(folder.glob("[0-9a-f][0-9a-f]/*")):
            if not _MEMBER.fullmatch(one.name) or one.name in known or one.is_symlink():
                continue
            size = one.stat().st_size
            if not groups or size > room:
                groups.append([])
                room = LARGEST
            groups[-1].append(one)
            room -= size
    except OSError as error:
        raise BesideError("附件备份不下: {0} ({1})", str(folder), reason_of(error)) from error
    return groups


def write(folder: Path, files: Sequence[Path], stamp: str) -> Path:
    """Write files into a new bundle, for its owner alone; it is to be taken away once it was carried.

    It is made in a folder of its own among them, where one that was killed leaves nothing that is read for a bundle.

    Raises:
        BesideError: it cannot be written.
    """
    import tarfile  # neither the first frame nor most sessions read a bundle

    path = folder / SENDING / f"{folder.name}-{stamp}{ENDING}"
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        for left in path.parent.iterdir():
            left.unlink()  # of one that was killed: one process at a time makes copies
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as into:
            with tarfile.open(fileobj=into, mode="w", format=tarfile.PAX_FORMAT) as bundle:
                for one in files:
                    bundle.add(one, arcname=one.name, recursive=False, filter=_plain)
            into.flush()
            os.fsync(into.fileno())
    except (OSError, tarfile.TarError) as error:
        path.unlink(missing_ok=True)
        raise BesideError("附件备份不下: {0} ({1})", str(path), reason_of(error)) from error
    return path


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out whose file it was on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def note_carried(folder: Path, command: Sequence[str], files: Sequence[Path]) -> None:
    """Write down that a command carried files; what cannot be written down is carried again."""
    path = carried_list(folder, command)
    with suppress(OSError, UnicodeError):
        before = path.read_text(encoding="ascii").split() if path.exists() else []
        names = sorted({*before, *(one.name for one in files)})
        wholefile.replace(path, "".join(f"{name}\n" for name in names).encode("ascii"))


def members(folder: Path) -> dict[str, Path]:
    """Return which bundle beside a folder of files (which need not be there) holds which of them; a broken one holds what can be read."""
    import tarfile

    found: dict[str, Path] = {}
    for path in sorted(folder.parent.glob(f"{folder.name}-*{ENDING}")):
        with suppress(OSError, tarfile.TarError), tarfile.open(path, mode="r:") as bundle:
            for one in bundle:
                if one.isreg() and _MEMBER.fullmatch(one.name):
                    found[one.name] = path
    return found


def take_out(bundle: Path, name: str, target: Path) -> None:
    """Write one member of a bundle into a file of its owner's.

    Raises:
        OSError: it cannot be read or written.
    """
    import tarfile

    try:
        with tarfile.open(bundle, mode="r:") as opened:
            held = opened.extractfile(name)
            if held is None:
                raise FileNotFoundError(name)
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with held, os.fdopen(descriptor, "wb") as into:
                shutil.copyfileobj(held, into)
    except (tarfile.TarError, KeyError) as error:
        raise FileNotFoundError(name) from error
