"""Leader's instructions: relayed and acknowledged within 30 minutes, answered within a day or their own limit (R6)."""

from __future__ import annotations

from dutydesk.capabilities.instructions import acts
from dutydesk.capabilities.instructions import events as ev
from dutydesk.capabilities.instructions.reads import InstructionView, instructions
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.obligations.events import ObligationMoved
from dutydesk.capabilities.obligations.rules import obligations as o
from dutydesk.capabilities.reporting import affairs
from dutydesk.kernel.instants import When
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work

RECEIVED, RELAYED, ANSWERED = (
    "instruction.received",
    "instruction.relayed_and_acknowledged",
    "instruction.feedback_sent",
)


def subject_of(number: int) -> str:
    """Return what the clocks of an instruction are called: 批示二; the first of a matter needs no name."""
    return "" if number == 1 else f"批示{o.numeral(number)}"


@handles(acts.InstructAdd)
def add(work: Work, act: acts.InstructAdd) -> Row:
    """Take in an instruction; it is another clock than the one before, also on the same matter."""
    matter = act.matter
    who, text = act.who, act.text
    at = act.at
    limit_at = act.limit
    if limit_at is not None and limit_at <= at:
        raise Refused("limit", "到期时间 {0} 早于起算时间 {1}", When(limit_at), When(at))
    number = len(instructions(work.views, matter.id)) + 1
    subject = subject_of(number)
    received = ev.InstructionReceived(number=number, who=who, text=text, subject=subject, limit_at=limit_at)
    row = work.append(received, at=at, matter=matter)
    dues.acted(work, matter)
    typed = {ANSWERED: limit_at} if limit_at is not None else None
    with naming("limit"):
        dues.trigger(work, {RECEIVED: at}, matter, subject=subject, typed=typed)
    return row


def _one(work: Work, matter: Matter, typed: str) -> InstructionView:
    """Return the instruction that is meant: by number, or the only open one.

    Raises:
        Refused: none, or several.
    """
    known = instructions(work.views, matter.id)
    if typed.strip():
        named = [one for one in known if typed.strip() in {str(one.number), subject_of(one.number)}]
        if not named:
            raise Refused("number", "没有这一件批示: {0}", typed.strip())
        return named[0]
    still = [one for one in known if one.closed_at is None]
    if len(still) > 1:
        raise Refused("number", "有 {0} 件批示在办, 请写明第几件", len(still))
    if not still:
        raise Refused("matter", "{0} 没有在办的批示", matter.label)
    return still[0]


@handles(acts.InstructRelay)
def relay(work: Work, act: acts.InstructRelay) -> Row:
    """Pass it on to units."""
    matter = act.matter
    one = _one(work, matter, act.number)
    to = affairs.names(work, "to", act.to)
    told = {unit.unit for unit in one.units}
    again = [name for name in to if name in told]
    if again:
        raise Refused("to", "已转办: {0}", again)
    at = act.at
    row = work.append(ev.InstructionRelayed(number=one.number, recipients=to), at=at, matter=matter)
    dues.acted(work, matter)
    return row


@handles(acts.InstructReceipt)
def receipt(work: Work, act: acts.InstructReceipt) -> Row:
    """Record that units acknowledged; when all have, the relay is done at the last one's time."""
    matter = act.matter
    one = _one(work, matter, act.number)
    typed = affairs.names(work, "unit", act.unit)
    if not one.units:
        raise Refused("unit", "批示还没有转办")
    affairs.listed_only("unit", typed, [unit.unit for unit in one.units])
    for unit in one.units:
        if unit.unit in typed and unit.acknowledged_at is not None:
            affairs.refuse_again("unit", unit.unit, unit.acknowledged_at)
    at = act.at
    before = sum(unit.acknowledged_at is not None for unit in one.units)
    rows = [
        work.append(
            ev.InstructionAcknowledged(number=one.number, unit=name, done=before + done, total=len(one.units)),
            at=at,
            matter=matter,
        )
        for done, name in enumerate(typed, 1)
    ]
    dues.acted(work, matter)
    complete_at = instructions(work.views, matter.id)[one.number - 1].acknowledged_at
    if complete_at is not None:
        affairs.meet(work, {RELAYED}, matter, complete_at, subject=one.subject)
    return rows[0]


@handles(acts.InstructFeedback)
def feedback(work: Work, act: acts.InstructFeedback) -> Row:
    """Tell what was done; the next feedback is owed a day later until the instruction is closed (R6)."""
    matter = act.matter
    one = _one(work, matter, act.number)
    if one.closed_at is not None:
        raise Refused("number", "这件批示已于 {0} 办结", When(one.closed_at))
    at = act.at
    told = ev.InstructionFeedback(
        number=one.number, text=act.text, recipients=affairs.names(work, "to", act.to), last=act.last
    )
    row = work.append(told, at=at, matter=matter)
    dues.acted(work, matter)
    affairs.meet(work, {ANSWERED}, matter, at, subject=one.subject, last=act.last)
    return row


def go_along(work: Work, matter: Matter, into: Matter) -> None:
    """Have a surviving matter take over the open instructions of one that was merged into it, clocks and units with them.

    A leader's word is owed whatever becomes of the matter that it was said about.
    """
    number = len(instructions(work.views, into.id))
    for one in [one for one in instructions(work.views, matter.id) if one.closed_at is None]:
        number += 1
        subject = subject_of(number)
        taken = ev.InstructionTaken(
            number=number, subject=subject, who=one.who, text=one.text, origin=matter.id, was=one.number
        )
        work.append(taken, matter=into)
        for view in work.views.clocks(matter_id=matter.id):
            rule = work.books.rules.rules.get(view.rule)
            if rule is not None and view.subject == one.subject and RECEIVED in rule.trigger.events:
                name = f"{view.name} {subject}".strip()
                moved = ObligationMoved(obligation=view.id, name=name, origin=matter.id, subject=subject, renamed=True)
                work.append(moved, matter=into)
