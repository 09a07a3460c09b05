"""Reads for setting up an office: channels that were tried out, who sat down here before."""

from __future__ import annotations

import json

from dutydesk.store.views.reader import Reader


def tested(views: Reader) -> dict[str, bool]:
    """Return, by channel, whether its last test got through."""
    rows = views.rows("SELECT payload FROM journal WHERE kind = 'channel.tested' ORDER BY seq")
    said = (json.loads(payload) for (payload,) in rows)
    return {str(one["channel"]): bool(one["sent"]) for one in said}


def has_shifts(views: Reader) -> bool:
    """Return whether anybody ever began a shift."""
    return bool(views.rows("SELECT 1 FROM shift LIMIT 1"))


def sittings(views: Reader, officer: str) -> int:
    """Return how often a person sat down at the desk."""
    rows = views.rows(
        "SELECT count(*) FROM journal WHERE kind = 'account.logged_in' AND actor = :actor", {"actor": officer}
    )
    return int(rows[0][0])
