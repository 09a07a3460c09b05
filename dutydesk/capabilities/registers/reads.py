"""Reads of the registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store.mapped import Mapped
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class RowView:
    """A row of a register; ``values`` by field."""

    register: str
    no: str
    state: str
    retired: bool
    values: Mapping[str, Any]
    added_at: Instant
    added_by: str
    changed_at: Instant
    changed_by: str


_ROW = Mapped(RowView, "register_row", register="book", values="row_values")


def rows(reader: Reader, register: str, *, retired: bool = False) -> list[RowView]:
    """Return the rows of a register by number, with ``retired`` those out of use too."""
    where = "WHERE book = :book " + ("" if retired else "AND retired = 0 ")
    return _ROW.all(reader, where + "ORDER BY number, no", {"book": register})


def row(reader: Reader, register: str, no: str) -> RowView | None:
    """Return a row by its number."""
    return _ROW.first(reader, "WHERE book = :book AND no = :no", {"book": register, "no": no.strip().upper()})


def last_number(reader: Reader, register: str) -> int:
    """Return the highest number ever given in a register, 0 before the first."""
    sql = "SELECT coalesce(max(number), 0) AS last FROM register_row WHERE book = :book"
    return int(reader.rows(sql, {"book": register})[0][0])


def counts(reader: Reader) -> dict[str, int]:
    """Return how many rows in use each register has."""
    sql = "SELECT book, count(*) AS held FROM register_row WHERE retired = 0 GROUP BY book"
    return {str(register): int(held) for register, held in reader.rows(sql)}


def history(reader: Reader, register: str, no: str) -> list[int]:
    """Return the log lines of a row, oldest first."""
    sql = "SELECT seq FROM register_act WHERE book = :book AND no = :no ORDER BY seq"
    return [int(seq) for (seq,) in reader.rows(sql, {"book": register, "no": no})]


def done_since(reader: Reader, register: str, act: str, since: Instant) -> set[str]:
    """Return the numbers of the rows that had an act since an instant."""
    sql = "SELECT DISTINCT no FROM register_act WHERE book = :book AND act = :act AND at >= :since"
    return {str(no) for (no,) in reader.rows(sql, {"book": register, "act": act, "since": since})}
