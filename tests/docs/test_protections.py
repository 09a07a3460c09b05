"""The table of protections and the script that re-checks it name the same lines, and each line stands once."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

JOURNEYS = Path(__file__).parent.parent / "journeys"


def recheck() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recheck", JOURNEYS / "recheck.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["recheck"] = module
    spec.loader.exec_module(module)
    return module


def test_each_protection_is_a_row_of_the_table_and_a_line_of_the_program(repository: Path) -> None:
    table = (JOURNEYS / "README.md").read_text(encoding="utf-8").partition("What the journeys protect")[2]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "dutydesk/" in line]
    protections = recheck().PROTECTIONS
    assert len(rows) == len(protections)
    for row, one in zip(rows, protections, strict=True):
        assert row.startswith(f"| {one.name} |")
        assert one.file in row
        assert one.journey in row
        assert (repository / one.file).read_text(encoding="utf-8").count(one.line) == 1, one.name
