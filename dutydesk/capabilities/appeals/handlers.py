"""Appeals: the disposal plan within a day, and links to the same affair before (IN-12, AR-08).

Linked are matters, by an officer's decision. There is no list of persons, and nobody is scored.
"""

from __future__ import annotations

from dutydesk.capabilities.appeals import acts
from dutydesk.capabilities.appeals import events as ev
from dutydesk.capabilities.appeals.reads import links
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.reporting import affairs
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

DISPOSED = "disposal_plan.approved"


@handles(acts.AppealDispose)
def dispose(work: Work, act: acts.AppealDispose) -> Row:
    """Record the plan that a leader approved: the plan formed, not the problem solved."""
    matter = act.matter
    text = act.text
    to = affairs.names(work, "to", act.to)
    at = act.at
    given = affairs.approver(work, "approved_by", act.approved_by, at, matter.received_at)
    plan = ev.DisposalApproved(text=text, recipients=to, approved_by=given.person, agreement=given.agreement)
    row = work.append(plan, at=at, matter=matter)
    consents.keep(work, given, row, matter)
    dues.acted(work, matter)
    affairs.meet(work, {DISPOSED}, matter, at)
    return row


@handles(acts.AppealLink)
def link(work: Work, act: acts.AppealLink) -> Row:
    """Link an appeal to an earlier matter, or take a mistaken link back."""
    matter = act.matter
    other = act.to
    if other.id == matter.id:
        raise Refused("to", "不能关联到自己")
    linked = {one.matter_id for one in links(work.views, matter.id)}
    reason = act.reason
    if act.undo:
        if other.id not in linked:
            raise Refused("to", "{0} 与 {1} 没有关联", matter.label, other.label)
        return work.append(ev.AppealUnlinked(other=other.id, label=other.label, reason=reason), matter=matter)
    if other.id in linked:
        raise Refused("to", "{0} 与 {1} 已关联", matter.label, other.label)
    return work.append(ev.AppealLinked(other=other.id, label=other.label, reason=reason), matter=matter)
