"""Casualties read the same wherever they stand: numbers that occur nowhere else are looked for in everything shown.

Whatever command, page or file tells one of them must tell it in the one wording (``kernel.casualties``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from exported import texts_of
from shell import Shell
from words import HASH

from dutydesk.cli.catalogue import load

FIRST = "97人死亡、461人失联、992人受伤（其中重伤884人）（均待核实）"
THEN = "98人死亡、461人失联（待核实）、992人受伤（其中重伤884人，均待核实）"
NUMBERS = re.compile(r"(?<!\d)(?:97|98|461|992|884)(?!\d)")
WORDINGS = re.compile(
    r"9[78]人死亡、461人失联(?:（待核实）)?、992人受伤（其中重伤884人(?:，均待核实)?）(?:（均待核实）)?"
    r"|9[78]人死亡(?:（待核实）)?|461人失联、992人受伤（其中重伤884人）（均待核实）"
)
"""The whole sentence; what one line of the log recorded; what alone is still to be verified."""


@pytest.fixture
def harmed(drill: Shell) -> Shell:
    drill.done(
        *("open", "incident", "--title", "某矿透水", "--category", "accident", "--subtype", "mine", "--label", "K1"),
        *("--place", "南召县", "--occurred", "11:20", "--received", "11:40", "--source", "县局"),
        *("deaths=97", "missing=461", "injured=992", "serious_injuries=884"),
    )
    drill.done("report", "K1", "--kind", "phone", "--to", "省委办公厅", "--text", f"造成{FIRST}。")
    drill.done("figures", "K1", "deaths=98", "--verified", "--source", "县局")
    drill.done("report", "K1", "--kind", "first", "--to", "省政府总值班室", "--text", f"造成{THEN}。")
    drill.done("notify", "K1", "--unit", "公安", "--text", f"目前{THEN}。")
    return drill


def everything(shell: Shell, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what each reading command prints and what each export writes, with the command."""
    reads = [
        *("due", "due --alerts", "matters", "show K1", "search 死亡", "search 97", "day", "ledger K1", "similar K1"),
        *("shift since", "shift show", "shift statistics --shift current", "handover show", "handover check"),
        *("calls", "inbox", "to-sign", "export log", "export matter K1"),
    ]
    known = load()
    for line in reads:
        words = line.split()
        assert words[0] in known, line
        said = shell(*words)
        assert said.status in (0, 1), (line, said)
        yield line, said.out + said.err
    shell.done("export", "report", "K1/首报", "--out", str(folder / "report.docx"))
    for what, suffixes in (
        ("log", ("docx", "csv", "txt")),
        ("matter K1", ("docx", "txt")),
    ):
        for suffix in suffixes:
            out = folder / f"{what.split()[0]}.{suffix}"
            shell.done("export", *what.split(), "--out", str(out))
            yield out.name, "\n".join(texts_of(out))


def test_every_place_tells_casualties_in_the_one_wording(harmed: Shell, tmp_path: Path) -> None:
    told = 0
    for where, text in everything(harmed, tmp_path):
        whole = re.sub(r"\s", "", HASH.sub("", text))  # a long line goes on below
        rest = WORDINGS.sub("", whole)
        told += rest != whole
        assert not NUMBERS.search(rest), f"{where}: {text}"
    assert told >= 8, "the numbers were shown, or nothing was tested"


@pytest.mark.parametrize("line", ["死亡 97", "死亡97人", "受伤992、失联461", "97人死亡, 461人失联"])
def test_another_wording_would_be_found(line: str) -> None:
    assert NUMBERS.search(WORDINGS.sub("", re.sub(r"\s", "", line)))


def test_recipients_who_were_told_different_figures_are_told_of_in_the_same_words(harmed: Shell) -> None:
    said = harmed.done("ledger", "K1").out
    assert "各单位掌握的数字不一致: 省委办公厅 97人死亡; 省政府总值班室 98人死亡" in said


def test_english_marks_doubt_once_where_all_is_doubtful(harmed: Shell) -> None:
    harmed.done("figures", "K1", "missing=462", "--source", "县局")
    page = harmed.done("show", "K1", "--lang", "en").out
    assert "deaths 98, missing 462 (unverified), injured 992 (unverified), serious injuries 884 (unverified)" in page
    assert "deaths 97, missing 461, injured 992, serious injuries 884 (all unverified)" in page
