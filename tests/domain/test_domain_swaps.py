"""A swap is asked for, accepted and approved, in this order and by the right people; no shift is lost by it."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.roster.rules.roster import Overlay, PlannedShift, Stretch, resolve
from dutydesk.capabilities.roster.rules.swaps import MOVES, STATES, VERBS, Part, Swap, changes, checked, move
from dutydesk.kernel.instants import DAY, HOUR, parse_instant
from dutydesk.kernel.wording import Worded

MONDAY = parse_instant("2026-11-23T08:00", 0)
WEEK = [
    PlannedShift(MONDAY + n * DAY, MONDAY + (n + 1) * DAY, f"a{n % 3}", f"b{n % 3}", "liu", "wang") for n in range(7)
]


def part(day: int, post: str) -> Part:
    return Part(MONDAY + day * DAY, MONDAY + (day + 1) * DAY, post)


SWAP = Swap("s1", "a1", "b2", part(1, "a"), part(2, "b"), reason="家中有事")


def test_the_whole_way() -> None:
    accepted = move(SWAP, "accept", "b2", leads=False)
    approved = move(accepted, "approve", "liu", leads=True)
    assert [accepted.state, approved.state] == ["accepted", "approved"]
    assert SWAP.state == "requested"


@pytest.mark.parametrize(
    ("state", "verb", "actor", "leads", "said"),
    [
        ("requested", "accept", "a1", False, "只有被请的一方"),
        ("requested", "accept", "liu", True, "只有被请的一方"),
        ("requested", "approve", "liu", True, "对方还没有同意换班"),
        ("accepted", "approve", "b2", False, "须由带班领导批准"),
        ("accepted", "approve", "b2", True, "不能自己批准"),
        ("accepted", "withdraw", "b2", False, "只有申请的一方"),
        ("requested", "refuse", "a1", False, "不同意换班"),
        ("approved", "withdraw", "a1", False, "换班已批准, 不能再撤回"),
        ("refused", "accept", "b2", False, "不能再同意"),
    ],
)
def test_steps_out_of_order_or_by_others(state: str, verb: str, actor: str, leads: bool, said: str) -> None:
    swap = Swap("s1", "a1", "b2", part(1, "a"), None, state)
    with pytest.raises(Worded, match=said):
        move(swap, verb, actor, leads=leads)


def test_either_side_can_end_it() -> None:
    for state, (verb, actor, leads) in product(
        ("requested", "accepted"), (("refuse", "b2", False), ("refuse", "liu", True), ("withdraw", "a1", False))
    ):
        swap = Swap("s1", "a1", "b2", part(1, "a"), None, state)
        assert move(swap, verb, actor, leads=leads).state in {"refused", "withdrawn"}


def test_no_state_is_left_but_by_a_move() -> None:
    ended = {state for state in STATES if not any(one == state for one, _ in MOVES)}
    assert ended == {"approved", "refused", "withdrawn"}
    assert {verb for _, verb in MOVES} == set(VERBS)


@pytest.mark.parametrize(
    ("swap", "said"),
    [
        (Swap("s", "a1", "a1", part(1, "a")), "不能和自己换班"),
        (Swap("s", "wang", "a1", part(1, "director")), "换班限"),
        (Swap("s", "a0", "a1", part(0, "a")), "已经开始"),
        (Swap("s", "a1", "a2", part(9, "a")), "排班里没有"),
        (Swap("s", "a0", "a2", part(1, "a")), "现在排的不是 a0"),
        (Swap("s", "a1", "a2", part(1, "a"), part(2, "b")), "现在排的不是 a2"),
    ],
)
def test_a_swap_that_the_roster_does_not_bear_out(swap: Swap, said: str) -> None:
    with pytest.raises(Worded, match=said):
        checked(swap, resolve(WEEK), MONDAY + HOUR)


def test_a_swap_that_is_borne_out() -> None:
    checked(SWAP, resolve(WEEK), MONDAY + HOUR)


def load(stretches: list[Stretch]) -> Counter[str]:
    return Counter(who for one in stretches for post, who in one.posts.items() if post in {"a", "b"})


@given(
    st.integers(0, 6),
    st.integers(0, 6),
    st.sampled_from("ab"),
    st.sampled_from("ab"),
    st.booleans(),
    st.integers(1, 99),
)
def test_a_swap_never_loses_a_shift(day: int, other: int, post: str, back: str, both: bool, order: int) -> None:
    before = resolve(WEEK)
    giver, taker = WEEK[day].posts[post], WEEK[other].posts[back]
    if giver == taker or (day == other and post == back):
        return
    swap = Swap("s1", giver, taker, part(day, post), part(other, back) if both else None)
    checked(swap, before, MONDAY - HOUR)
    after = resolve(WEEK, changes(swap, order))
    assert [(one.begins, one.ends) for one in after] == [(one.begins, one.ends) for one in before]
    assert all(one.a and one.b and one.leader == "liu" for one in after)
    assert after[day].posts[post] == taker
    if both:
        assert after[other].posts[back] == giver
        assert load(after) == load(before), "everyone stands as often as before"
    else:
        assert load(after) == load(before) + Counter({taker: 1}) - Counter({giver: 1})


def test_a_change_made_since_is_seen_at_approval() -> None:
    moved = Overlay("o", "override", WEEK[1].begins, WEEK[1].ends, 5, a="b0")
    with pytest.raises(Worded, match="现在排的不是 a1"):
        checked(SWAP, resolve(WEEK, [moved]), MONDAY)
