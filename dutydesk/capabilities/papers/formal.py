"""公文: reports and notices, letters, minutes and invitations of a meeting (papers 4.5, 4.11, 4.13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from dutydesk.capabilities.instructions.reads import UnitView
from dutydesk.capabilities.meetings import reads as meetings
from dutydesk.capabilities.papers.case import Case, Found, Row, clock, day_words, han, spoken, untimed
from dutydesk.capabilities.papers.given import units_of
from dutydesk.capabilities.papers.reads import number_of_report
from dutydesk.capabilities.registers import reads as registers
from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.reporting.rules.check_content import requests
from dutydesk.capabilities.sending.reads import recipients
from dutydesk.documents.paper import Column, Table
from dutydesk.kernel.instants import local_date, to_datetime
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import ReportView

NUMBER = re.compile(r"[\u4e00-\u9fff]+〔20\d\d〕[1-9]\d*号")
"""A 文号: 代字, the full year in 六角括号, no 第, no leading 0 (7.2.5)."""

SECTIONS = (
    ("cause", "原因和后果"),
    ("aftermath", "善后"),
    ("responsibility", "责任"),
    ("open", "遗留问题"),
    ("advice", "意见建议"),
)
REPORTS_SENT = "报送情况一览表"
"""The annex that the desk makes: which reports went to whom and when (papers 4.5)."""

CLOSINGS = {"报告": "特此报告。", "函": "特此函告。", "通知": "特此通知。"}


def document(case: Case) -> Found:
    """A report (the final one) or a notice: what its row of 发文登记簿 says, the incident's final text in front."""
    row = case.row("outgoing")
    values = row.values
    kind = str(values["kind"])
    text = [line for line in str(values.get("text", "")).split("\n") if line.strip()]
    refused: list[Worded] = []
    matter = case.views.matter(str(values["matter"])) if values.get("matter") else None
    if kind == "报告":
        finals = [one for one in case.views.reports(matter.id) if one.kind == "final"] if matter else []
        text = text or ([line for line in finals[-1].body.split("\n") if line.strip()] if finals else [])
        text = _numbered(
            text, {key: str(values[key]) for key, _ in SECTIONS if values.get(key)}, str(values.get("cause_by", ""))
        )
        if values.get("cause") and not values.get("cause_by"):
            refused.append(Worded("写了原因, 没有写原因认定单位"))
        if matter is not None:
            open_figures = [one.field for one in case.views.figures(matter.id).values() if not one.verified]
            if open_figures:
                refused.append(Worded("终报的数字还有 {0} 项待核实", len(open_figures)))
        asked = next(requests("\n".join(text)), None)
        if asked is not None:
            refused.append(Worded("报告里不写请示事项: {0}", asked[0]))
        if not values.get("signer"):
            refused.append(Worded("上行文没有签发人"))
        if len(units_of(str(values["to"]))) > 1:
            refused.append(Worded("报告只主送一个机关, 其余写在抄送: {0}", str(values["to"])))
    return _outgoing(case, row, text, refused, kind)


def _annexes(case: Case, row: Row, names: Sequence[str], refused: list[Worded]) -> list[tuple[str, Table]]:
    """Return the annexes that the desk makes of those that a paper names; the others are the office's own papers."""
    if REPORTS_SENT not in names:
        return []
    matter = case.views.matter(str(row.values["matter"])) if row.values.get("matter") else None
    sent = [one for one in case.views.reports(matter.id) if not one.forwards] if matter else []
    if not sent:
        refused.append(Worded("附件 {0} 印不出来: 这一条没有写明事项, 或事项没有发出过报告", REPORTS_SENT))
        return []
    rows = [_sent_line(case, number, one) for number, one in enumerate(sent, 1)]
    place = f"{names.index(REPORTS_SENT) + 1}" if len(names) > 1 else ""
    return [(f"附件{place}：{REPORTS_SENT}", Table(SENT_COLUMNS, tuple(rows)))]


SENT_COLUMNS = (
    Column("序号", 4, 12),
    Column("报告", 8, 24),
    Column("期号", 6, 18),
    Column("报送时间", 16, 38),
    Column("报送单位", 14, 64),
)


def _sent_line(case: Case, number: int, one: ReportView) -> tuple[str, ...]:
    """Return one report in the list: its name, its issue, when it went, to whom, those to whom it was sent on later with them."""
    issue = number_of_report(case.views, one)
    units = dict.fromkeys(each.unit for each in recipients(case.views, one))
    return str(number), short_name(one), f"第{issue}期" if issue else "电话", clock(one.sent_at), "、".join(units)


def letter(case: Case) -> Found:
    """A letter to a body of equal standing: what is passed on, and by when an answer is asked."""
    row = case.row("outgoing")
    text = [line for line in str(row.values.get("text", "")).split("\n") if line.strip()]
    kind = str(row.values["kind"])
    refused = [] if kind == "函" else [Worded("这一条登记的文种是 {0}, 不是函", kind)]
    return _outgoing(case, row, text, refused, "函")


def _outgoing(case: Case, row: Row, text: list[str], refused: list[Worded], kind: str) -> Found:
    values = row.values
    if not text:
        refused.append(Worded("没有正文"))
    if not NUMBER.fullmatch(str(values["number"])):
        refused.append(Worded("文号须写作 代字〔年〕序号号, 如 豫政驻京〔2026〕18号: {0}", str(values["number"])))
    closing = CLOSINGS.get(kind, "")
    if text and closing and not text[-1].startswith("特此"):
        text = [*text, closing]
    dated = date.fromisoformat(str(values["dated"]))
    said = day_words(dated)
    annexes = [one.strip() for one in re.split(r"[；;、]", str(values.get("annexes", ""))) if one.strip()]
    made = _annexes(case, row, annexes, refused)
    return Found(
        {
            "title": str(values["title"]),
            "number": str(values["number"]),
            "approver": case.name(values.get("signer")) if kind == "报告" else "",
            "copy": str(values.get("copy", "")),
            "copies": str(int(values["copies"])) if values.get("copies") else "",
            "printed": said,
        },
        text=text,
        to=(str(values["to"]),),
        attachments=annexes,
        annexes=made,
        closing=(case.office.name or case.views.meta().get("site", ""), said),
        refused=refused,
    )


def _numbered(text: list[str], more: Mapping[str, str], authority: str) -> list[str]:
    """Return the text with its further sections, numbered on from the last heading that it has."""
    done = sum(1 for line in text if re.match(r"[一二三四五六七八九十]+、", line))
    closing = [line for line in text if line.startswith("特此")]
    found = [line for line in text if not line.startswith("特此")]
    for key, name in SECTIONS:
        if key not in more:
            continue
        done += 1
        who = f"经{authority}认定，" if key == "cause" and authority else ""
        found.append(f"{han(done)}、{name}。{who}{more[key].rstrip('。')}。")
    return [*found, *closing]


# ---------------------------------------------------------------- meetings


def minutes(case: Case) -> Found:
    """What a meeting decided, each with who and by when; not who said what."""
    matter = case.matter()
    known, papers = meetings.meeting(case.views, matter.id), meetings.proceedings(case.views, matter.id)
    if known is None:
        raise Worded("{0} 不是会议", matter.label)
    units = meetings.invited(case.views, matter.id)
    approved = [one for one in papers.minutes if one.approved]
    refused = [] if approved else [Worded("纪要还没有审定")]
    begins, ends = to_datetime(known.begins_at), to_datetime(known.ends_at)
    span = f"{begins.year}年{begins.month}月{begins.day}日{begins.hour}时{_minute(begins.minute)}至{ends.hour}时{_minute(ends.minute)}"
    where = _where(known.place, known.room)
    text = [f"{span}，{f'在{where}' if where else ''}召开{untimed(matter.title)}。现纪要如下："]
    for number, one in enumerate(papers.decisions, 1):
        due = f"，{spoken(one.due_at)}前办结" if one.due_at else ""
        owner = f"由{one.owner}办理" if one.owner else ""
        text.append(f"{han(number)}、会议议定，{one.text.rstrip('。')}{'，' if owner else ''}{owner}{due}。")
        if not one.owner or one.due_at is None:
            refused.append(Worded("第 {0} 项议定没有写明承办人或时限", number))
    if not papers.decisions:
        refused.append(Worded("没有议定事项: 讨论不写成纪要"))
    text += _attendance(papers.minutes[-1] if papers.minutes else None, units)
    day = local_date(approved[-1].at if approved else known.ends_at)
    signer = case.name(approved[-1].approved_by) if approved else ""
    number = _number_of(case, matter.id)
    return Found(
        {
            "title": untimed(matter.title),
            "no": str(number),
            "day": day_words(day),
            "printed": day_words(day),
            "signer": signer,
        },
        text=text,
        refused=refused,
    )


def _attendance(kept: meetings.MinutesView | None, units: Sequence[UnitView]) -> list[str]:
    """Who was there, away and listening, as written down with the minutes; who was there is else told by the receipts."""
    if kept is not None and kept.present:
        lines = [f"出席：{kept.present}"]
    else:
        there = [one.unit for one in units if one.acknowledged_at is not None]
        missing = [one.unit for one in units if one.acknowledged_at is None]
        lines = [f"出席：{'、'.join(there)}"] if there else []
        lines += [f"未回执：{'、'.join(missing)}"] if missing else []
    if kept is not None:
        lines += [f"{name}：{told}" for name, told in (("请假", kept.excused), ("列席", kept.observers)) if told]
    return lines


def _number_of(case: Case, matter_id: str) -> int:
    """Return the number of a meeting's minutes: its place among the meetings that were held."""
    return [one for one, _, _ in meetings.planned(case.views)].index(matter_id) + 1


def _minute(minute: int) -> str:
    return f"{minute:02d}分" if minute else ""


def _where(place: str, room: str) -> str:
    """Return where people meet, and in brackets the line on which others take part: 三楼会议室（视频会议室 省级01）."""
    return f"{place}（视频会议室{room}）" if place and room else f"视频会议室{room}" if room else place


def invitation(case: Case) -> Found:
    """The notice of a meeting to the office's own groups, or the letter to others: what, when, where, what to bring."""
    matter = case.matter()
    known = meetings.meeting(case.views, matter.id)
    if known is None:
        raise Worded("{0} 不是会议", matter.label)
    units = [one.unit for one in meetings.invited(case.views, matter.id)]
    outside = case.form.layout == "letter"
    begins, ends = to_datetime(known.begins_at), to_datetime(known.ends_at)
    hours = f"{begins.year}年{begins.month}月{begins.day}日{begins.hour}时{_minute(begins.minute)}至{ends.hour}时{_minute(ends.minute)}"
    name = untimed(matter.title)
    opening = "为做好有关工作，商请贵单位参加" if outside else f"经研究，定于{begins.month}月{begins.day}日召开"
    text = [
        f"{opening}{name}。现将有关事项{'函告' if outside else '通知'}如下：",
        f"一、时间。{hours}。",
        f"二、地点。{_where(known.place, known.room) or '另行通知'}。",
        "三、参加人员。各单位负责同志1人。",
        f"四、有关要求。请收到后回执，会前30分钟完成线路测试。联系电话：{case.office.telephone or '　'}。",
    ]  # no 特此通知 below it: the first sentence has said 通知如下
    day = local_date(case.now)
    kind = "函" if outside else "通知"
    rows = [one for one in registers.rows(case.views, "outgoing") if one.values.get("matter") == matter.id]
    row = next((one for one in reversed(rows) if one.values.get("kind") == kind), None)
    refused: list[Worded] = []
    if row is None:
        refused.append(Worded("没有文号: 先在发文登记簿里登记这次会议的{0} (register add outgoing)", kind))
    if outside and not units:
        refused.append(Worded("还没有写明参会单位 (meeting notice)"))
    to = (str(row.values["to"]),) if row and not outside else ("、".join(units),) if units else ()
    return Found(
        {
            "title": name,
            "number": str(row.values["number"]) if row else "",
            "copy": str(row.values.get("copy", "")) if row else "",
            "printed": day_words(date.fromisoformat(str(row.values["dated"])) if row else day),
        },
        text=text,
        to=to,
        closing=(
            case.office.name or case.views.meta().get("site", ""),
            day_words(date.fromisoformat(str(row.values["dated"])) if row else day),
        ),
        refused=refused,
    )


GATHERS: Mapping[str, Callable[[Case], Found]] = {
    "document": document,
    "letter": letter,
    "minutes": minutes,
    "invitation": invitation,
    "invitation_letter": invitation,
}
