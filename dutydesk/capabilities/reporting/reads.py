"""The sending ledger: what each recipient had, when, with which figures (IN-14 to IN-16)."""

from __future__ import annotations

from dutydesk.capabilities.reporting.rules.reporting import Sent
from dutydesk.store.views import Views


def sent(views: Views, matter_id: str) -> list[Sent]:
    """Return everything that was sent on a matter, forwarded copies too, oldest first."""
    return [
        Sent(one.id, one.title, one.kind, one.body, one.recipients, one.sent_at, one.figures)
        for one in views.reports(matter_id)
    ]
