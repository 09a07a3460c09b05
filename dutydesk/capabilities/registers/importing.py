"""A table as an office keeps it, taken apart for an import: title rows, a number of lines, headings of daily use, totals, notes.

What was made of it is kept beside the rows, so that it can be said before anything is saved: where the heading is, what
each column was taken as, which columns and lines are not used.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping, Sequence

from dutydesk.capabilities.registers import headings as h
from dutydesk.capabilities.roster.rules.sheets.reading import RosterFile, Sheet
from dutydesk.capabilities.roster.rules.sheets.sheet import RawRow
from dutydesk.documents.data import FORMULA
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel import markings, typed_numbers
from dutydesk.kernel.fields import Field
from dutydesk.kernel.text import clauses, folded, one_line
from dutydesk.kernel.values import dataclass
from dutydesk.kernel.wording import Worded

NUMBER, STATE = "编号", "状态"
"""Columns beside the register's own; the state of a row is read by nobody: acts change it."""

NO = "no"
_NUMBERS = {NUMBER, "no", "number"}
DEEPEST = 20
"""A heading is among so many filled lines from the top (ours)."""


@dataclass(frozen=True)
class Taken:
    """What was made of a table.

    ``heading`` is its line; ``columns`` are titles with what each was taken as; ``unused`` titles that are no field;
    ``left`` lines that are no rows (totals, notes), with their words; ``rows`` what an import act takes.
    """

    heading: int
    columns: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    left: tuple[tuple[int, str], ...]
    rows: tuple[str, ...]
    sheet: str = ""

    def said(self) -> list[str]:
        """Say how the table was understood, a sentence each."""
        named = clauses(title if title == name else f"{title} → {name}" for title, name in self.columns)
        lines = [say("工作表 {0}", self.sheet)] if self.sheet else []
        lines.append(say("标题在第 {0} 行; 各栏: {1}", self.heading, named))
        if self.unused:
            lines.append(say("没有用的栏: {0}", listed(self.unused)))
        lines += [say("没有读的行: 第 {0} 行 {1}", line, words) for line, words in self.left]
        return lines


def take(
    fields: Sequence[Field],
    file: RosterFile,
    *,
    prefix: str = "",
    fill: Mapping[str, str] | None = None,
    carried: Sequence[str] = (),
) -> Taken:
    """Take the sheet of a file apart in which most columns are known.

    Args:
        fields: what a row may hold.
        file: what was read.
        prefix: of the numbers that rows have in the register; empty: they have none.
        fill: by field what stands where a cell is empty.
        carried: fields whose empty cell means what stood above it (merged cells that a text file left out).

    Raises:
        Worded: empty, marked, no heading, one column twice, or a field that must stand has none.
    """
    sheets = [sheet for sheet in file.sheets if sheet.rows]
    if not sheets:
        raise Worded("文件是空的")
    known = {word: field for field in fields for word in _words_of(field)}
    sheet = max(sheets, key=lambda one: _heading(known, one)[1])
    _refuse_marked(sheet)
    if sheet.problems:
        raise Worded("第 {0} 行读不懂: {1}", sheet.problems[0].line, sheet.problems[0].reason)
    place, found = _heading(known, sheet)
    if not found:
        raise Worded("没有找到标题行: 表里没有 {0} 这样的栏", "、".join(field.name for field in fields))
    return _Table(fields, known, sheet, place, prefix, fill or {}, carried).taken(sheet.name if len(sheets) > 1 else "")


def _words_of(field: Field) -> list[str]:
    return [_plain(word) for word in (field.id, field.name, field.english, translate(field.name), *field.also) if word]


def _plain(title: str) -> str:
    """Return a heading without what stands in brackets, stars and blanks."""
    return h.ASIDE.sub("", folded(title)).replace("_", "")


def _heading(known: Mapping[str, Field], sheet: Sheet) -> tuple[int, int]:
    """Return the place of the heading among the filled lines, and how many fields it names."""
    counts = [
        len({known[_plain(cell)].id for cell in row.cells if _plain(cell) in known}) for row in sheet.rows[:DEEPEST]
    ]
    most = max(counts, default=0)
    return counts.index(most) if most else 0, most


def _refuse_marked(sheet: Sheet) -> None:
    """Refuse a table in which something carries a state-secret mark: its line and column are said, never its words."""
    for row in sheet.rows:
        for number, cell in enumerate(row.cells, 1):
            if markings.find(cell) is not None:
                raise Worded("第 {0} 行第 {1} 列有密级标志: 没有读入, 请按涉密载体登记 (custody add)", row.line, number)


class _Table:
    """The rows below a heading."""

    def __init__(
        self,
        fields: Sequence[Field],
        known: Mapping[str, Field],
        sheet: Sheet,
        place: int,
        prefix: str,
        fill: Mapping[str, str],
        carried: Sequence[str],
    ) -> None:
        self.fields, self.known = fields, known
        self.first: RawRow = sheet.rows[place]
        self.rows: list[RawRow] = list(sheet.rows[place + 1 :])
        self.prefix, self.fill, self.carried = prefix, fill, carried
        self.unused: list[str] = []
        self.columns: dict[int, Field | str] = {}
        self.above: dict[str, str] = {}
        while self.rows and self._is_heading(self.rows[0]) and self._merged_down(self.rows[0]):
            self.first, self.rows = self._joined(self.rows[0]), self.rows[1:]
        self._name_columns()

    def _is_heading(self, row: RawRow) -> bool:
        """Whether a line repeats the heading, or is its second line: wherever the heading names a field, so does the line."""
        named = [place for place, title in enumerate(self.first.cells) if _plain(title) in self.known]
        return all(
            row.cell(place) == self.first.cell(place) or _plain(row.cell(place)) in self.known for place in named
        )

    def _merged_down(self, row: RawRow) -> bool:
        return any(_plain(cell) in self.known or cell == self.first.cell(n) for n, cell in enumerate(row.cells) if cell)

    def _joined(self, lower: RawRow) -> RawRow:
        width = max(len(self.first.cells), len(lower.cells))
        cells = tuple(
            low if _plain(low := lower.cell(place)) in self.known else self.first.cell(place) or low
            for place in range(width)
        )
        return RawRow(lower.line, cells)

    def _name_columns(self) -> None:
        taken: dict[str, int] = {}
        for place, title in enumerate(self.first.cells):
            typed = _plain(title)
            below = [row.cell(place).strip() for row in self.rows]
            what = self._column(typed, below)
            if what is None:
                if typed and typed not in h.LINES and any(below):
                    self.unused.append(one_line(title.strip()))
                continue
            name = what if isinstance(what, str) else what.id
            before = taken.setdefault(name, place)
            if before != place:
                same = self.first.cell(before) == title and all(
                    row.cell(before) == row.cell(place) for row in self.rows
                )
                several = isinstance(what, Field) and what.several
                if same:  # one merged cell says it in all its places
                    continue
                if not several:
                    raise Worded("“{0}” 一栏写了两次", one_line(title.strip()))
            self.columns[place] = what
        missing = [
            field.name
            for field in self.fields
            if field.required and not field.default and field.id not in taken and field.id not in self.fill
        ]
        if missing and NO not in taken:
            raise Worded("表里没有必填的栏: {0}; 加上这一栏, 或写 --fill 栏=值", "、".join(missing))

    def _column(self, typed: str, below: Sequence[str]) -> Field | str | None:
        """Return what a column is: a field, the number or the state of a row, or nothing."""
        if typed in {_plain(STATE), "state", _plain(translate(STATE))}:
            return STATE
        numbered = self.prefix and all(re.fullmatch(rf"{self.prefix}\d+", one) for one in below if one)
        if typed in {*_NUMBERS, _plain(translate(NUMBER))} and numbered:
            return NO
        return self.known.get(typed)

    def taken(self, sheet: str) -> Taken:
        """Return what was made of the table."""
        left: list[tuple[int, str]] = []
        rows: list[str] = []
        for row in self.rows:
            texts = row.texts
            if self._is_heading(row) and any(_plain(cell) in self.known for cell in row.cells):
                continue
            alone = len(texts) == 1 and (
                len([cell for cell in row.cells if cell.strip()]) > 1 or h.SECTION.match(texts[0])
            )
            counted = next((text for text in texts if not text.isdecimal()), "")
            if h.TOTAL.match(counted) or (len(texts) <= 2 and any(h.NOTE.match(text) for text in texts)) or alone:
                left.append((row.line, one_line(" ".join(texts))))
                continue
            rows.append(f"{row.line}:{json.dumps(self._row(row), ensure_ascii=False)}")
        said = tuple(
            (one_line(self.first.cell(place).strip()), what if isinstance(what, str) else what.name)
            for place, what in self.columns.items()
            if what != STATE
        )
        columns = tuple((title, translate(NUMBER) if name == NO else translate(name)) for title, name in said)
        return Taken(self.first.line, columns, tuple(self.unused), tuple(left), tuple(rows), sheet)

    def _row(self, row: RawRow) -> dict[str, str]:
        if any(row.cell(place).strip() for place in range(len(self.first.cells), len(row.cells))):
            raise Worded("第 {0} 行比标题行多一栏", row.line)
        typed: dict[str, str] = {}
        for place, what in self.columns.items():
            cell = _typed(row.cell(place))
            if what == NO and cell:
                typed[NO] = cell
            elif isinstance(what, Field) and (words := _worded(what, cell)):
                typed[what.id] = f"{typed[what.id]}、{words}" if what.id in typed else words
        for name in self.carried:
            if typed and name not in typed and name in self.above:
                typed[name] = self.above[name]
            self.above[name] = typed.get(name, "")
        return {**{name: value for name, value in self.fill.items() if NO not in typed}, **typed}


def _typed(cell: str) -> str:
    """Return a cell as it was before an export put an apostrophe in front of what would compute."""
    typed = cell.strip()
    return typed[1:] if typed.startswith("'") and typed[1:2] in FORMULA else typed


def _worded(field: Field, cell: str) -> str:
    """Return a cell as its field reads it: 10个 is 10, 长期 is no end, 2027年6月 is good until its last day."""
    if field.kind in {"text", "unit", "place"}:
        return " ".join(cell.split())
    if cell in h.NOTHING and field.kind not in {"longtext", "flag"}:
        return ""
    if field.kind == "person":
        return h.BETWEEN.sub("", " ".join(cell.split()))
    if field.kind in {"count", "number"} and typed_numbers.exact(cell) is None:
        counted = h.COUNTED.fullmatch(cell)
        return counted[1] if counted and typed_numbers.exact(counted[1]) is not None and not field.unit else cell
    if field.kind == "day" and not field.past:
        month = h.MONTH.fullmatch(cell)
        if cell in h.FOREVER:
            return ""
        if month and 1 <= int(month[2]) <= 12:
            year, number = int(month[1]), int(month[2])
            return f"{year}-{number:02d}-{calendar.monthrange(year, number)[1]:02d}"
    return cell
