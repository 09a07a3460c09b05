"""Which affairs look alike: scores with reasons, by what was said and where, never by who a person is."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.appeals.rules import LEAST, WITHIN, Affair, likeness, rank, words_of
from dutydesk.kernel.instants import DAY, MINUTE

NOW = 1_800_000_000_000_000
WAGES = Affair("a", "appeal", "", "7人反映在顺义被欠三个月工资", "", "微信", NOW)
CRASH = Affair(
    "y", "incident", "road", "二广高速南召段大客车追尾事故", "二广高速南召段", "高速交警", NOW, NOW - 27 * MINUTE
)

words = st.text("讨薪工资顺义高速南召abc12 []\x1b\u202e", max_size=12)
affairs = st.builds(
    Affair,
    id=st.sampled_from("abcdef"),
    kind=st.sampled_from(["appeal", "incident"]),
    subtype=st.sampled_from(["", "road", "fire"]),
    title=words,
    place=words,
    source=words,
    received_at=st.integers(NOW - 100 * DAY, NOW),
    occurred_at=st.none() | st.integers(NOW - 100 * DAY, NOW),
)


@given(affairs, affairs)
def test_the_score_is_the_same_both_ways_and_has_reasons(left: Affair, right: Affair) -> None:
    one, other = likeness(left, right), likeness(right, left)
    assert one == other
    assert 0 <= one.score <= 100
    assert (one.score > 0) == bool(one.reasons)


@given(affairs)
def test_nothing_is_liker_than_itself(affair: Affair) -> None:
    best = likeness(affair, affair).score
    stranger = dataclasses.replace(affair, title="", place="", source="", subtype="", received_at=0, occurred_at=None)
    assert likeness(affair, stranger).score <= best


@given(affairs, st.lists(affairs, max_size=6))
def test_ranked_are_others_within_ninety_days_the_likest_first(affair: Affair, others: list[Affair]) -> None:
    ranked = rank(affair, others)
    scores = [judged.score for _, judged in ranked]
    assert scores == sorted(scores, reverse=True)
    for one, judged in ranked:
        assert one.id != affair.id
        assert abs(one.received_at - affair.received_at) <= WITHIN
        assert judged.score >= LEAST


def test_the_same_crash_from_another_channel_is_found_with_its_reasons() -> None:
    text = "G55南召段大客追尾货车,死2人"
    other = Affair("z", "incident", "road", text, "G55南召段", "省交通运输厅值班", NOW + 11 * MINUTE, NOW - 20 * MINUTE)
    ((_, judged),) = rank(other, [CRASH, WAGES])
    assert [what for what, _ in judged.reasons] == ["文字相同", "地点相同", "时间相近", "类别相同"]
    assert "南召段" in dict(judged.reasons)["地点相同"]


def test_the_same_channel_alone_says_nothing() -> None:
    other = dataclasses.replace(WAGES, id="b", title="老人走失求助转告", received_at=NOW - 3 * DAY)
    assert likeness(WAGES, other).score == 0


def test_ninety_days_are_the_limit() -> None:
    old = dataclasses.replace(WAGES, id="b", received_at=NOW - WITHIN)
    assert [one.id for one, _ in rank(WAGES, [old])] == ["b"]
    assert rank(WAGES, [dataclasses.replace(old, received_at=NOW - WITHIN - 1)]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欠薪", {"欠薪"}),
        ("G55南召段", {"g55", "南召", "召段"}),
        ("关于讨薪的情况", {"于讨", "讨薪", "薪的", "的情"}),
        ("[/]\x1b[31m", {"31m"}),
        ("", set()),
    ],
)
def test_words_are_pairs_of_han_and_whole_others(text: str, found: set[str]) -> None:
    assert words_of(text) == found


def test_a_place_as_wide_as_a_province_makes_no_two_affairs_alike() -> None:
    sunk = Affair("s", "incident", "ship", "沉船", "北京", "s", NOW)
    mine = Affair("m", "incident", "mine", "矿难", "北京", "s", NOW)
    assert likeness(sunk, mine).score < LEAST
    near = dataclasses.replace(mine, title="沉船", place="北京市密云水库")
    assert likeness(dataclasses.replace(sunk, place="北京密云水库"), near).score >= LEAST
