"""Columns of reporting limits: what each says, that its sources resolve, and what a broken one is told; working days."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from typing import Any

import pytest

from dutydesk.capabilities.limits.others import of_others, words_of_other
from dutydesk.capabilities.limits.rules import DRILL, UNSET
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.obligations.rules.rulebook import read_rules
from dutydesk.kernel.conditions import Situation
from dutydesk.kernel.durations import Due
from dutydesk.kernel.holidays import Holidays
from dutydesk.kernel.instants import iso, parse_instant
from dutydesk.kernel.reading import RulebookError
from dutydesk.resources import data_folder
from dutydesk.usecase.books import load_books

DOCUMENT = tomllib.loads((data_folder() / "rulebook" / "obligations.toml").read_text(encoding="utf-8"))
BOOK = read_rules("obligations.toml", DOCUMENT, "x")
HOLIDAYS = load_books().holidays


def test_every_column_names_its_text_and_how_it_was_read() -> None:
    assert {UNSET, DRILL, "national"} <= set(BOOK.limits)
    for column in BOOK.limits.values():
        assert column.source in DOCUMENT["sources"].values()
        assert column.note
        for rule in ("first_report_phone", "first_report_written"):
            for level in ("", "I", "II", "III"):
                assert column.limit(rule, level) is not None, (column.id, rule, level)


def test_the_strictest_holds_while_nothing_is_chosen() -> None:
    for rule in ("first_report_phone", "first_report_written"):
        for level in ("I", "II", "III"):
            own = BOOK.limits[UNSET].limit(rule, level)
            assert own is not None
            for column in BOOK.limits.values():
                other = column.limit(rule, level)
                assert other is not None
                assert (own.due.after(0) or 0) <= (other.due.after(0) or 0)


def test_a_column_leaves_other_rules_alone() -> None:
    rule = BOOK.rules["follow_up"]
    assert BOOK.limits["national"].applied(rule, "I") is rule
    changed = BOOK.limits["national"].applied(BOOK.rules["first_report_phone"], "I")
    assert changed.due.text == "PT15M"
    assert [one.text for one in changed.warn_before] == ["PT10M", "PT5M"]


def problems(change: dict[str, Any]) -> list[str]:
    document = copy.deepcopy(DOCUMENT)
    document["limits"][0].update(change)
    with pytest.raises(RulebookError) as caught:
        read_rules("obligations.toml", document, "x")
    return [str(one) for one in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": "OUR"}, "[unset] source: 不认识 “OUR”"),
        ({"verified": "txt"}, "[unset] verified"),
        ({"nam": "x"}, "[unset] nam: 没有这个键"),
        ({"limit": 3}, "[unset] limit: 须为表的列表"),
        ({"limit": [{"rule": "first_report_fone", "due": "PT1M"}]}, "[unset.limit[1]] rule"),
        ({"limit": [{"rule": "first_report_phone", "due": "soon"}]}, "[unset.limit[1]] due"),
        ({"limit": [{"rule": "first_report_phone", "due": "at:08:00"}]}, "须为时长"),
        ({"limit": [{"rule": "first_report_phone", "due": "PT1M", "levels": ["V"]}]}, "没有级别 “V”"),
        ({"id": "national"}, "[national] id: 重复的编号"),
    ],
)
def test_a_broken_column_is_told_where(change: dict[str, Any], words: str) -> None:
    assert any(words in problem for problem in problems(change)), problems(change)


def test_a_book_of_before_has_no_columns_and_keeps_its_own_limits() -> None:
    document = {key: value for key, value in DOCUMENT.items() if key != "limits"}
    assert read_rules("obligations.toml", document, "x").limits == {}


# ---------------------------------------------------------------- the errata on limits


def test_the_repealed_plan_is_marked_and_laws_in_force_have_their_own_clock() -> None:
    old = BOOK.rules["national_report_4h"]
    assert (old.basis, "废止" in old.source, "旧预案" in old.name) == ("practice", True, True)
    for name in ("radiation_report_4h", "animal_report_4h"):
        rule = BOOK.rules[name]
        assert (rule.enabled, rule.basis, rule.replaces, rule.due.text) == (True, "law", "national_report_4h", "PT4H")


def test_pollution_and_nuclear_have_no_supplement_of_the_work_accidents() -> None:
    text = BOOK.rules["casualty_supplement_30d"].trigger.text
    for subtype in ("pollution", "nuclear", "nuclear_plant", "network", "oil_spill"):
        assert subtype in text


def test_the_unit_s_hour_counts_from_when_its_head_was_told() -> None:
    assert BOOK.rules["ref_unit_1h"].trigger.events == ("incident.unit_head_told",)


def test_the_limits_of_petitions_are_complete() -> None:
    wanted = {
        "petition_15d": "P15D",
        "petition_60d": "P60D",
        "petition_objection": "workdays:5",
        "petition_urgent": "PT1H",
        "petition_review_asked": "P30D",
        "petition_review_answered": "P30D",
        "petition_recheck_asked": "P30D",
        "petition_recheck_answered": "P30D",
    }
    assert {name: BOOK.rules[name].due.text for name in wanted} == wanted
    assert not any(BOOK.rules[name].enabled for name in wanted)


@pytest.mark.parametrize(
    "name", ["follow_up_morning", "follow_up_afternoon", "ref_disease_2h", "ref_network_4h", "ref_animal_2h"]
)
def test_what_other_offices_keep_is_offered_and_off(name: str) -> None:
    assert not BOOK.rules[name].enabled


FOUND = "2026-11-26T22:40:00+08:00"


@pytest.mark.parametrize(
    ("name", "facts", "due"),
    [
        ("ref_disease_2h", {"category": "health", "subtype": "class_a"}, "2026-11-27T00:40:00+08:00"),
        ("ref_disease_2h", {"category": "health", "subtype": "unexplained"}, "2026-11-27T00:40:00+08:00"),
        ("ref_disease_2h", {"category": "health", "subtype": "food_poisoning"}, ""),
        ("ref_health_1h", {"category": "health", "subtype": "class_a"}, "2026-11-26T23:40:00+08:00"),
        ("ref_network_4h", {"subtype": "network", "level": "III"}, "2026-11-27T02:40:00+08:00"),
        ("ref_network_4h", {"subtype": "network", "level": "IV"}, ""),
        ("ref_network_4h", {"subtype": "telecom", "level": "I"}, ""),
        ("ref_network_1h", {"subtype": "network", "level": "II"}, "2026-11-26T23:40:00+08:00"),
        ("ref_network_1h", {"subtype": "network", "level": ""}, ""),
        ("ref_network_2h", {"subtype": "network", "level": "I"}, "2026-11-27T00:40:00+08:00"),
        ("ref_animal_2h", {"subtype": "animal"}, "2026-11-27T00:40:00+08:00"),
        ("animal_report_4h", {"subtype": "animal", "level": "II"}, "2026-11-27T02:40:00+08:00"),
        ("animal_report_4h", {"subtype": "animal", "level": "III"}, ""),
        ("radiation_report_4h", {"subtype": "nuclear", "level": "I"}, "2026-11-27T02:40:00+08:00"),
        ("radiation_report_4h", {"subtype": "nuclear_plant", "level": "I"}, ""),
    ],
)
def test_what_the_laws_in_force_ask_by_kind_and_to_the_minute(name: str, facts: dict[str, str], due: str) -> None:
    rule = BOOK.rules[name]
    said = {"category": "", "subtype": "", "level": "", **facts}
    at = parse_instant(FOUND, 0)
    holds = rule.trigger.holds(Situation(frozenset(rule.trigger.events), said))
    owed = rule.due.after(at)
    assert owed is not None
    assert (iso(owed) if holds else "") == due


# ---------------------------------------------------------------- working days


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2026-11-26T09:00:00+08:00", 5, "2026-12-03T18:00:00+08:00"),
        ("2026-09-30T09:00:00+08:00", 1, "2026-10-08T18:00:00+08:00"),
        ("2026-09-30T09:00:00+08:00", 3, "2026-10-10T18:00:00+08:00"),  # a Saturday that is worked
        ("2027-04-30T09:00:00+08:00", 1, "2027-05-05T18:00:00+08:00"),
        ("2031-01-03T09:00:00+08:00", 1, "2031-01-06T18:00:00+08:00"),  # a year nobody knows: weekends alone
    ],
)
def test_working_days_count_holidays_and_made_up_days(start: str, number: int, end: str) -> None:
    assert iso(HOLIDAYS.workday_end(parse_instant(start, 0), number)) == end


@pytest.mark.parametrize("text", ["workdays:0", "workdays:x", "workdays:61"])
def test_a_number_of_working_days_has_bounds(text: str) -> None:
    with pytest.raises(ValueError, match="1-60"):
        Due.parse(text)


def test_statutory_days_on_a_weekend_are_made_up_in_an_expected_year() -> None:
    for day in (
        date(2027, 5, 3),
        date(2027, 5, 4),
        date(2027, 2, 9),
        date(2027, 2, 10),
        date(2027, 10, 4),
        date(2027, 10, 5),
    ):
        found = HOLIDAYS.day(day)
        assert (found.kind, found.expected) == ("holiday", True), day
    assert HOLIDAYS.day(date(2027, 5, 5)).kind == "workday"
    assert isinstance(HOLIDAYS, Holidays)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({"category": "accident", "subtype": "network", "level": "III"}, {"ref_network_4h", "ref_network_1h", "ref_network_2h"}),
        ({"category": "accident", "subtype": "road", "level": "III"}, {"ref_unit_1h", "ref_level_2h"}),
        ({"category": "health", "subtype": "class_a"}, {"ref_health_2h", "ref_health_1h", "ref_disease_2h"}),
        ({"category": "health", "subtype": "food_poisoning"}, {"ref_health_2h", "ref_health_1h"}),
        ({"category": "natural", "subtype": "flood", "level": "I"}, {"ref_disaster_2h", "ref_zero_report"}),
        ({"category": "natural", "subtype": "flood", "level": "IV"}, {"ref_disaster_2h"}),
        ({"category": "social", "subtype": "mass"}, set()),
    ],
)  # fmt: skip
def test_a_file_names_the_limits_of_others_and_no_clock_of_them_runs(facts: dict[str, str], named: set[str]) -> None:
    matter = Matter(
        id="m", label="Y1", kind="incident", title="t", state="open", colour="blue", received_at=0, opened_at=0, **facts
    )
    found = of_others(BOOK, matter, has_figures=False)
    assert {rule.id for rule in found} == named
    assert not any(rule.enabled for rule in found)
    assert all(rule.source in words_of_other(rule) for rule in found)
