"""What a tick raises, and when bells sound (clocks.md R11-R19).

``decide`` is the heart of the watch: given the open clocks whose steps are due, it says which alerts are
raised now, to whom, and which lower ones are only listed. It has no memory: what was raised is marked in
the rows that it is given, so any number of processes may ask and each step happens once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.obligations.events import AlertRaised
from dutydesk.capabilities.obligations.rules.bells import PERSON
from dutydesk.capabilities.obligations.rules.obligations import Clock, step_index
from dutydesk.kernel.instants import SECOND, Instant
from dutydesk.kernel.people import Duty

LATE: Instant = 2 * SECOND
"""An alert later than this is marked 延迟."""

CENTRE = "centre"
"""The post of the command centre at home: outside the house, never empty."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step not raised yet. ``held``: its planned time lay within a hold."""

    step: str
    planned_at: Instant
    fires_at: Instant
    to: str
    how: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """An open clock with the steps that wait. ``acknowledger`` is who holds it, if anyone."""

    clock: Clock
    steps: Sequence[Step]
    acknowledger: str = ""


def alert_colour(clock: Clock) -> str:
    """Return the colour of a clock's alerts: its matter's, else yellow (R12)."""
    return clock.colour or "yellow"


def decide(pending: Iterable[Pending], duty: Duty, now_of: Mapping[str, Instant], now: Instant) -> list[AlertRaised]:
    """Return the alerts to raise now.

    Args:
        pending: open clocks with their waiting steps.
        duty: who holds the posts.
        now_of: per clock id the instant to judge it by, where that is not ``now`` (R19: the elapsed clock
            may be ahead of the wall).
        now: the wall clock.
    """
    raised: list[AlertRaised] = []
    for one in pending:
        effective_now = max(now, now_of.get(one.clock.id, now))
        crossed = [step for step in one.steps if step.fires_at <= effective_now]
        if crossed:
            raised.extend(_raise(one, crossed, duty, effective_now))
    return raised


def _raise(one: Pending, crossed: Sequence[Step], duty: Duty, now: Instant) -> list[AlertRaised]:
    """The highest crossed offset fires, lower ones are listed with it (R16, R18)."""
    newest = max(step.fires_at for step in crossed)
    group = [step for step in crossed if step.fires_at == newest]
    if any(step.held for step in group):
        highest = max(step.planned_at for step in group)
        group = [step for step in group if step.planned_at == highest]
    listed = sorted(step.step for step in crossed if step not in group)
    raised = [_alert(one, step, duty, now, listed) for step in group]
    if all(not alert.people for alert in raised) and any(step.step != "due" for step in group):
        raised.extend(_next_in_line(one, group, crossed, duty, now))
    return raised


def _next_in_line(
    one: Pending, group: Sequence[Step], crossed: Sequence[Step], duty: Duty, now: Instant
) -> list[AlertRaised]:
    """Nobody holds the post: the next entry of the ladder fires at once, and so on (R14)."""
    raised: list[AlertRaised] = []
    highest = max(step.planned_at for step in group)
    if all(step_index(step.step) < 0 for step in group):
        return raised
    waiting = sorted(
        (s for s in one.steps if s not in crossed and step_index(s.step) >= 0 and s.planned_at >= highest),
        key=lambda step: step.planned_at,
    )
    while waiting:
        offset = waiting[0].planned_at
        entries = [step for step in waiting if step.planned_at == offset]
        waiting = waiting[len(entries) :]
        alerts = [_alert(one, step, duty, now, [], reason="无人在岗, 提前升级") for step in entries]
        raised.extend(alerts)
        if any(alert.people for alert in alerts):
            break
    return raised


def _alert(one: Pending, step: Step, duty: Duty, now: Instant, listed: Sequence[str], reason: str = "") -> AlertRaised:
    clock = one.clock
    people = recipients(step.to, step.how, duty, clock.subject)
    if people and step.held:
        people = list(dict.fromkeys([*people, one.acknowledger, duty.holder("A")]))
    return AlertRaised(
        obligation=clock.id,
        step=step.step,
        to=step.to,
        people=[person for person in people if person],
        how=_how(clock, step),
        colour=alert_colour(clock),
        planned_at=step.planned_at,
        late=max(0, now - step.fires_at),
        listed=list(listed),
        reason=reason if people else "无人在岗",
    )


def _how(clock: Clock, step: Step) -> str:
    """Warnings on blue matters make no sound (R11)."""
    return "screen" if step.step.startswith("warn:") and clock.colour == "blue" else step.how


def recipients(to: str, how: str, duty: Duty, subject: str = "") -> list[str]:
    """Return officer ids (or the centre) for an addressee; a group posting reaches everyone on duty.

    While a shift hands over, everybody in ``duty.also`` hears it too (R27). ``subject`` is the clock's, for PERSON. What is
    about an account goes to nobody who is locked out with it.
    """
    if to == CENTRE:
        return [CENTRE]
    holder = duty.named.get(subject, "") if to == PERSON else duty.holder(to)
    if to != PERSON and is_own(subject, holder):
        others = (duty.holder(post) for post in ("director", "leader", "A", "B"))
        holder = next((who for who in others if who and not is_own(subject, who)), "")
    people = [holder] if holder else []
    if how == "group" and holder:
        people += duty.everyone()
    return list(dict.fromkeys([*people, *duty.also]))


def is_own(subject: str, officer: str) -> bool:
    """Return whether a clock's subject is somebody's own account, as the notice about a lock names it."""
    return bool(officer) and subject.endswith(f" ({officer})")


def heard_again(to: str, how: str, subject: str, acknowledged_by: str, duty: Duty) -> list[str]:
    """Return who hears an alert that sounds again: its addressee, and the A now on duty where whoever had seen it has gone."""
    people = recipients(to, how, duty, subject)
    if acknowledged_by not in duty.everyone():
        people = list(dict.fromkeys([*people, *filter(None, [duty.holder("A")])]))
    return people
