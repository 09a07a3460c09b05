"""``backup``, ``backups``, ``restore``: copies of the store made, proved, listed and put back."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from dutydesk.capabilities.backups import reads, rules
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context, read_new_secret, typed_secret
from dutydesk.cli.progress import bar
from dutydesk.i18n import explain, listed, say, translate, when
from dutydesk.kernel.instants import iso
from dutydesk.kernel.people import DESK
from dutydesk.kernel.text import one_line
from dutydesk.store.bulk import join_index
from dutydesk.store.errors import StoreError
from dutydesk.store.sealed import key_path
from dutydesk.store.views.seen import sealed_keys

NAMED = 3
"""Files that are named in a sentence."""

NICENESS = 10
"""So much the daily copy stands back behind the desk."""


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    one = add("backup", "备份: 复制整个库到文件夹, 核验, 并作恢复演练", backup)
    one.add_argument("folder", nargs="?", default="", metavar="D", help=translate("文件夹, 省略为每日备份的位置"))
    one.add_argument("--quick", action="store_true", help=translate("只复制和核验, 不作恢复演练"))
    _add_key(one)
    one.add_argument(
        "--scheduled", action="store_true", help=translate("由 watch 启动: 到每日备份的时候才做, 用所定的位置")
    )
    family = add("backups", "备份的位置和已有的备份: list, place", listing)
    below = add_verbs(family, "backups", shared)
    verb = below.add_parser("list", parents=[shared], help=translate("列出已有的备份"), allow_abbrev=False)
    verb.set_defaults(run=listing)
    two = add("restore", "恢复: 以备份代替库, 旧文件留存在旁; 须无会话开着库, 管理员操作, 主任一同确认", restore)
    two.add_argument("file", metavar="FILE", help=translate("备份文件"))
    two.add_argument("--second", default="", metavar="OFFICER", help=translate("一同确认的人: 姓名, 或 姓名=口令文件"))
    two.add_argument("--older", action="store_true", help=translate("备份比已知的旧也恢复, 所缺的记入日志"))
    two.add_argument("--reason", default="", metavar="X", help=translate("理由"))
    _add_key(two)


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key-file", default="", metavar="F", help=translate("加密用的口令或密钥文件"))
    parser.add_argument("--passphrase", action="store_true", help=translate("加密, 口令在终端输入"))


def _secret(parsed: argparse.Namespace, *, new: bool) -> bytes:
    """Return what seals or opens a copy, empty where nothing was named."""
    from dutydesk.desk.backups import secret_of

    if not parsed.passphrase:
        return secret_of(parsed.key_file)
    if parsed.key_file:
        raise CommandError("--passphrase 和 --key-file 只能用一个")
    if not sys.stdin.isatty():
        raise CommandError("需要备份的口令: 请在终端运行, 或用 --key-file")
    prompt = translate("备份的口令: ")
    typed = read_new_secret(prompt) if new else typed_secret(prompt, None)
    if len(typed) < rules.SHORTEST_KEY:
        raise CommandError("备份的口令至少 {0} 个字符", rules.SHORTEST_KEY)
    return typed.encode()


def backup(context: Context, parsed: argparse.Namespace) -> int:
    """Make a copy; exit 1 where something of it could not be done."""
    from dutydesk.desk import backups

    place = reads.place(context.views)
    if parsed.scheduled:
        proved = reads.verified(context.views)
        if place is None or not rules.is_due(context.now(), proved[1] if proved is not None else 0):
            return 0
        os.nice(NICENESS)
    if not parsed.folder and place is None:
        raise CommandError("没有定每日备份的位置: 请写明文件夹, 或先 dutydesk backups place")
    actor = DESK if parsed.scheduled else context.actor()
    order = backups.Order(Path(parsed.folder).expanduser())
    if not parsed.folder and place is not None:
        order = backups.Order.of(place)
    if parsed.key_file or parsed.passphrase:
        order = backups.Order(order.folder, order.second, order.command, _secret(parsed, new=True), order.keep)
    progress, desk, any_sealed = bar(), context.container.desk, bool(sealed_keys(context.views))
    try:
        result = backups.make(desk, order, actor=actor, progress=progress)
        if not parsed.quick:
            backups.prove(desk, result, order.secret, actor=actor, progress=progress)
        if parsed.scheduled:  # the hour at which nobody looks for anything
            with suppress(StoreError):
                join_index(desk.store, desk.now())
    finally:
        context.close()
        context.container.close()
    _tell(context, result, sealed=bool(order.secret), any_sealed=any_sealed)
    return 1 if result.failed else 0


def _tell(context: Context, result: Any, *, sealed: bool, any_sealed: bool) -> None:
    made = result.made
    if context.json:
        context.object(
            {
                "file": str(made.path),
                "count": made.holds.count,
                "head": made.holds.head,
                "bytes": made.size,
                "sha256": made.sha256,
                "sealed": sealed,
                "proved": result.proved,
                "carried": result.carried,
                "removed": result.thinned,
                "failed": [str(one) for one in result.failed] or None,
            }
        )
    else:
        context.text(one_line(say("已备份: {0} ({1} 条)", str(made.path), made.holds.count)))
        context.text(translate("恢复演练: 与日志重算的一致" if result.proved else "未作恢复演练 (--quick)"))
        for one in result.carried:
            context.text(one_line(say("另存: {0}", one)))
        if sealed:
            context.text(translate("备份已加密: 密钥或口令丢了就再也打不开, 请另处保管"))
        if any_sealed:
            said = say("备份里没有封存密钥 {0}: 没有它, 封存的事项再也读不出, 请另处保管", str(key_path(context.path)))
            context.text(one_line(said))
    for error in result.failed:
        print(one_line(explain(error)), file=sys.stderr)


def listing(context: Context, _parsed: argparse.Namespace) -> int:
    """Print where the copies go, and those that are there, newest first."""
    from dutydesk.store.expected import copies as copies_in

    place, made = reads.place(context.views), reads.made(context.views)
    folders = [place.folder, place.second] if place is not None else []
    folders += [str(Path(made[0].file).parent)] if made is not None else []
    found = copies_in(context.views.meta()["origin"], tuple(dict.fromkeys(filter(None, folders))))
    if not context.json:
        from dutydesk.capabilities.backups import words

        context.text(one_line(words.told_place(place)))
    for path, copy in found:
        size = path.stat().st_size
        if context.json:
            about = {"file": str(path), "at": iso(copy.at), "count": copy.count, "bytes": size, "sealed": copy.sealed}
            context.object(about)
        else:
            mark = translate("加密") if copy.sealed else ""
            context.text(
                one_line(say("{0} {1} 条 {2} MB {3} {4}", when(copy.at), copy.count, f"{size / 1e6:.1f}", mark, path))
            )
    if not found and not context.json:
        context.text(translate("还没有备份"))
    return 0


def restore(context: Context, parsed: argparse.Namespace) -> int:
    """Put a copy back in the place of the store."""
    from dutydesk.desk import restoring
    from dutydesk.kernel.text import stored
    from dutydesk.store import backups
    from dutydesk.store.restoring import nobody_else

    if context.came is not None:
        raise CommandError("恢复只能在本机上做")
    store, file = context.path.absolute(), Path(parsed.file).expanduser()
    store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with nobody_else(store):
        pass  # said before anything is unpacked or asked
    secret = _secret(parsed, new=False)
    with tempfile.TemporaryDirectory(prefix=".dutydesk-restore-", dir=store.parent) as folder:
        staged = restoring.stage(store, file, secret, Path(folder), _machine_now(), bar())
        asked = Path(folder) / "asked.db"
        # who somebody is, is asked of another copy: a login that fails must not become the first row of the staged one
        backups.write_copy(staged.path, asked)
        inner = Context(argparse.Namespace(**{**vars(parsed), "db": str(asked)}))
        try:
            actor = inner.actor()
            second = inner.signer(parsed.second, "--second") if parsed.second else ""
            restoring.check_people(inner.container.desk, inner.views, actor, second)
            restoring.check_older(staged, older=parsed.older)
            now = inner.now()
        finally:
            inner.close()
            if "container" in inner.__dict__:
                inner.container.close()
        lacking = restoring.bring_files(staged, secret)
        event, aside = restoring.put_back(staged, actor=actor, second=second, reason=stored(parsed.reason), now=now)
    _sign(context, actor)
    if lacking:
        named = [one.name for one in lacking[:NAMED]]
        print(
            one_line(say("{0} 个附件没有恢复 (备份旁没有, 或已损坏): {1}", len(lacking), listed(named))),
            file=sys.stderr,
        )
    if context.json:
        context.object(
            {
                "db": str(store),
                "file": event.file,
                "count": event.count,
                "anchor": event.anchor or None,
                "missing": [event.missing_first, event.missing_last] if event.missing_last else None,
                "since": iso(event.lost_since) if event.missing_last else None,
                "until": iso(event.lost_until) if event.missing_last else None,
                "aside": str(aside) if aside is not None else None,
                "second": second or None,
                "attachments_lacking": [one.name for one in lacking] or None,
            }
        )
        return 0
    from dutydesk.capabilities.backups.words import gap_words

    context.text(one_line(say("已由备份恢复: {0} ({1} 条)", str(store), event.count)))
    context.text(one_line(gap_words(event)))
    if aside is not None:
        context.text(one_line(say("旧文件留存: {0}", str(aside))))
    return 0


def _machine_now() -> int:
    from dutydesk.clock import SystemClock

    return SystemClock().wall()


def _sign(context: Context, actor: str) -> None:
    """Sign the head of the store as it stands now: its anchor is kept beside it anew."""
    from dutydesk.store import anchors

    container = context.container
    container.desk.store.write(lambda tx: anchors.sign_head(tx, "restored", actor), now=container.desk.now())
    context.close()
    container.close()
