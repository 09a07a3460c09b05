"""A change of the roster says when it alters nothing or fills a gap; a swap names a shift by what is shown."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.desk.echo import remarks

WEEK = {"since": "2026-07-16", "until": "2026-07-19", "team": ["zhou/he/liu", "sun/ma/liu"]}


@pytest.fixture
def planned(bare: Room) -> Room:
    bare.do("roster plan", "wang", **WEEK)
    return bare


def said(room: Room, **words: object) -> list[str]:
    return [str(one) for one in remarks(room.do("roster set", "wang", reason="病假", anyway="只有此人", **words).rows)]


def test_a_change_under_a_temporary_one_says_that_nothing_changes(planned: Room) -> None:
    span = {"begin": "7月17日 8:00", "end": "次日8:00"}
    assert said(planned, a="he", b="ma", temporary=True, **span) == []
    assert said(planned, a="zhou", **span) == ["未改变现有排班: 已是如此, 或其上有临时调整"]
    assert said(planned, b="sun", temporary=True, **span) == []


def test_a_change_beyond_the_plan_says_that_it_fills_a_gap(planned: Room) -> None:
    assert said(planned, begin="7月20日 8:00", end="20:00", a="zhou", b="he") == ["其中有没有排班的时段, 已补上"]


def test_a_swap_names_the_shift_by_its_minute_or_its_day(planned: Room) -> None:
    for typed in ("2026-07-18 08:00", "7-18 8时", "7月18日"):
        row = planned.do("roster swap request", "zhou", shift=typed, to="ma", reason="家事").rows[0]
        assert '"begins":1784332800000000' in row.payload
        planned.do("roster swap withdraw", "zhou")
    assert "没有" in str(planned.refused("roster swap request", "zhou", shift="7月17日", to="ma", reason="家事"))
