"""A roster in a workbook: visible sheets, merged cells, values of formulas; nothing is evaluated but references."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from dutydesk.capabilities.roster.rules.sheets.reading import MOST_ROWS, RosterFile, RowProblem, Sheet
from dutydesk.capabilities.roster.rules.sheets.sheet import RawRow
from dutydesk.kernel.wording import Worded

LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_COLUMNS = 80
MOST_SHEETS = 40

MOST_STEPS = 40
"""References followed from one cell to the next."""

BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, LookupError, ValueError,
    SyntaxError, TypeError, AttributeError, ArithmeticError,
)  # fmt: skip
"""What the readers of ZIP, XML and sheets raise on bytes that are no workbook (tried with some thousand broken ones)."""


def workbook(content: bytes) -> RosterFile:
    """Read the visible sheets of a workbook.

    Raises:
        Worded: broken, too large when unpacked, or nothing in it that is shown.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_swelling(archive)
        return _sheets(content)
    except Worded:
        raise
    except BROKEN as error:
        raise Worded("打不开这个 XLSX 文件: 已损坏, 或有口令") from error


def _sheets(content: bytes) -> RosterFile:
    from openpyxl import load_workbook  # only where such a file is read

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and checks of cells that are not read
        written = load_workbook(io.BytesIO(content), data_only=False, keep_links=False, rich_text=True)
        computed = load_workbook(io.BytesIO(content), data_only=True, keep_links=False)
        sheets = [sheet for sheet in written.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
        hidden = tuple(sheet.title for sheet in written.worksheets if sheet.sheet_state != "visible")
        if not sheets:
            raise Worded("这个 XLSX 文件里没有可见的工作表")
        found = tuple(_sheet(sheet, computed[sheet.title]) for sheet in sheets)
        written.close()
        computed.close()
    return RosterFile(found, "xlsx", hidden)


def _sheet(sheet: Any, computed: Any) -> Sheet:
    merged = _merged(sheet)
    width, height = min(sheet.max_column, MOST_COLUMNS), min(sheet.max_row, MOST_ROWS)
    away = _hidden_columns(sheet, width)
    rows: list[RawRow] = []
    hidden_rows: list[int] = []
    hidden_columns: set[int] = set()
    doubtful: list[RowProblem] = []
    for number in range(1, height + 1):
        cells = [
            _cell(sheet, computed, *merged.get((number, column), (number, column))) for column in range(1, width + 1)
        ]
        if not any(cell.strip() for cell in cells):
            continue
        if _row_hidden(sheet, number):
            hidden_rows.append(number)
            continue
        for column in away:
            if cells[column - 1].strip() and merged.get((number, column), (number, column)) == (number, column):
                hidden_columns.add(column)
            cells[column - 1] = ""
        if any(cell.strip() for cell in cells):
            rows.append(RawRow(number, tuple(cells)))
            doubtful += _changed_by_hand(sheet, number, set(range(1, width + 1)) - away, merged)
    if sheet.max_row > MOST_ROWS:
        doubtful.append(RowProblem(MOST_ROWS + 1, Worded("超过 {0} 行, 其后没有读", MOST_ROWS)))
    problems = tuple(doubtful)
    letters = tuple(_letters(column) for column in sorted(hidden_columns))
    return Sheet(sheet.title, tuple(rows), problems, tuple(hidden_rows), letters)


def _changed_by_hand(
    sheet: Any, number: int, columns: set[int], merged: Mapping[tuple[int, int], tuple[int, int]]
) -> Iterator[RowProblem]:
    """Yield what is drawn or noted on a row and changes what it says: struck through, or with a comment (换成孙敏)."""
    for row, column in dict.fromkeys(merged.get((number, column), (number, column)) for column in sorted(columns)):
        cell = sheet.cell(row, column)
        place = f"{_letters(column)}{row}"
        if cell.value not in (None, "") and (cell.font.strike or _partly_struck(cell.value)):
            yield RowProblem(number, Worded("{0} 有删除线, 不知还算不算: 请删去或去掉删除线再导入", place))
        if cell.comment is not None and cell.comment.text.strip():
            text = " ".join(cell.comment.text.split())[:40]
            yield RowProblem(number, Worded("{0} 有批注 “{1}”: 请写进格子或删去批注再导入", place, text))


def _partly_struck(value: Any) -> bool:
    """Whether a part of a cell's text is struck through."""
    if not isinstance(value, list):
        return False
    parts = cast("list[Any]", value)
    return any(bool(getattr(getattr(part, "font", None), "strike", False)) for part in parts)


def _row_hidden(sheet: Any, number: int) -> bool:
    """Whether a row is hidden, by hand, by a filter, or by having no height."""
    row = sheet.row_dimensions.get(number)
    return row is not None and bool(row.hidden or row.height == 0)


def _hidden_columns(sheet: Any, width: int) -> frozenset[int]:
    """The columns that are hidden or have no width; one entry of the file may stand for several."""
    found: set[int] = set()
    for letters, column in sheet.column_dimensions.items():
        if column.hidden or column.width == 0:
            first = column.min or _column(letters)
            found.update(range(first, min(column.max or first, width) + 1))
    return frozenset(one for one in found if one <= width)


def _merged(sheet: Any) -> Mapping[tuple[int, int], tuple[int, int]]:
    """Return for every cell of a merged one where its value stands."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for area in list(sheet.merged_cells.ranges)[:MOST_ROWS]:
        for row in range(area.min_row, min(area.max_row, MOST_ROWS) + 1):
            for column in range(area.min_col, min(area.max_col, MOST_COLUMNS) + 1):
                found[row, column] = (area.min_row, area.min_col)
    return found


def _refuse_swelling(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, and a document type: nothing that a spreadsheet writes declares one."""
    if sum(item.file_size for item in archive.infolist()) > LARGEST_UNPACKED:
        raise Worded("文件太大: 解开后超过 {0} 字节", LARGEST_UNPACKED)
    for item in archive.infolist():
        if item.filename.endswith((".xml", ".rels")):
            with archive.open(item) as part:
                if b"<!" in part.read(2_000).replace(b"<!--", b""):
                    raise Worded("这个 XLSX 文件里有文档类型声明, 不读")


def _cell(sheet: Any, computed: Any, row: int, column: int) -> str:
    """Return a cell's text; a formula by its kept value, or by the cell that it refers to, else marked as one."""
    value = _value(sheet, computed, row, column)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _value(sheet: Any, computed: Any, row: int, column: int) -> Any:
    more = 0
    first = (row, column)
    for _ in range(MOST_STEPS):
        cell = sheet.cell(row, column)
        if cell.data_type == "e":
            return f"#{cell.coordinate}"
        if cell.data_type != "f":
            return _later(cell.value, more)
        kept = computed.cell(row, column)
        if kept.data_type == "e":
            return f"#{cell.coordinate}"
        if kept.value is not None:
            return _later(kept.value, more)
        refers = re.fullmatch(r"=\+?\$?([A-Z]{1,3})\$?(\d{1,7})(?:([+-])(\d{1,4}))?", str(cell.value).replace(" ", ""))
        if refers is None:
            break
        row, column = int(refers[2]), _column(refers[1])
        more += int(f"{refers[3]}{refers[4]}") if refers[3] else 0
    return f"={sheet.cell(*first).coordinate}"


def _later(value: Any, days: int) -> Any:
    """A value some days, or units, on: ``=B2+1``."""
    if not days or value is None:
        return value
    return value + timedelta(days=days) if isinstance(value, date) else value + days


def _letters(column: int) -> str:
    """The letters of a column, as a spreadsheet shows them."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
