"""What is wrong with a roster is said: kind, severity, person, time, in a sentence."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from typing import Any

import pytest

from dutydesk.capabilities.roster.rules.checks import (
    Case,
    Finding,
    Leave,
    Limits,
    Person,
    check,
    expiry,
    holiday_findings,
)
from dutydesk.capabilities.roster.rules.roster import PlannedShift, resolve
from dutydesk.capabilities.roster.rules.rotation import Leaders, Pattern, Team, generate
from dutydesk.kernel.instants import DAY, HOUR, Instant, parse_instant
from dutydesk.usecase.books import load_books

MONDAY = parse_instant("2026-11-23T08:00", 0)
PEOPLE = {
    **{who: Person(who, f"名{who}") for who in ("a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4", "liu")},
    "new": Person("new", "新人[/]", newcomer=True),
    "new2": Person("new2", "新人二", newcomer=True),
    "expert": Person("expert", "专家", part_time=True),
}


def shift(day: int, a: str = "", b: str = "", hour: int = 8, hours: int = 24, leader: str = "liu") -> PlannedShift:
    begins = MONDAY + day * DAY + (hour - 8) * HOUR
    return PlannedShift(begins, begins + hours * HOUR, a, b, leader)


def findings(*shifts: PlannedShift, **changes: Any) -> list[Finding]:
    since = changes.pop("since", min(one.begins for one in shifts))
    until = max(one.ends for one in shifts)
    case = Case(resolve(shifts), shifts, since, until, PEOPLE, (), Limits())
    return check(dataclasses.replace(case, **changes))


def kinds(*shifts: PlannedShift, **changes: Any) -> list[tuple[str, str]]:
    return [(one.kind, one.who) for one in findings(*shifts, **changes)]


@pytest.mark.parametrize(("scheme", "teams"), [("24h", 2), ("24h", 3), ("24h", 4), ("12h", 4)])
def test_a_sane_rotation_has_no_finding(scheme: str, teams: int) -> None:
    patterns = {
        "24h": [Pattern("d", "全日班", time(8), 24)],
        "12h": [Pattern("d", "白班", time(8), 12), Pattern("n", "夜班", time(20), 12)],
    }
    people = [Team(str(n), f"a{n}", f"b{n}", "liu") for n in range(1, teams + 1)]
    shifts = generate(patterns[scheme], people, Leaders(), date(2026, 11, 23), date(2026, 12, 20))
    assert findings(*shifts) == []


def test_a_gap_blocks_and_is_named() -> None:
    found = findings(shift(0, "a1", "b1"), shift(2, "a2", "b2"))
    assert [(one.kind, one.blocks, str(one.sentence)) for one in found] == [
        ("gap", True, "11-24 08:00 至 11-25 08:00 没有排班")
    ]


def test_overlapping_shifts_are_named() -> None:
    found = findings(shift(0, "a1", "b1"), shift(0, "a2", "b2", hour=20))
    assert ("overlap", "两个班次重叠: 11-23 20:00 至 11-24 08:00") in [(one.kind, str(one.sentence)) for one in found]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("", "", ("both_off", "")),
        ("a1", "", ("one_off", "")),
        ("", "b1", ("one_off", "")),
        ("a1", "a1", ("twice", "a1")),
        ("new", "", ("newcomer_alone", "new")),
        ("new", "new2", ("newcomer_alone", "new")),
        ("a1", "ghost", ("unknown", "ghost")),
        ("expert", "b1", ("part_timer", "expert")),
    ],
)
def test_who_stands_at_the_desk(a: str, b: str, expected: tuple[str, str]) -> None:
    assert kinds(shift(0, a, b)) == [expected]


def test_a_newcomer_beside_somebody_is_fine_until_that_one_is_on_leave() -> None:
    assert kinds(shift(0, "a1", "new")) == []
    leaves = (Leave("a1", MONDAY, MONDAY + DAY, "年假"),)
    assert kinds(shift(0, "a1", "new"), leaves=leaves) == [("leave", "a1"), ("newcomer_alone", "new")]


def test_both_on_leave_is_both_off() -> None:
    leaves = (Leave("a1", MONDAY, MONDAY + DAY), Leave("b1", MONDAY + HOUR, MONDAY + 2 * HOUR))
    assert ("both_off", "") in kinds(shift(0, "a1", "b1"), leaves=leaves)


def test_a_leave_beside_the_shift_does_not_matter() -> None:
    leaves = (Leave("a1", MONDAY - DAY, MONDAY), Leave("b1", MONDAY + DAY, MONDAY + 2 * DAY))
    assert kinds(shift(0, "a1", "b1"), leaves=leaves) == []


def test_a_leader_on_leave_or_missing_is_said() -> None:
    assert kinds(shift(0, "a1", "b1"), leaves=(Leave("liu", MONDAY, MONDAY + DAY),)) == [("leave", "liu")]
    assert kinds(shift(0, "a1", "b1", leader="")) == [("no_leader", "")]


@pytest.mark.parametrize(("hours", "short"), [(10, True), (11, False), (12, False)])
def test_rest_between_shifts(hours: int, short: bool) -> None:
    first = shift(0, "a1", "b1", hour=8, hours=8)
    second = shift(0, "a1", "b2", hour=16 + hours, hours=8)
    found = [one for one in findings(first, second) if one.kind == "rest"]
    assert bool(found) == short
    if short:
        assert "只休息 10 小时, 少于 11 小时" in str(found[0].sentence)


def test_one_who_stays_for_the_next_shift_has_no_rest() -> None:
    found = findings(shift(0, "a1", "b1"), shift(1, "a1", "b2"))
    assert {"rest", "nights"} == {one.kind for one in found}
    assert any("只休息 0 小时" in str(one.sentence) for one in found)


def test_two_nights_running_unless_allowed() -> None:
    nights = [shift(0, "a1", "b1", 20, 12), shift(1, "a1", "b2", 20, 12), shift(3, "a1", "b3", 20, 12)]
    wanted = [one for one in findings(*nights) if one.kind == "nights"]
    assert [(one.who, one.at) for one in wanted] == [("a1", MONDAY + DAY + 12 * HOUR)]
    allowed = dataclasses.replace(Limits(), two_nights_allowed=True)
    assert "nights" not in {one.kind for one in findings(*nights, limits=allowed)}


def test_a_short_piece_of_a_night_is_no_night_shift() -> None:
    late = [shift(0, "a1", "b1", 16, 8), shift(1, "a1", "b2", 16, 8)]
    assert "nights" not in {one.kind for one in findings(*late)}, "two hours of the night"


def test_four_on_three_off() -> None:
    four = [shift(day, "a1", "b1", 8, 8) for day in (0, 1, 2, 3, 7)]
    assert "four_three" not in {one.kind for one in findings(*four)}
    five = [shift(day, "a1", f"b{day % 4 + 1}", 8, 8) for day in (0, 1, 2, 3, 5)]
    wanted = [one for one in findings(*five) if one.kind == "four_three"]
    assert [(one.who, one.blocks) for one in wanted] == [("a1", True)]
    assert "做4休3" in str(wanted[0].sentence)
    daily = [shift(day, "a1", "b1", 8, 8) for day in range(14)]
    assert len([one for one in findings(*daily) if one.kind == "four_three" and one.who == "a1"]) == 2


def test_what_stands_before_the_span_counts_but_is_not_reported() -> None:
    shifts = [shift(0, "a1", "a1"), shift(1, "a1", "b2"), shift(2, "a3", "b3")]
    found = kinds(*shifts, since=MONDAY + DAY)
    assert ("twice", "a1") not in found
    assert ("rest", "a1") in found


def test_severity_is_data() -> None:
    limits = dataclasses.replace(Limits(), severity={"one_off": "warn"})
    found = findings(shift(0, "a1", ""), limits=limits)
    assert [(one.kind, one.blocks) for one in found] == [("one_off", False)]


def test_hostile_names_stay_values() -> None:
    found = findings(shift(0, "new", ""))
    assert "新人[/]" in str(found[0].sentence)
    assert "[/]" not in found[0].sentence.template


# ---------------------------------------------------------------- the end of the roster, the holidays


def last(now: Instant, *shifts: PlannedShift) -> tuple[str, str] | None:
    found = expiry(max((one.ends for one in shifts), default=None), now, Limits())
    return (found.kind, str(found.sentence)) if found else None


def test_a_roster_that_is_none_is_over_or_ends_soon_says_so() -> None:
    assert last(MONDAY) == ("expired", "还没有排班: 请用 roster plan 排, 或接班时写明各岗")
    over = last(MONDAY + DAY, shift(0, "a1", "b1"))
    assert over == ("expired", "排班已到期: 最后一班止于 11-24 08:00; 接班时请写明各岗")
    soon = last(MONDAY, shift(0, "a1", "b1"))
    assert soon == ("ends_soon", "排班只到 11-24 08:00")
    assert last(MONDAY, shift(8, "a1", "b1")) is None


def test_a_year_without_holidays_is_named_and_an_expected_one_too() -> None:
    begin = parse_instant("2027-12-20T08:00", 0)
    found = holiday_findings(load_books().holidays, begin, begin + 20 * DAY, Limits())
    assert [str(one.sentence) for one in found] == [
        "节假日数据没有 2028 年 (现有 2025、2026、2027); 请补 holidays.toml",
        "2027 年节假日是预计, 通知发布后请改 holidays.toml",
    ]
    assert holiday_findings(load_books().holidays, MONDAY, MONDAY + DAY, Limits()) == []
