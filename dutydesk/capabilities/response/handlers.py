"""Figures, assessment and response: no response without an assessment and exactly one lead unit."""

from __future__ import annotations

import re

from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.coordination import handlers as coordination
from dutydesk.capabilities.grading import levels
from dutydesk.capabilities.log.lines import FACT_NAMES
from dutydesk.capabilities.matters import rules as m
from dutydesk.capabilities.matters.acts import Fact, Figures
from dutydesk.capabilities.matters.events import FactRecorded
from dutydesk.capabilities.matters.facts import facts
from dutydesk.capabilities.matters.figures import current_values, read_figures, record, still_new, told_within
from dutydesk.capabilities.matters.rules import CLOSED, Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.reporting.rules.reporting import FACTS
from dutydesk.capabilities.response.acts import Activate, Assess
from dutydesk.capabilities.response.events import Assessed, ResponseActivated, ResponseKept
from dutydesk.kernel import figures as f
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

_SEVERAL = re.compile("[\u3001,\uff0c;\uff1b]")


@handles(Figures)
def figures(work: Work, act: Figures) -> Row:
    """Record figures; a rise opens a change report once a first report was sent (R23).

    The current figure is the newest by its own time: one that is older than what stands is history, neither
    a rise nor a fall, and a rise starts its clock at the figure's time.
    """
    matter = act.matter
    if matter.state == CLOSED and (act.level or act.colour or act.response):
        raise Refused("matter", "事项 {0} 已办结, 只补数字", matter.label)
    values = read_figures(work, act.figures, confirmed=act.confirmed)
    said = levels.read_answers(work.books, matter.category, matter.subtype, act.applies, act.applies_not)
    answered = levels.record_answers(work, matter, said, act.source)
    if not values and answered is None:
        raise Refused("figures", "还没有填数字; 如 死亡=2 受伤=8")
    told_at = told_within(work, matter, values, act.at)
    previous = current_values(work, matter)
    new = still_new(work, matter, values, told_at)
    down = f.fallen(new, previous)
    if down and not act.reason.strip():
        raise Refused("reason", "{0} 比原来少, 须写理由", [f.NAMES[name] for name in down], traced=True)
    if "missing" in down and not new["missing"] and f.unaccounted(new, previous) and not act.verified_by.strip():
        told = "失联由 {0} 人改为 0: 须写明由谁核实 (人找到了, 或另一来源)"
        raise Refused("verified_by", told, f"{previous['missing']:.0f}", traced=True)
    row = (
        answered
        if answered is not None and not values
        else record(
            work,
            matter,
            values,
            source=act.source,
            verified=act.verified or bool(act.verified_by.strip()),
            verified_by=act.verified_by,
            through=act.through,
            reason=act.reason,
            at=told_at,
        )
    )
    if matter.state == CLOSED:
        return row  # a supplement: nothing of the handling is owed any more, the final report and its clock are as they were
    dues.acted(work, matter)
    if matter.kind == "incident" and matter.first_sent_at is not None and f.risen(new, previous):
        dues.trigger(work, {"incident.people_figure_raised": told_at}, matter)
    if act.level:
        with naming("level"):
            levels.set_level(
                work,
                work.refreshed(matter),
                m.read_level(act.level),
                act.reason,
                _colour(act.colour),
                act.consent,
                act.agreed_at,
                since=told_at,
            )
    else:
        levels.set_colour(work, work.refreshed(matter), _colour(act.colour) or matter.colour, act.reason)
        dues.reconsider(work, work.refreshed(matter))
    if act.response:
        with naming("response"):
            change_response(work, work.refreshed(matter), m.read_level(act.response))
    elif act.response_reason.strip():
        reason = work.text("response_reason", act.response_reason)
        work.append(ResponseKept(level=matter.response_level, reason=reason), matter=matter)
    levels.weigh(work, matter)
    return row


@handles(Fact)
def fact(work: Work, act: Fact) -> Row:
    """Record a fact in words with its source; the newest word on it counts, the older ones stay (IN-21)."""
    matter = act.matter
    names = {name: key for key, name in work.books.reporting.elements.items()}
    name = names.get(act.name, act.name)
    if name not in FACTS:
        raise Refused("name", "没有事实 {0}, {1}", act.name, nearest(act.name, FACT_NAMES))
    if act.seen.strip():
        _check_unchanged(work, matter.id, name, act.seen.strip())
    event = FactRecorded(
        name=name,
        text=act.text,
        source=act.source,
        verified=act.verified or bool(act.verified_by.strip()),
        verified_by=act.verified_by,
        through=act.through,
    )
    row = work.append(event, matter=matter)
    dues.acted(work, matter)
    return row


def _check_unchanged(work: Work, matter_id: str, name: str, seen: str) -> None:
    """Refuse what was written over a fact that somebody else has changed meanwhile: both texts, and a person decides."""
    current = facts(work.views, matter_id).get(name)
    if str(current.seq if current is not None else 0) == seen:
        return
    if current is None or not seen.isdecimal():
        raise Refused("seen", "没有这一条: {0}", seen)
    officers = work.views.officers()
    who = officers[current.actor].name if current.actor in officers else current.actor
    template = "{0} {1} 先存了: “{2}”. 这里写的还没有存: 合并, 或再存一次以这里为准"
    raise Refused("text", template, who, When(current.at), current.text)


def _colour(typed: str) -> str:
    """Return the typed colour, empty when none was typed."""
    with naming("colour"):
        return m.read_colour(typed) if typed else ""


@handles(Assess)
def assess(work: Work, act: Assess) -> Row:
    """Complete the assessment: the level as decided by the officer, the trend, who is at risk.

    A level that is not the table's wants its reason here, also where it stands since the opening (R22).
    """
    matter = act.matter
    if matter.kind != "incident":
        raise Refused("matter", "只有突发事件要评估; {0} 是{1}", matter.label, m.KIND_NAMES[matter.kind])
    _not_before(act.at, matter.assessed_at, "已有 {1} 的评估; {0} 的不再作数, 可写成一条记录")
    levels.record_answers(
        work, matter, levels.read_answers(work.books, matter.category, matter.subtype, act.applies, act.applies_not)
    )
    proposal = levels.proposal_for(work.views, work.books, matter)
    with naming("level"):
        level = m.read_level(act.level or matter.level or proposal.level)
    colour = _colour(act.colour)
    reason = act.reason
    lead, support = _units(work, act.lead, act.support)
    agreed = levels.agreed_to(work, matter, level, reason, proposal, act.consent, act.agreed_at)
    assessed = Assessed(
        level=level,
        trend=act.trend,
        at_risk=act.at_risk,
        text=act.text,
        lead=lead,
        support=support,
        proposed=proposal.level,
        because=levels.because(proposal),
        reason=reason,
        consent=agreed.person,
        agreement=agreed.agreement,
    )
    row = work.append(assessed, matter=matter)
    dues.acted(work, matter)
    if level == matter.level:
        consents.keep(work, agreed, row, matter)
    levels.set_level(work, matter, level, reason, colour, act.consent, act.agreed_at)
    levels.weigh(work, matter)
    return row


@handles(Activate)
def activate(work: Work, act: Activate) -> Row:
    """Start the response, or move it to another level."""
    matter = act.matter
    if matter.kind != "incident":
        raise Refused("matter", "只有突发事件启动响应; {0} 是{1}", matter.label, m.KIND_NAMES[matter.kind])
    if matter.assessed_at is None:
        raise Refused("", "风险评估未完成, 不能启动响应; 请先评估 (可用 60 秒短评估)", traced=True)
    _not_before(act.at, matter.activated_at or matter.assessed_at, "启动 {0} 早于评估或上次启动 {1}")
    with naming("level"):
        level = m.read_level(act.level)
    lead, support = _units(work, act.lead, act.support)
    lead = lead or matter.lead
    if not lead:
        raise Refused("lead", "未明确牵头单位, 不能启动响应", traced=True)
    return _activate(work, matter, level, lead, support or list(matter.support))


def _not_before(told: Instant | None, last: Instant | None, refusal: str) -> None:
    """Refuse an own time that was told and is before what the act follows; what is done now is never too early (R19)."""
    if told is not None and last is not None and told < last:
        raise Refused("at", refusal, When(told), When(last))


def _units(work: Work, lead: str, support: list[str]) -> tuple[str, list[str]]:
    """Return the lead unit (at most one) and the supporting ones, as typed.

    Raises:
        Refused: several lead units.
    """
    lead = work.text("lead", lead, required=False).strip()
    if _SEVERAL.search(lead):
        raise Refused("lead", "牵头单位只能有一个: {0}; 其余填为配合单位", lead, traced=True)
    return lead, [work.text("support", unit) for item in support for unit in _SEVERAL.split(item) if unit.strip()]


def change_response(work: Work, matter: Matter, level: str) -> None:
    """Move a running response to another level, its units unchanged."""
    if not matter.lead:
        raise Refused("response", "响应尚未启动, 请先启动响应", traced=True)
    if level != matter.response_level:
        _activate(work, matter, level, matter.lead, list(matter.support))


def _activate(work: Work, matter: Matter, level: str, lead: str, support: list[str]) -> Row:
    event = ResponseActivated(level=level, previous=matter.response_level, lead=lead, support=support)
    row = work.append(event, matter=matter)
    matter = work.refreshed(matter)
    coordination.activate_plan(work, matter)
    dues.acted(work, matter)
    dues.meet(work, {"response.activated"}, matter, work.said)
    dues.trigger(work, {"response.activated": work.said}, matter, once=True)
    return row
