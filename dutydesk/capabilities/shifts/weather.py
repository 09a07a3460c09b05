"""The weather of a shift, as whoever came on wrote it down: a paper log has it at its head."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.shifts.events import ShiftBegan
from dutydesk.i18n import say
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import DAY, Instant, When
from dutydesk.kernel.text import one_line
from dutydesk.store.views import ShiftView, Views


def held_on(shifts: Sequence[ShiftView], day_start: Instant) -> list[ShiftView]:
    """Return the shifts of which some part lies in a day."""
    return [
        one for one in shifts if one.began_at < day_start + DAY and (one.ended_at is None or one.ended_at > day_start)
    ]


def weather_of(views: Views, shift: ShiftView) -> str:
    """Return the weather as it was written down when a shift began, empty where nobody did."""
    for entry in views.entries_between(shift.began_at, shift.began_at + 1):
        if entry.kind == ShiftBegan.KIND:
            event = decoded(entry.kind, entry.payload)
            if isinstance(event, ShiftBegan) and event.shift == shift.id:
                return event.weather
    return ""


def weather_lines(views: Views, day_start: Instant) -> list[str]:
    """Return the weather of a day for the head of its log: a line a shift that wrote it down."""
    told = [(shift, weather_of(views, shift)) for shift in held_on(views.shifts(), day_start)]
    return [say("天气 ({0} 接班): {1}", When(shift.began_at), one_line(sky)) for shift, sky in told if sky]
