"""What a shift owes that goes on past its planned end: patrol and signature anew each day (R26)."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.obligations import dues, reads
from dutydesk.capabilities.obligations.rules.obligations import plan
from dutydesk.capabilities.obligations.rules.rulebook import Rule
from dutydesk.kernel.instants import Instant
from dutydesk.store.views import Views
from dutydesk.usecase.books import Books
from dutydesk.usecase.work import Work

MOST_DAYS = 31
"""Days borne at once after a long stop, per rule: the latest ones, as of calendar clocks (R6)."""


def beginning(views: Views, books: Books, now: Instant) -> list[tuple[Rule, list[Instant]]]:
    """Return the rules of a shift whose daily clock has to begin now, with the instants its days count from.

    A clock of the running shift carries its own next day (``recurs_at``). One is missing where the shift's planned hours
    hold no such hour, or where it took up a clock of the shift before it.
    """
    shift = views.shift()
    if shift is None or now < shift.ends:
        return []
    found: list[tuple[Rule, list[Instant]]] = []
    for rule in books.rules.enabled():
        if not rule.of_shift or rule.repeat is None or rule.due.after(shift.ends) is None:
            continue  # nothing daily, or an hour that a person types
        if reads.goes_on(views, rule.id):
            continue
        days: list[Instant] = []
        at = shift.ends
        while (planned := plan(rule, at, now)).begins_at <= now:
            if not reads.is_due(views, rule.id, planned.due_at):
                days.append(at)
            at = rule.repeat.after(at)
        if days:
            found.append((rule, days[-MOST_DAYS:]))
    return found


def bear(work: Work, rule: Rule, days: Sequence[Instant]) -> None:
    """Bear the clock of each day; the last one carries its next day itself."""
    event = next(name for name in rule.trigger.events if name.startswith("shift."))
    last = ""
    for day in days:
        last = dues.open_obligation(work, rule, event, day, None, follows=last)
