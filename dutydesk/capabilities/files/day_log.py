"""A day's log as duty rooms rule it (papers 4.14): who called, what, how urgent, who handles it, what became of it.

What nobody wrote down stays empty for the pen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutydesk.capabilities.calls.events import CallLogged
from dutydesk.capabilities.coordination import events as units
from dutydesk.capabilities.instructions.events import InstructionReceived
from dutydesk.capabilities.intake.events import MessageDisposed
from dutydesk.capabilities.intake.rules import AS, source_of
from dutydesk.capabilities.log.events import Corrected, MessageReceived, Noted
from dutydesk.capabilities.log.lines import cell, line_of
from dutydesk.capabilities.matters.rules import COLOUR_NAMES, Matter
from dutydesk.capabilities.shifts.weather import held_on, weather_of
from dutydesk.i18n import translate
from dutydesk.kernel.events import UnknownEventError, decode, decoded
from dutydesk.kernel.instants import DAY, Instant, second
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import EntryView, ShiftView, Views

COLUMNS = (
    "序号", "时间", "记录时间", "来电来文单位", "联系人电话", "内容摘要", "紧急程度", "拟办意见", "领导批示", "承办单位", "办理结果",
    "反馈时间", "记录人", "带班领导", "天气", "事项", "种类", "备注",
)  # fmt: skip
FAMILIES: Mapping[str, str] = vocabulary(
    {
        "account": "账户",
        "ssh": "登录密钥",
        "act": "操作",
        "action": "交办",
        "alike": "查重",
        "alert": "提醒",
        "appeal": "诉求",
        "attachment": "附件",
        "backup": "备份",
        "call": "去电",
        "case": "案例",
        "consent": "请示同意",
        "contact": "通讯录",
        "custody": "涉密件",
        "register": "登记簿",
        "restricted": "限定知悉",
        "dispatch": "外送",
        "emergency": "紧急呼救",
        "emergency_log": "应急记录",
        "entry": "记录",
        "export": "导出",
        "handover": "交接班",
        "head": "签名",
        "instruction": "领导批示",
        "item": "查验",
        "key": "印章钥匙",
        "leader": "带班领导",
        "limits": "报送时限",
        "matter": "事项",
        "meeting": "会议",
        "message": "来电来文",
        "obligation": "时限",
        "office": "公文资料",
        "officer": "人员",
        "patrol": "巡查",
        "plan": "预案",
        "policy": "政策文件",
        "report": "报告",
        "resource": "资源",
        "response": "响应",
        "roll_call": "点名",
        "roster": "排班",
        "rulebook": "规则册",
        "shift": "班次",
        "store": "系统",
        "unit": "协同单位",
        "visit": "来访",
        "watch": "系统",
    }
)
"""Kind of a line in words, by what stands before the dot of its event's name."""


def kind_words(kind: str) -> str:
    """Return what a kind of line is called; one that is not known is an entry."""
    return translate(FAMILIES.get(kind.partition(".")[0], FAMILIES["entry"]))


def log_rows(views: Views, day_start: Instant) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of one day's log for other programs; times are ISO 8601."""
    people = views.names()
    matters = {one.id: one for one in views.matters(ended=True)}
    shifts = views.shifts()
    later = views.entries_between(day_start, day_start + 2 * DAY, audit=True)
    answers = {key: one for one in reversed(later) if (key := _answers(one))}
    skies = {one.id: weather_of(views, one) for one in held_on(shifts, day_start)}
    rows: list[list[str]] = []
    for entry in views.entries_between(day_start, day_start + DAY):
        shift = _held_at(shifts, entry.at)
        posts = (shift.leader, skies.get(shift.id, "")) if shift is not None else ("", "")
        rows.append(_row(entry, people, posts, matters.get(entry.matter_id or ""), answers))
    return [translate(word) for word in COLUMNS], rows


def _answers(entry: EntryView) -> tuple[str, ...]:
    """What an entry answers: the message that it disposes of, the notice of a matter that a unit confirms; the first counts."""
    if entry.kind == MessageDisposed.KIND:
        event = decoded(entry.kind, entry.payload)
        return ("message", event.message) if isinstance(event, MessageDisposed) else ()
    if entry.kind == units.UnitAcknowledged.KIND:
        event = decoded(entry.kind, entry.payload)
        return ("unit", entry.matter_id or "", event.unit) if isinstance(event, units.UnitAcknowledged) else ()
    return ()


def _held_at(shifts: Sequence[ShiftView], at: Instant) -> ShiftView | None:
    """Return the shift of an instant, None where none was held."""
    held = [one for one in shifts if one.began_at <= at and (one.ended_at is None or at < one.ended_at)]
    return held[-1] if held else None


def _row(
    entry: EntryView,
    people: Mapping[str, str],
    posts: tuple[str, str],
    matter: Matter | None,
    answers: Mapping[tuple[str, ...], EntryView],
) -> list[str]:
    """``posts``: who led the shift (officer id), and the weather at its beginning."""
    line = line_of(entry, people)
    leader, sky = posts
    found: dict[str, str] = {}
    if matter is not None:
        found["紧急程度"] = translate(COLOUR_NAMES[matter.colour])
        found["承办单位"] = matter.lead
    try:
        found |= _of_kind(entry, answers)
    except (UnknownEventError, KeyError, TypeError, ValueError):
        found["备注"] = translate("内容无法显示")
    found |= {
        "序号": str(entry.seq),
        "时间": second(entry.at),
        "记录时间": second(entry.recorded_at),
        "内容摘要": cell(line),
        "记录人": line.who,
        "带班领导": people.get(leader, leader),
        "天气": sky,
        "事项": line.label,
        "种类": kind_words(entry.kind),
    }
    return [found.get(column, "") for column in COLUMNS]


def _of_kind(entry: EntryView, answers: Mapping[tuple[str, ...], EntryView]) -> dict[str, str]:
    """Return what only some kinds of lines know."""
    event = decode(entry.kind, entry.payload)
    if isinstance(event, MessageReceived):
        answer = answers.get(("message", entry.id))
        known = {"来电来文单位": source_of(event.sender, event.text, ""), "拟办意见": event.opinion}
        return {**known, **(_disposed(answer) if answer else {})}
    if isinstance(event, Noted | Corrected):
        return {"拟办意见": event.opinion}
    if isinstance(event, CallLogged):
        return {"来电来文单位": event.name, "联系人电话": event.number, "拟办意见": event.opinion}
    if isinstance(event, InstructionReceived):
        return {"来电来文单位": event.who, "领导批示": event.text}
    if isinstance(event, units.UnitNotified):
        answer = answers.get(("unit", entry.matter_id or "", event.unit))
        known = {"承办单位": event.unit}
        return {**known, "办理结果": translate("已回执"), "反馈时间": second(answer.at)} if answer else known
    return {}


def _disposed(answer: EntryView) -> dict[str, str]:
    event = decode(answer.kind, answer.payload)
    assert isinstance(event, MessageDisposed)
    words = " ".join(filter(None, (translate(AS[event.how]), answer.label, event.reason)))
    return {
        "办理结果": words,
        "反馈时间": second(answer.at),
        **({"承办单位": event.to} if event.to else {}),
    }
