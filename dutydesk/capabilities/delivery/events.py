"""What left the house, or did not. Imported when the first such row is met."""

from __future__ import annotations

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class DispatchQueued(Event):
    """An alert is to go out by a channel; written with the alert, in one transaction. ``key`` is the same at every attempt.

    ``heading`` and ``body`` are frozen here; ``people`` are names, ``label`` is the matter's.
    """

    KIND = "dispatch.queued"
    QUIET = True
    SEARCHED = ("label",)
    key: str
    channel: str
    obligation: str
    step: str
    heading: str
    body: str
    colour: str
    how: str
    people: list[str]
    raised_at: Instant
    label: str = ""
    report: str = ""
    """Id of the report that goes as a file; empty for an alert."""


class DispatchSent(Event):
    """The receiver said yes, at this attempt (1 or more)."""

    KIND = "dispatch.sent"
    QUIET = True
    SAYS = (("已外送 {0}, 第 {1} 次", "channel", "attempts"),)
    key: str
    channel: str
    attempts: int


class DispatchFailed(Event):
    """A channel does not get through: once an outage, not once an attempt. ``reason`` is one of the channels' words."""

    KIND = "dispatch.failed"
    SEARCHED = ("reason",)
    key: str
    channel: str
    attempts: int
    reason: str
    detail: str


class DispatchGivenUp(Event):
    """What it was about has ended long ago, and it never got through."""

    KIND = "dispatch.given_up"
    SAYS = (("放弃外送 {0}: 共试 {1} 次, 所报时限早已结束", "channel", "attempts"),)
    key: str
    channel: str
    attempts: int


class ChannelTested(Event):
    """The row's actor sent a message marked as a test through a channel; ``detail`` is the reply."""

    KIND = "dispatch.tested"
    channel: str
    sent: bool
    detail: str = ""


class ChannelRestored(Event):
    """A channel gets through again. ``since`` is when it was first seen failing."""

    KIND = "dispatch.restored"
    SAYS = (("通道恢复: {0}, 自 {1} 起不通", "channel", "since"),)
    channel: str
    since: Instant
