"""每日要情: the matters of a day by weight, every count computed (papers 4.8)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dutydesk.capabilities.appeals.reads import plans
from dutydesk.capabilities.duties.reads import roll_calls
from dutydesk.capabilities.instructions.reads import InstructionView, answer_due, instructions
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES, Matter
from dutydesk.capabilities.papers.case import Case, Found, day_words, han, spoken, untimed
from dutydesk.capabilities.papers.publications import issue_of, published
from dutydesk.capabilities.papers.statistics import is_report
from dutydesk.capabilities.policies.reads import policy
from dutydesk.capabilities.registers import reads as registers
from dutydesk.kernel.casualties import FIELDS, listed, persons, sentence
from dutydesk.kernel.figures import PEOPLE, spell
from dutydesk.kernel.instants import DAY, HOUR, Instant, start_of, to_datetime
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ClockView, ReportView

BRIEF_BEGINS = 8 * HOUR
"""The day of a brief runs from 08:00 to 08:00."""


def brief(case: Case) -> Found:
    """The matters of a day, 08:00 to 08:00, by weight, every count computed."""
    until = start_of(case.day) + BRIEF_BEGINS
    since = until - DAY
    row = next((one for one in registers.rows(case.views, "briefs") if one.values.get("day") == str(case.day)), None)
    matters = [one for one in case.views.matters(ended=True) if _of_the_day(one, since, until)]
    sent = [
        one
        for matter in case.views.matters(ended=True)
        for one in case.views.reports(matter.id)
        if since <= one.sent_at < until and not one.forwards
    ]
    kinds = {kind: [one for one in matters if one.kind == kind] for kind in ("incident", "policy", "appeal")}
    told = [
        (matter, one)
        for matter in matters
        for one in instructions(case.views, matter.id)
        if since <= one.received_at < until
    ]
    late = sum(
        1
        for one in case.views.clocks(ended=True)
        if one.state == "met_late"
        and one.met_at is not None
        and since <= one.met_at < until
        and is_report(case, one.rule)
    )
    new = {kind: sum(1 for one in found if since <= one.received_at < until) for kind, found in kinds.items()}
    head = _counts(case, since, until, new, len(told), sent, late)
    sections: list[tuple[str, list[str]]] = [
        ("突发事件", [_incident(case, one, until) for one in kinds["incident"]]),
        ("领导批示", [_instruction(case, matter, one, until) for matter, one in told]),
        ("政策文件", [_policy(case, one) for one in kinds["policy"]]),
        ("群众诉求", [_appeal(case, one, until) for one in kinds["appeal"]]),
        ("今日关注", [str(row.values["focus"])] if row and row.values.get("focus") else _ahead(case, until)),
    ]
    text = [head]
    for number, (name, lines) in enumerate(((name, lines) for name, lines in sections if lines), 1):
        joined = lines[0] if len(lines) == 1 else "".join(f"（{han(at)}）{line}" for at, line in enumerate(lines, 1))
        text.append(f"{han(number)}、{name}。{joined}")
    if row is not None and row.values.get("left_out"):
        text.append(f"未列事项：{row.values['left_out']}")
    return Found(
        {
            **(published(case, row) if row else {}),
            "no": issue_of(case, row),
            "day_no": str((case.day - date(case.day.year, 1, 1)).days + 1),
            "day": day_words(case.day),
        },
        text=text,
        refused=[Worded("这一天还没有过完: {0}", spoken(until))] if case.now < until else [],
    )


def _of_the_day(matter: Matter, since: Instant, until: Instant) -> bool:
    begun = matter.received_at < until
    return begun and matter.state != "merged" and (matter.closed_at is None or matter.closed_at >= since)


def _counts(
    case: Case, since: Instant, until: Instant, new: Mapping[str, int], told: int, sent: Sequence[ReportView], late: int
) -> str:
    first, last = to_datetime(since), to_datetime(until)
    units = (("incident", "突发事件", "起"), ("policy", "政策文件", "件"), ("appeal", "群众诉求", "件"))
    got = [f"{name}{new[kind]}{unit}" for kind, name, unit in units if new[kind]]
    if told:
        got.append(f"领导批示{told}件")
    marks = [f"{name}{count}{unit}" for name, count, unit in (
        ("电话", sum(1 for one in sent if one.kind == "phone"), "次"),
        ("更正", sum(1 for one in sent if one.kind == "correction"), "份"),
    ) if count]  # fmt: skip
    inside = f"（含{'、'.join(marks)}）" if marks else ""
    span = f"{first.month}月{first.day}日{first.hour}时至{last.month}月{last.day}日{last.hour}时"
    calls = roll_calls(case.views, since, until)
    answered = sum(1 for one in calls if one.answered_at is not None)
    parts = [
        f"接报{'、'.join(got)}" if got else "未接到新的突发事件、政策文件和诉求",
        f"发出报告{len(sent)}份{inside}，超时{late}份" if sent or late else "未发出报告",
        *([f"上级点名{len(calls)}次，应答{answered}次"] if calls else []),
    ]
    return f"{span}，{'；'.join(parts)}。"


def _incident(case: Case, matter: Matter, until: Instant) -> str:
    shown = case.views.figures(matter.id, at=until)
    told = {key: one.value for key, one in shown.items()}
    doubtful = [key for key, one in shown.items() if not one.verified]
    people = [key for key in FIELDS if told.get(key)]
    every = bool(people) and set(people) <= set(doubtful)
    said = sentence(told, () if every else doubtful)
    if people:  # totals with the hour that they are of; one mark at the head where nobody verified any
        newest = max(one.at for key, one in shown.items() if key in people)
        people_said = listed(told, () if every else doubtful, asks_serious=True)
        said = f"截至{spoken(newest)}，{'据初步核实，' if every else ''}共造成{people_said}"
    others = [key for key in PEOPLE if key not in FIELDS and told.get(key)]
    if others:
        unsure = "据初步核实，" if set(others) <= set(doubtful) else ""
        counted = "，".join(_counted(key, told[key], () if unsure else doubtful) for key in others)
        said = "，".join(filter(None, (said if people else "", f"{unsure}{counted}")))
    level = f"，初判{LEVEL_NAMES[matter.level]}（{LEVEL_MARKS[matter.level]}级）" if matter.level else ""
    if matter.closed_at is not None and matter.closed_at < until:
        state = f"，{spoken(matter.closed_at)}办结"
    else:
        due = [one.due_at for one in case.views.clocks(matter_id=matter.id) if one.rule == "follow_up"]
        next_one = f"，{spoken(min(due))}前续报" if due else ""
        state = f"，在办{f'，续报应于{spoken(min(due))}前报出，已超时' if due and min(due) < until else next_one}"
    parts = [
        part
        for part in (said if others or set(FIELDS) & set(shown) else "", level.lstrip("，"), state.lstrip("，"))
        if part
    ]
    return f"{matter.title}：{'，'.join(parts)}。"


def _counted(name: str, value: float, doubtful: Sequence[str]) -> str:
    """Return a number of people as a brief says it: 约60人参与, the others by their names."""
    said = spell({name: value}, doubtful)
    about = "约" if value % 10 == 0 else ""  # whoever counted 43 did not estimate
    return said if name != "participants" else f"{about}{persons(value)}参与{'（待核实）' if name in doubtful else ''}"


def _instruction(case: Case, matter: Matter, one: InstructionView, until: Instant) -> str:
    """An instruction: the words, to whom they were passed on and when, by when the answer is owed (its own limit or the office's)."""
    limit = one.limit_at or answer_due(case.views, matter.id, one.subject)
    told = [unit for unit in one.units if unit.told_at < until]
    passed = (
        f"，{spoken(max(unit.told_at for unit in told))}转告{'、'.join(unit.unit for unit in told)}" if told else ""
    )
    if one.closed_at is not None and one.closed_at < until:
        state = "，已反馈"
    else:
        state = f"，应于{spoken(limit)}前反馈" if limit else ""
    return f"{one.who}对{matter.title}批示：“{one.text.rstrip('。')}”{passed}{state}。"


def _policy(case: Case, matter: Matter) -> str:
    found = policy(case.views, matter.id)
    pushed = [one.pushed_at for one in found.recipients if one.pushed_at is not None]
    if found.recipients and len(pushed) == len(found.recipients):
        return f"{matter.title}，{spoken(max(pushed))}推送完毕。"
    return (
        f"{matter.title}，已推送{len(pushed)}家，共{len(found.recipients)}家。"
        if found.recipients
        else f"{matter.title}，在办。"
    )


_WHO_ASKS = re.compile("^[一-龥]{1,2}某{1,2}(?:等[0-9一-十]*[人名])?(?:来[访信电])?反映[：:，]?")


_ASKS = re.compile("要求|请求|希望|反映|建议|请|恳请|咨询|求助|投诉")


def _appeal(case: Case, matter: Matter, until: Instant) -> str:
    """An appeal by what it asks, never by who asks."""
    row = case.row_of("appeal_slips", matter.id)
    about = str(row.values["claim"]) if row else _WHO_ASKS.sub("", matter.title)
    if row and not _ASKS.match(about):
        about = f"要求{about}"
    closed = matter.closed_at is not None and matter.closed_at < until
    passed = [unit for one in plans(case.views, matter.id)[-1:] if one.at < until for unit in one.recipients]
    sent_on = f"，已转{'、'.join(passed)}" if passed else ""
    return f"{about.rstrip('。')}{sent_on}，{'已办结' if closed else '在办'}。"


def _ahead(case: Case, until: Instant) -> list[str]:
    """Return what falls due on matters within a day, the three nearest."""
    kept = {rule.id for rule in case.books.rules.rules.values() if rule.own_books}
    clocks = (one for one in case.views.clocks() if one.matter_id and one.rule not in kept)
    due = [one for one in clocks if until <= one.due_at < until + DAY]
    return [
        f"{spoken(one.due_at)}前，{untimed(one.matter_title)}：{_what_is_due(one)}。"
        for one in sorted(due, key=lambda one: one.due_at)[:3]
    ]


def _what_is_due(one: ClockView) -> str:
    """Return what a clock asks for: its name, of an action what is to be done and by whom."""
    owner, colon, what = one.subject.partition(": ")
    return f"{what.rstrip('。')}（{owner}）" if colon else one.name


GATHERS: Mapping[str, Callable[[Case], Found]] = {"brief": brief}
