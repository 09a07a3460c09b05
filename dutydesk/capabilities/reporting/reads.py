"""The sending ledger: what each recipient had, when, with which figures (IN-14 to IN-16)."""

from __future__ import annotations

import hashlib

from dutydesk.capabilities.limits.reads import chosen
from dutydesk.capabilities.reporting.rules.reporting import SIGN_OFF, Sent
from dutydesk.store.views import Views


def digest_of(text: str) -> str:
    """Return what a text is known by to whoever read it."""
    return hashlib.sha256(text.encode()).hexdigest()


def readers(views: Views, matter_id: str, text: str) -> list[str]:
    """Return who has read this very text while it waited for a signature, oldest first."""
    sql = "SELECT person FROM report_reading WHERE matter_id = ? AND digest = ? ORDER BY seq"
    return [str(person) for (person,) in views.rows(sql, (matter_id, digest_of(text)))]


def signed_kinds(views: Views) -> tuple[str, ...]:
    """Return the kinds of reports that this office chose to have signed."""
    return tuple(kind for kind in chosen(views, SIGN_OFF).split(",") if kind)


def sent(views: Views, matter_id: str) -> list[Sent]:
    """Return everything that was sent on a matter, forwarded copies too, oldest first."""
    return [
        Sent(one.id, one.title, one.kind, one.body, one.recipients, one.sent_at, one.figures)
        for one in views.reports(matter_id)
    ]
