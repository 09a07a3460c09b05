"""Telephone numbers: kept in one form, shown in groups."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.telephones import BadNumberError, number_of, numbers_of, same, shown


@pytest.mark.parametrize(
    ("typed", "kept", "grouped"),
    [
        ("(010)66001234", "01066001234", "010-6600 1234"),
        ("（010）6600 1234", "01066001234", "010-6600 1234"),
        ("010-66001234", "01066001234", "010-6600 1234"),
        ("０１０－６６００１２３４", "01066001234", "010-6600 1234"),
        ("01066001234#8005", "01066001234转8005", "010-6600 1234 转 8005"),
        ("010-66001234转8005", "01066001234转8005", "010-6600 1234 转 8005"),
        ("010 6600 1234 ext. 8005", "01066001234转8005", "010-6600 1234 转 8005"),
        ("010-66001234-转8005", "01066001234转8005", "010-6600 1234 转 8005"),
        ("010-66001234-8005", "01066001234转8005", "010-6600 1234 转 8005"),
        ("０１０－６６００１２３４－８００５", "01066001234转8005", "010-6600 1234 转 8005"),
        ("66001234（转8005）", "66001234转8005", "6600 1234 转 8005"),
        ("传真：010-66001234", "01066001234", "010-6600 1234"),
        ("0377-63123456", "037763123456", "0377-6312 3456"),
        ("0377-6312345", "03776312345", "0377-631 2345"),
        ("内线8005", "内线8005", "内线 8005"),
        ("分机 8005", "内线8005", "内线 8005"),
        ("66001234", "66001234", "6600 1234"),
        ("138 0013 8000", "13800138000", "138 0013 8000"),
        ("138-0013-8000", "13800138000", "138 0013 8000"),
        ("+86 138 0013 8000", "13800138000", "138 0013 8000"),
        ("0086-10-66001234", "01066001234", "010-6600 1234"),
        ("+86 (0)10 66001234", "01066001234", "010-6600 1234"),
        ("400-600-1234", "4006001234", "400 600 1234"),
        ("+1 212 555 0100", "+12125550100", "+12125550100"),
        ("110", "110", "110"),
        ("*21*13800138000#", "*21*13800138000#", "*21*13800138000#"),
        ("12345", "12345", "12345"),
        ("电话：66001234", "66001234", "6600 1234"),
    ],
)
def test_numbers_as_people_type_them(typed: str, kept: str, grouped: str) -> None:
    assert number_of(typed) == kept
    assert shown(kept) == grouped


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("66001234/66005678", ["66001234", "66005678"]),
        ("(010)66001234、13800138000", ["01066001234", "13800138000"]),
        ("010-66001234转8005/内线8006", ["01066001234转8005", "内线8006"]),
        ("66001234，66001234", ["66001234"]),
    ],
)
def test_two_in_one(typed: str, kept: list[str]) -> None:
    assert numbers_of(typed) == kept
    if len(kept) > 1:
        with pytest.raises(BadNumberError, match="一个号码"):
            number_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "abc",
        "十二",
        "1",
        "12",
        "138001380001",
        "1380013800",
        "010-1234",
        "(01066001234",
        "66001234/5678",
        "110a",
        "+86",
        "转8005",
        "66001234转8005/8006",
        "66001234转8005、806",
        "138****8000",
        "66001234*8005",
        "00000000000",
    ],
)
def test_what_is_none_is_refused(typed: str) -> None:
    with pytest.raises(BadNumberError):
        numbers_of(typed)


MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINE = st.from_regex(r"0(10|2[0-57-9])[2-9][0-9]{7}", fullmatch=True) | st.from_regex(
    r"0[3-9][0-9]{2}[2-9][0-9]{6,7}", fullmatch=True
)
NUMBER = st.builds("".join, st.tuples(MOBILE | LANDLINE, st.sampled_from(["", "转8005"]))) | st.from_regex(
    r"内线[0-9]{3,6}", fullmatch=True
)


@given(NUMBER)
def test_what_is_shown_is_read_back(kept: str) -> None:
    assert number_of(kept) == kept
    assert number_of(shown(kept)) == kept
    assert same(shown(kept), f"  {kept} ")


@given(st.lists(NUMBER, min_size=1, max_size=3, unique=True), st.sampled_from(["/", "、", "，", "; "]))
def test_several_are_read_back(kept: list[str], between: str) -> None:
    assert numbers_of(between.join(map(shown, kept))) == kept


@given(st.text(alphabet="0123456789+-()转内线 /、extab０１。", max_size=24))
def test_anything_is_read_or_refused(text: str) -> None:
    with suppress(BadNumberError):
        for kept in numbers_of(text):
            assert number_of(shown(kept)) == kept
