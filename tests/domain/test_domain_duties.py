"""Grades, periods, what may stand in the custody register, answers of the line check, identity numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.duties import rules as d
from dutydesk.kernel.identity import id_number_in
from dutydesk.kernel.text import is_marked_secret
from dutydesk.kernel.wording import Worded


@pytest.mark.parametrize(
    ("typed", "grade", "period"),
    [
        ("", "", ""),
        ("  ", "", ""),
        ("无", "none", ""),
        ("秘密", "confidential", ""),
        ("机密★10年", "secret", "10年"),
        ("机密 ☆ 10 年", "secret", "10年"),
        ("绝密*长期", "top_secret", "长期"),
        ("秘密 6个月", "confidential", "6个月"),
        ("secret", "secret", ""),
        ("top_secret 30年", "top_secret", "30年"),
    ],
)
def test_grades_as_a_cover_has_them(typed: str, grade: str, period: str) -> None:
    assert d.read_grade(typed) == (grade, period)


@given(st.text(max_size=40))
def test_a_grade_is_one_of_four_or_refused_without_an_echo(typed: str) -> None:
    refused: Worded | None = None
    grade = period = ""
    try:
        grade, period = d.read_grade(typed)
    except Worded as error:
        refused = error
    assert refused is None or refused.values == ()
    assert grade in {"", *d.GRADE_NAMES}
    assert not period or d.read_period(period) == period


@pytest.mark.parametrize("typed", ["10", "十年", "10年后", "1000年", "★10年"])
def test_periods_that_are_none(typed: str) -> None:
    with pytest.raises(Worded, match="保密期限"):
        d.read_period(typed)


@pytest.mark.parametrize("text", ["JY-0715-03", "保密柜2 (上层)", "省委机要局", "国办发明电〔2026〕9号", "字" * 60, ""])
def test_numbers_and_places_pass(text: str) -> None:
    assert not d.is_like_content(text)


@pytest.mark.parametrize("text", ["字" * 61, "一\n二", "一\r二", "一\u2029二", "《某书》", "关于某事的函"])
def test_titles_and_content_do_not(text: str) -> None:
    assert d.is_like_content(text)


def test_a_marking_in_another_field_is_caught_by_the_text_itself() -> None:
    assert is_marked_secret("机密★10年")


@pytest.mark.parametrize(
    ("typed", "state", "note"),
    [
        ("正常", "正常", ""),
        ("异常:备用机尾号37", "异常", "备用机尾号37"),
        ("异常：a:b", "异常", "a:b"),
        (" 2 卡纸, 已报修 ", "2", "卡纸, 已报修"),
        ("异常,无纸", "异常", "无纸"),
        ("异常:\n两行\n备注", "异常", "两行\n备注"),
        ("", "", ""),
        (":", "", ""),
    ],
)
def test_answers_are_state_and_remark(typed: str, state: str, note: str) -> None:
    assert d.split_answer(typed) == (state, note)


@given(st.text(max_size=60))
def test_no_answer_is_too_strange_to_split(typed: str) -> None:
    state, note = d.split_answer(typed)
    assert state in typed
    assert note in typed


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("41010119850307121X", "121X"),
        ("王某 410101 1985-0307 1219", "1219"),
        ("410101850307121", "7121"),
        ("410101198503071219 13900000001", "1219"),
        ("010-65900000 13900000001", ""),
        ("13900000001", ""),
        ("2026-07-15 08:25", ""),
        ("京A12345", ""),
    ],
)
def test_identity_numbers_are_seen(text: str, last: str) -> None:
    assert id_number_in(text) == last


@pytest.mark.parametrize(
    ("item", "kind"), [("公章", "seal"), ("介绍信3张", "seal"), ("保密柜2钥匙", "key"), ("", "key")]
)
def test_seals_are_known_by_name(item: str, kind: str) -> None:
    assert d.kind_of(item) == kind
