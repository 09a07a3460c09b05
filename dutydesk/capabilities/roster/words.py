"""How rows of the roster are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.roster import events as r
from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import POSTS, VACANT
from dutydesk.i18n import say, translate
from dutydesk.kernel.instants import Until, When
from dutydesk.kernel.wording import Word

SwapMoved = r.SwapAccepted | r.SwapApproved | r.SwapRefused | r.SwapWithdrawn


def _changed(event: r.RosterChanged, names: Mapping[str, str]) -> str:
    posts = [(post, getattr(event, post)) for post in POSTS if getattr(event, post)]
    people = " ".join(
        f"{translate(POST_WORDS[post])} {translate('空缺') if who == VACANT else names.get(who, who)}"
        for post, who in posts
    )
    word = "临时调整 {0} 至 {1}: {2} ({3})" if event.layer == "temporary" else "调整排班 {0} 至 {1}: {2} ({3})"
    return say(word, When(event.begins), When(event.ends), people, event.reason) + _anyway(event.anyway)


def _anyway(reason: str) -> str:
    return say("; 不合规则仍如此: {0}", reason) if reason else ""


def _requested(event: r.SwapRequested, names: Mapping[str, str]) -> str:
    giver, taker = names.get(event.giver, event.giver), names.get(event.taker, event.taker)
    words = say("{0} 请 {1} 代 {2} 的{3}: {4}", giver, taker, When(event.begins), POST_WORDS[event.post], event.reason)
    if event.back_begins is None:
        return words
    return words + say("; 还 {0} 的{1}", When(event.back_begins), POST_WORDS[event.back_post])


def _parties(event: SwapMoved, names: Mapping[str, str]) -> str:
    """Whose swap it is; rows written before that was kept have only the end of its number."""
    if not event.giver:
        return say("编号 {0}", event.swap[-8:])
    return say("{0} 请 {1} 代班", names.get(event.giver, event.giver), names.get(event.taker, event.taker))


def _leave(event: r.LeaveSet, names: Mapping[str, str]) -> str:
    who = names.get(event.officer, event.officer)
    return say("{0} 休假 {1} 至 {2}: {3}", who, When(event.begins), Until(event.ends), event.reason)


def _staff(event: r.StaffSet, names: Mapping[str, str]) -> str:
    facts = [event.grade, event.group, event.joined, event.left]
    facts += [Word("新人")] if event.newcomer == "yes" else []
    facts += [Word("兼职专家")] if event.part_time else []
    return say("人员情况 {0}: {1}", names.get(event.officer, event.officer), [fact for fact in facts if fact])


TELL.update({
    r.RosterChanged.KIND: _changed,
    r.SwapRequested.KIND: _requested,
    r.SwapAccepted.KIND: lambda v, n: say("同意换班: {0}", _parties(v, n)),
    r.SwapApproved.KIND: lambda v, n: say("批准换班: {0}", _parties(v, n)) + _anyway(v.anyway),
    r.SwapRefused.KIND: lambda v, n: say("不同意换班: {0}: {1}", _parties(v, n), v.reason),
    r.SwapWithdrawn.KIND: lambda v, n: say("撤回换班: {0} {1}", _parties(v, n), v.reason),
    r.LeaveSet.KIND: _leave,
    r.StaffSet.KIND: _staff,
})  # fmt: skip
