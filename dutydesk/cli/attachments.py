"""``attachments``: the files and recordings of a matter, written out, opened by the office's own command."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.attachments import reads
from dutydesk.capabilities.attachments.rules import OPENED, tell_size
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.intake.reads import message
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.delivery import add_out, deliver
from dutydesk.cli.installation import NAMED, Check
from dutydesk.cli.show import attachment_object
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import local_date
from dutydesk.kernel.text import one_line
from dutydesk.store import attachments as store
from dutydesk.store.attachments import INTACT, MISSING, STATES
from dutydesk.usecase.books import load_rights
from dutydesk.usecase.entitled import allowed

RIGHT = "write"
"""What a file holds cannot be shortened for whoever sees no whole numbers: it is given out to those who write."""


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add the commands."""
    family = add("attachments", "附件和录音: list, save, open; 存入用 attach, 记录音用 recording", _alone)
    below = family.add_subparsers(dest="attachments_act", required=True, metavar="ACT")

    def verb(name: str, words: str, run: Any) -> argparse.ArgumentParser:
        one = below.add_parser(
            name, parents=[shared], help=translate(words), description=translate(words), allow_abbrev=False
        )
        one.set_defaults(run=run)
        return one

    one = verb("list", "一个事项或一条消息的附件和录音, 都还在不在", listing)
    one.add_argument("of", metavar="M", help=translate("事项, 或消息的条目编号"))
    two = verb("save", "把一个附件存成文件", save)
    two.add_argument("attachment", metavar="N", help=translate("附件的条号或编号末尾"))
    add_out(two, required=True)
    three = verb("open", "用 config.toml 的 open_command 打开一个附件的副本", opening)
    three.add_argument("attachment", metavar="N", help=translate("附件的条号或编号末尾"))


def _alone(_context: Context, _parsed: argparse.Namespace) -> int:
    raise AssertionError("argparse asks for the act")  # pragma: no cover - required=True


def listing(context: Context, parsed: argparse.Namespace) -> int:
    """Print what belongs to a matter or came with a message, and whether it is still as it was kept."""
    found = message(context.views, parsed.of)
    if found is None:
        matter = context.matter(parsed.of)
        context.opened(matter.id, "show")
        rows = reads.of_matter(context.views, matter.id)
    else:
        rows = reads.of_entry(context.views, found.id)
    people, today = context.views.names(), local_date(context.now())
    for one in rows:
        state = reads.state(context.path, one)
        if context.json:
            context.object({**attachment_object(one), "state": state})
        else:
            mark = "" if state == INTACT else f" ▲ {translate(STATES[state])}"
            context.text(attachment_line(one, people, today) + mark)
    if not rows and not context.json:
        context.text(translate("没有附件"))
    return 0


def save(context: Context, parsed: argparse.Namespace) -> int:
    """Write what an attachment holds into a file."""
    one = _named(context, parsed.attachment)
    return deliver(context, parsed, ("attachment", f"#{one.seq}"), content(context, one), text=one.name)


def opening(context: Context, parsed: argparse.Namespace) -> int:
    """Hand a copy to the office's command."""
    from dutydesk.documents.opening import open_copy

    words = context.config.open_command
    if context.came is not None or os.environ.get("SSH_CONNECTION"):
        raise CommandError("SSH 上不打开附件: 请在值班室的机器上打开")
    if not words:
        raise CommandError('没有设置打开附件的命令: 在 config.toml 里写 open_command = ["xdg-open"]')
    one = _named(context, parsed.attachment)
    open_copy(words, one.name, content(context, one), OPENED)
    if one.matter_id:
        context.opened(one.matter_id, "show")
    if context.json:
        context.object({"opened": one.id, "command": list(words)})
    else:
        print(one_line(say("已打开: {0} ({1})", one.name, words[0])))
    return 0


def content(context: Context, one: reads.AttachmentView) -> bytes:
    """Return what an attachment holds, to whoever may have it.

    Raises:
        Refused: the person may not.
        BesideError: it is not there as it was kept.
    """
    allowed(context.views, load_rights(context.rulebook), context.actor(), RIGHT)
    return store.content_of(context.path, one.kept)


def _named(context: Context, typed: str) -> reads.AttachmentView:
    found = reads.attachment(context.views, typed.lstrip("#"))
    if found is None:
        raise CommandError("没有这个附件: {0}; 见 attachments list", typed)
    if found.is_recording:
        raise CommandError("录音录像没有复制, 在原处: {0}", found.path)
    return found


def checks(context: Context) -> list[Check]:
    """What ``doctor`` says: whether the kept files are there (``verify`` reads them all), recordings that are gone, and what opens them."""
    found = reads.attachments(context.views)
    words = context.config.open_command
    checks: list[Check] = []
    if found:
        checks.append(_kept(context, [one for one in found if not one.is_recording]))
        checks.extend(_recordings(context, [one for one in found if one.is_recording]))
    if words and shutil.which(words[0]) is None:
        detail = say("没有命令 {0}, 附件打不开; 请改 config.toml 的 open_command", words[0])
        checks.append(Check("打开附件", ok=False, detail=one_line(detail)))
    return checks


def _kept(context: Context, found: Sequence[reads.AttachmentView]) -> Check:
    folder = store.folder_of(context.path)
    wrong = store.not_intact(folder, {one.sha256: one.kept for one in found}.values(), quick=True)
    size = sum({one.sha256: one.length for one in found}.values())
    told = [say("{0} 个, {1}", len(found), tell_size(size))]
    told += [f"{one.name} {translate(STATES[state])}" for one, state in wrong[:NAMED]]
    remedy = translate("由备份放回: 备份旁的附件文件夹里, 按 SHA-256 命名") if wrong else ""
    return Check("附件", ok=not wrong, detail=one_line("; ".join(told)), remedy=remedy)


def _recordings(context: Context, found: Sequence[reads.AttachmentView]) -> list[Check]:
    """Recordings lie elsewhere: that one is gone is said, and is no fault of the desk."""
    gone = [one for one in found if reads.state(context.path, one, quick=True) != INTACT]
    if not found:
        return []
    told = [say("{0} 个", len(found)), *(f"{one.path} {translate(STATES[MISSING])}" for one in gone[:NAMED])]
    remedy = translate("找回或另记说明") if gone else ""
    return [Check("录音录像", ok=True, detail=one_line("; ".join(told)), remedy=remedy)]
