"""Writing many plain log lines at once, for demos and measurements: the same chain, tables and index, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from dutydesk.capabilities.log.events import Noted
from dutydesk.ids import new_id
from dutydesk.kernel.instants import Instant
from dutydesk.store import search
from dutydesk.store.engine import UNCLASSIFIED, Store, Transaction
from dutydesk.store.journal import INSERT, by_name, digest

BATCH = 20_000
OldLine = tuple[Instant, str, str]
"""When (µs UTC), who (officer id), what."""


def write_history(
    store: Store, lines: Iterable[OldLine], now: Instant, progress: Callable[[int], None] | None = None
) -> int:
    """Append plain lines with their own times; return how many.

    Args:
        store: the store.
        lines: oldest first.
        now: time of the transaction.
        progress: called with the number written so far.
    """
    written = 0
    source = iter(lines)
    while batch := list(islice(source, BATCH)):
        store.write(lambda tx, batch=batch: _write(tx, batch), now=now)
        written += len(batch)
        if progress is not None:
            progress(written)
    return written


def _write(tx: Transaction, batch: Sequence[OldLine]) -> None:
    seq, prev = tx.head()
    journal: list[dict[str, Any]] = []
    entries: list[dict[str, int]] = []
    index: list[dict[str, Any]] = []
    for at, actor, text in batch:
        seq += 1
        payload = Noted(text=text).payload()
        values = (seq, new_id(), tx.origin, at, at, actor, Noted.KIND, Noted.VERSION, None, UNCLASSIFIED, payload)
        own = digest(values, prev)
        journal.append(by_name((*values, prev, own)))
        entries.append({"seq": seq, "at": at})
        index.append({"seq": seq, "grams": search.grams((text,))})
        prev = own
    tx.execute_many(INSERT, journal)
    tx.execute_many("INSERT INTO entry (seq, at, matter_id, audit, late) VALUES (:seq, :at, NULL, 0, 0)", entries)
    tx.execute_many("INSERT INTO search (rowid, grams) VALUES (:seq, :grams)", index)
    tx.moved_to(seq, prev)


JOINED_AT_ONCE = 500
"""Pages of the search index that one transaction joins: some milliseconds, so that a line being saved hardly waits."""

LEAST_CHANGE = 2
"""Fewer changed rows than these say that nothing was left to join (the manual of FTS5, "merge")."""


def join_index(store: Store, now: Instant) -> int:
    """Make one of the parts in which the search index grows; return how many transactions that took.

    A search looks into each part: with one of them its first page costs in a million lines what it costs in a thousand.
    """
    pages, count, changed = -JOINED_AT_ONCE, 0, LEAST_CHANGE

    def join(tx: Transaction) -> int:
        before = tx.execute("SELECT total_changes()")[0][0]
        tx.execute("INSERT INTO search (search, rank) VALUES ('merge', :rank)", {"rank": pages})
        return int(tx.execute("SELECT total_changes()")[0][0]) - int(before)

    while changed >= LEAST_CHANGE:
        changed = store.write(join, now=now)
        pages, count = JOINED_AT_ONCE, count + 1
    return count
