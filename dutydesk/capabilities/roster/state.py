"""The roster as it stands: what holds, what is wrong with it, planned beside actual. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dutydesk.capabilities.roster import reads, standby
from dutydesk.capabilities.roster.rules.allowance import Hours, Stint, hours_of
from dutydesk.capabilities.roster.rules.checks import Case, Finding, Person, check, expiry, holiday_findings
from dutydesk.capabilities.roster.rules.roster import Overlay, PlannedShift, Stretch, resolve, shift_at
from dutydesk.capabilities.roster.rules.swaps import Swap
from dutydesk.kernel.holidays import Day, Special, YearMissingError
from dutydesk.kernel.instants import DAY, Instant, When, local_date
from dutydesk.kernel.wording import Worded
from dutydesk.store.views.people import PeopleReads
from dutydesk.usecase.books import Books

LOOK_AHEAD: Instant = 14 * DAY
"""So far ahead a gap of the roster is told without being asked for (µs)."""
BEGIN_AHEAD: Instant = DAY
"""A shift that begins later than this is not the one that somebody begins now."""


@dataclass(frozen=True, slots=True)
class DayOf:
    """One day of the calendar: what it is, which important periods hold, the shifts that begin on it."""

    date: date
    kind: str
    name: str
    expected: bool
    special: tuple[str, ...]
    stretches: tuple[Stretch, ...]

    @property
    def known(self) -> bool:
        """Whether the holiday data has this year."""
        return bool(self.kind)


def people_of(views: PeopleReads, books: Books, now: Instant) -> dict[str, Person]:
    """Return everyone who may be planned; who has left is not among them."""
    staff = reads.staff(views)
    today, limits = local_date(now), books.shifts.limits
    found: dict[str, Person] = {}
    for officer in views.officers().values():
        known = staff.get(officer.id, reads.StaffView(officer.id))
        if known.left and date.fromisoformat(known.left) < today:
            continue
        recent = bool(known.joined) and (today - date.fromisoformat(known.joined)).days < limits.newcomer_days
        newcomer = known.newcomer == "yes" or (known.newcomer == "" and recent)
        found[officer.id] = Person(officer.id, officer.name, newcomer, bool(known.part_time))
    return found


def case_of(
    views: PeopleReads,
    books: Books,
    since: Instant,
    until: Instant,
    now: Instant,
    more: Sequence[Overlay] = (),
    read: Sequence[PlannedShift] = (),
) -> Case:
    """Return the roster of a span, ready to be checked; ``more`` and ``read`` are changes and shifts that are only thought of.

    A shift that was read takes the place of those that begin within it, as an import does.
    """
    limits = books.shifts.limits
    early = since - limits.lead_in
    planned = [
        one
        for one in reads.planned(views, early, until)
        if not any(new.begins <= one.begins < new.ends for new in read)
    ]
    planned = sorted([*planned, *read], key=lambda one: one.begins)
    changes = [*reads.changes(views, early, until), *more]
    leaves = [leave for _, leave in reads.leaves(views, early, until)]
    return Case(resolve(planned, changes), planned, since, until, people_of(views, books, now), leaves, limits)


def findings(views: PeopleReads, books: Books, since: Instant, until: Instant, now: Instant) -> list[Finding]:
    """Return everything that is to be said about a span: shifts, where the roster ends, holidays, swaps that wait."""
    limits = books.shifts.limits
    found: list[Finding] = []
    ending = expiry(reads.last_end(views), now, limits)
    if ending is not None:
        found.append(ending)
    if until > since:
        found += check(case_of(views, books, since, until, now))
        found += holiday_findings(books.holidays, since, until, limits)
        severity = limits.severity.get("on_standby", "warn")  # an office's own limits may be of before it
        found += standby.findings(views, reads.held(views, since - DAY, until), since, until, severity)
    names = views.names()
    found += [_waiting(swap, names, limits.of("swap_waits")) for swap in reads.swaps(views, waiting=True)]
    return found


def gaps_ahead(views: PeopleReads, books: Books, now: Instant) -> list[Finding]:
    """Return the hours of the next two weeks, as far as the roster reaches, that nobody is planned for."""
    until = min(now + LOOK_AHEAD, reads.last_end(views) or now)
    found = check(case_of(views, books, now, until, now)) if until > now else []
    return [one for one in found if one.kind == "gap"]


def _waiting(swap: Swap, names: dict[str, str], severity: str) -> Finding:
    giver, taker = names.get(swap.giver, swap.giver), names.get(swap.taker, swap.taker)
    word = (
        "换班等 {0} 同意: {1} 的 {2} 班 (编号 {3})"
        if swap.state == "requested"
        else "换班等批准: {1} 请 {0} 代 {2} 班 (编号 {3})"
    )
    sentence = Worded(word, taker, giver, When(swap.given.begins), swap.id[-8:])
    return Finding("swap_waits", severity, swap.given.begins, swap.given.ends, swap.taker, sentence)


def checked_span(views: PeopleReads, now: Instant) -> tuple[Instant, Instant]:
    """Return the span that is checked unless another is named: from now to where the roster ends."""
    last = reads.last_end(views)
    return now, max(now, last or now)


def taken_at(views: PeopleReads, now: Instant) -> PlannedShift | None:
    """Return the planned shift that a person who signs now takes; None when the roster has none about now."""
    shift = shift_at(reads.held(views, now - 8 * DAY, now + 8 * DAY), now)
    return shift if shift is not None and shift.begins - now <= BEGIN_AHEAD else None


def ran_out(views: PeopleReads, now: Instant) -> Instant | None:
    """Return when the roster ended, if there was one and nothing is planned ahead."""
    last = reads.last_end(views)
    return last if last is not None and last <= now else None


def periods_of(views: PeopleReads, books: Books) -> list[Special]:
    """Return all important periods: of the data and of the desk."""
    return books.holidays.periods(period for _, period in reads.periods(views))


def days_of(views: PeopleReads, books: Books, first: date, last: date) -> list[DayOf]:
    """Return the days of a span, both counted, with their shifts; a year that is missing has no kind."""
    from dutydesk.kernel.instants import at_local, parse_clock

    midnight = parse_clock("00:00")
    since, until = at_local(first, midnight), at_local(last + timedelta(days=1), midnight)
    shifts: dict[date, list[Stretch]] = {}
    for one in reads.held(views, since, until):
        if since <= one.shift_begins < until:
            shifts.setdefault(local_date(one.shift_begins), []).append(one)
    special = [period for _, period in reads.periods(views)] + list(books.holidays.special)
    found: list[DayOf] = []
    day = first
    while day <= last:
        try:
            known = books.holidays.day(day)
        except YearMissingError:
            known = Day(day, "")
        names = tuple(period.name for period in special if period.holds(day))
        found.append(DayOf(day, known.kind, known.name, known.expected, names, tuple(shifts.get(day, ()))))
        day += timedelta(days=1)
    return found


@dataclass(frozen=True, slots=True)
class Actual:
    """Planned beside actual over a span."""

    planned: tuple[Stretch, ...]
    stints: tuple[Stint, ...]
    hours: tuple[Hours, ...]


def actual(views: PeopleReads, books: Books, since: Instant, until: Instant) -> Actual:
    """Return what was planned and who stood there, cut to the span, with the hours of each person."""
    limits, allowance = books.shifts.limits, books.allowance
    stints = [
        replace(one, begins=max(one.begins, since), ends=one.ends if one.ends is None else min(one.ends, until))
        for one in reads.stints(views, since, until)
    ]
    hours = hours_of(stints, since, until, limits.night, allowance.posts, periods_of(views, books))
    return Actual(tuple(reads.held(views, since, until)), tuple(stints), tuple(hours))
