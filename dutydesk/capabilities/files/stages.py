"""How long each stage of an affair took, from its receipt to its end; the slowest is marked (CO-17)."""

from __future__ import annotations

from itertools import pairwise

from dutydesk.capabilities.matters.rules import Matter
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, Instant
from dutydesk.kernel.values import dataclass

STAGES = (
    ("received_at", "收到"),
    ("opened_at", "立项"),
    ("assessed_at", "评估"),
    ("activated_at", "启动响应"),
    ("first_sent_at", "首报"),
    ("closed_at", "办结"),
)
"""The moments of an affair in the order in which they are due; one that was left out makes no stage."""


@dataclass(frozen=True)
class Stage:
    """From one moment to the next. ``slowest``: the longest of those that are over."""

    begin: str
    end: str
    took: Instant
    slowest: bool = False


def opened(matter: Matter) -> Instant | None:
    """Return when somebody made an affair of it: what the desk proposed is none before it is confirmed."""
    return matter.confirmed_at or matter.opened_at


def stages(matter: Matter) -> list[Stage]:
    """Return the stages of an affair that are over, in the order of time."""
    moments = {"opened_at": opened(matter)}
    told = [(at, name) for field, name in STAGES if (at := moments.get(field, getattr(matter, field))) is not None]
    told.sort(key=lambda one: one[0])
    found = [(begin, end, until - since) for (since, begin), (until, end) in pairwise(told)]
    longest = max((took for _, _, took in found), default=0)
    return [
        Stage(begin, end, took, slowest=took == longest and took > 0 and len(found) > 1) for begin, end, took in found
    ]


def lasted(length: Instant) -> str:
    """Return how long something took in words: written as hours and minutes alone it would be taken for an hour of the day."""
    if length < HOUR:
        return say("{0} 分", length // MINUTE)
    if length < 2 * DAY:
        return say("{0} 小时 {1} 分", length // HOUR, length % HOUR // MINUTE)
    return say("{0} 天 {1} 小时", length // DAY, length % DAY // HOUR)


def lines(matter: Matter, now: Instant) -> list[str]:
    """Return the stages as lines, and the age of an affair that is open."""
    told = [
        f"{translate(one.begin)} → {translate(one.end)} {lasted(one.took)}"
        + (f"  ← {translate('最慢')}" if one.slowest else "")
        for one in stages(matter)
    ]
    if matter.closed_at is None:
        return [*told, say("收到至今 {0}", lasted(now - matter.received_at))]
    return [*told, say("收到至办结 {0}", lasted(matter.closed_at - matter.received_at))]
