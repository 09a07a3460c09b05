"""Casualties: one order and one wording for every paper, and what is not verified is marked where it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dutydesk
from dutydesk.capabilities.reporting.rules.claims import read
from dutydesk.kernel import casualties
from dutydesk.kernel.casualties import FIELDS, changed, listed, sentence

ALL = {"deaths": 2, "missing": 1, "injured": 8, "serious_injuries": 3}


@pytest.mark.parametrize(
    ("values", "unverified", "wanted"),
    [
        (ALL, (), "造成2人死亡、1人失联、8人受伤（其中重伤3人）"),
        (ALL, FIELDS, "造成2人死亡、1人失联、8人受伤（其中重伤3人）（均待核实）"),
        ({"deaths": 2, "injured": 8}, ("deaths", "injured"), "造成2人死亡、8人受伤（均待核实）"),
        ({"deaths": 2, "injured": 8}, ("injured",), "造成2人死亡、8人受伤（待核实）"),
        ({"deaths": 2, "injured": 8}, ("deaths",), "造成2人死亡（待核实）、8人受伤"),
        (ALL, ("missing",), "造成2人死亡、1人失联（待核实）、8人受伤（其中重伤3人）"),
        (ALL, ("serious_injuries",), "造成2人死亡、1人失联、8人受伤（其中重伤3人，待核实）"),
        (ALL, ("injured",), "造成2人死亡、1人失联、8人受伤（待核实，其中重伤3人）"),
        (ALL, ("injured", "serious_injuries"), "造成2人死亡、1人失联、8人受伤（其中重伤3人，均待核实）"),
        ({"deaths": 2}, ("deaths",), "造成2人死亡（待核实）"),
        ({"serious_injuries": 3}, (), "造成3人重伤"),
        ({"deaths": 0, "injured": 8, "loss_yuan": 9}, (), "造成8人受伤"),
        ({"deaths": 0, "injured": 0}, (), "未造成人员伤亡"),
        ({"deaths": 0, "injured": 0}, ("injured",), "暂未接到人员伤亡报告"),
        ({"deaths": 0}, (), "暂未接到人员伤亡报告"),
        ({"loss_yuan": 9}, (), "人员伤亡情况正在核实"),
        ({}, (), "人员伤亡情况正在核实"),
    ],
)
def test_the_wording(values: dict[str, float], unverified: tuple[str, ...], wanted: str) -> None:
    assert sentence(values, unverified) == wanted


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 20_000)),
    st.sets(st.sampled_from(FIELDS)),
)
def test_every_number_above_zero_is_told_once_and_doubt_never_lost(
    values: dict[str, float], unverified: set[str]
) -> None:
    told = [name for name in FIELDS if values.get(name, 0) > 0]
    text = listed(values, unverified)
    numbers = [float(n) * (10_000 if myriads else 1) for n, myriads in re.findall(r"(\d+(?:\.\d+)?)(万?)", text)]
    assert sorted(numbers) == sorted(float(values[name]) for name in told)
    assert ("待核实" in text) == any(name in unverified for name in told)
    assert text.count("均待核实") <= 1


def test_a_record_tells_a_recorded_zero_and_a_report_leaves_it_out() -> None:
    recorded = {"deaths": 4, "missing": 0, "injured": 8, "serious_injuries": 0}
    assert listed(recorded, zeros=True) == "4人死亡、0人失联、8人受伤（其中重伤0人）"
    assert listed(recorded) == "4人死亡、8人受伤"
    assert listed({"missing": 0}, zeros=True) == "0人失联"


_OWN_SPELLING = re.compile(
    r"(?:死亡|失联|失踪|受伤|重伤|轻伤)[^\S\n]*\{[^{}\n]*\}[^\S\n]*[人名]|\}[^\S\n]*[人名](?:死亡|失联|失踪|受伤|重伤|轻伤)"
)
"""A text that puts a number of people beside what became of them: ``死亡{n}人``, ``{n}人死亡``."""


@pytest.mark.parametrize(("code", "found"), [('f"死亡{n:.0f}人"', True), ('f"{n}名受伤"', True), ('f"{n}人"', False)])
def test_an_own_spelling_would_be_found(code: str, found: bool) -> None:
    assert bool(_OWN_SPELLING.search(code)) is found


def test_no_other_code_spells_casualties_itself() -> None:
    package = Path(dutydesk.__file__).parent
    own = [
        f"{path.relative_to(package)}: {found.group()}"
        for path in sorted(package.rglob("*.py"))
        if path.name != "casualties.py"
        for found in _OWN_SPELLING.finditer(path.read_text(encoding="utf-8"))
    ]
    assert own == []


def test_a_figure_that_was_not_given_before_is_a_change() -> None:
    before = {"missing": 3, "injured": 12}
    assert changed(before, {"deaths": 4, "missing": 1, "injured": 20}) == "新报4人死亡、减少2人失联、增加8人受伤"
    hurt = {"deaths": 3, "missing": 5, "injured": 4, "serious_injuries": 2}
    assert changed({"deaths": 1, "missing": 7, "injured": 3}, hurt) == (
        "增加2人死亡、减少2人失联、增加1人受伤、新报2人重伤"
    ), "in the order of casualties, whichever way they went"
    assert changed({}, {"deaths": 2}) == "新报2人死亡"
    assert changed({}, {"deaths": 0}) == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [(45, "45人"), (9999, "9999人"), (10_000, "1万人"), (150_000, "15万人"), (12_300, "1.23万人"), (12_345, "12345人")],
)
def test_many_people_are_said_in_myriads_where_no_figure_is_lost(number: float, said: str) -> None:
    assert casualties.persons(number) == said
    assert [one.amount.low for one in read(f"{said}受伤")] == [number]
