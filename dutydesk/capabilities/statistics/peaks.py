"""The clock before a month in which a type of affair recurs: its plan is looked at thirty days earlier (AN-04)."""

from __future__ import annotations

from datetime import date, time

from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.rules.rulebook import PEAK, Rule
from dutydesk.capabilities.statistics import heat
from dutydesk.capabilities.statistics.rules.heat import recurrent
from dutydesk.kernel.instants import DAY, Instant, at_local, local_date, to_datetime
from dutydesk.usecase.work import Work

KNOWN_BEFORE: Instant = 14 * DAY
"""So long before it is due the clock is there, to be seen and planned for (ours)."""

LEAST: Instant = 3 * DAY
"""A peak that is found late leaves at least so much time for the review (ours)."""


def bear(work: Work) -> None:
    """Bear the clocks of peaks that are near; each peak of each year has one."""
    rules = [rule for rule in work.books.rules.enabled() if PEAK in rule.trigger.events]
    if not rules:
        return
    for name, months in recurrent(heat.affairs(work.views)).items():
        for month in months:
            for rule in rules:
                _bear(work, rule, name, next_of(month, work.now))


def _bear(work: Work, rule: Rule, name: str, begins: Instant) -> None:
    subject = f"{name} {to_datetime(begins):%Y-%m}"
    due = rule.due.after(begins)
    if due is None or work.now < due - KNOWN_BEFORE or work.now >= begins:
        return
    known = work.views.find_clocks(rule=rule.id, matter_id=None, subject=subject)
    if any(one.trigger_at == begins for one in known):
        return
    late = max(due, min(work.now + LEAST, begins))
    dues.open_obligation(work, rule, PEAK, begins, None, subject=subject, due_at=late if late > due else None)


def next_of(month: int, now: Instant) -> Instant:
    """Return when a month of the year begins next."""
    today = local_date(now)
    year = today.year if month > today.month else today.year + 1
    return at_local(date(year, month, 1), time(0, 0))
