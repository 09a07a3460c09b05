"""The lines of a sheet, and how they were understood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dutydesk.capabilities.roster.rules.sheets.kinds import Slot
from dutydesk.kernel.wording import vocabulary

NAMES = vocabulary({
    "begins": "开始", "ends": "结束", "date": "日期", "weekday": "星期", "hours": "时间", "kind": "班次", "a": "A岗", "b": "B岗",
    "leader": "带班领导", "director": "主任", "person": "姓名", "day": "各日", "month": "月", "year": "年", "post": "岗位",
    "shift": "这一班的人 (先 A岗, 后 B岗)", "shift_a": "这一班的 A岗", "shift_b": "这一班的 B岗",
    "shift_leader": "这一班的带班领导", "shift_director": "这一班的主任",
})  # fmt: skip
"""What a column is taken as, in words."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A line of the file: its number as a person counts them, and its cells."""

    line: int
    cells: tuple[str, ...]
    column: int = 0
    """The column of the sheet that the row was before the table was turned, 0 where it is a line."""

    def cell(self, place: int) -> str:
        """Return a cell; beyond the end it is empty."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""

    @property
    def texts(self) -> list[str]:
        """What stands in the line, each text once: a merged cell says it in all its places."""
        return list(dict.fromkeys(cell.strip() for cell in self.cells if cell.strip()))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet was understood.

    ``heading`` is the line of the heading, 0 where there is none. ``columns`` are title, what it was taken as, and
    place; ``unused`` the titles of the columns that say nothing about who stands when. ``days`` is true for a table of
    persons by days.
    """

    heading: int
    columns: tuple[tuple[str, str, int], ...]
    unused: tuple[str, ...] = ()
    days: bool = False
    cells: tuple[str, ...] = ()
    """The cells of the heading, where it has two lines joined."""
    slots: tuple[Slot, ...] = ()
    """The columns of people that stand under kinds of shifts."""
    lines: tuple[int, ...] = ()
    """Where the days stood across: the line of the sheet that each column was."""
    blocks: int = 1
    """How many blocks of the table stand side by side."""

    def place(self, name: str) -> int:
        """Return where a column is, -1 when there is none."""
        return next((place for _, taken, place in self.columns if taken == name), -1)

    @property
    def places(self) -> dict[str, int]:
        """Where each column is."""
        return {taken: place for _, taken, place in self.columns}


def plain(heading: str) -> str:
    """Return a heading as it is compared: no blanks or line breaks, half width, small letters."""
    word = unicodedata.normalize("NFKC", heading)
    return re.sub(r"[\s\ufeff:*]", "", word).lower()
