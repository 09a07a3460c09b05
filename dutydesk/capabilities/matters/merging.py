"""How a matter ends without being closed: merged into another (R9), or dropped while it was only proposed."""

from __future__ import annotations

from dutydesk.capabilities.consents.rules import COUNTERSIGNED
from dutydesk.capabilities.matters.events import MatterMerged, ProposalDropped
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.events import ObligationMoved
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.store.views.seen import is_sealed
from dutydesk.usecase.work import Work

GOES_ALONG = frozenset({"unit.acknowledged", COUNTERSIGNED, "report.received"})
"""What meets the clocks that go over to the surviving matter when two are merged (R9): somebody still owes an answer."""


def merge_into(work: Work, matter: Matter, into: Matter) -> Row:
    """Merge one matter into another: its clocks are cancelled or go along, both sources stay."""
    if is_sealed(work.views, matter.id) != is_sealed(work.views, into.id):
        raise Refused("into", "封存的事项与未封存的不并案: 并入后文字会露出来")
    row = work.append(MatterMerged(into=into.id), matter=matter)
    for view in work.views.clocks(matter_id=matter.id):
        rule = work.books.rules.rules.get(view.rule)
        taken = any(
            other.state == "open"
            for other in work.views.find_clocks(rule=view.rule, matter_id=into.id, subject=view.subject)
        )
        if rule is not None and GOES_ALONG.intersection(rule.met_when.events) and not taken:
            work.append(ObligationMoved(obligation=view.id, name=view.title, origin=matter.id), matter=into)
        else:
            dues.cancel(work, view, "merged")
    return row


def drop(work: Work, matter: Matter, reason: str) -> Row:
    """End a red proposal that becomes no matter; its alarm stops with it."""
    row = work.append(ProposalDropped(reason=reason), matter=matter)
    for view in work.views.clocks(matter_id=matter.id):
        dues.cancel(work, view, "not_red")
    return row
