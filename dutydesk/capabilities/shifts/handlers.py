"""Shifts, posts, the checklist, people."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.calls.passing_on import pass_on
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.handover.events import HandoverReturned
from dutydesk.capabilities.handover.reads import walkthrough
from dutydesk.capabilities.handover.rules import Item, note_missing, read_state
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.roster.events import RosterRanOut
from dutydesk.capabilities.roster.rules.roster import seated
from dutydesk.capabilities.roster.state import ran_out, taken_at
from dutydesk.capabilities.shifts import acts
from dutydesk.capabilities.shifts import events as e
from dutydesk.kernel.instants import HOUR, MINUTE, Instant, When
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.typed_numbers import MINUTES, whole
from dutydesk.kernel.wording import nearest
from dutydesk.store.journal import Row
from dutydesk.store.views import ShiftView
from dutydesk.usecase.books import EARLY
from dutydesk.usecase.handling import handles
from dutydesk.usecase.people import officer_named
from dutydesk.usecase.work import Work

POSTS = ("a", "b", "leader", "director")


@handles(acts.ShiftBegin)
def begin(work: Work, act: acts.ShiftBegin) -> Row:
    """Begin a shift by signature; a running one ends at the same instant (R32)."""
    _no_walkthrough(work)
    typed = {post: officer_named(work, post, getattr(act, post)) for post in POSTS}
    begins, ends, planned = _schedule(work, act)
    with naming("a"):
        names = work.views.names()
        people = seated({}, typed, names) if any(typed.values()) else seated(planned, {}, names)
    last = ran_out(work.views, work.now)
    if not any(people.values()):
        if last is not None:
            raise Refused("a", "排班已到期: 最后一班止于 {0}; 请写明 --a 等岗位", When(last))
        raise Refused("a", "没有排班, 请写明 --a 等岗位")
    running = work.shift()
    if running is not None:
        work.append(e.ShiftEnded(shift=running.id, relieved=True, reason=act.reason))
        meet_handover(work)
    shift = work.new_id("shift")
    began = e.ShiftBegan(
        shift=shift,
        begins=begins,
        ends=ends,
        reason=act.reason,
        weather=act.weather,
        **people,
    )
    row = work.append(began)
    if last is not None:
        work.append_by_desk(RosterRanOut(last=last))
    if running is not None:
        pass_on(work, running.duty(work.now))
        dues.reset_for_handover(work)
    view = work.shift()
    assert view is not None
    taken_up = running is None and act.begins is None and work.said - begins > EARLY
    started = (
        work.said if taken_up else begins
    )  # nobody held it so far: what starts with it is owed from now (else R26)
    dues.trigger(work, {"shift.start": started, "shift.end": ends}, None, shift=view)
    return row


def _no_walkthrough(work: Work) -> None:
    """With a walkthrough under way only handover and relief change who is responsible (R32)."""
    if walkthrough(work.views) is not None:
        raise Refused("", "交接正在进行, 只有交接签字或替班能换班; 要中止请用 handover cancel", traced=True)


def meet_handover(work: Work) -> None:
    """Meet the clock of the signature itself."""
    for view in work.views.clocks():
        rule = work.books.rules.rules.get(view.rule)
        if rule is not None and "handover.signed_by_both" in rule.met_when.events:
            dues.end_met(work, view, work.said)


def _schedule(work: Work, act: acts.ShiftBegin) -> tuple[Instant, Instant, dict[str, str]]:
    """The scheduled hours: as typed, else of the roster, else of the office's pattern; beside either its own, from now on (R26)."""
    planned = taken_at(work.views, work.said)
    if planned is not None and act.begins is None:
        return *_beside(work, planned.begins, planned.ends), planned.posts
    if act.begins is not None:
        begins, ends = act.begins, act.begins + 24 * HOUR if act.ends is None else act.ends
        if ends <= begins:
            raise Refused("ends", "排定结束 {0} 不晚于开始 {1}", When(ends), When(begins))
    else:
        books = work.books
        begins, ends = books.under_way(work.said) if work.shift() is None else books.scheduled(work.said)
        begins, ends = _beside(work, begins, ends)
    return begins, ends, dict.fromkeys(POSTS, "")


def _beside(work: Work, begins: Instant, ends: Instant) -> tuple[Instant, Instant]:
    """Return the hours of a shift that begins now: the scheduled ones, unless they lie far ahead or another shift took them up.

    Such a shift stands beside the plan: it counts from its own beginning, and lasts until what is planned next.
    """
    if abs(begins - work.said) <= EARLY or (begins < work.said and work.shift() is None):
        return begins, ends
    until = begins if begins > work.said else ends
    return work.said, until if until > work.said else work.said + 24 * HOUR


def _running(work: Work) -> ShiftView:
    running = work.shift()
    if running is None:
        raise Refused("", "现在没有班次; 请先接班 (shift begin)")
    return running


@handles(acts.ShiftEnd)
def end(work: Work, act: acts.ShiftEnd) -> Row:
    """End the running shift; what it left unsigned stays owed."""
    _no_walkthrough(work)
    return work.append(e.ShiftEnded(shift=_running(work).id, relieved=False, reason=act.reason))


@handles(acts.ShiftRelief)
def relief(work: Work, act: acts.ShiftRelief) -> Row:
    """Other people within the shift (R29): no new shift clocks, holds end as at acceptance."""
    running = _running(work)
    reason = act.reason
    people = _relief_posts(work, act, running)
    if all(people[post] == getattr(running, post) for post in POSTS):
        raise Refused(next((post for post in POSTS if getattr(act, post) is not None), "a"), "没有换人")
    second = _relief_signed(work, act, running, people)
    signed = [work.actor] if second.by_phone else [who for who in (work.actor, second.person) if who]
    relieved = e.ShiftRelieved(
        shift=running.id,
        reason=reason,
        signed=signed,
        agreement=second.agreement and {**second.agreement, "who": second.person},
        **people,
    )
    row = work.append(relieved)
    consents.keep(work, second, row, None)
    pass_on(work, running.duty(work.now))
    dues.reset_for_handover(work)
    walk = walkthrough(work.views)
    if walk is not None and walk.signatures:  # who signed the sheet is not who is responsible now
        work.append(HandoverReturned(handover=walk.id, reason=reason))
    return row


def _relief_posts(work: Work, act: acts.ShiftRelief, running: ShiftView) -> dict[str, str]:
    """Who holds each post after a relief: whoever answers for the room is A, and that is never nobody (DESIGN §7)."""
    named: dict[str, str | None] = {}
    for post in POSTS:
        typed: str | None = getattr(act, post)
        named[post] = None if typed is None else officer_named(work, post, typed.strip())
    with naming(next((post for post in POSTS if named[post]), "a")):
        people = seated({post: getattr(running, post) for post in POSTS}, named, work.views.names())
    if not people["a"]:
        raise Refused("a", "A 岗不能空缺: A 岗对值班室负责, 请写明谁接 A 岗")
    return people


def _relief_signed(work: Work, act: acts.ShiftRelief, running: ShiftView, people: Mapping[str, str]) -> Consent:
    """Return how the second party signed a relief (R29): who goes and who comes, or who comes and the leader.

    Who goes and who comes sign on the spot; the leader, in place of one who cannot, may agree by telephone.
    """
    changed = [post for post in POSTS if people[post] != getattr(running, post)]
    coming = [people[post] for post in changed if people[post]]
    going = [getattr(running, post) for post in changed if getattr(running, post)]
    leaders = [who for who in (running.leader, running.director) if who]
    if work.actor == DESK:
        return Consent()
    named = officer_named(work, "cosigner", act.cosigner)
    second = named or next((who for who in (*going, *coming, *leaders, running.a, running.b) if who in work.signed), "")
    if not second:
        raise Refused("cosigner", "替班须双方签字, 请写明 --cosigner")
    both = {work.actor, second}
    others = {*going, *leaders} if coming and (going or leaders) else {running.a, running.b, *going, *leaders}
    pairs = [(one, other) for one in both & set(coming or leaders) for other in both & others]
    if all(one == other for one, other in pairs):  # who moves from B to A comes and goes, and is still one signature
        raise Refused("cosigner", "替班由交班与接班双方签字, 交班的不能签时由接班人与带班领导签字", traced=True)
    own = "替班的另一方须是另一人, 不能都是 {0}"
    said_at = act.agreed_at
    by_phone = second in leaders and second not in coming
    return consents.another(work, "cosigner", second, own, at=said_at, since=running.began_at, by_phone=by_phone)


@handles(acts.ShiftAway)
def away(work: Work, act: acts.ShiftAway) -> Row:
    """A steps out for some minutes: A's bells go to B (R14)."""
    running = _running(work)
    post = (act.post or "A").upper()
    if post not in {"A", "B"}:
        raise Refused("post", "岗位须为 A 或 B, 不是 {0}", act.post)
    minutes = whole(act.minutes, *MINUTES)
    if minutes is None or minutes > 120:
        raise Refused("minutes", "分钟须为 0 至 120, 不是 {0}", act.minutes)
    other = running.away_post if running.away_until is not None and running.away_until > work.now else ""
    if other and other != post and minutes:
        raise Refused("post", "{0}岗已离开, 两岗不能同时离开", other, traced=True)
    return work.append(e.PostAway(shift=running.id, post=post, until=work.said + minutes * MINUTE))


@handles(acts.Check)
def check(work: Work, act: acts.Check) -> Row:
    """Answer an item of the checklist; an abnormal device needs its remark."""
    running = _running(work)
    item = find_item(work, act.item)
    with naming("state"):
        state = read_state(item, act.state)
    note = act.note
    if note_missing(item, state, note):
        raise Refused("note", "“{0}” 异常, 须写备注", item.text, traced=True)
    return work.append(e.ItemChecked(shift=running.id, item=item.id, state=state, note=note))


def find_item(work: Work, typed: str) -> Item:
    """Return an item by id or by words of its text.

    Raises:
        Refused: none or several.
    """
    items = work.books.checklist.items
    if typed in items:
        return items[typed]
    found = [item for item in items.values() if typed and typed in item.text]
    if len(found) != 1:
        raise Refused(
            "item", "清单里没有 {0}, {1}", typed, nearest(typed, {key: item.text for key, item in items.items()})
        )
    return found[0]
