"""Clocks by hand: owe, 办结, waive, remind, acknowledge, snooze."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.calls.reads import open_tasks
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import acts, dues
from dutydesk.capabilities.obligations.bundles import is_anothers
from dutydesk.capabilities.obligations.events import (
    Acknowledged,
    AcknowledgementWithdrawn,
    ActRecorded,
    Snoozed,
)
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.obligations.rules.rulebook import Rule
from dutydesk.capabilities.timekeeping.events import TimeConfirmed
from dutydesk.kernel import when
from dutydesk.kernel.instants import MINUTE, Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.typed_numbers import MINUTES, whole
from dutydesk.kernel.wording import Word, nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import AlertView, ClockView
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


def find_clock(work: Work, named: Any, *, field: str = "obligation", want_open: bool = True) -> ClockView:
    """Return the clock that was named by id, by the end of an id, or by rule, matter and subject.

    Raises:
        Refused: there is none, or (with ``want_open``) it has ended.
    """
    if isinstance(named, Mapping):
        words: Mapping[str, Any] = named  # pyright: ignore[reportUnknownVariableType]
        matter = work.matter(str(words["matter"])) if words.get("matter") else None
        subject = str(words["subject"]) if words.get("subject") is not None else None
        rule = str(words.get("rule", ""))
        found = work.views.find_clocks(rule=rule, matter_id=matter.id if matter else None, subject=subject)
        still = [view for view in found if view.state == o.OPEN]
        if not found:
            name = " ".join(str(part) for part in (words.get("matter"), rule, subject) if part)
            raise Refused(field, "没有这个时限: {0}", name)
        view = min(still, key=lambda one: one.due_at) if still else found[-1]
    else:
        found_view = work.views.clock(str(named).split("/")[0]) if named else None
        if found_view is None:
            raise Refused(field, "没有这个时限: {0}", str(named))
        view = found_view
    if not work.may_see(view.matter_id):
        raise Refused(field, "没有这个时限: {0}", "" if isinstance(named, Mapping) else str(named), traced=True)
    if want_open and view.state != o.OPEN:
        raise Refused(field, "时限 {0} 已于 {1} 结束", view.title, When(view.ended_at))
    return view


@handles(acts.Owe)
def owe(work: Work, act: acts.Owe) -> Row:
    """Start any clock of the rulebook by hand."""
    rule = work.books.rules.rules.get(act.rule)
    if rule is None:
        known = {key: one.name for key, one in work.books.rules.rules.items()}
        raise Refused("rule", "规则册里没有 {0}, {1}", act.rule, nearest(act.rule, known))
    if not rule.enabled:
        raise Refused("rule", "规则 {0} 未启用 (仅供参考)", rule.name)
    matter = act.matter
    trigger_at = work.time("at", act.at, meaning=when.BEGINS if rule.ahead else when.PAST)
    due_at = work.time("due", act.due, since=trigger_at if rule.ahead else None) if act.due else None
    if due_at is not None and due_at < trigger_at:
        raise Refused("due", "到期时间 {0} 早于起算时间 {1}", When(due_at), When(trigger_at))
    subject = act.subject.strip() or _own_subject(rule, matter)
    event = next(iter(rule.trigger.events), "owed")
    with naming("due"):
        obligation = dues.open_obligation(
            work, rule, event, trigger_at, matter, subject=subject, due_at=due_at, by_hand=True
        )
    if event == "unit.notified" and matter is not None:
        dues.acted(work, matter)
    return _row_of(work, obligation)


def _own_subject(rule: Rule, matter: Matter | None) -> str:
    if matter is not None and dues.is_follow_up(rule):
        return o.follow_up_subject(matter.follow_ups + 1)
    return ""


def _row_of(work: Work, obligation: str) -> Row:
    mine = [row for row in work.tx.appended if f'"obligation":"{obligation}"' in row.payload]
    return mine[0]


@handles(acts.Met)
def met(work: Work, act: acts.Met) -> Row:
    """The generic 办结: record the act that the clock's rule names, and what follows from it."""
    view = find_clock(work, act.obligation)
    at = act.at
    refuse_before_trigger(work, "at", view, at)
    reason = work.text("reason", act.reason, required=act.declined)
    matter = work.views.matter(view.matter_id) if view.matter_id else None
    rule = work.books.rules.rules.get(view.rule)
    done = _acts_for(rule, declined=act.declined)
    if rule is not None and not act.declined:
        check_required(work, rule, matter)
        _leave_to_its_act(work, view, done)
    recorded = ActRecorded(
        acts=sorted(done),
        obligation=view.id,
        name=view.title,
        subject=view.subject,
        note=act.note,
        declined=act.declined,
        reason=reason,
        last=act.last,
    )
    row = work.append(recorded, at=at, matter=matter)
    if matter is not None:
        matter = work.refreshed(matter)
        dues.acted(work, matter)
        if any(act_name.startswith("report.") for act_name in done):
            dues.end_snoozes(work, matter, "filed")
    subject = "" if view.rule == "follow_up" else view.subject
    dues.meet(work, done, matter, at, subject=subject, declined=act.declined, last=act.last, besides=view)
    if not act.declined and matter is not None:
        dues.trigger(work, dict.fromkeys(sorted(done), at), work.refreshed(matter))
    return row


def _leave_to_its_act(work: Work, view: ClockView, done: frozenset[str]) -> None:
    """Refuse to say by hand what only an act of its own can say: a report, a signature, a disposition.

    A clock that a person started may have nothing that such an act could be about: it ends as it began.

    Raises:
        Refused: naming that act.
    """
    for act in REGISTRY.values():
        if done & set(act.ENDS) and not dues.started_by_hand(work, view):
            by_hand = "{0} 不能手工办结: {1} ({2})"
            raise Refused("", by_hand, view.title, Word(act.HELP), act.NAME, traced=True)


def refuse_before_trigger(work: Work, field: str, view: ClockView, at: Instant) -> None:
    """Refuse an act whose own time lies before the clock that it is said to meet was owed.

    Raises:
        Refused: naming the field of the time.
    """
    if dues.not_owed_yet(work, view, at):
        raise Refused(field, "{0} 从 {1} 起算, 办理时间 {2} 早于它", view.title, When(view.trigger_at), When(at))


def _acts_for(rule: Rule | None, *, declined: bool) -> frozenset[str]:
    if rule is None:
        if declined:
            raise Refused("declined", "这个时限不能以不办了结", traced=True)
        return frozenset({"reminder.done"})
    done = o.acts_of(rule, declined=declined)
    if done is None:
        raise Refused("declined", "规则 {0} 不允许不办", rule.name, traced=True)
    return done


def check_required(work: Work, rule: Rule, matter: Matter | None) -> None:
    """Refuse to meet a clock while what its rule requires is not done.

    Raises:
        Refused: listing what is missing.
    """
    missing = [word for word in rule.requires if matter is None or not _is_there(work, word, matter)]
    if missing:
        names = {"assessment.completed": "风险评估", "lead_unit.set": "牵头单位"}
        spelled = [names.get(word, word.replace("notified:", "通知")) for word in missing]
        raise Refused("", "{0} 还缺: {1}", rule.name, spelled, traced=True)


def _is_there(work: Work, word: str, matter: Matter) -> bool:
    if word == "assessment.completed":
        return matter.assessed_at is not None
    if word == "lead_unit.set":
        return bool(matter.lead)
    if word.startswith("notified:"):
        unit = word.removeprefix("notified:")
        return any(
            unit in view.subject and "unit.notified" in view.trigger
            for view in work.views.clocks(matter_id=matter.id, ended=True)
        )
    return True


@handles(acts.Waive)
def waive(work: Work, act: acts.Waive) -> Row:
    """Waive a clock; the right was checked, the reason is asked here (R3)."""
    view = find_clock(work, act.obligation)
    reason = act.reason
    dues.cancel(work, view, reason, outcome="waived")
    return work.tx.appended[-1]


@handles(acts.Remind)
def remind(work: Work, act: acts.Remind) -> Row:
    """Set a reminder (R10)."""
    text = act.text
    due_at = act.time
    if due_at <= work.now:
        raise Refused("time", "提醒时间已过: {0} (现在 {1}); 第二天请写 明天 HH:MM", When(due_at), When(work.now))
    matter = act.matter
    return _row_of(work, dues.open_reminder(work, due_at, text, matter))


# ---------------------------------------------------------------- alerts


def find_alert(work: Work, named: Any) -> tuple[ClockView, AlertView]:
    """Return the named alert with its clock: ``obligation/step``, an obligation (newest alert), or a mapping.

    Raises:
        Refused: nothing was raised.
    """
    view = find_clock(work, named, field="alert", want_open=False)
    step: str | None = None
    if isinstance(named, Mapping):
        words: Mapping[str, Any] = named  # pyright: ignore[reportUnknownVariableType]
        step = str(words["step"]) if words.get("step") else None
    elif "/" in str(named):
        step = str(named).split("/", 1)[1]
    alert = work.views.alert(view.id, step)
    if alert is None:
        raise Refused("alert", "{0} 还没有发出提醒, 无从签收", view.title)
    return view, alert


@handles(acts.Ack)
def acknowledge(work: Work, act: acts.Ack) -> Row:
    """Acknowledge an alert (R15, R16), or take a mistaken acknowledgement back."""
    view, alert = find_alert(work, act.alert)
    if act.undo:
        return _withdraw(work, view, alert)
    if view.state != o.OPEN:
        raise Refused("alert", "{0} 已办结, 不必签收", view.title)
    if alert.acknowledged_at is not None:
        by = work.views.officers().get(alert.acknowledged_by)
        raise Refused("alert", "已由 {0} 签收", by.name if by else alert.acknowledged_by)
    if is_anothers(alert, work.actor):
        names = [work.views.names().get(one, one) for one in alert.people]
        raise Refused("alert", "{0}: 由本人签收; 别人不必应答, 要停可收回请签", names)
    rule = work.books.rules.rules.get(view.rule)
    ends = rule is not None and rule.is_acknowledgement
    uncalled = _uncalled(work, view) if ends else []
    seen = Acknowledged(obligation=view.id, name=view.title, step=alert.step, uncalled=uncalled)
    row = work.append(seen, matter=view.matter_id)
    if ends:
        dues.end_met(work, view, work.said)
    elif not alert.step.startswith("warn:"):
        until = o.hold_from(dues.as_clock(view), dues.own_now(work, view))
        dues.hold(work, view, "acknowledged", hold_until=until, renewals=0)
    return row


def _uncalled(work: Work, view: ClockView) -> list[str]:
    """Return who was to be called about a clock that ends now, and about no other that runs: nobody reached them."""
    running = {one.id for one in work.views.clocks(matter_id=view.matter_id)} - {view.id}
    tasks = [one for one in open_tasks(work.views) if view.id in one.clocks and not running & set(one.clocks)]
    return list(dict.fromkeys(one.person for one in tasks))


def _withdraw(work: Work, view: ClockView, alert: AlertView) -> Row:
    if view.state != o.OPEN:
        raise Refused("alert", "{0} 已办结, 签收不能撤回", view.title, traced=True)
    if alert.acknowledged_at is None:
        raise Refused("alert", "{0} 还没有签收", view.title)
    row = work.append(
        AcknowledgementWithdrawn(obligation=view.id, name=view.title, step=alert.step), matter=view.matter_id
    )
    if not alert.step.startswith("warn:"):
        dues.hold(work, view, "withdrawn", hold_until=None, snooze_until=None)
    return row


@handles(acts.Snooze)
def snooze(work: Work, act: acts.Snooze) -> Row:
    """Quiet for some minutes (R17)."""
    view, alert = find_alert(work, act.alert)
    if view.state != o.OPEN:
        raise Refused("alert", "{0} 已办结", view.title)
    minutes = whole(act.minutes, *MINUTES)
    if minutes is None:
        raise Refused("minutes", "分钟须为整数, 不是 {0}", act.minutes)
    reason = act.reason
    try:
        with naming("minutes"):
            o.check_snooze(dues.as_clock(view), minutes, acknowledged=alert.acknowledged_at is not None)
    except Refused as error:
        raise Refused(error.field, error.template, *error.values, traced=True) from error
    snoozed = Snoozed(obligation=view.id, name=view.title, step=alert.step, minutes=minutes, reason=reason)
    row = work.append(snoozed, matter=view.matter_id)
    until = dues.own_now(work, view) + minutes * MINUTE
    again = max(until, view.hold_until or 0)
    dues.hold(work, view, "snoozed", snooze_until=until, snoozes=view.snoozes + 1, sound_again_at=again)
    return row


@handles(acts.ConfirmTime)
def confirm_time(work: Work, _act: acts.ConfirmTime) -> Row:
    """Confirm the wall clock after a doubtful start (R19)."""
    return work.append(TimeConfirmed())
