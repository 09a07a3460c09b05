"""Reads of consents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.consents import rules as c
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class ConsentView:
    """One consent. ``words``: of an act that waits for it, see ``ConsentAsked``: name, words, shown, rests."""

    id: str
    seq: int
    entry: str
    call: str
    act: str
    words: Mapping[str, Any]
    matter_id: str | None
    person: str
    how: str
    agreed_at: Instant | None
    recorded_by: str
    state: str
    answered_at: Instant | None
    reason: str
    label: str
    matter_title: str


_CONSENT = Mapped(
    ConsentView,
    "consent c LEFT JOIN matter m ON m.id = c.matter_id",
    words="CASE c.words WHEN '' THEN '{}' ELSE c.words END",
    label="coalesce(m.label, '')",
    matter_title="coalesce(m.title, '')",
)


def waiting_for(reader: Reader, person: str) -> list[ConsentView]:
    """Return what waits for a person's signature: owed after a call, or asked for; oldest first."""
    where = "WHERE c.person = :person AND c.state IN (:owed, :waiting) ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"person": person, "owed": c.OWED, "waiting": c.WAITING})


def asked_by(reader: Reader, person: str) -> list[ConsentView]:
    """Return what a person sent to others to be signed and that waits, oldest first."""
    where = "WHERE c.recorded_by = :recorded_by AND c.state = :state ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"recorded_by": person, "state": c.WAITING})


def others_papers(reader: Reader, person: str) -> list[ConsentView]:
    """Return reports that wait for another's signature and that a person may read beside who drafted them, oldest first."""
    where = (
        "WHERE c.act = 'report.sent' AND c.state = :state AND c.person <> :person AND c.recorded_by <> :person ORDER "
        "BY c.seq"
    )
    return _CONSENT.all(reader, where, {"state": c.WAITING, "person": person})


def open_ones(reader: Reader) -> list[ConsentView]:
    """Return everything that waits for somebody's signature, oldest first."""
    return _CONSENT.all(
        reader, "WHERE c.state IN (:owed, :waiting) ORDER BY c.seq", {"owed": c.OWED, "waiting": c.WAITING}
    )


def consents_of(reader: Reader, entry: str) -> list[ConsentView]:
    """Return the consents to an entry: named by the row's id, its unique end, its number, or the row of the call or act."""
    found = _CONSENT.all(reader, "WHERE :entry IN (c.id, c.entry, c.first, c.call) ORDER BY c.seq", {"entry": entry})
    if found:
        return found
    if entry.isdecimal():
        rows = reader.rows("SELECT id FROM journal WHERE seq = :seq", {"seq": int(entry)})
        return consents_of(reader, str(rows[0][0])) if rows and str(rows[0][0]) != entry else []
    if len(entry) < 4:
        return []
    like = "%" + entry.replace("%", "").replace("_", "")
    where = "WHERE c.id LIKE :like OR c.entry LIKE :like OR c.first LIKE :like OR c.call LIKE :like ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"like": like})


def of_matter(reader: Reader, matter_id: str, act: str, person: str) -> list[ConsentView]:
    """Return the consents of a person to one kind of row of a matter, oldest first."""
    where = "WHERE c.matter_id = :matter_id AND c.act = :act AND c.person = :person ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"matter_id": matter_id, "act": act, "person": person})


def denied(reader: Reader, matter_id: str) -> list[ConsentView]:
    """Return what was recorded as agreed to on a matter and was not, as the persons themselves say, oldest first."""
    where = "WHERE c.matter_id = :matter_id AND c.state = :state ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"matter_id": matter_id, "state": c.REFUSED})


def denied_since(reader: Reader, since: Instant) -> list[ConsentView]:
    """Return the same of all matters that are not closed, and of whatever was denied since an instant."""
    where = "WHERE c.state = :state AND (c.answered_at >= :since OR m.state = 'open') ORDER BY c.seq"
    return _CONSENT.all(reader, where, {"state": c.REFUSED, "since": since})


def of_report(reader: Reader, report: str) -> list[ConsentView]:
    """Return the consents to the sending of a report, named by the report's id."""
    rows = reader.rows("SELECT j.id FROM report r JOIN journal j ON j.seq = r.seq WHERE r.id = :id", {"id": report})
    return consents_of(reader, str(rows[0][0])) if rows else []
