"""The tables of protections and the scripts that re-check them name the same lines, and each line stands once."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

TESTS = Path(__file__).parent.parent
TABLES = {
    "journeys": "What the journeys protect",
    "papers": "What each protection of papers is worth",
    "trust": "What each protection is worth",
}


def recheck(folder: str) -> ModuleType:
    name = f"recheck_{folder}"
    spec = importlib.util.spec_from_file_location(name, TESTS / folder / "recheck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("folder", "heading"), TABLES.items())
def test_each_protection_is_a_row_of_the_table_and_a_line_of_the_program(
    repository: Path, folder: str, heading: str
) -> None:
    table = (TESTS / folder / "README.md").read_text(encoding="utf-8").partition(heading)[2]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "dutydesk/" in line]
    protections = recheck(folder).PROTECTIONS
    assert len(rows) == len(protections)
    for row, one in zip(rows, protections, strict=True):
        assert row.startswith(f"| {one.name} |")
        assert one.file in row
        assert one.journey in row
        assert (repository / one.file).read_text(encoding="utf-8").count(one.line) == 1, one.name


def test_every_test_that_security_names_is_there(repository: Path) -> None:
    text = (repository / ".github" / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tests/[a-z_]+(?:/[a-z_]+\.(?:py|md))?", text))
    assert len(named) > 15
    assert [one for one in sorted(named) if not (repository / one).exists()] == []
