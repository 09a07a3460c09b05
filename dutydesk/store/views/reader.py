"""A connection to read with, and what the store says about itself."""

from __future__ import annotations

import json
import operator
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from dutydesk.kernel.instants import Instant
from dutydesk.store import connect
from dutydesk.store.errors import reading
from dutydesk.store.mapped import NOTHING


class Reader:
    """Reads on one read-only connection, or inside a write transaction (``execute`` of it is enough)."""

    def __init__(
        self, execute: Any, close: Any = None, stream: Any = None, interrupt: Any = None, path: Path | None = None
    ) -> None:
        self.path = path
        """The store, which says where the key of what is sealed is; None where nothing is opened."""
        self._execute = execute
        self._close = close
        self._interrupt = interrupt
        self._stream = stream or execute

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a read-only connection.

        Raises:
            StoreError: see ``connect.inspect``.
        """
        connect.inspect(path)
        connection = connect.connect(path, readonly=True)

        def execute(sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
            with reading():
                return connection.execute(sql, parameters).fetchall()

        return cls(execute, connection.close, connection.execute, connection.interrupt, path)

    @property
    def execute(self) -> Any:
        """How a query is run: for reads that put something before it (``seen``)."""
        return self._execute

    @property
    def stream(self) -> Any:
        """How a query is run whose rows are taken one by one."""
        return self._stream

    def close(self) -> None:
        """Close the connection, if it is ours."""
        if self._close is not None:
            self._close()

    def interrupt(self) -> None:
        """Let a query that another thread runs on it end now, with an error; nobody waits for its rows any more."""
        if self._interrupt is not None:
            self._interrupt()

    def rows(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run a query; its parameters by name (``:name``)."""
        return self._execute(sql, parameters)

    def version(self) -> int:
        """Return a number of this connection's own that moves with every commit of another one."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def numbers(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> array[int]:
        """Run a query of one column of whole numbers; a million of them take no more room than they must."""
        with reading():
            return array("q", map(operator.itemgetter(0), self._stream(sql, parameters)))

    def meta(self) -> dict[str, str]:
        """Return facts about the store: site, origin, drill, created_at."""
        return dict(self.rows("SELECT key, value FROM meta"))  # pyright: ignore[reportArgumentType]

    def journal_mode(self) -> str:
        """Return the mode of SQLite's own log that the file is in: ``WAL`` or ``DELETE``."""
        return str(self.rows("PRAGMA journal_mode")[0][0]).upper()

    def is_drill(self) -> bool:
        """Return whether the store is that of a drill."""
        return self.rows("SELECT value FROM meta WHERE key = 'drill'") == [("1",)]

    def head(self) -> tuple[int, bytes, Instant]:
        """Return seq, hash and recorded_at of the newest row."""
        rows = self.rows("SELECT seq, hash, recorded_at FROM journal ORDER BY seq DESC LIMIT 1")
        for seq, own, recorded_at in rows:
            return int(seq), bytes(own), int(recorded_at)
        return 0, b"", 0

    def doubtful(self) -> Instant:
        """Return by how much the journal was ahead of the wall at a start, 0 once an officer confirmed the time (R19)."""
        rows = self.rows(
            "SELECT kind, payload FROM main.journal INDEXED BY journal_doubt WHERE kind IN ('watch.clock_doubtful', "
            "'watch.time_confirmed') ORDER BY seq DESC LIMIT 1"
        )
        if not rows or rows[0][0] != "watch.clock_doubtful":
            return 0
        return int(json.loads(str(rows[0][1]))["ahead"])
