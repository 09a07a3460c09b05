"""What ``doctor`` says of the places where things arrive: that they can be read, by whom, when they were looked at last."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from dutydesk.cli.arriving import is_real
from dutydesk.cli.context import Context
from dutydesk.cli.installation import NAMED, Check
from dutydesk.config import MAIL_PORTS, MailAccount
from dutydesk.i18n import explain, listed, say, translate, when
from dutydesk.kernel.instants import MINUTE, SECOND
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import Worded

MOVED = ("taken", "refused")
"""Folders in the watched folder where files lie that were answered."""

LATE = 5 * MINUTE
"""So long after the last look whoever takes in is taken to have stopped."""


def checks(context: Context) -> list[Check]:
    """Look at the places where things arrive: that they can be read, by whom, and when they were looked at last; none where none is set."""
    if not is_real(context):
        return []
    found: list[Check] = []
    if context.config.inbox is not None:
        found.append(_folder(context, context.config.inbox))
    if context.config.mailbox is not None:
        found.append(_mailbox(context, context.config.mailbox))
    return found


def _folder(context: Context, folder: Path) -> Check:
    told, remedies = [str(folder)], list[str]()
    try:
        seen = folder.stat()
        if not folder.is_dir():
            return Check("收件夹", ok=False, detail=one_line(say("不是文件夹: {0}", str(folder))))
        waiting = [one for one in folder.iterdir() if one.name not in MOVED]
    except FileNotFoundError:
        return Check(
            "收件夹", ok=False, detail=one_line(say("没有这个文件夹: {0}", str(folder))), remedy=f"mkdir {folder}"
        )
    except OSError as error:
        detail = say("读不出收件夹 {0}: {1}", str(folder), reason_of(error))
        return Check("收件夹", ok=False, detail=one_line(detail), remedy=translate("让运行本程序的用户可以读写"))
    if not os.access(folder, os.W_OK | os.X_OK):
        told.append(translate("不能写: 收下的文件移不走"))
        remedies.append(translate("让运行本程序的用户可以读写"))
    if seen.st_uid != os.getuid():
        told.append(say("属于系统用户 {0}", _user(seen.st_uid)))
    unreadable = [one.name for one in waiting if not os.access(one, os.R_OK, follow_symlinks=False)]
    if unreadable:
        told.append(say("{0} 个文件读不出: {1}", len(unreadable), listed(unreadable[:NAMED])))
        remedies.append(translate("让运行本程序的用户可以读写"))
    told.append(say("里面有 {0} 个待收", len(waiting)))
    told += _last_look(context, "intake", remedies)
    return Check("收件夹", ok=not unreadable and os.access(folder, os.W_OK), detail=one_line("; ".join(told)),
                 remedy=one_line("; ".join(dict.fromkeys(remedies))))  # fmt: skip


def _mailbox(context: Context, account: MailAccount) -> Check:
    """The account, the file with its secret, the last look; the server itself is asked by whoever takes in."""
    port = account.port or MAIL_PORTS[account.security]
    told = [f"{account.user}@{account.host}:{port}/{account.folder} ({account.security})"]
    remedies: list[str] = []
    wrong = ""
    try:
        seen = account.secret.stat()
        if not os.access(account.secret, os.R_OK):
            wrong = say("邮箱的口令文件读不出: {0}", str(account.secret))
        elif seen.st_mode & 0o077:
            wrong = say("邮箱的口令文件别人也能读: {0}; 请 chmod 600", str(account.secret))
            remedies.append(f"chmod 600 {account.secret}")
    except OSError as error:
        wrong = say("邮箱的口令文件读不出: {0}", str(account.secret)) + f" ({explain(Worded('{0}', reason_of(error)))})"
    told += [wrong] if wrong else []
    told += _last_look(context, "mail", remedies)
    return Check("邮箱", ok=not wrong, detail=one_line("; ".join(told)), remedy=one_line("; ".join(remedies)))


def _last_look(context: Context, right: str, remedies: list[str]) -> list[str]:
    """Return when it was looked for what had arrived, and add what to do where that is long ago."""
    try:
        at = int(context.path.with_name(f"{context.path.name}.{right}").stat().st_mtime) * SECOND
    except OSError:
        at = 0
    if not at:
        remedies.append(translate("看护 (dutydesk watch) 或一个值班界面须在运行"))
        return [translate("还没有看过")]
    late = context.now() - at > LATE
    if late:
        remedies.append(translate("看护 (dutydesk watch) 或一个值班界面须在运行"))
    return [say("上次看 {0}", when(at))]


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
