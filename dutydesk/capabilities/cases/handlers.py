"""Use cases of the case library."""

from __future__ import annotations

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.cases import acts, reads
from dutydesk.capabilities.cases import events as ev
from dutydesk.capabilities.cases.rules import nearest
from dutydesk.capabilities.matters.rules import OPEN
from dutydesk.capabilities.reporting import affairs
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

SAVED = "case.saved"


@handles(acts.CaseSave)
def save(work: Work, act: acts.CaseSave) -> Row:
    """Keep the review of a closed affair: that, and nothing else, meets what is owed for it."""
    matter = act.matter
    if matter.state == OPEN:
        raise Refused("matter", "事项 {0} 还没有办结; 办结后再复盘", matter.label)
    steps = [work.text("step", line.strip()) for one in act.step for line in one.splitlines() if line.strip()]
    told = ev.CaseSaved(
        happened=act.happened, worked=act.worked, next=act.next, call=act.call, steps=steps, typical=act.typical
    )
    row = work.append(told, matter=matter)
    affairs.meet(work, {SAVED}, matter, work.said)
    return row


@handles(acts.CaseTake)
def take(work: Work, act: acts.CaseTake) -> Row:
    """List steps and contacts of a case in an affair; without a name those of the nearest."""
    matter = act.matter
    name = act.case.strip()
    if name:
        found = reads.case(work.views, name)
        if found is None or not _seen(work, found.id):
            raise Refused("case", "没有这个案例: {0}; 见 case list", name)
    else:
        known = [one for one in reads.library(work.views) if _seen(work, one.id)]
        found = next((one for one, _ in nearest(affair(matter), known)), None)
        if found is None:
            raise Refused("case", "没有相近的案例; 请写编号, 见 case list")
    return work.append(
        ev.CaseTaken(case=found.id, title=found.title, call=found.call, steps=list(found.steps)), matter=matter
    )


def _seen(work: Work, name: str) -> bool:
    """Whether whoever acts may know of the affair that a case comes from; an example is nobody's."""
    matter = work.views.matter(name)
    return matter is None or work.may_see(matter.id)
