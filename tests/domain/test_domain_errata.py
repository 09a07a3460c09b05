"""What the shipped rulebook once said wrongly, item by item: what it says now.

The items that a level shows are in ``test_domain_grading.test_the_errata``; here are those of limits, holidays, allowance,
report, retention and plans, and the notes that say how far a number can be trusted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dutydesk.resources import data_folder

Book = dict[str, Any]


def book(name: str) -> Book:
    return tomllib.loads((data_folder() / "rulebook" / f"{name}.toml").read_text(encoding="utf-8"))


def entry(name: str, table: str, key: str) -> Book:
    return next(one for one in book(name)[table] if one["id"] == key)


def rule(key: str) -> Book:
    return entry("obligations", "obligation", key)


def source_of(key: str) -> str:
    return book("obligations")["sources"][rule(key)["source"]]


def grading(key: str) -> Book:
    return entry("taxonomy", "grading", key)


def limits(key: str, of_rule: str, level: str) -> str:
    lines = entry("obligations", "limits", key)["limit"]
    return next(one["due"] for one in lines if one["rule"] == of_rule and level in one.get("levels", [level]))


def days_off(year: int) -> set[date]:
    spans = next(one for one in book("holidays")["year"] if one["year"] == year)["holiday"]
    return {date.fromordinal(day) for one in spans for day in range(one["from"].toordinal(), one["to"].toordinal() + 1)}


def cells(*subtypes: str) -> list[Book]:
    return [one for one in book("plans")["plan"] if set(subtypes) & set(one.get("subtypes", []))]


ITEMS: dict[int, Callable[[], object]] = {
    10: lambda: "腺鼠疫" in str(grading("health.class_a")) and "霍乱" in str(grading("health.class_a")),
    19: lambda: grading("accident.aviation")["source"] == "AIR" and "493" in grading("accident.aviation")["note"],
    21: lambda: "应对法 (2025)" in grading("health.infectious")["note"],
    23: lambda: (
        "旧" in rule("national_report_4h")["name"]
        and rule("national_report_4h")["basis"] == "practice"
        and "废止" in source_of("national_report_4h")
        and [rule(one)["due"] for one in ("radiation_report_4h", "animal_report_4h")] == ["PT4H", "PT4H"]
    ),
    24: lambda: (
        limits("unset", "first_report_phone", "I") == "PT15M"
        and limits("henan-15-35", "first_report_written", "II") == "PT35M"
        and limits("henan-15-35", "first_report_iv", "IV") == "PT6H"
        and limits("city-15-30", "first_report_phone", "III") == "PT30M"
        and limits("county-20-40", "first_report_written", "I") == "PT40M"
        and entry("obligations", "limits", "province-30-60")["verified"] == "memory"
    ),
    25: lambda: all(
        "只约束" in entry("obligations", "limits", one)["note"] for one in ("henan-15-35", "city-15-30", "county-20-40")
    ),
    26: lambda: (
        rule("follow_up")["due"] == "PT2H"
        and rule("follow_up_morning")["due"] == "at:08:00"
        and rule("follow_up_afternoon")["due"] == "at:17:00"
        and not rule("follow_up_morning")["enabled"]
    ),
    27: lambda: rule("ref_disease_2h")["due"] == "PT2H" and "class_a" in rule("ref_disease_2h")["trigger"],
    28: lambda: (
        [rule(one)["due"] for one in ("ref_animal_2h", "ref_network_4h", "ref_network_1h", "ref_network_2h")]
        == ["PT2H", "PT4H", "PT1H", "PT2H"]
    ),
    29: lambda: all(
        one in rule("casualty_supplement_30d")["trigger"].partition("not in")[2]
        for one in ("pollution", "nuclear", "nuclear_plant", "network")
    ),
    30: lambda: rule("ref_unit_1h")["trigger"].startswith("incident.unit_head_told"),
    31: lambda: (
        rule("petition_objection")["due"] == "workdays:5"
        and rule("petition_60d")["trigger"] == "appeal.is_petition_accepted"
        and {rule(f"petition_{one}")["due"] for one in ("review_asked", "review_answered", "recheck_answered")}
        == {"P30D"}
        and all(article in rule("petition_15d")["note"] for article in ("Art. 22", "Art. 23"))
        and "Art. 25" in rule("petition_urgent")["note"]
    ),
    32: lambda: rule("special_period_daily")["due"] == "at:17:00" and rule("special_period_daily")["source"] == "BJ",
    33: lambda: rule("backup_daily")["basis"] == "practice" and "第23条, 未核实" in source_of("backup_daily"),
    35: lambda: date(2026, 10, 7) in days_off(2026) and date(2026, 10, 8) not in days_off(2026),
    36: lambda: (
        {date(2027, 5, 3), date(2027, 5, 4), date(2027, 2, 9), date(2027, 2, 10), date(2027, 10, 4), date(2027, 10, 5)}
        <= days_off(2027)
    ),
    37: lambda: book("allowance")["hourly"]["days"] == 21.75 and "〔2025〕2号" in book("allowance")["hourly"]["source"],
    38: lambda: "两种读法" in book("allowance")["night"]["note"],
    39: lambda: (
        {"background", "commander", "casualties", "loss"} <= {one["id"] for one in book("reporting")["element"]}
        and "失联" in entry("reporting", "element", "casualties")["name"]
    ),
    41: lambda: {one["id"] for one in book("retention")["keep"]} >= {"journal", "personal", "backups"},
    42: lambda: {one["lead"] for one in cells("flood", "dam")} == {"防汛抗旱指挥部"},
    43: lambda: "卫生健康部门宣布" not in str(book("plans")) and "决定响应的政府宣布终止响应" in str(book("plans")),
    44: lambda: (
        [{cell["lead"] for cell in cells(one)} for one in ("animal", "drug_vaccine", "network", "foreign", "power")]
        == [{"农业农村"}, {"药监"}, {"网信"}, {"外事"}, {"能源"}]
    ),
    45: lambda: (
        "防洪法" in book("recipients")["sources"]["FLOOD"] and "抗旱条例" in book("recipients")["sources"]["DROUGHT"]
    ),
}


@pytest.mark.parametrize("item", ITEMS)
def test_the_rulebook_says_it_right(item: int) -> None:
    assert ITEMS[item]()


def test_a_network_incident_stands_among_the_accidents_with_where_that_was_read() -> None:
    network = next(
        kind
        for one in book("taxonomy")["category"]
        if one["id"] == "accident"
        for kind in one["subtype"]
        if kind["id"] == "network"
    )
    assert "摘录" in network["note"]
