"""Figures: reading them as people type them, limits, people taken for money, rises and falls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.figures import (
    FIELDS,
    MONEY,
    NAMES,
    PEOPLE,
    BadFigureError,
    Limits,
    check,
    fallen,
    field_name,
    read,
    risen,
    spell,
    spell_yuan,
    unaccounted,
)

LIMITS = Limits()


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("deaths", "4", 4),
        ("deaths", " 4 人", 4),
        ("deaths", "4名", 4),
        ("deaths", "\uff14", 4),
        ("deaths", "1,200", 1200),
        ("deaths", "1\uff0c200", 1200),
        ("deaths", 0, 0),
        ("participants", "1.2万", 12_000),
        ("deaths", "四", 4),
        ("injured", "十七人", 17),
        ("injured", "两位", 2),
        ("loss_yuan", "3百万", 3_000_000),
        ("loss_yuan", "1亿2000万元整", 120_000_000),
        ("loss_yuan", "人民币 三百二十万元", 3_200_000),
        ("loss_yuan", "￥1,800,000.50", 1_800_000.5),
        ("loss_yuan", "180万", 1_800_000),
        ("loss_yuan", "180万元", 1_800_000),
        ("loss_yuan", "1.5亿", 150_000_000),
        ("loss_yuan", "\uff11\uff18\uff10万", 1_800_000),
        ("loss_yuan", "12.34", 12.34),
        ("magnitude", "5.5级", 5.5),
        ("line_cut_hours", "2.5小时", 2.5),
        ("line_cut_hours", "2.5", 2.5),
        ("line_cut_hours", "半小时", 0.5),
        ("line_cut_hours", "1天", 24),
        ("line_cut_hours", "24h", 24),
        ("line_cut_hours", "两个小时", 2),
        ("line_cut_hours", "一个半小时", 1.5),
        ("line_cut_hours", "1小时30分", 1.5),
        ("line_cut_hours", "90分钟", 1.5),
        ("line_cut_hours", "1天2小时", 26),
        ("loss_yuan", "180萬", 1_800_000),
    ],
)
def test_figures_as_people_type_them(field: str, typed: str | int, value: float) -> None:
    assert read(field, typed) == value


def test_whole_numbers_are_kept_whole() -> None:
    assert isinstance(read("deaths", "4"), int)
    assert isinstance(read("loss_yuan", "180万"), int)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("deaths", "-1"),
        ("loss_yuan", "-5"),
        ("deaths", "1.5"),
        ("deaths", "4元"),
        ("loss_yuan", "4人"),
        ("deaths", "一百八"),
        ("loss_yuan", "3万5"),
        ("deaths", "负四"),
        ("loss_yuan", "三人"),
        ("deaths", "¥4"),
        ("deaths", "四五"),
        ("deaths", "数"),
        ("deaths", "4~5"),
        ("deaths", "约4"),
        ("deaths", "4 5x"),
        ("deaths", "1e3"),
        ("deaths", "nan"),
        ("loss_yuan", "inf"),
        ("deaths", ""),
        ("deaths", "True"),
        ("line_cut_hours", "约1天"),
        ("line_cut_hours", "天"),
        ("line_cut_hours", "3人"),
        ("line_cut_hours", "1:30"),
    ],
)
def test_what_is_no_such_figure_is_refused_by_name(field: str, typed: str) -> None:
    with pytest.raises(BadFigureError, match=NAMES[field]) as caught:
        read(field, typed)
    assert caught.value.field == field


@given(st.sampled_from(PEOPLE), st.integers(0, 10**9))
def test_any_count_is_read_back(field: str, count: int) -> None:
    assert read(field, str(count)) == count
    assert read(field, f"{count:,}") == count


@pytest.mark.parametrize(
    ("word", "field"), [("deaths", "deaths"), ("死亡", "deaths"), ("loss", "loss_yuan"), ("损失", "loss_yuan")]
)
def test_fields_have_names(word: str, field: str) -> None:
    assert field_name(word) == field


def test_an_unknown_field_lists_what_there_is() -> None:
    with pytest.raises(BadFigureError, match="deaths") as caught:
        field_name("death")
    assert caught.value.field == "death"


def test_every_field_has_a_name_of_its_own() -> None:
    assert set(NAMES) == set(FIELDS)
    assert len(set(NAMES.values())) == len(FIELDS)


# ---------------------------------------------------------------- what cannot be


@pytest.mark.parametrize(
    ("field", "limit"),
    [("deaths", 100), ("injured", 1000), ("serious_injuries", 1000), ("missing", 500), ("loss_yuan", 10_000_000_000)],
)
def test_limits_at_below_and_above(field: str, limit: int) -> None:
    check({field: limit - 1}, LIMITS)
    check({field: limit}, LIMITS)
    with pytest.raises(BadFigureError) as caught:
        check({field: limit + 1}, LIMITS)
    assert caught.value.field == field
    assert caught.value.swap == {}
    check({field: limit + 1}, LIMITS, confirmed=True)


@pytest.mark.parametrize("field", MONEY)
def test_money_below_the_limit_is_a_head_count(field: str) -> None:
    check({field: 0}, LIMITS)
    check({field: 1000}, LIMITS)
    for small in (1, 999, 0.5):
        with pytest.raises(BadFigureError, match="填错了栏"):
            check({field: small}, LIMITS)


def test_people_and_money_exchanged_are_offered_back() -> None:
    with pytest.raises(BadFigureError, match="填反") as caught:
        check({"deaths": 1_800_000, "loss_yuan": 4}, LIMITS)
    assert caught.value.field == "deaths"
    assert caught.value.swap == {"deaths": 4, "loss_yuan": 1_800_000}
    check(caught.value.swap, LIMITS)


def test_a_large_toll_and_a_large_loss_are_not_exchanged() -> None:
    with pytest.raises(BadFigureError) as caught:
        check({"deaths": 1_800_000, "loss_yuan": 180_000_000}, LIMITS)
    assert caught.value.swap == {}


def test_the_offices_own_limits_hold() -> None:
    check({"deaths": 150}, Limits(deaths_confirm_above=150))
    with pytest.raises(BadFigureError):
        check({"deaths": 10}, Limits(deaths_confirm_above=9))


def test_deaths_in_ten_thousands_are_refused_even_under_a_high_limit() -> None:
    with pytest.raises(BadFigureError):
        check({"deaths": 20_000}, Limits(deaths_confirm_above=100_000))
    check({"deaths": 20_001}, Limits(deaths_confirm_above=100_000))


# ---------------------------------------------------------------- rises and falls


@pytest.mark.parametrize(
    ("values", "previous", "down"),
    [
        ({"injured": 6}, {"injured": 8}, ["injured"]),
        ({"injured": 8}, {"injured": 8}, []),
        ({"injured": 6}, {}, []),
        ({"injured": 6}, {"injured": None}, []),
        ({"deaths": 4, "injured": 6}, {"deaths": 2, "injured": 8}, []),
        ({"deaths": 4, "injured": 5}, {"deaths": 2, "injured": 8}, ["injured"]),
        ({"deaths": 4, "serious_injuries": 0}, {"deaths": 2, "serious_injuries": 2}, []),
        ({"deaths": 2, "missing": 0}, {"deaths": 0, "missing": 2}, ["missing"]),
        ({"deaths": 1, "injured": 9}, {"deaths": 2, "injured": 8}, ["deaths"]),
        ({"loss_yuan": 1}, {"loss_yuan": 9}, []),
    ],
)
def test_a_fall_asks_why_unless_the_injured_died(
    values: dict[str, float], previous: dict[str, float | None], down: list[str]
) -> None:
    assert fallen(values, previous) == down


@pytest.mark.parametrize(
    ("values", "previous", "up"),
    [
        ({"deaths": 1}, {}, ["deaths"]),
        ({"deaths": 0}, {}, []),
        ({"deaths": 2}, {"deaths": 2}, []),
        ({"participants": 60, "missing": 1}, {"participants": 50}, ["missing", "participants"]),
        ({"loss_yuan": 9, "evacuated": 9, "threatened_people": 9}, {}, []),
    ],
)
def test_a_rise_in_people_opens_a_change_report(
    values: dict[str, float], previous: dict[str, float | None], up: list[str]
) -> None:
    assert risen(values, previous) == up


def test_figures_are_spelled_in_order_with_their_units() -> None:
    assert spell({"loss_yuan": 1_800_000, "injured": 6, "deaths": 4}) == "4人死亡、6人受伤, 直接损失180万元"
    assert spell({"magnitude": 5.5}) == "震级5.5级"
    assert spell({"metro_stop_hours": 3}) == "轨道交通中断3小时"
    assert spell({"households": 300}) == "受影响300户"
    assert spell({}) == ""
    assert spell({"deaths": 4, "missing": 0}) == "4人死亡、0人失联"
    assert spell({"deaths": 4, "injured": 6, "loss_yuan": 10_000}, {"deaths", "injured", "loss_yuan"}) == (
        "4人死亡、6人受伤（均待核实）, 直接损失1万元（待核实）"
    )


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (0, "0元"),
        (9999, "9999元"),
        (10_000, "1万元"),
        (1_234_567, "123.4567万元"),
        (150_000_000, "1.5亿元"),
        (123_456_700, "12345.67万元"),
    ],
)
def test_amounts_are_exact(value: float, spelled: str) -> None:
    assert spell_yuan(value) == spelled


@given(st.integers(0, 10**10))
def test_an_amount_is_read_back_from_its_spelling(value: int) -> None:
    assert read("loss_yuan", spell_yuan(value)) == pytest.approx(value, abs=0.01)


@pytest.mark.parametrize(
    ("values", "before", "gone"),
    [
        ({"missing": 0}, {"missing": 4}, 4),
        ({"missing": 0, "deaths": 4}, {"missing": 4}, 0),
        ({"missing": 0, "deaths": 3, "injured": 9}, {"missing": 4, "deaths": 1, "injured": 8}, 1),
        ({"deaths": 3}, {"missing": None, "deaths": 1}, 0),
    ],
)
def test_who_is_missing_no_more_was_found_dead_or_injured_or_is_said_to_be_safe(
    values: dict[str, float], before: dict[str, float | None], gone: float
) -> None:
    assert unaccounted(values, before) == gone
