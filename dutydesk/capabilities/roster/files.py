"""A roster in a CSV or XLSX file, read into the rows of its sheets. Nothing is evaluated but references to other cells.

CSV in UTF-8 with or without BOM, UTF-16, else GB18030 (what spreadsheets in China write), and the answer says which. A
quoted cell may hold line breaks; a line whose quotes do not close is named and cannot swallow the next.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from dutydesk.capabilities.roster.rules.sheets.heading import columns_of
from dutydesk.capabilities.roster.rules.sheets.rows import RawRow, RowProblem
from dutydesk.kernel.wording import Worded

LARGEST = 4 * 1024 * 1024
"""Bytes of a file; ten years of shifts stay far below."""

LARGEST_UNPACKED = 24 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 80
MOST_SHEETS = 40
LONGEST_CELL = 20
"""Lines that one quoted cell may have."""

DELIMITED = 20
"""Lines from the top by which the sign between cells is chosen."""

MOST_STEPS = 40
"""References followed from one cell to the next."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name (empty for a text file), its rows, the lines that could not be read, what is hidden in it."""

    name: str
    rows: tuple[RawRow, ...]
    problems: tuple[RowProblem, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    """Rows and columns with contents that the sheet does not show, and that are not read."""


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The visible sheets of a file, the names of the hidden ones, and the encoding or format it was in."""

    sheets: tuple[Sheet, ...]
    encoding: str
    hidden: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[RawRow, ...]:
        """The rows of the first sheet."""
        return self.sheets[0].rows

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """The lines of the first sheet that could not be read."""
        return self.sheets[0].problems


def read_roster_file(content: bytes) -> RosterFile:
    """Read a file by its content, whatever it is called.

    Raises:
        Worded: too large, empty, of the old Excel format, or broken.
    """
    if len(content) > LARGEST:
        raise Worded("文件太大: {0} 字节, 上限 {1}", len(content), LARGEST)
    if not content.strip():
        raise Worded("文件是空的")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Worded("这是旧的 .xls 格式: 请另存为 .xlsx 或 .csv")
    return _workbook(content) if content.startswith(b"PK\x03\x04") else _text(content)


# ---------------------------------------------------------------- CSV


def _text(content: bytes) -> RosterFile:
    lines, encoding = _lines(content)
    rows: list[RawRow] = []
    problems: list[RowProblem] = []
    delimiter = ""
    number = 0
    while number < min(len(lines), MOST_ROWS):
        line = lines[number]
        number += 1
        if isinstance(line, Worded):
            problems.append(RowProblem(number, line))
            continue
        if not delimiter and (said := re.fullmatch(r"sep=(.)\s*", line.strip("\ufeff\"' "), re.IGNORECASE)):
            delimiter = said[1]
            continue
        if not line.strip().strip(',;\t"'):
            continue
        delimiter = delimiter or _delimiter(lines[number - 1 :])
        taken, cells = _record(lines, number - 1, delimiter, len(rows[0].cells) if rows else 0)
        if cells is None:
            problems.append(RowProblem(number, Worded("引号不成对, 或格子太长")))
            continue
        rows.append(RawRow(number, cells))
        number += taken - 1
    if len(lines) > MOST_ROWS:
        problems.append(RowProblem(MOST_ROWS + 1, Worded("超过 {0} 行, 其后没有读", MOST_ROWS)))
    return RosterFile((Sheet("", tuple(rows), tuple(problems)),), encoding)


def _delimiter(lines: Sequence[str | Worded]) -> str:
    """The sign that parts the cells of most of the first lines; a full-width one only where no other does."""
    looked = [line for line in lines[:DELIMITED] if isinstance(line, str) and line.strip()]
    counts = {sign: sum(1 for line in looked if sign in line) for sign in ",\t;|；，"}
    usual = max(",\t;|", key=counts.__getitem__)
    return usual if counts[usual] else max("；，", key=counts.__getitem__) if counts["；"] or counts["，"] else usual


def _record(
    lines: Sequence[str | Worded], first: int, delimiter: str, width: int
) -> tuple[int, tuple[str, ...] | None]:
    """Return how many lines a record takes and its cells; None where its quotes do not close.

    A record of several lines has as many cells as the first of the file: else a stray quote would eat rows.
    """
    text = ""
    for taken in range(1, LONGEST_CELL + 1):
        if first + taken > len(lines):
            break
        line = lines[first + taken - 1]
        if isinstance(line, Worded):
            break
        text = f"{text}\n{line}" if text else line
        if text.count('"') % 2:
            continue
        try:
            cells = tuple(next(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)))
        except (csv.Error, StopIteration):
            return 1, None
        if taken > 1 and width and len(cells) != width:
            break
        return taken, cells
    return 1, None


def _lines(content: bytes) -> tuple[list[str | Worded], str]:
    """Return the lines of a file, each decoded by itself, and the encoding."""
    wide = _wide(content)
    if wide:
        text = content.decode(wide, errors="replace").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        bad = Worded("不是 {0} 文字 (第 {1} 字节)", "utf-16", 1)
        return [bad if "\ufffd" in line else _without_nul(line) for line in text.split("\n")], "utf-16"
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    encoding = _encoding(content)
    raw = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [_decoded(line, encoding) for line in raw], encoding


def _wide(content: bytes) -> str:
    """Which UTF-16 a file is in: by its mark, else by the zero bytes of its commas and digits."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:2_000]
    for encoding, odd, even in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        zeros, others = head[odd::2].count(0), head[even::2].count(0)
        if zeros > len(head) // 10 and others == 0:
            return encoding
    return ""


def _without_nul(line: str) -> str | Worded:
    return Worded("有空字符 (NUL)") if "\x00" in line else line


def _decoded(line: bytes, encoding: str) -> str | Worded:
    if b"\x00" in line:
        return Worded("有空字符 (NUL)")
    try:
        return line.decode("utf-8" if encoding == "utf-8-sig" else encoding)
    except UnicodeDecodeError as error:
        return Worded("不是 {0} 文字 (第 {1} 字节)", encoding, error.start + 1)


def _encoding(content: bytes) -> str:
    """Which encoding the file is in: by BOM, by the whole, by a heading that is understood, by its lines."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    lines = [line for line in content.split(b"\n") if line.strip()]
    if _fits(content, "utf-8"):
        return "utf-8"
    heading = lines[0]
    if not heading.isascii():
        for encoding in ("utf-8", "gb18030"):
            if _fits(heading, encoding) and _understood(heading.decode(encoding)):
                return encoding
    wide = [line for line in lines if not line.isascii()]
    if any(_fits(line, "utf-8") for line in wide) or not any(_fits(line, "gb18030") for line in wide):
        return "utf-8"
    return "gb18030"


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _understood(heading: str) -> bool:
    try:
        columns_of(heading.replace("\t", ",").replace(";", ",").replace('"', "").split(","))
    except Worded:
        return False
    return True


# ---------------------------------------------------------------- XLSX


BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, LookupError, ValueError,
    SyntaxError, TypeError, AttributeError, ArithmeticError,
)  # fmt: skip
"""What the readers of ZIP, XML and sheets raise on bytes that are no workbook (tried with some thousand broken ones)."""


def _workbook(content: bytes) -> RosterFile:
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
            doubtful += _changed_by_hand(sheet, number, set(range(1, width + 1)) - away)
    if sheet.max_row > MOST_ROWS:
        doubtful.append(RowProblem(MOST_ROWS + 1, Worded("超过 {0} 行, 其后没有读", MOST_ROWS)))
    problems = tuple(doubtful)
    letters = tuple(_letters(column) for column in sorted(hidden_columns))
    return Sheet(sheet.title, tuple(rows), problems, tuple(hidden_rows), letters)


def _changed_by_hand(sheet: Any, number: int, columns: set[int]) -> Iterator[RowProblem]:
    """Yield what is drawn or noted on a row and changes what it says: struck through, or with a comment (换成孙敏)."""
    for column in sorted(columns):
        cell = sheet.cell(number, column)
        place = f"{_letters(column)}{number}"
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
