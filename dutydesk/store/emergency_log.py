"""The emergency log: a plain text file for what must be written down while the store refuses to be written.

It stands beside the store, or in the user's state folder where nothing can be written there; the owner alone reads it. A line
is appended whole and synced before it counts, and nothing here ever takes one out again: the file can be read with any
program, and copied by hand. Each line holds when it was written, by whom, the text, an id, and a check of the line itself, so
that what was cut or altered is told from what stands as it was written.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dutydesk import wholefile
from dutydesk.ids import made_id
from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import Instant, from_datetime, to_datetime
from dutydesk.kernel.text import clean, stands_in
from dutydesk.kernel.values import dataclass
from dutydesk.store import aside
from dutydesk.store.errors import BesideError

LARGEST = 64_000_000
"""Bytes of such a file; what stands behind them is not read."""

UNPROVED = "?"
"""Stands behind the name of somebody who could not prove who they are, since the store could not be asked."""

CHECK = 16
"""Hex digits of a line's check."""


@dataclass(frozen=True)
class Line:
    """A line of the file.

    ``number``: from 1; ``at``: when it was written (µs UTC), 0 where that cannot be read; ``by``: account or name as given;
    ``proved``: whether that was proved; ``whole``: it stands as it was written, else ``text`` is what is there.
    """

    id: str
    number: int
    at: Instant
    by: str
    text: str
    proved: bool = True
    whole: bool = True
    file: str = ""


def places(store: Path) -> tuple[Path, Path]:
    """Return where the emergency log of a store is: beside it, else in the user's state folder."""
    import platformdirs

    state = platformdirs.user_state_path("dutydesk")
    name = aside.places(store, state)[1].stem.removeprefix("drafts")
    return store.with_name(f"{store.name}.emergency.log"), state / f"emergency{name}.log"


def append(store: Path, line: Line) -> tuple[Path, int]:
    """Append a line where there is room; return the file and the line's number once it is on the disk.

    Raises:
        BesideError: it could be written nowhere; nothing of it stands.
    """
    failed: OSError | None = None
    for path in places(store):
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return path, _append(path, _written(line).encode())
        except OSError as error:
            failed = error
    reason = system_errors.reason_of(failed) if failed is not None else ""
    raise BesideError("应急记录也写不下去 ({0}): 请写在纸上, 并报告在岗带班领导", reason)


def _append(path: Path, content: bytes) -> int:
    """Append one line, synced; return its number. What could not be written whole is taken back before anybody else writes."""
    made = not path.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        whole = b"\n" * torn + content  # whoever was killed while writing left a line without an end
        try:
            _write_all(descriptor, whole)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
        if made:
            _sync_folder(path.parent)
        return sum(block.count(b"\n") for block in _blocks(descriptor))
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    if os.write(descriptor, content) != len(content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(descriptor)


def _sync_folder(folder: Path) -> None:
    """Let the name of a new file be on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _blocks(descriptor: int) -> Iterator[bytes]:
    at = 0
    while block := os.pread(descriptor, 1 << 20, at):
        yield block
        at += len(block)


def _written(line: Line) -> str:
    """Return a line as the file holds it."""
    fields = [
        to_datetime(line.at).isoformat(),
        line.by + ("" if line.proved else UNPROVED),
        _harmless(line.text),
        line.id,
    ]
    plain = "\t".join(fields)
    return f"{plain}\t{_check(plain)}\n"


def _harmless(text: str) -> str:
    """Return a text on one line in quotes, as JSON, with an escape for whatever could act on a terminal that shows the file."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(one if clean(one) == one else json.dumps(one)[1:-1] for one in quoted)


def _check(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()[:CHECK]


def read(store: Path) -> list[Line]:
    """Return every line there is, in the order of the files; what cannot be read as one is a line all the same, marked."""
    return [line for path in places(store) for line in _lines(path)]


def _lines(path: Path) -> Iterator[Line]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return
        content = file.read(LARGEST)
    for number, raw in enumerate(content.split(b"\n"), 1):
        if raw.strip():
            yield _read(raw, number, path)


def _read(raw: bytes, number: int, path: Path) -> Line:
    """Return a line as it was written, or marked as not whole with whatever stands there."""
    text = raw.decode("utf-8", errors="replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    plain, _, check = text.rpartition("\t")
    with suppress(ValueError, TypeError):
        when, by, quoted, line_id = plain.split("\t")
        if check == _check(plain):
            at = from_datetime(datetime.fromisoformat(when))
            proved = not by.endswith(UNPROVED)
            name = by if proved else by.removesuffix(UNPROVED)
            return Line(line_id, number, at, name, str(json.loads(quoted)), proved=proved, file=str(path))
    digest = hashlib.sha256(raw).hexdigest()
    return Line(made_id(digest, path.name, number), number, 0, "", text, proved=False, whole=False, file=str(path))


# ---------------------------------------------------------------- matters that only named people see


def numbers_path(store: Path) -> Path:
    """Return where the numbers of the restricted matters stand while there are any: numbers alone are open."""
    return store.with_name(store.name + ".restricted")


def keep_numbers(store: Path, labels: list[str]) -> None:
    """Keep which matters the emergency log takes no text of, for the time when the store cannot be asked."""
    path = numbers_path(store)
    with suppress(OSError):
        if labels:
            wholefile.replace(path, json.dumps(sorted(labels), ensure_ascii=False).encode())
        else:
            path.unlink(missing_ok=True)


def named_restricted(store: Path, text: str) -> str:
    """Return the number of a restricted matter that a text names, empty for none."""
    try:
        labels = [str(one) for one in json.loads(numbers_path(store).read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return ""
    return next((one for one in labels if stands_in(one, text)), "")


def waiting(lines: list[Line], known: set[str]) -> list[Line]:
    """Return the lines that the journal does not hold yet; one that stands in both files once."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.id not in known:
            found.setdefault(line.id, line)
    return list(found.values())
