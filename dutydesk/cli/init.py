"""Creating a store: ``init``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dutydesk.capabilities.papers.profile import is_number
from dutydesk.capabilities.shifts import events as e
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context, read_new_secret, read_secret
from dutydesk.clock import SystemClock
from dutydesk.i18n import say, translate
from dutydesk.kernel.text import one_line, refuse_controls, stored
from dutydesk.kernel.wording import Word, nearest
from dutydesk.store import secrets

if TYPE_CHECKING:
    from dutydesk.capabilities.limits.rules import Column
    from dutydesk.usecase.books import Books


def add_commands(add: Adder, _shared: argparse.ArgumentParser) -> None:
    """Add ``init``."""
    one = add("init", "新建库和第一个账号 (主任兼管理员)", init)
    one.add_argument("--site", required=True, metavar="NAME", help=translate("单位名称"))
    one.add_argument("--director", default="director", metavar="OFFICER", help=translate("第一个账号, 主任"))
    one.add_argument(
        "--name", default="", metavar="NAME", help=translate("主任的姓名, 省略为账号; 报告和交接单上写的是姓名")
    )
    one.add_argument(
        "--limits", default="", metavar="COLUMN", help=translate("报送时限栏, 见 dutydesk limits; 也可以后选定")
    )
    one.add_argument(
        "--sign-off",
        default="",
        metavar="KINDS",
        help=translate("须核稿和签发的报告: written 各种书面报告, none, 或逐种"),
    )
    for option, words in LETTERHEAD.items():
        one.add_argument(option, default="", metavar="TEXT", help=translate(words))
    one.add_argument("--secret-file", metavar="F", help=translate("口令文件; 给出则不提问"))


LETTERHEAD = {
    "--office": "公文上的发文机关, 省略为单位名称",
    "--short": "发文机关简称, 如 某省政府驻京办",
    "--code": "发文代字, 如 豫政驻京",
    "--telephone": "公文上的值班电话",
    "--fax": "公文上的传真",
}
"""What stands on every paper of the office; ``papers.toml`` may say it otherwise later."""


def letterhead(parsed: argparse.Namespace, site: str, *, ask: bool) -> dict[str, str]:
    """Return what stands on the office's papers as it was typed; at a terminal what was not given is asked, Enter leaves it.

    Raises:
        CommandError: a number is none.
    """
    found: dict[str, str] = {}
    for option, words in LETTERHEAD.items():
        name = option.removeprefix("--")
        typed = stored(str(getattr(parsed, name))).strip()
        if not typed and ask:
            proposed = site if name == "office" else ""
            question = say("{0} (回车为 {1}): ", words, proposed) if proposed else say("{0} (回车为不填): ", words)
            typed = stored(input(question)).strip()
        refuse_controls(typed)
        if name in {"telephone", "fax"} and typed and not is_number(typed):
            raise CommandError("不是电话号码: {0}", typed)
        found["name" if name == "office" else name] = one_line(typed)
    return found


def init(context: Context, parsed: argparse.Namespace) -> int:
    """Create the store and its first account."""
    from dutydesk.capabilities.accounts.events import SecretSet
    from dutydesk.capabilities.accounts.secrets import digest
    from dutydesk.capabilities.grading.standards import selectable
    from dutydesk.capabilities.limits.events import LimitsChosen
    from dutydesk.capabilities.papers.events import OfficeDescribed
    from dutydesk.capabilities.reporting.events import SignOffChosen
    from dutydesk.capabilities.reporting.rules.reporting import read_kinds
    from dutydesk.capabilities.rulebooks.handlers import starts_with
    from dutydesk.cli.standards import ask_column
    from dutydesk.store.audit import secret_seal
    from dutydesk.store.engine import Transaction, create_store
    from dutydesk.store.errors import StoreExistsError
    from dutydesk.usecase.books import load_books, load_rights

    if getattr(parsed, "clock", None):
        raise CommandError("--clock 和 --speed 只能用于演练库: 真实日志不能有虚构的时间")
    if context.path.exists():
        raise StoreExistsError("已有文件, 未改动: {0}; 换一个路径, 或直接打开它", str(context.path))
    site, director = stored(parsed.site).strip(), stored(parsed.director).strip()
    name = stored(parsed.name).strip() or director
    refuse_controls(site + director + name)
    if not site or not director or len(director.split()) != 1:
        raise CommandError("单位名称和账号都要填, 账号不含空格")
    books = load_books(context.config.rulebook)
    _column(books, parsed.limits)
    read_kinds([parsed.sign_off])
    letterhead(parsed, site, ask=False)  # refused before anything is asked
    path = parsed.secret_file or os.environ.get("DUTYDESK_SECRET_FILE")
    prompt = say("{0} 的口令: ", parsed.director)
    secret = read_secret(prompt, path) if path or not sys.stdin.isatty() else read_new_secret(prompt)
    accepted = starts_with(context.config.rulebook)
    load_rights(context.config.rulebook).limits.check_secret(secret, (director,))
    secret_digest = digest(secret)
    asked = "" if parsed.limits or path or not sys.stdin.isatty() else ask_column(selectable(books))
    column = _column(books, parsed.limits or asked)
    silent = bool(path) or not sys.stdin.isatty()
    signed = read_kinds([parsed.sign_off or ("none" if silent else ask_sign_off())])
    described = letterhead(parsed, site, ask=not silent)
    if context.path.parent == context.path.parent.parent or not context.path.parent.exists():
        context.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    now = SystemClock().wall()
    store = create_store(context.path, site=site, drill=False, now=now)

    def work(tx: Transaction) -> None:
        tx.append(accepted, actor="desk")
        tx.append(e.OfficerAdded(officer=director, name=name, role="director", also=["admin"]), actor="desk")
        if column is not None:
            chosen = LimitsChosen(column=column.id, name=column.name, source=column.source)
            tx.append(chosen, actor=director)
        if signed:
            tx.append(SignOffChosen(kinds=list(signed)), actor=director)
        if any(described.values()):
            tx.append(OfficeDescribed(**described), actor=director)
        tx.append(SecretSet(officer=director, seal=secret_seal(director, secret_digest)), actor=director)
        secrets.keep(tx, director, secret_digest, now)

    store.write(work, now=now)
    store.close()
    _say_made(context, site, director, column, signed)
    return 0


def _say_made(context: Context, site: str, director: str, column: Column | None, signed: Sequence[str]) -> None:
    """Say what was made, and what is still to be chosen."""
    if context.json:
        made = {"db": str(context.path), "site": site, "director": director}
        made = made if column is None else {**made, "limits": column.id}
        context.object({**made, "sign_off": list(signed)} if signed else made)
    else:
        context.text(say("已建库: {0}", str(context.path)))
        if column is not None:
            context.text(say("报送时限: {0} ({1})", Word(column.name), Word(column.source)))
        else:
            context.text(translate("未设定本省时限: 按最短的 15/30 分钟; 用 dutydesk limits choose 选定"))
        context.text(translate("本系统是非涉密系统: 只登记涉密件编号和存放, 不录标题和内容"))


def ask_sign_off() -> str:
    """Ask at a terminal which reports are read by another and signed off; every written one is proposed."""
    typed = input(translate("须核稿和签发的报告 (written 各种书面报告, none 不须, 或逐种; 回车为 written): "))
    return typed.strip() or "written"


def _column(books: Books, typed: str) -> Column | None:
    """Return the named column of reporting limits, None where none was named.

    Raises:
        CommandError: there is no such column.
    """
    columns = books.rules.limits
    if not typed:
        return None
    if typed not in columns:
        raise CommandError(
            "没有时限栏 {0}, {1}", typed, nearest(typed, {key: one.name for key, one in columns.items()})
        )
    return columns[typed]
