"""Consents of others."""

from __future__ import annotations

from typing import Any

from dutydesk.capabilities.consents import events as ev
from dutydesk.capabilities.consents import rules as c
from dutydesk.store.journal import Row
from dutydesk.store.projecting import Executes, as_json, projects

_INSERT = (
    "INSERT INTO consent (id, seq, entry, first, call, act, words, matter_id, person, how, agreed_at, recorded_by, state, "
    "answered_at, reason) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,'')"
)


@projects(ev.ConsentGiven)
def _given(tx: Executes, row: Row, event: ev.ConsentGiven) -> None:
    phoned = event.how == c.PHONE
    tx.execute(
        _INSERT,
        (
            row.id, row.seq, event.entry, event.first, event.call, event.act, "", row.matter_id, event.person, event.how,
            event.agreed_at, row.actor, c.OWED if phoned else c.GIVEN, None if phoned else row.at,
        ),
    )  # fmt: skip


@projects(ev.ConsentAsked)
def _asked(tx: Executes, row: Row, event: ev.ConsentAsked) -> None:
    tx.execute(
        _INSERT,
        (
            row.id, row.seq, row.id, row.id, "", event.act, as_json(_kept(event)), row.matter_id, event.person, c.SIGNED,
            None, row.actor, c.WAITING, None,
        ),
    )  # fmt: skip


def _kept(event: ev.ConsentAsked) -> dict[str, Any]:
    return {"name": event.name, "words": event.words, "shown": event.shown, "rests": event.rests}


@projects(ev.ConsentSigned)
def _signed(tx: Executes, row: Row, event: ev.ConsentSigned) -> None:
    _answer(tx, event.consent, c.GIVEN, row.at, event.note)


@projects(ev.ConsentDenied)
def _denied(tx: Executes, row: Row, event: ev.ConsentDenied) -> None:
    _answer(tx, event.consent, c.REFUSED, row.at, event.reason)


@projects(ev.ConsentReturned)
def _returned(tx: Executes, row: Row, event: ev.ConsentReturned) -> None:
    _answer(tx, event.consent, c.RETURNED, row.at, event.reason)


def _answer(tx: Executes, consent: str, state: str, at: int, reason: str) -> None:
    tx.execute("UPDATE consent SET state = ?, answered_at = ?, reason = ? WHERE id = ?", (state, at, reason, consent))
