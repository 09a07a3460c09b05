"""值班刊物: the written reports, the flash on one matter, the daily brief, the nil report of a holiday (papers 4.3 to 4.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from dutydesk.capabilities.duties.reads import roll_calls
from dutydesk.capabilities.files.papers import signer_of
from dutydesk.capabilities.intake.reads import undisposed
from dutydesk.capabilities.papers.case import Case, Found, Row, day_words, spoken
from dutydesk.capabilities.papers.reads import BOOKS, issued_before, number_of_report
from dutydesk.capabilities.registers import reads as registers
from dutydesk.capabilities.reporting.reads import report_named, short_name, unmended
from dutydesk.capabilities.reporting.rules.check_content import SOFT
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.capabilities.reporting.rules.differences import contradictions
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.documents.paper import chinese_date
from dutydesk.documents.reports import row_line
from dutydesk.kernel.figures import NAMES
from dutydesk.kernel.instants import DAY, local_date, to_datetime
from dutydesk.kernel.prose import hour_words
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ReportView

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


_STILL_OPEN = re.compile(
    r"(?:^|[，。；：（\n])([^，。；：（）\n]{2,16}?)(?:仍|还|尚)?正在(?:进一步)?(?:核实|调查|统计|研判)"
)
"""What a text itself leaves open: 重伤人数, 事故原因."""

_CORE = {
    "cause": "原因",
    "scope": "范围",
    "commander": "负责人",
    "loss": "损失",
    "casualties": "伤亡",
    "reported": "上报",
}
"""By which word of a text an element is known."""


def points(case: Case) -> Found:
    """A report by telephone: what was said to whom, its open points, what they asked for."""
    one = find_report(case)
    elements = case.books.reporting.elements
    named = {elements.get(name, name): reason for name, reason in one.gaps.items()}
    typed = [f"{name}（{reason}）" if reason else name for name, reason in named.items()]
    covered = [_CORE.get(name, elements.get(name, name)) for name in one.gaps]
    said = [it for it in dict.fromkeys(_STILL_OPEN.findall(one.body)) if not any(word in it for word in covered)]
    gaps = "；".join([*typed, *(["、".join(said)] if said else [])])
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
    at = int(
        row.values.get("signed_at") or case.now
    )  # printed once more it is held against what was known when it was signed
    sent = [one for one in case.views.reports(matter.id) if one.kind != "phone" and one.sent_at <= at]
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
            **published(case, row),
            "no": issue_of(case, row),
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


def published(case: Case, row: Row) -> dict[str, str]:
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


def issue_of(case: Case, row: Row | None) -> str:
    """Return the issue number of a publication: its place among those of its kind and year; the next one where there is no row."""
    register = BOOKS[case.form.id]
    year = local_date(row.added_at).year if row is not None else case.day.year
    rows = [one for one in registers.rows(case.views, register, retired=True) if local_date(one.added_at).year == year]
    place = len(rows) + 1 if row is None else sum(one.added_at <= row.added_at for one in rows)
    return str(place + issued_before(case.views, case.form.id, year))


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
    if not row.values.get("signer"):
        refused.append(Worded("零报告还没有签发人"))
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
        f"结论：截至{spoken(until)}，{f'接报突发事件{new}起，均已办结' if new else '未接到涉及我省的突发事件报告'}，总体平稳。",
    ]
    return Found(
        {
            **published(case, row),
            "no": issue_of(case, row),
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
    "nil": nil,
}
