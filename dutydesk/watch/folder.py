"""The watched folder: each file becomes one message, exactly once, and is moved aside; nothing is deleted.

A file is known by its device, inode, time of change and SHA-256: from these the act has its id, so that a process that
was killed between writing the message and moving the file takes it in once all the same, and two identical faxes twice.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from dutydesk.bootstrap import Container
from dutydesk.capabilities.log.acts import Log, Message
from dutydesk.capabilities.triage import handlers as triage
from dutydesk.clock import SystemClock
from dutydesk.i18n import say, translate
from dutydesk.ids import made_id
from dutydesk.kernel.instants import DAY, SECOND, Instant, iso, to_datetime
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass
from dutydesk.watch.incoming import LARGEST, MarkedError, Said, read

TAKEN, REFUSED = "taken", "refused"
CHANNEL = "收件夹"
SETTLED: Instant = 2 * SECOND
"""So long a file must not have changed: whoever writes it may not be done."""

MARKED = "▲ 收件夹中有一份带密级标志的文件: 没有读入, 没有移动, 不留文字和文件名; 请取走并按涉密载体登记 (custody add)"
_RANKS = {"red": 0, "yellow": 1}


@dataclass(frozen=True)
class Found:
    """A file that can be taken in: where it lies, the id of its act, when it was received, what it says, how it is sorted."""

    path: Path
    act_id: str
    digest: str
    received_at: Instant
    said: Said
    colour: str


class Folder:
    """Takes in what lies in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sizes: dict[tuple[int, int], tuple[int, int]] = {}
        self._done: set[tuple[int, int, int]] = set()
        """What was answered and still lies there: marked, or it could not be moved."""

    def look(self, container: Container) -> int:
        """Take in every file that is whole, red ones first; return how many. Where another process takes in, none."""
        with self._alone() as mine:
            if not mine:
                return 0
            found = [one for path in sorted(self.path.iterdir()) if (one := self._read(container, path)) is not None]
            for one in sorted(found, key=lambda one: (_RANKS.get(one.colour, 2), one.received_at)):
                self._take_in(container, one)
        if found:
            container.watch.tick()
        return len(found)

    @contextmanager
    def _alone(self) -> Generator[bool]:
        """Hold the folder; whoever does not get it leaves it to the other process."""
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
                return
            yield True
        finally:
            os.close(handle)

    def _read(self, container: Container, path: Path) -> Found | None:
        """Return a file as a message; None for what is no file, not whole yet, refused, or marked."""
        try:
            seen = path.lstat()
            if stat.S_ISDIR(seen.st_mode):
                return None
            if _key(seen) in self._done or (stat.S_ISREG(seen.st_mode) and not self._whole(seen)):
                return None
            content = _content(path, seen)
        except FileNotFoundError:
            return None
        except Refused as refusal:
            return self._refuse(container, path, str(refusal))
        except OSError as error:
            return self._refuse(container, path, str(reason_of(error)))
        digest = hashlib.sha256(content).hexdigest()
        act_id = made_id(f"{seen.st_dev}:{seen.st_ino}:{seen.st_mtime_ns}:{digest}", "file", 1)
        try:
            said = read(path.name, content, digest)
        except MarkedError:
            container.desk.perform(Log(text=translate(MARKED)), actor=DESK, act_id=act_id)
            self._done.add(_key(seen))
            return None
        except Refused as refusal:
            return self._refuse(container, path, str(refusal))
        at = received(seen.st_mtime_ns // 1000, container.desk.now())
        colour = str(triage.proposed(container.desk.books, said.text, at, {}).get("colour", ""))
        return Found(path, act_id, digest, at, said, colour)

    def _whole(self, seen: os.stat_result) -> bool:
        """Whether a file has not changed for a while, and not since the last look."""
        key, now = (seen.st_dev, seen.st_ino), (seen.st_size, seen.st_mtime_ns)
        before = self._sizes.get(key, now)
        self._sizes[key] = now
        age = SystemClock().wall() - seen.st_mtime_ns // 1000
        return before == now and not 0 <= age < SETTLED

    def _take_in(self, container: Container, one: Found) -> None:
        act = Message.from_words(
            {
                "text": one.said.text,
                "channel": CHANNEL,
                "sender": one.said.sender,
                "received": str(iso(one.received_at)),
            }
        )
        container.desk.perform(act, actor=DESK, act_id=one.act_id)
        self._aside(one.path, TAKEN, one.digest[:8])

    def _refuse(self, container: Container, path: Path, why: str) -> None:
        """Say by name what cannot be taken in, and put it aside; where even that fails it stays, said once."""
        seen = path.lstat()
        act_id = made_id(f"{seen.st_dev}:{seen.st_ino}:{seen.st_mtime_ns}:{seen.st_size}", "refused", 1)
        text = say("收件夹: 未收入 {0}: {1}; 文件留在 {2}", one_line(path.name), why, REFUSED)
        container.desk.perform(Log(text=text), actor=DESK, act_id=act_id)
        self._aside(path, REFUSED, "")

    def _aside(self, path: Path, where: str, mark: str) -> None:
        """Move a file aside under a name that is free there."""
        folder = self.path / where
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        stamp = f"{to_datetime(SystemClock().wall()):%Y%m%d-%H%M%S}"
        name = "-".join(part for part in (stamp, mark, path.name[-120:]) if part)
        free = next(
            one for number in range(10_000) if not (one := folder / (f"{number}-{name}" if number else name)).exists()
        )
        try:
            path.rename(free)
        except OSError:
            self._done.add(_key(path.lstat()))  # its act is saved: it lies there, and is not read again


def _key(seen: os.stat_result) -> tuple[int, int, int]:
    return seen.st_dev, seen.st_ino, seen.st_mtime_ns


def _content(path: Path, seen: os.stat_result) -> bytes:
    """Return what a file holds, never through a link.

    Raises:
        Refused: it is no file, or too large.
    """
    if not stat.S_ISREG(seen.st_mode):
        raise Refused("file", "不是普通文件")
    if seen.st_size > LARGEST:
        raise Refused("file", "超过 {0} MiB", LARGEST // 1024 // 1024)
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        return file.read(LARGEST + 1)


def received(written: Instant, now: Instant) -> Instant:
    """Return when a file was received: when it was written, if within the last day and not in the future, else now."""
    return written if now - DAY <= written <= now else now
