"""The watched folder: each file becomes one message, exactly once, and is moved aside; nothing is deleted.

What cannot be taken in becomes a message too, of what lies there and why: somebody has to look at it (R34). Folders within
it are looked into, links are not followed; those whose names begin with a dot belong to programs and are left alone.

A file is known by its device, inode, time of change and SHA-256: from these the act has its id, so that a process that
was killed between writing the message and moving the file takes it in once all the same, and two identical faxes twice.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from dutydesk.bootstrap import Container
from dutydesk.capabilities.attachments.acts import Attach
from dutydesk.capabilities.attachments.bringing import bring
from dutydesk.capabilities.log.acts import Message
from dutydesk.capabilities.triage import handlers as triage
from dutydesk.clock import SystemClock
from dutydesk.desk.service import Desk
from dutydesk.documents.incoming import LARGEST, MarkedError, Said, read
from dutydesk.i18n import say, translate
from dutydesk.ids import made_id
from dutydesk.kernel import markings
from dutydesk.kernel.instants import DAY, SECOND, Instant, iso, to_datetime
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass

TAKEN, REFUSED = "taken", "refused"
CHANNEL = "收件夹"
SETTLED: Instant = 2 * SECOND
"""So long a file must not have changed: whoever writes it may not be done."""

MARKED = "▲ 收件夹中有一份带密级标志的文件: 没有读入, 没有移动, 不留文字和文件名; 请取走并按涉密载体登记 (custody add)"
RED, YELLOW = "red", "yellow"
_RANKS = {RED: 0, YELLOW: 1}


def by_colour(colour: str) -> int:
    """Return the place of a proposed colour among what is taken in: red first."""
    return _RANKS.get(colour, len(_RANKS))


RINGS = 20
"""So many red ones are written between two looks at what is to ring: well under a second (ours)."""


class Sorted(Protocol):
    """Something that arrived and is sorted."""

    @property
    def colour(self) -> str:
        """The proposed colour."""
        ...


Arrived = TypeVar("Arrived", bound=Sorted)


def ringing(container: Container, found: Iterable[Arrived]) -> Iterator[Arrived]:
    """Yield what is to be written, the red ones first; the first of them rings at once, the others while they are written.

    However many they are: nobody waits for the last before the first is heard, and none waits for what is not red.
    """
    silent, rung = 0, False
    for one in found:
        if silent and one.colour != RED:
            container.watch.tick(watching=False)
            silent = 0
        yield one
        if one.colour == RED:
            silent += 1
            if not rung or silent >= RINGS:
                container.watch.tick(watching=False)
                silent, rung = 0, True


Key = tuple[int, int, int]
"""A file as it lay there: device, inode, time of change (ns)."""

LONGEST_NAME = 200
"""Bytes of a name that are kept behind the stamp: file systems take 255."""


@dataclass(frozen=True)
class Found:
    """A file that is whole: where it lies, the id of its act, and what is to be done with it."""

    path: Path
    key: Key
    """Which file it was: another one of that name, put there meanwhile, is not moved with it."""
    act_id: str
    said: Said | None = None
    """What it says; None: it is marked, or refused."""
    digest: str = ""
    content: bytes = b""
    """What it holds, where the file is kept with its message."""
    received_at: Instant = 0
    colour: str = ""
    refused: str = ""
    """Why it cannot be taken in."""

    @property
    def rank(self) -> tuple[int, Instant]:
        """Its place among all that lie there: by how it is sorted, then by when it came."""
        return by_colour(self.colour), self.received_at


@dataclass(frozen=True)
class Taken:
    """A file that became a message: its name, and the id of the message's entry."""

    name: str
    entry: str


class Folder:
    """Takes in what lies in a folder.

    Args:
        path: the folder.
        now: the clock by which a file is old enough to be whole: the machine's own, unless a drill puts files there
            by its own.
    """

    TASK: ClassVar[str] = "inbox"
    RIGHT: ClassVar[str] = "intake"
    SECONDS: ClassVar[float] = 1.0

    def __init__(self, path: Path, now: Callable[[], Instant] | None = None) -> None:
        self.path = path
        self._now = now or SystemClock().wall
        self._sizes: dict[tuple[int, int], tuple[int, int]] = {}
        self._done: set[Key] = set()
        """What was answered and still lies there: marked, or it could not be moved."""
        self.left: list[str] = []
        """What the last look could not take in, a sentence each."""

    def look(self, container: Container, go_on: Callable[[], bool] = lambda: True) -> list[Taken]:
        """Take in every file that is whole: all are sorted before one is written, the red ones are written first and ring.

        Args:
            container: the open desk.
            go_on: asked between two files.

        Returns:
            What became messages, in that order; nothing where another process has the folder.
        """
        taken: list[Taken] = []
        self.left = []
        with self._alone() as mine:
            found = list(self._sorted(container.desk, go_on)) if mine else []
            for one in ringing(container, sorted(found, key=lambda one: one.rank)):
                if not go_on():
                    break
                entry = self._answer(container.desk, one)
                taken += [Taken(one.path.name, entry)] if entry else []
        if taken or self.left:
            container.watch.tick(watching=False)
        return taken

    def _sorted(self, desk: Desk, go_on: Callable[[], bool]) -> Iterator[Found]:
        """Yield what lies there and is whole, read and sorted; nothing is written."""
        for path in sorted(self._lying()):
            if not go_on():
                return
            if (one := self._read(desk, path)) is not None:
                yield one

    def _lying(self) -> Iterator[Path]:
        """Yield each file, in folders within, too, and each folder that cannot be looked into."""
        shut: list[Path] = []

        def remember(error: OSError) -> None:
            shut.append(Path(error.filename))

        for at, folders, files in os.walk(self.path, onerror=remember):
            here, top = Path(at), Path(at) == self.path
            yield from (here / name for name in files)
            yield from (here / name for name in folders if (here / name).is_symlink())
            folders[:] = [one for one in folders if not one.startswith(".") and not (top and one in (TAKEN, REFUSED))]
        if self.path in shut:
            next(self.path.iterdir())  # nothing can be looked at: a fault of the folder, told as such
        yield from shut

    def _called(self, path: Path) -> str:
        """Return what a file is called in its folder."""
        return str(path.relative_to(self.path))

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

    def _read(self, desk: Desk, path: Path) -> Found | None:
        """Return a file with what is to be done with it; None for what is no file, not whole yet, or answered."""
        try:
            seen = path.lstat()
        except FileNotFoundError:
            return None
        if _key(seen) in self._done:
            return None
        if stat.S_ISREG(seen.st_mode) and not self._whole(seen):
            return None
        mark = f"{seen.st_dev}:{seen.st_ino}:{seen.st_mtime_ns}:{seen.st_size}"
        if any(markings.find(part) is not None for part in Path(self._called(path)).parts):
            return Found(path, _key(seen), made_id(mark, "marked", 1))
        try:
            return _said(desk, path, seen, _content(path, seen))
        except FileNotFoundError:
            return None
        except (Refused, OSError) as error:
            why = error if isinstance(error, Refused) else reason_of(error)
            return Found(path, _key(seen), made_id(mark, "refused", 1), refused=str(why))

    def _whole(self, seen: os.stat_result) -> bool:
        """Whether a file has not changed for a while, and not since the last look."""
        key, now = (seen.st_dev, seen.st_ino), (seen.st_size, seen.st_mtime_ns)
        before = self._sizes.get(key, now)
        self._sizes[key] = now
        age = self._now() - seen.st_mtime_ns // 1000
        return before == now and not 0 <= age < SETTLED

    def _answer(self, desk: Desk, one: Found) -> str:
        """Write what came of a file, then move it aside: killed in between, it is moved by the next look.

        Returns:
            The entry of its message, empty where it became none.
        """
        entry = ""
        if one.said is not None:
            try:
                entry = self._take_in(desk, one, one.said)
                if one.said.keep:
                    keep_with(desk, entry, one.act_id, one.path.name, one.content)
            except Refused as refusal:
                one = replace(one, said=None, refused=str(refusal))
        if one.said is not None:
            self._aside(one, TAKEN)
        elif one.refused:
            name = one_line(self._called(one.path))
            text = say("未收入 {0}: {1}; 文件留在 {2}", name, one.refused, REFUSED)
            self._leave(desk, text, made_id(one.act_id, "refused", 1))
            self._aside(one, REFUSED)
        else:
            self._leave(desk, translate(MARKED), one.act_id)
            self._done.add(one.key)
        return entry

    def _leave(self, desk: Desk, text: str, act_id: str) -> None:
        owe(desk, text, CHANNEL, act_id)
        self.left.append(text)

    def _take_in(self, desk: Desk, one: Found, said: Said) -> str:
        words = {"text": said.text, "channel": CHANNEL, "sender": said.sender, "received": str(iso(one.received_at))}
        return desk.perform(Message.from_words(words), actor=DESK, act_id=one.act_id).id

    def _aside(self, one: Found, where: str) -> None:
        """Move a file aside under a name that is free there; where that fails it stays, and is not read again."""
        folder = self.path / where
        with suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        stamp = f"{to_datetime(self._now()):%Y%m%d-%H%M%S}"
        end = os.fsencode(one.path.name)[-LONGEST_NAME:].decode(errors="ignore")
        name = "-".join(part for part in (stamp, one.digest[:8], end) if part)
        try:
            free = next(
                to for number in range(10_000) if not (to := folder / (f"{number}-{name}" if number else name)).exists()
            )
            if _key(one.path.lstat()) == one.key:
                one.path.rename(free)
        except OSError:
            self._done.add(one.key)


def owe(desk: Desk, text: str, channel: str, act_id: str) -> None:
    """Make what arrived and cannot be read a message of its own: nobody knows what is in it, so it is yellow at least."""
    now = desk.now()
    less = triage.proposed(desk.books, text, now, {}).get("colour") != RED
    words = {"text": text, "channel": channel, "received": str(iso(now)), **({"colour": YELLOW} if less else {})}
    desk.perform(Message.from_words(words), actor=DESK, act_id=act_id)


def keep_with(desk: Desk, entry: str, act_id: str, name: str, content: bytes) -> None:
    """Keep a file with the message that it became, as a person attaches one; the same act again keeps it once.

    Raises:
        StoreError: there is no place for it; the next look tries again.
    """
    kept = bring(desk.store.path, name, content, unread=True)
    with suppress(Refused):  # the message was disposed of and its matter ended: it stays where it was moved to
        desk.perform(
            Attach(file=one_line(name), entry=entry), actor=DESK, act_id=made_id(act_id, "attached", 1), brought=kept
        )


def _said(desk: Desk, path: Path, seen: os.stat_result, content: bytes) -> Found:
    """Return what a file says, sorted as its message will be.

    Raises:
        Refused: it cannot be read within the bounds.
    """
    digest = hashlib.sha256(content).hexdigest()
    act_id = made_id(f"{seen.st_dev}:{seen.st_ino}:{seen.st_mtime_ns}:{digest}", "file", 1)
    try:
        said = read(path.name, content, digest)
    except MarkedError:
        return Found(path, _key(seen), act_id)
    at = received(seen.st_mtime_ns // 1000, desk.now())
    colour = str(triage.proposed(desk.books, said.text, at, {}).get("colour", ""))
    return Found(path, _key(seen), act_id, said, digest, content if said.keep else b"", at, colour)


def _key(seen: os.stat_result) -> Key:
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
