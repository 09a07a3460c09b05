"""Lines of the handover sheet that name what is unfinished: each from its register, nothing by heart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dutydesk.capabilities.appeals.reads import plans
from dutydesk.capabilities.calls import reads as calls
from dutydesk.capabilities.consents.reads import denied_since
from dutydesk.capabilities.consents.rules import words as agreement_words
from dutydesk.capabilities.files.waiting import denial
from dutydesk.capabilities.handover.reads import posts_changed
from dutydesk.capabilities.handover.rules.walkthrough import IN, OUT, Walkthrough
from dutydesk.capabilities.instructions import reads as instructions
from dutydesk.capabilities.matters.reads import FactView
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.meetings import reads as meetings
from dutydesk.capabilities.policies import reads as policies
from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.roster import reads as roster
from dutydesk.capabilities.roster.rules.checks import POST_WORDS
from dutydesk.capabilities.roster.rules.roster import POSTS, VACANT, Overlay
from dutydesk.capabilities.sending.reads import Unsent, unsent
from dutydesk.i18n import explain, listed, say, title, translate, when
from dutydesk.kernel.instants import Instant, When, local_date
from dutydesk.kernel.text import clauses
from dutydesk.store.views import ClockView, ShiftView, Views

Names = Mapping[str, str]
NAMED = 3
"""So many reports of a matter are named one by one."""

FEEDBACK_CLOCK = "instruction_feedback"
INSTRUCTION_CLOCKS = frozenset({"instruction_relay", FEEDBACK_CLOCK})
"""Rules that follow an instruction; they can be started by hand, without one written down."""


def policies_unfinished(views: Views, matters: Sequence[Matter]) -> list[str]:
    """Policies without an interpretation in force, not pushed to everybody, or pushed wrongly and not yet corrected."""
    found: list[str] = []
    for matter in matters:
        if matter.kind != "policy":
            continue
        policy = policies.policy(views, matter.id)
        missing = [] if policy.in_force else [translate("未解读")]
        if policy.all_pushed_at is None:
            missing.append(say("已推送 {0}/{1}", policy.pushed, len(policy.recipients)))
        if policy.to_correct:
            missing.append(say("待更正 {0} 家", len(policy.to_correct)))
        if missing:
            found.append(f"{matter.label} {matter.title} ({', '.join(missing)})")
    return found


def appeals_without_plan(views: Views, matters: Sequence[Matter]) -> list[str]:
    """Appeals for which no plan has been approved."""
    return [f"{one.label} {one.title}" for one in matters if one.kind == "appeal" and not plans(views, one.id)]


def denials(views: Views, since: Instant, names: Names) -> list[str]:
    """What stands as agreed to by telephone, and the person says they never agreed to: it stands where the incidents stand."""
    return [f"{one.label} {denial(one, names)}".strip() for one in denied_since(views, since)]


def reports_unsent(views: Views, since: Instant) -> list[str]:
    """Matters with written reports that went to some recipient by no way that is registered: which, and to whom."""
    found: dict[str, list[Unsent]] = {}
    for one in unsent(views, since):
        found.setdefault(one.label, []).append(one)
    return [
        say(
            "{0} {1} 未登记送达 ({2})",
            label,
            _called(left),
            listed(dict.fromkeys(u for one in left for u in one.recipients)),
        )
        for label, left in found.items()
    ]


def _called(reports: Sequence[Unsent]) -> str:
    """Return the short names of reports; of many the first and the last, and how many."""
    names = [title(short_name(one)) for one in reports]
    return listed(names) if len(names) <= NAMED else say("{0}至{1} {2} 份", names[0], names[-1], len(names))


def instructions_open(views: Views, clocks: Sequence[ClockView]) -> list[str]:
    """Instructions without feedback: whose, what, by when; and what is owed for one that no register holds."""
    found: list[str] = []
    known: set[tuple[str | None, str]] = set()
    for matter_id, label in instructions.unanswered(views):
        due = {
            clock.subject: clock.due_at
            for clock in clocks
            if clock.matter_id == matter_id and clock.rule == FEEDBACK_CLOCK
        }
        for one in instructions.instructions(views, matter_id):
            known.add((matter_id, one.subject))
            if one.closed_at is None:
                limit = one.limit_at or due.get(one.subject)
                by = say("{0} 前反馈", When(limit)) if limit else translate("未定时限")
                found.append(f"{label} {one.who}: {one.text} ({by})")
    for clock in clocks:
        if clock.rule in INSTRUCTION_CLOCKS and (clock.matter_id, clock.subject) not in known:
            told = (clock.label, title(clock.title), say("应于 {0}", When(clock.due_at)))
            found.append(" ".join(part for part in told if part))
    return found


def meetings_of_the_day(views: Views, now: Instant) -> list[str]:
    """Meetings that begin or go on today and were not called off."""
    today = local_date(now)
    found: list[str] = []
    for matter_id, label, words in meetings.planned(views):
        one = meetings.meeting(views, matter_id)
        if one is not None and local_date(one.begins_at) <= today <= local_date(one.ends_at):
            span = f"{when(one.begins_at, today)}-{when(one.ends_at, local_date(one.begins_at))}"
            found.append(" ".join(part for part in (label, words, span, one.place) if part))
    return found


def roster_changes(views: Views, shift: ShiftView | None, names: Names) -> list[str]:
    """Reliefs within the shift, and changes and swaps of the roster that concern its hours, with who approved."""
    if shift is None:
        return []
    found = [_relief(payload, at, names) for payload, at in _reliefs(views, shift)]
    found.extend(_change(views, one, names) for one in roster.changes(views, shift.begins, shift.ends))
    return found


def _reliefs(views: Views, shift: ShiftView) -> list[tuple[dict[str, str], Instant]]:
    import json

    rows = posts_changed(views, kinds=("shift.relieved",), since=shift.began_at)
    told = [(json.loads(payload), at) for _seq, at, _kind, payload in rows]
    return [(payload, at) for payload, at in told if payload.get("shift") == shift.id]


def _relief(payload: Mapping[str, object], at: Instant, names: Names) -> str:
    posts = [f"{translate(POST_WORDS[post])} {_name(str(payload.get(post) or ''), names)}" for post in POSTS]
    signed = payload.get("signed")
    by = [names.get(str(one), str(one)) for one in signed] if isinstance(signed, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    words = say("{0} 替班: {1}", When(at), ", ".join(posts))
    reason = str(payload.get("reason") or "")
    words += f" ({reason})" if reason else ""
    words += say(", 签字 {0}", listed(by)) if by else ""
    agreed: Any = payload.get("agreement") or {}
    who, how = str(agreed.get("who") or ""), agreement_words(agreed, names)
    told = how is not None and names.get(who, who) not in by
    return words + (f", {names.get(who, who)}: {explain(how)}" if how is not None and told else "")


def _change(views: Views, one: Overlay, names: Names) -> str:
    people = {post: getattr(one, post) for post in POSTS}
    posts = [f"{translate(POST_WORDS[post])} {_name(who, names)}" for post, who in people.items() if who]
    by = roster.approver(views, one)
    approver = names.get(by, by)
    span = f"{when(one.begins)}-{when(one.ends, local_date(one.begins))}"
    words = say("{0} 换班: {1}", span, ", ".join(posts))
    return words + (f" ({one.reason})" if one.reason else "") + (say(", 批准 {0}", approver) if approver else "")


def _name(who: str, names: Names) -> str:
    return names.get(who, who) if who and who != VACANT else translate("空缺")


def leader_contact(views: Views, shift: ShiftView | None, names: Names) -> str:
    """Name and numbers of the leader on duty from the contact book; where the leader is, no register knows."""
    if shift is None or not shift.leader:
        return translate("空缺") if shift is not None else ""
    name = names.get(shift.leader, shift.leader)
    lines = [one for one in calls.contacts(views) if shift.leader == one.officer or one.name == name]
    numbers = [number for one in lines for number in one.numbers]
    return f"{name} {', '.join(dict.fromkeys(numbers))}" if numbers else say("{0} (通讯录无电话)", name)


def to_verify(matter: Matter, told: Iterable[FactView]) -> list[str]:
    """Facts of a matter that nobody has verified, with whom to ask where that is known."""
    return [f"{matter.label} {one.text}{ask_of(one.source)}" for one in told if not one.verified]


def ask_of(*sources: str) -> str:
    """Return whom to ask, behind what they said, each once; empty where that is not known."""
    known = list(dict.fromkeys(filter(None, sources)))
    return say(" 向 {0} 核实", known) if known else ""


def signatures(walk: Walkthrough | None, names: Names) -> str:
    """Who signed when, and which leader was told when."""
    if walk is None:
        return ""
    parts = [
        f"{translate(word)} {names.get(one.officer, one.officer)} {when(one.at)}"
        for side, word in ((OUT, "交班"), (IN, "接班"))
        if (one := walk.signatures.get(side)) is not None
    ]
    if walk.informed and walk.informed_at is not None:
        parts.append(f"{translate('知悉')} {names.get(walk.informed, walk.informed)} {when(walk.informed_at)}")
    return clauses(parts)


def both_signed(walk: Walkthrough | None) -> bool:
    """Whether both sides have signed: only that ticks the line of the signatures."""
    return walk is not None and {OUT, IN} <= set(walk.signatures)


def all_signed(walk: Walkthrough | None) -> bool:
    """Whether both sides have signed, and the leader, where there is one, was told."""
    return walk is not None and both_signed(walk) and bool(walk.informed or not walk.outgoing.leader)


def readback(walk: Walkthrough | None) -> str:
    """What the incoming said back when signing."""
    return walk.signatures[IN].text if walk is not None and IN in walk.signatures else ""
