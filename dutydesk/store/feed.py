"""Noticing what other sessions wrote: ``PRAGMA data_version`` on a connection of its own, 3 µs a look."""

from __future__ import annotations

from pathlib import Path

from dutydesk.store import connect


class Feed:
    """Says whether the store may have changed since the last look.

    ``data_version`` moves with every commit of another connection, and with foreign checkpoints; so a move
    means "re-read what is newer than the last seq", never "something is new".
    """

    def __init__(self, path: Path) -> None:
        self._connection = connect.connect(path, readonly=True)
        self._seen = -1

    def moved(self) -> bool:
        """Return whether anything was committed since the last call (true on the first)."""
        version = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        if version == self._seen:
            return False
        self._seen = version
        return True

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
