"""``export report|log|matter|handover``: official texts and records for paper, Word, spreadsheets and other programs."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from dutydesk.capabilities.attachments.reads import of_matter
from dutydesk.capabilities.files import day_log, folder, papers
from dutydesk.capabilities.handover.reads import sealed
from dutydesk.capabilities.papers.reads import number_of_report, office_of
from dutydesk.capabilities.reporting.reads import unmended
from dutydesk.cli import attachments
from dutydesk.cli.acts import Adder
from dutydesk.cli.context import CommandError, Context
from dutydesk.cli.delivery import add_out, deliver, deliver_folder, deliver_paper, format_of
from dutydesk.cli.papers import paper_for
from dutydesk.cli.show import attachment_object, entry_object, file_object
from dutydesk.documents.data import csv_text, json_text
from dutydesk.documents.paper import URGENCIES, Paper
from dutydesk.i18n import current, explain, translate, when
from dutydesk.kernel.instants import DAY, Instant, iso, local_date, start_of
from dutydesk.kernel.text import one_line, tail
from dutydesk.kernel.when import read_day
from dutydesk.store.views import ReportView
from dutydesk.usecase.books import load_papers

BOM = "\ufeff"
"""Before CSV in a file: without it spreadsheets do not read Chinese."""


def add_commands(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Add ``export``."""
    family = add("export", "导出: report 报告, log 日志, matter 事项, handover 交接班单", lambda _context, _parsed: 2)
    below = family.add_subparsers(dest="export_what", required=True, metavar="WHAT")

    def one(name: str, help_text: str, formats: tuple[str, ...]) -> argparse.ArgumentParser:
        parser = below.add_parser(name, parents=[shared], help=translate(help_text), allow_abbrev=False)
        parser.add_argument("--format", choices=formats, help=translate("格式; 不写则看 --out 的后缀, 否则 txt"))
        add_out(parser)
        parser.set_defaults(
            run={"report": report, "log": log, "matter": matter, "handover": handover}[name], formats=formats
        )
        return parser

    first = one("report", "一份已发出的报告", ("txt", "docx", "pdf"))
    first.add_argument("report", metavar="R", help=translate("报告编号或其末尾, 或 事项/报告名, 如 Y1/续报一"))
    first.add_argument("--telephone", metavar="TEL", default="", help=translate("文末的联系电话"))
    first.add_argument("--issue", metavar="N", type=int, help=translate("期号; 不写则按年连续编号, 0 不印"))
    first.add_argument("--urgency", choices=URGENCIES[1:], default="", help=translate("紧急程度"))
    first.add_argument("--archive", action="store_true", help=translate("本办留存件: 文末印值班日志的条号和校验值"))
    second = one("log", "一天的值班日志", ("txt", "docx", "pdf", "csv", "json"))
    second.add_argument("--date", metavar="YYYY-MM-DD", default="", help=translate("哪一天; 不写则今天"))
    third = one("matter", "一个事项的全部经过", ("txt", "docx", "pdf", "json"))
    third.add_argument("matter", metavar="M", help=translate("事项编号或简称"))
    words = "写成一个新文件夹: 事项经过, 每条原始消息, 每份报告, 附件, 目录和校验值"
    third.add_argument("--folder", metavar="DIR", help=translate(words))
    fourth = one("handover", "一份封存的交接班单", ("txt", "docx", "pdf"))
    fourth.add_argument(
        "handover", nargs="?", default="", metavar="H", help=translate("交接或班次的编号, 省略为最近一次")
    )


def report(context: Context, parsed: argparse.Namespace) -> int:
    """Export a report as it was sent."""
    context.going_out()
    form = format_of(context, parsed, parsed.formats)
    if parsed.issue is not None and not 0 <= parsed.issue <= 99_999:
        raise CommandError("期号须为 0 至 99999")
    found = find_report(context, parsed.report)
    paper = _paper_of(context, found, parsed)
    stands = unmended(found) if not parsed.archive else None  # what stays in the house is kept as it was sent
    if stands is None:
        return deliver_paper(context, parsed, ("report", found.title), form, paper, found.sent_at)
    paper = replace(paper, draft=True)
    also = {"draft": found.blocked}
    status = deliver_paper(context, parsed, ("report", found.title), form, paper, found.sent_at, also=also)
    if not context.json:
        print(one_line(f"{translate('印作草稿:')} {explain(stands)}"), file=sys.stderr)
    return status


def _paper_of(context: Context, found: ReportView, parsed: argparse.Namespace | None = None) -> Paper:
    """Return a report as its official paper; ``parsed``: what was asked to stand on it."""
    asked = parsed or argparse.Namespace(telephone="", issue=None, urgency="", archive=False)
    declared = load_papers(context.rulebook)
    office = office_of(context.views, declared.office)
    return papers.report_paper(
        context.views,
        found,
        telephone=asked.telephone or office.telephone,
        office=office.name,
        red_head=office.publication or (declared.forms["report"].head if "report" in declared.forms else ""),
        issue=number_of_report(context.views, found) if asked.issue is None else asked.issue,
        issue_pattern=office.issue,
        urgency=asked.urgency,
        archived=asked.archive,
    )


def log(context: Context, parsed: argparse.Namespace) -> int:
    """Export one day's log: for people the log of its shift, for programs every line."""
    context.going_out()
    form = format_of(context, parsed, parsed.formats)
    now = context.now()
    start = start_of(read_day(parsed.date, now, -1) if parsed.date else local_date(now))
    day = str(local_date(start))
    if form == "csv":
        return deliver(context, parsed, ("log", day), csv_text(*day_log.log_rows(context.views, start)), before=BOM)
    if form == "json":
        people, meta = context.views.names(), context.views.meta()
        entries = context.views.entries_between(start, start + DAY)
        seq, head, _ = context.views.head()
        content = {
            "site": meta.get("site", ""),
            "drill": meta.get("drill") == "1",
            "date": day,
            "entries": [entry_object(entry, people) for entry in entries],
            "count": seq,
            "head": head.hex(),
            "exported_at": iso(now),
        }
        return deliver(context, parsed, ("log", day), json_text(content) + "\n")
    return deliver_paper(context, parsed, ("log", day), form, _log_paper(context, start, now), now)


def _log_paper(context: Context, start: Instant, now: Instant) -> Paper:
    """Return the log of the shifts that began on a day, as ``paper log`` prints it; before its signatures it is a draft.

    A day on which nobody took over has no shift's log, and the office's paper is Chinese: then, and for who reads another
    language, every line of the day is printed.
    """
    shifts = context.views.shifts()
    begun = [one for one in shifts if start <= one.began_at < start + DAY]
    going = [one for one in shifts if one.began_at <= now and one.ended_at is None and start <= now < start + DAY]
    if current() != "zh" or not (begun or going):
        return papers.log_paper(context.views, start)
    subject = "" if begun else going[-1].id
    day = local_date((begun or going)[-1].began_at)
    return paper_for(context, "log", subject, day, now, draft=True)


def matter(context: Context, parsed: argparse.Namespace) -> int:
    """Export a matter's file."""
    context.going_out()
    if parsed.folder:
        return _folder(context, parsed)
    form = format_of(context, parsed, parsed.formats)
    found = context.matter(parsed.matter)
    if not parsed.out or parsed.out == "-":
        context.opened(found.id, "show")  # what is written into a file leaves its own entry
    if form == "json":
        return deliver(context, parsed, ("matter", found.label), json_text(file_object(context, found)) + "\n")
    now = context.now()
    return deliver_paper(
        context, parsed, ("matter", found.label), form, papers.matter_paper(context.views, found, now), now
    )


def _folder(context: Context, parsed: argparse.Namespace) -> int:
    """Export a matter as a folder.

    Raises:
        CommandError: a file was asked for too.
    """
    if parsed.out or parsed.format or parsed.force:
        raise CommandError("--folder 不与 --out, --format, --force 同用")
    found, now = context.matter(parsed.matter), context.now()
    attached = [attachment_object(one) for one in of_matter(context.views, found.id)]
    as_object = json_text({**file_object(context, found), "attachments": attached}) + "\n"
    made = folder.parts(
        context.views, found, now, as_object, partial(_paper_of, context), partial(attachments.content, context)
    )
    return deliver_folder(context, Path(parsed.folder).expanduser(), ("matter", found.label), made)


def handover(context: Context, parsed: argparse.Namespace) -> int:
    """Export a sealed handover sheet as the record that both sides sign, with what was added later as an annex."""
    form = format_of(context, parsed, parsed.formats)
    found = sealed(context.views, parsed.handover)
    if found is None:
        raise CommandError("没有这份封存的交接单: {0}", parsed.handover or "-")
    made = paper_for(context, "handover", found.id, local_date(found.sealed_at), context.now(), draft=False)
    return deliver_paper(context, parsed, ("handover", found.id), form, made, found.sealed_at)


def find_report(context: Context, name: str) -> ReportView:
    """Return the report of an id, the unique end of one, or a matter and a report's name (Y1/续报一).

    Raises:
        CommandError: there is none, or more than one.
    """
    views = context.views
    label, slash, called = name.partition("/")
    if not slash:
        found = views.report(name) if name.replace("-", "").isalnum() else None
        if found is None:
            raise CommandError("没有这份报告, 或编号末尾不唯一: {0}; 也可写 事项/报告名, 如 Y1/续报一", name)
        return found
    matched = [one for one in views.reports(context.matter(label).id) if _name_of(one) == called.strip()]
    if not matched:
        sent = [_name_of(one) for one in views.reports(context.matter(label).id)]
        if not sent:
            raise CommandError("事项 {0} 还没有发出过报告", label)
        raise CommandError("事项 {0} 没有报告 {1}; 已发: {2}", label, called, sent)
    if len(matched) > 1:
        told = [f"{when(one.sent_at)} ({tail(one.id)})" for one in matched]
        raise CommandError("{0} 有几份, 请用编号: {1}", name, told)
    return matched[0]


def _name_of(report: ReportView) -> str:
    """首报, 续报一: what stands in the brackets at the end of the title."""
    return report.title.rpartition("(")[2].removesuffix(")")
