"""Putting a copy back: what it holds is checked and compared with what is known, two people agree, then it takes the place.

Who they are is asked of the copy itself: the store that stood there may be gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dutydesk.capabilities.backups.events import StoreRestored
from dutydesk.capabilities.backups.rules import second_of
from dutydesk.desk.service import Desk
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Worded
from dutydesk.store import attachments, audit, backups, connect, encrypted, migrations, restoring
from dutydesk.store.attachments import Kept
from dutydesk.store.backups import Checked, Progress
from dutydesk.store.errors import BadCopyError
from dutydesk.store.expected import anchor_path, copies, newest_anchor, read_anchor
from dutydesk.store.restoring import Lost
from dutydesk.store.views import Views

NAMED = 3
"""Newer copies that are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A copy ready to take the place of ``store``. ``newer``: copies in sight that hold more."""

    file: Path
    path: Path
    store: Path
    holds: Checked
    lost: Lost
    newer: tuple[Path, ...]


def stage(store: Path, file: Path, secret: bytes, folder: Path, now: Instant, progress: Progress) -> Staged:
    """Unpack a copy into a folder beside the store, check all of it, and say what it lacks.

    Raises:
        StoreError: it cannot be put back; nothing was touched.
    """
    path = folder / "store.db"
    backups.unpack(file, path, secret, progress)
    encrypted.convert(path)
    holds = backups.check(path, lambda share: progress("check", share))
    if connect.header_version(path) < connect.SCHEMA_VERSION:
        former = migrations.bring_up(path, now)
        if former is not None:
            former.unlink()  # the copy itself is still there
    for wrong in (audit.schema_differs(path), audit.facts_differ(path)):
        if wrong is not None:
            raise BadCopyError("备份不能用: {0}; {1}", str(file), wrong)
    if restoring.other_store(store, holds.origin):
        raise BadCopyError("这是另一个库的备份 (“{0}”), 未恢复; 请用 --db 指明它的位置", holds.site)
    folders = _folders(store, file)
    _check_anchor(path, store, holds, folders)
    lost = restoring.lost(store, holds.origin, folders, holds.count, holds.written, now)
    newer = tuple(one for one, copy in copies(holds.origin, folders) if copy.count > holds.count)
    return Staged(file, path, store, holds, lost, newer)


def _folders(store: Path, file: Path) -> tuple[str, ...]:
    """Where copies and anchors of the store may be: where this copy is, and where the anchor beside the store says."""
    anchor = read_anchor(anchor_path(store))
    return tuple(dict.fromkeys([str(file.absolute().parent), *(anchor.places if anchor is not None else ())]))


def _check_anchor(copy: Path, store: Path, holds: Checked, folders: tuple[str, ...]) -> None:
    """Refuse a copy whose rows are not those that a known anchor names: its history is another."""
    anchor = newest_anchor(store, holds.origin, folders)
    if anchor is None or anchor.count > holds.count:
        return
    if backups.hash_at(copy, anchor.count) != anchor.head:
        raise BadCopyError("备份与已知的签名锚点不符: 锚点第 {0} 条的内容不同; 未恢复", anchor.count)


def check_older(staged: Staged, *, older: bool) -> None:
    """Refuse a copy that lacks rows which are known to have been written, unless that is wanted; name them and newer copies.

    Raises:
        Refused: it lacks some.
    """
    lost = staged.lost
    if older or not lost.matters:
        return
    told = Worded(
        "备份比已知的旧: 备份 {0} 条, 已知到第 {1} 条; 恢复后将缺第 {2} 至 {1} 条 ({3} 至 {4} 之间写的)",
        staged.holds.count,
        lost.last,
        lost.first,
        When(lost.since),
        When(lost.until),
    )
    if staged.newer:
        named = [str(path) for path in staged.newer[:NAMED]]
        raise Refused("", "{0}; 有更新的备份: {1}; 仍要用这一份请加 --older", told, named)
    raise Refused("", "{0}; 确要恢复请加 --older", told)


def check_people(desk: Desk, views: Views, actor: str, second: str) -> None:
    """Refuse who may not put back a copy, or not alone.

    Raises:
        Refused: the right is missing, or the second person.
    """
    desk.require("restore", actor=actor, what="restore")
    roles = {one.id: one.roles for one in views.officers().values() if not one.disabled and _able(views, one.id)}
    wrong = second_of(actor, roles, second)
    if wrong is not None:
        raise Refused("", wrong.template, *wrong.values)


def _able(views: Views, officer: str) -> bool:
    """Whether somebody can agree at all: in a drill everybody, on a real store who has a secret."""
    return views.is_drill() or views.has_secret(officer)


def bring_files(staged: Staged, secret: bytes) -> list[Kept]:
    """Put the files that a copy's journal names beside the store, each checked; return those that are not to be had.

    They lie there by what they hold: none takes the place of another, and nothing of the old store is touched.

    Raises:
        StoreError: there is no place for them.
    """
    kept = attachments.among_copies(staged.file.absolute().parent, staged.holds.origin)
    return attachments.brought_back(
        kept, attachments.folder_of(staged.store), attachments.named_in(staged.path), secret
    )


def put_back(
    staged: Staged, *, actor: str, second: str, reason: str, now: Instant
) -> tuple[StoreRestored, Path | None]:
    """Let the staged copy take the store's place; return what its first row says, and where the old file is kept.

    Raises:
        StoreError: somebody has the store open, or the disk refused; the old store stands.
    """
    lost = staged.lost
    event = StoreRestored(
        file=str(staged.file.absolute()),
        count=staged.holds.count,
        anchor=lost.anchor,
        missing_first=lost.first,
        missing_last=lost.last,
        lost_since=lost.since,
        lost_until=lost.until,
        second=second,
        reason=reason,
    )
    with restoring.nobody_else(staged.store):
        aside = restoring.put_back(staged.path, staged.store, event, actor, now)
    return event, aside
