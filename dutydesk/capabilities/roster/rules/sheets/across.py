"""Rosters with the days across and kinds of shifts or posts down: turned, so that each day is a row of its own.

The lines below a line of days say what their heads name (白班, 带班领导); the heads become the heading. Another line of
days begins the next week. A calendar has no heads: the line below its days is who stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dutydesk.capabilities.roster.rules.sheets.cells import Office, RefusedFileError, quoted, weekday_of
from dutydesk.capabilities.roster.rules.sheets.months import is_note
from dutydesk.capabilities.roster.rules.sheets.people import is_names_of
from dutydesk.capabilities.roster.rules.sheets.sheet import RawRow, plain
from dutydesk.capabilities.roster.rules.sheets.words import HARMLESS

DATE, WEEKDAY, PEOPLE, LEADER = "日期", "星期", "人员", "带班领导"
"""Headings where a table turned has none of its own."""


@dataclass(slots=True)
class Section:
    """One line of days and the lines below it, down to the next."""

    heading: RawRow
    days: Mapping[int, str]
    rows: list[RawRow] = field(default_factory=list[RawRow])
    notes: list[RawRow] = field(default_factory=list[RawRow])
    """Titles and remarks that stand in front of its days."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A table after it was turned: the two lines of its heading, its rows, and which line each heading comes from."""

    upper: tuple[str, ...]
    lower: tuple[str, ...]
    rows: list[RawRow]
    lines: tuple[int, ...]
    trailing: list[RawRow]
    """Remarks below the table."""


def sections_of(heading: RawRow, below: Sequence[RawRow], days_of: Mapping[int, Mapping[int, str]]) -> list[Section]:
    """Return the parts of a table, each begun by a line of days.

    Args:
        heading: the first such line.
        below: the lines below it.
        days_of: by line, the cells that are days.
    """
    found = [Section(heading, days_of[heading.line])]
    waiting: list[RawRow] = []
    for row in below:
        if row.line in days_of:
            found.append(Section(row, days_of[row.line], notes=waiting))
            waiting = []
        elif (is_note(row.texts[0]) or len(row.texts) == 1) and not _belongs(row, found[-1]):
            waiting.append(row)
        else:
            found[-1].rows += [*waiting, row] if waiting else [row]
            waiting = []
    found.append(Section(RawRow(0, ()), {}, notes=waiting))
    return found


def _belongs(row: RawRow, section: Section) -> bool:
    """Whether a line says something of the days, or of one of them: it is not the same text over everything."""
    first = min(section.days)
    heads = {cell.strip() for cell in row.cells[:first] if cell.strip()}
    return any(row.cell(place).strip() not in {"", *heads} for place in section.days)


def turned(sections: Sequence[Section], office: Office) -> Turned | None:
    """Return the table with its days as rows, None where nothing stands beside the days.

    Raises:
        RefusedFileError: two parts of the table have other heads, or a line of the table stands among remarks.
    """
    *parts, end = sections
    first = min(min(one.days) for one in parts)
    heads = [_heads(one, first, office) for one in parts]
    if not heads[0]:
        return None
    for part, other in zip(parts[1:], heads[1:], strict=True):
        if other != heads[0]:
            raise RefusedFileError("第 {0} 行起的几行和上面的不同: 分不清谁在哪一班; 没有导入", part.heading.line)
    rows: list[RawRow] = []
    for part in parts:
        rows += part.notes
        rows += [
            RawRow(part.heading.line, (text, *(row.cell(place) for row in part.rows)), place + 1)
            for place, text in part.days.items()
        ]
    upper = (DATE, *(one for one, _ in heads[0]))
    lower = ("", *(two for _, two in heads[0]))
    return Turned(upper, lower, rows, (parts[0].heading.line, *(row.line for row in parts[0].rows)), end.notes)


def _heads(part: Section, first: int, office: Office) -> list[tuple[str, str]]:
    """The heads of a part's lines, the upper and the lower word of each."""
    columns = [
        place
        for place in range(first)
        if any(row.cell(place).strip() for row in part.rows) and not _counts(place, part)
    ]
    if not columns:
        return _without_heads(part, office)
    found: list[tuple[str, str]] = []
    for row in part.rows:
        words = [row.cell(place) for place in columns]
        filled = list(dict.fromkeys(word.strip() for word in words if word.strip()))
        if len(filled) > 2:
            raise RefusedFileError("第 {0} 行左边有 {1} 栏: 分不清是哪一班; 没有导入", row.line, len(filled))
        if not filled and _all_weekdays(row, part):
            found.append((WEEKDAY, ""))
        elif len(columns) == 1:
            found.append((words[0], ""))
        else:
            found.append((words[0], "" if words[-1].strip() == words[0].strip() else words[-1]))
    return found


def _counts(place: int, part: Section) -> bool:
    """Whether a column only numbers the lines."""
    texts = [row.cell(place).strip() for row in part.rows if row.cell(place).strip()]
    return plain(part.heading.cell(place)) in HARMLESS or all(text.isdecimal() for text in texts)


def _all_weekdays(row: RawRow, part: Section) -> bool:
    texts = [row.cell(place) for place in part.days if row.cell(place).strip()]
    return bool(texts) and all(weekday_of(text) is not None for text in texts)


def _without_heads(part: Section, office: Office) -> list[tuple[str, str]]:
    """The heads of a calendar: leaders by their role, the others in order."""
    found: list[tuple[str, str]] = []
    for row in part.rows:
        texts = [row.cell(place) for place in part.days if row.cell(place).strip()]
        if _all_weekdays(row, part):
            found.append((WEEKDAY, ""))
        elif is_names_of(texts, office, office.leaders):
            found.append((LEADER, ""))
        elif is_names_of(texts, office, office.names.keys() - office.leaders):
            found.append((PEOPLE, ""))
        else:
            raise RefusedFileError("看不懂第 {0} 行: {1}; 没有导入", row.line, quoted(texts[0] if texts else ""))
    return found
