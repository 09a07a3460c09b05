"""Every grading table through the command line's door: one below a number, the number, one above, and no table at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from shell import Shell

from dutydesk.capabilities.grading.rules.taxonomy import read_taxonomy
from dutydesk.capabilities.matters.rules import LEVEL_MARKS
from dutydesk.kernel import figures as f
from tests.domain.test_domain_grading import DOCUMENT, PLACES, TABLES, oracle, spelled, tables_of

LIMITS = read_taxonomy("taxonomy.toml", DOCUMENT).limits
NO_STANDARD = "无分级标准, 请人工定级"


def numbers_of(place: str) -> Iterator[tuple[dict[str, float], dict[str, float], dict[str, float]]]:
    """Yield figures one below, at and one above each number of a subtype's tables that can be typed as it stands."""
    for table in tables_of(place):
        for level in ("IV", "III", "II", "I"):
            for key, number in table.get(level, {}).items():
                step = 0.1 if key.startswith("magnitude") or number < 1 else 1
                three = [spelled(key, value) for value in (number - step, number, number + step)]
                if number > 0 and all(plausible(one) for one in three):
                    yield (three[0], three[1], three[2])


def plausible(figures: dict[str, float]) -> bool:
    try:
        f.check(figures, LIMITS)
    except f.BadFigureError:
        return False
    return all(value >= 0 for value in figures.values())


def cases() -> Iterator[tuple[str, tuple[dict[str, float], ...]]]:
    """One number of each subtype, such that its level changes at it where any of them does."""
    for place in PLACES:
        found = list(numbers_of(place))
        edge = next((three for three in found if oracle(place, three[0]) != oracle(place, three[1])), None)
        yield place, edge or (found[0] if found else ({"deaths": 2}, {"deaths": 3}, {"deaths": 4}))


def said_of(shell: Shell, place: str, label: str, figures: dict[str, float]) -> str:
    category, _, subtype = place.partition(".")
    typed = [f"{name}={value:.10g}" for name, value in figures.items()]
    words = ("--category", category, "--subtype", subtype, "--label", label, "--title", "某事件")
    return shell.done("incident", "open", *words, *typed).out


@pytest.mark.parametrize(("place", "three"), cases(), ids=[place for place, _ in cases()])
def test_a_number_at_its_edge(drill: Shell, place: str, three: tuple[dict[str, float], ...]) -> None:
    for number, figures in enumerate(three, 1):
        level, said = oracle(place, figures), said_of(drill, place, f"N{number}", figures)
        proposed = [line for line in said.splitlines() if line.startswith("表内建议")]
        assert [line.split(":")[0] for line in proposed] == ([f"表内建议{LEVEL_MARKS[level]}级"] if level else []), (
            figures
        )
        if level:
            assert "来源" in proposed[0]
            if number == 2:
                drill.done("assess", "N2", "--level", level)
        elif not any(oracle(place, one) for one in three):
            assert NO_STANDARD in said or "仅凭记忆" in said or "未到定级人数" in said, said


def test_the_cases_reach_every_table() -> None:
    """Each table serves a subtype that is walked, most of them over an edge, and every level is proposed."""
    walked = dict(cases())
    served = {table["id"] for place in walked for table in tables_of(place)}
    assert served == {table["id"] for table in TABLES if any(table in tables_of(place) for place in PLACES)}
    edges = [place for place, (below, at, _) in walked.items() if oracle(place, below) != oracle(place, at)]
    assert len(edges) > 35


@pytest.mark.parametrize("place", ["security.terror", "natural.dam", "security.opinion", "natural.drought"])
def test_without_a_standard_a_person_grades_and_no_table_is_borrowed(drill: Shell, place: str) -> None:
    said = said_of(drill, place, "N1", {"deaths": 40, "loss_yuan": 60_000_000})
    assert NO_STANDARD in said
    assert "表内建议" not in said
    drill.done("assess", "N1", "--level", "II")


def test_another_level_than_the_proposed_one_is_refused_with_the_number(drill: Shell) -> None:
    said_of(drill, "accident.fire", "N1", {"deaths": 3})
    assert "低于表内建议的Ⅲ级 (死亡 3 ≥ 3, Ⅲ级)" in drill("assess", "N1", "--level", "IV").err
    assert "高于表内建议的Ⅲ级 (死亡 3 ≥ 3, Ⅲ级)" in drill("assess", "N1", "--level", "II").err
    proposed: dict[str, Any] = drill.done("assess", "N1", "--level", "III", "--json").object
    assert proposed["remarks"][0].startswith("表内建议Ⅲ级")
