"""Drafts: what was typed and not yet saved, kept at most two seconds behind the keys.

Text with a state-secret marking is never written, so it cannot be found in a draft either. A form's draft is
its fields as JSON, and each is looked at by itself: the one that carries a mark is left out, the others are kept. Where there
is a key of sealed matters, every draft is sealed with it: nobody knows yet what the words in it are about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dutydesk.capabilities.duties.rules import is_grade_or_period
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.text import BadTextError, stored
from dutydesk.store import sealed
from dutydesk.store.engine import Store, Transaction
from dutydesk.store.mapped import NOTHING
from dutydesk.store.views import Views

GRADED = frozenset({"grade", "period"})
"""Fields of the custody register's forms: a grade is what they hold."""


def keep(store: Store, officer: str, place: str, body: str, now: Instant) -> bool:
    """Keep a draft for an officer and a place (a form's name); return False when some of it may not be written."""
    kept, whole = storable(body)
    kept = sealed.sealed_text(store.path, f"{officer}/{place}", kept)

    def work(tx: Transaction) -> None:
        wipe(tx, officer, place)
        if kept:
            tx.execute(
                "INSERT INTO draft (officer, place, body, saved_at) VALUES (:officer, :place, :body, :saved_at)",
                {"officer": officer, "place": place, "body": kept, "saved_at": now},
            )

    store.write(work, now=now)
    return whole


def storable(body: str) -> tuple[str, bool]:
    """Return what of a draft may be written, and whether that is all: a form's fields one by one, other text whole."""
    try:
        values: Any = json.loads(body)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        fit = _may_be_kept("", body)
        return (body if fit else "", fit)
    kept = {name: value for name, value in values.items() if _may_be_kept(str(name), str(value))}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    whole = len(kept) == len(values)  # pyright: ignore[reportUnknownArgumentType]
    return body if whole else json.dumps(kept, ensure_ascii=False) if kept else "", whole


def _may_be_kept(name: str, text: str) -> bool:
    if name in GRADED and is_grade_or_period(text):
        return True
    try:
        stored(text)
    except BadTextError:
        return False
    return True


def find(views: Views, officer: str, place: str) -> str:
    """Return an officer's draft for a place, empty when there is none."""
    rows = _bodies(
        views,
        "SELECT body FROM draft WHERE officer = :officer AND place = :place",
        {"officer": officer, "place": place},
    )
    return str(rows[0][0]) if rows else ""


def everyones(views: Views) -> list[tuple[str, str, str]]:
    """Return all drafts: whose, of which place, what."""
    rows = _bodies(views, "SELECT officer, place, body FROM draft ORDER BY officer, place")
    return [(str(officer), str(place), str(body)) for officer, place, body in rows]


def wipe(tx: Transaction, officer: str, place: str) -> None:
    """Wipe a draft in the transaction that saves what it held."""
    tx.execute("DELETE FROM draft WHERE officer = :officer AND place = :place", {"officer": officer, "place": place})


def saved_at(tx: Transaction, officer: str, place: str) -> Instant:
    """Return when a draft was kept, 0 where there is none."""
    rows = tx.execute(
        "SELECT saved_at FROM draft WHERE officer = :officer AND place = :place", {"officer": officer, "place": place}
    )
    return int(rows[0][0]) if rows else 0


def all_of(views: Views, officer: str) -> dict[str, str]:
    """Return an officer's drafts by place, the oldest first."""
    rows = _bodies(
        views, "SELECT place, body FROM draft WHERE officer = :officer ORDER BY saved_at, place", {"officer": officer}
    )
    return {str(place): str(body) for place, body in rows}


def _bodies(views: Views, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
    """Return rows of drafts as they were typed: the table is nobody's but their own person's, whoever may see which matter."""
    return list(sealed.opened(views.path, views.rows(sql, parameters)))
