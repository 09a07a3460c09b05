"""The register of classified papers: number, grade, period, copies, place, who took it when. Never title or content.

dutydesk is a non-classified system (Law on Guarding State Secrets 2024, Art. 31 (3)): a text that may be a title
or content is refused without being written anywhere, the audit line names the field and nothing else.
"""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.closing import handlers as closing
from dutydesk.capabilities.closing.events import MatterClosed
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.duties import events as ev
from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties import rules as d
from dutydesk.capabilities.duties.acts import custody as acts
from dutydesk.capabilities.matters import handlers as matters
from dutydesk.capabilities.matters.events import MatterOpened
from dutydesk.capabilities.matters.rules import OPEN
from dutydesk.capabilities.obligations import dues
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.typed_numbers import COPIES, whole
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

KIND = "routine"
LETTER = "D"
MOST_COPIES = 999


@handles(acts.CustodyAdd)
def add(work: Work, act: acts.CustodyAdd) -> Row:
    """Register a paper: a routine matter D1, D2 … whose transfer is owed."""
    number = _short(work, "number", act.number)
    place = _short(work, "place", act.place)
    source = _short(work, "sender", act.sender, required=False)
    copies = whole(act.copies, *COPIES)
    if copies is None or not 1 <= copies <= MOST_COPIES:
        raise Refused("copies", "份数须为 1 至 {0} 的整数", MOST_COPIES)
    grade, period = _grade(act.grade, act.period)
    second = _second(work, grade, act.second)
    known = reads.paper(work.views, number)
    if known is not None and known.state != d.HANDED:
        raise Refused("number", "这个登记号已在册: {0}", known.label)
    at = act.at
    label = matters.next_label(work, LETTER)
    matter_id = work.new_id("matter")
    opened = MatterOpened(label=label, matter_kind=KIND, title=number, colour="blue", received_at=at)
    row = work.append(opened, matter=matter_id)
    registered = ev.PaperRegistered(
        number=number, copies=copies, place=place, grade=grade, period=period, source=source,
        second=second.person, agreement=second.agreement,
    )  # fmt: skip
    consents.keep(work, second, work.append(registered, at=at, matter=matter_id), work.matter(matter_id))
    happened = {f"{KIND}.received": at, "classified_document.registered": at}
    dues.trigger(work, happened, work.matter(matter_id))
    return row


@handles(acts.CustodyGrade)
def grade(work: Work, act: acts.CustodyGrade) -> Row:
    """Set the grade as the cover has it; an earlier one stays in the journal."""
    paper = _paper(work, act.paper)
    graded, period = _grade(act.grade, act.period)
    if not graded:
        raise Refused("grade", "还没有填")
    second = _second(work, graded, act.second)
    event = ev.PaperGraded(grade=graded, period=period, previous=paper.grade, **_of(second))
    return _kept(work, second, work.append(event, matter=paper.matter_id))


@handles(acts.CustodyMove)
def move(work: Work, act: acts.CustodyMove) -> Row:
    """Write down where the paper is now and who took it."""
    paper = _paper(work, act.paper)
    second = _second(work, paper.grade, act.second)
    event = ev.PaperMoved(
        place=_short(work, "place", act.place), holder=_short(work, "to", act.to, required=False), **_of(second)
    )
    return _kept(work, second, work.append(event, at=act.at, matter=paper.matter_id))


@handles(acts.CustodyHand)
def hand(work: Work, act: acts.CustodyHand) -> Row:
    """Hand the paper to the confidential channel; the register keeps the line, the matter closes."""
    holder = _short(work, "to", act.to, required=False)
    return _end(work, act.paper, d.HANDED, "", holder, act.second, act.at)


@handles(acts.CustodyLock)
def lock(work: Work, act: acts.CustodyLock) -> Row:
    """Lock the paper away; it stays in the register and is checked at each handover."""
    place = _short(work, "place", act.place, required=False)
    return _end(work, act.paper, d.LOCKED, place, "", act.second, act.at)


_ACTS = {d.HANDED: "classified_document.transferred", d.LOCKED: "classified_document.locked_away"}


def _end(work: Work, named: str, state: str, place: str, holder: str, typed_second: str, at: Instant) -> Row:
    paper = _paper(work, named)
    if not paper.grade:
        raise Refused("paper", "密级未填, 请先看封面填写: custody grade {0}", paper.label)
    if paper.state == state:
        raise Refused("paper", "{0} {1}", paper.label, d.STATE_NAMES[state])
    second = _second(work, paper.grade, typed_second)
    where = "" if state == d.HANDED else place or paper.place
    event = ev.PaperEnded(state=state, place=where, holder=holder, **_of(second))
    row = _kept(work, second, work.append(event, at=at, matter=paper.matter_id))
    matter = work.matter(paper.matter_id)
    dues.meet(work, {_ACTS[state]}, matter, at)
    if matter.state == OPEN:
        closing.finish(work, matter, MatterClosed(criterion=d.STATE_NAMES[state]))
    return row


# ---------------------------------------------------------------- reading what was typed


def _paper(work: Work, typed: str) -> reads.PaperView:
    """Return a paper that is still in custody."""
    found = reads.paper(work.views, typed.strip()) if typed.strip() else None
    if found is None:
        raise Refused("paper", "登记簿里没有这一件")
    if found.state == d.HANDED:
        raise Refused("paper", "{0} {1}", found.label, d.STATE_NAMES[d.HANDED])
    return found


def _short(work: Work, field: str, typed: str, *, required: bool = True) -> str:
    """Return a text that can be no title and no content; what was refused is repeated nowhere."""
    if d.is_like_content(typed.strip()):
        raise Refused(field, "涉密件不录标题和内容", traced=True)
    return work.text(field, typed, required=required).strip()


def _grade(typed: str, period: str) -> tuple[str, str]:
    with naming("grade"):
        grade, with_it = d.read_grade(typed)
    with naming("period"):
        period = d.read_period(period) or with_it
    if period and grade in {"", d.NO_GRADE}:
        raise Refused("period", "先填密级, 再填保密期限")
    return grade, period


def _second(work: Work, grade: str, typed: str) -> Consent:
    """Return the second person, who signs on the spot; a top secret paper needs one (Implementing Regulations 2024)."""
    second = consents.another(work, "second", typed, "第二人须是另一人", since=work.said, by_phone=False)
    if grade == d.TOP_SECRET and not second.person:
        raise Refused("second", "绝密件须两人办理, 请写明第二人", traced=True)
    if second.person and work.elsewhere:
        _both_there(work, second.person)
    return second


def _both_there(work: Work, second: str) -> None:
    """Refuse a signature from another session unless both are on the running shift: two handle the paper together."""
    shift = work.views.shift()
    posts = (shift.a, shift.b, shift.leader, shift.director) if shift is not None else ()
    away = [work.views.officers()[one].name for one in (str(work.actor), second) if one not in posts]
    if away:
        raise Refused(
            "second", "两人须都在岗才能各在自己的会话里签, 不在岗: {0}; 请在场输入口令 (--signed)", away, traced=True
        )


def _of(second: Consent) -> dict[str, Any]:
    return {"second": second.person, "agreement": second.agreement}


def _kept(work: Work, second: Consent, row: Row) -> Row:
    consents.keep(work, second, row, work.views.matter(row.matter_id) if row.matter_id else None)
    return row
