"""Reads of meetings: times, who was invited, notes, decisions, minutes."""

from __future__ import annotations

from dutydesk.capabilities.instructions.reads import UnitView
from dutydesk.capabilities.meetings import events as ev
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped, among
from dutydesk.store.views import Views


@dataclass(frozen=True)
class MeetingView:
    """A meeting as it is planned now."""

    matter_id: str
    begins_at: Instant
    ends_at: Instant
    place: str
    room: str
    tested_at: Instant | None
    minutes_at: Instant | None
    called_off_at: Instant | None


@dataclass(frozen=True)
class NoteView:
    """A note taken in a meeting."""

    at: Instant
    actor: str
    text: str


@dataclass(frozen=True)
class DecisionView:
    """What was decided, who does it by when."""

    at: Instant
    text: str
    owner: str
    due_at: Instant | None


@dataclass(frozen=True)
class MinutesView:
    """The minutes as they stood at a time."""

    at: Instant
    text: str
    approved: bool
    approved_by: str
    drawn: bool
    present: str = ""
    excused: str = ""
    observers: str = ""


@dataclass(frozen=True)
class Proceedings:
    """What was written down of a meeting."""

    notes: tuple[NoteView, ...]
    decisions: tuple[DecisionView, ...]
    minutes: tuple[MinutesView, ...]
    tests: tuple[NoteView, ...]


_MEETING = Mapped(MeetingView, "meeting")
_INVITED = Mapped(UnitView, "meeting_unit", told_at="sent_at")


def meeting(views: Views, matter_id: str) -> MeetingView | None:
    """Return a meeting by its matter."""
    return _MEETING.first(views, "WHERE matter_id = :matter", {"matter": matter_id})


def planned(views: Views) -> list[tuple[str, str, str]]:
    """Return matter, label and title of the meetings that were not called off, by when they begin."""
    rows = views.rows(
        "SELECT m.id, m.label, m.title FROM meeting t JOIN matter m ON m.id = t.matter_id "
        "WHERE t.called_off_at IS NULL ORDER BY t.begins_at, m.seq"
    )
    return [(str(matter_id), str(label), str(title)) for matter_id, label, title in rows]


def invited(views: Views, matter_id: str) -> tuple[UnitView, ...]:
    """Return who was invited, in order."""
    return tuple(_INVITED.all(views, "WHERE matter_id = :matter ORDER BY seq, place", {"matter": matter_id}))


def proceedings(views: Views, matter_id: str) -> Proceedings:
    """Return notes, decisions and minutes by their own time."""
    notes: list[NoteView] = []
    tests: list[NoteView] = []
    decisions: list[DecisionView] = []
    minutes: list[MinutesView] = []
    kinds = (ev.MeetingNoted.KIND, ev.MeetingDecided.KIND, ev.MinutesWritten.KIND, ev.LineTested.KIND)
    listed, named = among("kind", kinds)
    sql = (
        "SELECT j.kind, j.payload, j.at, j.actor FROM journal j JOIN entry e ON e.seq = j.seq "  # noqa: S608 - names of parameters
        f"WHERE e.matter_id = :matter_id AND j.kind IN {listed} AND e.struck_by IS NULL ORDER BY j.at, j.seq"
    )
    for kind, payload, at, actor in views.rows(sql, {"matter_id": matter_id, **named}):
        event = decoded(kind, payload)
        if isinstance(event, ev.MeetingNoted):
            notes.append(NoteView(at, actor, event.text))
        elif isinstance(event, ev.LineTested):
            tests.append(NoteView(at, actor, event.note))
        elif isinstance(event, ev.MeetingDecided):
            decisions.append(DecisionView(at, event.text, event.owner, event.due_at))
        elif isinstance(event, ev.MinutesWritten):
            there = (event.present, event.excused, event.observers)
            minutes.append(MinutesView(at, event.text, event.approved, event.approved_by, event.drawn, *there))
    return Proceedings(tuple(notes), tuple(decisions), tuple(minutes), tuple(tests))
