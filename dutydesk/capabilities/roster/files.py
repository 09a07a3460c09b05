"""A roster in a CSV or XLSX file, read into the rows of its sheets. Nothing is evaluated but references to other cells.

CSV in UTF-8 with or without BOM, UTF-16, else GB18030 (what spreadsheets in China write), and the answer says which. A
quoted cell may hold line breaks; a line whose quotes do not close is named and cannot swallow the next.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from dutydesk.capabilities.roster.rules.sheets.heading import columns_of
from dutydesk.capabilities.roster.rules.sheets.reading import MOST_ROWS, RosterFile, RowProblem, Sheet
from dutydesk.capabilities.roster.rules.sheets.sheet import RawRow
from dutydesk.capabilities.roster.workbooks import workbook
from dutydesk.kernel.wording import Worded

LARGEST = 4 * 1024 * 1024
"""Bytes of a file; ten years of shifts stay far below."""

LONGEST_CELL = 20
"""Lines that one quoted cell may have."""

DELIMITED = 20
"""Lines from the top by which the sign between cells is chosen."""


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
    return workbook(content) if content.startswith(b"PK\x03\x04") else _text(content)


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
