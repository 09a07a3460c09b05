"""What ``doctor`` sees of the machine and of the days ahead: files, clock, watcher, room, terminal, roster, telephones.

Only what must not be is a fault; what an office has still to do is said, with the command for it.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dutydesk.cli.context import Context
from dutydesk.i18n import explain, lasting, listed, say, translate
from dutydesk.kernel.instants import MINUTE, SECOND
from dutydesk.kernel.reading import RulebookError
from dutydesk.kernel.text import one_line
from dutydesk.store.modes import SIDES, open_to_others

LEAST_ROOM = 100 << 20
"""Bytes that must be free: below that a busy day may fill the disk."""

LOW_ROOM = 1 << 30

AHEAD = 5 * MINUTE
"""A journal further ahead of the clock than this: the clock is wrong now, or was wrong then."""

WATCHED = 2 * MINUTE
NAMED = 6


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of the doctor."""

    check: str
    ok: bool
    detail: str
    remedy: str = ""


def checks(context: Context) -> list[Check]:
    """Look at everything around an open store."""
    found = [_modes(context.path), _clock(context), _watcher(context), _room(context.path), _terminal()]
    return [*found, *_roster(context), *_telephones(context)]


def _modes(path: Path) -> Check:
    """The store's files are its owner's alone, and nobody else may put files into its folder."""
    opened = open_to_others(path, SIDES)  # of the keys it is said apart
    modes = [f"{oct(mode)} {one.name}" for one, mode in opened]
    detail = "; ".join(modes) or oct(path.stat().st_mode & 0o777)
    remedies = [f"chmod 600 {one}" for one, _ in opened]
    folder = path.absolute().parent.stat()
    if folder.st_mode & 0o022 and not folder.st_mode & stat.S_ISVTX:
        detail += "; " + say("别人可以改动库所在的文件夹 ({0})", oct(folder.st_mode & 0o777))
        remedies.append(f"chmod 700 {path.absolute().parent}")
    if folder.st_uid not in {os.getuid(), 0}:
        detail += "; " + translate("文件夹属于别的系统用户")
    return Check("权限", ok=not remedies, detail=one_line(detail), remedy=one_line("; ".join(remedies)))


def _clock(context: Context) -> Check:
    """The clock against the newest entry, and whether the machine sets it by others, where it can be asked."""
    ahead = context.views.head()[2] - context.now()
    doubtful = context.views.doubtful()
    synchronised = _synchronised()
    told: list[str] = []
    remedies: list[str] = []
    if ahead > AHEAD:
        told.append(say("最新一条比现在晚 {0}: 时钟现在慢了, 或当时快了", lasting(ahead)))
    if doubtful:
        told.append(translate("时钟存疑, 还没有人确认时间"))
        remedies.append("dutydesk confirm-time")
    if synchronised is False:
        told.append(translate("机器没有自动对时"))
        remedies.append("timedatectl set-ntp true")
    elif synchronised:
        told.append(translate("机器已自动对时"))
    wrong = ahead > AHEAD or bool(doubtful)
    return Check("时钟", not wrong, one_line("; ".join(told) or translate("无异常")), "; ".join(remedies))


def _synchronised() -> bool | None:
    """Whether the system says that its clock is set by others; None where it cannot be asked."""
    if shutil.which("timedatectl") is None:
        return None
    words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(words, capture_output=True, timeout=2, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError):
        return None
    return {b"yes": True, b"no": False}.get(done.stdout.strip()) if done.returncode == 0 else None


def _watcher(context: Context) -> Check:
    """When somebody last watched: a desk that is open, or ``dutydesk watch``."""
    from dutydesk.watch.heartbeat import Heartbeat

    last, now = Heartbeat(context.path).last(), context.now()
    if last is not None and 0 <= now - last <= WATCHED:
        return Check("看护", ok=True, detail=say("{0} 秒前看过", (now - last) // SECOND))
    said = translate("还没有看过") if last is None else say("已 {0} 没有看", lasting(now - last))
    detail = f"{said}; {translate('没有值班台开着也没有看护时, 到期不响')}"
    return Check("看护", ok=True, detail=detail, remedy="dutydesk watch")


def _room(path: Path) -> Check:
    free = shutil.disk_usage(path.absolute().parent).free
    remedy = translate("请腾出空间") if free < LOW_ROOM else ""
    return Check("磁盘空间", free >= LEAST_ROOM, say("余 {0} MB", f"{free >> 20}"), remedy)


def _terminal() -> Check:
    """Whether this terminal can show the desk."""
    if not sys.stdout.isatty():
        return Check("终端", ok=True, detail=translate("不在终端上, 未查"))
    size, encoding = shutil.get_terminal_size(), (sys.stdout.encoding or "").upper()
    remedies: list[str] = []
    if size.columns < 80 or size.lines < 24:
        remedies.append(translate("窗口请不小于 80×24"))
    if encoding.replace("-", "") != "UTF8":
        remedies.append(translate("请用 UTF-8 的终端和语言环境"))
    return Check("终端", not remedies, f"{size.columns}×{size.lines} {encoding}", "; ".join(remedies))


def _roster(context: Context) -> list[Check]:
    """Hours of the next fourteen days in which nobody is planned; nothing where there is no roster at all."""
    from dutydesk.capabilities.roster import reads, state
    from dutydesk.capabilities.roster.rules.checks import check
    from dutydesk.usecase.books import load_books

    try:
        books = load_books(context.rulebook)
    except RulebookError:
        return []  # said already
    now = context.now()
    if reads.last_end(context.views) is None:
        return []  # said by the steps of setting up
    found = check(state.case_of(context.views, books, now, now + state.LOOK_AHEAD, now))
    gaps = [explain(one.sentence) for one in found if one.kind == "gap"]
    if not gaps:
        return [Check("今后两周排班", ok=True, detail=translate("没有空缺"))]
    more = ["…"] if len(gaps) > NAMED else []
    return [Check("今后两周排班", True, one_line("; ".join([*gaps[:NAMED], *more])), "dutydesk roster check")]


def _telephones(context: Context) -> list[Check]:
    """People who may be called at night and have no number in the contact book."""
    from dutydesk.capabilities.calls.reads import contacts

    reachable = {name for one in contacts(context.views) if one.numbers for name in (one.officer, one.name)}
    called = {"officer", "leader", "director"}
    mute = [
        one.name
        for one in context.views.officers().values()
        if not one.disabled and called.intersection(one.roles) and not {one.id, one.name} & reachable
    ]
    if not mute:
        return [Check("人员电话", ok=True, detail=translate("都有"))]
    more = ["…"] if len(mute) > NAMED else []
    return [
        Check("人员电话", True, say("没有号码: {0}", one_line(listed([*mute[:NAMED], *more]))), "dutydesk contact save")
    ]
