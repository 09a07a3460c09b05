"""A line break in a name begins no line: kept as typed, shown on every way out."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from shell import NOON, Shell

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.handover.sheet import rows as sheet_rows
from dutydesk.clock import ManualClock
from dutydesk.documents.columns import text_of
from dutydesk.documents.paper import Column, sheet
from dutydesk.kernel.prose import official
from dutydesk.kernel.text import refuse_controls
from dutydesk.usecase.acts import REGISTRY

FORGED = "09:00 周明 伪造"
HOSTILE = f"某某\r\n{FORGED}\x1b[2J\u2028{FORGED}"


def _full_of_it(path: Path) -> None:
    """Fill a store with such names: they are kept as they were typed."""
    container = open_container(path, clock=ManualClock(NOON))

    def do(act: str, actor: str = "zhou", **words: Any) -> None:
        container.desk.perform(REGISTRY[act].from_words(words), actor=actor)

    do("open", kind="incident", title=HOSTILE, label="Y1", place=HOSTILE, source=HOSTILE, category="accident")
    do("open", kind="policy", title=HOSTILE, label=HOSTILE, source=HOSTILE)
    do("notify", matter="Y1", unit=[HOSTILE], text=HOSTILE)
    do("report", matter="Y1", kind="phone", to=[HOSTILE], text=HOSTILE)
    do("log", text=HOSTILE)
    do("message", text=HOSTILE, sender=HOSTILE, channel=HOSTILE)
    do("remind", time="2026-07-15 13:00", text=HOSTILE)
    do("fact", matter="Y1", name="cause", text=HOSTILE)
    do("contact save", actor="wang", name=HOSTILE, unit=HOSTILE, number="66001234")
    container.close()


PRINTS = [
    ("ledger", "Y1"), ("show", "Y1"), ("due",), ("due", "--all"), ("matters",), ("search", "伪造"), ("day",), ("inbox",),
    ("calls",), ("to-sign",), ("people", "list"), ("contact", "list"), ("handover", "show"), ("shift", "show"),
    ("shift", "statistics"), ("shift", "since"), ("shift", "responsibility"), ("roster", "show"), ("roster", "staff"),
    ("lines",), ("visit", "list"), ("keys", "list"), ("leave", "list"), ("custody", "list"), ("roll-call", "list"),
    ("similar", "Y1"), ("plan", "missing"), ("limits",), ("grading",), ("channels", "list"), ("doctor",), ("rulebook",),
    ("export", "matter", "Y1"), ("export", "log"), ("export", "log", "--format", "csv"), ("export", "report", "Y1/首报"),
    ("log", "x\ty"), ("show", HOSTILE), ("no\nsuch",), ("due", "--such", FORGED), ("due", f"--a\n{FORGED}"),
]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_printed_begins_a_line_with_it(drill: Shell, lang: str) -> None:
    _full_of_it(drill.path)
    for words in PRINTS:
        said = drill(*words, "--lang", lang)
        for line in (said.out + said.err).splitlines():
            assert not line.lstrip("\ufeff").startswith(FORGED), (words, line)
            assert "\x1b" not in line, (words, line)
            assert "Traceback" not in line


def test_nothing_in_a_word_file_begins_a_paragraph_with_it(
    drill: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _full_of_it(drill.path)
    for what in (("matter", "Y1"), ("log",)):
        out = tmp_path / f"{what[0]}.docx"
        assert drill("export", *what, "--out", str(out)).status == 0
        with zipfile.ZipFile(BytesIO(out.read_bytes())) as archive:
            document = archive.read("word/document.xml").decode("utf-8")
        assert FORGED in document or official(FORGED) in document  # the log of a shift is an official paper
        beside_tables = re.sub(r"<w:tbl>.*?</w:tbl>", "", document, flags=re.DOTALL)  # a cell is no line of its own
        assert f">{FORGED}" not in beside_tables
        for row in re.findall(r"<w:tr[ >].*?</w:tr>", document, flags=re.DOTALL):
            *names, _text = re.findall(r"<w:tc>.*?</w:tc>", row, flags=re.DOTALL)
            assert all("<w:br/>" not in name and f">{FORGED}" not in name for name in names), "a line break in a name"


def test_a_table_keeps_a_name_on_its_line() -> None:
    """Only what a line says, its last column, has lines of its own, and these stay in its column."""
    paper = sheet("交接", [Column("名称", 12), Column("内容", 20)], [(HOSTILE, f"正文\n{FORGED}")])
    (table,) = paper.tables
    ((name, text),) = table.rows
    assert "\n" not in name
    assert text == f"正文\n{FORGED}"
    assert not [line for line in text_of(paper).splitlines() if line.startswith(FORGED)]


def test_the_walk_through_a_handover_has_no_line_of_a_name(drill: Shell) -> None:
    """Labels, units and remarks on the sheet, in its steps and in what blocks it."""
    _full_of_it(drill.path)
    drill("check", "l2", "异常", "--note", HOSTILE)
    container = open_container(drill.path, clock=ManualClock(NOON))
    try:
        checklist = container.desk.books.checklist
        rows = sheet_rows(container.views, checklist, NOON)
        assert any("伪造" in row.automatic + row.note for row in rows)
        for row in rows:
            assert "\n" not in row.automatic + row.note + row.state
            assert "\r" not in row.automatic + row.note + row.state
    finally:
        container.close()


def test_what_is_refused_says_where() -> None:
    with pytest.raises(ValueError, match="第 3 字"):
        refuse_controls("ab\ncd")
