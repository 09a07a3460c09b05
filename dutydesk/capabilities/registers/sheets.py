"""Registers as tables, in and out: the same columns both ways, named as people see them."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from dutydesk.capabilities.registers.reads import RowView
from dutydesk.capabilities.registers.words import named, said
from dutydesk.capabilities.roster.files import LARGEST, read_roster_file
from dutydesk.capabilities.roster.rules.sheets.rows import RawRow
from dutydesk.documents.data import FORMULA, neutral
from dutydesk.i18n import say, translate
from dutydesk.kernel.fields import Field
from dutydesk.kernel.registers import Register, RowAct
from dutydesk.kernel.wording import Worded

NUMBER, STATE = "编号", "状态"
"""Columns beside the register's own; the state of a row is read by nobody: acts change it."""


def columns_said(register: Register) -> str:
    """Say which fields a register has, what must be filled and what may stand in them."""
    return say("各栏: {0}", "; ".join(_field_said(field) for field in register.fields))


def act_said(act: RowAct) -> str:
    """Say an act and what it asks."""
    asked = ", ".join(_field_said(field) for field in act.fields)
    return f"{named(act)} ({asked})" if asked else named(act)


def _field_said(field: Field) -> str:
    mark = "*" if field.required else ""
    choices = f" [{'/'.join(field.choices)}]" if field.choices else ""
    return f"{mark}{named(field)} ({field.id}){choices}"


def table_of(register: Register, rows: Sequence[RowView], names: Mapping[str, str]) -> list[list[str]]:
    """Return a heading and a line a row."""
    heading = [translate(NUMBER), translate(STATE), *(named(field) for field in register.fields)]
    lines = [
        [
            row.no,
            translate("已停用") if row.retired else named(register.state(row.state)),
            *(said(field, row.values.get(field.id), names) for field in register.fields),
        ]
        for row in rows
    ]
    return [heading, *lines]


def xlsx(title: str, table: Sequence[Sequence[str]]) -> bytes:
    """Return a table as a workbook: every cell is text, and none is computed."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for line in table:
        sheet.append([neutral(cell) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(path: str) -> Sequence[RawRow]:
    """Return the rows of the first visible sheet of a file.

    Raises:
        Worded: it cannot be read, or a line of it cannot.
    """
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Worded("读不到文件 {0}: {1}", path, error.strerror or "") from error
    found = read_roster_file(_in_utf8(content))
    if found.problems:
        raise Worded("第 {0} 行读不懂: {1}", found.problems[0].line, found.problems[0].reason)
    return found.rows


def _in_utf8(content: bytes) -> bytes:
    """Return a text table in UTF-8, whichever of the usual encodings it came in; a workbook as it is."""
    if content.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")):
        return content
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise Worded("文件的文字既不是 UTF-8 也不是 GB18030")


def lines_of(register: Register, rows: Sequence[RawRow]) -> list[str]:
    """Return what an import act takes: for each line its number and, as an object, the field and the typed words.

    Raises:
        Worded: no heading, a column that the register does not have, or one twice.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise Worded("文件是空的")
    heading = [_column(register, cell) for cell in filled[0].cells]
    twice = next((one for one in heading if one and heading.count(one) > 1), "")
    if twice:
        raise Worded("“{0}” 一栏写了两次", twice)
    lines: list[str] = []
    for row in filled[1:]:
        typed = {
            name: _typed(cell)
            for name, cell in zip(heading, row.cells, strict=False)
            if name and name != STATE and cell.strip()
        }
        if len(row.cells) > len(heading) and any(cell.strip() for cell in row.cells[len(heading) :]):
            raise Worded("第 {0} 行比标题行多一栏", row.line)
        lines.append(f"{row.line}:{json.dumps(typed, ensure_ascii=False)}")
    return lines


def _typed(cell: str) -> str:
    """Return a cell as it was before an export put an apostrophe in front of what would compute."""
    typed = cell.strip()
    return typed[1:] if typed.startswith("'") and typed[1:2] in FORMULA else typed


def _column(register: Register, cell: str) -> str:
    """Return what a column is: a field, the number, the state, or nothing under an empty heading."""
    typed = cell.strip().removeprefix("*")
    if typed in {NUMBER, "no", translate(NUMBER)}:
        return "no"
    if typed in {STATE, "state", translate(STATE)}:
        return STATE
    return str(register.field(typed).id) if typed else ""
