"""Journal rows as lines of the log, in the reader's language.

Light on purpose: the first frame of the desk is drawn with this module, before the store's write side is
imported. Everything returned is cleaned, so that no text can look like another line or move a cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from dutydesk.capabilities import fetch
from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.closing.rules import OUTCOMES
from dutydesk.capabilities.consents.rules import words as consent_words
from dutydesk.capabilities.grading.events import CriteriaAnswered, LevelSet
from dutydesk.capabilities.log.events import Corrected, MessageReceived, Noted
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.events import (
    ColourSet,
    FactRecorded,
    FiguresRecorded,
    MatterAmended,
    MatterMerged,
    MatterOpened,
    MatterProposed,
)
from dutydesk.capabilities.obligations.events import (
    CAUSES,
    UNDECIDED,
    Acknowledged,
    ActRecorded,
    AlertRaised,
    ObligationEnded,
    ObligationOpened,
)
from dutydesk.capabilities.reporting.events import ReportSent
from dutydesk.capabilities.response.events import Assessed, ResponseActivated, ResponseKept
from dutydesk.capabilities.shifts.events import (
    ItemChecked,
    OfficerAdded,
    RosterPlanned,
    ShiftBegan,
    ShiftEnded,
    ShiftRelieved,
)
from dutydesk.capabilities.timekeeping.events import ClockDoubtful, ClockStepped, Unwatched
from dutydesk.i18n import as_of, current, explain, listed, offered, say, title, translate, when
from dutydesk.kernel import casualties
from dutydesk.kernel import figures as f
from dutydesk.kernel.events import REGISTRY, Event, decode, times_of
from dutydesk.kernel.instants import MINUTE, SECOND, Instant
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.sealed import PEOPLE
from dutydesk.kernel.text import clauses, clean, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Word, vocabulary
from dutydesk.store.views import EntryView, FigureView

if TYPE_CHECKING:
    from dutydesk.capabilities.handover.rules import Checklist


CHANNEL_WORDS = vocabulary({"screen": "屏幕", "bell": "响铃", "group": "群推送", "call": "呼叫"})
SERVICE_WORDS = vocabulary({
    "webhook": "网络接口", "wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书", "dingtalk_app": "钉钉应用", "feishu_app": "飞书应用", "smtp": "邮件", "command": "本机程序",
})  # fmt: skip
"""What a channel out of the house is sent through."""
FACT_NAMES: Mapping[str, str] = vocabulary({
    "background": "基本情况", "cause": "起因", "course": "过程", "scope": "范围", "trend": "趋势", "handling": "处置",
    "commander": "现场指挥", "measures": "措施", "next": "下一步", "requests": "请求事项", "aboard": "涉及总人数",
    "reported": "事发地上报", "aftermath": "善后", "responsibility": "责任追究", "problems": "遗留问题",
})  # fmt: skip
POST_WORDS = vocabulary(
    {"A": "A岗", "B": "B岗", "leader": "带班领导", "director": "主任", "centre": "指挥中心", "person": "本人"}
)
LATE_SHOWN: Instant = 2 * SECOND


@dataclass(frozen=True)
class Line:
    """One line of the log. ``mark`` is one glyph; ``struck`` says that it was corrected later."""

    seq: int
    at: Instant
    mark: str
    who: str
    label: str
    text: str
    late: bool
    struck: bool
    kind: str


def line_of(entry: EntryView, names: Mapping[str, str]) -> Line:
    """Return the line of a journal row. ``names`` maps officer ids to names."""
    text = clean(text_of(entry, names))  # this brings the kind, and with it the mark
    return Line(
        seq=entry.seq,
        at=entry.at,
        mark=(REGISTRY.get(entry.kind) or Event).MARK,
        who=one_line(translate("值班台") if entry.actor == "desk" else names.get(entry.actor, entry.actor)),
        label=one_line(entry.label),
        text=text,
        late=entry.late,
        struck=entry.struck_by is not None,
        kind=entry.kind,
    )


def text_of(entry: EntryView, names: Mapping[str, str]) -> str:
    """Return what a row says, as typed by people (not cleaned yet).

    A row that cannot be said (a kind or a word of a newer version, a payload that is none) is one line that names it.
    """
    try:
        with as_of(entry.at):
            return told(entry.kind, entry.payload, names)
    except Exception:  # noqa: BLE001 - one bad row stays one bad row, whatever is wrong with it
        return say("第 {0} 条无法显示 ({1})", entry.seq, entry.kind)


def told(kind: str, payload: str, names: Mapping[str, str]) -> str:
    """Return what an event says; whatever is wrong with it is raised."""
    event = decode(kind, payload, newer=True)
    if event.SAYS:
        return _declared(event, names)
    teller = TELL.get(kind) or _fetched(kind)
    return teller(event, names) if teller else translate(kind)


def _declared(event: Event, names: Mapping[str, str]) -> str:
    """Return what a kind declares that it says; a further sentence is left out while nothing stands in its fields."""
    said: list[str] = []
    for template, *fields in event.SAYS:
        values = [_value(event, name, names) for name in fields]
        if not said or any(values):
            said.append(say(template, *values))
    return "".join(said).rstrip()


def _value(event: Event, name: str, names: Mapping[str, str]) -> Any:
    """Return the value of a field as people read it: times, accounts by their names, words of the desk in the reader's language."""
    value: Any = getattr(event, name)
    if name in times_of(type(event)):
        return when(value)
    if name in event.WORDS:
        return Word(value)
    if name in PEOPLE:
        people: list[str] = [value] if isinstance(value, str) else value
        return [names.get(who, who) for who in people]
    return value


def _fetched(kind: str) -> Teller | None:
    """Return the teller of a kind that was not shown yet; its capability alone is imported."""
    fetch(kind, "words")
    return TELL.get(kind)


def print_line(line: Line, *, tildes: bool = True) -> str:
    """Return a line for print and plain terminals: ``08:31 ✎ 周明 [Y1] 文字``; further lines of the text are indented.

    ``tildes``: a corrected line stands between ``~~``, which programs look for; people read that it was corrected.
    """
    head = f"{when(line.at)} {line.mark} {line.who} "
    label = f"[{line.label}] " if line.label else ""
    late = f" ({translate('补记')})" if line.late else ""
    text = line.text.replace("\n", "\n" + " " * 8)
    if line.struck:
        around = "~~" if tildes else ""
        text = f"{around}{text}{around} ({translate('已更正')})"
    return f"{head}{label}{text}{late}"


def cell(line: Line) -> str:
    """Return the text of a log line for a field of a table, marked where it was corrected or written late."""
    late = f" ({translate('补记')})" if line.late else ""
    return f"{line.text} ({translate('已更正')}){late}" if line.struck else f"{line.text}{late}"


# ---------------------------------------------------------------- one teller a kind


def figures(values: Mapping[str, float], unverified: Collection[str] = ()) -> str:
    """Return figures in the reader's language; reports spell them in Chinese (``kernel.figures.spell``).

    ``unverified``: fields whose figure is marked 待核实.
    """
    if current() == "zh":
        return f.spell(values, unverified)
    people = [name for name in casualties.FIELDS if name in values]
    others = [name for name in f.FIELDS if name in values and name not in people]
    everybody = len(people) > 1 and all(name in unverified for name in people)
    each = {name for name in unverified if not (everybody and name in people)}
    mark = f" ({translate('待核实')})"
    told = [
        f"{translate(f.NAMES[name])} {values[name]:,.10g}{mark if name in each else ''}" for name in (*people, *others)
    ]
    if everybody:
        told[len(people) - 1] += f" ({translate('均待核实')})"
    return ", ".join(told)


def figures_at_odds(differ: Mapping[str, Mapping[str, float | None]]) -> str:
    """Return what each recipient was told where they were told different figures (IN-14), empty where nothing differs.

    Args:
        differ: recipients with their number (None: never told), by figure (``reporting.rules.reporting.differing``).
    """
    known: dict[str, dict[str, float | None]] = {}
    for field, values in differ.items():
        for who, value in values.items():
            known.setdefault(who, {})[field] = value
    told = clauses(f"{one_line(who)} {_known(values)}" for who, values in known.items())
    return say("各单位掌握的数字不一致: {0}", told) if told else ""


def _known(values: Mapping[str, float | None]) -> str:
    """Return the figures that somebody was told, and those that they were not told."""
    given = {name: value for name, value in values.items() if value is not None}
    never = [translate(f.NAMES[name]) for name, value in values.items() if value is None]
    return ", ".join(part for part in (figures(given), say("未报 {0}", listed(never)) if never else "") if part)


def standing_figures(known: Mapping[str, FigureView]) -> str:
    """Return the figures of a matter as they stand, what is not verified marked."""
    unverified = [name for name, figure in known.items() if not figure.verified]
    return figures({name: figure.value for name, figure in known.items()}, unverified)


def agreed(agreement: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return how somebody agreed, in brackets behind the name: `` (电话请示同意, 11时33分, 周明记录)``; empty for the own act."""
    sentence = consent_words(agreement, names)
    return f" ({explain(sentence)})" if sentence is not None else ""


def _by(consent: str, agreement: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return who agreed and how, as the tail of a sentence; empty where nobody had to."""
    return say(", {0} 同意", names.get(consent, consent)) + agreed(agreement, names) if consent else ""


def _people(ids: list[str], names: Mapping[str, str]) -> str:
    return listed(Word("指挥中心") if who == "centre" else names.get(who, who) for who in ids)


def _level(level: str) -> str:
    return say("{0}级", m.LEVEL_MARKS[level]) if level else ""


def _opened(event: Any, names: Mapping[str, str]) -> str:
    what = f"{m.COLOUR_NAMES[event.colour]}" if event.colour else ""
    level = _level(getattr(event, "level", ""))
    kind = translate(m.KIND_NAMES[event.matter_kind])
    head = say("待确认的红色建议: {0}", kind) if isinstance(event, MatterProposed) else say("{0} 立项", kind)
    tail = " ".join(part for part in (translate(what), level, getattr(event, "place", "")) if part)
    received = say("收到 {0}", when(event.received_at))
    if isinstance(event, MatterProposed):
        return f"{head} [{tail}] {event.title} ({received})"
    reason = f" {event.level_reason}" if event.level_reason else ""
    return f"{head} [{tail}] {event.title} ({received}){_by(event.consent, event.agreement, names)}{reason}"


def _figures(event: FiguresRecorded, _names: Mapping[str, str]) -> str:
    before = {field: value for field, value in event.previous.items() if value is not None}
    verified = f" {translate('已核实')}" if event.verified else ""
    source = f" {event.source}" if event.source else ""
    was = say(" (原为 {0})", figures(before)) if before else ""
    if event.older:
        was = say(" (早于现有数字, 只作历史; 现为 {0})", figures({name: before[name] for name in event.older}))
    if event.replaced:
        was += say(" (未核实, 替代已核实的 {0})", listed(f.NAMES[name] for name in event.replaced))
    reason = say(" 理由: {0}", event.reason) if event.reason else ""
    told = figures(event.values, () if event.verified else event.values)
    return f"{translate('数字')} {told}{was}{verified}{source}{reason}"


def _alert(event: AlertRaised, names: Mapping[str, str]) -> str:
    what = (
        say("提醒: {0} 将到期", Word(event.name))
        if event.step.startswith("warn:")
        else say("到期提醒: {0}", Word(event.name))
    )
    post = translate(POST_WORDS[event.to])
    to = _people(event.people, names) or say("{0} 无人在岗", post)
    late = say(" 延迟 {0}", _length(event.late)) if event.late > LATE_SHOWN else ""
    listed = say(" (另有 {0} 步未单独响铃)", len(event.listed)) if event.listed else ""
    why = f" {title(event.reason)}" if event.reason.startswith(UNDECIDED) else ""
    rang = say(" ({0} 已响, 当时不能入库)", when(event.rang_at)) if event.rang_at else ""
    return f"{what} {translate(CHANNEL_WORDS[event.how])} → {to}{late}{listed}{rang}{why}"


def _length(span: Instant) -> str:
    if span < MINUTE:
        return say("{0} 秒", max(span // SECOND, 1))  # late by less is late all the same
    hours, minutes = divmod(span // MINUTE, 60)
    return say("{0} 小时 {1} 分", hours, minutes) if hours else say("{0} 分", minutes)


def _subject(event: ObligationOpened) -> str:
    """What a clock is about: a follow-up's name is the desk's own, other subjects were typed."""
    if not event.subject:
        return Word(event.name)
    return Word(event.subject) if event.rule == "follow_up" else event.subject


def _ended(event: ObligationEnded, _names: Mapping[str, str]) -> str:
    if event.outcome == "met":
        return say("办结: {0}", Word(event.name))
    if event.outcome == "met_late":
        return say("超时办结: {0}, 超时 {1}", Word(event.name), _length(event.late))
    if event.outcome == "waived":
        return say("免办: {0}, 理由: {1}", Word(event.name), event.cause)
    late = translate(" (取消时已超时)") if event.overdue else ""
    return say("取消: {0}, {1}", Word(event.name), CAUSES.get(event.cause, event.cause)) + late


def _acknowledged(event: Acknowledged, names: Mapping[str, str]) -> str:
    said = say("签收: {0}", Word(event.name))
    return f"{said}; {uncalled(_people(event.uncalled, names))}" if event.uncalled else said


def uncalled(people: str) -> str:
    """Return that people were not reached and are no longer to be called."""
    return say("{0} 还没有呼通, 签收后不再列为待呼叫", people)


def _answered(event: CriteriaAnswered, _names: Mapping[str, str]) -> str:
    said = [say("符合: {0}" if answer else "不符合: {0}", text) for text, answer in event.answers.items()]
    return f"{translate('文字条款')} {'; '.join(said)} {event.source}".rstrip()


def _acted(event: ActRecorded, _names: Mapping[str, str]) -> str:
    what = say("不办: {0}", Word(event.name)) if event.declined else say("办理: {0}", Word(event.name))
    return " ".join(part for part in (what, event.note, event.reason) if part)


def _report(event: ReportSent, names: Mapping[str, str]) -> str:
    to = listed(event.recipients)
    sent = say("电话报告 {0}", to) if event.report_kind == "phone" else say("发出 {0}", to)
    signer = names.get(event.signed_off, event.signed_off)
    signed = f" {say('签发 {0}', signer)}{agreed(event.agreement, names)}" if signer else ""
    differs = ""
    if event.differs:
        differs = "\n" + say("数字与记录不一致而照发, 理由: {0}", event.differs)
        differs += "".join(f"\n{one}" for one in event.difference)
    source = translate(" (来源更改)") if event.cause == "source" else ""
    by_phone = f" {translate('(没有打电话: 电话首报以书面首报代)')}" if event.for_phone else ""
    return f"{event.title}{source} {sent}{by_phone}{signed}\n{event.text}{differs}"


def _unwatched(event: Unwatched, _names: Mapping[str, str]) -> str:
    missed = say("; 其间到期: {0}", clauses(event.missed)) if event.missed else ""
    return say("未看护 {0}-{1}", when(event.since), when(event.until)) + missed


def _stepped(event: ClockStepped, _names: Mapping[str, str]) -> str:
    missed = say("; 其间到期: {0}", clauses(event.missed)) if event.missed else ""
    word = "时钟被拨快 {0}" if event.step > 0 else "时钟被拨慢 {0}"
    return say(word, _length(abs(event.step))) + missed


def _shift(event: ShiftBegan | ShiftRelieved, names: Mapping[str, str]) -> str:
    posts = (("A", event.a), ("B", event.b), ("带班", event.leader), ("主任", event.director))
    people = " ".join(f"{translate(post)} {names.get(who, who) or translate('空缺')}" for post, who in posts)
    if isinstance(event, ShiftBegan):
        weather = say("; 天气 {0}", event.weather) if event.weather else ""
        return f"{translate('接班')}: {people}" + (f" ({event.reason})" if event.reason else "") + weather
    signed = say("; 签字 {0}", _people(event.signed, names)) if event.signed else ""
    who = str(event.agreement.get("who", ""))
    by_phone = who not in event.signed and bool(who)
    second = f", {names.get(who, who)}{agreed(event.agreement, names)}" if by_phone else ""
    return f"{translate('替班')}: {people} ({event.reason}){signed}{second}"


_ITEMS: dict[str, str] = {}
"""Texts of the checklist's items by id, of the office's own checklist where it was read (``name_items``)."""


def name_items(checklist: Checklist) -> None:
    """Let the items of a checklist be told by their words from now on."""
    _ITEMS.update({key: item.text for key, item in checklist.items.items()})


def item_words(item: str) -> str:
    """Return what an item of the checklist is called, never its id."""
    if not _ITEMS:
        from dutydesk.usecase.books import load_checklist

        name_items(load_checklist())
    return translate(_ITEMS.get(item, "清单外的一项"))


def _checked(event: ItemChecked, _names: Mapping[str, str]) -> str:
    states = {"normal": "正常", "abnormal": "异常", "off": "停用", "ticked": "已核"}
    state = translate(states.get(event.state, event.state))
    return f"{translate('交接清单')} {item_words(event.item)}: {state}" + (f" {event.note}" if event.note else "")


def _message(event: MessageReceived, _names: Mapping[str, str]) -> str:
    head = " ".join(part for part in (offered(event.channel), event.sender) if part)
    return with_opinion(f"{head}: {event.text}" if head else event.text, event.opinion)


def with_opinion(text: str, opinion: str) -> str:
    """Return a text with what is proposed to be done about it behind, as a paper log has it in a column of its own."""
    return say("{0} (拟办: {1})", text, opinion) if opinion else text


def _activated(event: ResponseActivated, _names: Mapping[str, str]) -> str:
    support = say(", 配合 {0}", listed(event.support)) if event.support else ""
    word = "启动 {0} 响应, 牵头 {1}" if not event.previous else "响应调整为 {0}, 牵头 {1}"
    return say(word, _level(event.level), event.lead) + support


def _level_set(event: LevelSet, names: Mapping[str, str]) -> str:
    before = _level(event.previous) or translate("未定级")
    reason = f" {event.reason}" if event.reason else ""
    return say("级别 {0} → {1}", before, _level(event.level)) + _by(event.consent, event.agreement, names) + reason


def _colour_set(event: ColourSet, _names: Mapping[str, str]) -> str:
    old, new = m.COLOUR_NAMES.get(event.previous, ""), m.COLOUR_NAMES[event.colour]
    return say("颜色 {0} → {1}", old, new) + (f" {event.reason}" if event.reason else "")


def _amended(event: MatterAmended, _names: Mapping[str, str]) -> str:
    told = {"title": event.title, "place": event.place, "source": event.source}
    parts = [_change(AMENDED[name], event.before.get(name), new) for name, new in told.items() if new]
    if event.subtype or event.category:
        parts.append(_change("类别", title(event.kind_before), title(event.kind_name)))
    if event.occurred_at:
        was = event.before.get("occurred_at")
        parts.append(_change("发生时间", when(was) if was else "", when(event.occurred_at)))
    parts += [translate("有人身安全危险")] if event.danger_to_life else []
    parts += [translate("预警已有影响")] if event.affected else []
    return say("补充: {0}", clauses(parts))


AMENDED: Mapping[str, str] = vocabulary({"title": "标题", "place": "地点", "source": "信息来源"})


def _change(name: str, old: str | None, new: str) -> str:
    """Return a field by its name with what stands in it now, and what stood there before."""
    if not new:
        return say("{0} 已改", Word(name))  # written before the words were kept
    return say("{0} {1} (原为 {2})", Word(name), new, old) if old and old != new else say("{0} {1}", Word(name), new)


def _assessed(event: Assessed, names: Mapping[str, str]) -> str:
    parts = (_level(event.level), offered(event.trend), event.at_risk, event.text)
    said = say("评估: {0}", " ".join(part for part in parts if part))
    return said + _by(event.consent, event.agreement, names)


def _closed(event: MatterClosed, names: Mapping[str, str]) -> str:
    said = say("办结事项, 终止标准: {0}", Word(event.criterion) if event.of_plan else event.criterion)
    if event.outcome:
        said += say("; 结果 {0}", OUTCOMES.get(event.outcome, event.outcome))
    if event.reason:
        said += say("; 理由: {0}", event.reason)
    if event.waived:
        said += say("; 未了 {0} 项不办, 理由: {1}", len(event.waived), event.waived_for)
        said += _by(event.approved_by, event.agreement, names)
        said += "".join(f"\n{one}" for one in event.waived)
    return said


def _merged(event: MatterMerged, names: Mapping[str, str]) -> str:
    said = say("并入 {0}", event.label) if event.label else translate("并案")
    if event.reason:
        said += say("; 理由: {0}", event.reason)
    said += _by(event.consent, event.agreement, names)
    if event.beside:
        mine, theirs = (
            {name: value for name, pair in event.beside.items() if (value := pair[place]) is not None}
            for place in (0, 1)
        )
        said += say("; 数字不同: 本件 {0}, {1} {2}", figures(mine), event.label, figures(theirs) or translate("无"))
    return said + "".join(f"\n{one}" for one in event.lost)


def _fact(event: FactRecorded, _names: Mapping[str, str]) -> str:
    verified = translate("已核实") if event.verified else translate("待核实")
    through = " ".join(part for part in (event.source, event.verified_by, event.through) if part)
    head = say("{0}: {1} {2}", FACT_NAMES.get(event.name, event.name), event.text, verified)
    return f"{head} {through}" if through else head


Teller = Callable[[Any, Mapping[str, str]], str]
TELL: dict[str, Teller] = {
    OfficerAdded.KIND: lambda v, _n: say("人员: {0} {1}", v.name, ROLE_NAMES.get(v.role, v.role)),
    RosterPlanned.KIND: lambda v, n: say("排班 {0}: {1}", when(v.begins), _people([v.a, v.b, v.leader], n)),
    ShiftBegan.KIND: _shift,
    ShiftRelieved.KIND: _shift,
    ShiftEnded.KIND: lambda v, _n: translate("交班") if v.relieved else say("班次结束: {0}", v.reason),
    ItemChecked.KIND: _checked,
    Noted.KIND: lambda v, _n: with_opinion(v.text, v.opinion),
    Corrected.KIND: lambda v, _n: say("更正: {0}", with_opinion(v.text, v.opinion)),
    MessageReceived.KIND: _message,
    MatterProposed.KIND: _opened,
    MatterOpened.KIND: _opened,
    MatterAmended.KIND: _amended,
    LevelSet.KIND: _level_set,
    ColourSet.KIND: _colour_set,
    FiguresRecorded.KIND: _figures,
    CriteriaAnswered.KIND: _answered,
    Assessed.KIND: _assessed,
    FactRecorded.KIND: _fact,
    ResponseKept.KIND: lambda v, _n: say("级别升而响应不升 ({0}), 理由: {1}", _level(v.level), v.reason),
    ResponseActivated.KIND: _activated,
    MatterMerged.KIND: _merged,
    MatterClosed.KIND: _closed,
    ReportSent.KIND: _report,
    ObligationOpened.KIND: lambda v, _n: say("起算: {0}, 到期 {1}", _subject(v), when(v.due_at)),
    ObligationEnded.KIND: _ended,
    ActRecorded.KIND: _acted,
    AlertRaised.KIND: _alert,
    Acknowledged.KIND: _acknowledged,
    Unwatched.KIND: _unwatched,
    ClockStepped.KIND: _stepped,
    ClockDoubtful.KIND: lambda v, _n: say("时钟可疑: 记录比现在晚 {0}, 请值班员核对时间", _length(v.ahead)),
}
