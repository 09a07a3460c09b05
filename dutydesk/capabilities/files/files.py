"""What a matter's file shows beside facts, clocks and reports: sheets, recipients, plans, links, instructions, meetings.

Read side only, so that the screen can show it before the write side is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dutydesk.capabilities.appeals import reads as a
from dutydesk.capabilities.attachments import reads as attached
from dutydesk.capabilities.attachments.words import attachment_line
from dutydesk.capabilities.cases import reads as cases
from dutydesk.capabilities.cases.rules import nearest
from dutydesk.capabilities.cases.words import brief, of_case
from dutydesk.capabilities.consents import reads as consents
from dutydesk.capabilities.consents.rules import PHONE, STATE_NAMES, words
from dutydesk.capabilities.duplicates.reads import sources
from dutydesk.capabilities.files.stages import lines
from dutydesk.capabilities.instructions import reads as i
from dutydesk.capabilities.intake import heard
from dutydesk.capabilities.intake.reads import of_matter
from dutydesk.capabilities.intake.rules import AS
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.meetings import reads as t
from dutydesk.capabilities.policies import reads as p
from dutydesk.capabilities.policies.dated import last_days
from dutydesk.capabilities.registers.nearby import near
from dutydesk.i18n import explain, listed, offered, say, translate, when
from dutydesk.kernel.instants import DAY, HOUR, Instant, local_date, to_datetime
from dutydesk.kernel.text import clauses
from dutydesk.kernel.wording import vocabulary
from dutydesk.store.views import Views

SHEET_NAMES = vocabulary(
    {
        "wording": "关键原文",
        "scope": "适用范围",
        "effective": "生效日期",
        "bound": "约束对象",
        "silent": "未作规定",
    }
)


LIFE = "appeal_red_response"
"""The clock of an appeal with danger to life: help comes before any plan."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (translated) and its lines, as typed by people: cleaned by whoever shows them."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affairs:
    """What to do next, and the sections of a file."""

    steps: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


OWN_DEADLINE = "policy_own_deadline"
"""The rule of a document's own deadline."""


def read(views: Views, matter: Matter, names: Mapping[str, str], now: Instant) -> Affairs:
    """Read everything that a file of this kind shows."""
    parts = [_instructions(views, matter, now)]
    if matter.kind == "policy":
        parts.append(_policy(views, matter, names, now))
    elif matter.kind == "routine":
        parts.append(_meeting(views, matter, now))
    if matter.kind == "appeal":
        parts.append(_appeal(views, matter, names, now))
    if matter.kind in {"appeal", "incident"}:
        parts.append(_similar(views, matter, now))
    parts.append(_heard(views, matter, now))
    parts.append(_attachments(views, matter, names, now))
    parts += [
        _sources(views, matter, now),
        _hops(views, matter, names, now),
        _cases(views, matter),
        _nearby(views, matter),
        _stages(matter, now),
    ]
    steps = tuple(step for part in parts for step in part.steps)
    return Affairs(
        steps if matter.state == "open" else (),
        tuple(section for part in parts for section in part.sections if section.lines),
    )


def span(length: Instant) -> str:
    """Return a length of time in days, or in hours below two days."""
    days, hours = length // DAY, length // HOUR
    return say("{0} 天", days) if days >= 2 else say("{0} 小时", hours)


# ---------------------------------------------------------------- policies


def _policy(views: Views, matter: Matter, names: Mapping[str, str], now: Instant) -> Affairs:
    known = p.policy(views, matter.id)
    today = local_date(now)
    steps: list[str] = []
    if known.in_force is None:
        steps.append(translate("签发解读表"))
    waiting = [one.name for one in known.recipients if one.pushed_at is None]
    if not known.recipients:
        steps.append(translate("列推送对象"))
    elif waiting:
        steps.append(say("推送 ({0}/{1}), 还差 {2}", known.pushed, len(known.recipients), listed(waiting)))
    if known.to_correct:
        steps.append(say("向 {0} 更正已撤回的解读", listed(known.to_correct)))
    entered = len(known.windows) + len(views.find_clocks(rule=OWN_DEADLINE, matter_id=matter.id, subject=None))
    days = last_days("\n".join([matter.title, *(one.text for one in of_matter(views, matter.id))]))
    if len(days) > entered:
        steps.append(say("登记原文写着的期限 {0}: 文件时限或申报窗口, 登记了才会提醒", listed(days)))
    told = say("推送 {0}/{1}", known.pushed, len(known.recipients))
    sheets = [
        line
        for sheet in known.sheets
        for line in _sheet(
            sheet, names, now, _agreed(views, matter, "policy.interpreted", sheet.second_reader, sheet.signed_at, names)
        )
    ]
    windows = [window_words(one, now) for one in known.windows]
    sections = [
        Section(translate("解读表"), tuple(sheets)),
        Section(told, tuple(_recipient(one, now) for one in known.recipients)),
        Section(translate("申报窗口"), tuple(windows)),
    ]
    if known.issued_at is not None:
        lag = say("印发 {0}, 收到 {1}", when(known.issued_at, today), when(matter.received_at, today))
        late = say("晚 {0}", span(matter.received_at - known.issued_at))
        sections.append(Section(translate("收文"), (f"{lag}, {late}",)))
    return Affairs(tuple(steps), tuple(sections))


def _agreed(views: Views, matter: Matter, act: str, person: str, at: Instant, names: Mapping[str, str]) -> str:
    """Return how a person agreed to what a row of that time says, and what is still owed; empty where the name alone says it."""
    every = consents.of_matter(views, matter.id, act, person) if person else []
    found = [one for one in every if one.agreed_at == at] or every
    if not found or found[-1].how != PHONE:
        return ""
    one = found[-1]
    said = words({"how": one.how, "at": at, "by": one.recorded_by}, names)
    assert said is not None
    return f" ({explain(said)}, {translate(STATE_NAMES[one.state])})"


def _sheet(sheet: p.SheetView, names: Mapping[str, str], now: Instant, agreed: str) -> list[str]:
    who = names.get(sheet.actor, sheet.actor)
    reader = names.get(sheet.second_reader, sheet.second_reader)
    head = f"{sheet.number}. {when(sheet.signed_at, local_date(now))} {who}"
    head += say(", 复核 {0}", reader) + agreed if reader else ""
    if sheet.withdrawn_at is not None:
        return [f"{head} {say('已撤回: {0}', sheet.reason)}"]
    return [head, *(f"{translate(name)}: {getattr(sheet, field)}" for field, name in SHEET_NAMES.items())]


def _recipient(one: p.RecipientView, now: Instant) -> str:
    today = local_date(now)
    told = when(one.pushed_at, today) if one.pushed_at is not None else translate("未推送")
    keyword = say(" (关键词 {0})", one.because) if one.because else ""
    wrong = f" {translate('待更正')}" if one.to_correct else ""
    if one.wrong_at is not None and one.corrected_at is not None:
        wrong = f" {say('已更正 {0}', when(one.corrected_at, today))}"
    return f"{told} {one.name}{keyword}{wrong}"


def window_words(window: p.WindowView, now: Instant) -> str:
    """Return a window in words: from when to when, which, and whether those concerned confirmed."""
    today = local_date(now)
    opens = when(window.opens_at, today) if window.opens_at is not None else "-"
    year = f"{to_datetime(window.ends_at):%Y-}" if local_date(window.ends_at).year != today.year else ""
    state = translate("已确认") if window.confirmed_at is not None else translate("未确认")
    return f"{opens} → {year}{when(window.ends_at, today)} {window.subject} {state}".replace("  ", " ")


# ---------------------------------------------------------------- appeals


def _appeal(views: Views, matter: Matter, names: Mapping[str, str], now: Instant) -> Affairs:
    today = local_date(now)
    plans = a.plans(views, matter.id)
    lines: list[str] = []
    for plan in plans:
        by = names.get(plan.approved_by, plan.approved_by)
        head = say(
            "{0} {1} 同意, 转 {2}",
            when(plan.at, today),
            by + _agreed(views, matter, "appeal.disposal_approved", plan.approved_by, plan.at, names),
            listed(plan.recipients),
        )
        lines += [head, *plan.text.splitlines()]
    links = a.links(views, matter.id)
    linked = [
        f"{one.label} {one.title} {when(one.received_at, today)} {one.reason}".rstrip()
        + (f" ({translate('后来再次反映')})" if one.later else "")
        for one in links
    ]
    steps: list[str] = []
    if any(one.state == "open" for one in views.find_clocks(rule=LIFE, matter_id=matter.id, subject=None)):
        steps.append(translate("先保人身安全: 拨 110 或 120, 并登记"))
    if not plans:
        steps.append(translate("拟处置方案, 报带班领导同意"))
    sections = (Section(translate("处置方案"), tuple(lines)), Section(translate("关联事项"), tuple(linked)))
    return Affairs(tuple(steps), sections)


def _similar(views: Views, matter: Matter, now: Instant) -> Affairs:
    linked = {one.matter_id for one in a.links(views, matter.id)}
    found = [similar_words(one, alike, now) for one, alike in a.similar(views, matter) if one.id not in linked]
    return Affairs((), (Section(translate("相似的既往事项 (供参考)"), tuple(found)),))


def _sources(views: Views, matter: Matter, now: Instant) -> Affairs:
    """Every way in which the affair was heard of, where there are several: what was merged keeps its own source and time."""
    today = local_date(now)
    told = [
        " ".join(part for part in (one.label, one.words, say("收到 {0}", when(one.received_at, today))) if part)
        for one in sources(views, matter)
    ]
    return Affairs((), (Section(translate("来源"), tuple(told)),))


def _heard(views: Views, matter: Matter, now: Instant) -> Affairs:
    """What the messages name that nobody recorded: it is not lost because no field of the form asked for it."""
    return Affairs((), (Section(translate("消息所说 (待核实)"), tuple(heard.told(views, matter, now))),))


def _hops(views: Views, matter: Matter, names: Mapping[str, str], now: Instant) -> Affairs:
    """Through whose hands each message went: received, opened, disposed of, by whom and when."""
    today = local_date(now)
    told: list[str] = []
    for one in of_matter(views, matter.id):
        steps = [say("收到 {0}", when(one.received_at, today))]
        if one.opened_at is not None:
            steps.append(say("打开 {0} {1}", when(one.opened_at, today), names.get(one.opened_by, one.opened_by)))
        if one.disposed_at is not None:
            who = names.get(one.disposed_by, one.disposed_by)
            steps.append(" ".join((translate(AS[one.disposed]), when(one.disposed_at, today), who)))
        told.append(f"#{one.seq} {' '.join(filter(None, (offered(one.channel), one.sender)))}: {' → '.join(steps)}")
    return Affairs((), (Section(translate("消息经手"), tuple(told)),))


def _attachments(views: Views, matter: Matter, names: Mapping[str, str], now: Instant) -> Affairs:
    found = attached.of_matter(views, matter.id)
    return Affairs(
        (), (Section(translate("附件"), tuple(attachment_line(one, names, local_date(now)) for one in found)),)
    )


def _cases(views: Views, matter: Matter) -> Affairs:
    """Steps and contacts that were taken over; while nothing was, the nearest cases."""
    taken = cases.taken(views, matter.id)
    told = [
        line
        for one in taken
        for line in (
            f"{one.case} {of_case(one.case, one.title)}",
            *(of_case(one.case, step) for step in one.steps),
            *([say("找谁: {0}", of_case(one.case, one.call))] if one.call else []),
        )
    ]
    near = [] if taken or matter.state != "open" else nearest(a.affair(matter), cases.library(views))
    sections = (
        Section(translate("参照案例"), tuple(told)),
        Section(translate("近似案例 (供参考)"), tuple(brief(one) for one, _ in near)),
    )
    return Affairs((), sections)


def _nearby(views: Views, matter: Matter) -> Affairs:
    return Affairs((), (Section(translate("附近资源"), tuple(near(views, matter.place))),))


def _stages(matter: Matter, now: Instant) -> Affairs:
    return Affairs((), (Section(translate("阶段用时"), tuple(lines(matter, now))),))


def newest_similar(views: Views, kind: str, now: Instant) -> str:
    """Return the matter most like the newest of a kind in words, empty when none is."""
    opened = [one for one in views.matters() if one.kind == kind and one.state == "open"]
    if not opened:
        return ""
    found = a.similar(views, max(opened, key=lambda one: one.opened_at))
    return similar_words(*found[0], now) if found else ""


def similar_words(matter: Matter, alike: a.Likeness, now: Instant) -> str:
    """Return a matter that looks alike with its score and the reasons."""
    reasons = clauses(f"{translate(what)} {words}".rstrip() for what, words in alike.reasons)
    received = when(matter.received_at, local_date(now))
    return f"{alike.score} {matter.label} {matter.title} {received} ({reasons})"


# ---------------------------------------------------------------- instructions


def _instructions(views: Views, matter: Matter, now: Instant) -> Affairs:
    today = local_date(now)
    steps: list[str] = []
    lines: list[str] = []
    for one in i.instructions(views, matter.id):
        limit = say(" ({0} 前反馈)", when(one.limit_at, today)) if one.limit_at is not None else ""
        state = say(" 已办结 {0}", when(one.closed_at, today)) if one.closed_at is not None else ""
        lines.append(f"{one.number}. {when(one.received_at, today)} {one.who}: {one.text}{limit}{state}")
        lines += [_unit(unit, now) for unit in one.units]
        if one.closed_at is None and not one.units:
            steps.append(say("转办批示 {0}", one.number))
        elif one.closed_at is None and one.acknowledged_at is None:
            waiting = [unit.unit for unit in one.units if unit.acknowledged_at is None]
            steps.append(say("批示 {0} 待签收: {1}", one.number, listed(waiting)))
    return Affairs(tuple(steps), (Section(translate("领导批示"), tuple(lines)),))


def _unit(unit: i.UnitView, now: Instant) -> str:
    today = local_date(now)
    if unit.acknowledged_at is None:
        return say("{0} 转 {1}, 未签收", when(unit.told_at, today), unit.unit)
    return say("{0} 转 {1}, {2} 签收", when(unit.told_at, today), unit.unit, when(unit.acknowledged_at, today))


# ---------------------------------------------------------------- meetings


def _meeting(views: Views, matter: Matter, now: Instant) -> Affairs:
    today = local_date(now)
    known = t.meeting(views, matter.id)
    units = t.invited(views, matter.id)
    written = t.proceedings(views, matter.id)
    steps: list[str] = []
    head: list[str] = []
    if known is not None:
        where = " ".join(part for part in (known.place, known.room) if part)
        head.append(f"{when(known.begins_at, today)}-{when(known.ends_at)} {where}".rstrip())
        if known.called_off_at is not None:
            head.append(say("已取消 {0}", when(known.called_off_at, today)))
        if known.tested_at is None and now < known.begins_at:
            steps.append(translate("会前线路测试"))
        if known.minutes_at is None and now >= known.ends_at:
            steps.append(translate("写纪要并签发"))
    head += [say("线路测试 {0}: {1}", when(one.at, today), one.text) for one in written.tests]
    waiting = [unit.unit for unit in units if unit.acknowledged_at is None]
    if waiting:
        steps.append(say("会议通知待回执: {0}", listed(waiting)))
    got = say("回执 {0}/{1}", len(units) - len(waiting), len(units))
    notices = [
        f"{unit.unit} {when(unit.acknowledged_at) if unit.acknowledged_at is not None else translate('未回执')}"
        for unit in units
    ]
    decided = [
        f"{one.text} {one.owner} {when(one.due_at, today) if one.due_at is not None else ''}".rstrip()
        for one in written.decisions
    ]
    minutes: list[str] = []
    if written.minutes:
        newest = written.minutes[-1]
        state = translate("已签发") if newest.approved else translate("草稿")
        minutes = [f"{when(newest.at, today)} {state}", *newest.text.splitlines()]
    return Affairs(
        tuple(steps),
        (
            Section(translate("会议"), tuple(head)),
            Section(got, tuple(notices)),
            Section(translate("议定事项"), tuple(decided)),
            Section(translate("纪要"), tuple(minutes)),
        ),
    )
