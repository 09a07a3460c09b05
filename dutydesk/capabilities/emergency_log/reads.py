"""Which lines of the emergency log the journal does not hold yet."""

from __future__ import annotations

from pathlib import Path

from dutydesk.store import emergency_log
from dutydesk.store.emergency_log import Line
from dutydesk.store.views.reader import Reader


def waiting(reader: Reader, store: Path) -> list[Line]:
    """Return the lines that are still to be taken in, in the order in which they were written."""
    lines = emergency_log.read(store)
    known = {one.id for one in lines if reader.rows("SELECT 1 FROM main.journal WHERE id = :id", {"id": one.id})}
    return emergency_log.waiting(lines, known)
