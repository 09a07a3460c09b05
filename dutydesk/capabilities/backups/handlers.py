"""Copies: where they go, and what a proved one meets."""

from __future__ import annotations

import shlex
from pathlib import Path

from dutydesk.capabilities.backups import events as ev
from dutydesk.capabilities.backups import reads, rules
from dutydesk.capabilities.backups.acts import PlaceBackups
from dutydesk.capabilities.obligations import dues
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(PlaceBackups)
def place(work: Work, act: PlaceBackups) -> Row:
    """Say where the daily copies go, or that there are none any more."""
    before = reads.place(work.views)
    if act.none:
        if act.folder.strip():
            raise Refused("none", "要么写明文件夹, 要么 --none")
        if before is None:
            raise Refused("none", "本来就没有每日备份的位置")
        return work.append(ev.BackupsPlaced(folder=""))
    keep = rules.Keep()
    with naming("hourly"):
        hourly = rules.read_most(act.hourly, keep.hourly)
    with naming("daily"):
        daily = rules.read_most(act.daily, keep.daily)
    with naming("monthly"):
        monthly = rules.read_most(act.monthly, keep.monthly, rules.LEAST_MONTHLY)
    event = ev.BackupsPlaced(
        folder=_folder(work, act.folder, "folder"),
        second=_folder(work, act.second, "second") if act.second.strip() else "",
        command=_command(act.send),
        key_file=_key_file(act.key_file),
        hourly=hourly,
        daily=daily,
        monthly=monthly,
    )
    if event.second == event.folder:
        raise Refused("second", "第二个文件夹须是另一个")
    if before is not None and before.payload() == event.payload():
        raise Refused("folder", "没有改动: 已经是这个位置")
    return work.append(event)


def _folder(work: Work, typed: str, field: str) -> str:
    if not typed.strip():
        raise Refused(field, "还没有填")
    path = Path(work.text(field, typed).strip()).expanduser()
    if not path.is_absolute():
        path = path.absolute()
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        raise Refused(field, "没有这个文件夹: {0}", str(path))
    return str(path)


def _command(typed: str) -> list[str]:
    try:
        words = shlex.split(typed)
    except ValueError as error:
        raise Refused("send", "命令中的引号不成对") from error
    if words and not any("{file}" in word for word in words[1:]):
        raise Refused("send", "命令中须有 {0}, 即备份文件的位置", "{file}")
    return words


def _key_file(typed: str) -> str:
    if not typed.strip():
        return ""
    path = Path(typed.strip()).expanduser().absolute()
    try:
        mode, size = path.stat().st_mode & 0o777, path.stat().st_size
    except (OSError, ValueError) as error:
        raise Refused("key_file", "读不出密钥文件: {0}", str(path)) from error
    if mode & 0o077:
        raise Refused("key_file", "密钥文件别人也能读: {0}; chmod 600", str(path))
    if size < rules.SHORTEST_KEY:
        raise Refused("key_file", "密钥文件太短: 至少 {0} 字节", rules.SHORTEST_KEY)
    return str(path)


def proved(work: Work, event: ev.BackupVerified) -> Row:
    """Write that a copy was proved, which meets the clocks that are owed one."""
    row = work.append(event)
    for view in work.views.clocks():
        if dues.is_met_with(work, view, rules.MET_BY) and not dues.not_owed_yet(work, view, work.now):
            dues.end_met(work, view, work.now)
    return row
