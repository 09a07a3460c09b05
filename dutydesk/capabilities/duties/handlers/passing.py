"""Registers of the room: visitors, keys and seals, leaders away."""

from __future__ import annotations

from dutydesk.capabilities.duties import events as ev
from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.duties.acts import duties as acts
from dutydesk.kernel.identity import id_number_in
from dutydesk.kernel.instants import Instant, When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.typed_numbers import HEADS, whole
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

MOST_VISITORS = 500
KIND_WORDS = {d.SEAL: d.SEAL, d.KEY: d.KEY, "印章": d.SEAL, "钥匙": d.KEY}

# ---------------------------------------------------------------- visitors


@handles(acts.VisitIn)
def visit_in(work: Work, act: acts.VisitIn) -> Row:
    """Register visitors; an identity number is refused, its last four characters may be kept."""
    count = whole(act.count or "1", *HEADS)
    if count is None or not 1 <= count <= MOST_VISITORS:
        raise Refused("count", "人数须为 1 至 {0} 的整数", MOST_VISITORS)
    last_four = act.id_last4.strip()
    if last_four and not d.is_last_four(last_four):
        _no_id_number("id_last4", last_four)
        raise Refused("id_last4", "证件只填末四位, 如 123X")
    event = ev.VisitorCame(
        visit=work.new_id("visit"),
        label=f"V{reads.visit_numbers(work.views) + 1}",
        name=_plain(work, "name", act.name),
        unit=_plain(work, "unit", act.unit),
        reason=_plain(work, "why", act.why),
        count=count,
        id_last4=last_four.upper(),
    )
    return work.append(event, at=act.at)


@handles(acts.VisitOut)
def visit_out(work: Work, act: acts.VisitOut) -> Row:
    """Visitors leave, named by number or name."""
    inside = reads.visitors(work.views)
    found = [one for one in inside if act.visit.strip().upper() == one.label or act.visit.strip() == one.name]
    if len(found) != 1:
        known = [*(one.label for one in inside), *(one.name for one in inside)]
        raise Refused("visit", "在场来访里没有 {0}, {1}", act.visit, nearest(act.visit, known))
    at = _after(work, act.at, found[0].came_at)
    one, note = found[0], _plain(work, "note", act.note, required=False)
    return work.append(ev.VisitorLeft(visit=one.id, label=one.label, name=one.name, note=note), at=at)


def _plain(work: Work, field: str, typed: str, *, required: bool = True) -> str:
    """Return a text without an identity number."""
    text = work.text(field, typed, required=required).strip()
    _no_id_number(field, text)
    return text


def _no_id_number(field: str, text: str) -> None:
    last_four = id_number_in(text)
    if last_four:
        raise Refused(field, "不保存证件号码; 需要时只填末四位: {0}", last_four)


def _after(work: Work, at: Instant | None, begun: Instant) -> Instant:
    if at is not None and at < begun:
        raise Refused("at", "时间 {0} 早于登记时间 {1}", When(at), When(begun))
    return work.said if at is None else at


# ---------------------------------------------------------------- keys and seals


@handles(acts.KeysTake)
def take(work: Work, act: acts.KeysTake) -> Row:
    """Write down who takes a key or a seal."""
    item = act.item.strip()
    kind = KIND_WORDS.get(act.kind.strip(), "") if act.kind.strip() else d.kind_of(item)
    if not kind:
        raise Refused("kind", "没有类别 {0}, {1}", act.kind, nearest(act.kind, KIND_WORDS))
    out = next((one for one in reads.loans(work.views) if one.item == item), None)
    if out is not None:
        raise Refused("item", "{0} 已由 {1} 领取, 还没有归还", item, out.name)
    event = ev.KeyTaken(
        loan=work.new_id("loan"),
        item=item,
        what=kind,
        name=_person(work, "by", act.by),
        reason=act.purpose.strip(),
    )
    return work.append(event, at=act.at)


@handles(acts.KeysReturn)
def give_back(work: Work, act: acts.KeysReturn) -> Row:
    """Write down that it is back."""
    out = reads.loans(work.views)
    found = next((one for one in out if act.item.strip() in {one.item, one.id}), None)
    if found is None:
        raise Refused("item", "没有领出 {0}, {1}", act.item, nearest(act.item, [one.item for one in out]))
    note = act.note
    event = ev.KeyReturned(loan=found.id, item=found.item, name=found.name, note=note)
    return work.append(event, at=_after(work, act.at, found.taken_at))


def _person(work: Work, field: str, typed: str) -> str:
    """Return a person's name: an officer's for an account, else as typed."""
    text = work.text(field, typed).strip()
    officer = work.views.officers().get(text)
    return officer.name if officer else text


# ---------------------------------------------------------------- leaders away


@handles(acts.LeaveAdd)
def leader_away(work: Work, act: acts.LeaveAdd) -> Row:
    """A leader reports being away."""
    name = _person(work, "leader", act.leader)
    if any(one.name == name for one in reads.leaders_away(work.views)):
        raise Refused("leader", "{0} 已报备外出; 回来后先销假: leave end", name)
    since = act.since
    until = act.until
    if until <= since:
        raise Refused("until", "外出结束 {0} 不晚于开始 {1}", When(until), When(since))
    event = ev.LeaderAway(
        leave=work.new_id("leave"),
        name=name,
        since=since,
        until=until,
        place=act.where.strip(),
        deputy=_person(work, "deputy", act.deputy),
    )
    return work.append(event)


@handles(acts.LeaveEnd)
def leader_back(work: Work, act: acts.LeaveEnd) -> Row:
    """The leader is back."""
    away = reads.leaders_away(work.views)
    name = _person(work, "leader", act.leader)
    found = next((one for one in away if one.name == name), None)
    if found is None:
        raise Refused("leader", "{0} 没有外出报备, {1}", name, nearest(name, [one.name for one in away]))
    return work.append(ev.LeaderBack(leave=found.id, name=found.name), at=act.at)
