"""Matters as the filters of the finder ask about them."""

from __future__ import annotations

import json

from dutydesk.capabilities.finding import names as n
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import Views


@dataclass(frozen=True)
class Affair:
    """What filters ask of a matter; ``fields`` are the texts that words are looked for in."""

    id: str
    seq: int
    label: str
    title: str
    state: str
    received_at: Instant
    codes: frozenset[str]
    level: str
    colour: str
    units: tuple[str, ...]
    fields: tuple[str, ...]


def affairs(views: Views) -> list[Affair]:
    """Return every matter as the filters ask about it."""
    sql = (
        "SELECT id, seq, label, title, state, received_at, kind, category, subtype, level, colour, place, source, lead, support "
        "FROM matter"
    )
    found: list[Affair] = []
    for id_, seq, label, title, state, received, kind, category, subtype, level, colour, *words in views.rows(sql):
        place, source, lead, support = words
        units = (source, lead, *json.loads(support))
        codes = frozenset({f"kind:{kind}", f"category:{category}", f"subtype:{subtype}"})
        fields = (label, title, place, *units)
        found.append(Affair(id_, seq, label, title, state, received, codes, level, colour, units, fields))
    return found


def is_so(one: Affair, name: str, codes: frozenset[str]) -> bool:
    """Whether a matter is of one of some kinds, states, levels or colours."""
    own = {
        n.KIND: one.codes,
        n.STATE: frozenset({one.state}),
        n.LEVEL: frozenset({one.level}),
        n.COLOUR: frozenset({one.colour}),
    }
    return bool(own[name] & codes)
