"""Who was responsible when, read from the journal: every shift begun, relieved and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutydesk.capabilities.handover.reads import posts_changed
from dutydesk.capabilities.shifts.events import ShiftBegan, ShiftEnded, ShiftRelieved
from dutydesk.capabilities.shifts.rules import KIND_NAMES, Change, Stretch, stretches
from dutydesk.i18n import listed, say, translate, when
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import one_line
from dutydesk.store.views import Views


@dataclass(frozen=True, slots=True)
class OnDuty:
    """From journal row ``seq`` to ``until`` (None: still) these people held the posts of a shift."""

    shift: str
    people: tuple[str, ...]
    seq: int
    until: int | None
    ended_at: Instant | None


def changes(views: Views) -> list[Change]:
    """Return every change of who answers, oldest first."""
    found: list[Change] = []
    for _, at, kind, payload in posts_changed(views):
        event = decoded(kind, payload)
        if isinstance(event, ShiftBegan | ShiftRelieved):
            found.append(Change(at, event.shift, event.a))
        elif isinstance(event, ShiftEnded):
            found.append(Change(at, event.shift, None))
    return found


def on_duty(views: Views) -> list[OnDuty]:
    """Return who held the posts between which rows, oldest first."""
    found: list[OnDuty] = []
    for seq, at, kind, payload in posts_changed(views):
        event = decoded(kind, payload)
        shift = str(getattr(event, "shift", ""))
        for index, one in enumerate(found):
            if one.shift == shift and one.until is None:
                found[index] = OnDuty(one.shift, one.people, one.seq, seq, at)
        if isinstance(event, ShiftBegan | ShiftRelieved):
            people = (event.a, event.b, event.leader, event.director)
            found.append(OnDuty(shift, people, seq, None, None))
    return found


def between(views: Views, since: Instant | None, until: Instant) -> list[Stretch]:
    """Return the stretches between two instants, from the first shift on when no beginning is given."""
    known = changes(views)
    if since is None:
        if not known:
            return []
        since = known[0].at
    return stretches(known, since, until)


def page(found: Sequence[Stretch], names: Mapping[str, str]) -> str:
    """Return the stretches as text; what is wrong is named."""
    return "\n".join(
        say("{0} 至 {1} {2}", when(one.begins), when(one.ends), _who(one, names))
        + (f"  × {translate(KIND_NAMES[one.wrong])}" if one.wrong else "")
        for one in found
    )


def _who(one: Stretch, names: Mapping[str, str]) -> str:
    return listed(one_line(names.get(who, who)) for who in one.people) or "-"
