"""The roster as it holds: rotation, layers, gaps, and the shift that a person takes."""

from __future__ import annotations

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.roster.rules.roster import VACANT, Overlay, PlannedShift, gaps, resolve, shift_at
from dutydesk.capabilities.roster.rules.rotation import Leaders, Pattern, Team, checked_rule, generate, next_team
from dutydesk.kernel.instants import DAY, HOUR, Instant, iso, parse_instant
from dutydesk.kernel.wording import Worded

DAY24 = Pattern("day24", "全日班", time(8), 24)
DAY12, NIGHT12 = Pattern("day12", "白班", time(8), 12), Pattern("night12", "夜班", time(20), 12)
TEAMS = tuple(Team(f"{number}组", f"a{number}", f"b{number}") for number in range(1, 5))


def at(text: str) -> Instant:
    return parse_instant(text, 0)


MONDAY = at("2026-11-23T08:00")
WEEK = [PlannedShift(MONDAY + n * DAY, MONDAY + (n + 1) * DAY, f"a{n}", f"b{n}", "liu") for n in range(7)]


def overlay(begins: str, ends: str, layer: str = "override", order: int = 1, **posts: str) -> Overlay:
    return Overlay(f"{layer}{order}", layer, at(begins), at(ends), order, **posts)


# ---------------------------------------------------------------- generation


def test_teams_take_shifts_in_turn_and_leaders_by_week() -> None:
    leaders = Leaders(("liu", "zhao"), "week", "wang")
    shifts = generate([DAY24], TEAMS[:3], leaders, date(2026, 11, 20), date(2026, 11, 24), first=1)
    assert [shift.a for shift in shifts] == ["a2", "a3", "a1", "a2", "a3"]
    assert shifts[2].leader != shifts[3].leader, "Sunday and Monday are two weeks"
    assert {shift.director for shift in shifts} == {"wang"}
    assert iso(shifts[0].begins) == "2026-11-20T08:00:00+08:00"


def test_two_patterns_alternate_and_a_pattern_may_have_teams_of_its_own() -> None:
    shifts = generate([DAY12, NIGHT12], TEAMS[:3], Leaders(), date(2026, 11, 23), date(2026, 11, 24))
    assert [shift.a for shift in shifts] == ["a1", "a2", "a3", "a1"]
    nights = Pattern("night12", "夜班", time(20), 12, teams=("3组", "4组"))
    days = Pattern("day12", "白班", time(8), 12, teams=("1组", "2组"))
    shifts = generate([days, nights], TEAMS, Leaders(), date(2026, 11, 23), date(2026, 11, 25))
    assert [shift.a for shift in shifts] == ["a1", "a3", "a2", "a4", "a1", "a3"]


def test_a_rule_chooses_the_days() -> None:
    weekdays = Pattern("office", "日勤", time(9), 8, checked_rule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"))
    shifts = generate([weekdays], TEAMS[:1], Leaders(), date(2026, 11, 23), date(2026, 11, 29))
    assert len(shifts) == 5
    other = Pattern("other", "隔日", time(8), 24, checked_rule("rrule:freq=daily;interval=2"), date(2026, 11, 24))
    shifts = generate([other], TEAMS[:1], Leaders(), date(2026, 11, 23), date(2026, 11, 27))
    assert [iso(shift.begins)[8:10] for shift in shifts] == ["24", "26"]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;X=1",
        "FREQ=DAILY\nDTSTART:20200101",
        "[/]",
    ],
)
def test_a_rule_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        checked_rule(rule)


def test_a_plan_says_what_it_lacks() -> None:
    first, last = date(2026, 11, 23), date(2026, 11, 24)
    for patterns, teams, span, words in (
        ([], TEAMS, (first, last), "班次规则是空的"),
        ([DAY24], (), (first, last), "没有班组"),
        ([DAY24], TEAMS, (last, first), "早于开始日"),
        ([DAY24], TEAMS, (first, date(2028, 1, 1)), "一次最多排 400 天"),
        ([Pattern("x", "夜班", time(20), 12, teams=("无",))], TEAMS, (first, last), "班组一个也没有"),
    ):
        with pytest.raises(Worded, match=words):
            generate(patterns, teams, Leaders(), *span)


def test_the_rotation_goes_on_where_it_stood() -> None:
    assert next_team(TEAMS, PlannedShift(0, 1, "a2", "b2")) == 2
    assert next_team(TEAMS, PlannedShift(0, 1, "a4", "b4")) == 0
    assert next_team(TEAMS, PlannedShift(0, 1, "someone", "")) == 0
    assert next_team(TEAMS, None) == 0
    assert next_team((), PlannedShift(0, 1)) == 0


@given(
    st.sampled_from([[DAY24], [DAY12, NIGHT12]]),
    st.integers(1, 4),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 60),
    st.integers(0, 9),
)
def test_a_generated_roster_has_neither_gap_nor_overlap(
    patterns: list[Pattern], teams: int, first: date, days: int, turn: int
) -> None:
    last = date.fromordinal(first.toordinal() + days)
    shifts = generate(patterns, TEAMS[:teams], Leaders(), first, last, turn)
    assert len(shifts) == (days + 1) * len(patterns)
    assert all(one.ends == other.begins for one, other in pairwise(shifts))
    assert gaps(resolve(shifts), shifts[0].begins, shifts[-1].ends) == []


# ---------------------------------------------------------------- layers


def test_without_changes_the_roster_is_the_rotation() -> None:
    held = resolve(WEEK)
    assert [(one.begins, one.ends, one.a, one.layer) for one in held] == [
        (one.begins, one.ends, one.a, "rotation") for one in WEEK
    ]


def test_temporary_beats_override_beats_rotation_whatever_the_order() -> None:
    over = overlay("2026-11-24T08:00", "2026-11-25T08:00", a="over", b="over_b", order=9)
    brief = overlay("2026-11-24T14:00", "2026-11-24T18:00", "temporary", 2, a="brief")
    for changes in ([over, brief], [brief, over]):
        tuesday = [one for one in resolve(WEEK, changes) if one.shift_begins == MONDAY + DAY]
        assert [(one.a, one.b, one.layer) for one in tuesday] == [
            ("over", "over_b", "override"),
            ("brief", "over_b", "temporary"),
            ("over", "over_b", "override"),
        ]
        assert {one.leader for one in tuesday} == {"liu"}, "a post that is not named stays"


def test_of_two_changes_in_a_layer_the_later_holds() -> None:
    one = overlay("2026-11-24T08:00", "2026-11-25T08:00", order=3, a="first")
    two = overlay("2026-11-24T08:00", "2026-11-25T08:00", order=4, a="second")
    assert shift_at(resolve(WEEK, [two, one]), MONDAY + DAY).a == "second"  # pyright: ignore[reportOptionalMemberAccess]


def test_a_post_can_be_emptied() -> None:
    held = resolve(WEEK, [overlay("2026-11-24T08:00", "2026-11-25T08:00", b=VACANT)])
    assert [one.b for one in held][:3] == ["b0", "", "b2"]


def test_a_change_beyond_the_plan_is_a_shift_of_its_own() -> None:
    beyond = overlay("2026-11-30T06:00", "2026-12-01T08:00", a="sun")
    brief = overlay("2026-11-30T12:00", "2026-11-30T13:00", "temporary", 2, a="ma")
    held = [one for one in resolve(WEEK, [beyond, brief]) if one.ends > at("2026-11-30T06:00")]
    assert [(iso(one.begins)[5:16], one.a, one.shift_begins == WEEK[-1].begins) for one in held] == [
        ("11-30T06:00", "sun", True),
        ("11-30T08:00", "sun", False),
        ("11-30T12:00", "ma", False),
        ("11-30T13:00", "sun", False),
    ]
    assert {(iso(one.shift_begins)[11:16], iso(one.shift_ends)[5:16]) for one in held[1:]} == {("08:00", "12-01T08:00")}


def test_gaps_are_found_at_both_ends_and_between() -> None:
    held = resolve([WEEK[0], WEEK[2]])
    found = gaps(held, MONDAY - HOUR, MONDAY + 4 * DAY)
    assert found == [
        (MONDAY - HOUR, MONDAY),
        (MONDAY + DAY, MONDAY + 2 * DAY),
        (MONDAY + 3 * DAY, MONDAY + 4 * DAY),
    ]
    assert gaps([], MONDAY, MONDAY + DAY) == [(MONDAY, MONDAY + DAY)]


_SPANS = st.tuples(st.integers(-30, 200), st.integers(1, 60)).map(
    lambda pair: (MONDAY + pair[0] * HOUR, MONDAY + (pair[0] + pair[1]) * HOUR)
)


@given(
    st.lists(_SPANS, max_size=8),
    st.lists(st.tuples(_SPANS, st.sampled_from(["override", "temporary"]), st.sampled_from(["a", "b"])), max_size=8),
)
def test_nothing_planned_is_lost_and_nothing_holds_twice(
    spans: list[tuple[Instant, Instant]], changes: list[tuple[tuple[Instant, Instant], str, str]]
) -> None:
    planned = [PlannedShift(*span, f"p{number}") for number, span in enumerate(spans)]
    overlays = [Overlay(str(n), layer, *span, n, **{post: f"x{n}"}) for n, (span, layer, post) in enumerate(changes)]
    held = resolve(planned, overlays)
    assert all(one.ends <= other.begins for one, other in pairwise(held))
    for hour in range(-30, 260):
        moment = MONDAY + hour * HOUR
        covering = [one for one in (*planned, *overlays) if one.begins <= moment < one.ends]
        piece = next((one for one in held if one.begins <= moment < one.ends), None)
        assert (piece is not None) == bool(covering)
        for post in ("a", "b"):
            named = [one for one in covering if isinstance(one, Overlay) and getattr(one, post)]
            if piece is not None and named:
                winner = max(named, key=lambda one: (one.layer == "temporary", one.order))
                assert piece.posts[post] == getattr(winner, post)
        if piece is not None:
            assert piece.shift_begins <= piece.begins < piece.ends <= piece.shift_ends


# ---------------------------------------------------------------- the shift that a person takes


def test_the_nearest_shift_is_taken_with_its_own_hours() -> None:
    brief = overlay("2026-11-24T14:00", "2026-11-24T18:00", "temporary", 2, a="brief")
    held = resolve(WEEK, [brief])
    early = shift_at(held, at("2026-11-24T07:50"))
    assert early is not None
    assert (early.begins, early.ends, early.a) == (MONDAY + DAY, MONDAY + 2 * DAY, "a1")
    within = shift_at(held, at("2026-11-24T15:00"))
    assert within is not None
    assert (within.begins, within.ends, within.a, within.b) == (MONDAY + DAY, MONDAY + 2 * DAY, "brief", "b1")


def test_after_the_last_shift_there_is_none() -> None:
    assert shift_at(resolve(WEEK), MONDAY + 7 * DAY) is None
    assert shift_at([], MONDAY) is None
