"""Calls, contacts and the call for help as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.calls import events as ev
from dutydesk.capabilities.coordination.rules.coordination import CALL_RESULTS
from dutydesk.capabilities.log.lines import TELL, with_opinion
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.telephones import shown
from dutydesk.kernel.wording import Word


def _call(event: ev.CallLogged, names: Mapping[str, str]) -> str:
    name = names.get(event.name, event.name)
    who = f"{name} {shown(event.number)}" if event.number and event.number != name else name
    head = say("呼叫 {0}: {1}", who, translate(CALL_RESULTS[event.result]))
    return with_opinion(f"{head}. {event.text}" if event.text else head, event.opinion)


def _passed_on(event: ev.CallPassedOn, names: Mapping[str, str]) -> str:
    before, person = names.get(event.before, event.before), names.get(event.person, event.person)
    return say("{0} 已下班, 改呼 {1}", before, person)


def _contact(event: ev.ContactSaved, _names: Mapping[str, str]) -> str:
    who = " ".join(part for part in (event.unit, event.post, event.name) if part)
    return say("通讯录: {0} {1}", who, listed(map(shown, event.numbers)))


def _emergency(event: ev.EmergencyCalled, names: Mapping[str, str]) -> str:
    people = listed(Word("指挥中心") if who == "centre" else names.get(who, who) for who in event.call_list)
    return say("紧急呼叫: {0}. 依次呼叫 {1}", event.text, people)


TELL.update(
    {
        ev.CallLogged.KIND: _call,
        ev.CallPassedOn.KIND: _passed_on,
        ev.ContactSaved.KIND: _contact,
        ev.EmergencyCalled.KIND: _emergency,
    }
)
