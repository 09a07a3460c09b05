"""Taking the emergency log into the journal."""

from __future__ import annotations

from dutydesk.capabilities.emergency_log import acts
from dutydesk.capabilities.emergency_log.events import EmergencyNoted, TakenIn
from dutydesk.capabilities.emergency_log.reads import waiting
from dutydesk.kernel.markings import find
from dutydesk.kernel.refusal import Refused
from dutydesk.store.emergency_log import Line
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.TakeIn)
def take_in(work: Work, act: acts.TakeIn) -> Row:
    """Write every line that the journal does not hold: under its own id, so that it is never taken in twice."""
    path = work.tx.path
    lines = waiting(work.views, path) if path is not None else []
    if not lines:
        raise Refused("", "应急记录里没有待收入的行")
    files = list(dict.fromkeys(one.file for one in lines))
    row = work.append(TakenIn(lines=len(lines), files=files, note=act.note))
    at = work.now
    for line in lines:
        at = min(line.at, work.now) if line.at else at
        work.tx.append(_event(line), actor=work.actor, at=at, row_id=line.id)
    return row


def _event(line: Line) -> EmergencyNoted:
    """Return a line as the journal keeps it; what may not be kept (a grade of secrecy written in by hand) is left out of it."""
    text = "" if find(line.text) is not None else line.text
    return EmergencyNoted(
        text=text,
        by=line.by,
        proved=line.proved,
        written_at=line.at,
        number=line.number,
        file=line.file,
        whole=line.whole,
    )
