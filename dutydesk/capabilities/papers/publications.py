"""值班刊物: the written reports, the flash on one matter, the daily brief, the nil report of a holiday (papers 4.3 to 4.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dutydesk.capabilities.duties.reads import roll_calls
from dutydesk.capabilities.files.papers import signer_of
from dutydesk.capabilities.instructions.reads import InstructionView, answer_due, instructions
from dutydesk.capabilities.intake.reads import undisposed
from dutydesk.capabilities.matters.rules import LEVEL_MARKS, LEVEL_NAMES, Matter
from dutydesk.capabilities.papers.case import Case, Found, Row, day_words, han, spoken, untimed
from dutydesk.capabilities.papers.reads import BOOKS, issued_before, number_of_report
from dutydesk.capabilities.policies.reads import policy
from dutydesk.capabilities.registers import reads as registers
from dutydesk.capabilities.reporting.reads import report_named, short_name, unmended
from dutydesk.capabilities.reporting.rules.check_content import SOFT
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.differences import contradictions
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.documents.paper import chinese_date
from dutydesk.documents.reports import row_line
from dutydesk.kernel.casualties import FIELDS, listed, persons, sentence
from dutydesk.kernel.figures import NAMES, PEOPLE, spell
from dutydesk.kernel.instants import DAY, HOUR, Instant, local_date, start_of, to_datetime
from dutydesk.kernel.prose import hour_words
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ReportView

BRIEF_BEGINS = 8 * HOUR
"""The day of a brief runs from 08:00 to 08:00."""


# ---------------------------------------------------------------- reports


def report(case: Case) -> Found:
    """A sent report, word for word."""
    one = find_report(case)
    issue = number_of_report(case.views, one)
    found = unmended(one)
    return Found(
        {
            "title": one.paper_title,
            "minute": chinese_date(one.sent_at, minutes=True),
            "no": str(issue) if issue else "",
            **_receivers(case, one),
            "checker": case.name(one.read_by),
            "drafter": case.name(one.actor),
            "signer": signer_of(case.views, one, case.names),
        },
        text=one.body.split("\n"),
        said=frozenset({"title"}),
        refused=[found] if found is not None else [],
        record=row_line(one.seq, case.views.row_hash(one.seq)),
    )


def _receivers(case: Case, one: ReportView) -> dict[str, str]:
    """Return 报 and 送 of a report: its recipients, those of 送 by the office's data apart, and to whom it was sent on."""
    every = recipients(case.views, one)
    below = {each.unit for each in every if each.forwarded_at is not None or each.unit in case.receivers.copy}
    units = list(dict.fromkeys(each.unit for each in every))
    return {
        "to": "，".join(unit for unit in units if unit not in below),
        "copy": "，".join(unit for unit in units if unit in below),
    }


def points(case: Case) -> Found:
    """A report by telephone: what was said to whom, its open points, what they asked for."""
    one = find_report(case)
    elements = case.books.reporting.elements
    named = {elements.get(name, name): reason for name, reason in one.gaps.items()}
    gaps = "；".join(f"{name}（{reason}）" if reason else name for name, reason in named.items())
    return Found(
        {
            "title": one.paper_title,
            "when": spoken(one.sent_at),
            "to": "，".join(one.recipients),
            "text": one.body,
            "gaps": gaps,  # what nobody wrote down is not 无: its place stays for the pen
            "drafter": case.name(one.actor),
            "signer": signer_of(case.views, one, case.names),
        },
        record=row_line(one.seq, case.views.row_hash(one.seq)),
    )


def find_report(case: Case) -> ReportView:
    """Return the report of an id or of a matter and a report's name (Y1/续报一); of a matter alone the newest.

    Raises:
        Worded: there is none.
    """
    found = report_named(case.views, case.subject)
    if found is not None:
        return found
    label, _, called = case.subject.partition("/")
    names = [short_name(one) for one in case.views.reports(case.matter(label).id)]
    raise Worded("事项 {0} 没有报告 {1}; 已发: {2}", label, called or "-", names or ["-"])


# ---------------------------------------------------------------- one matter


def express(case: Case) -> Found:
    """A flash on one matter: a title that softens nothing, and the newest sent report's figures."""
    row = case.row("bulletins")
    matter = case.matter(str(row.values["matter"]))
    sent = [one for one in case.views.reports(matter.id) if one.kind != "phone"]
    title = str(row.values["title"])
    body = str(row.values.get("text", "")) or _from_report(case, sent)
    refused: list[Worded] = []
    if (soft := SOFT.search(title)) is not None:
        refused.append(Worded("标题不写 {0}: 快报标题写明地点、事件和伤亡", soft[0]))
    if sent:
        differ = contradictions(read(f"{title}。{body}"), sent[-1].figures)
        if differ:
            refused.append(Worded("数字与最近一次报告不一致: {0}", [str(one.words) for one in differ]))
        told = {one.field for one in read(title)}
        if lost := [NAMES[key] for key in ("deaths", "missing") if sent[-1].figures.get(key) and key not in told]:
            refused.append(Worded("标题没有写 {0}: 快报标题写明地点、事件和伤亡", lost))
    if not body:
        refused.append(Worded("没有正文, 事项也没有发出过报告"))
    return Found(
        {
            **_published(case, row),
            "no": _issue(case, row),
            "day": day_words(local_date(int(row.values.get("signed_at") or row.added_at))),
            "title": title,
        },
        text=body.split("\n"),
        refused=refused,
    )


def _from_report(case: Case, sent: Sequence[ReportView]) -> str:
    """Return the newest report's text and where the whole of it stands."""
    if not sent:
        return ""
    body = sent[-1].body.rstrip("\n")
    return f"{body}\n详见值班信息专报第{number_of_report(case.views, sent[-1])}期。"


def _published(case: Case, row: Row) -> dict[str, str]:
    """Return what a publication's row says of its making."""
    values = row.values
    found = {key: case.name(values.get(key)) for key in ("editor", "reviser", "signer")}
    if values.get("signed_at") and found["signer"]:
        moment = to_datetime(values["signed_at"])
        found["signer"] += f"（{moment.hour}时{moment.minute:02d}分）"
    for key in ("copies", "to", "copy"):
        if values.get(key):
            found[key] = str(values[key])
    return found


def _issue(case: Case, row: Row | None) -> str:
    """Return the issue number of a publication: its place among those of its kind and year; the next one where there is no row."""
    register = BOOKS[case.form.id]
    year = local_date(row.added_at).year if row is not None else case.day.year
    rows = [one for one in registers.rows(case.views, register, retired=True) if local_date(one.added_at).year == year]
    place = len(rows) + 1 if row is None else sum(one.added_at <= row.added_at for one in rows)
    return str(place + issued_before(case.views, case.form.id, year))


# ---------------------------------------------------------------- the day


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
        if since <= one.sent_at < until
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
        if one.state == "met_late" and one.met_at is not None and since <= one.met_at < until
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
            **(_published(case, row) if row else {}),
            "no": _issue(case, row),
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
        f"发出报告{len(sent)}份{inside}，超时{late}件" if sent or late else "未发出报告",
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
        state = f"，在办，{spoken(min(due))}前续报" if due else "，在办"
    parts = [
        part
        for part in (said if others or set(FIELDS) & set(shown) else "", level.lstrip("，"), state.lstrip("，"))
        if part
    ]
    return f"{matter.title}：{'，'.join(parts)}。"


def _counted(name: str, value: float, doubtful: Sequence[str]) -> str:
    """Return a number of people as a brief says it: 约60人参与, the others by their names."""
    said = spell({name: value}, doubtful)
    return said if name != "participants" else f"约{persons(value)}参与{'（待核实）' if name in doubtful else ''}"


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


def _appeal(case: Case, matter: Matter, until: Instant) -> str:
    """An appeal by what it asks, never by who asks."""
    row = case.row_of("appeal_slips", matter.id)
    about = str(row.values["claim"]) if row else _WHO_ASKS.sub("", matter.title)
    closed = matter.closed_at is not None and matter.closed_at < until
    return f"{about}，{'已办结' if closed else '在办'}。"


def _ahead(case: Case, until: Instant) -> list[str]:
    """Return what falls due on matters within a day, the three nearest."""
    kept = {rule.id for rule in case.books.rules.rules.values() if rule.own_books}
    clocks = (one for one in case.views.clocks() if one.matter_id and one.rule not in kept)
    due = [one for one in clocks if until <= one.due_at < until + DAY]
    return [
        f"{spoken(one.due_at)}前，{untimed(one.matter_title)}：{one.name}。"
        for one in sorted(due, key=lambda one: one.due_at)[:3]
    ]


# ---------------------------------------------------------------- nothing happened


def nil(case: Case) -> Found:
    """That nothing happened, every count computed; refused while anything is open."""
    row = case.row("zero_reports")
    until = int(row.values["until"])
    since = until - DAY
    matters = [one for one in case.views.matters(ended=True) if one.kind == "incident" and one.received_at < until]
    open_ones = [one.label for one in matters if one.closed_at is None or one.closed_at >= since]
    waiting = [one for one in undisposed(case.views) if one.received_at < until]
    calls = roll_calls(case.views, since, until)
    answered = sum(1 for one in calls if one.answered_at is not None)
    held = [
        one for one in case.views.shifts() if one.began_at < until and (one.ended_at is None or one.ended_at > until)
    ]
    on_duty = held[-1] if held else None
    people = {on_duty.a, on_duty.b, on_duty.leader, on_duty.director} if on_duty else set[str]()
    refused: list[Worded] = []
    if on_duty is None:
        refused.append(Worded("{0} 没有人接班: 带班领导和值班员写不出来", spoken(until)))
    if open_ones:
        refused.append(Worded("时段内有未结的突发事件: {0}", open_ones))
    if waiting:
        refused.append(Worded("收件箱有 {0} 条没有处置", len(waiting)))
    if row.values.get("signer") and row.values["signer"] not in people:
        refused.append(Worded("签发人 {0} 不在这一班", case.name(row.values["signer"])))
    new = sum(1 for one in matters if since <= one.received_at < until)
    lines = [
        f"时段：{spoken(since)}至{spoken(until)}。",
        f"带班领导：{case.name(on_duty.leader)}，在岗。值班员：{case.name(on_duty.a)}、{case.name(on_duty.b)}，在岗。"
        if on_duty
        else "",
        f"突发事件：{new}起。群众来访：{row.values.get('visitors') or '0批0人'}。上级点名：{len(calls)}次，应答{answered}次。",
        f"值守情况：{row.values['devices']}",
        f"重点情况：{row.values.get('key') or '无'}",
        f"需协调事项：{row.values.get('needs') or '无'}",
        f"结论：截至{spoken(until)}，未接到涉及我省的突发事件报告，总体平稳。",
    ]
    return Found(
        {
            **_published(case, row),
            "no": _issue(case, row),
            "minute": f"{chinese_date(until)}{hour_words(until)}",
            "drafter": case.name(row.values.get("drafter")),
        },
        text=[f"{line.rstrip('。')}。" for line in lines if line],
        refused=refused,
    )


GATHERS: Mapping[str, Callable[[Case], Found]] = {
    "report": report,
    "points": points,
    "express": express,
    "brief": brief,
    "nil": nil,
}
