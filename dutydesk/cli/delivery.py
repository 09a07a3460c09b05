"""Where an export goes: printed, or a new file, with the right for it and an entry that names who, what and where."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dutydesk.capabilities.log.events import Exported
from dutydesk.cli.context import Context, named
from dutydesk.documents.files import write_file
from dutydesk.i18n import translate
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.text import one_line
from dutydesk.resources import data_folder
from dutydesk.store.errors import StoreError
from dutydesk.usecase.books import load_rights
from dutydesk.usecase.entitled import allowed

RIGHT = "export"


def add_out(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add ``--out`` and ``--force``."""
    words = "写到哪个文件, - 为标准输出" if required else "写入的文件; 不写则打印"
    parser.add_argument("--out", metavar="PATH", required=required, help=translate(words))
    parser.add_argument("--force", action="store_true", help=translate("覆盖已有的文件"))


def deliver(
    context: Context,
    parsed: argparse.Namespace,
    what: tuple[str, str],
    content: str | bytes,
    *,
    before: str = "",
    told: str = "",
    also: Mapping[str, Any] | None = None,
) -> int:
    """Print, or write the file, and leave an entry.

    Args:
        context: this run of the command line.
        parsed: with ``out`` and ``force``.
        what: the command's word, and which one (a label, a date, a person).
        content: all of it.
        before: what a file has in front and a print has not.
        told: the sentence that says what was written, where it is not the usual one.
        also: more keys of ``--json``.

    Raises:
        Refused: the person may not.
        FileRefusedError: nothing was written.
    """
    if not parsed.out or parsed.out == "-":
        _ask_who_is_named(context, what[0])
        sys.stdout.write(content if isinstance(content, str) else content.decode())
        return 0
    actor = context.actor()
    _ask(context, actor, what[0])
    path = Path(parsed.out).expanduser()
    data = content if isinstance(content, bytes) else (before + content).encode()
    folders = [data_folder(), *([context.config.rulebook] if context.config.rulebook else [])]
    write_file(path, data, force=parsed.force, store=context.path, folders=folders)
    traced = _trace(context, actor, what, str(path.resolve()), len(data))
    if context.json:
        context.object({"out": str(path), "bytes": len(data), **(also or {}), **({} if traced else {"traced": False})})
    else:
        print(told or one_line(f"{translate('已导出:')} {path}"))
    return 0


def _ask_who_is_named(context: Context, what: str) -> None:
    """A print is a read, open to whoever reads the store's file; who names a person has that person's rights and no more."""
    typed = getattr(context.parsed, "actor", None) or os.environ.get("DUTYDESK_AS")
    if typed:
        _ask(context, named(context.views, typed).id, what)


def _ask(context: Context, actor: str, what: str) -> None:
    """Ask for the right; a refusal is an entry where the store can take one."""
    try:
        context.container.desk.require(RIGHT, actor=actor, what=f"export {what}")
    except Refused:
        raise
    except StoreError:
        allowed(context.views, load_rights(context.rulebook), actor, RIGHT)


def _trace(context: Context, actor: str, what: tuple[str, str], where: str, size: int) -> bool:
    """Write the entry; an export is not held up by a store that cannot be written, and says so. Nothing ticks."""
    event = Exported(what=what[0], subject=one_line(what[1]), where=one_line(where), size=size)
    try:
        context.container.desk.note(event, actor=actor)
    except StoreError:
        print(translate("未留痕: 库现在写不了, 这次导出没有记录; 请在值班日志里补记"), file=sys.stderr)
        return False
    context.close()  # the reader first: only the writer folds the log into the store
    context.container.close()
    return True
