"""Copies of the store as the desk makes them: who may, what is written about them, and the proof that one can be put back.

Whether the daily copy is watched: only where there is a place for it. A clock that no act of the desk can meet falls due
every day and teaches people to look away.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dutydesk import wholefile
from dutydesk.capabilities.backups import events as ev
from dutydesk.capabilities.backups import handlers, reads, rules
from dutydesk.desk.service import Desk
from dutydesk.kernel import system_errors
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded
from dutydesk.store import anchors, attachments, audit, backups, bundles, sealing
from dutydesk.store.backups import Finished, Progress
from dutydesk.store.errors import BadCopyError, BesideError, StoreError
from dutydesk.store.expected import anchor_in, anchor_path, read_anchor
from dutydesk.store.views.reader import Reader

NAMED = 3
"""Files that are named in a sentence."""

COMMAND_SECONDS = 3600
"""How long the command that carries a copy elsewhere may take."""

BACKUP = "backup"
"""Why a head is signed just before a copy is made: the copy then holds its own witness."""


def is_watched(views: Reader, rule: str) -> bool:
    """Return whether a rule's clocks are born; all are but the backup's where nothing is backed up. Drills keep it."""
    return rule != rules.RULE or is_configured(views)


def is_configured(views: Reader) -> bool:
    """Return whether the daily backup has a place to go to, or the store is a drill's."""
    return views.is_drill() or reads.place(views) is not None


def secret_of(key_file: str) -> bytes:
    """Return what seals a copy: the content of a key file, line ends left out; empty where none is named.

    Raises:
        BesideError: it cannot be read, or is too short.
    """
    if not key_file:
        return b""
    try:
        secret = Path(key_file).expanduser().read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise BesideError("读不出密钥文件: {0} ({1})", key_file, system_errors.reason_of(error)) from error
    if len(secret) < rules.SHORTEST_KEY:
        raise BesideError("密钥文件太短: 至少 {0} 字节", rules.SHORTEST_KEY)
    return secret


@dataclass(frozen=True, slots=True)
class Order:
    """A copy that is asked for: where to, where else, by what sealed, how many are kept (None: all)."""

    folder: Path
    second: Path | None = None
    command: tuple[str, ...] = ()
    secret: bytes = b""
    keep: rules.Keep | None = None

    @classmethod
    def of(cls, place: ev.BackupsPlaced) -> Order:
        """Return the daily copy's.

        Raises:
            BesideError: its key file cannot be read.
        """
        return cls(
            Path(place.folder),
            Path(place.second) if place.second else None,
            tuple(place.command),
            secret_of(place.key_file),
            rules.Keep(place.hourly, place.daily, place.monthly),
        )


@dataclass(slots=True)
class Result:
    """What came of an order. ``failed``: what of it could not be done though there is a copy."""

    made: Finished
    carried: list[str] = field(default_factory=list[str])
    thinned: list[str] = field(default_factory=list[str])
    failed: list[Worded] = field(default_factory=list[Worded])
    proved: bool = False


def make(desk: Desk, order: Order, *, actor: str, progress: Progress) -> Result:
    """Make a copy, carry it on, thin out older ones, and write that it was made.

    Raises:
        Refused: the actor may not; StoreError: there is no copy. Both are in the log.
    """
    desk.require("backup", actor=actor, what="backup")
    with backups.alone(desk.store.path):
        return _make(desk, order, actor, progress)


def _make(desk: Desk, order: Order, actor: str, progress: Progress) -> Result:
    store = desk.store
    try:
        store.write(lambda tx: anchors.sign_head(tx, BACKUP, actor), now=desk.now())
        made = backups.make(store.path, order.folder, desk.now(), order.secret, progress)
    except StoreError as error:
        _note_failure(desk, error, actor)
        raise
    result = Result(made)
    _keep_files(desk, order.folder, order.secret, result)
    if order.second is not None:
        _carry(result, order.second, progress)
        _keep_files(desk, order.second, order.secret, result)
    if order.command:
        _send(result, order.command)
    event = ev.BackupMade(
        file=str(made.path.absolute()),
        count=made.holds.count,
        head=made.holds.head,
        size=made.size,
        sha256=made.sha256,
        sealed=bool(order.secret),
        carried=result.carried,
    )
    desk.note(event, actor=actor)
    for error in result.failed:
        _note_failure(desk, error, actor, str(made.path))
    anchors.know_places(store.path, [str(folder.absolute()) for folder in (order.folder, order.second) if folder])
    copy_anchor(store.path, [folder for folder in (order.folder, order.second) if folder is not None])
    if order.keep is not None:
        for folder in filter(None, (order.folder, order.second)):
            try:
                result.thinned += backups.thin(folder, store.about.origin, order.keep)
            except OSError as error:
                result.failed.append(Worded("整理旧备份未成: {0} ({1})", str(folder), system_errors.reason_of(error)))
    return result


def _carry(result: Result, folder: Path, progress: Progress) -> None:
    try:
        result.carried.append(str(backups.carry(result.made, folder, progress)))
    except StoreError as error:
        result.failed.append(error)


def _keep_files(desk: Desk, folder: Path, secret: bytes, result: Result) -> None:
    """Put the files that the store keeps among its copies, each once."""
    holds = result.made.holds
    try:
        named = attachments.named_in(desk.store.path)
        if not named or not folder.is_dir():
            return
        about = sealing.Header("", 0, 0, 0, holds.origin, holds.count, holds.head)
        place = attachments.among_copies(folder, holds.origin)
        lost = attachments.copy_to(desk.store.path, place, named, secret, about)
    except StoreError as error:
        result.failed.append(error)
        return
    if lost:
        result.failed.append(
            Worded("{0} 个附件不在了或变了, 没有备份: {1}", len(lost), [one.name for one in lost[:NAMED]])
        )


def _send(result: Result, command: tuple[str, ...]) -> None:
    """Let the command carry the copy elsewhere, and in bundles the store's files that it has not carried yet."""
    path = result.made.path
    if not _run(result, command, path):
        return
    kept = attachments.among_copies(path.parent, result.made.holds.origin)
    try:
        for number, files in enumerate(bundles.uncarried(kept, command), 1):
            bundle = bundles.write(kept, files, f"{result.made.holds.count}-{number}")
            try:
                if not _run(result, command, bundle):
                    return
            finally:
                bundle.unlink(missing_ok=True)
            bundles.note_carried(kept, command, files)
    except StoreError as error:
        result.failed.append(error)


def _run(result: Result, command: tuple[str, ...], file: Path) -> bool:
    """Run the command that carries a file elsewhere, a vector of words, never a shell; return whether it was carried."""
    words = [word.replace("{file}", str(file.absolute())) for word in command]
    said = shlex.join(words)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DUTYDESK_")}
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment,
            timeout=COMMAND_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        result.failed.append(Worded("送出备份的命令超过 {0} 秒未完: {1}", COMMAND_SECONDS, said))
    except (OSError, ValueError) as error:
        result.failed.append(Worded("送出备份的命令起不来: {0} ({1})", said, system_errors.reason_of(error)))
    else:
        if done.returncode == 0:
            result.carried.append(said)
            return True
        told = one_line(done.stderr.decode("utf-8", "replace"))[-200:]
        result.failed.append(Worded("送出备份的命令未成: {0} (exit {1}) {2}", said, done.returncode, told))
    return False


def _note_failure(desk: Desk, error: Worded, actor: str, file: str = "") -> None:
    try:
        desk.note(ev.BackupFailed(why=one_line(str(error)), file=file), actor=actor)
    except StoreError:
        return  # the disk that took no copy takes no row either; the sentence is said by whoever asked


def prove(desk: Desk, result: Result, secret: bytes, *, actor: str, progress: Progress) -> None:
    """Put a copy back into scratch and compute its tables anew from its journal; write that it holds, which meets the clock.

    Raises:
        StoreError: it does not; that is in the log.
    """
    made = result.made
    try:
        wrong = differs(made.path, secret, desk.now(), progress)
    except StoreError as error:
        _note_failure(desk, error, actor, str(made.path))
        raise
    if wrong is not None:
        error = BadCopyError("恢复演练不符: {0}; {1}", str(made.path), wrong)
        _note_failure(desk, error, actor, str(made.path))
        raise error
    event = ev.BackupVerified(file=str(made.path.absolute()), count=made.holds.count)
    desk.store.write(lambda tx: handlers.proved(desk.work(tx, actor), event), now=desk.now())
    result.proved = True


def differs(file: Path, secret: bytes, now: Instant, progress: Progress) -> Worded | None:
    """Return what of a copy is not as its journal says, None where all is; everything happens in scratch beside it.

    Raises:
        StoreError: it cannot be read, or not opened by this key.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".dutydesk-prove-", dir=file.parent) as made:
            scratch = Path(made) / "scratch.db"
            backups.unpack(file, scratch, secret, lambda _step, share: progress("prove", share / 10))
            holds = backups.check(scratch, lambda share: progress("prove", 0.1 + share / 10))
            kept = attachments.among_copies(file.parent, holds.origin)
            looks: tuple[Callable[[], Worded | None], ...] = (
                lambda: audit.schema_differs(scratch),
                lambda: audit.facts_differ(scratch),
                lambda: audit.replay_differs(scratch, now, lambda share: progress("prove", 0.2 + 0.8 * share)),
                lambda: _files_lost(scratch, kept, secret),
            )
            return next((wrong for look in looks if (wrong := look()) is not None), None)
    except OSError as error:
        raise BesideError("备份读写出错: {0} ({1})", str(file), system_errors.reason_of(error)) from error


def _files_lost(scratch: Path, kept: Path, secret: bytes) -> Worded | None:
    """Return which files of a copy could not be put back with it."""
    lost = attachments.copies_lost(kept, attachments.named_in(scratch), secret, attachments.folder_of(scratch))
    return Worded("{0} 个附件不能恢复: {1}", len(lost), [one.name for one in lost[:NAMED]]) if lost else None


def copy_anchor(store: Path, folders: list[Path]) -> None:
    """Put the newest anchor of a store among its copies, too; a folder that is not there is no reason to stop."""
    anchor = read_anchor(anchor_path(store))
    if anchor is None:
        return
    for folder in folders:
        try:
            if folder.is_dir():
                wholefile.replace(anchor_in(folder, anchor.origin), anchors.text_of(anchor))
        except OSError:
            continue
