"""How far the setting up of the office is, read from store and books: one source for screen, command and doctor."""

from __future__ import annotations

from dutydesk.capabilities.calls.reads import contacts
from dutydesk.capabilities.delivery.reads import outages
from dutydesk.capabilities.limits.handlers import column_of
from dutydesk.capabilities.limits.rules import UNSET
from dutydesk.capabilities.papers.profile import lacking_of
from dutydesk.capabilities.papers.reads import office_of as paper_office
from dutydesk.capabilities.roster import reads as roster
from dutydesk.capabilities.roster.rules.checks import expiry, holiday_findings
from dutydesk.capabilities.roster.state import gaps_ahead
from dutydesk.capabilities.setup import reads
from dutydesk.capabilities.setup.rules import Member, Office, Step, Way, steps
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.store.views import Views
from dutydesk.usecase.books import Books


def steps_of(views: Views, books: Books, now: Instant) -> tuple[Step, ...]:
    """Return the steps as they stand now."""
    return steps(office_of(views, books, now))


def office_of(views: Views, books: Books, now: Instant) -> Office:
    """Read what the steps are computed from."""
    drill, limits = views.is_drill(), books.shifts.limits
    members = [
        Member(one.name, one.roles, drill or views.has_secret(one.id))
        for one in views.officers().values()
        if not one.disabled
    ]
    planned_to = roster.last_end(views)
    ending = expiry(planned_to, now, limits)
    tested, failing = reads.tested(views), {outage.channel for outage in outages(views)}
    column = column_of(views, books)
    described = paper_office(views, books.papers.office)
    holidays = [finding.sentence for finding in holiday_findings(books.holidays, now, now + 1, limits)]
    return Office(
        members=tuple(members),
        planned_to=planned_to,
        planning=ending.sentence if ending is not None else None,
        unplanned=tuple(one.sentence for one in gaps_ahead(views, books, now)),
        units=tuple(dict.fromkeys(name for rule in books.recipients for name in rule.to)),
        reachable=frozenset(one.unit for one in contacts(views) if one.numbers),
        channels=tuple(
            Way(spec.name, tested.get(spec.name), spec.name in failing)
            for spec in books.channels.by_name.values()
            if spec.enabled
        ),
        limits=None if column is None else "" if column.id == UNSET else column.name,
        year=local_date(now).year,
        holidays=tuple(holidays),
        shifts=len(views.shifts()),
        named=described.name or views.meta().get("site", ""),
        unsaid=tuple(lacking_of(described)),
    )
