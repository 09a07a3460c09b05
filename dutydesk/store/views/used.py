"""What was written in a field before, and how often: the proposals for the next time."""

from __future__ import annotations

import json
from collections import Counter

from dutydesk.store.views.reader import Reader

NEWEST = 300
"""Rows that are looked at: what an office wrote lately, not all it ever wrote."""


def _counted(reader: Reader, table: str, column: str, order: str) -> Counter[str]:
    """Return the values of a column in its newest rows."""
    sql = f"SELECT {column} FROM {table} WHERE {column} <> '' ORDER BY {order} DESC LIMIT :most"  # noqa: S608 - names of ours
    return Counter(str(value) for (value,) in reader.rows(sql, {"most": NEWEST}))


def places(reader: Reader) -> Counter[str]:
    """Return the places of the newest matters."""
    return _counted(reader, "matter", "place", "opened_at")


def subtypes(reader: Reader) -> Counter[str]:
    """Return the kinds of the newest matters."""
    return _counted(reader, "matter", "subtype", "opened_at")


def units(reader: Reader) -> Counter[str]:
    """Return the units that matters came from, that led one, and that got a report."""
    found = _counted(reader, "matter", "source", "opened_at") + _counted(reader, "matter", "lead", "opened_at")
    for (names,) in reader.rows("SELECT recipients FROM report ORDER BY seq DESC LIMIT :most", {"most": NEWEST}):
        found.update(json.loads(names))
    return found


def channels(reader: Reader) -> Counter[str]:
    """Return the channels that messages came through."""
    return _counted(reader, "message", "channel", "seq")


def things(reader: Reader) -> Counter[str]:
    """Return the keys and seals that were taken."""
    return _counted(reader, "loan", "item", "taken_at")


def cabinets(reader: Reader) -> Counter[str]:
    """Return where papers in custody lie or lay."""
    return _counted(reader, "paper", "place", "registered_at")


def leaders(reader: Reader) -> Counter[str]:
    """Return the leaders who were away, and who stood in for them."""
    return _counted(reader, "leader_leave", "name", "since") + _counted(reader, "leader_leave", "deputy", "since")


def instructors(reader: Reader) -> Counter[str]:
    """Return whose instructions came."""
    return _counted(reader, "instruction", "who", "received_at")
