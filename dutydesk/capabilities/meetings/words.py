"""How rows about meetings are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.capabilities.meetings import events as ev
from dutydesk.i18n import say, when
from dutydesk.kernel.instants import Instant, local_date


def _hours(begins_at: Instant, ends_at: Instant) -> str:
    return f"{when(begins_at)}-{when(ends_at, local_date(begins_at))}"


def _planned(event: ev.MeetingPlanned, _names: Mapping[str, str]) -> str:
    where = " ".join(part for part in (event.place, event.room) if part)
    return f"{say('会议 {0}', _hours(event.begins_at, event.ends_at))} {where}".rstrip()


def _moved(event: ev.MeetingMoved, _names: Mapping[str, str]) -> str:
    return f"{say('会议改期 {0}', _hours(event.begins_at, event.ends_at))} {event.reason}".rstrip()


def _minutes(event: ev.MinutesWritten, names: Mapping[str, str]) -> str:
    by = names.get(event.approved_by, event.approved_by)
    head = say("纪要签发 {0}", by) + agreed(event.agreement, names) if event.approved else say("纪要草稿")
    return f"{head}\n{event.text}"


TELL.update(
    {
        ev.MeetingPlanned.KIND: _planned,
        ev.MeetingMoved.KIND: _moved,
        ev.MinutesWritten.KIND: _minutes,
    }
)
