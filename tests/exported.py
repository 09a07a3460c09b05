"""Every text of a file that left the desk: each paragraph of a document, each cell of a table, each line of a text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

_END = {"p": "\n", "si": "\n", "is": "\n", "c": "\n", "oddHeader": "\n", "oddFooter": "\n"}
_PRINTED = re.compile(r"(?:word/(?:document|header\d*|footer\d*|footnotes)|xl/(?:sharedStrings|worksheets/.*))\.xml$")
_SHEET_NAME = re.compile(r"xl/workbook\.xml$")


def texts_of(path: Path) -> list[str]:
    """Return the texts of an exported file, none of them empty: docx, xlsx, csv, or anything with lines."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as book:
            found = [one for name in book.namelist() for one in _of_part(name, book.read(name))]
    else:
        text = path.read_text(encoding="utf-8-sig")
        rows = csv.reader(io.StringIO(text)) if path.suffix == ".csv" else [[line] for line in text.splitlines()]
        found = [cell for row in rows for cell in row]
    return [text for one in found if (text := one.strip())]


def _of_part(name: str, content: bytes) -> Iterator[str]:
    if _SHEET_NAME.search(name):
        yield from (one.get("name", "") for one in ET.fromstring(content).iter() if one.tag.endswith("}sheet"))
    elif _PRINTED.search(name):
        yield from _lines(ET.fromstring(content))


def _lines(root: ET.Element) -> list[str]:
    pieces: list[str] = []

    def walk(element: ET.Element) -> None:
        tag = element.tag.rpartition("}")[2]
        number = tag == "c" and element.get("t") in {"s", "n", None}  # an index or a number, no words
        if tag in {"t", "oddHeader", "oddFooter"} and element.text:
            pieces.append(element.text)
        pieces.append({"tab": "\t", "br": "\n", "cr": "\n"}.get(tag, ""))
        for below in [] if number else element:
            walk(below)
        pieces.append(_END.get(tag, ""))

    walk(root)
    return "".join(pieces).split("\n")
