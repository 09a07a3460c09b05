"""The signatures, and the acceptance: one transaction in which everything moves at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dutydesk.capabilities.calls.passing_on import pass_on
from dutydesk.capabilities.handover import acts, gather, paper
from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover.handlers.walk import Sides, begin, side_in, sides, under_way
from dutydesk.capabilities.handover.reads import sealed, walkthrough
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.blocking import Block
from dutydesk.capabilities.handover.rules.checklist import READBACK, WEATHER
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.restricted.handlers import hand_on
from dutydesk.capabilities.shifts import handlers as shifts
from dutydesk.capabilities.shifts.events import ShiftBegan, ShiftEnded
from dutydesk.i18n import speaking
from dutydesk.kernel.instants import When
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import together
from dutydesk.store import anchors
from dutydesk.store.journal import Row
from dutydesk.store.views import Views
from dutydesk.store.views.seen import NOBODY, seen_by
from dutydesk.usecase.handling import handles
from dutydesk.usecase.work import Work


@handles(acts.HandoverSign)
def sign(work: Work, act: acts.HandoverSign) -> Row:
    """Sign for one side; the second signature is the acceptance.

    The cut-off of a handover that nobody started is the first signature itself.
    """
    found = sides(work, act)
    walk = walkthrough(work.views)
    side = _side(work, act, found, walk)
    _refuse_alone(work, side, walk)
    open_ones = gather.blocking(public(work), work.books.checklist, work.now, walk)
    _check_blocks(work, act, open_ones)
    readback = _readback(work, act, found) if side == w.IN else ""
    unread = gather.not_read(public(work), work.books.checklist, walk)
    if walk is None:
        begin(work, found)
        walk = under_way(work)
    despite = [str(block.sentence) for block in open_ones]
    earlier = walk.signatures.get(side)
    if earlier is not None and (earlier.officer, list(earlier.despite)) == (work.actor, despite):
        raise Refused("", "{0}已于 {1} 签字, 等对方签字", w.SIDE_NAMES[side], When(earlier.at))
    event = h.HandoverSigned(
        handover=walk.id,
        side=side,
        text=readback,
        despite=despite,
        reason=act.reason,
        unread=unread,
    )
    row = work.append(event)
    walk = under_way(work)
    if _both_stand_for_it(walk, open_ones):
        _accept(work, walk, found)
    return row


def _side(work: Work, act: acts.HandoverSign, found: Sides, walk: w.Walkthrough | None) -> str:
    side = side_in(work, found, walk)
    names = work.views.names()
    posts = {w.OUT: found.outgoing, w.IN: found.incoming}
    if not side:
        both = [names.get(one.a, one.a) for one in posts.values() if one.a]
        raise Refused("as", "交接由双方 A 岗签字: {0}", both, traced=True)
    if posts[side].a not in (work.actor, "") and not act.reason.strip():
        raise Refused("reason", "代 {0} 签字须写理由", names.get(posts[side].a, posts[side].a))
    return side


def _refuse_alone(work: Work, side: str, walk: w.Walkthrough | None) -> None:
    """Refuse the second signature of one person: two sign the sheet."""
    other = w.IN if side == w.OUT else w.OUT
    signed = walk.signatures.get(other) if walk is not None else None
    if signed is not None and signed.officer == work.actor:
        words = "交接由两个人签字: {0} 已签{1}; 另一边请由 A 岗另一位, 或该班 B 岗、带班领导代签"
        raise Refused("as", words, work.views.names().get(work.actor, work.actor), w.SIDE_NAMES[other], traced=True)


def _check_blocks(work: Work, act: acts.HandoverSign, open_ones: Sequence[Block]) -> None:
    if not open_ones:
        return
    never = [block for block in open_ones if not block.in_spite]
    if not act.despite or never:
        shown = never if act.despite else open_ones
        raise Refused("", "交接单还不能签: {0}", together([block.sentence for block in shown]), traced=True)
    work.text("reason", act.reason)


def _readback(work: Work, act: acts.HandoverSign, found: Sides) -> str:
    """What the incoming said back: typed with the signature, else the answer to its item."""
    typed = act.readback.strip()
    answer = work.views.answers(found.shift.id).get(READBACK)
    text = typed or (answer.state if answer is not None else "")
    if not text:
        raise Refused("readback", "接班人还没有复述三件最要紧的事")
    said = [part.strip() for part in text.replace("；", ";").split(";") if part.strip()]
    if len(set(said)) < len(said):
        raise Refused("readback", "复述的几件里有相同的: 请逐件说清")
    return text


def _both_stand_for_it(walk: w.Walkthrough, open_ones: Sequence[Block]) -> bool:
    """Whether both signed, and both in spite of everything that stands open."""
    still = {str(block.sentence) for block in open_ones}
    return all(side in walk.signatures and still <= set(walk.signatures[side].despite) for side in w.SIDES)


def _accept(work: Work, walk: w.Walkthrough, found: Sides) -> None:
    """Ownership moves, holds and snoozes end, the sheet is frozen, the head is signed (R28)."""
    with speaking("zh"):  # an official text
        text = paper.body(public(work), work.books.checklist, walk, found.shift, work.now)
    work.append(ShiftEnded(shift=found.shift.id, relieved=True, reason=""))
    shifts.meet_handover(work)
    posts = found.incoming
    began = ShiftBegan(
        shift=work.new_id("shift"),
        begins=found.begins,
        ends=found.ends,
        a=posts.a,
        b=posts.b,
        leader=posts.leader,
        director=posts.director,
        weather=_weather(work, found),
    )
    work.append(began)
    pass_on(work, found.shift.duty(work.now))
    dues.reset_for_handover(work)
    running = work.shift()
    assert running is not None
    hand_on(work, running)
    dues.trigger(work, {"shift.start": found.begins, "shift.end": found.ends}, None, shift=running)
    _seal(work, walk, found, began.shift, text)
    anchors.sign_head(work.tx, anchors.HANDOVER, work.actor)


def public(work: Work) -> Views:
    """Return what the sheet is made from: what is restricted goes over on an annex of its own."""
    return seen_by(work.views, NOBODY)


def _weather(work: Work, found: Sides) -> str:
    """What a person wrote of the day's weather on the sheet, empty where nobody did."""
    answers = work.views.answers(found.shift.id)
    items = work.books.checklist.items.values()
    return next((answers[one.id].state for one in items if one.auto == WEATHER and one.id in answers), "")


def _seal(work: Work, walk: w.Walkthrough, found: Sides, began: str, text: str) -> None:
    count, own = work.tx.head()
    head, public = own.hex(), anchors.public_key(work.tx)
    signature = anchors.sign(work.tx.path, public, work.tx.origin, count, head)
    seal = paper.Seal(count, head, signature, anchors.fingerprint(public), work.now)
    with speaking("zh"):
        sheet = paper.sealed_text(text, seal)
    event = h.HandoverSealed(
        handover=walk.id,
        outgoing=found.shift.id,
        incoming=began,
        relieved=w.relieved(found.outgoing, found.incoming),
        count=count,
        head=head,
        signature=signature,
        sheet=sheet,
        digest=hashlib.sha256(sheet.encode()).hexdigest(),
    )
    work.append(event)


@handles(acts.HandoverAddendum)
def addendum(work: Work, act: acts.HandoverAddendum) -> Row:
    """Add to a sealed sheet; what was sealed stays as it is."""
    found = sealed(work.views, act.handover)
    if found is None:
        raise Refused("handover", "没有这份封存的交接单: {0}", act.handover or "-")
    return work.append(h.HandoverAddendum(handover=found.id, text=act.text))
