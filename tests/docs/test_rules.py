"""Every rule number that code, data or tests cite is told in RULES.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
RULES = TOP / "dutydesk" / "RULES.md"
CITED = re.compile(r"\b(R[1-9]\d?|(?:IN|AN|AL|CO|AR|LG|HO|KP|RO|TR|MA|BU|EX|ME|SE|MO)-\d\d)\b(?!\d)")
TOLD = re.compile(r"^- \*\*([A-Z]+-?\d+)\*\* ", re.MULTILINE)
FOLDERS = (("dutydesk", "*.py"), ("dutydesk", "*.md"), ("data", "*.toml"), ("data", "*.md"), ("tests", "*.py"))


def cited() -> Iterator[tuple[str, str]]:
    """Yield (number, file) of each citation."""
    for folder, pattern in FOLDERS:
        for path in sorted((TOP / folder).rglob(pattern)):
            for number in CITED.findall(path.read_text(encoding="utf-8")):
                yield number, path.relative_to(TOP).as_posix()


def test_every_cited_number_is_told():
    told = set(TOLD.findall(RULES.read_text(encoding="utf-8")))
    missing = {(number, place) for number, place in cited() if number not in told}
    assert not missing


def test_no_number_is_told_twice():
    told = TOLD.findall(RULES.read_text(encoding="utf-8"))
    assert len(told) == len(set(told))
    assert [f"R{n}" for n in range(1, 36)] == [
        number for number in told if number.startswith("R") and "-" not in number
    ]
