"""Clocks of important periods: the roster says which days those are (R32), each day bears its own."""

from __future__ import annotations

from datetime import time

from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.reads import has_cycle, last_cycle
from dutydesk.capabilities.obligations.rules.rulebook import SPECIAL_DAY, Rule
from dutydesk.capabilities.roster import reads
from dutydesk.kernel.durations import boundaries
from dutydesk.kernel.holidays import Special
from dutydesk.kernel.instants import Instant, at_local, local_date
from dutydesk.usecase.work import Work

MOST_DAYS = 31
"""Days looked back at after a long stop, as for other calendar clocks (R6)."""


def bear_crossed(work: Work, created: Instant) -> None:
    """Bear the clocks of days in important periods whose midnight was crossed since the store was made (R6).

    A period that was set on the desk bears none for days that had begun by then.
    """
    rules = _rules(work)
    if not rules:
        return
    periods = [(period, created) for period in work.books.holidays.periods()]
    periods += [(period, max(created, since)) for period, since in reads.periods_since(work.views)]
    for rule in rules:
        last = max(created, last_cycle(work.views, rule.id))
        for midnight in boundaries("day", last, work.now)[-MOST_DAYS:]:
            if any(period.holds(local_date(midnight)) and midnight > since for period, since in periods):
                dues.open_obligation(work, rule, SPECIAL_DAY, midnight, None)


def open_today(work: Work, period: Special) -> None:
    """Bear today's clocks when a period that holds today was set just now, unless their hour has passed."""
    today = local_date(work.now)
    midnight = at_local(today, time(0, 0))
    if not period.holds(today):
        return
    for rule in _rules(work):
        due = rule.due.after(midnight)
        known = has_cycle(work.views, rule.id, midnight)
        if due is not None and due > work.now and not known:
            dues.open_obligation(work, rule, SPECIAL_DAY, midnight, None)


def _rules(work: Work) -> list[Rule]:
    return [rule for rule in work.books.rules.enabled() if rule.on_special_days]
