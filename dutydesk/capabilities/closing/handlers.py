"""Closing a matter (R8): by a criterion, with an outcome, and with nothing left open that a leader has not let go."""

from __future__ import annotations

from dataclasses import replace

from dutydesk.capabilities.closing import events as e
from dutydesk.capabilities.closing import rules as c
from dutydesk.capabilities.closing.acts import Close
from dutydesk.capabilities.closing.left import left_open, owed
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.coordination import reads
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.meetings import handlers as meetings
from dutydesk.capabilities.meetings.reads import meeting
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.reporting import handlers as reporting
from dutydesk.capabilities.reporting import signing
from dutydesk.capabilities.reporting.acts import Report
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import Word, together
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(Close)
def close(work: Work, act: Close) -> Row:
    """Close a matter. A report given with it is sent first and meets the running follow-up."""
    matter = act.matter
    criterion = act.criterion
    reason = act.reason
    if act.declined and not reason.strip():
        raise Refused("reason", "不报首报须写理由", traced=True)
    report = reporting.report_of_close(act)
    _refuse_overdue(work, matter, report)
    if report is not None:  # what is refused below takes it back
        outcome = c.outcome_named(act.outcome) if matter.kind in c.ASKED_OF else ""
        report = replace(report.read(work), agreed_at=act.agreed_at)
        if work.elsewhere:  # what waits is the closing: nobody can read a report that is not there yet
            signing.refuse_unread(work, report)
        reporting.send(work, report, ending=(criterion, outcome))
    criterion, of_plan = _criterion(work, matter, criterion, reason)
    outcome = read_outcome(matter.kind, act.outcome)
    left = left_open(work.views, matter, owed(work.views, work.books.rules.rules, matter))
    waived_for = act.waive_open
    leader = _let_go(work, act, left, waived_for)
    _call_off_unheld(work, matter, criterion)
    closed = e.MatterClosed(
        criterion=criterion,
        of_plan=of_plan,
        declined=act.declined,
        reason=reason,
        outcome=outcome,
        waived=[str(one.sentence) for one in left],
        waived_for=waived_for if left else "",
        approved_by=leader.person,
        agreement=leader.agreement,
    )
    for one in left:
        view = work.views.clock(one.obligation) if one.obligation else None
        if view is not None:
            dues.cancel(work, view, waived_for, outcome="waived")
    row = finish(work, matter, closed)
    consents.keep(work, leader, row, work.refreshed(matter))
    if matter.kind == "incident" and _said_all(work, matter):
        dues.meet(work, {"report.final.sent"}, work.refreshed(matter), work.said, last=True)
    return row


def _said_all(work: Work, matter: Matter) -> bool:
    """Whether the newest report is a final one, sent with the closing or before it, and no figure came since."""
    newest = next((one for one in reversed(work.views.reports(matter.id)) if not one.forwards), None)
    figures = work.views.figures(matter.id).values()
    return newest is not None and newest.kind == "final" and all(one.seq < newest.seq for one in figures)


def finish(work: Work, matter: Matter, closed: e.MatterClosed) -> Row:
    """Write that a matter is closed; its clocks end as the rulebook says, what a closing triggers is born."""
    row = work.append(closed, matter=matter)
    dues.end_with_matter(work, matter, declined=closed.declined)
    matter = work.refreshed(matter)
    if matter.kind == "incident":
        dues.trigger(work, {"incident.closed": work.said}, matter)
    return row


def _refuse_overdue(work: Work, matter: Matter, report: Report | None) -> None:
    """Refuse to close while a follow-up is overdue and none is sent with it (R8): this is said before all else."""
    follows_up = report is not None and report.kind in {"follow_up", "change", "final"}
    if follows_up or matter.first_sent_at is None:
        return
    for view in work.views.clocks(matter_id=matter.id):
        if view.rule == "follow_up" and work.effective_now(view.born_seq) > view.due_at:
            raise Refused("kind", "{0} 已超时未发, 不能办结; 请同时发出续报", Word(view.title), traced=True)


def _criterion(work: Work, matter: Matter, typed: str, reason: str) -> tuple[str, bool]:
    """Return the criterion in the plan's words, or another one as typed, which wants a reason; and whether it is the plan's."""
    plan = reads.running_plan(work.views, matter.id)
    if plan is None or not plan.termination:
        return typed, False
    offered = c.chosen(typed, plan.termination)
    if not offered and not reason.strip():
        template = "预案的终止标准是: {0}. 请选一条, 或写明不按预案的理由 (--reason)"
        raise Refused("criterion", template, c.criteria(plan.termination), traced=True)
    return offered or typed, bool(offered)


def read_outcome(kind: str, typed: str) -> str:
    """Return what came of a matter; asked of incidents and appeals alone.

    Raises:
        Refused: none where one is asked, or no such outcome.
    """
    if not typed.strip():
        if kind in c.ASKED_OF:
            names = [f"{key} {name}" for key, name in c.OUTCOMES.items()]
            raise Refused("outcome", "办结须写明结果 (--outcome): {0}", ", ".join(names), traced=True)
        return ""
    with naming("outcome"):
        return c.read_outcome(typed)


def _let_go(work: Work, act: Close, left: list[c.Left], reason: str) -> Consent:
    """Return the consent of the leader who lets everything go that is left open; nobody's where nothing is.

    Raises:
        Refused: listing all of it, or nobody who may agreed.
    """
    if not left:
        return Consent()
    if not reason.strip():
        template = "还有 {0} 项未了: {1}. 请先办完, 或由带班领导同意全部不办 (--waive-open 理由 --approved-by 领导)"
        raise Refused("waive_open", template, len(left), together([one.sentence for one in left]), traced=True)
    nobody = Refused("approved_by", "未了各项须带班领导同意不办: 写明 --approved-by, 或由领导本人操作", traced=True)
    said_at = act.agreed_at
    return consents.leader(work, "approved_by", act.approved_by, nobody, at=said_at, since=act.matter.received_at)


def _call_off_unheld(work: Work, matter: Matter, reason: str) -> None:
    """Closing the matter of a meeting that has not begun calls the meeting off (R8)."""
    planned = meeting(work.views, matter.id)
    if planned is not None and planned.begins_at > work.now:
        meetings.called_off(work, matter, reason)
