"""Use cases about what looks like the same affair.

Nothing is merged by itself, and nothing is held up: a matter that is opened by a script beside one that looks like it is
opened, and the log says that nobody said whether it is the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.appeals.rules import Likeness, likeness
from dutydesk.capabilities.duplicates import acts, reads
from dutydesk.capabilities.duplicates import events as ev
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.store.views.seen import holders, is_sealed
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.NotSame)
def not_same(work: Work, act: acts.NotSame) -> Row:
    """Keep that two matters are not the same, with the score that they have."""
    matter, other = act.matter, act.other
    if other.id == matter.id:
        raise Refused("other", "请写明两件不同的事项")
    if reads.not_same(work.views, matter.id, other.id):
        raise Refused("other", "{0} 与 {1} 已记为不是同一件", matter.label, other.label)
    return deny(work, matter, other, act.reason)


def deny(work: Work, matter: Matter, other: Matter, reason: str = "") -> Row:
    """Write down that two matters are not the same."""
    alike = likeness(affair(matter), affair(other))
    apart = is_sealed(work.views, other.id) and not is_sealed(work.views, matter.id)  # then nothing is told of it here
    reasons = {} if apart else _told(alike)
    told = ev.NotTheSame(other=other.id, label=other.label, score=alike.score, reasons=reasons, reason=reason)
    return work.append(told, matter=matter)


def look(work: Work, matter: Matter, denied: Sequence[Matter]) -> None:
    """Keep what was said of a matter just opened: what it is not the same as, and what nobody said anything about."""
    for other in denied:
        deny(work, matter, other)
    known = {other.id for other in denied}
    for other, alike in reads.candidates(work.views, affair(matter), work.said):
        if other.id not in known and holders(work.views, other.id) is None:
            told = ev.Noticed(other=other.id, label=other.label, score=alike.score, reasons=_told(alike))
            work.append(told, matter=matter)


def _told(alike: Likeness) -> dict[str, str]:
    return dict(alike.reasons)
