"""A roster in a CSV or XLSX file, read into rows. Nothing is evaluated; what cannot be read is named by its line.

CSV is read line by line, so that one broken line cannot swallow the next. UTF-8 with or without BOM, else GB18030
(what spreadsheets in China write), and the answer says which.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dutydesk.domain.roster_rows import RawRow, RowProblem, columns_of
from dutydesk.domain.wording import Worded

LARGEST = 4 * 1024 * 1024
"""Bytes of a file; ten years of shifts stay far below."""

LARGEST_UNPACKED = 64 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The rows of a file, heading first, the lines that could not be read, and the encoding or format it was in."""

    rows: tuple[RawRow, ...]
    problems: tuple[RowProblem, ...]
    encoding: str


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
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    encoding = _encoding(content)
    rows: list[RawRow] = []
    problems: list[RowProblem] = []
    delimiter = ","
    lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    for number, line in enumerate(lines[:MOST_ROWS], 1):
        if not line.strip():
            continue
        try:
            text = _decoded(line, encoding)
            if not rows:
                delimiter = max(",\t;", key=text.count)
            rows.append(RawRow(number, tuple(next(csv.reader([text], delimiter=delimiter, strict=True)))))
        except Worded as error:
            problems.append(RowProblem(number, error))
        except csv.Error:
            problems.append(RowProblem(number, Worded("引号不成对, 或格子太长")))
    if len(lines) > MOST_ROWS:
        problems.append(RowProblem(MOST_ROWS + 1, Worded("超过 {0} 行, 其后没有读", MOST_ROWS)))
    return RosterFile(tuple(rows), tuple(problems), encoding)


def _decoded(line: bytes, encoding: str) -> str:
    if b"\x00" in line:
        raise Worded("有空字符 (NUL)")
    try:
        return line.decode("utf-8" if encoding == "utf-8-sig" else encoding)
    except UnicodeDecodeError as error:
        raise Worded("不是 {0} 文字 (第 {1} 字节)", encoding, error.start + 1) from error


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
        return _sheet(content)
    except Worded:
        raise
    except BROKEN as error:
        raise Worded("打不开这个 XLSX 文件: 已损坏, 或有口令") from error


def _sheet(content: bytes) -> RosterFile:
    from openpyxl import load_workbook  # only where such a file is read

    rows: list[RawRow] = []
    problems: list[RowProblem] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and checks of cells that are not read
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for number, cells in _cells(book.worksheets[0]):
            try:
                row = RawRow(number, tuple(_cell(cell) for cell in cells))
            except Worded as error:
                problems.append(RowProblem(number, error))
                continue
            if any(cell.strip() for cell in row.cells):
                rows.append(row)
        book.close()
    return RosterFile(tuple(rows), tuple(problems), "xlsx")


def _cells(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    yield from enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), 1)


def _refuse_swelling(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, and a document type: nothing that a spreadsheet writes declares one."""
    if sum(item.file_size for item in archive.infolist()) > LARGEST_UNPACKED:
        raise Worded("文件太大: 解开后超过 {0} 字节", LARGEST_UNPACKED)
    for item in archive.infolist():
        if item.filename.endswith((".xml", ".rels")):
            with archive.open(item) as part:
                if b"<!" in part.read(2_000).replace(b"<!--", b""):
                    raise Worded("这个 XLSX 文件里有文档类型声明, 不读")


def _cell(cell: Any) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise Worded("有公式, 不计算: {0}", f"{cell.column_letter}{cell.row}")
    if cell.data_type == "e":
        raise Worded("有错误值: {0}", f"{cell.column_letter}{cell.row}")
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return str(value)
