"""A line break in a name begins no line: refused on the way in, shown on every way out."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from shell import NOON, Shell

from dutydesk.bootstrap import open_house
from dutydesk.clock import ManualClock
from dutydesk.desk import service
from dutydesk.desk.acts import REGISTRY
from dutydesk.desk.acts.base import LINES
from dutydesk.domain.text import refuse_controls

FORGED = "09:00 周明 伪造"
HOSTILE = f"某某\r\n{FORGED}\x1b[2J\u2028{FORGED}"
CONTROLS = ["\n", "\r", "\t", "\x1b", "\x07", "\x7f", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("open", "incident", "--title", "追尾", "--label", "Y{}"), "label"),
        (("notify", "Y1", "--unit", "某省公安厅{}", "--text", "请派人"), "unit"),
        (("report", "Y1", "--kind", "phone", "--to", "省政府{}", "--text", "某地追尾"), "to"),
        (("people", "add", "xin", "--name", "新{}人", "--as", "王主任"), "name"),
    ],
)
def test_one_line_is_asked_for(drill: Shell, control: str, words: tuple[str, ...], field: str) -> None:
    said = drill(*(word.format(control) for word in words))
    assert (said.status, said.out) == (1, ""), said
    assert f"{field}: " in said.err
    assert "换行或控制字符" in said.err
    assert said.err.count("\n") == 1


def test_every_field_of_several_lines_is_a_field() -> None:
    """The list names nothing that no act has; what it does not name is one line."""
    known = {item.name for act in REGISTRY.values() for item in dataclasses.fields(act)}
    assert known >= LINES


def _full_of_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill a store with such names, as one from before the desk refused them holds them."""
    monkeypatch.setattr(service, "refuse_controls", lambda _text: None)
    house = open_house(path, clock=ManualClock(NOON))

    def do(act: str, actor: str = "zhou", **words: Any) -> None:
        house.desk.perform(REGISTRY[act].from_words(words), actor=actor)

    do("open", kind="incident", title=HOSTILE, label="Y1", place=HOSTILE, source=HOSTILE, category="accident")
    do("open", kind="policy", title=HOSTILE, label=HOSTILE, source=HOSTILE)
    do("notify", matter="Y1", unit=[HOSTILE], text=HOSTILE)
    do("report", matter="Y1", kind="phone", to=[HOSTILE], text=HOSTILE)
    do("log", text=HOSTILE)
    do("message", text=HOSTILE, sender=HOSTILE, channel=HOSTILE)
    do("remind", time="2026-07-15 13:00", text=HOSTILE)
    do("fact", matter="Y1", name="cause", text=HOSTILE)
    do("contact save", actor="wang", name=HOSTILE, unit=HOSTILE, number="66001234")
    house.close()
    monkeypatch.undo()


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
def test_nothing_printed_begins_a_line_with_it(drill: Shell, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    _full_of_it(drill.path, monkeypatch)
    for words in PRINTS:
        said = drill(*words, "--lang", lang)
        for line in (said.out + said.err).splitlines():
            assert not line.lstrip("\ufeff").startswith(FORGED), (words, line)
            assert "\x1b" not in line, (words, line)
            assert "Traceback" not in line


def test_nothing_in_a_word_file_begins_a_paragraph_with_it(
    drill: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _full_of_it(drill.path, monkeypatch)
    for what in (("matter", "Y1"), ("log",)):
        out = tmp_path / f"{what[0]}.docx"
        assert drill("export", *what, "--out", str(out)).status == 0
        with zipfile.ZipFile(BytesIO(out.read_bytes())) as archive:
            document = archive.read("word/document.xml").decode("utf-8")
        assert FORGED in document
        beside_tables = re.sub(r"<w:tbl>.*?</w:tbl>", "", document, flags=re.DOTALL)  # a cell is no line of its own
        assert f">{FORGED}" not in beside_tables


def test_what_is_refused_says_where() -> None:
    with pytest.raises(ValueError, match="第 3 字"):
        refuse_controls("ab\ncd")
