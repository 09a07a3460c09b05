"""What a file brings: read before the act's transaction, checked, and copied into the store's folder."""

from __future__ import annotations

import hashlib
import os
import stat
import wave
from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.capabilities.attachments import acts, reads
from dutydesk.capabilities.attachments.rules import LARGEST, name_of
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.documents import incoming
from dutydesk.i18n import say
from dutydesk.kernel.markings import is_marked_name
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.values import dataclass
from dutydesk.store import attachments
from dutydesk.store.errors import UnsealedError
from dutydesk.store.sealed import cipher_of, key_path
from dutydesk.store.views import Views
from dutydesk.store.views.seen import sealed_with
from dutydesk.usecase.handling import brings

if TYPE_CHECKING:
    from dutydesk.usecase.work import Work

WHOLE = "全文.txt"
"""What the whole of a text is called that is too long for its message."""


@dataclass(frozen=True)
class Brought:
    """A file that is kept now, or a recording that was read where it lies (``path``)."""

    name: str
    sha256: str
    size: int
    path: str = ""
    seconds: int = 0
    fresh: bool = False
    """It was not kept before."""
    own: str = ""
    """Of what is kept sealed: the SHA-256 of the file as it was brought."""
    own_size: int = 0
    matter: str = ""
    """For which matter it is sealed, empty for none."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the file as it was brought."""
        return self.own or self.sha256

    def take_back(self, work: Work) -> None:
        """Leave nothing of a file behind whose act was refused, unless another row names it."""
        if self.fresh and work.tx.path is not None and not reads.is_named(work.views, self.sha256):
            attachments.take_back(work.tx.path, self.sha256)


def _marked() -> Refused:
    return Refused(
        "file",
        "文件名或文件内容带有密级标志: 本系统不处理涉密内容, 没有存; 请走机要渠道, 此处只登记编号 (custody add)",
        traced=True,
    )


def bring(
    store: Path, name: str, content: bytes, *, unread: bool = False, matter: str = "", entry: str = ""
) -> Brought:
    """Keep a content under a name, after it was looked at for marks; sealed where what it goes to is.

    Args:
        store: beside which it is kept.
        name: what it is called.
        content: all of it.
        unread: it was looked at already.
        matter: to which it is put, as typed.
        entry: to which it is put, as typed.

    Raises:
        Refused: it is marked, or a document beyond its bounds.
        BesideError: there is no place for it.
        UnsealedError: what it goes to is sealed, and the key is not there.
    """
    if is_marked_name(name):
        raise _marked()
    if len(content) > LARGEST:
        raise Refused("file", "超过 {0} MiB", LARGEST >> 20)
    if not unread:
        _check(name, content)
    sealed_for, closed = _sealed(store, content, matter, entry) if matter or entry else ("", content)
    kept = attachments.Kept(hashlib.sha256(closed).hexdigest(), len(closed), name_of(name) or "-")
    fresh = attachments.state(attachments.folder_of(store), kept) != attachments.INTACT
    digest = attachments.put(store, closed)
    if not sealed_for:
        return Brought(kept.name, digest, kept.size, fresh=fresh)
    own = hashlib.sha256(content).hexdigest()
    return Brought(kept.name, digest, kept.size, fresh=fresh, own=own, own_size=len(content), matter=sealed_for)


def _sealed(store: Path, content: bytes, matter: str, entry: str) -> tuple[str, bytes]:
    """Return the sealed matter that a file goes to and its content sealed; empty and as it is where it goes to none."""
    views = Views.open(store)
    try:
        found = reads.matter_of(views, matter, entry)
        name = sealed_with(views, found)
    finally:
        views.close()
    if found is None or not name:
        return "", content
    cipher = cipher_of(store)
    if cipher is None or not cipher.has(name):
        raise UnsealedError("事项已封存, 读不到封存密钥: 不能写. 请放回密钥文件 {0}", str(key_path(store)))
    return found, cipher.seal_file(found, content, name)


def whole_of(store: Path, text: str, matter: str = "") -> Brought:
    """Keep a text as a file: it is too long for its message. ``matter``: to which the message goes, as typed.

    Raises:
        Refused: it is too long for a file, too.
        BesideError: there is no place for it.
    """
    return bring(store, WHOLE, text.encode(), unread=True, matter=matter)


def beginning(text: str, whole: Brought) -> str:
    """Return what stands in the message of a text that is kept whole beside it."""
    rest = say("(全文 {0} 字, 在附件中, SHA-256 {1})", f"{len(text):,}", whole.digest[:16])
    return f"{text[: incoming.HEAD]}…\n{rest}"


def _check(name: str, content: bytes) -> None:
    try:
        incoming.read(name, content, "")
    except incoming.MarkedError as error:
        raise _marked() from error


@brings(acts.Attach)
def _file(act: acts.Attach, store: Path) -> Brought:
    path = _path(act.file)
    with _plain(path) as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise Refused("file", "超过 {0} MiB", LARGEST >> 20)
        content = file.read(LARGEST + 1)
    _check(path.name, content)
    name = act.name.strip() or path.name
    return bring(store, name, content, unread=True, matter=named(act.matter), entry=act.entry)


def named(typed: Matter | str | None) -> str:
    """Return a matter's name as an act that was not read yet has it."""
    return typed.id if isinstance(typed, Matter) else typed or ""


@brings(acts.Recording)
def _recording(act: acts.Recording, _store: Path) -> Brought:
    path = _path(act.file)
    if is_marked_name(path.name):
        raise _marked()
    with _plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Brought(path.name, digest, size, str(path.absolute()), _seconds(path))


def _path(typed: str) -> Path:
    text = typed.strip()
    if not text or text == "-":
        raise Refused("file", "还没有填")
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # ~somebody who is not there
        raise Refused("file", "读不出文件 {0}: {1}", text, reason_of(ValueError())) from error


@contextmanager
def _plain(path: Path) -> Generator[BufferedReader]:
    """Open a plain file, never through a link; a pipe or a device is not waited for.

    Raises:
        Refused: it is none, or cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused("file", "不是普通文件")
            yield file
    except (OSError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused("file", "读不出文件 {0}: {1}", str(path), reason_of(error)) from error


def _seconds(path: Path) -> int:
    """Return how long a WAV lasts as it says itself; 0 for what is none."""
    with suppress(OSError, EOFError, wave.Error, ValueError, ZeroDivisionError), wave.open(str(path), "rb") as sound:
        return round(sound.getnframes() / sound.getframerate())
    return 0
