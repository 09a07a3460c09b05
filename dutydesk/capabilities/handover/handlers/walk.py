"""The walkthrough's acts up to the signatures: start, read, cosign, inform, return, break off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dutydesk.capabilities.handover import acts, gather
from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover.reads import sealed, walkthrough, walkthrough_of
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.obligations.handlers import find_clock
from dutydesk.capabilities.roster.reads import planned_next
from dutydesk.capabilities.roster.rules.roster import POSTS, seated
from dutydesk.i18n import when
from dutydesk.kernel.instants import Instant, local_date
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import ShiftView
from dutydesk.usecase.handling import handles
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a handover, and the hours of the shift to come."""

    shift: ShiftView
    outgoing: w.Posts
    incoming: w.Posts
    begins: Instant
    ends: Instant


def running_shift(work: Work) -> ShiftView:
    """Return the running shift.

    Raises:
        Refused: there is none, so there is nobody to hand over.
    """
    shift = work.shift()
    if shift is None:
        raise Refused("", "现在没有班次, 没有可交接的; 请先接班 (shift begin)")
    return shift


def under_way(work: Work) -> w.Walkthrough:
    """Return the walkthrough that is under way.

    Raises:
        Refused: there is none.
    """
    walk = walkthrough(work.views)
    if walk is None:
        raise Refused("", "交接还没有开始 (handover start)")
    return walk


def sides(work: Work, act: acts.HandoverStart | acts.HandoverSign) -> Sides:
    """Return both sides of the handover under way, or of the one that would begin now.

    Raises:
        Refused: nobody is planned to take over and nobody was named.
    """
    shift = running_shift(work)
    outgoing = gather.posts_of(shift)
    walk = walkthrough(work.views)
    if walk is not None:
        return Sides(shift, outgoing, walk.incoming, walk.begins, walk.ends)
    begins, ends, planned = _planned(work, shift)
    typed = {post: officer_named(work, post, getattr(act, post)) or None for post in POSTS}
    with naming(next((post for post in POSTS if typed[post]), "a")):
        incoming = replace(
            planned, **seated({post: getattr(planned, post) for post in POSTS}, typed, work.views.names())
        )
    if not incoming.a:
        raise Refused("a", "没有接班的排班, 请写明 --a 等岗位")
    if isinstance(act, acts.HandoverStart) and act.begins is not None:
        begins, ends = act.begins, act.begins + (ends - shift.ends) if act.ends is None else act.ends
        if ends <= begins:
            raise Refused("ends", "排定结束不晚于开始")
    return Sides(shift, outgoing, incoming, begins, ends)


def _planned(work: Work, shift: ShiftView) -> tuple[Instant, Instant, w.Posts]:
    """The shift to come: of the roster, else the office's pattern and nobody."""
    found = planned_next(work.views, shift.begins, shift.ends)
    if found:
        return found.begins, found.ends, w.Posts(found.a, found.b, found.leader, found.director)
    begins, ends = work.books.scheduled(max(shift.ends, work.now))
    return begins, ends, w.Posts()


# ---------------------------------------------------------------- acts


@handles(acts.HandoverStart)
def start(work: Work, act: acts.HandoverStart) -> Row:
    """Begin the walkthrough: the cut-off is the newest row of now."""
    walk = walkthrough(work.views)
    if walk is not None:
        raise Refused("", "交接已于 {0} 开始", when(walk.started_at, local_date(work.now)))
    found = sides(work, act)
    taking_part(work, found)
    return begin(work, found, act.reason)


def begin(work: Work, found: Sides, reason: str = "") -> Row:
    """Append the cut-off.

    Raises:
        Refused: whoever hands over as A takes over as A, and nobody says why.
    """
    stays = found.incoming.a == found.outgoing.a
    if stays and not reason.strip():
        name = work.views.names().get(found.incoming.a, found.incoming.a)
        raise Refused(
            "reason", "接班 A岗仍是 {0}: 一个人连着值两班, 开始交接时须写理由 (handover start)", name, traced=True
        )
    event = h.HandoverStarted(
        handover=work.new_id("handover"),
        shift=found.shift.id,
        cut_off=work.tx.head()[0],
        begins=found.begins,
        ends=found.ends,
        a=found.incoming.a,
        b=found.incoming.b,
        leader=found.incoming.leader,
        director=found.incoming.director,
        reason=reason.strip() if stays else "",
    )
    return work.append(event)


def taking_part(work: Work, found: Sides) -> None:
    """Refuse whoever stands on neither side.

    Raises:
        Refused: naming who takes part.
    """
    both = [getattr(one, post) for one in (found.outgoing, found.incoming) for post in ("a", "b", "leader", "director")]
    if work.actor not in both:
        officers = work.views.officers()
        names = [officers[who].name for who in dict.fromkeys(both) if who in officers]
        raise Refused("as", "交接由双方在岗人员办理: {0}", names, traced=True)


def sides_of(work: Work, walk: w.Walkthrough) -> Sides:
    """Return both sides of a walkthrough, the outgoing as the shift stands now."""
    shift = running_shift(work)
    return Sides(shift, gather.posts_of(shift), walk.incoming, walk.begins, walk.ends)


def side_in(work: Work, found: Sides, walk: w.Walkthrough | None) -> str:
    """Return the side on which the actor stands, as A or in A's place; empty for neither."""
    signed = walk.signatures if walk is not None else ()
    own = w.side_of(work.actor, found.outgoing, found.incoming, signed)
    return own or w.stand_in_side(work.actor, found.outgoing, found.incoming, signed)


@handles(acts.HandoverRead)
def read(work: Work, act: acts.HandoverRead) -> Row:
    """Mark a page as read out, with the newest row that it could show."""
    walk = under_way(work)
    taking_part(work, sides_of(work, walk))
    known = {page.key for page in gather.pages(work.views.matters(), work.books.checklist)} | {gather.DELTA}
    matter = work.views.matter(act.item) if act.item not in known else None  # item p1 is not the matter P1
    page = matter.id if matter is not None else act.item
    if page not in known:
        raise Refused(
            "item",
            "没有这一项: {0}, {1}",
            act.item,
            nearest(act.item, {key: item.text for key, item in work.books.checklist.items.items()}),
        )
    return work.append(h.PageRead(handover=walk.id, page=page, upto=work.tx.head()[0]))


@handles(acts.HandoverCosign)
def cosign(work: Work, act: acts.HandoverCosign) -> Row:
    """Put one's name under the reason of something overdue; complete when the incoming has."""
    clock = find_clock(work, act.obligation)
    if work.now < clock.due_at:
        raise Refused("obligation", "{0} 还没有超时, 不必签认", clock.title)
    walk = walkthrough(work.views)
    found = sides(work, acts.HandoverSign()) if walk is None else sides_of(work, walk)
    side = side_in(work, found, walk)
    if not side:
        raise Refused("as", "签认由交班或接班的人办理", traced=True)
    before = walk.cosigned.get(clock.id) if walk is not None else None
    reason = work.text("reason", act.reason, required=before is None or not before.reason)
    if walk is None:
        begin(work, found)
        walk = under_way(work)
    event = h.OverdueCosigned(handover=walk.id, obligation=clock.id, name=clock.title, reason=reason, side=side)
    return work.append(event, matter=clock.matter_id)


@handles(acts.HandoverReturn)
def give_back(work: Work, act: acts.HandoverReturn) -> Row:
    """The incoming refuses (R29)."""
    walk = under_way(work)
    reason = act.reason
    if work.actor not in (walk.incoming.a, walk.incoming.b, walk.incoming.leader):
        raise Refused("as", "只有接班的人可以退回", traced=True)
    return work.append(h.HandoverReturned(handover=walk.id, reason=reason))


@handles(acts.HandoverCancel)
def cancel(work: Work, act: acts.HandoverCancel) -> Row:
    """Break the walkthrough off: whoever is responsible, their leader or director."""
    walk = under_way(work)
    reason = act.reason
    shift = running_shift(work)
    if work.actor not in (shift.a, shift.b, shift.leader, shift.director):
        raise Refused("as", "只有交班的人可以中止交接", traced=True)
    return work.append(h.HandoverCancelled(handover=walk.id, reason=reason))


@handles(acts.HandoverInform)
def inform(work: Work, act: acts.HandoverInform) -> Row:
    """The leader knows: by the leader's own act, or an officer's note how."""
    walk = walkthrough(work.views)
    if walk is None:
        newest = sealed(work.views)
        walk = walkthrough_of(work.views, newest.id) if newest is not None else None
    if walk is None:
        raise Refused("", "还没有开始交接, 也没有封存的交接单")
    if walk.informed:
        raise Refused("", "带班领导已知悉")
    role = work.views.officers()[work.actor].role if work.actor in work.views.officers() else ""
    own = work.actor if role in {"leader", "director"} else ""
    leader = officer_named(work, "leader", act.leader) or own or walk.incoming.leader
    if not leader:
        raise Refused("leader", "带班领导空缺, 请写明 --leader")
    note = work.text("note", act.note, required=leader != work.actor)
    return work.append(h.LeaderInformed(handover=walk.id, leader=leader, note=note))
