"""A number typed into a field has one meaning, in figures and in words, or is asked for again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.typed_numbers import exact, whole

FIGURES = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Return a number as it is written out in Chinese."""
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size:
            rest = number % size
            nil = "零" if rest and rest < size // 10 else ""
            return f"{spelled(number // size)}{sign}{nil}{spelled(rest) if rest else ''}"
    text, waiting = "", False
    for size, sign in ((1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // size % 10
        if figure:
            text += ("零" if waiting and text else "") + FIGURES[figure] + sign
        waiting = not figure
    return text or "零"


@given(st.integers(0, 10**12 - 1))
def test_a_number_written_out_is_read_back(number: int) -> None:
    assert exact(spelled(number)) == number
    assert exact(f"{number:,}") == number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("十二", "12"), ("廿三", "23"), ("叁拾", "30"), ("两千三百", "2300"), ("一百十二", "112"), ("二〇", "20"),
        ("3百万", "3000000"), ("1.2亿", "120000000"), ("1亿2000万", "120000000"), ("1.5千", "1500"), ("3万500", "30500"),
        ("１２", "12"), ("三万零五", "30005"), ("一亿零三百万", "103000000"), ("1万亿", "1000000000000"), ("十万", "100000"),
    ],
)  # fmt: skip
def test_as_people_type_it(typed: str, number: str) -> None:
    assert exact(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "", "百", "万", "一百八", "3万5", "两万三", "1亿2", "二百五", "2百50", "1,2", "1.2.3", "②", "三3", "十十", "亿万",
        "一百零十", "1.2亿3000万", "约3", "3余", "十几", "四五", "七八", "-1", "+5", "1e3", "nan", "半", "3 5", "零零八百", "八百千",
    ],
)  # fmt: skip
def test_what_could_be_two_numbers_or_none_is_not_read(typed: str) -> None:
    assert exact(typed) is None


@given(st.text("零一二两三九十百千万亿廿0123456789.,", max_size=9))
def test_any_row_of_figures_is_a_number_or_none(typed: str) -> None:
    number = exact(typed)
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("typed", "number"), [(" 三人 ", 3), ("3 人", 3), ("3", 3), ("1.5", None), ("3份", None), ("人", None), ("", None)]
)
def test_a_whole_number_may_carry_its_unit(typed: str, number: int | None) -> None:
    assert whole(typed, "人") == number
