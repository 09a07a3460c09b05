"""What the office said of itself, and the issue numbers of its papers."""

from __future__ import annotations

import json
from datetime import date

from dutydesk.capabilities.limits.reads import chosen
from dutydesk.capabilities.papers.profile import counts_of
from dutydesk.capabilities.papers.rules import OFFICE_FIELDS, Office
from dutydesk.capabilities.registers import reads as registers
from dutydesk.kernel.instants import local_date, start_of
from dutydesk.store.views import ReportView, Views
from dutydesk.store.views.reader import Reader

OFFICE = "office"
KEPT = (*OFFICE_FIELDS, "issued_year")
BOOKS = {"express": "bulletins", "brief": "briefs", "nil": "zero_reports"}
"""The register whose rows are the issues of a paper."""


def kept(views: Reader) -> dict[str, str]:
    """Return what was said, by field."""
    said = chosen(views, OFFICE)
    found: dict[str, str] = json.loads(said) if said else {}
    return {name: str(found.get(name, "")) for name in KEPT}


def office_of(views: Reader, declared: Office) -> Office:
    """Return what stands on the office's papers: as ``papers.toml`` has it, what is empty there as it was said."""
    said = kept(views)
    return Office(**{name: getattr(declared, name) or said[name] for name in OFFICE_FIELDS})


def issued_before(views: Reader, paper: str, year: int) -> int:
    """Return how many issues of a year went out before the desk was used."""
    said = kept(views)
    return counts_of(said["issued"]).get(paper, 0) if said["issued_year"] == str(year) else 0


def issue_of(views: Views, report: ReportView) -> int:
    """Return the place of a written report among those of its year: a copy has that of its original, a spoken one 0."""
    if report.kind == "phone":
        return 0
    if report.forwards and (original := views.report(report.forwards)) is not None:
        return issue_of(views, original)
    return views.reports_before(report.seq, start_of(date(local_date(report.sent_at).year, 1, 1)))


def number_of_report(views: Views, one: ReportView) -> int:
    """Return the issue number of a report: those of its year, with what went out before the desk was used; 0 for a spoken one."""
    place = issue_of(views, one)
    return place + issued_before(views, "report", local_date(one.sent_at).year) if place else 0


def numbered_since(views: Reader, paper: str, year: int) -> int:
    """Return how many issues of a year the desk has numbered itself."""
    if paper in BOOKS:
        rows = registers.rows(views, BOOKS[paper], retired=True)
        return sum(1 for one in rows if local_date(one.added_at).year == year)
    begins, ends = start_of(date(year, 1, 1)), start_of(date(year + 1, 1, 1))
    sql = (
        "SELECT count(*) FROM report WHERE kind <> 'phone' AND forwards = '' AND sent_at >= :begins AND sent_at < :ends"
    )
    return int(views.rows(sql, {"begins": begins, "ends": ends})[0][0])
