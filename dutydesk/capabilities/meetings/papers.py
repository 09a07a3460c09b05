"""The draft of a meeting's minutes, drawn from its notes and decisions; a person changes and approves it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dutydesk.capabilities.instructions.reads import UnitView
from dutydesk.capabilities.meetings.reads import MeetingView, Proceedings
from dutydesk.kernel.instants import Instant, day_and_hour, local_date, to_datetime


def minutes(
    title: str,
    meeting: MeetingView | None,
    invited: tuple[UnitView, ...],
    proceedings: Proceedings,
    names: Mapping[str, str],
) -> str:
    """Return the draft: head, who was invited, notes by their time, decisions with owner and due time."""
    lines = [f"{title} 会议纪要", ""]
    moments = [meeting.begins_at] if meeting is not None else [note.at for note in proceedings.notes]
    day = local_date(moments[0] if moments else 0)
    if meeting is not None:
        begins = to_datetime(meeting.begins_at)
        lines.append(f"时间: {begins:%Y年%m月%d日} {begins:%H:%M}-{_time(meeting.ends_at, begins.date())}")
        where = " ".join(part for part in (meeting.place, meeting.room) if part)
        if where:
            lines.append(f"地点: {where}")
    if invited:
        lines.append(f"参加: {'、'.join(unit.unit for unit in invited)}")
    lines.extend(f"会前线路测试 {_time(test.at, day)}: {test.text}" for test in proceedings.tests)
    lines += ["", "会议记录"]
    lines.extend(
        f"{_time(note.at, day)} {names.get(note.actor, note.actor)}: {note.text}" for note in proceedings.notes
    )
    if not proceedings.notes:
        lines.append("(会中没有记录)")
    lines += ["", "议定事项"]
    for number, decision in enumerate(proceedings.decisions, 1):
        owner = f", 由{decision.owner}办理" if decision.owner else ""
        due = f", {_time(decision.due_at, local_date(decision.at))} 前办结" if decision.due_at is not None else ""
        lines.append(f"{number}. {decision.text}{owner}{due}")
    if not proceedings.decisions:
        lines.append("(没有议定事项)")
    return "\n".join(lines)


def _time(instant: Instant, day: date) -> str:
    """A time as the minutes of a day name it, in Chinese."""
    return "".join(day_and_hour(instant, day))
