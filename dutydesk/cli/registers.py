"""``register``: the office's registers, their rows, and rows in and out as tables."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from dutydesk.capabilities.files import pages
from dutydesk.capabilities.log.lines import told
from dutydesk.capabilities.registers import kept, reads, sheets, words
from dutydesk.cli.acts import Adder, add_verbs, perform
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.delivery import add_out, deliver
from dutydesk.documents.data import csv_text
from dutydesk.i18n import say, translate
from dutydesk.kernel.fields import Field
from dutydesk.kernel.instants import iso
from dutydesk.kernel.registers import Register, find
from dutydesk.kernel.text import one_line
from dutydesk.usecase.books import load_registers

BOM = "\ufeff"


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``register``."""
    family = add("register", "登记簿: list, show, add, change, do, retire, import, export", register_list)
    below = add_verbs(family, "register", shared, without=("import",))

    def one(name: str, help_text: str, run: Any) -> argparse.ArgumentParser:
        shown = translate(help_text)
        verb = below.add_parser(name, parents=[shared], help=shown, description=shown, allow_abbrev=False)
        verb.set_defaults(run=run)
        return verb

    one("list", "有哪些登记簿, 各几条", register_list)
    show = one("show", "一个登记簿的各条, 或一条的经过; 并列出各栏", register_show)
    show.add_argument("register", metavar="R")
    show.add_argument("row", nargs="?", default="", metavar="NO")
    show.add_argument("--all", action="store_true", dest="ended", help=translate("也列已停用、已了结的"))
    out = one("export", "把一个登记簿导出为表格 (csv 或 xlsx)", register_export)
    out.add_argument("register", metavar="R")
    out.add_argument("--all", action="store_true", dest="ended", help=translate("也列已停用、已了结的"))
    add_out(out)
    taken = one("import", "从表格 (csv 或 xlsx) 读入一个登记簿; 先列出, 全部读得懂才存", register_import)
    taken.add_argument("register", metavar="R")
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--reason", default="", metavar="X", help=translate("理由, 检查问到时"))
    add_table(taken)


def _books(context: Context) -> dict[str, Register]:
    return kept.every(load_registers(context.rulebook))


def register_list(context: Context, _parsed: argparse.Namespace) -> int:
    """Print the registers."""
    held = reads.counts(context.views)
    for one in _books(context).values():
        if kept.own(one) is not None:
            held[one.id] = len(kept.rows(context.views, one))
        if context.json:
            context.object({"register": one.id, "name": one.name, "rows": held.get(one.id, 0)})
        else:
            context.text(one_line(say("{0} ({1}): {2} 条", words.named(one), one.id, held.get(one.id, 0))))
    return 0


def register_show(context: Context, parsed: argparse.Namespace) -> int:
    """Print the rows of a register, or one row and what was done with it."""
    register = find(_books(context), parsed.register)
    names = names_of(context)
    if parsed.row:
        return _one(context, register, parsed.row, names)
    if not context.json:
        context.text(one_line(sheets.columns_said(register)))
    for row in kept.rows(context.views, register, ended=parsed.ended):
        if context.json:
            context.object(_object(register, row))
        else:
            context.text(one_line(words.row_words(register, row, names)))
    return 0


def _one(context: Context, register: Register, no: str, names: dict[str, str]) -> int:
    row = kept.row(context.views, register, no)
    if row is None:
        raise CommandError("{0} 里没有 {1}", words.named(register), no)
    entries = context.views.entries(reads.history(context.views, register.id, row.no))
    if context.json:
        context.object({**_object(register, row), "history": [entry.seq for entry in entries]})
        return 0
    context.text(one_line(words.row_words(register, row, names)))
    possible = [one for one in register.acts if not one.begins or row.state in one.begins]
    if possible and not row.retired:
        context.text(one_line(say("可做: {0}", "; ".join(sheets.act_said(one) for one in possible))))
    context.text(pages.log_page(context.views, entries))
    return 0


def _object(register: Register, row: reads.RowView) -> dict[str, Any]:
    times = {"added_at": iso(row.added_at), "changed_at": iso(row.changed_at)}
    state = {"state": row.state, "retired": row.retired}
    moments = {field.id for field in register.fields if field.kind == "when"}
    values = {name: iso(int(value)) if name in moments else value for name, value in row.values.items()}
    return {"register": row.register, "no": row.no, **state, "values": values, **times}


def names_of(context: Context) -> dict[str, str]:
    """Return the names of people and matters by id."""
    matters = context.views.matters(ended=True)
    return {**context.views.names(), **{matter.id: matter.label for matter in matters}}


def register_export(context: Context, parsed: argparse.Namespace) -> int:
    """Print or write a register as a table."""
    context.going_out()
    register = find(_books(context), parsed.register)
    rows = kept.rows(context.views, register, ended=parsed.ended)
    table = sheets.table_of(register, rows, names_of(context))
    if parsed.out and parsed.out.lower().endswith(".xlsx"):
        return deliver(context, parsed, ("register", register.name), sheets.xlsx(register.name, table))
    return deliver(context, parsed, ("register", register.name), csv_text(table[0], table[1:]), before=BOM)


def register_import(context: Context, parsed: argparse.Namespace) -> int:
    """List what a table holds; take it in when all of it can be read."""
    register = find(_books(context), parsed.register)
    return take_table(context, parsed, register, parsed.reason)


def add_table(verb: argparse.ArgumentParser) -> None:
    """Add what every import of a table takes."""
    verb.add_argument(
        "--fill", action="append", default=[], metavar=translate("栏=值"), help=translate("空着的格子填什么; 可多次")
    )
    verb.add_argument("--dry-run", action="store_true", help=translate("只列出, 不存"))


def filled(fields: Sequence[Field], typed: Sequence[str]) -> dict[str, str]:
    """Return what stands where a cell is empty, by field.

    Raises:
        CommandError: no such field.
    """
    found: dict[str, str] = {}
    for one in typed:
        name, equals, value = (part.strip() for part in one.partition("="))
        field = next(
            (field for field in fields if name in (field.id, field.name, translate(field.name), *field.also)), None
        )
        if not equals or field is None:
            raise CommandError(
                "--fill 须写成 栏=值, 不是 {0}; 各栏: {1}", one, "、".join(field.name for field in fields)
            )
        found[field.id] = value
    return found


def take_table(context: Context, parsed: argparse.Namespace, register: Register, reason: str = "") -> int:
    """Take a table into a register, or only list what would be written; either way say how it was understood."""
    fill = filled(register.fields, parsed.fill)
    taken, act = kept.take_in(register, sheets.read(parsed.file), fill=fill, reason=reason)
    status = perform(context, act) if not parsed.dry_run else 0
    if not context.json:
        for sentence in taken.said():
            context.text(one_line(sentence))
    if not parsed.dry_run:
        return status
    names = names_of(context)
    for entry in context.container.desk.rehearse(act, actor=context.actor()):
        context.text(one_line(told(entry.kind, entry.payload, names)))
    context.text(translate("以上只是预演, 没有存"))
    context.close()
    context.container.close()
    return 0
