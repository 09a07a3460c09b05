"""Reads of what the watch wrote about itself; the kinds are named in the text so that the small indexes of them are used."""

from __future__ import annotations

from dutydesk.kernel.instants import Instant
from dutydesk.store.views.reader import Reader


def newest_gap(reader: Reader) -> str:
    """Return the payload of the newest stretch that nobody watched, empty where there is none."""
    rows = reader.rows("SELECT payload FROM journal WHERE kind = 'watch.unwatched' ORDER BY seq DESC LIMIT 1")
    return str(rows[0][0]) if rows else ""


def newest_step(reader: Reader) -> tuple[str, Instant]:
    """Return payload and time of writing of the newest step of the wall clock; ``("", 0)`` where there is none."""
    sql = "SELECT payload, recorded_at FROM journal WHERE kind = 'watch.clock_stepped' ORDER BY seq DESC LIMIT 1"
    rows = reader.rows(sql)
    return (str(rows[0][0]), int(rows[0][1])) if rows else ("", 0)


def newest_row(reader: Reader) -> tuple[Instant, str]:
    """Return when the newest row of the journal was written, and its kind."""
    recorded_at, kind = reader.rows("SELECT recorded_at, kind FROM journal ORDER BY seq DESC LIMIT 1")[0]
    return int(recorded_at), str(kind)
