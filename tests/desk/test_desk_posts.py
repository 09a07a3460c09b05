"""Nobody holds two posts (clocks.md R14): relief, shift, handover, roster and swap, and stores of before."""

from __future__ import annotations

from typing import Any

import pytest
from room import ON_DUTY, Room

from dutydesk.capabilities.roster.rules.roster import POSTS, seated
from dutydesk.capabilities.shifts import events as e
from dutydesk.kernel.wording import Worded

STANDING = dict(ON_DUTY)


def posts(room: Room) -> dict[str, str]:
    shift = room.views.shift()
    assert shift is not None
    return {post: getattr(shift, post) for post in POSTS}


@pytest.mark.parametrize(
    ("named", "changed"),
    [
        ({"a": "he"}, {"a": "he", "b": ""}),
        ({"a": "he", "b": "zhou"}, {"a": "he", "b": "zhou"}),
        ({"a": "he", "b": "ma"}, {"a": "he", "b": "ma"}),
        ({"b": "zhou"}, {"a": "", "b": "zhou"}),
        ({"b": ""}, {"b": ""}),
        ({"leader": "he"}, {"b": "", "leader": "he"}),
        ({"a": "wang"}, {"a": "wang", "director": ""}),
        ({"a": "sun"}, {"a": "sun"}),
    ],
)
def test_who_moves_leaves_the_former_post(named: dict[str, str | None], changed: dict[str, str]) -> None:
    assert seated(STANDING, named, {}) == {**STANDING, **changed}


def test_one_person_named_twice_is_refused() -> None:
    with pytest.raises(Worded, match="两岗"):
        seated(STANDING, {"a": "sun", "b": "sun"}, {"sun": "孙敏"})
    assert seated({}, {"a": "", "b": ""}, {}) == dict.fromkeys(POSTS, "")


@pytest.mark.parametrize(
    ("words", "after"),
    [({"a": "he"}, {"a": "he", "b": ""}), ({"b": ""}, {"b": ""}), ({"a": "he", "b": "ma"}, {"a": "he", "b": "ma"})],
)
def test_a_relief_leaves_the_post_vacant_that_somebody_moves_from(
    room: Room, words: dict[str, str], after: dict[str, str]
) -> None:
    room.do(
        "shift relief", **words, reason="周明身体不适", signed=["liu", "he"], cosigner="he" if "a" in words else "liu"
    )
    assert posts(room) == {**STANDING, **after}


@pytest.mark.parametrize(
    "words", [{"a": "sun", "b": "sun"}, {"a": "", "b": ""}, {"a": ""}, {"b": "zhou"}, {"a": "", "b": "sun"}]
)
def test_a_relief_gives_nobody_two_posts_and_always_leaves_an_a(room: Room, words: dict[str, str]) -> None:
    assert "岗" in str(room.refused("shift relief", **words, reason="轮换", signed=["he", "sun"]))


def test_taking_over_b_does_not_leave_a_to_nobody(room: Room) -> None:
    """A who takes over B leaves A; then nobody would answer for the room."""
    refused = room.refused("roster take-over", "zhou", post="b", reason="何静身体不适", signed=["he"])
    assert "A 岗不能空缺" in str(refused)
    assert posts(room) == STANDING


def test_who_moves_from_b_to_a_still_needs_the_other_signature(room: Room) -> None:
    assert room.refused("shift relief", "he", a="he", reason="周明睡着了", cosigner="ma").field == "cosigner"
    room.do("shift relief", "he", a="he", reason="周明睡着了", signed=["zhou"])
    assert posts(room)["b"] == ""


def test_the_ladder_passes_a_vacant_b_and_calls_the_leader_at_once(room: Room) -> None:
    room.do("shift relief", a="he", reason="周明身体不适", signed=["he"])
    room.do("remind", time="09:00", text="回电南阳")
    room.tick_at("09:00")
    room.tick_at("09:10")
    raised = [one for one in room.events("alert.raised") if one.step.startswith("ladder")]
    assert [one.people for one in raised if one.to == "B" and one.people] == [], (
        "nobody at B, and no bell for the same A"
    )
    assert [one.people for one in raised if one.to == "A"] == [["he"]]
    assert "无人在岗" in {one.reason for one in raised if one.to == "B"}


def test_in_a_store_of_before_one_person_in_two_posts_is_rung_once(room: Room) -> None:
    shift = room.views.shift()
    assert shift is not None
    old = e.ShiftRelieved(shift=shift.id, reason="旧", a="he", b="he", leader="liu", director="wang")
    room.desk.store.write(lambda tx: tx.append(old, actor="he"), now=room.now())
    shift = room.views.shift()
    assert shift is not None
    duty = shift.duty(room.now())
    assert [duty.holder(post) for post in ("A", "B", "leader")] == ["he", "", "liu"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shift begin", {"a": "sun", "b": "sun"}),
        ("shift begin", {"a": "sun", "leader": "sun"}),
        ("handover start", {"a": "sun", "b": "sun"}),
        (
            "roster set",
            {"begin": "20:00", "end": "22:00", "a": "sun", "b": "sun", "reason": "临时", "anyway": "就这样"},
        ),
        (
            "roster import",
            {"rows": ['["2026-07-20T08:00:00+08:00", "2026-07-21T08:00:00+08:00", "sun", "sun", "", ""]']},
        ),
    ],
)
def test_no_other_act_puts_one_person_in_two_posts(room: Room, name: str, words: dict[str, Any]) -> None:
    assert "一人" in str(room.refused(name, "wang" if name.startswith("roster") else "zhou", **words))
