"""How the rows about the emergency log are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.emergency_log import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate
from dutydesk.kernel.text import clauses


def _taken(event: ev.TakenIn, _names: Mapping[str, str]) -> str:
    return clauses([say("收入应急记录 {0} 行", event.lines), *filter(None, [event.note])])


def _noted(event: ev.EmergencyNoted, names: Mapping[str, str]) -> str:
    if not event.whole:
        return say("应急记录第 {0} 行, 残缺或被改动, 时间不明: {1}", event.number, event.text)
    who = names.get(event.by, event.by)
    by = who if event.proved else say("自称 {0}", who)
    text = event.text or translate("(有密级标志, 未收入)")
    return say("应急记录第 {0} 行, {1}, 事后收入: {2}", event.number, by, text)


TELL.update({ev.TakenIn.KIND: _taken, ev.EmergencyNoted.KIND: _noted})
