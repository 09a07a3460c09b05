"""Matters: levels, colours, and the facts that rules ask about."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.matters.rules import (
    Matter,
    higher_colour,
    is_higher,
    level_colour,
    level_rose,
    proposed_colour,
    read_colour,
    read_level,
)
from dutydesk.capabilities.obligations.rules.rulebook import FACTS
from dutydesk.kernel.wording import Worded


@pytest.mark.parametrize("word", ["III", "Ⅲ", "iii", "3", "三级", "较大", "Ⅲ级", " III级响应 "])
def test_levels_as_people_type_them(word: str) -> None:
    assert read_level(word) == "III"


@pytest.mark.parametrize("word", ["", "V", "0", "5", "红", "IIII"])
def test_what_is_no_level_is_refused(word: str) -> None:
    with pytest.raises(Worded, match="没有级别"):
        read_level(word)


@pytest.mark.parametrize(
    ("word", "colour"), [("red", "red"), ("RED", "red"), ("红色", "red"), (" 黄 ", "yellow"), ("蓝", "blue")]
)
def test_colours_as_people_type_them(word: str, colour: str) -> None:
    assert read_colour(word) == colour


@pytest.mark.parametrize("word", ["", "橙", "orange"])
def test_what_is_no_colour_is_refused(word: str) -> None:
    with pytest.raises(Worded, match="没有颜色"):
        read_colour(word)


def test_level_one_is_the_highest_and_none_the_lowest() -> None:
    order = ["I", "II", "III", "IV", ""]
    for place, level in enumerate(order):
        assert [is_higher(level, other) for other in order] == [place < other for other in range(5)]


def test_the_first_level_is_no_rise() -> None:
    assert not level_rose("I", "")
    assert level_rose("III", "IV")
    assert not level_rose("IV", "IV")
    assert not level_rose("IV", "III")


def test_the_more_urgent_colour() -> None:
    assert higher_colour("red", "yellow") == higher_colour("yellow", "red") == "red"
    assert higher_colour("blue", "yellow") == "yellow"
    assert higher_colour("", "blue") == "blue"


@pytest.mark.parametrize(("level", "colour"), [("I", "red"), ("II", "red"), ("III", "red"), ("IV", ""), ("", "")])
def test_the_colour_that_a_level_demands(level: str, colour: str) -> None:
    assert level_colour(level) == colour


@pytest.mark.parametrize(
    ("level", "warning", "figures", "colour"),
    [
        ("", "", {}, "yellow"),
        ("IV", "", {}, "yellow"),
        ("III", "", {}, "red"),
        ("", "", {"deaths": 2}, "yellow"),
        ("", "", {"deaths": 3}, "red"),
        ("", "", {"injured": 9}, "yellow"),
        ("", "", {"injured": 10}, "red"),
        ("", "", {"missing": 1}, "red"),
        ("", "", {"participants": 49}, "yellow"),
        ("", "", {"participants": 50}, "red"),
        ("", "", {"loss_yuan": 10_000_000}, "red"),
        ("", "", {"loss_yuan": 9_999_999}, "yellow"),
        ("", "红", {}, "red"),
        ("", "橙", {}, "yellow"),
        ("", "黄", {}, "yellow"),
        ("", "蓝", {}, "blue"),
        ("", "蓝", {"deaths": 1}, "yellow"),
    ],
)
def test_the_colour_proposed_for_an_incident(level: str, warning: str, figures: dict[str, float], colour: str) -> None:
    assert proposed_colour("incident", level, warning, figures) == colour


def test_other_kinds_are_proposed_blue() -> None:
    for kind in ("policy", "appeal", "routine"):
        assert proposed_colour(kind, "", "", {"deaths": 9}) == "blue"


def matter(**words: object) -> Matter:
    usual = {"id": "m", "label": "Y1", "kind": "incident", "title": "", "state": "open", "colour": "red"}
    return Matter(**{**usual, "received_at": 0, "opened_at": 0, **words})  # type: ignore[arg-type]


def test_facts_are_those_that_conditions_may_ask_about() -> None:
    facts = matter().facts(has_figures=False)
    assert set(facts) == set(FACTS) - {"shift_holds"}
    assert facts["level"] is None
    assert facts["first_report_sent"] is False
    assert matter(first_sent_at=0).facts(has_figures=False)["first_report_sent"] is True


@pytest.mark.parametrize(
    ("warning", "level", "has_figures", "only"),
    [("红", "", False, True), ("红", "IV", False, False), ("红", "", True, False), ("", "", False, False)],
)
def test_a_mere_warning_has_neither_level_nor_figures(warning: str, level: str, has_figures: bool, only: bool) -> None:
    assert matter(warning=warning, level=level).facts(has_figures=has_figures)["warning_only"] is only
