"""Consents of others."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.consents import events as ev
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.consents import tables as t
from dutydesk.store.journal import Row
from dutydesk.store.statements import Fixed, actor, at, changes, entry, opens


def _is_owed(event: ev.ConsentGiven) -> bool:
    return event.how == c.PHONE


def _kept(_row: Row, event: ev.ConsentAsked) -> dict[str, Any]:
    return {"name": event.name, "words": event.words, "shown": event.shown, "rests": event.rests}


opens(
    ev.ConsentGiven,
    t.ConsentRow,
    id=entry,
    words=Fixed(""),
    recorded_by=actor,
    state=lambda _row, v: c.OWED if _is_owed(v) else c.GIVEN,
    answered_at=lambda row, v: None if _is_owed(v) else row.at,
    reason=Fixed(""),
)
opens(
    ev.ConsentAsked,
    t.ConsentRow,
    id=entry,
    entry=entry,
    first=entry,
    call=Fixed(""),
    words=_kept,
    how=Fixed(c.SIGNED),
    recorded_by=actor,
    state=Fixed(c.WAITING),
    reason=Fixed(""),
)
changes(ev.ConsentSigned, t.ConsentRow, id="consent", state=Fixed(c.GIVEN), answered_at=at, reason="note")
changes(ev.ConsentDenied, t.ConsentRow, id="consent", state=Fixed(c.REFUSED), answered_at=at, reason="reason")
changes(ev.ConsentReturned, t.ConsentRow, id="consent", state=Fixed(c.RETURNED), answered_at=at, reason="reason")
