"""Reads of the case library: what was saved of closed affairs, the shipped examples beside it, what was taken over."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from dutydesk.capabilities.cases.events import CaseSaved, CaseTaken
from dutydesk.capabilities.cases.rules import Case, read_cases
from dutydesk.kernel.events import decoded
from dutydesk.store.views import Views
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import CASES
from dutydesk.usecase.shelf import Shelf, Source


@lru_cache(maxsize=8)
def load_cases(folder: Source | None = None) -> tuple[Case, ...]:
    """Read the examples; an own folder without them has the shipped ones.

    Raises:
        RulebookError: every problem of the shipped file.
    """
    shelf = Shelf(folder)
    return shelf.usable(shelf.take(CASES, read_cases))


def library(views: Views) -> list[Case]:
    """Return every case: the office's own, the newest first, then the examples that ship."""
    return [*saved(views), *load_cases(source_of(views))]


def saved(views: Views) -> list[Case]:
    """Return what was saved of closed affairs, the newest of each matter, the newest first."""
    rows = views.rows(
        "SELECT m.label, m.title, m.category, m.subtype, m.place, j.payload, j.at FROM journal j "
        "JOIN matter m ON m.id = j.matter_id WHERE j.kind = 'case.saved' AND m.closed_at IS NOT NULL ORDER BY j.seq"
    )  # the kind stands in it, so that the index of rare kinds is used
    found: dict[str, Case] = {}
    for label, title, category, subtype, place, payload, at in rows:
        event = decoded(CaseSaved.KIND, payload)
        if isinstance(event, CaseSaved):
            found[label] = Case(
                label, title, category, subtype, event.happened, event.worked, event.next, event.call, tuple(event.steps),
                event.typical, place, at,
            )  # fmt: skip
    return sorted(found.values(), key=lambda one: -(one.at or 0))


def case(views: Views, name: str) -> Case | None:
    """Return a case by its number, in any case of letters."""
    return next((one for one in library(views) if one.id.upper() == name.strip().upper()), None)


def taken(views: Views, matter_id: str) -> Sequence[CaseTaken]:
    """Return what was taken over into an affair, oldest first; of one case the newest."""
    sql = "SELECT j.payload FROM journal j JOIN entry e ON e.seq = j.seq WHERE e.matter_id = :matter AND j.kind = :kind ORDER BY j.seq"
    rows = views.rows(sql, {"matter": matter_id, "kind": CaseTaken.KIND})
    events = {str(json.loads(payload).get("case")): decoded(CaseTaken.KIND, payload) for (payload,) in rows}
    return [one for one in events.values() if isinstance(one, CaseTaken)]
