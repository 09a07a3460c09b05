"""Meetings: planned, announced, tested, noted, decided, minuted, moved, called off."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from dutydesk.kernel.events import Event
from dutydesk.kernel.instants import Instant


class MeetingPlanned(Event):
    """When and where; ``room`` is a room or number of the video system."""

    KIND = "meeting.planned"
    SEARCHED = ("place", "room")
    begins_at: Instant
    ends_at: Instant
    place: str = ""
    room: str = ""


class MeetingMoved(Event):
    """Another time; what hangs on the old one is planned anew."""

    KIND = "meeting.moved"
    SEARCHED = ("reason",)
    begins_at: Instant
    ends_at: Instant
    reason: str = ""


class MeetingNoticeSent(Event):
    """Invited; each must acknowledge."""

    KIND = "meeting.notice_sent"
    SEARCHED = ("recipients",)
    SAYS = (("会议通知 {0}", "recipients"),)
    recipients: list[str]


class MeetingAcknowledged(Event):
    """An invited unit acknowledged; after it ``done`` of ``total`` did."""

    KIND = "meeting.acknowledged"
    SEARCHED = ("unit",)
    SAYS = (("{0} 已回执 ({1}/{2})", "unit", "done", "total"),)
    SETS = ("meeting_unit", "acknowledged_at")
    unit: str
    done: int
    total: int


class LineTested(Event):
    """The line was tested before the meeting."""

    KIND = "meeting.line_tested"
    SEARCHED = ("note",)
    SAYS = (("会前线路测试: {0}", "note"),)
    SETS = ("meeting", "tested_at")
    note: str


class MeetingNoted(Event):
    """What was said, at the row's ``at``."""

    KIND = "meeting.noted"
    SEARCHED = ("text",)
    MARK = "✎"
    SAYS = (("{0}", "text"),)
    text: str


class MeetingDecided(Event):
    """What was decided; who does it by when."""

    KIND = "meeting.decided"
    SEARCHED = ("text", "owner")
    MARK = "√"
    SAYS = (("议定: {0}", "text"), (", 由 {0} 办理", "owner"), (", {0} 前", "due_at"))
    text: str
    owner: str = ""
    due_at: Instant | None = None


class MinutesWritten(Event):
    """The minutes as they stand; ``approved`` ends the writing. ``approved_by`` is an officer id; ``drawn``: by the desk alone."""

    KIND = "meeting.minutes"
    SEARCHED = ("text", "present", "excused", "observers")
    text: str
    approved: bool = False
    approved_by: str = ""
    agreement: dict[str, Any] = field(default_factory=dict[str, Any])
    """How that person agreed (``consents.rules``); empty for the own act and in rows of before the field."""
    drawn: bool = False
    present: str = ""
    """Who was there, as it stands on the paper; so ``excused``, who was not and why, and ``observers``."""
    excused: str = ""
    observers: str = ""


class MeetingCalledOff(Event):
    """The meeting does not take place; ``told`` had been invited and must be told."""

    KIND = "meeting.called_off"
    SEARCHED = ("reason", "told")
    SAYS = (("会议取消: {0}", "reason"), ("; 须告知 {0}", "told"))
    SETS = ("meeting", "called_off_at")
    reason: str
    told: list[str] = field(default_factory=list[str])
