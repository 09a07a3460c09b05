"""Reads of what is counted over all matters."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.store.views import Views


def received(views: Views, since: Instant) -> list[tuple[Instant, str, str, str]]:
    """Return when each incident and appeal was received, with kind, category and subtype: every affair once, not what was merged or dropped."""
    rows = views.rows(
        "SELECT received_at, kind, category, subtype FROM matter WHERE received_at >= :since "
        "AND state NOT IN ('dropped', 'merged') AND kind IN ('incident', 'appeal')",
        {"since": since},
    )
    return [(int(at), str(kind), str(category), str(subtype)) for at, kind, category, subtype in rows]
