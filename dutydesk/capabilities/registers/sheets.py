"""Registers as tables, in and out: the same columns both ways, named as people see them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from dutydesk.capabilities.registers.importing import NUMBER, STATE
from dutydesk.capabilities.registers.reads import RowView
from dutydesk.capabilities.registers.words import named, said
from dutydesk.capabilities.roster.files import LARGEST, read_roster_file
from dutydesk.capabilities.roster.rules.sheets.reading import RosterFile
from dutydesk.documents.data import neutral
from dutydesk.i18n import say, translate
from dutydesk.kernel.fields import Field
from dutydesk.kernel.registers import Register, RowAct
from dutydesk.kernel.system_errors import reason_of
from dutydesk.kernel.text import clauses
from dutydesk.kernel.wording import Worded


def columns_said(register: Register) -> str:
    """Say which fields a register has, what must be filled and what may stand in them."""
    return say("各栏: {0}", clauses(_field_said(field) for field in register.fields))


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


def read(path: str) -> RosterFile:
    """Return the visible sheets of a file.

    Raises:
        Worded: it cannot be read.
    """
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise Worded("读不到文件 {0}: {1}", path, reason_of(error)) from error
    return read_roster_file(_in_utf8(content))


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
