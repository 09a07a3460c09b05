"""What the store holds, as papers: a sent report, a day's log, a matter's file, a sealed handover sheet.

The report is an official text and Chinese; log and file are in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dutydesk.capabilities.attachments.reads import of_matter
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.consents.reads import of_report
from dutydesk.capabilities.consents.rules import GIVEN, PHONE, REFUSED, words
from dutydesk.capabilities.files.pages import head_facts
from dutydesk.capabilities.files.waiting import denials
from dutydesk.capabilities.log.lines import cell, line_of, standing_figures
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.papers.reads import issue_of
from dutydesk.capabilities.shifts.weather import weather_lines
from dutydesk.documents.paper import Column, Paper, sheet
from dutydesk.documents.reports import ISSUE, paper_of_report, row_line, signed_words, signer_words
from dutydesk.i18n import as_of, listed, say, translate, when
from dutydesk.kernel.instants import DAY, Instant, local_date
from dutydesk.kernel.prose import hour_words
from dutydesk.kernel.text import one_line
from dutydesk.store.views import ReportView, Views

LOG_CELLS = (5, 8, 6, 31)
FILE_CELLS = (11, 8, 33)
"""Widths of the columns, in half-width cells: 56 with the gaps."""


def report_paper(
    views: Views,
    report: ReportView,
    *,
    telephone: str = "",
    issue: int | None = None,
    urgency: str = "",
    archived: bool = False,
    office: str = "",
    red_head: str = "",
    issue_pattern: str = "",
) -> Paper:
    """Return a sent report as a paper.

    The issue number is the report's place among the written ones of its year, unless ``issue`` says otherwise
    (0: none). Where the journal knows of no signer the place for the signature stays free. ``archived``: the office's
    own copy, which shows the journal's row.

    Raises:
        ValueError: no such urgency.
    """
    meta, people = views.meta(), views.names()
    sent = report.sent_at
    if issue is None:
        issue = issue_of(views, report)
    return paper_of_report(
        report.paper_title,
        report.body,
        recipients=report.recipients,
        sent_at=sent,
        office=office or meta.get("site", ""),
        red_head=red_head,
        drafter=people.get(report.actor, report.actor),
        checker=people.get(report.read_by, report.read_by),
        signer=signer_of(views, report, people),
        telephone=telephone,
        issue=issue,
        issue_pattern=issue_pattern or ISSUE,
        urgency=urgency,
        by_telephone=report.kind == "phone",
        drill=meta.get("drill") == "1",
        record=row_line(report.seq, views.row_hash(report.seq)),
        archived=archived,
    )


def signer_of(views: Views, report: ReportView, people: Mapping[str, str]) -> str:
    """Return who signed a report off as the paper names it (刘志远（电话请示同意，11时33分，周明记录）); empty where nobody did.

    A word on the telephone is never shown as a signature; whoever said no to it stands there with that.
    """
    if not report.signed_off:
        return ""
    name = people.get(report.signed_off, report.signed_off)
    found = [one for one in of_report(views, report.id) if one.person == report.signed_off and one.how == PHONE]
    if not found:
        given = [one for one in of_report(views, report.id) if one.person == report.signed_off]
        at = given[-1].answered_at or report.sent_at if given else report.sent_at
        return signed_words(name, hour_words(at))
    one = found[-1]
    said = words({"how": one.how, "at": one.agreed_at or report.sent_at, "by": one.recorded_by}, people)
    return signer_words(name, str(said), signed=one.state == GIVEN, denied=one.state == REFUSED)


def log_paper(views: Views, day_start: Instant) -> Paper:
    """Return one day's log as a sheet, with count and head of the journal below."""
    meta, people = views.meta(), views.names()
    entries = views.entries_between(day_start, day_start + DAY)
    lines = [line_of(entry, people) for entry in entries]
    seq, head, _ = views.head()
    with as_of(day_start):
        weather = weather_lines(views, day_start)
    return sheet(
        say("{0} 值班日志 {1}", one_line(meta.get("site", "")), str(local_date(day_start))),
        _columns(("时间", "记录人", "事项", "内容"), LOG_CELLS),
        [(when(line.at, local_date(day_start)), line.who, line.label, cell(line)) for line in lines],
        body="\n".join(weather),
        footer=[say("共 {0} 条; 日志至第 {1} 条, 链首 {2}", len(entries), seq, head.hex()[:16])],
        drill=meta.get("drill") == "1",
    )


def matter_paper(views: Views, matter: m.Matter, now: Instant) -> Paper:
    """Return a matter's file as a sheet: facts, figures, reports sent, and what happened."""
    meta, people = views.meta(), views.names()
    today = local_date(now)
    lines = [line_of(entry, people) for entry in views.matter_entries(matter.id) if not entry.audit]
    seq, head, _ = views.head()
    return sheet(
        f"{one_line(matter.label)} {one_line(matter.title)}",
        _columns(("时间", "记录人", "内容"), FILE_CELLS),
        [(when(line.at, today), line.who, cell(line)) for line in lines],
        office=meta.get("site", ""),
        body="\n".join(_facts(views, matter, today)),
        footer=[say("共 {0} 条; 日志至第 {1} 条, 链首 {2}", len(lines), seq, head.hex()[:16])],
        drill=meta.get("drill") == "1",
    )


def _columns(titles: Sequence[str], widths: Sequence[int]) -> list[Column]:
    return [Column(translate(title), width) for title, width in zip(titles, widths, strict=True)]


def _facts(views: Views, matter: m.Matter, today: date) -> list[str]:
    """A fact a line, each cleaned: no value can begin a line of its own."""
    facts = [
        *head_facts(matter),
        *denials(views, matter.id, views.names()),
        say("地点 {0}", matter.place) if matter.place else "",
        say("来源 {0}", matter.source) if matter.source else "",
        say("牵头 {0}", listed([matter.lead, *matter.support])) if matter.lead else "",
        standing_figures(views.figures(matter.id)),
        *(
            f"{when(report.sent_at, today)} {report.title} → {listed(report.recipients)}"
            for report in views.reports(matter.id)
        ),
        *(attachment_line(one, views.names(), today) for one in of_matter(views, matter.id)),
    ]
    return [one_line(fact) for fact in facts if fact]
