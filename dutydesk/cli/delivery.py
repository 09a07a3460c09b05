"""Where an export goes: printed, or a new file, with the right for it and an entry that names who, what and where."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dutydesk.capabilities.files.folder import Part
from dutydesk.capabilities.papers import issuing
from dutydesk.cli.context import CommandError, Context, named
from dutydesk.documents.columns import text_of
from dutydesk.documents.files import FileRefusedError, write_file
from dutydesk.documents.paper import Paper
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import one_line
from dutydesk.resources import data_folder
from dutydesk.store.errors import StoreError
from dutydesk.usecase.books import load_rights
from dutydesk.usecase.entitled import allowed

RIGHT = "export"
FILED = ("docx", "pdf", "xlsx", "ics")
"""Formats that are files and no text for a screen."""


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
    text: str = "",
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
        text: what stands in it, where the content is no text.

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
    said = text or (content if isinstance(content, str) else "")
    traced = trace(context, actor, what, str(path.resolve()), len(data), said)
    if context.json:
        context.object({"out": str(path), "bytes": len(data), **(also or {}), **({} if traced else {"traced": False})})
    else:
        print(told or one_line(f"{translate('已导出:')} {path}"))
    return 0


def deliver_folder(context: Context, folder: Path, what: tuple[str, str], made: Sequence[Part]) -> int:
    """Write files into a folder that is new, and leave one entry for all of them.

    Args:
        context: this run of the command line.
        folder: where; nothing may be there.
        what: the command's word, and which one.
        made: the files.

    Raises:
        Refused: the person may not.
        CommandError: there is something of that name, or no place for it.
        FileRefusedError: a file could not be written; nothing is left of the folder.
    """
    actor = context.actor()
    _ask(context, actor, what[0])
    folders = [data_folder(), *([context.config.rulebook] if context.config.rulebook else [])]
    try:
        folder.mkdir(mode=0o700)
    except (OSError, ValueError) as error:
        raise CommandError("做不出文件夹 {0}: {1}", str(folder), reason_of(error)) from error
    try:
        for one in made:
            write_file(folder / one.name, one.content, store=context.path, folders=folders)
    except FileRefusedError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    size = sum(len(one.content) for one in made)
    traced = trace(context, actor, what, str(folder.resolve()), size, "\n".join(one.text for one in made))
    if context.json:
        files = [one.name for one in made]
        context.object({"out": str(folder), "bytes": size, "files": files, **({} if traced else {"traced": False})})
    else:
        print(one_line(f"{translate('已导出:')} {folder}"))
    return 0


def format_of(context: Context, parsed: argparse.Namespace, formats: Sequence[str]) -> str:
    """Return the format asked for, else that of the file's name, else JSON with ``--json``, else the first.

    Raises:
        CommandError: a format that no screen shows, and no file.
    """
    suffix = Path(parsed.out).suffix.lower().lstrip(".") if parsed.out else ""
    named = suffix if suffix in formats else ""
    form = str(parsed.format or ("json" if context.json and "json" in formats else "") or named or formats[0])
    if form in FILED and not parsed.out:
        raise CommandError("{0} 须写入文件 (--out)", form)
    return form


def deliver_paper(
    context: Context,
    parsed: argparse.Namespace,
    what: tuple[str, str],
    form: str,
    paper: Paper,
    at: Instant,
    also: Mapping[str, Any] | None = None,
) -> int:
    """Print a paper or write its file: txt, docx or pdf.

    Args:
        context: this run of the command line.
        parsed: with ``out`` and ``force``.
        what: the command's word, and which one.
        form: txt, docx or pdf.
        paper: the paper.
        at: the time that the file says it was made.
        also: more keys of ``--json``.

    Raises:
        Refused: the person may not.
        FileRefusedError: nothing was written.
        PdfRefusedError: there is no LibreOffice, or it failed; nothing was written.
    """
    if form == "txt":
        return deliver(context, parsed, what, text_of(paper, form_feeds=bool(parsed.out)), also=also)
    from dutydesk.documents.docx import docx_bytes

    content = docx_bytes(paper, at=at)
    data = pdf_with_founts(content) if form == "pdf" else content
    return deliver(context, parsed, what, data, text=text_of(paper), also=also)


def pdf_with_founts(document: bytes) -> bytes:
    """Return a .docx as PDF; founts of the standard that this machine lacks are named on stderr."""
    from dutydesk.documents.pdf import pdf_of, stand_ins

    content = pdf_of(document)
    for fount, other in stand_ins():
        print(say("本机没有字体 {0}, PDF 里以 {1} 代替", fount, other), file=sys.stderr)
    return content


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


def trace(context: Context, actor: str, what: tuple[str, str], where: str, size: int, text: str) -> bool:
    """Write the entry; an export is not held up by a store that cannot be written, and says so. Nothing ticks."""
    try:
        issuing.trace(context.container, actor, what, where, size, text)
    except StoreError:
        print(translate("未留痕: 库现在写不了, 这次导出没有记录; 请在值班日志里补记"), file=sys.stderr)
        return False
    context.close()  # the reader first: only the writer folds the log into the store
    context.container.close()
    return True
