"""What became of a report at a recipient, as lines of the log and of the page."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.sending import events as ev
from dutydesk.capabilities.sending.rules import CARRIED, OVERDUE, OWED, STANDINGS, WAYS, Recipient, Went
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.instants import Instant


def _delivered(event: ev.ReportDelivered, _names: Mapping[str, str]) -> str:
    way = " ".join(filter(None, (translate(WAYS.get(event.way, event.way)), event.channel, event.note)))
    told = say("报告送 {0}: {1}", event.unit, way)
    return say("{0}; {1} 接收", told, event.taken_by) if event.taken_by else told


TELL.update({ev.ReportDelivered.KIND: _delivered})


def went_words(one: Went, names: Mapping[str, str]) -> str:
    """Return how a report went, in words: way, hour, who sent it, how far the channel is."""
    way = translate(WAYS.get(one.way, one.way))
    told = " ".join(filter(None, (way, one.channel, when(one.at), names.get(one.actor, one.actor), one.note)))
    if one.taken_by:
        told = say("{0}; {1} 接收", told, one.taken_by)
    if not one.carried:
        return told
    state = " ".join(filter(None, (translate(CARRIED.get(one.carried, one.carried)), when(one.carried_at))))
    return say("{0}; {1}, 已试 {2} 次", told, state, one.attempts)


def standing_words(one: Recipient, now: Instant) -> str:
    """Return what stands at a recipient: owed until when, or who has it since when."""
    standing = one.standing(now)
    said = translate(STANDINGS[standing])
    if one.received_at is not None:
        return " ".join(filter(None, (said, one.received_by, when(one.received_at), one.received_note)))
    return say("{0}, 应于 {1} 前", said, when(one.due_at)) if standing in (OWED, OVERDUE) else said


def recipient_line(one: Recipient, now: Instant, names: Mapping[str, str]) -> str:
    """Return a recipient in one line: who, what stands there, how it went."""
    onward = [say("转发 {0}", when(one.forwarded_at))] if one.forwarded_at is not None else []
    return "  ".join((one.unit, standing_words(one, now), *onward, *(went_words(each, names) for each in one.went)))
