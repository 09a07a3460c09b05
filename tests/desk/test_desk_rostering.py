"""The roster's use cases: what is planned, changed, swapped; what is refused and what begins from it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.roster import reads
from dutydesk.capabilities.roster import state as roster_state
from dutydesk.capabilities.roster.rules.roster import Stretch
from dutydesk.kernel.instants import DAY, hhmm, iso
from dutydesk.store.integrity import rebuild
from dutydesk.usecase.books import load_books

TEAMS = ["zhou/he/liu", "sun/ma/zhao"]
WEEK = {"since": "2026-07-16", "until": "2026-07-29", "team": TEAMS}


def held(room: Room) -> list[Stretch]:
    return reads.held(room.views, 0, 1 << 62)


def on(room: Room, day: str) -> Stretch:
    return next(one for one in held(room) if iso(one.begins) == f"2026-07-{day}T08:00:00+08:00")


def found(room: Room, *kinds: str) -> list[str]:
    since, until = roster_state.checked_span(room.views, room.now())
    every = roster_state.findings(room.views, load_books(), since, until, room.now())
    return [str(one.sentence) for one in every if not kinds or one.kind in kinds]


@pytest.fixture
def planned(bare: Room) -> Room:
    bare.at("08:00")
    bare.do("roster plan", "wang", **WEEK)
    return bare


# ---------------------------------------------------------------- plan


def test_a_plan_is_written_and_goes_on_where_it_stood(planned: Room) -> None:
    assert [one.a for one in held(planned)] == ["zhou", "sun"] * 7
    assert {one.leader for one in held(planned)} == {"liu", "zhao"}
    planned.do("roster plan", "wang", since="2026-07-30", until="2026-07-30", team=TEAMS)
    assert on(planned, "30").a == "zhou"


def test_a_new_plan_replaces_the_one_that_stood_there(planned: Room) -> None:
    planned.do("roster plan", "wang", since="2026-07-20", until="2026-07-29", team=["zhou/he/zhao", "sun/ma/liu"])
    assert (on(planned, "18").leader, on(planned, "20").leader) == ("liu", "zhao")
    assert len(held(planned)) == 14
    assert found(planned, "overlap", "gap") == ["07-15 08:00 至 07-16 08:00 没有排班"]


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ({"since": "2026-07-01"}, "since", "只能排今天和以后"),
        ({"since": "next week"}, "since", "不是时间"),
        ({"until": "2026-07-01"}, "team", "早于开始日"),
        ({"team": ["nobody/he"]}, "team", "没有这个人"),
        ({"team": ["a/b/c/d"]}, "team", "没有这个人"),
        ({"team": []}, "team", "没有班组"),
        ({"first": "9"}, "first", "须为 1 至 2"),
        ({"team": ["zhou/he"]}, "anyway", "连续两夜"),
        ({"team": ["zhou/zhou", "sun/ma"]}, "anyway", "一人占两岗"),
    ],
)
def test_plans_that_are_refused(bare: Room, words: dict[str, Any], field: str, said: str) -> None:
    refusal = bare.refused("roster plan", "wang", **{**WEEK, **words})
    assert refusal.field == field
    assert said in str(refusal)


def test_an_officer_does_not_plan(bare: Room) -> None:
    assert "无权" in str(bare.refused("roster plan", "zhou", **WEEK))


def test_what_blocks_can_be_planned_with_a_reason(bare: Room) -> None:
    bare.do("roster plan", "wang", since="2026-07-16", until="2026-07-17", team=["zhou/he"], anyway="人手不足")
    assert len(found(bare, "rest")) == 2


def test_scripts_say_it_in_the_words_of_the_command_line(bare: Room) -> None:
    bare.at("08:00")
    bare.do("roster plan", "wang", **{"from": "2026-07-16", "to": "2026-07-17", "team": TEAMS})
    assert len(held(bare)) == 2


# ---------------------------------------------------------------- changes


def test_an_override_and_a_temporary_change(planned: Room) -> None:
    planned.do("roster set", "wang", begin="2026-07-17T08:00", end="2026-07-18T08:00", a="ma", b="sun", reason="互换")
    assert (on(planned, "17").a, on(planned, "17").b, on(planned, "17").layer) == ("ma", "sun", "override")
    planned.do(
        "roster set",
        "wang",
        begin="2026-07-17T14:00",
        end="2026-07-17T18:00",
        leader="liu",
        reason="开会",
        temporary=True,
    )
    pieces = [one for one in held(planned) if iso(one.shift_begins)[8:10] == "17"]
    assert [(hhmm(one.begins), one.a, one.leader) for one in pieces] == [
        ("08:00", "ma", "zhao"), ("14:00", "ma", "liu"), ("18:00", "ma", "zhao")
    ]  # fmt: skip


def test_a_change_taken_back_leaves_the_plan(planned: Room) -> None:
    planned.do("roster set", "wang", begin="2026-07-17T08:00", end="2026-07-18T08:00", leader="liu", reason="x")
    change = reads.changes(planned.views, 0, 1 << 62)[0].id
    planned.do("roster drop", "wang", change=change[-8:], reason="不用了")
    assert on(planned, "17").leader == "zhao"
    assert "没有这一项" in str(planned.refused("roster drop", "wang", change=change, reason="x"))


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ({"end": "2026-07-17T07:00"}, "end", "不晚于开始"),
        ({"end": "2026-12-17T07:00"}, "end", "最多 62 天"),
        ({"begin": "2026-07-13T08:00", "end": "2026-07-14T08:00"}, "end", "已过去"),
        ({"b": ""}, "a", "没有换人"),
        ({"reason": ""}, "reason", "还没有填"),
        ({"b": "-", "a": "-"}, "anyway", "两岗都没有人"),
        ({"b": "sun"}, "anyway", "一人占两岗"),
        ({"b": "zhou"}, "anyway", "连续两夜"),
        ({"b": "nobody"}, "b", "没有这个人"),
    ],
)
def test_changes_that_are_refused(planned: Room, words: dict[str, str], field: str, said: str) -> None:
    usual = {"begin": "2026-07-17T08:00", "end": "2026-07-18T08:00", "b": "he", "reason": "互换"}
    refusal = planned.refused("roster set", "wang", **{**usual, **words})
    assert (refusal.field, said in str(refusal)) == (field, True), str(refusal)


# ---------------------------------------------------------------- swaps


def test_a_swap_holds_when_it_is_approved_and_not_before(planned: Room) -> None:
    planned.do(
        "roster swap request", "zhou", shift="2026-07-18T08:00", to="sun", back="2026-07-23T08:00", reason="家中有事"
    )
    assert on(planned, "18").a == "zhou"
    planned.do("roster swap accept", "sun")
    assert on(planned, "18").a == "zhou"
    assert any("换班等批准" in one for one in found(planned, "swap_waits"))
    assert planned.refused("roster swap approve", "liu").field == "anyway"
    planned.do("roster swap approve", "liu", anyway="只此一次")
    assert (on(planned, "18").a, on(planned, "23").a) == ("sun", "zhou")
    assert found(planned, "swap_waits") == []
    assert "批准换班" in planned.log()
    assert "家中有事" in planned.log()


def test_a_swap_is_refused_to_the_wrong_people(planned: Room) -> None:
    words = {"shift": "2026-07-18T08:00", "to": "sun", "reason": "x"}
    assert "没有 孙涛" in str(planned.refused("roster swap request", "sun", **{**words, "to": "he"}))
    planned.do("roster swap request", "zhou", **words)
    assert "已有一件换班" in str(planned.refused("roster swap request", "zhou", **words))
    assert "只有被请的一方" in str(planned.refused("roster swap accept", "ma"))
    assert "没有等着办的" in str(planned.refused("roster swap approve", "liu"))
    planned.do("roster swap accept", "sun")
    assert "无权" in str(planned.refused("roster swap approve", "sun"))
    planned.do("roster swap refuse", "liu", reason="人手紧")
    assert "没有等着办的" in str(planned.refused("roster swap withdraw", "zhou"))


def test_a_swap_withdrawn_can_be_asked_again(planned: Room) -> None:
    words = {"shift": "2026-07-18T08:00", "to": "sun", "reason": "x"}
    planned.do("roster swap request", "zhou", **words)
    planned.do("roster swap withdraw", "zhou")
    planned.do("roster swap request", "zhou", **words)
    assert [swap.state for swap in reads.swaps(planned.views)] == ["withdrawn", "requested"]


# ---------------------------------------------------------------- the shift that begins, and the end of the roster


def test_a_shift_begins_from_the_roster_as_it_holds(planned: Room) -> None:
    planned.do("roster set", "wang", begin="2026-07-16T08:00", end="2026-07-17T08:00", leader="zhao", reason="x")
    planned.at("2026-07-16T07:55+08:00")
    planned.do("shift begin", "zhou")
    shift = planned.views.shift()
    assert shift is not None
    assert (shift.a, shift.b, shift.leader) == ("zhou", "he", "zhao")
    assert (iso(shift.begins), shift.ends - shift.begins) == ("2026-07-16T08:00:00+08:00", DAY)


def test_an_expired_roster_says_so_and_never_blocks_a_shift_by_hand(planned: Room) -> None:
    planned.clock.set(planned.time("2026-07-31T07:55+08:00"))
    assert found(planned, "expired") == ["排班已到期: 最后一班止于 07-30 08:00; 接班时请写明各岗"]
    refusal = planned.refused("shift begin", "zhou")
    assert str(refusal) == "排班已到期: 最后一班止于 07-30 08:00; 请写明 --a 等岗位"
    planned.do("shift begin", "zhou", a="zhou", b="he")
    assert planned.views.shift() is not None
    assert "接班时排班已到期: 最后一班止于 07-30 08:00" in planned.log()


def test_without_any_roster_nothing_is_noted(bare: Room) -> None:
    bare.at("08:00")
    bare.shift()
    assert bare.events("roster.ran_out") == []
    assert found(bare, "expired") == ["还没有排班: 请用 roster plan 排, 或接班时写明各岗"]


def test_a_shift_far_ahead_is_not_the_one_that_begins_now(bare: Room) -> None:
    bare.at("08:00")
    bare.do("roster plan", "wang", since="2026-07-18", until="2026-07-20", team=TEAMS)
    bare.do("shift begin", "zhou", a="zhou")
    shift = bare.views.shift()
    assert shift is not None
    assert iso(shift.begins) == "2026-07-15T08:00:00+08:00"
    assert found(bare, "gap")[0].startswith("07-15 08:00 至 07-18 08:00")


# ---------------------------------------------------------------- taking over, actual


def test_taking_over_is_relief_and_stands_in_the_actual(planned: Room) -> None:
    planned.at("2026-07-16T08:00+08:00")
    planned.do("shift begin", "zhou")
    planned.at("2026-07-16T23:00+08:00")
    assert planned.refused("roster take-over", "sun", reason="").field == "reason"
    assert planned.refused("roster take-over", "sun", post="c", reason="x").field == "post"
    planned.do("roster take-over", "sun", reason="周明身体不适", signed=["zhou"])
    planned.at("2026-07-17T08:00+08:00")
    planned.do("shift begin", "sun", a="ma", b="he")
    actual = roster_state.actual(planned.views, load_books(), planned.time("08:00"), planned.now())
    stood = [(one.officer, one.post, hhmm(one.begins)) for one in actual.stints if one.post in {"a", "b"}]
    assert stood == [("zhou", "a", "08:00"), ("he", "b", "08:00"), ("sun", "a", "23:00")]
    hours = {one.officer: (one.stood // 3_600_000_000, one.night // 3_600_000_000) for one in actual.hours}
    assert hours == {"zhou": (15, 1), "he": (24, 8), "sun": (9, 7)}
    assert [one.a for one in actual.planned] == ["zhou"]


# ---------------------------------------------------------------- leave, staff


def test_leave_shows_as_a_finding_and_is_called_off(planned: Room) -> None:
    planned.do("roster leave", "he", since="2026-07-18", until="2026-07-18", reason="年假")
    assert found(planned, "leave") == ["07-18 08:00 的B岗 何静 在休假: 年假"]
    key = reads.leaves(planned.views, 0, 1 << 62)[0][0]
    assert planned.refused("roster leave", "zhou", cancel=key[-8:]).traced
    planned.do("roster leave", "he", cancel=key[-8:])
    assert found(planned, "leave") == []
    assert planned.refused(
        "roster leave", "zhou", officer="he", since="2026-07-18", until="2026-07-19", reason="x"
    ).traced
    planned.do("roster leave", "liu", officer="he", since="2026-07-18 12:00", until="2026-07-18 13:00", reason="看病")
    assert found(planned, "leave")
    assert planned.refused("roster leave", "he", since="2026-07-19", until="2026-07-18", reason="x").field == "until"


def test_newcomers_and_part_timers(planned: Room) -> None:
    planned.do("roster staff", "wang", officer="he", grade="骨干", joined="2026-07-01", group="信息报送组")
    planned.do("roster staff", "wang", officer="zhou", newcomer="yes")
    assert "只有新人 周明、何静" in found(planned, "newcomer_alone")[0]
    planned.do("roster staff", "wang", officer="zhou", newcomer="no")
    assert found(planned, "newcomer_alone") == []
    planned.do("roster staff", "wang", officer="何静", part_time="yes")
    assert len(found(planned, "part_timer")) == 7
    assert reads.staff(planned.views)["he"].grade == "骨干", "what is left out stays"
    planned.do("roster staff", "wang", officer="he", left="2026-07-10")
    assert "没有这个人 he" in found(planned, "unknown")[0]
    for words, field in (({"grade": "将军"}, "grade"), ({"group": "x"}, "group"), ({"newcomer": "?"}, "newcomer")):
        assert planned.refused("roster staff", "wang", officer="he", **words).field == field


# ---------------------------------------------------------------- important periods


def test_an_important_period_owes_a_daily_report_until_it_ends(room: Room) -> None:
    room.at("09:00")
    room.do("roster special", "wang", title="全国两会", since="2026-07-10", until="2026-07-16")
    assert room.due("special_period_daily") == "17:00"
    room.at("+00:10")
    room.tick()
    assert [hhmm(one.due_at) for one in room.found("special_period_daily")] == ["17:00", "17:00"]
    room.clock.set(room.time("2026-07-17T00:10+08:00"))
    room.tick()
    room.tick()
    assert len(room.found("special_period_daily")) == 2


def test_a_period_called_off_owes_nothing_more(room: Room) -> None:
    room.do("roster special", "wang", title="x", since="2026-07-16", until="2026-07-20")
    assert room.found("special_period_daily") == []
    key = reads.periods(room.views)[0][0]
    room.do("roster special", "wang", cancel=key[-6:])
    room.at("+00:10")
    room.tick()
    assert room.found("special_period_daily") == []
    assert room.refused("roster special", "wang", title="x", since="2026-07-20", until="2026-07-16").field == "until"


def test_a_public_holiday_owes_the_daily_report(bare: Room) -> None:
    bare.clock.set(bare.time("2026-09-30T23:50+08:00"))
    bare.tick()
    before = len(bare.found("special_period_daily"))
    bare.clock.set(bare.time("2026-10-01T00:10+08:00"))
    bare.tick()
    new = bare.found("special_period_daily")[before:]
    assert [iso(one.due_at) for one in new] == ["2026-10-01T17:00:00+08:00"]


# ---------------------------------------------------------------- import, rebuild


def test_imported_shifts_are_planned(bare: Room) -> None:
    rows = [json.dumps(["2026-07-16T08:00:00+08:00", "2026-07-17T08:00:00+08:00", "zhou", "he", "", ""])]
    bare.do("roster import", "wang", rows=rows)
    assert (on(bare, "16").a, on(bare, "16").leader) == ("zhou", "")
    assert bare.refused("roster import", "wang", rows=[]).field == "rows"


def test_an_import_leaves_what_has_begun(planned: Room) -> None:
    def row(day: int, who: str) -> str:
        return json.dumps([f"2026-07-{day}T08:00:00+08:00", f"2026-07-{day + 1}T08:00:00+08:00", who, "", "", ""])

    planned.at("07-17 12:00")
    refused = planned.refused("roster import", "wang", rows=[row(16, "ma")])
    assert (refused.field, "已过去" in str(refused)) == ("rows", True)
    assert "正在值班" in str(planned.refused("roster import", "wang", rows=[row(17, "ma")]))
    planned.do("roster import", "wang", rows=[row(17, "ma"), row(18, "ma")])
    assert (on(planned, "17").a, on(planned, "18").a) == ("sun", "ma")


def test_all_of_it_is_computed_again_from_the_journal(planned: Room) -> None:
    planned.do(
        "roster set", "wang", begin="2026-07-17T08:00", end="2026-07-18T08:00", leader="liu", reason="[/]\x1b[2J"
    )
    planned.do("roster swap request", "zhou", shift="2026-07-18T08:00", to="ma", reason="x")
    planned.do("roster swap accept", "ma")
    planned.do("roster swap approve", "liu", anyway="x")
    planned.do("roster leave", "he", since="2026-07-18", until="2026-07-18", reason="年假")
    planned.do("roster special", "wang", title="x", since="2026-07-16", until="2026-07-20")
    planned.do("roster staff", "wang", officer="he", grade="骨干")
    planned.at("2026-07-16T08:00+08:00")
    planned.do("shift begin", "zhou")
    planned.do("roster take-over", "sun", reason="x", signed=["zhou"])
    before = planned.content()
    rebuild(planned.desk.store, planned.now())
    assert planned.content() == before
    assert "\x1b" not in planned.log()


def test_the_days_of_the_calendar(planned: Room) -> None:
    from datetime import date

    days = roster_state.days_of(planned.views, load_books(), date(2026, 7, 15), date(2026, 7, 18))
    assert [len(day.stretches) for day in days] == [0, 1, 1, 1]
    assert {day.kind for day in days} == {"workday", "weekend"}
    (missing,) = roster_state.days_of(planned.views, load_books(), date(2029, 1, 1), date(2029, 1, 1))
    assert not missing.known


@pytest.mark.parametrize(
    "typed",
    [
        "zhou/he/liu; sun/ma/zhao",
        "zhou/he/liu,sun/ma/zhao",
        "周明/何静/刘副主任、孙涛/马丽/赵副主任",
        "zhou/he/liu sun/ma/zhao",
    ],
)
def test_teams_typed_in_one_line_are_as_many(bare: Room, typed: str) -> None:
    """A form has one line for all of them: whatever parts them, no name is taken for two."""
    bare.do("roster plan", "wang", **{**WEEK, "team": [typed]})
    assert [(one.a, one.b) for one in held(bare)[:2]] == [("zhou", "he"), ("sun", "ma")]
