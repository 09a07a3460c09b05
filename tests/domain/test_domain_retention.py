"""Retention: what is kept how long is data with a source, and a time below what its text asks for is refused."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from dutydesk.kernel.reading import RulebookError
from dutydesk.kernel.retention import read_retention, spelled
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books

GOOD: dict[str, Any] = {
    "id": "own",
    "name": "自定",
    "keep": "P6M",
    "at_least": "P6M",
    "decided": "",
    "source": "S",
    "verified": "ours",
}


def read(**changed: Any) -> str:
    document = {"sources": {"S": "自定"}, "keep": [{**GOOD, **changed}]}
    return str(spelled(read_retention("retention.toml", document)[0]))


@pytest.mark.parametrize(
    ("keep", "told"),
    [("P6M", "6 个月"), ("P18M", "18 个月"), ("P10Y", "10 年"), ("permanent", "永久"), ("P200D", "200 天")],
)
def test_a_time_is_told_in_the_largest_unit_that_fits(keep: str, told: str) -> None:
    assert read(keep=keep) == told


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"keep": "P5M"}, "keep"),
        ({"keep": "P100D"}, "keep"),
        ({"keep": "六个月"}, "keep"),
        ({"keep": ""}, "keep"),
        ({"source": "T"}, "source"),
        ({"verified": "sure"}, "verified"),
        ({"until": "x"}, "until"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, Any], key: str) -> None:
    with pytest.raises(RulebookError, match=rf"\[own\] {key}:"):
        read(**changed)


def test_the_shipped_file_claims_no_decision_that_nobody_made() -> None:
    shipped = load_books().retention
    assert {one.id for one in shipped} == {"journal", "reports", "audit", "personal", "backups"}
    assert not any(one.decided for one in shipped)
    document = tomllib.loads((data_folder() / "rulebook" / "retention.toml").read_text(encoding="utf-8"))
    assert all(entry["source"] in document["sources"] for entry in document["keep"])


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 2027),
        (date(2026, 12, 31), 2027),
        (date(2025, 12, 1), None),
        (date(2027, 11, 1), 2028),
        (date(2027, 1, 1), None),
    ],
)
def test_from_november_on_the_next_years_notice_is_looked_for(day: date, year: int | None) -> None:
    assert load_books().holidays.unannounced(day) == year
