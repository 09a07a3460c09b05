"""Meetings: notices with receipts, a line test, notes with their time, minutes drawn from them, decisions (ME-01 to ME-03)."""

from __future__ import annotations

from dutydesk.capabilities.closing import events as e
from dutydesk.capabilities.consents.handlers import consents
from dutydesk.capabilities.consents.rules import Consent
from dutydesk.capabilities.coordination.acts import ActionAssign
from dutydesk.capabilities.instructions.reads import complete_at
from dutydesk.capabilities.matters import handlers as matters
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.meetings import events as ev
from dutydesk.capabilities.meetings.acts import (
    MeetingCancel,
    MeetingDecide,
    MeetingMinutes,
    MeetingMove,
    MeetingNote,
    MeetingNotice,
    MeetingPlan,
    MeetingReceipt,
    MeetingTest,
)
from dutydesk.capabilities.meetings.papers import minutes as draft_of
from dutydesk.capabilities.meetings.reads import invited, meeting, proceedings
from dutydesk.capabilities.obligations import dues
from dutydesk.capabilities.reporting import affairs
from dutydesk.kernel.instants import Instant, When, iso
from dutydesk.kernel.refusal import Refused
from dutydesk.store.journal import Row
from dutydesk.store.views import ClockView, Views
from dutydesk.usecase.handling import handles, perform
from dutydesk.usecase.work import Work

LETTER = "M"
"""First letter of a meeting's label: M1, M2 …"""

TESTED, ACKNOWLEDGED, MINUTED = "line_test.saved", "meeting.receipts_complete", "minutes.approved"
NORMAL = "正常"


def _meeting(work: Work, matter: Matter) -> Matter:
    known = meeting(work.views, matter.id)
    if known is not None and known.called_off_at is not None:
        raise Refused("matter", "会议 {0} 已于 {1} 取消", matter.label, When(known.called_off_at))
    return matter


def _check_hours(begins_at: Instant, ends_at: Instant) -> None:
    if ends_at <= begins_at:
        raise Refused("ends", "结束时间 {0} 不晚于开始时间 {1}", When(ends_at), When(begins_at))


@handles(MeetingPlan)
def plan(work: Work, act: MeetingPlan) -> Row:
    """Plan a meeting: line test and minutes are owed from now on (R1)."""
    begins_at, ends_at = act.begins, act.ends
    _check_hours(begins_at, ends_at)
    place = act.place
    room = act.room
    planned = ev.MeetingPlanned(begins_at=begins_at, ends_at=ends_at, place=place, room=room)
    if act.matter is not None:
        matter = _meeting(work, act.matter)
        if meeting(work.views, matter.id) is not None:
            raise Refused("matter", "会议 {0} 已安排, 改时间请用 meeting move", matter.label)
        row = work.append(planned, matter=matter)
    else:
        work.text("title", act.title)
        label = act.label or matters.next_label(work, LETTER)
        opening = Open(kind="routine", title=act.title, place=act.place, source=act.source, label=label)
        row = perform(work, opening)
        matter = work.matter(row.matter_id)
        work.append(planned, matter=matter)
    dues.trigger(work, {"meeting.start": begins_at, "meeting.end": ends_at}, matter)
    return row


@handles(MeetingNotice)
def notice(work: Work, act: MeetingNotice) -> Row:
    """Send the notice; receipts are owed."""
    matter = _meeting(work, act.matter)
    to = affairs.names(work, "to", act.to)
    at = act.at
    row = work.append(ev.MeetingNoticeSent(recipients=to), at=at, matter=matter)
    dues.acted(work, matter)
    dues.trigger(work, {"meeting.notice_sent": at}, matter)
    return row


@handles(MeetingReceipt)
def receipt(work: Work, act: MeetingReceipt) -> Row:
    """Record receipts; when all are there, their clock is met at the last one's time."""
    matter = _meeting(work, act.matter)
    units = invited(work.views, matter.id)
    typed = affairs.names(work, "unit", act.unit)
    if not units:
        raise Refused("unit", "还没有发会议通知")
    affairs.listed_only("unit", typed, [one.unit for one in units])
    for one in units:
        if one.unit in typed and one.acknowledged_at is not None:
            affairs.refuse_again("unit", one.unit, one.acknowledged_at)
    at = act.at
    before = sum(one.acknowledged_at is not None for one in units)
    rows = [
        work.append(ev.MeetingAcknowledged(unit=name, done=before + done, total=len(units)), at=at, matter=matter)
        for done, name in enumerate(typed, 1)
    ]
    dues.acted(work, matter)
    all_at = complete_at(invited(work.views, matter.id))
    if all_at is not None:
        affairs.meet(work, {ACKNOWLEDGED}, matter, all_at)
    return rows[0]


@handles(MeetingTest)
def test(work: Work, act: MeetingTest) -> Row:
    """Record the line test, whatever came out of it: an abnormal one is written down, not hidden."""
    matter = _meeting(work, act.matter)
    at = act.at
    row = work.append(ev.LineTested(note=work.text("result", act.result or NORMAL)), at=at, matter=matter)
    dues.acted(work, matter)
    affairs.meet(work, {TESTED}, matter, at)
    return row


@handles(MeetingNote)
def note(work: Work, act: MeetingNote) -> Row:
    """Take a note at its own time."""
    matter = _meeting(work, act.matter)
    return work.append(ev.MeetingNoted(text=act.text), at=act.at, matter=matter)


@handles(MeetingDecide)
def decide(work: Work, act: MeetingDecide) -> Row:
    """Record a decision: with an owner it becomes an action of the owner's; with a due time alone, a reminder (R10)."""
    matter = _meeting(work, act.matter)
    text = act.text
    owner = act.owner.strip()
    due_at = act.due
    if due_at is not None and due_at <= work.said:
        raise Refused("due", "提醒时间已过: {0} (现在 {1}); 第二天请写 明天 HH:MM", When(due_at), When(work.said))
    row = work.append(ev.MeetingDecided(text=text, owner=owner, due_at=due_at), matter=matter)
    if owner:
        words = {"matter": matter.id, "text": text, "owner": owner, "due": str(iso(due_at) or "")}
        perform(work, ActionAssign.from_words(words))
    elif due_at is not None:
        dues.open_reminder(work, due_at, text, matter)
    return row


@handles(MeetingMinutes)
def minutes(work: Work, act: MeetingMinutes) -> Row:
    """Keep the minutes as they stand; approved, they end what is owed. Without a text: a person's last one, else the draft."""
    matter = _meeting(work, act.matter)
    typed = act.text
    kept = proceedings(work.views, matter.id).minutes
    drawn = not typed.strip() and (not kept or kept[-1].drawn)
    text = drafted(work.views, matter) if drawn else typed if typed.strip() else kept[-1].text
    at = act.at if act.approve else work.said
    given = (
        consents.own_or(work, "approved_by", act.approved_by, at=at, since=matter.received_at)
        if act.approve
        else Consent()
    )
    written = ev.MinutesWritten(
        text=work.text("text", text),
        approved=act.approve,
        approved_by=given.person,
        agreement=given.agreement,
        drawn=drawn,
        present=act.present.strip() or (kept[-1].present if kept else ""),
        excused=act.excused.strip() or (kept[-1].excused if kept else ""),
        observers=act.observers.strip() or (kept[-1].observers if kept else ""),
    )
    row = work.append(written, at=at, matter=matter)
    consents.keep(work, given, row, matter)
    dues.acted(work, matter)
    if act.approve:
        affairs.meet(work, {MINUTED}, matter, at)
    return row


def drafted(views: Views, matter: Matter) -> str:
    """Return the draft of the minutes, drawn from notes and decisions."""
    names = views.names()
    written = proceedings(views, matter.id)
    return draft_of(matter.title, meeting(views, matter.id), invited(views, matter.id), written, names)


def _of_meeting(work: Work, matter: Matter, events: set[str]) -> list[ClockView]:
    rules = work.books.rules.rules
    views = work.views.clocks(matter_id=matter.id)
    return [v for v in views if v.rule in rules and events.intersection(rules[v.rule].trigger.events)]


@handles(MeetingCancel)
def cancel(work: Work, act: MeetingCancel) -> Row:
    """Call a meeting off: its clocks are cancelled with the cause, the matter is closed (R8)."""
    matter = _meeting(work, act.matter)
    owed = _of_meeting(work, matter, {"meeting.start", "meeting.end", "meeting.notice_sent"})
    if meeting(work.views, matter.id) is None and not owed:
        raise Refused("matter", "{0} 不是会议", matter.label)
    reason = act.reason
    row = called_off(work, matter, reason)
    for view in owed:
        dues.cancel(work, view, "called_off")
    work.append(e.MatterClosed(criterion="会议取消", reason=reason), matter=matter)
    dues.end_with_matter(work, matter, declined=False)
    return row


def called_off(work: Work, matter: Matter, reason: str) -> Row:
    """Write down that a meeting will not be held, and who has to be told."""
    told = [unit.unit for unit in invited(work.views, matter.id)]
    return work.append(ev.MeetingCalledOff(reason=reason, told=told), matter=matter)


@handles(MeetingMove)
def move(work: Work, act: MeetingMove) -> Row:
    """Move a meeting: what hangs on the changed time is cancelled as moved and planned anew."""
    matter = _meeting(work, act.matter)
    known = meeting(work.views, matter.id)
    begins_at = act.begins or (known.begins_at if known else None)
    ends_at = act.ends or (known.ends_at if known else None)
    if begins_at is None or ends_at is None:
        raise Refused("begins" if begins_at is None else "ends", "还没有填")
    _check_hours(begins_at, ends_at)
    if known is not None and (begins_at, ends_at) == (known.begins_at, known.ends_at):
        raise Refused("begins", "时间没有变")
    events: dict[str, Instant] = {}
    if known is None or begins_at != known.begins_at:
        events["meeting.start"] = begins_at
    if known is None or ends_at != known.ends_at:
        events["meeting.end"] = ends_at
    reason = act.reason
    row = work.append(ev.MeetingMoved(begins_at=begins_at, ends_at=ends_at, reason=reason), matter=matter)
    for view in _of_meeting(work, matter, set(events)):
        dues.cancel(work, view, "moved")
    dues.trigger(work, events, matter)
    return row
