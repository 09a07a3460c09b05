"""The table of the forty cases names tests that are there, and each of these carries its case's mark."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from cases import CASES, Case, numbers_of

TESTS = Path(__file__).parent.parent


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_there_are_forty_and_each_has_a_test() -> None:
    assert list(CASES) == list(range(1, 41))
    assert all(case.tests for case in CASES.values())


@pytest.mark.parametrize(("number", "case"), CASES.items())
def test_every_test_of_a_case_is_there(number: int, case: Case) -> None:
    for test in (*case.tests, *case.long):
        file, _, name = test.partition("::")
        assert name in names_in(TESTS / file), test
        assert number in numbers_of(test)


@pytest.mark.case_23
def test_a_case_can_be_asked_for_by_its_mark(request: pytest.FixtureRequest) -> None:
    assert request.node.get_closest_marker("case_23") is not None
