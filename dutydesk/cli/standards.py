"""What the rulebook says: a subtype's grading table with its sources, and the columns of reporting limits."""

from __future__ import annotations

import argparse
from typing import Any

from dutydesk.capabilities.grading import standards
from dutydesk.cli.acts import Adder, add_verbs
from dutydesk.cli.context import CommandError, Context
from dutydesk.i18n import say, translate
from dutydesk.kernel.text import one_line
from dutydesk.kernel.wording import nearest


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``grading`` and ``limits``."""
    one = add("grading", "分级标准: 某一类的级别、数字、文字条款和来源; 不写类别则列出各类", grading)
    one.add_argument(
        "subtype", metavar="SUBTYPE", nargs="?", default="", help=translate("亚类, 如 wildfire 或 森林火灾")
    )
    family = add("limits", "报送时限栏: 现用哪一栏, 各栏的分钟数和来源; choose 选定", limits)
    add_verbs(family, "limits", shared)


def grading(context: Context, parsed: argparse.Namespace) -> int:
    """Print a subtype's tables, criterion by criterion with its source; without a subtype, what kinds there are."""
    from dutydesk.usecase.books import load_books

    taxonomy = load_books(context.rulebook).taxonomy
    if not parsed.subtype:
        for row in standards.kinds(taxonomy):
            _print(context, row, standards.kind_words(row))
        return 0
    subtype = taxonomy.subtype_of(parsed.subtype.rpartition(".")[2])
    category = taxonomy.category_of(subtype)
    if not category:
        raise CommandError("没有亚类 {0}, {1}", parsed.subtype, nearest(subtype, taxonomy.names()))
    rows = list(standards.criteria(taxonomy, category, subtype))
    if not context.json:
        context.text(one_line(f"{translate(taxonomy.name_of(category, subtype))} ({category}.{subtype})"))
        if standards.is_ungraded(taxonomy, category, subtype):
            context.text(translate("无分级标准, 请人工定级"))
    for row in rows:
        _print(context, row, standards.criterion_words(row))
    if not context.json:
        for words in standards.notes(taxonomy, category, subtype):
            context.text(one_line(words))
    return 0


def limits(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the columns of reporting limits, the one that holds marked."""
    from dutydesk.usecase.books import load_books

    books = load_books(context.rulebook)
    rows = list(standards.columns(context.views, books))
    if not rows and not context.json:
        context.text(translate("规则册没有时限栏: 各规则用自己的时限"))
    for row in rows:
        _print(context, row, standards.column_words(row))
    return 0


def _print(context: Context, row: dict[str, Any], words: str) -> None:
    if context.json:
        context.object(row)
    else:
        context.text(one_line(words))


def ask_column(columns: list[dict[str, Any]]) -> str:
    """Ask at a terminal which column the office keeps; empty when nobody answers now."""
    for number, row in enumerate(columns, 1):
        print(f"{number} {standards.column_words(row)}")
    typed = input(say("报送时限栏 (1-{0}, 回车为以后再定): ", len(columns))).strip()
    if not typed:
        return ""
    if typed.isdecimal() and 1 <= int(typed) <= len(columns):
        return str(columns[int(typed) - 1]["column"])
    return typed
