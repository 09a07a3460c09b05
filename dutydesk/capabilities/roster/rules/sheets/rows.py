"""A roster that somebody else wrote (a table from a spreadsheet): read, or refused with line, column or word named.

What could change the meaning of a row is understood or refused, never left out: an unknown mark or column refuses the
whole file, a row that is not understood is named while the others are taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dutydesk.capabilities.roster.rules.sheets.beside import refuse_beside, refuse_kind_of_all
from dutydesk.capabilities.roster.rules.sheets.cells import (
    DaySpan,
    Kind,
    Month,
    Office,
    RefusedFileError,
    bare_day,
    weekday_of,
)
from dutydesk.capabilities.roster.rules.sheets.days import Days
from dutydesk.capabilities.roster.rules.sheets.heading import NoRosterError, columns_of
from dutydesk.capabilities.roster.rules.sheets.layout import above, layout_of
from dutydesk.capabilities.roster.rules.sheets.legend import legend_of
from dutydesk.capabilities.roster.rules.sheets.months import month_of, settled
from dutydesk.capabilities.roster.rules.sheets.reading import Reading, RowProblem
from dutydesk.capabilities.roster.rules.sheets.sheet import Layout, RawRow
from dutydesk.capabilities.roster.rules.sheets.table import Table
from dutydesk.capabilities.roster.rules.sheets.weeks import settled_week, spans_named
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.when import read_clock
from dutydesk.kernel.wording import Worded

__all__ = [
    "Kind", "Month", "NoRosterError", "RawRow", "Reading", "RefusedFileError", "RowProblem", "columns_of", "read_rows",
]  # fmt: skip


LEGEND_TEXTS = 4
"""A line with so many texts is a row of the table, and no legend."""


def read_rows(
    rows: Sequence[RawRow],
    names: Mapping[str, str],
    now: Instant,
    hours: tuple[str, int] = ("08:00", 24),
    *,
    kinds: Sequence[Kind] = (),
    leaders: frozenset[str] = frozenset(),
    ignore: Sequence[str] = (),
    month: Month | None = None,
    months: Sequence[tuple[str, Month]] = (),
    week: DaySpan | None = None,
    spans: Sequence[tuple[str, DaySpan]] = (),
    named_by: Sequence[tuple[str, str]] = (),
    doubtful: Sequence[RowProblem] = (),
) -> Reading:
    """Read the rows of a sheet, whatever its shape; a bad row is named and the rest goes on.

    Args:
        rows: the lines of the sheet that have any content.
        names: names by account; a cell may hold either.
        now: for times without a year.
        hours: beginning and length of a shift of which only the date is given.
        kinds: the office's kinds of shifts.
        leaders: accounts that stand behind the desk, never at it.
        ignore: headings of columns that a person declared to mean nothing.
        month: the month of bare days, as a person said it.
        months: those that the names of sheet and file speak of.
        week: the week of weekdays without dates, as a person said it.
        spans: the days from and to that the names of sheet and file speak of.
        named_by: the names of sheet and file, with which of them it is.
        doubtful: lines on which something is drawn or noted that nobody can read; no shift of theirs is taken.

    Raises:
        NoRosterError: no heading and no contents that are understood.
        Worded: a column or mark that is not understood and may change what the file means.
    """
    if not rows:
        raise NoRosterError("文件是空的")
    usual = Kind("", read_clock(hours[0]), hours[1])
    office = Office(names, now, usual, tuple(kinds), leaders, month, tuple(months), week, tuple(spans))
    layout, below = layout_of(rows, office, ignore)
    index = next((place for place, row in enumerate(rows) if row.line == layout.heading), 0)
    heading = RawRow(layout.heading, layout.cells) if layout.cells else rows[index]
    lines = above(rows, index)
    named = spans_named(lines, office)
    alone = next((text for text in _texts_of_days(layout, heading, below) if weekday_of(text) is not None), "")
    span_said = settled_week(lines, office, alone) if alone and not _dated(layout, heading, below) else None
    bare = _bare_days(layout, heading, below)
    inside = named[0] if named and month_of(lines, office) is None else None
    said = settled(lines, office, bare) if bare and not inside else None
    legend = legend_of((text for row in rows for text in row.texts if len(row.texts) < LEGEND_TEXTS), office)
    office = replace(office, span=named[0][1] if named else None, legend=legend)
    _refuse_doubtful(doubtful, layout, below)
    reader = (Days if layout.days else Table)(layout, heading, office, said[1] if said else month_of(lines, office))
    reader.doubtful = frozenset(one.line for one in doubtful)
    for row in below:
        reader.take(row)
    reading = reader.reading()
    upper = [(row.line, " ".join(row.texts)) for row in rows[:index]]
    places = [(Worded("第 {0} 行", line), text) for line, text in upper]
    refuse_kind_of_all([*places, *((Worded(where), text) for where, text in named_by)], layout)
    refuse_beside((*upper, *reading.notes), [one for _, one in reading.shifts], layout, office)
    return replace(reading, month=said, span=span_said or (inside if bare else None), above=tuple(upper))


def _refuse_doubtful(doubtful: Sequence[RowProblem], layout: Layout, below: Sequence[RawRow]) -> None:
    """Refuse a file in which something that nobody can read stands where it may change more than a line.

    Raises:
        RefusedFileError: it stands at or above the heading, or the days stand across.
    """
    lines = {row.line for row in below} if not (layout.days or layout.lines) else set[int]()
    first = min((row.line for row in below), default=0)
    for one in doubtful:
        if one.line not in lines and (one.line < first or layout.days or layout.lines):
            raise RefusedFileError("{0}; 没有导入", one.reason)


def _dated(layout: Layout, heading: RawRow, below: Sequence[RawRow]) -> bool:
    """Whether most of the days of a table are dates, not weekdays alone."""
    texts = _texts_of_days(layout, heading, below)
    return sum(1 for text in texts if weekday_of(text) is not None) * 2 <= len(texts)


def _texts_of_days(layout: Layout, heading: RawRow, below: Sequence[RawRow]) -> list[str]:
    if layout.days:
        return [heading.cell(place) for _, taken, place in layout.columns if taken == "day"]
    return [text for row in below if (text := row.cell(layout.place("date")).strip())]


def _bare_days(layout: Layout, heading: RawRow, below: Sequence[RawRow]) -> str:
    """One of the days of a table whose days have no month, empty where they have one."""
    if not layout.days and "month" in layout.places:
        return ""
    texts = _texts_of_days(layout, heading, below)
    bare = [text for text in texts if bare_day(text) is not None]
    return bare[0] if (layout.days and bare) or len(bare) * 2 > len(texts) else ""
