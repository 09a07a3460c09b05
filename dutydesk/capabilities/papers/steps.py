"""What a shift did about a matter, as the column 处理过程 of its log has it: opened, passed on, answered, planned, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dutydesk.capabilities.appeals.events import DisposalApproved
from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.coordination.events import JointPlanApproved, UnitAcknowledged, UnitNotified
from dutydesk.capabilities.instructions.events import (
    InstructionAcknowledged,
    InstructionFeedback,
    InstructionReceived,
    InstructionRelayed,
)
from dutydesk.capabilities.log.events import MessageReceived
from dutydesk.capabilities.matters.events import MatterOpened
from dutydesk.capabilities.meetings.events import MeetingAcknowledged, MeetingNoticeSent
from dutydesk.capabilities.papers.case import clock
from dutydesk.capabilities.policies.events import PolicyAnswered, PolicyInterpreted, PolicyPushed
from dutydesk.capabilities.response.events import ResponseActivated
from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.prose import answered_words
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import EntryView


@dataclass(frozen=True)
class Step:
    """One thing that was done at ``at``: ``act``, and to whom; ``ANSWER``: they say that they have it."""

    at: Instant
    act: str
    units: tuple[str, ...] = ()


ANSWER = "回执"
STEPS: Mapping[type[Event], tuple[str, str]] = {
    UnitNotified: ("转告", "unit"),
    InstructionRelayed: ("转告", "recipients"),
    MeetingNoticeSent: ("通知", "recipients"),
    PolicyInterpreted: ("签发解读", ""),
    PolicyPushed: ("推送", "recipients"),
    PolicyAnswered: ("反馈", ""),
    UnitAcknowledged: (ANSWER, "unit"),
    InstructionAcknowledged: (ANSWER, "unit"),
    MeetingAcknowledged: (ANSWER, "unit"),
    InstructionFeedback: ("反馈", ""),
    DisposalApproved: ("处置方案经同意", ""),
    JointPlanApproved: ("联合处置方案经同意", ""),
    ResponseActivated: ("启动内部应急值守", ""),
    MatterClosed: ("办结", ""),
}
"""What the log tells of a matter's handling: how it is said, and the field that names the units."""


def step_of(at: Instant, event: Event) -> Step | None:
    """Return what an event says was done about a matter, None for what the log does not tell."""
    act, field = STEPS.get(type(event), ("", ""))
    if isinstance(event, ResponseActivated) and event.previous:
        act = "调整内部应急值守"
    named: str | list[str] = getattr(event, field) if field else []
    units = (named,) if isinstance(named, str) else tuple(named)
    return Step(at, act, units) if act else None


def handled_of(
    events: Sequence[tuple[EntryView, Event]], messages: Mapping[str, str], day: date
) -> dict[str, list[str]]:
    """Return what was done about its matter after an entry and before the next one about it, by the entry's id.

    Args:
        events: of the shift, in order.
        messages: the matter of each message, by its entry.
        day: of the log; what is of another has its date.

    A matter that no message of the shift is about has a line of its own: that of its opening.
    """
    heads: dict[str, str] = {}
    steps: dict[str, list[Step]] = {}
    for one, event in events:
        matter = messages.get(one.id, one.matter_id or "")
        if not matter:
            continue
        if isinstance(event, MessageReceived | InstructionReceived) or (
            isinstance(event, MatterOpened) and matter not in heads
        ):
            heads[matter] = one.id
            if isinstance(event, MatterOpened):
                steps.setdefault(one.id, [])
        found = step_of(one.at, event)
        if found is not None and matter in heads:
            steps.setdefault(heads[matter], []).append(found)
    return {entry: said(found, day) for entry, found in steps.items()}


def said(steps: Sequence[Step], day: date) -> list[str]:
    """Return steps as parts of one line: 10:55启动内部应急值守, 10:59转告省公安厅交管局、省卫生健康委, 均已回执."""
    answered = [unit for one in steps if one.act == ANSWER for unit in one.units]
    grouped: dict[str, list[str]] = {}
    for one in steps:
        if one.act != ANSWER:
            grouped.setdefault(f"{clock(one.at, day)}{one.act}", []).extend(one.units)
    parts = [f"{act}{'、'.join(dict.fromkeys(units))}" for act, units in grouped.items()]
    if answered:
        told = [unit for units in grouped.values() for unit in units]
        last = max((at for at, units in enumerate(grouped.values(), 1) if units), default=0)
        parts.insert(last, answered_words(told, answered))
    return parts
