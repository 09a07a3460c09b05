"""Births and ends of clocks: the bridge between what happened and ``obligations.rules.obligations``.

Every use case reports what happened here (``happened``, ``acted``, ``reconsider``); which clocks that bears,
meets, holds or cancels is the rulebook's to say.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import time, timedelta

from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.handover.reads import walkthrough
from dutydesk.capabilities.limits import handlers as limits
from dutydesk.capabilities.limits.reads import limits_of
from dutydesk.capabilities.limits.rules import Column
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.meetings.reads import meeting
from dutydesk.capabilities.obligations import events as e
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.obligations.rules.alerts import Pending, Step, decide
from dutydesk.capabilities.obligations.rules.rulebook import UNLESS_HELD, Rule
from dutydesk.capabilities.restricted.rules import told
from dutydesk.kernel.conditions import Situation, Value
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import Instant, at_local, local_date, parse_clock
from dutydesk.kernel.people import Duty
from dutydesk.store.views import ClockView, ShiftView, Views
from dutydesk.store.views.seen import holders
from dutydesk.usecase.work import Work

FOLLOW_UP_ACT = "report.follow_up.sent"


def as_clock(view: ClockView) -> o.Clock:
    """Return a clock as the rules see it."""
    return o.Clock(
        id=view.id,
        rule=view.rule,
        subject=view.subject,
        matter_id=view.matter_id,
        due_at=view.due_at,
        colour=view.colour,
        level=view.level,
        hold_until=view.hold_until,
        snooze_until=view.snooze_until,
        renewals=view.renewals,
        snoozes=view.snoozes,
        born_seq=view.born_seq,
    )


def current_duty(work: Work) -> Duty:
    """Return who holds the posts now; everybody empty without a shift, both shifts while one hands over (R27)."""
    return duty_of(work.views, work.now)


def duty_of(views: Views, now: Instant) -> Duty:
    """Return who holds the posts at an instant, by what the views say."""
    shift = views.shift()
    named = views.ids()
    if shift is None:
        return Duty(named=named)
    duty, walk = dataclasses.replace(shift.duty(now), named=named), walkthrough(views)
    if walk is None:
        return duty
    both = (shift.a, shift.b, walk.incoming.a, walk.incoming.b, shift.leader)
    return dataclasses.replace(duty, also=tuple(who for who in dict.fromkeys(both) if who))


# ---------------------------------------------------------------- births


def trigger(
    work: Work,
    events: Mapping[str, Instant],
    matter: Matter | None,
    *,
    subject: str = "",
    shift: ShiftView | None = None,
    once: bool = False,
    typed: Mapping[str, Instant] | None = None,
) -> None:
    """Bear the clocks that events trigger.

    Args:
        work: the act under way.
        events: name to the time its clocks count from.
        matter: whose clocks; None for the office's own.
        subject: unit, partner, person.
        shift: for questions about a shift's hours.
        once: only clocks that this matter never had.
        typed: due times that a person typed, by the act that will meet the clock.
    """
    for rule in work.books.rules.triggered_by(events):
        if matter is not None and matter.state != "open" and is_follow_up(rule):
            continue
        if once and matter and work.views.find_clocks(rule=rule.id, matter_id=matter.id, subject=None):
            continue
        for event, at in events.items():
            if _triggers(work, rule, event, matter, shift, since=at):
                due_at = next((due for act, due in (typed or {}).items() if act in rule.met_when.events), None)
                open_obligation(work, rule, event, at, matter, subject=_subject(rule, matter, subject), due_at=due_at)
                break


def reconsider(work: Work, matter: Matter, new: Mapping[str, Instant] | None = None) -> None:
    """Look again at the clocks of the opening after a change of level, colour or facts (R7).

    Each is born at most once a matter, counts from its original trigger, and none that a first report
    would meet is born after one was sent.
    """
    known: dict[str, Instant] = {f"{matter.kind}.received": matter.received_at}
    if matter.occurred_at is not None:
        known["incident.occurred"] = matter.occurred_at
    after_first = matter.first_sent_at is not None
    events = dict(new or {}) if after_first else {**known, **(new or {})}
    _tighten(work, matter)
    for rule in work.books.rules.triggered_by(events):
        if after_first and any(act.startswith("report.first") for act in rule.met_when.events):
            continue
        if work.views.find_clocks(rule=rule.id, matter_id=matter.id, subject=None):
            continue
        for event, at in events.items():
            if _triggers(work, rule, event, matter, None):
                open_obligation(work, rule, event, at, matter)
                break


def started_by_hand(work: Work, view: ClockView) -> bool:
    """Return whether a person started the clock (``owe``), by the times that they said."""
    born = work.views.entry_at(view.born_seq)
    event = decode(born.kind, born.payload) if born is not None else None
    return isinstance(event, e.ObligationOpened) and event.by_hand


def retime(work: Work, matter: Matter, event: str, at: Instant) -> None:
    """Have the running clocks that count from a time follow its correction (R1): each ends as superseded and counts anew."""
    for view in work.views.clocks(matter_id=matter.id):
        rule = work.books.rules.rules.get(view.rule)
        if rule is not None and view.trigger == event and view.trigger_at != at and not started_by_hand(work, view):
            cancel(work, view, "superseded")
            open_obligation(work, rule, event, at, matter, subject=view.subject)


def _tighten(work: Work, matter: Matter) -> None:
    """A higher level may have a shorter reporting limit: the running clock is born anew from the same trigger.

    A clock keeps the column that it was born with, whatever the office has chosen since.
    """
    running = work.views.clocks(matter_id=matter.id)
    born_with = limits_of(work.views, [view.id for view in running])
    for view in running:
        rule = work.books.rules.rules.get(view.rule)
        column = work.books.rules.limits.get(born_with.get(view.id, ""))
        limit = column.limit(view.rule, matter.level) if column is not None else None
        due = limit.due.after(view.trigger_at) if limit is not None else None
        if rule is not None and due is not None and due < view.due_at:
            cancel(work, view, "tightened")
            open_obligation(work, rule, view.trigger, view.trigger_at, matter, subject=view.subject, column=column)


def _triggers(
    work: Work, rule: Rule, event: str, matter: Matter | None, shift: ShiftView | None, *, since: Instant = 0
) -> bool:
    facts: Mapping[str, Value] = {}
    if matter is not None:
        facts = matter.facts(has_figures=bool(work.views.figures(matter.id)))

    def ask(name: str, argument: str) -> bool:
        return name == "shift_holds" and shift is not None and _holds(shift, parse_clock(argument), since)

    situation = Situation(frozenset({event}), facts, ask)
    if not rule.trigger.holds(situation):
        return False
    replacing = (other for other in work.books.rules.enabled() if other.replaces == rule.id)
    return not any(other.trigger.holds(situation) for other in replacing)


def _holds(shift: ShiftView, clock: time, since: Instant) -> bool:
    """Whether the scheduled hours of a shift still hold a wall time (R26): what passed before it was taken up is not owed."""
    day = local_date(shift.begins)
    while (instant := at_local(day, clock)) < shift.ends:
        if instant >= max(shift.begins, since):
            return True
        day += timedelta(days=1)
    return False


def _subject(rule: Rule, matter: Matter | None, subject: str) -> str:
    if matter is not None and is_follow_up(rule):
        return o.follow_up_subject(matter.follow_ups + 1)
    return subject


def open_obligation(
    work: Work,
    rule: Rule,
    event: str,
    trigger_at: Instant,
    matter: Matter | None,
    *,
    subject: str = "",
    due_at: Instant | None = None,
    follows: str = "",
    column: Column | None = None,
    by_hand: bool = False,
) -> str:
    """Bear one clock, or join the open one of the same rule, matter and subject (R5); return its id.

    Raises:
        UnplannedError: the rule wants a typed due time.
    """
    matter_id = matter.id if matter else None
    each_time = rule.calendar_period or rule.on_special_days or rule.repeats_by_itself or rule.of_shift
    cycle = trigger_at if each_time else 0
    existing = _open_one(work, rule.id, matter_id, subject, cycle)
    if existing is not None:
        return _join(work, existing, event, trigger_at)
    column = column or limits.column_of(work.views, work.books)
    limit = column.limit(rule.id, matter.level if matter else "") if column is not None and due_at is None else None
    if column is not None and limit is not None:
        rule = column.applied(rule, matter.level if matter else "")
    if rule.due.form == "workdays" and due_at is None:
        due_at = work.books.holidays.workday_end(trigger_at, rule.due.number)
    plan = o.plan(rule, trigger_at, work.now, due_at)
    if rule.of_shift:  # a shift in place of another one (R32) owes the same round at the same hour, once
        same = work.views.find_clocks(rule=rule.id, matter_id=matter_id, subject=subject)
        existing = next((one for one in same if one.state == o.OPEN and one.due_at == plan.due_at), None)
        if existing is not None:
            return _join(work, existing, event, trigger_at)
    recurs_at = None
    if rule.repeat is not None and rule.repeats_by_itself:  # of a shift: not before it has to be said that it goes on
        recurs_at = rule.repeat.after(plan.begins_at if rule.of_shift else trigger_at)
    opened = _born(
        work.new_id("obligation"), rule.id, rule.name, subject, event, trigger_at, plan, work.books.rules.version
    )
    opened = dataclasses.replace(opened, recurs_at=recurs_at, follows=follows, cycle=cycle, by_hand=by_hand)
    if column is not None and limit is not None:
        opened = dataclasses.replace(opened, limits=column.id)
    _write_birth(work, opened, plan, matter)
    for older in work.books.rules.enabled():
        if rule.id in older.superseded_by:
            _cancel_rule(work, older.id, matter_id, "superseded")
    return opened.obligation


def _join(work: Work, existing: ClockView, event: str, trigger_at: Instant) -> str:
    """Say that an open clock was triggered again (R5)."""
    joined = e.ObligationJoined(obligation=existing.id, name=existing.title, trigger=event, trigger_at=trigger_at)
    work.append(joined, matter=existing.matter_id)
    return existing.id


def open_reminder(work: Work, due_at: Instant, text: str, matter: Matter | None) -> str:
    """Bear a reminder (R10); return its id."""
    plan = o.plan_reminder(due_at, work.now)
    opened = _born(
        work.new_id("obligation"), o.REMINDER, "提醒", text, "reminder.set", work.said, plan, work.books.rules.version
    )
    own = int(opened.obligation[-12:], 16)  # the same words twice are two reminders, the same act again is one
    opened = dataclasses.replace(opened, cycle=own)
    _write_birth(work, opened, plan, matter)
    return opened.obligation


def _born(
    obligation: str,
    rule: str,
    name: str,
    subject: str,
    event: str,
    trigger_at: Instant,
    plan: o.Plan,
    version: str,
) -> e.ObligationOpened:
    return e.ObligationOpened(
        obligation=obligation,
        rule=rule,
        rulebook=version,
        name=name,
        subject=subject,
        trigger=event,
        trigger_at=trigger_at,
        due_at=plan.due_at,
        arithmetic=plan.arithmetic,
        steps=list(plan.steps),
    )


def _write_birth(work: Work, opened: e.ObligationOpened, plan: o.Plan, matter: Matter | None) -> None:
    """Write the birth and, in the same transaction, what fires at birth (R2)."""
    matter_id = matter.id if matter else None
    row = work.append(opened, matter=matter_id)
    if not plan.fired:
        return
    view = work.views.clock(opened.obligation)
    assert view is not None
    steps = [Step(s.step, s.planned_at, s.fires_at, s.to, s.how) for s in plan.steps]
    for alert in decide([Pending(as_clock(view), steps)], current_duty(work), {}, work.now):
        raise_alert(work, alert, view, overdue_since=plan.due_at if row.recorded_at > plan.due_at else None)


def raise_alert(work: Work, alert: e.AlertRaised, view: ClockView, overdue_since: Instant | None = None) -> None:
    """Append one raised alert, named after its clock; a clock born overdue is late by what it missed."""
    late = alert.late if overdue_since is None else max(alert.late, work.now - alert.planned_at)
    people = told(alert.people, holders(work.views, view.matter_id), current_duty(work))
    named = dataclasses.replace(alert, name=view.title, late=late, people=people)
    work.append_by_desk(named, matter_id=view.matter_id, at=named.rang_at or None)
    dispatch.queue(work, named, view)


def _open_one(work: Work, rule: str, matter_id: str | None, subject: str, cycle: Instant = 0) -> ClockView | None:
    found = work.views.find_clocks(rule=rule, matter_id=matter_id, subject=subject)
    return next((c for c in found if c.state == o.OPEN and cycle in (0, c.trigger_at)), None)


# ---------------------------------------------------------------- ends


def meet(
    work: Work,
    acts: Iterable[str],
    matter: Matter | None,
    at: Instant,
    *,
    subject: str = "",
    declined: bool = False,
    last: bool = False,
    besides: ClockView | None = None,
) -> list[ClockView]:
    """Meet every open clock that the acts meet (R3, R4) and bear the next cycle of those that repeat (R6).

    An act meets only what was owed at its own time: a report of 10:00 typed at 12:00 leaves the change of 10:30 open.

    Args:
        work: the act under way.
        acts: names of what was done.
        matter: whose clocks.
        at: the act's own time.
        subject: only clocks of this unit, partner or person; empty for all.
        declined: a reasoned refusal that the rule allows.
        last: no next cycle.
        besides: a clock to be met whatever its rule says (the one a person pointed at).

    Returns:
        the clocks that ended.
    """
    done = set(acts)
    ended: list[ClockView] = []
    matter_id = matter.id if matter else None
    for view in work.views.clocks():
        rule = work.books.rules.rules.get(view.rule)
        pointed_at = besides is not None and view.id == besides.id
        if not pointed_at:
            if view.matter_id != matter_id or rule is None or rule.is_acknowledgement:
                continue
            if (subject or besides is not None) and view.subject != subject and not is_follow_up(rule):
                continue
            if not o.is_met_by(rule, done) or matter_id is None:
                continue
        if not_owed_yet(work, view, at):
            continue
        end_met(work, view, at, declined=declined, last=last)
        ended.append(view)
    if matter is not None and not last:
        _next_cycles(work, done, matter, at, ended)
    elif matter is None and not last:
        for view in ended:
            rule = work.books.rules.rules.get(view.rule)
            if rule is not None and rule.repeats_when_met:
                open_obligation(work, rule, "cycle", at, None, subject=view.subject, follows=view.id)
    return ended


def not_owed_yet(work: Work, view: ClockView, at: Instant) -> bool:
    """Return whether an act of an earlier time came before the clock was owed; what is done now never does."""
    return at < work.now and o.not_owed_yet(at, view.trigger_at, view.born_at)


def is_follow_up(rule: Rule) -> bool:
    """Whether a rule is the chain of follow-up reports: numbered, and only while the matter is open."""
    return rule.repeats_when_met and FOLLOW_UP_ACT in rule.met_when.events


def _next_cycles(work: Work, done: set[str], matter: Matter, at: Instant, ended: list[ClockView]) -> None:
    for rule in work.books.rules.enabled():
        if not rule.repeats_when_met or not o.is_met_by(rule, done):
            continue
        matter = work.refreshed(matter)
        mine = [view for view in ended if view.rule == rule.id]
        if is_follow_up(rule) and matter.first_sent_at is not None and matter.state == "open":
            subject = o.follow_up_subject(matter.follow_ups + 1)
            open_obligation(work, rule, FOLLOW_UP_ACT, at, matter, subject=subject)
        elif not is_follow_up(rule):
            for view in mine:
                open_obligation(work, rule, "cycle", at, matter, subject=view.subject, follows=view.id)


def end_met(work: Work, view: ClockView, at: Instant, *, declined: bool = False, last: bool = False) -> None:
    """End a clock as met, in time or late by the elapsed clock (R4, R19)."""
    judged = at + (work.effective_now(view.born_seq) - work.now)
    outcome, late = o.outcome_at(judged, view.due_at)
    ended = e.ObligationEnded(
        obligation=view.id, name=view.title, outcome=outcome, met_at=at, late=late, declined=declined, last=last
    )
    work.append(ended, at=at, matter=view.matter_id)


def cancel(work: Work, view: ClockView, cause: str, *, outcome: str = "cancelled") -> None:
    """End a clock as cancelled or waived; what was overdue counts as late in the statistics (R3).

    Args:
        work: the act under way.
        view: the clock.
        cause: one of ``events.CAUSES``; where it is waived the person's reason.
        outcome: ``cancelled`` or ``waived``.
    """
    if outcome == "cancelled" and cause not in e.CAUSES:
        raise KeyError(cause)  # nobody could read it
    overdue = work.effective_now(view.born_seq) > view.due_at
    ended = e.ObligationEnded(
        obligation=view.id, name=view.title, outcome=outcome, cause=cause, overdue=overdue, last=cause == "merged"
    )
    work.append(ended, matter=view.matter_id)


def end_with_matter(work: Work, matter: Matter, *, declined: bool) -> None:
    """Cancel the clocks that a closed matter makes impossible or pointless; which they are is the rulebook's (R8).

    Args:
        work: the act under way.
        matter: closed just now.
        declined: no first report is to be sent; otherwise its clocks live on.
    """
    planned = meeting(work.views, matter.id)
    for view in work.views.clocks(matter_id=matter.id):
        rule = work.books.rules.rules.get(view.rule)
        if rule is None or not rule.ends_with_matter:
            continue
        if planned is not None and any(event.startswith("meeting.") for event in rule.trigger.events):
            unheld = planned.begins_at > work.said
        else:
            unheld = rule.ahead and view.trigger_at > work.said
        if rule.ends_with_matter == UNLESS_HELD and not unheld:
            continue
        if not declined and any(name.startswith("report.first") for name in rule.met_when.events):
            continue
        cancel(work, view, "called_off" if unheld else "closed")


def is_met_with(work: Work, view: ClockView, act: str) -> bool:
    """Return whether an act is among those that meet a clock."""
    rule = work.books.rules.rules.get(view.rule)
    return rule is not None and act in rule.met_when.events


def _cancel_rule(work: Work, rule: str, matter_id: str | None, cause: str) -> None:
    for view in work.views.find_clocks(rule=rule, matter_id=matter_id, subject=None):
        if view.state == o.OPEN:
            cancel(work, view, cause)


# ---------------------------------------------------------------- holds


def hold(work: Work, view: ClockView, because: str, *, by_desk: bool = False, **changes: object) -> None:
    """Change how long a clock's ladder waits; what is not named stays. ``by_desk``: it follows from something else."""
    values: dict[str, object] = {
        "hold_until": view.hold_until,
        "snooze_until": view.snooze_until,
        "renewals": view.renewals,
        "snoozes": view.snoozes,
        "sound_again_at": None,
        **changes,
    }
    event = e.ObligationHeld(obligation=view.id, name=view.title, because=because, **values)  # pyright: ignore[reportArgumentType]
    if by_desk and not work.may_see(view.matter_id):
        work.append_by_desk(event, matter_id=view.matter_id)
    else:
        work.append(event, matter=view.matter_id)


def acted(work: Work, matter: Matter) -> None:
    """An act on a matter starts its running holds anew, three times at most (R16)."""
    for view in work.views.clocks(matter_id=matter.id):
        clock = as_clock(view)
        now = own_now(work, view)
        if o.may_renew(clock, now):
            until = max(view.hold_until or 0, o.hold_from(clock, now))
            again = max(until, view.snooze_until) if view.snooze_until else None
            hold(work, view, "acted", hold_until=until, renewals=view.renewals + 1, sound_again_at=again)


def own_now(work: Work, view: ClockView) -> Instant:
    """Return the instant that a clock's steps are judged by now: wall or elapsed, whichever is further (R19)."""
    return max(work.now, work.effective_now(view.born_seq))


def end_snoozes(work: Work, matter: Matter, because: str) -> None:
    """A report or a change of level ends the snoozes of a matter (R17); the hold goes on."""
    for view in work.views.clocks(matter_id=matter.id):
        if view.snooze_until is not None and view.snooze_until > work.now:
            again = max(work.now, view.hold_until or 0)
            hold(work, view, because, snooze_until=None, sound_again_at=again)


def reset_for_handover(work: Work) -> None:
    """At a change of who is responsible every hold ends within 5 min, then the open alert sounds again (R28)."""
    waiting = {alert.obligation: alert for alert in work.views.alerts()}
    for view in work.views.clocks():
        now = own_now(work, view)
        limit = now + o.HANDOVER_GRACE
        alert = waiting.get(view.id)
        answered = alert is not None and alert.acknowledged_at is not None and not alert.step.startswith("warn:")
        held = max(view.hold_until or 0, view.snooze_until or 0) > now
        if not answered and not held:
            continue
        until = max(min(view.hold_until or limit, limit), now)
        again = until if alert is not None and alert.acknowledged_at is not None else None
        hold(work, view, "handover", by_desk=True, hold_until=until, snooze_until=None, sound_again_at=again)
