"""``paper`` and ``print``: every paper of the office, printed on the screen, written to a file, or sent to the printer."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from dutydesk.capabilities.papers.case import Case
from dutydesk.capabilities.papers.given import read
from dutydesk.capabilities.papers.issuing import content_of, send_to_printer
from dutydesk.capabilities.papers.reads import office_of
from dutydesk.capabilities.papers.rules import PaperForm, Papers, Receivers
from dutydesk.capabilities.reporting.grounds import found_line
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.delivery import add_out, deliver, deliver_paper, format_of
from dutydesk.documents.columns import text_of
from dutydesk.documents.paper import Paper
from dutydesk.documents.pdf import program
from dutydesk.i18n import current, say, translate
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.text import one_line
from dutydesk.kernel.when import read_day
from dutydesk.usecase.books import load_books

FORMATS = ("txt", "docx", "pdf", "xlsx", "ics")
TABLES = ("xlsx", "ics")


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``paper`` and ``print``."""
    del shared
    one = add("paper", "单据和公文: 不带种类则列出各种; 打印在屏幕上, 或写成 docx, pdf, xlsx, ics", paper)
    _subject(one)
    one.add_argument("--format", choices=FORMATS, help=translate("格式; 不写则看 --out 的后缀, 否则 txt"))
    add_out(one)
    two = add("print", "把一种单据送打印机 (config.toml 里的 print 命令)", print_paper)
    _subject(two)


GIVEN = {
    "--to": "主送或报: 单位, 用顿号分开; 不写则按台账和 recipients.toml",
    "--copy": "抄送或送: 单位, 用顿号分开",
    "--copies": "印发份数",
    "--checker": "审核人",
    "--reviser": "核稿人",
}
"""What may be said at the printing."""


def _subject(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="?", default="", metavar="KIND", help=translate("哪种单据, 如 log 或 值班日志"))
    parser.add_argument(
        "subject", nargs="?", default="", metavar="SUBJECT", help=translate("印哪一件: 事项, 报告, 登记簿的编号或班次")
    )
    parser.add_argument("--date", metavar="DAY", default="", help=translate("哪一天; 不写则今天"))
    parser.add_argument("--month", metavar="YYYY-MM", default="", help=translate("哪个月, 如 2026-12"))
    for option, words in GIVEN.items():
        parser.add_argument(option, metavar="TEXT", default="", help=translate(words))
    parser.add_argument("--draft", action="store_true", help=translate("还不能定稿也印, 每页印有草稿字样"))
    parser.add_argument("--archive", action="store_true", help=translate("本办留存件: 文末印值班日志的条号和校验值"))


def paper(context: Context, parsed: argparse.Namespace) -> int:
    """Print or write a paper; without a kind list them."""
    papers, receivers = _declared(context)
    if not parsed.kind:
        return _list(context, papers)
    case = _case(context, parsed, papers, receivers)
    form = format_of(context, parsed, FORMATS)
    if form in TABLES and case.form.id != "roster":
        raise CommandError("只有值班表有 {0}", form)
    if form == "xlsx":
        return deliver(context, parsed, _what(case), _workbook(_paper(case, parsed)))
    if form == "ics":
        return deliver(context, parsed, _what(case), _calendar(context, case))
    made, told = _paper(case, parsed), _told(case, parsed)
    status = deliver_paper(
        context, parsed, _what(case), form, made, case.now, also={"findings": told} if told else None
    )
    if told and not context.json:
        written = parsed.out and parsed.out != "-"
        print("\n".join(told), file=sys.stdout if written else sys.stderr)
    return status


def print_paper(context: Context, parsed: argparse.Namespace) -> int:
    """Hand a paper to the command that prints, as PDF where LibreOffice is installed, else as text."""
    words = context.config.print
    if not words:
        raise CommandError('没有设置打印命令: 在 config.toml 里写 print = ["lp"]')
    if not parsed.kind:
        raise CommandError("请写明打印哪种单据; 种类见 dutydesk paper")
    case = _case(context, parsed, *_declared(context))
    form = "pdf" if program() is not None else "txt"
    made = _paper(case, parsed)
    content, what = content_of(made, form, case.now), ("print", _what(case)[1])
    send_to_printer(context.container, context.actor(), what, content, words, f".{form}", text_of(made))
    if context.json:
        context.object({"printed": case.form.id, "command": list(words), "bytes": len(content)})
    else:
        print(one_line(say("已送打印: {0} ({1})", named(case.form), words[0])))
    return 0


# ---------------------------------------------------------------- which paper, of what


def _declared(context: Context) -> tuple[Papers, Mapping[str, Receivers]]:
    books = load_books(context.rulebook)
    return books.papers, books.receivers


def _list(context: Context, papers: Papers) -> int:
    for one in papers.forms.values():
        if context.json:
            context.object({"paper": one.id, "name": one.name, "about": one.about})
        else:
            about = one.about.removeprefix("register:")
            context.text(one_line(say("{0} {1}: {2}", one.id, named(one), translate(ABOUT.get(about, "登记簿的一条")))))
    return 0


ABOUT = {
    "matter": "一个事项",
    "report": "一份已发出的报告",
    "day": "一天",
    "shift": "一个班次",
    "month": "一个月",
    "handover": "一份封存的交接班单",
}
"""What a paper is printed of, in words."""


def named(form: PaperForm) -> str:
    """Return a paper's name: English where it has one and English is read."""
    return form.english if form.english and current() == "en" else form.name


def _case(context: Context, parsed: argparse.Namespace, papers: Papers, receivers: Mapping[str, Receivers]) -> Case:
    form = papers.find(parsed.kind)
    if form.about == "matter" and parsed.subject:
        context.matter(parsed.subject.partition("/")[0])  # an attempt on one that is restricted leaves its entry
    now = context.now()
    names = context.views.names()
    who = getattr(parsed, "actor", "") or ""
    return Case(
        views=context.views,
        books=load_books(context.rulebook),
        office=office_of(context.views, papers.office),
        form=form,
        receivers=receivers.get(form.id, Receivers()),
        subject=parsed.subject,
        day=_day(parsed, now),
        now=now,
        printer=names.get(who, who),
        given=_given(parsed, form, names),
    )


def paper_for(context: Context, kind: str, subject: str, day: date, now: Instant, *, draft: bool) -> Paper:
    """Return a paper as ``paper`` prints it, for a command that has a word of its own for it; a draft says so.

    Raises:
        Worded: there is no such paper or subject.
        NotFinalError: it is not final, and no draft was asked for.
    """
    from dutydesk.capabilities.papers.setting import paper_of

    papers, receivers = _declared(context)
    form = papers.find(kind)
    case = Case(
        views=context.views,
        books=load_books(context.rulebook),
        office=office_of(context.views, papers.office),
        form=form,
        receivers=receivers.get(form.id, Receivers()),
        subject=subject,
        day=day,
        now=now,
    )
    return paper_of(case, draft=draft)


def _given(parsed: argparse.Namespace, form: PaperForm, names: Mapping[str, str]) -> dict[str, str]:
    typed = {option.removeprefix("--"): str(getattr(parsed, option.removeprefix("--"))) for option in GIVEN}
    found = read(form, typed)
    return {key: names.get(said, said) for key, said in found.items()}


def _day(parsed: argparse.Namespace, now: Instant) -> date:
    if parsed.month:
        try:
            year, month = (int(part) for part in parsed.month.split("-"))
            return date(year, month, 1)
        except ValueError as error:
            raise CommandError("没有这个月份: {0}, 须写作 2026-12", parsed.month) from error
    return read_day(parsed.date, now, -1) if parsed.date else local_date(now)


def _what(case: Case) -> tuple[str, str]:
    return f"paper {case.form.id}", case.subject or str(case.day)


def _paper(case: Case, parsed: argparse.Namespace) -> Paper:
    from dutydesk.capabilities.papers.setting import paper_of

    return paper_of(case, draft=parsed.draft, archived=parsed.archive)


def _told(case: Case, parsed: argparse.Namespace) -> list[str]:
    """Return what was found on a paper that goes all the same; whoever prints it into a pipe gets the paper alone."""
    from dutydesk.capabilities.papers.setting import told_of

    written = parsed.out and parsed.out != "-"
    return [found_line(one) for one in told_of(case)] if written or sys.stderr.isatty() else []


# ---------------------------------------------------------------- the roster for other programs


def _workbook(set_paper: Paper) -> bytes:
    from dutydesk.capabilities.registers.sheets import xlsx

    (table,) = set_paper.tables
    return xlsx(set_paper.title, [[column.title for column in table.columns], *table.rows])


def _calendar(context: Context, case: Case) -> bytes:
    """Return the month's shifts of one person as .ics: the subject names whom."""
    from dutydesk.capabilities.papers.sheets import month_of
    from dutydesk.capabilities.roster import reads
    from dutydesk.documents.ics import calendar

    officers: dict[str, Any] = context.views.officers()
    found = [one.id for one in officers.values() if case.subject in (one.id, one.name)]
    if len(found) != 1:
        raise CommandError("没有这个人: {0}", case.subject or "-")
    since, until = month_of(case.day)
    held = reads.held(context.views, since, until)
    site = context.views.meta().get("site", "")
    return calendar(held, found[0], context.views.names(), site, case.now)
