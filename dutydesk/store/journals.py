"""Where a journal is kept when it is not the store's own: the port, and its adapter for a SQLite file.

A desk's store holds its journal itself: one transaction takes the lock, appends and fills the tables. A store may
instead be a *copy* of a journal elsewhere. Then writing goes in this order, so that a cut at any point leaves both right:

1. lock the head of the journal: nobody else appends until it is let go;
2. pull what is newer into the copy, in a transaction of its own: a use case that fails takes nothing of it back;
3. run the use case in a transaction of the copy;
4. append its rows to the journal: returned means saved;
5. commit the copy. Killed before that, the next pull brings the rows, and a retry finds its act saved.

Pulled rows are projected by the code that projects own rows (``Transaction.take``), each once: the copy keeps the rows
themselves, written with what they change in its tables, so the head of its own chain is the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event as Pause
from typing import Any, Protocol

from dutydesk.store import connect
from dutydesk.store.errors import translate
from dutydesk.store.journal import COLUMNS, GENESIS, INSERT, Link, Row, by_name
from dutydesk.store.library import sqlite
from dutydesk.store.mapped import NOTHING

BATCH = 1_000
"""Rows pulled in one go."""

LOOK = 0.05
"""Seconds between two looks at a journal that tells nobody of its news."""


class Journal(Protocol):
    """A journal: one chain of rows, one who appends at a time. Every method may raise ``StoreError``."""

    def lock(self) -> None:
        """Take the head: nobody else appends until ``append`` or ``release``."""
        ...

    def release(self) -> None:
        """Let go of the head; nothing was appended."""
        ...

    def head(self) -> tuple[int, bytes]:
        """Return seq and hash of the newest row; (0, genesis) of an empty one."""
        ...

    def append(self, links: Sequence[Link]) -> None:
        """Append rows that follow the head, and let go of it; when it returns they are saved."""
        ...

    def since(self, seq: int, most: int = BATCH) -> list[Link]:
        """Return the rows after ``seq`` in their order, at most so many."""
        ...

    def wait(self, seq: int, seconds: float) -> bool:
        """Wait for rows newer than ``seq``; return whether there are any. A hint: whoever pulls looks anyway."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def newer(journal: Journal, seq: int) -> Iterator[list[Link]]:
    """Yield the rows after ``seq``, some at a time."""
    while links := journal.since(seq):
        yield links
        seq = links[-1].row.seq


class SqliteJournal:
    """The journal of a SQLite file: of a desk's own store, or of a file that holds nothing else."""

    def __init__(self, path: Path) -> None:
        """Open the file; it is never made by that.

        Raises:
            StoreError: it cannot be used.
        """
        connect.inspect(path)
        self.path = path
        self._connection = connect.connect(path, readonly=False)

    def lock(self) -> None:
        """Take the head by the file's write lock."""
        try:
            connect.begin(self._connection)
        except sqlite.Error as error:
            raise translate(error, self.path) from error

    def release(self) -> None:
        """Let go of the head."""
        with suppress(sqlite.Error):
            self._connection.execute("ROLLBACK")

    def head(self) -> tuple[int, bytes]:
        """Return seq and hash of the newest row."""
        rows = self._run("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        return (int(rows[0][0]), bytes(rows[0][1])) if rows else (0, GENESIS)

    def append(self, links: Sequence[Link]) -> None:
        """Append and commit; what the file refuses leaves it as it was."""
        try:
            self._connection.executemany(INSERT, [by_name(link.values) for link in links])
            self._connection.execute("COMMIT")
        except sqlite.Error as error:
            self.release()
            raise translate(error, self.path) from error

    def since(self, seq: int, most: int = BATCH) -> list[Link]:
        """Return the rows after ``seq``."""
        sql = f"SELECT {COLUMNS} FROM journal WHERE seq > :seq ORDER BY seq LIMIT :most"  # noqa: S608 - constant columns
        return [
            Link(Row(*row[:-2]), bytes(row[-2]), bytes(row[-1])) for row in self._run(sql, {"seq": seq, "most": most})
        ]

    def wait(self, seq: int, seconds: float) -> bool:
        """Look every 50 ms until there is news or the time is over."""
        for _ in range(max(1, round(seconds / LOOK))):
            if self.head()[0] > seq:
                return True
            Pause().wait(LOOK)
        return self.head()[0] > seq

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _run(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite.Error as error:
            raise translate(error, self.path) from error
