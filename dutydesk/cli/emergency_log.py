"""``emergency-log``: lines written down while the store cannot be written, and taken into it afterwards."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.text import one_line
from dutydesk.store.errors import StoreError

if TYPE_CHECKING:
    from dutydesk.desk.emergency_log import Kept
    from dutydesk.desk.service import Desk
    from dutydesk.store.emergency_log import Line


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``emergency-log``."""
    family = add("emergency-log", "应急记录: 库不能写时记在文件里 write, show, take", show)
    below = add_verbs(family, "emergency-log", shared)
    help_text = translate("记一行: 库能写就记入日志, 否则追加到应急记录; 不写内容则逐行读入, 每行写到磁盘才算数")
    verb = below.add_parser("write", parents=[shared], help=help_text, description=help_text, allow_abbrev=False)
    verb.add_argument("text", nargs="?", default="", metavar="TEXT", help=translate("内容; - 为标准输入"))
    verb.set_defaults(run=write)
    help_text = translate("列出应急记录, 和各行是否已收入日志")
    verb = below.add_parser("show", parents=[shared], help=help_text, description=help_text, allow_abbrev=False)
    verb.set_defaults(run=show)


def write(context: Context, parsed: argparse.Namespace) -> int:
    """Write one line, or one after another as they are typed; each is acknowledged when it is on the disk."""
    from dutydesk.desk import emergency_log
    from dutydesk.ids import new_id

    desk, by = _who(context)
    lines = [parsed.text] if parsed.text not in {"", "-"} else _typed_lines(interactive=sys.stdin.isatty())
    try:
        for text in lines:
            kept = emergency_log.write(
                context.path, desk, new_id(), text, by=by, now=context.now(), proved=desk is not None
            )
            _tell(context, kept)
    finally:
        context.close()
        if desk is not None:
            context.container.close()
    return 0


def _who(context: Context) -> tuple[Desk | None, str]:
    """Return the desk and who writes, proved; without a desk where the store cannot be used, and the name as given."""
    try:
        actor = context.actor()
        desk = context.container.desk
    except StoreError as error:
        if not error.BY_HAND:
            raise
    else:
        return desk, actor
    typed = getattr(context.parsed, "actor", None) or os.environ.get("DUTYDESK_AS") or _account()
    if not typed.strip():
        raise CommandError("请写明是谁: --as 姓名 或 DUTYDESK_AS")
    return None, one_line(typed).replace("\t", " ")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _typed_lines(*, interactive: bool) -> Iterator[str]:
    """Yield the lines of standard input; on a terminal until an empty one."""
    if interactive:
        print(translate("每行一条, 空行结束; 限定知悉的事项不写在这里"), file=sys.stderr)
    while raw := sys.stdin.buffer.readline():
        try:
            text = raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise CommandError("标准输入不是 UTF-8: 第 {0} 字节", error.start) from error
        if text.strip():
            yield text
        elif interactive:
            return


def _tell(context: Context, kept: Kept) -> None:
    if context.json:
        file = str(kept.file) if kept.file is not None else None
        context.object({"id": kept.id, "seq": kept.seq or None, "file": file, "line": kept.number or None})
    elif kept.seq:
        context.text(say("库可以写: 已保存 第 {0} 条", kept.seq))
    else:
        context.text(one_line(say("已写入应急记录第 {0} 行: {1}", kept.number, str(kept.file))))


def show(context: Context, _parsed: argparse.Namespace) -> int:
    """Print every line, and whether the log holds it; where the store cannot be read that is not known."""
    from dutydesk.capabilities.emergency_log.reads import waiting
    from dutydesk.store import emergency_log

    lines = emergency_log.read(context.path)
    try:
        open_ids: set[str] | None = {one.id for one in waiting(context.views, context.path)}
    except StoreError:
        open_ids = None
    for line in lines:
        taken = None if open_ids is None else line.id not in open_ids
        if context.json:
            context.object(_object(line, taken=taken))
        else:
            context.text(one_line(_words(line, taken=taken)))
    if not lines and not context.json:
        context.text(say("没有应急记录; 会写在 {0}", str(emergency_log.places(context.path)[0])))
    return 0


def _words(line: Line, *, taken: bool | None) -> str:
    mark = {True: translate("已收入"), False: translate("待收入"), None: translate("库读不出, 不知是否已收入")}[taken]
    if not line.whole:
        return say("第 {0} 行 残缺或被改动 [{1}] {2}", line.number, mark, line.text)
    by = line.by if line.proved else say("自称 {0}", line.by)
    return say("第 {0} 行 {1} {2} [{3}] {4}", line.number, when(line.at), by, mark, line.text)


def _object(line: Line, *, taken: bool | None) -> dict[str, object]:
    return {
        "file": line.file,
        "line": line.number,
        "at": iso(line.at) if line.at else None,
        "by": line.by or None,
        "proved": line.proved,
        "whole": line.whole,
        "taken": taken,
        "id": line.id,
        "text": line.text,
    }
