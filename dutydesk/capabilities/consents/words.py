"""Consents as lines of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.consents import events as ev
from dutydesk.capabilities.consents.rules import what
from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.i18n import say, translate


def _given(event: ev.ConsentGiven, names: Mapping[str, str]) -> str:
    agreement = {"how": event.how, "at": event.agreed_at}
    return f"{translate(what(event.act))}: {names.get(event.person, event.person)}{agreed(agreement, names)}"


def _asked(event: ev.ConsentAsked, names: Mapping[str, str]) -> str:
    return f"{say('请 {0} 签字: {1}', names.get(event.person, event.person), translate(what(event.act)))}"


def _signed(event: ev.ConsentSigned, _names: Mapping[str, str]) -> str:
    return f"{say('签字: {0}' if event.asked else '补签: {0}', what(event.act))} {event.note}".rstrip()


def _returned(event: ev.ConsentReturned, names: Mapping[str, str]) -> str:
    said = say("请 {0} 签字的 {1} 未签, 退回或撤回", names.get(event.person, event.person), translate(what(event.act)))
    return f"{said}: {event.reason}" if event.reason else said


TELL.update(
    {
        ev.ConsentGiven.KIND: _given,
        ev.ConsentSigned.KIND: _signed,
        ev.ConsentAsked.KIND: _asked,
        ev.ConsentReturned.KIND: _returned,
        ev.ConsentDenied.KIND: lambda v, _n: say("本人不认可, 没有同意过: {0}; {1}", what(v.act), v.reason),
    }
)
