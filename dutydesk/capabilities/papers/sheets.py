"""簿和表 of shifts and months: the duty log, the handover record, the roster, attendance and nights (papers 4.14 to 4.17)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dutydesk.capabilities.calls.events import CallLogged
from dutydesk.capabilities.duties.reads import roll_calls
from dutydesk.capabilities.handover.reads import number_of, sealed, walkthrough_of
from dutydesk.capabilities.instructions.events import InstructionReceived
from dutydesk.capabilities.intake.events import MessageDisposed
from dutydesk.capabilities.intake.rules import AS, PASTED, source_of
from dutydesk.capabilities.log.events import Corrected, MessageReceived, Noted
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.papers.case import Case, Found, clock, day_words, weekday
from dutydesk.capabilities.papers.steps import handled_of
from dutydesk.capabilities.registers import reads as registers
from dutydesk.capabilities.reporting.events import ReportSent
from dutydesk.capabilities.reporting.reads import short_name
from dutydesk.capabilities.roster import reads as roster
from dutydesk.capabilities.roster import state
from dutydesk.capabilities.roster.rules.roster import POSTS
from dutydesk.capabilities.roster.standby import REGISTER, put_down
from dutydesk.capabilities.shifts.weather import weather_of
from dutydesk.capabilities.statistics.statistics import choose
from dutydesk.kernel.events import Event, decoded
from dutydesk.kernel.instants import DAY, HOUR, Instant, local_date, start_of, to_datetime
from dutydesk.kernel.people import DESK
from dutydesk.kernel.wording import Worded
from dutydesk.store.views import EntryView, ShiftView

RESULTS = {"reached": "已接通", "no_answer": "无人接听", "busy": "占线"}


# ---------------------------------------------------------------- the log


def log(case: Case) -> Found:
    """The log of a shift, or of every shift that began on the day, each on a page of its own; one without a line is named."""
    shifts = _shifts(case)
    logs = [_log_of(case, shift) for shift in shifts]
    written = [one for one in logs if one.rows] or logs[-1:]
    empty = [
        f"另有{one.values['span']}一班（主班：{one.values['out']}），无记录。" for one in logs if one not in written
    ]
    first, *others = written
    refused = [one for found in logs for one in found.refused]
    return replace(first, text=[*first.text, *empty], further=others, refused=list(dict.fromkeys(refused)))


def _log_of(case: Case, shift: ShiftView) -> Found:
    """What came in and went out in a shift, how it was handled, what became of it; no lines of the desk itself."""
    # what is written at the very signature is the next shift's
    until = (
        shift.ended_at - 1 if shift.ended_at else max(case.now, shift.began_at + DAY)
    )  # one that goes on: whatever was written so far
    day = local_date(shift.began_at)
    between = case.views.entries_between(shift.began_at, until + 1)
    entries = [one for one in between if one.at <= until and one.actor != DESK]  # what the desk itself wrote is no log
    events = [(one, found) for one in entries if (found := decoded(one.kind, one.payload)) is not None]
    answers = _answers([*events, *_later(case, until)], day)
    disposed = {found.message: (one, found) for one, found in events if isinstance(found, MessageDisposed)}
    became = {one.id: _became(case, one, it, disposed) for one, it in events if isinstance(it, MessageReceived)}
    handled = handled_of(events, {key: matter.id for key, matter in became.items() if matter is not None}, day)
    rows: list[dict[str, str]] = []
    numbers: dict[str, int] = {}
    for one, found in events:
        row = _line(case, one, found, disposed, became, day)
        if row is None and one.id in handled:  # opened without a message
            row = _opened(case.views.matter(one.matter_id or ""))
        if row is None:
            continue
        numbers[one.id] = len(rows) + 1
        result = answers.get(one.id, row.get("result", ""))
        steps = [step for step in handled.get(one.id, []) if not result.startswith(step)]
        row["done"] = "，".join(filter(None, (row.get("done", ""), *steps)))
        rows.append(
            {
                "no": str(len(rows) + 1),
                "time": clock(one.at, day).replace(_next_day(day), "次日"),
                "who": case.name(one.actor),
                **{key: _flowing(text) for key, text in {**row, "result": result}.items()},
            }
        )
    struck = frozenset(numbers[one.id] - 1 for one, _ in events if one.id in numbers and one.struck_by is not None)
    for one, found in events:
        if isinstance(found, Corrected) and one.id in numbers and found.entry in numbers:
            rows[numbers[one.id] - 1]["what"] = f"更正第{numbers[found.entry]}条：{_flowing(found.text)}"
            rows[numbers[found.entry] - 1]["done"] = f"（本条作废，见{numbers[one.id]}）"
    handed = next((one for one in [sealed(case.views)] if one and one.shift == shift.id), None)
    values = {
        "day": day_words(day),
        "weekday": f"星期{weekday(day)}",
        "weather": weather_of(case.views, shift) or "　　",
        "span": f"{clock(shift.began_at, day)}至{clock(shift.ended_at, day) if shift.ended_at else '　　'}",
        "summary": _summary(case, shift, until),
        "handed_on": f"见交接班记录第{number_of(case.views, handed)}号" if handed else "",
        "out": case.name(shift.a),
        "sealed": clock(handed.sealed_at) if handed else "",
    }
    posts = (("带班领导", shift.leader), ("主班", shift.a), ("副班", shift.b), ("主任", shift.director))
    head = "　　".join(f"{name}：{case.name(who)}" for name, who in posts if who)
    if handed is not None:
        after = next((one for one in case.views.shifts() if one.id == handed.next_shift), None)
        values |= {"in": case.name(after.a) if after else ""}
        walk = walkthrough_of(case.views, handed.id)
        if walk is not None and walk.informed:
            at = clock(walk.informed_at, day)
            values["read"] = case.name(walk.informed) + (f"　{at}" if at != clock(handed.sealed_at, day) else "")
    refused = [Worded("这一班还没有交接签字")] if shift.ended_at is None else []
    return Found(values, text=[head], rows=rows, struck=struck, refused=refused)


def _next_day(day: date) -> str:
    after = day + timedelta(days=1)
    return f"{after.month}月{after.day}日"


def _opened(matter: Matter | None) -> dict[str, str] | None:
    """Return the line of a matter that was opened without a message; a paper in custody stands in its own register."""
    if matter is None or (matter.kind == "routine" and not matter.source):
        return None
    return {"unit": matter.source, "what": matter.title, "done": f"立项{matter.label}"}


def _flowing(text: str) -> str:
    """Return a field of the log without breaks: no line of somebody's words looks like a row of its own."""
    return re.sub(r"\s*[\r\n\u2028\u2029]+\s*", "　", text.strip())


def _shifts(case: Case) -> list[ShiftView]:
    """Return the shift that is named (``current``, ``previous`` or an id), or those that began on the day, in order."""
    if case.subject:
        return [choose(case.views, case.subject)]
    shifts = case.views.shifts()
    since = start_of(case.day)
    begun = [one for one in shifts if since <= one.began_at < since + DAY]
    if not begun:
        raise Worded("{0} 没有人接班", str(case.day))
    return begun


def _later(case: Case, until: Instant) -> list[tuple[EntryView, Event]]:
    """Return results that were written down after the shift, within a day."""
    later = case.views.entries_between(until + 1, until + DAY)
    return [
        (one, found) for one in later if isinstance(found := decoded(one.kind, one.payload), Noted) and found.result_of
    ]


def _answers(events: Sequence[tuple[EntryView, Event]], day: date) -> dict[str, str]:
    """Return what became of an entry, by its id, as somebody linked it."""
    found: dict[str, list[str]] = {}
    for one, event in events:
        if isinstance(event, Noted) and event.result_of and one.struck_by is None:
            timed = re.match(r"(?:\d+月\d+日)?\d{1,2}[:：]\d{2}", event.text)
            found.setdefault(event.result_of, []).append(event.text if timed else f"{clock(one.at, day)}{event.text}")
    return {key: "；".join(line.rstrip("。") for line in lines) for key, lines in found.items()}


def _line(
    case: Case,
    one: EntryView,
    event: Event,
    disposed: Mapping[str, tuple[EntryView, MessageDisposed]],
    became: Mapping[str, Matter | None],
    day: date,
) -> dict[str, str] | None:
    """Return a line of the log as its columns, None for what no log has."""
    if isinstance(event, MessageReceived):
        done = [event.opinion] if event.opinion else []
        result = ""
        if one.id in disposed:
            entry, how = disposed[one.id]
            words = how.reason if how.reason.startswith(AS[how.how]) else f"{AS[how.how]}{entry.label}"
            done.append(words if words == how.reason or not how.reason else f"{words}（{how.reason}）")
        matter = became[one.id]
        if matter is not None:
            opened = one.at <= matter.opened_at  # what came later is filed with it
            done += [] if one.id in disposed else [f"{'立项' if opened else '记入'}{matter.label}"]
            sent = [it for it in case.views.reports(matter.id) if it.sent_at >= one.at]
            result = f"{clock(sent[0].sent_at, day)}{short_name(sent[0])}" if sent else ""
        sender = event.sender or (matter.source if matter is not None else "") or source_of("", event.text, "")
        channel = "" if event.channel == PASTED or event.channel in sender else event.channel
        unit = f"{sender}{channel}"
        return {"unit": unit, "what": event.text, "done": "，".join(done), "result": result}
    if isinstance(event, Noted):
        who = source_of("", event.text, "")
        return None if event.result_of else {"unit": who, "what": event.text, "done": event.opinion or _filed(one)}
    if isinstance(event, Corrected):
        who = source_of("", event.text, "")
        return {"unit": who, "what": event.text, "done": event.opinion or _filed(one)}
    if isinstance(event, CallLogged):
        told = RESULTS.get(event.result, event.result)
        return {
            "unit": f"去电{event.name}",
            "what": event.text or f"{one.label}电话联系",
            "done": event.opinion,
            "result": told,
        }
    if isinstance(event, InstructionReceived):
        return {"unit": event.who, "what": f"批示：{event.text}", "done": _filed(one)}
    if isinstance(event, ReportSent):
        called = re.split(r"[(（]", event.title)[-1].rstrip(")）")
        return {"unit": _told(event.recipients), "what": f"{one.label}{called}", "done": "已发"}
    return None


def _told(units: Sequence[str]) -> str:
    """Who got a report: three by name, more as 省委办公厅、省政府总值班室等10家."""
    return "、".join(units) if len(units) <= 3 else f"{'、'.join(units[:2])}等{len(units)}家"


def _filed(one: EntryView) -> str:
    return f"记入{one.label}" if one.matter_id and one.label else one.label


def _became(
    case: Case, one: EntryView, event: MessageReceived, disposed: Mapping[str, tuple[EntryView, MessageDisposed]]
) -> Matter | None:
    """Return the matter that a message became: as somebody disposed of it, or the one that was received at its very minute."""
    if one.id in disposed:
        return case.views.matter(disposed[one.id][0].matter_id or "")
    if one.matter_id:
        return case.views.matter(one.matter_id)
    return next((it for it in case.views.matters(ended=True) if it.received_at == event.received_at), None)


def _summary(case: Case, shift: ShiftView, until: Instant) -> str:
    since = shift.began_at
    matters = case.views.matters(ended=True)
    new = sum(1 for one in matters if one.kind == "incident" and since <= one.received_at <= until)
    sent = [one for it in matters for one in case.views.reports(it.id) if since <= one.sent_at <= until]
    spoken = sum(1 for one in sent if one.kind == "phone")
    late = sum(
        1
        for one in case.views.clocks(ended=True)
        if one.state == "met_late" and one.met_at and since <= one.met_at <= until
    )
    calls = roll_calls(case.views, since, until)
    answered = sum(1 for one in calls if one.answered_at is not None)
    inside = f"（含电话{spoken}次）" if spoken else ""
    return f"接报突发事件{new}起，发出报告{len(sent)}份{inside}，超时{late}件；点名{len(calls)}次，应答{answered}次。"


# ---------------------------------------------------------------- months


def month_of(day: date) -> tuple[Instant, Instant]:
    """Return the beginning of a day's month and of the next."""
    first = day.replace(day=1)
    return start_of(first), start_of((first + timedelta(days=32)).replace(day=1))


def roster_month(case: Case) -> Found:
    """The roster of a month: every shift with its posts, who is on standby, holidays and changes; an empty post or an unapproved swap refuses."""
    first, last = (local_date(at) for at in (month_of(case.day)[0], month_of(case.day)[1] - 1))
    days = state.days_of(case.views, case.books, first, last)
    rows: list[dict[str, str]] = []
    refused: list[Worded] = []
    vacant: list[str] = []
    twice: list[str] = []
    standby: dict[str, list[str]] = {}
    for row in registers.rows(case.views, REGISTER):
        if (known := put_down(row.values)) is not None:
            standby.setdefault(known[0].isoformat(), []).append(case.name(known[1]))
    for one in days:
        shifts: dict[Instant, list[int]] = {}
        for at, stretch in enumerate(one.stretches):
            shifts.setdefault(stretch.shift_begins, []).append(at)
        for begins, places in shifts.items():
            stretch = one.stretches[places[0]]
            posts = {post: case.name(stretch.posts[post]) for post in POSTS}
            people = [who for post, who in stretch.posts.items() if who and post in {"a", "b"}]
            moment = f"{one.date.month}月{one.date.day}日"
            if any(not posts[post] for post in ("a", "b", "leader")):
                vacant.append(moment)
            if len(set(people)) < len(people):
                twice.append(moment)
            changed = len(places) > 1 or stretch.changed
            named = "".join(
                filter(None, (one.name if one.kind not in {"workday", "weekend"} else "", "调班" if changed else ""))
            )
            rows.append(
                {
                    **posts,
                    "date": moment,
                    "standby": "、".join(standby.get(one.date.isoformat(), ())),
                    "weekday": weekday(one.date),
                    "kind": f"{to_datetime(begins):%H:%M}",
                    "note": named,
                }
            )
    if not rows:
        raise Worded("{0}年{1}月没有排班", first.year, first.month)
    if vacant:
        refused.append(Worded("有空岗: {0}", vacant[:8]))
    if twice:
        refused.append(Worded("同一班一人两岗: {0}", twice[:8]))
    approved = {case.name(roster.approver(case.views, one)) for one in roster.changes(case.views, *month_of(case.day))}
    numbers = [
        f"{name}{number}" for name, number in (("值班电话", case.office.telephone), ("传真", case.office.fax)) if number
    ]
    note = "，".join(["每班时间见班次栏", *numbers, "24小时有人接听"])
    return Found(
        {
            "month": f"{first.year}年{first.month}月",
            "note": f"{note}。",
            "taker": case.printer,
            "approver": "、".join(sorted(filter(None, approved))),
            "day": day_words(local_date(case.now)),
        },
        rows=rows,
        refused=refused,
    )


def attendance(case: Case) -> Found:
    """Who stood how many shifts and hours in a month, and how many of them at night, by signature."""
    first = case.day.replace(day=1)
    since, after = month_of(case.day)
    until = min(after, max(case.now, since))
    found = state.actual(case.views, case.books, since, until)
    limits = case.books.shifts.limits
    rows: list[dict[str, str]] = []
    for one in found.hours:
        mine = [
            stint for stint in found.stints if stint.officer == one.officer and stint.post in case.books.allowance.posts
        ]
        nights = sum(
            1 for it in mine if sum(limits.night.hours(it.begins, it.ends or until).values()) > limits.night_counts_from
        )
        rows.append(
            {
                "who": case.name(one.officer),
                "shifts": str(len({it.shift or str(it.begins) for it in mine})),
                "hours": _hours(one.stood),
                "nights": str(nights),
                "night_hours": _hours(one.night),
                "holiday_hours": _hours(one.special),
            }
        )
    total = {
        key: f"{sum(float(row[key]) for row in rows):.1f}".removesuffix(".0")  # of the hours as they stand above it
        for key in ("hours", "night_hours", "holiday_hours")
    }
    counted = {key: str(sum(int(row[key]) for row in rows)) for key in ("shifts", "nights")}
    rows.append({"who": "合计", **counted, **total})
    whole = until >= after
    return Found(
        {
            "month": f"{first.year}年{first.month}月",
            "note": f"按接班、交班签字的时间计{'' if whole else f'，截至{clock(until)}'}；夜班指夜间在岗超过{_hours(limits.night_counts_from)}小时的班次。",
            "taker": case.printer,
            "day": day_words(local_date(case.now)),
        },
        rows=rows,
        refused=[] if found.hours else [Worded("这个月没有人接过班")],
    )


def _hours(duration: Instant) -> str:
    return f"{duration / HOUR:.1f}".removesuffix(".0")


GATHERS: Mapping[str, Callable[[Case], Found]] = {
    "log": log,
    "roster": roster_month,
    "attendance": attendance,
}
