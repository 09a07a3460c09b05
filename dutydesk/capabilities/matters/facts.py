"""The facts of a matter as they stand, and what is still to be verified."""

from __future__ import annotations

from dutydesk.capabilities.matters.reads import FactView, fact_history
from dutydesk.kernel import casualties
from dutydesk.store.views import Views


def facts(views: Views, matter_id: str) -> dict[str, FactView]:
    """Return the current facts of a matter by name."""
    return {fact.name: fact for fact in fact_history(views, matter_id)}


def gaps(views: Views, matter_id: str) -> dict[str, str]:
    """Return the elements that the last report left 待核实 and nobody has filled since, with the reasons."""
    reports = [report for report in views.reports(matter_id) if not report.forwards and report.kind != "correction"]
    left: dict[str, str] = {}
    since = 0
    for report in reports:
        left.update(report.gaps)
        since = report.seq if report.gaps else since
    known = {fact.name for fact in fact_history(views, matter_id)}
    matter = views.matter(matter_id)
    if matter is not None:
        filled = {"time": matter.occurred_at, "place": matter.place, "nature": matter.category, "source": matter.source}
        known |= {name for name, value in filled.items() if value}
        figures = views.figures(matter_id)
        known |= {"loss"} if "loss_yuan" in figures else set()
        known |= {"casualties"} if any(name in figures for name in casualties.FIELDS) else set()
    return {name: reason for name, reason in left.items() if name not in known}
