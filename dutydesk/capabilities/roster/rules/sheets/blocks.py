"""Tables of which two halves stand side by side (1 to 15, 16 to 31): put below each other, so that one reader reads both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dutydesk.capabilities.roster.rules.sheets.cells import RefusedFileError
from dutydesk.capabilities.roster.rules.sheets.months import is_note
from dutydesk.capabilities.roster.rules.sheets.sheet import RawRow, plain

Says = Callable[[str], bool]
"""Whether a heading is that of the days."""


def starts_of(cells: Sequence[str], says_day: Says) -> tuple[int, ...]:
    """Return where the blocks of a heading begin; one that has its titles once has one block."""
    days = [
        place
        for place, cell in enumerate(cells)
        if says_day(cell) and not (place and plain(cells[place - 1]) == plain(cell))
    ]
    if len(days) < 2:
        return (0,)
    starts = tuple(place - days[0] for place in days)
    width = starts[1]
    titles = [_titles(cells[start : start + width]) for start in starts]
    return starts if all(one == titles[0] for one in titles) else (0,)


def _titles(cells: Sequence[str]) -> list[str]:
    found = [plain(cell) for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def unfolded(rows: Sequence[RawRow], index: int, starts: Sequence[int], says_day: Says) -> list[RawRow]:
    """Return the lines of a sheet with its blocks below each other, the heading once.

    Raises:
        RefusedFileError: a later block begins without a day: whose it is nobody says.
    """
    ends = [*starts[1:], max(len(row.cells) for row in rows)]
    heading = rows[index]
    offset = next(place for place, cell in enumerate(heading.cells) if says_day(cell))
    found = [*rows[:index], replace(heading, cells=heading.cells[: ends[0]])]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part: list[RawRow] = []
        for row in rows[index + 1 :]:
            cells = row.cells[start:end]
            whole = len(row.texts) == 1 or is_note(row.texts[0])
            again = number > 0 and _titles(cells) == _titles(row.cells[: ends[0]])
            if number > 0 and (whole or again):
                continue  # a line over everything, or the second line of the heading
            if whole or any(cell.strip() for cell in cells):
                part.append(row if whole else replace(row, cells=cells))
        if number and part and not part[0].cell(offset).strip():
            raise RefusedFileError("右边一半的第 {0} 行没有日期: 不知是哪一天; 没有导入", part[0].line)
        found += part
    return found
