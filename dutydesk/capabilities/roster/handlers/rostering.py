"""Use cases of the roster: plan, change, swap, take over, leave, important periods, staff, import."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, TypeVar

from dutydesk.capabilities.roster import events as r
from dutydesk.capabilities.roster import reads, special_days
from dutydesk.capabilities.roster.acts import (
    RosterDrop,
    RosterLeave,
    RosterPlan,
    RosterSet,
    RosterSpecial,
    RosterStaff,
    SwapAccept,
    SwapApprove,
    SwapRefuse,
    SwapRequest,
    SwapWithdraw,
    TakeOver,
)
from dutydesk.capabilities.roster.rules import swaps
from dutydesk.capabilities.roster.rules.checks import POST_WORDS, Case, Finding, check
from dutydesk.capabilities.roster.rules.roster import POSTS, VACANT, Overlay, PlannedShift, Stretch, gaps, resolve
from dutydesk.capabilities.roster.rules.rotation import Team, generate, next_team
from dutydesk.capabilities.roster.state import case_of
from dutydesk.capabilities.shifts import events as e
from dutydesk.capabilities.shifts import handlers as shifts
from dutydesk.capabilities.shifts.acts import ShiftRelief
from dutydesk.kernel.holidays import Special
from dutydesk.kernel.instants import DAY, MINUTE, Instant, When, at_local, local_date
from dutydesk.kernel.refusal import Refused, naming
from dutydesk.kernel.when import BEGINS, ENDS, read
from dutydesk.kernel.wording import Worded, nearest
from dutydesk.store.journal import Row
from dutydesk.usecase.handling import handles, perform
from dutydesk.usecase.work import Work

Given = TypeVar("Given", Instant, date)

LONGEST_CHANGE = 62 * DAY
NOT_OURS = ("gap", "overlap")
"""Kinds that one act does not bring about by itself: shown by the check, no reason to refuse."""

MIDNIGHT = time(0, 0)
YES_NO = {"yes": "yes", "no": "no"}


# ---------------------------------------------------------------- what an act may not bring about


def _blocking(case: Case) -> list[Finding]:
    return [one for one in check(case) if one.blocks and one.kind not in NOT_OURS]


def _refuse_new(before: Sequence[Finding], after: Sequence[Finding], anyway: str) -> None:
    """Refuse what brings a blocking finding about, unless a reason is given.

    Raises:
        Refused: names the first and how many there are.
    """
    known = {(one.kind, one.who, one.at) for one in before}
    new = [one for one in after if (one.kind, one.who, one.at) not in known]
    double = next((one for one in new if one.kind == "twice"), None)
    if double is not None:  # nobody holds two posts, whatever the reason (clocks.md R14)
        raise Refused("anyway", double.sentence.template, *double.sentence.values)
    if new and not anyway:
        raise Refused("anyway", "{0}; 共 {1} 处不合, 确需如此请写明理由 (--anyway)", new[0].sentence, len(new))


def _guarded(work: Work, since: Instant, until: Instant, anyway: str, do: Callable[[], Row]) -> Row:
    """Do something to the roster, and refuse it all if it brings about what blocks."""
    margin = work.books.shifts.limits.lead_in
    span = (since - margin, until + margin)
    before = _blocking(case_of(work.views, work.books, *span, work.now))
    row = do()
    _refuse_new(before, _blocking(case_of(work.views, work.books, *span, work.now)), anyway)
    return row


# ---------------------------------------------------------------- plan and change


_BETWEEN_TEAMS = re.compile(r"[,，、;；\n]|\s+(?=[^\s/]+/)")
"""What parts two teams that were typed in one line: 张伟/李娜/王建国; 孙敏/周凯/赵建平."""


@handles(RosterPlan)
def plan(work: Work, act: RosterPlan) -> Row:
    """Write the rotation of a span; what was planned to begin in it is cleared first."""
    since, until = act.since, act.until
    if since < local_date(work.now):
        raise Refused("since", "只能排今天和以后: {0}", since.isoformat())
    anyway = act.anyway
    typed = [one for text in act.team for one in _BETWEEN_TEAMS.split(text) if one.strip()]
    teams = [_team(work, number, text) for number, text in enumerate(typed, 1)] or list(work.books.shifts.teams)
    teams = [replace(team, a=_known(work, team.a), b=_known(work, team.b)) for team in teams]
    begins = at_local(since, MIDNIGHT)
    first = _first(act.first, len(teams)) if act.first else next_team(teams, reads.shift_before(work.views, begins))
    with naming("team"):
        planned = generate(work.books.shifts.patterns, teams, work.books.shifts.leaders, since, until, first)
    if not planned:
        raise Refused("since", "这段时间按规则没有班次")
    ends = at_local(until + timedelta(days=1), MIDNIGHT)

    def write() -> Row:
        first_row: Row | None = None
        if reads.planned(work.views, begins, ends):
            first_row = work.append(r.RosterCleared(begins=begins, ends=ends))
        rows = [work.append(_planned(one)) for one in planned]
        return first_row or rows[0]

    return _guarded(work, planned[0].begins, planned[-1].ends, anyway, write)


def _planned(one: PlannedShift) -> e.RosterPlanned:
    return e.RosterPlanned(begins=one.begins, ends=one.ends, **one.posts)


def _first(typed: str, teams: int) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= max(1, teams):
        raise Refused("first", "须为 1 至 {0}, 不是 {1}", teams, typed)
    return int(typed) - 1


def _team(work: Work, number: int, text: str) -> Team:
    people = [shifts.officer_named(work, "team", one.strip()) for one in text.split("/")]
    if not 1 <= len(people) <= 3:
        raise Refused("team", "班组写作 A/B/带班, 不是 {0}", text)
    return Team(str(number), *people)


def _known(work: Work, who: str) -> str:
    return shifts.officer_named(work, "team", who)


@handles(RosterSet)
def change(work: Work, act: RosterSet) -> Row:
    """Write a change over a span."""
    begins = act.begin
    ends = act.end
    if ends <= begins:
        raise Refused("end", "排定结束 {0} 不晚于开始 {1}", When(ends), When(begins))
    if ends - begins > LONGEST_CHANGE:
        raise Refused("end", "一次调整最多 {0} 天", LONGEST_CHANGE // DAY)
    if ends <= work.now:
        raise Refused("end", "已过去的排班不改; 谁在岗以签名为准")
    posts = {post: _post(work, post, getattr(act, post)) for post in POSTS}
    if not any(posts.values()):
        raise Refused("a", "没有换人")
    changed = r.RosterChanged(
        change=work.new_id("change"),
        layer="temporary" if act.temporary else "override",
        begins=begins,
        ends=ends,
        reason=act.reason,
        anyway=act.anyway,
        **posts,
        effect=_effect(work, begins, ends, "temporary" if act.temporary else "override", posts),
    )
    return _guarded(work, begins, ends, changed.anyway, lambda: work.append(changed))


def _effect(work: Work, begins: Instant, ends: Instant, layer: str, posts: Mapping[str, str]) -> str:
    """Whether a change would alter nothing, or cover time for which nothing was planned."""
    planned, changes = reads.planned(work.views, begins, ends), reads.changes(work.views, begins, ends)
    before = [one for one in resolve(planned, changes) if one.begins < ends and begins < one.ends]
    if gaps(before, begins, ends):
        return "gap"
    after = resolve(planned, [*changes, Overlay("", layer, begins, ends, 1 << 62, **posts)])
    edges = sorted({begins, ends, *(edge for one in (*before, *after) for edge in (one.begins, one.ends))})
    inside = [edge for edge in edges if begins <= edge < ends]
    return "none" if all(_people_at(before, edge) == _people_at(after, edge) for edge in inside) else ""


def _people_at(stretches: Sequence[Stretch], at: Instant) -> dict[str, str]:
    found = next((one for one in stretches if one.begins <= at < one.ends), None)
    return found.posts if found is not None else {}


def _post(work: Work, post: str, typed: str) -> str:
    return VACANT if typed.strip() == VACANT else shifts.officer_named(work, post, typed.strip())


@handles(RosterDrop)
def drop(work: Work, act: RosterDrop) -> Row:
    """Take a change back."""
    one = _one("change", act.change, reads.change(work.views, act.change), lambda found: found.id)
    event = r.RosterChangeDropped(change=one.id, reason=act.reason)
    return _guarded(work, one.begins, one.ends, event.reason, lambda: work.append(event))


def _one(field: str, typed: str, found: Sequence[Any], key: Callable[[Any], str]) -> Any:
    if len(found) != 1:
        ids = ", ".join(key(one)[-8:] for one in found[:5])
        if not found:
            raise Refused(field, "没有这一项: {0}", typed) if typed else Refused(field, "没有等着办的")
        raise Refused(field, "不止一项: {0}", ids)
    return found[0]


# ---------------------------------------------------------------- swaps


@handles(SwapRequest)
def swap_request(work: Work, act: SwapRequest) -> Row:
    """Ask for a swap: one's own post of a shift, looked up in the roster as it holds."""
    taker = shifts.officer_named(work, "to", act.to)
    given = _part(work, "shift", act.shift, work.actor)
    back = _part(work, "back", act.back, taker) if act.back else None
    swap = swaps.Swap(work.new_id("swap"), work.actor, taker, given, back, reason=act.reason)
    _borne_out(work, swap, "shift")
    for other in reads.swaps(work.views, waiting=True):
        if (other.given.begins, other.given.post) == (given.begins, given.post):
            raise Refused("shift", "这一班已有一件换班在等答复 (编号 {0})", other.id[-8:])
    return work.append(
        r.SwapRequested(
            swap=swap.id,
            giver=swap.giver,
            taker=taker,
            begins=given.begins,
            ends=given.ends,
            post=given.post,
            back_begins=back.begins if back else None,
            back_ends=back.ends if back else None,
            back_post=back.post if back else "",
            reason=swap.reason,
        )
    )


def _part(work: Work, field: str, typed: str, who: str) -> swaps.Part:
    """The person's part of the shift that begins at a time, by the minute that the program shows, or on a day."""
    begins = work.time(field, typed)
    until = begins + (DAY if _is_a_day(work, typed) else MINUTE)
    parts = {
        (one.shift_begins, post): swaps.Part(one.shift_begins, one.shift_ends, post)
        for one in reads.held(work.views, begins, until)
        for post in ("leader", "b", "a")
        if begins <= one.shift_begins < until and one.posts[post] == who
    }
    if len({at for at, _ in parts}) > 1:
        raise Refused(field, "这一天有 {0} 班, 请写明开始时间", len(parts))
    if parts:
        return list(parts.values())[-1]
    name = work.views.officers()[who].name if who in work.views.officers() else who
    raise Refused(field, "{0} 开始的班次里没有 {1}", When(begins), name)


def _is_a_day(work: Work, typed: str) -> bool:
    """Whether a day alone was typed: its beginning and its end are then two readings."""
    drill = work.views.is_drill()
    return read(typed, work.said, BEGINS, drill=drill) != read(typed, work.said, ENDS, drill=drill)


def _borne_out(work: Work, swap: swaps.Swap, field: str) -> None:
    parts = [swap.given, *([swap.back] if swap.back else [])]
    since, until = min(one.begins for one in parts), max(one.ends for one in parts)
    names = work.views.names()
    with naming(field):
        swaps.checked(swap, reads.held(work.views, since, until), work.now, names)


def _swap(work: Work, typed: str, verb: str) -> swaps.Swap:
    """The swap that is meant: named by the end of its id, or the only one that this step is possible for."""
    found = reads.swaps(work.views)
    if typed:
        found = [one for one in found if one.id.endswith(typed)]
    else:
        found = [one for one in found if (one.state, verb) in swaps.MOVES]
    return _one("swap", typed, found, lambda one: one.id)


def _moved(work: Work, typed: str, verb: str) -> swaps.Swap:
    officer = work.views.officers().get(work.actor)
    leads = officer is not None and work.books.rights.may(officer.roles, "roster")
    swap = _swap(work, typed, verb)
    try:
        return swaps.move(swap, verb, work.actor, leads=leads)
    except Worded as error:
        raise Refused("swap", error.template, *error.values, traced=True) from error


@handles(SwapAccept)
def swap_accept(work: Work, act: SwapAccept) -> Row:
    """Agree to a swap."""
    swap = _moved(work, act.swap, "accept")
    _borne_out(work, swap, "swap")
    return work.append(r.SwapAccepted(swap=swap.id, giver=swap.giver, taker=swap.taker))


@handles(SwapApprove)
def swap_approve(work: Work, act: SwapApprove) -> Row:
    """Approve a swap: it holds from here on."""
    swap = _moved(work, act.swap, "approve")
    _borne_out(work, swap, "swap")
    event = r.SwapApproved(swap=swap.id, giver=swap.giver, taker=swap.taker, anyway=act.anyway)
    parts = [swap.given, *([swap.back] if swap.back else [])]
    since, until = min(one.begins for one in parts), max(one.ends for one in parts)
    return _guarded(work, since, until, event.anyway, lambda: work.append(event))


@handles(SwapRefuse)
def swap_refuse(work: Work, act: SwapRefuse) -> Row:
    """Do not agree."""
    swap = _moved(work, act.swap, "refuse")
    return work.append(r.SwapRefused(swap=swap.id, giver=swap.giver, taker=swap.taker, reason=act.reason))


@handles(SwapWithdraw)
def swap_withdraw(work: Work, act: SwapWithdraw) -> Row:
    """Take the request back."""
    swap = _moved(work, act.swap, "withdraw")
    return work.append(r.SwapWithdrawn(swap=swap.id, giver=swap.giver, taker=swap.taker, reason=act.reason))


# ---------------------------------------------------------------- now


@handles(TakeOver)
def take_over(work: Work, act: TakeOver) -> Row:
    """Take over a post of the running shift (R29)."""
    post = (act.post or "a").lower()
    if post not in POSTS:
        raise Refused("post", "没有岗位 {0}, {1}", act.post, nearest(post, POST_WORDS))
    who = act.officer or work.actor
    words = {post: who, "reason": act.reason, "cosigner": act.cosigner, "agreed_at": act.agreed_at}
    return perform(work, ShiftRelief.from_words(words))


# ---------------------------------------------------------------- leave, important periods, staff


@handles(RosterLeave)
def leave(work: Work, act: RosterLeave) -> Row:
    """Note a leave, one's own or, with the right for it, somebody else's."""
    if act.cancel:
        found = [one for one in reads.leaves(work.views, 0, 1 << 62) if one[0].endswith(act.cancel)]
        key, one = _one("cancel", act.cancel, found, lambda pair: str(pair[0]))
        _own_or_right(work, one.officer)
        return work.append(r.LeaveCancelled(leave=key, reason=act.reason))
    who = shifts.officer_named(work, "officer", act.officer) or work.actor
    _own_or_right(work, who)
    begins, ends = _given("since", act.since), _given("until", act.until)
    if ends <= begins:
        raise Refused("until", "排定结束 {0} 不晚于开始 {1}", When(ends), When(begins))
    reason = work.text("reason", act.reason)
    return work.append(r.LeaveSet(leave=work.new_id("leave"), officer=who, begins=begins, ends=ends, reason=reason))


def _given(field: str, value: Given | None) -> Given:
    if value is None:
        raise Refused(field, "还没有填")
    return value


def _own_or_right(work: Work, who: str) -> None:
    officer = work.views.officers().get(work.actor)
    if who != work.actor and (officer is None or not work.books.rights.may(officer.roles, "roster")):
        raise Refused("officer", "别人的休假由带班领导登记", traced=True)


@handles(RosterSpecial)
def special(work: Work, act: RosterSpecial) -> Row:
    """Set an important period; the daily report of today is owed at once if today is in it."""
    if act.cancel:
        found = [one for one in reads.periods(work.views) if one[0].endswith(act.cancel)]
        key, _ = _one("cancel", act.cancel, found, lambda pair: str(pair[0]))
        return work.append(r.PeriodCancelled(period=key, reason=act.reason))
    first, last = _given("since", act.since), _given("until", act.until)
    if last < first:
        raise Refused("until", "结束日 {0} 早于开始日 {1}", last.isoformat(), first.isoformat())
    name, reason = work.text("title", act.title), act.reason
    event = r.PeriodSet(
        period=work.new_id("period"), name=name, first=first.isoformat(), last=last.isoformat(), reason=reason
    )
    row = work.append(event)
    special_days.open_today(work, Special(name, first, last))
    return row


@handles(RosterStaff)
def staff(work: Work, act: RosterStaff) -> Row:
    """Note what the roster must know of a person."""
    who = shifts.officer_named(work, "officer", act.officer)
    known = reads.staff(work.views).get(who, reads.StaffView(who))
    grades = [grade for grade, _ in work.books.shifts.staffing]
    groups = work.books.shifts.groups
    if act.grade and grades and act.grade not in grades:
        raise Refused("grade", "没有级别 {0}, {1}", act.grade, nearest(act.grade, grades))
    if act.group and groups and act.group not in groups:
        raise Refused("group", "没有小组 {0}, {1}", act.group, nearest(act.group, groups))
    return work.append(
        r.StaffSet(
            officer=who,
            grade=work.text("grade", act.grade or known.grade, required=False),
            group=work.text("group", act.group or known.group, required=False),
            joined=act.joined.isoformat() if act.joined is not None else known.joined,
            left=act.left.isoformat() if act.left is not None else known.left,
            newcomer=_yes_no("newcomer", act.newcomer) or known.newcomer,
            part_time=_yes_no("part_time", act.part_time) == "yes" if act.part_time else bool(known.part_time),
        )
    )


def _yes_no(field: str, typed: str) -> str:
    if typed and typed.lower() not in YES_NO:
        raise Refused(field, "须为 yes 或 no, 不是 {0}", typed)
    return YES_NO.get(typed.lower(), "")
