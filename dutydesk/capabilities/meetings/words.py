"""How rows about meetings are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import MARKS, TELL, agreed
from dutydesk.capabilities.meetings import events as ev
from dutydesk.i18n import listed, say, when
from dutydesk.kernel.instants import Instant, local_date


def _hours(begins_at: Instant, ends_at: Instant) -> str:
    return f"{when(begins_at)}-{when(ends_at, local_date(begins_at))}"


def _planned(event: ev.MeetingPlanned, _names: Mapping[str, str]) -> str:
    where = " ".join(part for part in (event.place, event.room) if part)
    return f"{say('会议 {0}', _hours(event.begins_at, event.ends_at))} {where}".rstrip()


def _moved(event: ev.MeetingMoved, _names: Mapping[str, str]) -> str:
    return f"{say('会议改期 {0}', _hours(event.begins_at, event.ends_at))} {event.reason}".rstrip()


def _decided(event: ev.MeetingDecided, _names: Mapping[str, str]) -> str:
    owner = say(", 由 {0} 办理", event.owner) if event.owner else ""
    due = say(", {0} 前", when(event.due_at)) if event.due_at is not None else ""
    return say("议定: {0}", event.text) + owner + due


def _minutes(event: ev.MinutesWritten, names: Mapping[str, str]) -> str:
    by = names.get(event.approved_by, event.approved_by)
    head = say("纪要签发 {0}", by) + agreed(event.agreement, names) if event.approved else say("纪要草稿")
    return f"{head}\n{event.text}"


def _called_off(event: ev.MeetingCalledOff, _names: Mapping[str, str]) -> str:
    told = say("; 须告知 {0}", listed(event.told)) if event.told else ""
    return say("会议取消: {0}", event.reason) + told


TELL.update(
    {
        ev.MeetingPlanned.KIND: _planned,
        ev.MeetingMoved.KIND: _moved,
        ev.MeetingNoticeSent.KIND: lambda v, _n: say("会议通知 {0}", listed(v.recipients)),
        ev.MeetingAcknowledged.KIND: lambda v, _n: say("{0} 已回执 ({1}/{2})", v.unit, v.done, v.total),
        ev.LineTested.KIND: lambda v, _n: say("会前线路测试: {0}", v.note),
        ev.MeetingNoted.KIND: lambda v, _n: v.text,
        ev.MeetingDecided.KIND: _decided,
        ev.MinutesWritten.KIND: _minutes,
        ev.MeetingCalledOff.KIND: _called_off,
    }
)
MARKS.update(
    {
        ev.MeetingNoted.KIND: "✎",
        ev.MeetingDecided.KIND: "√",
    }
)
