"""How rows of the small duties are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.duties import events as ev
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.duties.sheet_words import grade_words
from dutydesk.capabilities.log.lines import TELL, agreed
from dutydesk.i18n import say, translate, until
from dutydesk.kernel.instants import Until, local_date


def _noted(head: str, note: str) -> str:
    return f"{head}. {note}" if note else head


def _second(event: Any, names: Mapping[str, str]) -> str:
    second = event.second
    return say(", 第二人 {0}", names.get(second, second)) + agreed(event.agreement, names) if second else ""


def _called(event: ev.RollCallReceived, _names: Mapping[str, str]) -> str:
    return say("点名: {0}", event.caller) if event.caller else translate("点名")


def _answered(event: ev.RollCallAnswered, _names: Mapping[str, str]) -> str:
    head = say("点名应答, 在岗: {0}", event.caller) if event.caller else translate("点名应答, 在岗")
    return _noted(head, event.note)


def _patrol(event: ev.PatrolSaved, _names: Mapping[str, str]) -> str:
    head = say("巡查: {0}", event.text)
    return say("{0}; 异常: {1}", head, event.note) if event.abnormal else _noted(head, event.note)


def _registered(event: ev.PaperRegistered, names: Mapping[str, str]) -> str:
    grade = grade_words(event.grade, event.period)
    head = say("涉密件登记 {0} {1}, {2} 份, 存 {3}", event.number, grade, event.copies, event.place)
    source = say(", 来自 {0}", event.source) if event.source else ""
    return head + source + _second(event, names)


def _graded(event: ev.PaperGraded, names: Mapping[str, str]) -> str:
    before = translate(d.GRADE_NAMES.get(event.previous, d.UNSET_WORDS))
    return say("涉密件密级 {0} → {1}", before, grade_words(event.grade, event.period)) + _second(event, names)


def _moved(event: ev.PaperMoved, names: Mapping[str, str]) -> str:
    head = say("涉密件移至 {0}", event.place)
    holder = say(", {0} 拿走", event.holder) if event.holder else ""
    return head + holder + _second(event, names)


def _ended(event: ev.PaperEnded, names: Mapping[str, str]) -> str:
    where = event.holder or event.place
    head = say("涉密件{0}", d.STATE_NAMES[event.state])
    return (f"{head}: {where}" if where else head) + _second(event, names)


def _came(event: ev.VisitorCame, _names: Mapping[str, str]) -> str:
    last_four = say(", 证件末四位 {0}", event.id_last4) if event.id_last4 else ""
    who = f"{event.unit} {event.name}"
    return say("来访 {0}: {1}, {2} 人, {3}", event.label or event.visit, who, event.count, event.reason) + last_four


def _away(event: ev.LeaderAway, _names: Mapping[str, str]) -> str:
    end = until(Until(event.until), local_date(event.since))
    return say("领导外出报备: {0} 至 {1} 在 {2}, {3} 代行", event.name, end, event.place, event.deputy)


TELL.update({
    ev.RollCallReceived.KIND: _called,
    ev.RollCallAnswered.KIND: _answered,
    ev.PatrolSaved.KIND: _patrol,
    ev.PaperRegistered.KIND: _registered,
    ev.PaperGraded.KIND: _graded,
    ev.PaperMoved.KIND: _moved,
    ev.PaperEnded.KIND: _ended,
    ev.VisitorCame.KIND: _came,
    ev.VisitorLeft.KIND: lambda v, _n: _noted(say("来访 {0} 离开: {1}", v.label or v.visit, v.name), v.note),
    ev.LeaderAway.KIND: _away,
})  # fmt: skip
