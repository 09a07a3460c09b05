"""Numbers shortened for whoever need not know them whole."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.kernel.masking import masked, masked_value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("来电 13800138000，请回", "来电 138****8000，请回"),
        ("+86 138 0013 8000", "+86 138****8000"),
        ("010-65123456转8001", "010-****3456转8001"),
        ("01065123456", "010****3456"),
        ("身份证110101199003077758住院", "身份证110101********7758住院"),
        ("11010119900307775x", "110101********775x"),
    ],
)
def test_a_number_keeps_its_beginning_and_its_end(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "119",
        "12345",
        "1784073540000000",
        "01a218ee-8783-791f-8501-472c56737278",
        "2026-07-15 08:00",
        "损失1800万元",
        "110",
        "A13800138000",
        "20260715",
    ],
)
def test_what_is_no_such_number_stays(text: str) -> None:
    assert masked(text) == text


def test_in_json_only_texts_are_shortened() -> None:
    row = {
        "text": "13800138000",
        "loss_yuan": 13800138000,
        "people": ["13800138000", {"n": "x"}],
        "at": 1784073540000000,
    }
    found = json.loads(masked_value(json.dumps(row)))
    assert found == {**row, "text": "138****8000", "people": ["138****8000", {"n": "x"}]}
    assert masked_value(b"13800138000") == b"13800138000"
    assert masked_value("{13800138000") == "{138****8000"


@given(st.text())
def test_any_text_can_be_shortened_and_nothing_but_digits_goes(text: str) -> None:
    assert [one for one in masked(text) if not one.isdigit() and one not in "* -"] == [
        one for one in text if not one.isdigit() and one not in "* -"
    ]
