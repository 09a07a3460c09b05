"""The use case."""

from __future__ import annotations

from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work
from tests.tui.samples.leading.acts import Relead
from tests.tui.samples.leading.events import LeadChanged


@handles(Relead)
def relead(work: Work, act: Relead) -> Row:
    """Name another lead unit; the one that leads already is no other."""
    if act.lead == act.matter.lead:
        raise Refused("lead", "{0} 已经牵头", act.lead)
    return work.append(LeadChanged(lead=act.lead, previous=act.matter.lead, reason=act.reason), matter=act.matter)
