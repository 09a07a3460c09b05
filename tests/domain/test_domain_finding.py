"""What is typed into the finder: filters of both languages, their values, what is not understood, how it goes on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.finding import names as n
from dutydesk.capabilities.finding.rules import (
    GROUPS,
    OFFERED,
    Term,
    Typed,
    completions,
    fitting,
    holds,
    narrowed,
    places,
    read,
    take_apart,
)
from dutydesk.kernel.instants import Instant, iso, parse_instant
from dutydesk.tui.initials import spelled_at

NOW = parse_instant("2026-11-26T18:00:00+08:00", 0)
TERMS = {
    n.KIND: [
        Term("subtype:fire", ("火灾", "fire")),
        Term("subtype:forest_fire", ("森林火灾", "forest fire")),
        Term("kind:appeal", ("地方诉求", "appeal")),
    ],
    n.STATE: [Term(code, said) for code, said in n.STATES.items()],
    n.LEVEL: [Term("III", ("Ⅲ", "III", "3", "较大"))],
    n.COLOUR: [Term("red", ("红", "red"))],
    n.PERSON: [Term("zhang", ("张伟", "zhang")), Term("zhao", ("赵敏", "zhao"))],
    n.WHERE: [Term(code, (name, code)) for code, name in GROUPS.items()],
}


@pytest.mark.parametrize(
    ("text", "words", "filters"),
    [
        ("火灾 南召", "火灾 南召", {}),
        ("类:火灾 人:张伟 月:7 单位:公安 状态:办结", "", {
            n.KIND: ("火灾",), n.PERSON: ("张伟",), n.MONTH: ("7",), n.UNIT: ("公安",), n.STATE: ("办结",)}),
        ("kind:fire person:zhang MONTH:7 unit:police state:closed", "", {
            n.KIND: ("fire",), n.PERSON: ("zhang",), n.MONTH: ("7",), n.UNIT: ("police",), n.STATE: ("closed",)}),
        ("类：火灾 大楼", "大楼", {n.KIND: ("火灾",)}),
        ("类: 火灾 大楼", "大楼", {n.KIND: ("火灾",)}),
        ("类:火灾、爆炸 类:讨薪", "", {n.KIND: ("火灾", "爆炸", "讨薪")}),
        ("10:49 来电", "10:49 来电", {}),
        ("https://a.example 3:1", "https://a.example 3:1", {}),
    ],
)  # fmt: skip
def test_words_and_filters(text: str, words: str, filters: dict[str, tuple[str, ...]]) -> None:
    typed = take_apart(text)
    assert (typed.words, dict(typed.filters), typed.problems) == (words, filters, ())


def test_every_name_of_a_filter_means_that_filter_alone() -> None:
    said = [name for names in n.FILTERS.values() for name in names]
    assert len(said) == len(set(said))
    for one, names in n.FILTERS.items():
        for name in names:
            assert list(take_apart(f"{name}:x").filters) == [one]
        assert OFFERED[one][0] in names
        assert OFFERED[one][1] in names


@given(st.text(alphabet="类人月火张7:： 、,ab\n", max_size=20))
def test_nothing_that_was_typed_is_dropped(text: str) -> None:
    """Each piece is a word that is looked for, a value of a filter, or named in a problem."""
    typed = take_apart(text)
    kept = [*typed.words.split(), *(value for values in typed.filters.values() for value in values)]
    for token in text.split():
        head, colon, value = token.replace("：", ":").partition(":")
        if not colon or not head.isalpha():
            pieces = [token] if token in kept else [piece for piece in re.split("[、,，]", token) if piece]
            assert all(piece in kept for piece in pieces)
        elif not value.strip("、,，"):
            assert typed.problems or typed.filters or token in typed.words


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("类:", "类: 后面还没有写要找什么"),
        ("类:无此类", "类:无此类 看不懂"),
        ("type:nothing", "type:nothing 看不懂"),
        ("月:13", "月:13 看不懂; 写 1 到 12"),
        ("月:0", "月:0 看不懂"),
        ("年:26", "年:26 看不懂; 写四位年份, 如 年:2026"),
        ("日:32日", "没有这个日期"),
        ("状态:忘了", "状态:忘了 看不懂"),
        ("在:天上", "在:天上 看不懂"),
        ("级:Ⅸ", "级:Ⅸ 看不懂"),
    ],
)
def test_a_value_that_means_nothing_is_a_problem(text: str, problem: str) -> None:
    (said,) = read(take_apart(f"火灾 {text}"), TERMS, NOW, spelled_at).problems
    assert problem in str(said)


def test_a_word_with_a_colon_that_is_no_filter_is_text_and_said() -> None:
    wanted = read(take_apart("单味:公安"), TERMS, NOW, spelled_at)
    assert (wanted.words, wanted.problems) == ("单味:公安", ())
    assert "“单味” 不是筛选" in str(wanted.unknown[0])
    assert "单位" in str(wanted.unknown[0])


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("月:7", "2026-07-01", "2026-08-01"),
        ("月:11", "2026-11-01", "2026-12-01"),
        ("月:12", "2025-12-01", "2026-01-01"),
        ("月:七月", "2026-07-01", "2026-08-01"),
        ("month:July", "2026-07-01", "2026-08-01"),
        ("月:7 年:2024", "2024-07-01", "2024-08-01"),
        ("月:2024-07", "2024-07-01", "2024-08-01"),
        ("年:2025", "2025-01-01", "2026-01-01"),
        ("日:7月15日", "2026-07-15", "2026-07-16"),
        ("日:昨天", "2026-11-25", "2026-11-26"),
    ],
)
def test_times(text: str, since: str, until: str) -> None:
    (spans,) = read(take_apart(text), TERMS, NOW, spelled_at).spans
    assert [(iso(begin), iso(end)) for begin, end in spans] == [(f"{since}T00:00:00+08:00", f"{until}T00:00:00+08:00")]


@given(st.integers(1, 12), st.integers(NOW - 10**14, NOW + 10**14))
def test_a_month_is_the_last_one_that_has_begun(month: int, now: Instant) -> None:
    (((since, until),),) = read(Typed("", {n.MONTH: (str(month),)}, {n.MONTH: "月"}), TERMS, now).spans
    assert since <= now
    assert now - since < 366 * 24 * 3600 * 1_000_000
    assert not holds(until, (((since, until),),))


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("火灾", ["subtype:fire"]),
        ("火", ["subtype:fire"]),
        ("林火", ["subtype:forest_fire"]),
        ("hz", ["subtype:fire", "subtype:forest_fire"]),
        ("FIRE", ["subtype:fire"]),
        ("水", []),
    ],
)
def test_a_value_means_what_it_names_then_what_begins_so(typed: str, codes: list[str]) -> None:
    assert [term.code for term in fitting(typed, TERMS[n.KIND], spelled_at)] == codes


@pytest.mark.parametrize(
    ("text", "english", "ways"),
    [
        ("类", False, ["类:"]),
        ("火灾 单", False, ["单位:"]),
        ("st", True, ["state:"]),
        ("类:hz", False, ["类:火灾", "类:森林火灾"]),
        ("kind:fo", True, ["kind:forestfire"]),
        ("人:z", False, ["人:张伟", "人:赵敏"]),
        ("人:张伟、zm", False, ["人:张伟、赵敏"]),
        ("类:火灾", False, []),
        ("类:火灾 ", False, []),
    ],
)
def test_how_a_word_may_go_on(text: str, *, english: bool, ways: list[str]) -> None:
    assert completions(text, TERMS, english=english, spelled=spelled_at) == ways


def test_what_completes_is_understood() -> None:
    for name, terms in TERMS.items():
        for term in terms:
            for english in (False, True):
                head = OFFERED[name][english]
                for way in completions(f"{head}:{term.names[-1][:2]}", TERMS, english=english, spelled=spelled_at):
                    assert read(take_apart(way), TERMS, NOW, spelled_at).problems == ()
    for group in GROUPS:
        for english in (False, True):
            wanted = read(take_apart(narrowed(group, english=english)), TERMS, NOW, spelled_at)
            assert wanted.groups == {group}


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("南召县火灾, 火灾已灭", "火灾", ["火灾", "火灾"]),
        ("来电１３８００", "138", ["１３８"]),
        ("Train G79", "g79 train", ["Train", "G79"]),
        ("火灾", "火 灾", ["火", "灾"]),
        ("㎡和m2", "m2", ["㎡", "m2"]),
        ("无关", "火灾", []),
        ("无关", "", []),
    ],
)
def test_where_the_words_stand(text: str, words: str, marked: list[str]) -> None:
    assert [text[begin:end] for begin, end in places(text, words)] == marked


@given(st.text(max_size=30), st.text(max_size=6))
def test_marks_lie_in_the_text_in_order(text: str, words: str) -> None:
    at = 0
    for begin, end in places(text, words):
        assert at <= begin < end <= len(text)
        at = end
