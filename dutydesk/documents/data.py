"""Rows for other programs: CSV that no spreadsheet runs, JSON that says exactly what is stored."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from dutydesk.kernel.text import clean, one_line

FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""First characters that make a spreadsheet compute a field, full-width ones included (TRUST case 38)."""


def neutral(field: str) -> str:
    """Return a CSV field that is text to a spreadsheet: with an apostrophe where it would compute, on one line."""
    bare = field.lstrip(" \u3000\u00a0")
    return ("'" if bare and bare[0] in FORMULA else "") + one_line(field)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, one line a row whatever stands in them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (header, *rows):
        writer.writerow([neutral(field) for field in row])
    return out.getvalue()


def json_text(content: Any) -> str:
    """Return one JSON object on a line; what could act on a terminal is escaped, and reads back as it was."""
    text = json.dumps(content, ensure_ascii=False)
    if clean(text) == text:
        return text
    return "".join(c if clean(c) == c else json.dumps(c)[1:-1] for c in text)
