"""单和簿: calls, incoming papers, instructions, appeals, interpretations, absences (papers 4.1, 4.2, 4.10 to 4.12, 4.17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dutydesk.capabilities.appeals.reads import plans
from dutydesk.capabilities.instructions.reads import answer_due, instructions
from dutydesk.capabilities.papers.case import (
    Case,
    Found,
    clock,
    day_words,
    of_row,
    signed_boxes,
    unsigned,
)
from dutydesk.capabilities.policies.reads import policy
from dutydesk.capabilities.registers import reads as registers
from dutydesk.kernel.instants import DAY, at_local, local_date, parse_clock, start_of
from dutydesk.kernel.masking import masked
from dutydesk.kernel.prose import official
from dutydesk.kernel.wording import Worded

SLIP_TIMES = ("began_at", "ended_at", "received_at", "limit_at", "since", "until")
CALL_BACK = ("特急", "加急")
"""Calls so urgent that what they say is called back or read back."""


def phone(case: Case) -> Found:
    """A call that asks for an act: the caller's own words, whom they told, what was proposed, decided, done."""
    row = case.row("phone_slips")
    began = int(row.values["began_at"])
    day = local_date(began)
    values = of_row(case, row, times=SLIP_TIMES, day=None)
    ended = clock(row.values.get("ended_at"), day)
    checked = "（已回拨核实）" if row.values.get("called_back") else ""
    values |= {
        "span": f"{clock(began)}{f'—{ended}' if ended else ''}",
        "number": f"{values.get('number', '')}{checked}",
    }
    refused = unsigned(row)
    if row.values.get("urgency") in CALL_BACK and not (row.values.get("called_back") or row.values.get("read_back")):
        refused.append(Worded("特急、加急来电须回拨核实或复述核对"))
    return Found(values, signed=signed_boxes(case, row, day), refused=refused, said=frozenset({"words"}))


def fax_slip(case: Case) -> Found:
    """An incoming paper: what is proposed, decided, by when, what became of it."""
    row = case.row("fax")
    day = local_date(int(row.values["received_at"]))
    values = of_row(case, row, times=SLIP_TIMES)
    values["sets"] = values.get("copies", "")
    values["missing"] = values.get("missing") or ("清晰完整" if row.values.get("legible") else "不清晰")
    return Found(
        values, signed=signed_boxes(case, row, day), refused=unsigned(row), said=frozenset({"title", "number"})
    )


def fax(case: Case) -> Found:
    """The incoming papers of a day."""
    since = start_of(case.day)
    found = [one for one in registers.rows(case.views, "fax") if since <= int(one.values["received_at"]) < since + DAY]
    rows: list[dict[str, str]] = []
    for number, one in enumerate(sorted(found, key=lambda one: int(one.values["received_at"])), 1):
        values = of_row(case, one, times=SLIP_TIMES, day=case.day)
        title = " ".join((values.get("number") or "无文号", values.get("title", "")))
        done = values.get("owner") or values.get("matter", "")
        sheets = "/".join(filter(None, (values.get("pages"), values.get("copies"))))
        ended = clock(one.values.get("result_at"), case.day)
        rows.append(
            {
                **values,
                "no": str(number),
                "title": title.replace(" ", "\n"),
                "owner": done,
                "ended": ended,
                "sheets": sheets,
            }
        )
    return Found(
        {"day": day_words(case.day), "taker": case.printer, "count": str(len(rows))},
        rows=rows,
        said=frozenset({"title"}),
    )


def instruction(case: Case) -> Found:
    """A leader's instruction under way: the words as they came, who must do what by when, who acknowledged."""
    label, _, typed = case.subject.partition("/")
    matter = case.matter(label)
    given = instructions(case.views, matter.id)
    wanted = int(typed) if typed.isdecimal() else (given[-1].number if given else 0)
    one = next((it for it in given if it.number == wanted), None)
    if one is None:
        raise Worded("事项 {0} 没有领导批示 {1}", matter.label, typed or "-")
    rows = [
        row
        for row in registers.rows(case.views, "supervision")
        if row.values.get("matter") == matter.id and row.values.get("number") == one.number
    ]
    row = rows[-1] if rows else None
    day = local_date(one.received_at)
    values = of_row(case, row) if row else {}
    receipts = [
        f"{clock(unit.acknowledged_at, day)}{unit.unit}" if unit.acknowledged_at else f"{unit.unit}（未签收）"
        for unit in one.units
    ]
    names = [unit.unit for unit in one.units]
    values |= {
        "code": f"{matter.label}-{one.number}",
        "source": values.get("source") or matter.title,
        "who": one.who,
        "received": clock(one.received_at),
        "words": one.text,
        "limit": clock(one.limit_at or answer_due(case.views, matter.id, one.subject)) or "未限定",
        "lead": values.get("lead") or (names[0] if names else ""),
        "helpers": values.get("helpers") or "、".join(names[1:]),
        "receipts": "；".join(receipts),
    }
    refused = unsigned(row)
    if one.closed_at is not None and not values.get("reported"):
        refused.append(Worded("已办结而没有写明向批示领导回报"))
    return Found(values, signed=signed_boxes(case, row, day), refused=refused, said=frozenset({"words", "who"}))


def appeal(case: Case) -> Found:
    """An appeal passed on: in their sense, no name and no whole number of theirs, with the limit."""
    matter = case.matter()
    if matter.kind != "appeal":
        raise Worded("{0} 不是地方诉求", matter.label)
    row = case.row_of("appeal_slips", matter.id)
    values = of_row(case, row) if row else {}
    approved = plans(case.views, matter.id)
    plan = approved[-1] if approved else None
    day = local_date(matter.received_at)
    persons = row.values.get("persons") if row else None
    speakers = row.values.get("speakers") if row else None
    said = [f"{persons}人" if persons else "", f"（代表{speakers}人）" if speakers and persons != 1 else ""]
    due = [one.due_at for one in case.views.clocks(matter_id=matter.id, ended=True) if one.rule == "appeal_24h"]
    values |= {
        "code": matter.label,
        "received": clock(matter.received_at),
        "persons": "".join(said),
        "number": masked(values.get("number", "")),
        "words": matter.title,
        "plan": plan.text if plan else "",
        "to": "、".join(plan.recipients) if plan else "",
        "limit": clock(min(due)) if due else "",
        "callback": _ticked(values.get("callback", "")),
        "danger": values.get("danger") or "无",
        "decision": "同意。" if plan and plan.approved_by else "",
    }
    refused = [] if plan and plan.approved_by else [Worded("处置方案还没有经带班领导同意")]
    signed = {"decision": f"{case.name(plan.approved_by)}　{clock(plan.at, day)}"} if plan and plan.approved_by else {}
    if plan and plan.actor not in {"", plan.approved_by}:
        signed["plan"] = f"{case.name(plan.actor)}　{clock(plan.at, day)}"
    return Found(values, signed=signed, refused=refused)


def _ticked(chosen: str) -> str:
    return "　".join(f"{'■' if one == chosen else '□'}{one}" for one in ("满意", "不满意", "联系不上"))


def policy_sheet(case: Case) -> Found:
    """An interpretation: the wording as it stands, who is bound, what is new, what is not said, what is to be done."""
    matter = case.matter()
    if matter.kind != "policy":
        raise Worded("{0} 不是政策文件", matter.label)
    known = policy(case.views, matter.id)
    row = case.row_of("policy_notes", matter.id)
    values = of_row(case, row) if row else {}
    sheets = [one for one in known.sheets if one.withdrawn_at is None]
    refused: list[Worded] = []
    if not sheets:
        raise Worded("{0} 还没有签发解读表", matter.label)
    sheet = sheets[-1]
    if sheet.second_reader == sheet.actor:
        refused.append(Worded("复核人就是拟稿人"))
    withdrawn = [one for one in known.sheets if one.withdrawn_at is not None]
    uncorrected = [one.name for one in known.recipients if one.wrong_at and not one.corrected_at]
    if withdrawn and uncorrected:
        refused.append(Worded("撤回的解读还没有向这些单位更正: {0}", uncorrected))
    day = local_date(matter.received_at)
    pushed = [f"{one.name}{clock(one.pushed_at, day)}" for one in known.recipients if one.pushed_at]
    gap = f"（间隔{(matter.received_at - known.issued_at) // DAY + 1}天以内）" if known.issued_at else ""
    values |= {
        "code": f"{matter.label}-{sheet.number}",
        "title": _numbered(matter.title, values.get("number", "")),
        "issued": day_words(local_date(known.issued_at)) if known.issued_at else "未写明",
        "received": f"{clock(matter.received_at)}{gap}",
        "wording": sheet.wording,
        "scope": sheet.scope,
        "effective": sheet.effective,
        "bound": sheet.bound,
        "silent": sheet.silent,
        "pushed": "，".join(pushed) + (f"（{len(pushed)}/{len(known.recipients)}）" if known.recipients else ""),
        "drafter": f"{case.name(sheet.actor)}（{clock(sheet.signed_at, day)}）",
        "second": case.name(sheet.second_reader),
    }
    if row and row.values.get("signer"):
        at = clock(row.values.get("signed_at"), day)
        values["signer"] = f"{case.name(row.values['signer'])}{f'（{at}）' if at else ''}"
    return Found(values, refused=refused, said=frozenset({"wording"}))


def _numbered(title: str, number: str) -> str:
    """Return a document's title with its number behind it, unless the title names it."""
    return f"{title}（{number}）" if number and official(number) not in official(title) else title


def trip(case: Case) -> Found:
    """An absence reported: half days, and who stands in."""
    row = case.row("trips")
    values = of_row(case, row, times=SLIP_TIMES)
    since, until = int(row.values["since"]), int(row.values["until"])
    values["span"] = f"{_half_day(since)}至{_half_day(until)}"
    values["day"] = day_words(local_date(row.added_at))
    by, at = case.name(row.values.get("approved_by")), clock(row.values.get("approved_at"))
    values["approval"] = "同意。" if by else ""
    own = by and values["person"].startswith(by)
    refused = [Worded("审批人就是外出的人: {0}", by)] if own else []
    return Found(values, signed={"approval": f"{by}　{at}"} if by else {}, refused=refused)


def _half_day(at: int) -> str:
    """Return 7月15日上午: absences are reported to half a day."""
    noon = at_local(local_date(at), parse_clock("12:00"))
    return f"{day_words(local_date(at))}{'上午' if at < noon else '下午'}"


GATHERS: Mapping[str, Callable[[Case], Found]] = {
    "phone": phone,
    "fax_slip": fax_slip,
    "fax": fax,
    "instruction": instruction,
    "appeal": appeal,
    "policy": policy_sheet,
    "trip": trip,
}
