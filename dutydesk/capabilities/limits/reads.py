"""Reads of the office's choices and of answers about criteria in words."""

from __future__ import annotations

from collections.abc import Iterable

from dutydesk.store.mapped import among
from dutydesk.store.views.reader import Reader


def chosen(views: Reader, key: str) -> str:
    """Return a choice of the office, empty while none was made."""
    rows = views.rows("SELECT value FROM choice WHERE key = :key", {"key": key})
    return str(rows[0][0]) if rows else ""


def limits_of(views: Reader, obligations: Iterable[str]) -> dict[str, str]:
    """Return, by clock, the column of reporting limits that it was born with; other clocks are left out."""
    listed, named = among("obligation", obligations)
    rows = views.rows(f"SELECT obligation, name FROM clock_limit WHERE obligation IN {listed}", named)  # noqa: S608
    return {str(obligation): str(name) for obligation, name in rows}


def answers(views: Reader, matter_id: str) -> dict[str, bool]:
    """Return the officers' answers about a matter's criteria, by text, in the order in which they were first given."""
    rows = views.rows(
        "SELECT text, answer FROM criterion WHERE matter_id = :matter_id ORDER BY seq, text", {"matter_id": matter_id}
    )
    return {str(text): bool(answer) for text, answer in rows}
