"""Drafts: what was typed and not yet saved, kept at most two seconds behind the keys.

Text with a state-secret marking is never written, so it cannot be found in a draft either.
"""

from __future__ import annotations

from dutydesk.domain.instants import Instant
from dutydesk.domain.text import BadTextError, stored
from dutydesk.store.engine import Store, Transaction
from dutydesk.store.views import Views


def keep(store: Store, officer: str, place: str, body: str, now: Instant) -> bool:
    """Keep a draft for an officer and a place (a form's name); return False when it may not be written."""
    if body:
        try:
            body = stored(body)
        except BadTextError:
            return False

    def work(tx: Transaction) -> None:
        tx.execute("DELETE FROM draft WHERE officer = ? AND place = ?", (officer, place))
        if body:
            tx.execute(
                "INSERT INTO draft (officer, place, body, saved_at) VALUES (?,?,?,?)", (officer, place, body, now)
            )

    store.write(work, now=now)
    return True


def find(views: Views, officer: str, place: str) -> str:
    """Return an officer's draft for a place, empty when there is none."""
    rows = views.rows("SELECT body FROM draft WHERE officer = ? AND place = ?", (officer, place))
    return str(rows[0][0]) if rows else ""
