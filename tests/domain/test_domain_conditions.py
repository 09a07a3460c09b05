"""The language of triggers and conditions."""

from __future__ import annotations

import pytest

from dutydesk.kernel.conditions import ConditionError, Situation, parse_condition


def holds(text: str, *events: str, **facts: object) -> bool:
    return parse_condition(text).holds(Situation(frozenset(events), facts))  # type: ignore[arg-type]


def test_a_name_with_a_dot_is_an_event() -> None:
    assert holds("incident.received", "incident.received")
    assert not holds("incident.received", "incident.closed")
    assert not holds("incident.received", **{"incident.received": True})


def test_a_name_alone_is_a_flag() -> None:
    assert holds("danger_to_life", danger_to_life=True)
    assert not holds("danger_to_life", danger_to_life=False)
    assert not holds("danger_to_life")


@pytest.mark.parametrize(
    ("text", "level", "expected"),
    [
        ("level == II", "II", True),
        ("level == II", "I", False),
        ("level == II", None, False),
        ("level != II", "II", False),
        ("level != II", None, True),
        ("level in [I, II]", "I", True),
        ("level in [I, II]", "III", False),
        ("level in [I, II]", None, False),
        ("level not in [I, II]", "III", True),
        ("level not in [I, II]", None, True),
    ],
)
def test_comparing_with_words(text: str, level: str | None, expected: bool) -> None:
    assert holds(text, level=level) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hours >= 40", True), ("hours > 40", False), ("hours <= 40", True), ("hours < 40.5", True), ("days >= 1", False)],
)
def test_comparing_with_numbers(text: str, expected: bool) -> None:
    assert holds(text, hours=40) is expected
    assert not holds(text, hours="forty")


def test_and_binds_tighter_than_or_and_brackets_decide() -> None:
    assert holds("a.b or c.d and no", "a.b")
    assert not holds("(a.b or c.d) and no", "a.b")
    assert holds("not no and yes", yes=True)
    assert not holds("not (no or yes)", yes=True)


def test_a_question_is_answered_by_the_caller() -> None:
    asked: list[tuple[str, str]] = []

    def ask(name: str, argument: str) -> bool:
        asked.append((name, argument))
        return argument == "00:30"

    condition = parse_condition("shift.start and shift_holds(00:30)")
    assert condition.holds(Situation(frozenset({"shift.start"}), {}, ask))
    assert asked == [("shift_holds", "00:30")]
    assert not condition.holds(Situation(frozenset({"shift.start"})))


def test_names_are_listed_once_in_order() -> None:
    condition = parse_condition("b.b and (level == I or a.a) and not warning_only and (level == II or b.b)")
    assert condition.events == ("b.b", "a.a")
    assert condition.facts == ("level", "warning_only")


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("a.a", [{"a.a"}]),
        ("a.a or b.b", [{"a.a"}, {"b.b"}]),
        ("a.a and b.b", [{"a.a", "b.b"}]),
        ("a.a and (b.b or c.c)", [{"a.a", "b.b"}, {"a.a", "c.c"}]),
        ("a.a and level == I", [{"a.a"}]),
    ],
)
def test_alternatives_are_the_sets_of_acts_that_meet(text: str, sets: list[set[str]]) -> None:
    assert [set(one) for one in parse_condition(text).alternatives()] == sets


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "and",
        "a.a and",
        "a.a or or b.b",
        "(a.a",
        "a.a)",
        "a.a b.b",
        "level ==",
        "level in I",
        "level in []",
        "level in [I",
        "level in [I II]",
        "level not I",
        "level = I",
        "shift_holds(",
        "shift_holds(00:30",
        "not",
        "[I]",
    ],
)
def test_what_cannot_be_read_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)
    assert repr(text) in str(caught.value)
