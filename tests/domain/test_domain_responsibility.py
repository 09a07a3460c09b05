"""Exactly one A at every minute; a shift's counting."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.shifts.rules import Change, stretches, wrong
from dutydesk.capabilities.statistics.rules.kpi import read_indicators
from dutydesk.capabilities.statistics.rules.punctuality import Ended, rate, speed, standing
from dutydesk.kernel.instants import HOUR, MINUTE
from dutydesk.kernel.reading import RulebookError
from dutydesk.usecase.books import load_indicators


def test_from_signature_to_signature_there_is_no_gap() -> None:
    found = stretches([Change(10, "s1", "gao"), Change(20, "s1", None), Change(20, "s2", "zhou")], 10, 30)
    assert [(one.begins, one.ends, one.people) for one in found] == [(10, 20, ("gao",)), (20, 30, ("zhou",))]
    assert wrong(found) == []


def test_gaps_empty_posts_and_doubles_are_named() -> None:
    changes = [
        Change(10, "s1", "gao"), Change(20, "s1", None), Change(25, "s2", "zhou"), Change(30, "s2", ""),
        Change(35, "s3", "sun"), Change(36, "s2", "he"),
    ]  # fmt: skip
    found = [(one.begins, one.ends, one.wrong) for one in wrong(stretches(changes, 5, 40))]
    assert found == [(5, 10, "gap"), (20, 25, "gap"), (30, 35, "empty"), (35, 36, "double"), (36, 40, "double")]


def test_only_the_asked_stretch_is_looked_at() -> None:
    changes = [Change(10, "s1", "gao"), Change(20, "s1", None), Change(20, "s2", "zhou"), Change(50, "s2", None)]
    found = stretches(changes, 15, 40)
    assert [(one.begins, one.ends, one.people) for one in found] == [(15, 20, ("gao",)), (20, 40, ("zhou",))]
    assert stretches([], 0, 10)[0].wrong == "gap"
    assert stretches(changes, 10, 10) == []


@pytest.mark.parametrize(
    ("state", "declined", "overdue", "counts"),
    [
        ("met", False, False, "met"), ("met_late", False, False, "late"), ("open", False, False, "late"),
        ("met", True, False, "out"), ("waived", False, True, "out"), ("cancelled", False, False, "out"),
        ("cancelled", False, True, "late"),
    ],
)  # fmt: skip
def test_how_a_clock_counts(state: str, declined: bool, overdue: bool, counts: str) -> None:
    assert standing(Ended(state, declined, overdue)) == counts


def test_seventeen_of_eighteen() -> None:
    found = rate(
        [Ended("met", False, False)] * 17 + [Ended("met_late", False, False), Ended("waived", False, False)], 5
    )
    assert (found.met, found.due, found.left_out, found.enough) == (17, 18, 1, True)
    assert round(found.percent or 0, 1) == 94.4
    assert rate([], 5).percent is None


def test_mean_of_two_is_marked_too_few() -> None:
    found = speed([(0, 11 * MINUTE), (HOUR, HOUR + 10 * MINUTE)], 3)
    assert (found.minutes, found.mean, found.enough) == ((11.0, 10.0), 10.5, False)


def test_the_shipped_indicators() -> None:
    found = load_indicators()
    assert (found["timeliness"].min_cases, found["response_speed"].min_cases) == (5, 3)
    counted = [
        rule for rule in ("first_report_iv", "follow_up", "policy_2h", "red_ack") if found["timeliness"].counts(rule)
    ]
    assert counted == ["first_report_iv", "follow_up", "policy_2h"]


def test_a_broken_indicator_is_named() -> None:
    row = {"id": "x", "name": "名", "unit": "%", "min_cases": -1, "target": 1, "floor": True}
    with pytest.raises(RulebookError) as caught:
        read_indicators("kpi.toml", {"indicator": [row, {**row, "min_cases": 1, "floor": 0}]})
    assert [(p.entry, p.key) for p in caught.value.problems] == [("x", "min_cases"), ("x", "floor"), ("x", "id")]
