"""Reads of the log."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.store.mapped import Mapped, among
from dutydesk.store.views.reader import Reader
from dutydesk.store.views.rows import EntryView

_ENTRY = Mapped(
    EntryView,
    "journal j JOIN entry e ON e.seq = j.seq LEFT JOIN matter m ON m.id = j.matter_id",
    late="e.late",
    struck_by="e.struck_by",
    label="coalesce(m.label, '')",
    audit="e.audit",
)


def _match_expression(words: str) -> str:
    from dutydesk.store.search import match_expression, unsearchable  # not on the way to the first frame

    return "" if unsearchable(words) else match_expression(words)


class LogReads(Reader):
    """Reads of the log."""

    def newest_seqs(self, count: int) -> list[int]:
        """Return the newest log lines' seqs, oldest of them first."""
        sql = "SELECT seq FROM entry WHERE audit = 0 ORDER BY seq DESC LIMIT :most"
        return [row[0] for row in reversed(self.rows(sql, {"most": count}))]

    def all_seqs(self, *, audit: bool = False, before: int | None = None) -> array[int]:
        """Return the seqs of all log lines, oldest first; with ``audit`` the quiet ones too."""
        which = "" if audit else "audit = 0 AND "
        limit = before if before is not None else (1 << 62)
        sql = f"SELECT seq FROM entry WHERE {which}seq < :before ORDER BY seq"  # noqa: S608 - constant words
        return self.numbers(sql, {"before": limit})

    def past(self) -> tuple[int, array[int]]:
        """Return the newest row's seq, and which seqs up to it are no log lines: there are few, and no gaps."""
        # apart: both in one look at the table take eight times as long (a million rows: 90 ms and 11)
        last, count = self.rows("SELECT (SELECT coalesce(max(seq), 0) FROM entry), (SELECT count(*) FROM entry)")[0]
        sql = "SELECT seq FROM entry WHERE audit = 1 AND seq <= :last ORDER BY seq"
        if last != count:  # somebody took rows out of the table: shown as it is, ``dutydesk verify`` tells
            present = set(self.all_seqs(before=last + 1))
            return last, array("q", (seq for seq in range(1, last + 1) if seq not in present))
        return last, self.numbers(sql, {"last": last})

    def seqs_after(self, seq: int, *, audit: bool = False) -> list[int]:
        """Return the log lines newer than ``seq``."""
        which = "" if audit else "audit = 0 AND "
        sql = f"SELECT seq FROM entry WHERE {which}seq > :seq ORDER BY seq"  # noqa: S608 - constant words
        return [row[0] for row in self.rows(sql, {"seq": seq})]

    def entries(self, seqs: Sequence[int]) -> list[EntryView]:
        """Return rows by seq, in the order of seq."""
        listed, named = among("seq", seqs)
        return self._entries(f"WHERE j.seq IN {listed} ORDER BY j.seq", named)

    def entry_by_id(self, row_id: str) -> EntryView | None:
        """Return a row by its full id, the unique end of it (four characters or more), or its number: 第 34 条.

        None where there is none, or figures are the number of one row and the end of another.
        """
        found = self._entries("WHERE j.id = :id", {"id": row_id})
        numbered = self.entry_at(int(row_id)) if row_id.isascii() and row_id.isdecimal() and len(row_id) < 16 else None
        if not found and len(row_id) >= 4:
            found = self._entries("WHERE j.id LIKE :id LIMIT 2", {"id": "%" + row_id.replace("%", "")})
        rows = {one.seq: one for one in (*found, *([numbered] if numbered is not None else []))}
        return next(iter(rows.values())) if len(rows) == 1 else None

    def entry_at(self, seq: int) -> EntryView | None:
        """Return a row by seq."""
        found = self._entries("WHERE j.seq = :seq", {"seq": seq})
        return found[0] if found else None

    def matter_entries(self, matter_id: str) -> list[EntryView]:
        """Return everything of a matter's file, oldest first."""
        return self._entries("WHERE e.matter_id = :matter_id ORDER BY e.seq", {"matter_id": matter_id})

    def newest_of(self, matter_id: str, kind: str) -> int:
        """Return the seq of the newest row of a kind on a matter, 0 where there is none."""
        sql = (
            "SELECT max(j.seq) FROM entry e JOIN journal j ON j.seq = e.seq WHERE e.matter_id = :matter_id AND "
            "j.kind = :kind"
        )
        return int(self.rows(sql, {"matter_id": matter_id, "kind": kind})[0][0] or 0)

    def entries_between(self, since: Instant, until: Instant, *, audit: bool = False) -> list[EntryView]:
        """Return the log lines of a stretch of time, in the order they were written."""
        which = "" if audit else "AND e.audit = 0 "
        return self._entries(
            f"WHERE e.at >= :since AND e.at < :until {which}ORDER BY e.seq", {"since": since, "until": until}
        )

    def entries_before(self, until: Instant) -> Iterator[EntryView]:
        """Yield every row that happened before an instant, quiet ones too, some hundred at a time."""
        seq = 0
        while found := self._entries(
            "WHERE e.seq > :seq AND e.at < :until ORDER BY e.seq LIMIT 500", {"seq": seq, "until": until}
        ):
            yield from found
            seq = found[-1].seq

    def count_before(self, until: Instant, *, audit: bool) -> tuple[int, Instant | None]:
        """Return how many rows happened before an instant, and the time of the oldest; with ``audit`` the quiet ones alone."""
        which = "AND audit = 1" if audit else ""
        count, oldest = self.rows(f"SELECT count(*), min(at) FROM entry WHERE at < :until {which}", {"until": until})[0]  # noqa: S608
        return int(count), oldest

    def first_seq_at(self, instant: Instant) -> int | None:
        """Return the seq of the first log line at or after an instant."""
        rows = self.rows("SELECT min(seq) FROM entry WHERE at >= :instant AND audit = 0", {"instant": instant})
        return rows[0][0]

    def began_at(self) -> Instant | None:
        """Return the time of the first log line, None where there is none."""
        rows = self.rows("SELECT at FROM entry WHERE audit = 0 ORDER BY seq LIMIT 1")
        return rows[0][0] if rows else None

    def _entries(self, where: str, parameters: Mapping[str, Any]) -> list[EntryView]:
        return _ENTRY.all(self, where, parameters)

    def search(self, words: str, limit: int) -> list[EntryView]:
        """Return the newest rows that hold all the words; none where a part of them is in no index."""
        expression = _match_expression(words)
        if not expression:
            return []
        found = self.rows(
            f"SELECT rowid FROM search WHERE search MATCH :words {self.seen_rows()}ORDER BY rowid DESC LIMIT :most",  # noqa: S608
            {"words": expression, "most": limit},
        )
        return self.entries([row[0] for row in found])[::-1] if found else []

    def search_count(self, words: str) -> int:
        """Return how many rows hold all the words."""
        expression = _match_expression(words)
        if not expression:
            return 0
        sql = f"SELECT count(*) FROM search WHERE search MATCH :words {self.seen_rows()}"  # noqa: S608 - constant words
        return int(self.rows(sql, {"words": expression})[0][0])

    def seen_rows(self) -> str:
        """Return SQL that keeps a search to the rows that whoever asks may see; nothing while nothing is restricted."""
        restricted = self.rows("SELECT 1 FROM main.restricted LIMIT 1")
        return "AND rowid IN (SELECT seq FROM entry) " if restricted else ""

    def row_hash(self, seq: int) -> str:
        """Return the hash of a journal row in hex."""
        return bytes(self.rows("SELECT hash FROM journal WHERE seq = :seq", {"seq": seq})[0][0]).hex()
