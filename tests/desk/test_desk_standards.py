"""What the desk does with the standards: reporting limits by column, and criteria that only a person can answer."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.grading import standards
from dutydesk.capabilities.grading.levels import figures_needed
from dutydesk.capabilities.limits.handlers import column_of
from dutydesk.capabilities.limits.reads import answers, limits_of

CLASS_TWO = "Ⅰ类、Ⅱ类放射源丢失、被盗、失控"


@pytest.mark.parametrize(
    ("column", "level", "phone", "written"),
    [
        ("", "III", "08:30", "09:00"),
        ("national", "I", "08:15", "08:30"),
        ("national", "III", "08:15", "08:30"),
        ("henan-15-35", "II", "08:15", "08:35"),
        ("henan-15-35", "III", "09:00", "09:00"),
        ("city-15-30", "I", "08:15", "08:30"),
        ("city-15-30", "III", "08:30", "09:00"),
        ("county-20-40", "II", "08:20", "08:40"),
    ],
)
def test_the_chosen_column_says_how_long_a_first_report_may_take(
    room: Room, column: str, level: str, phone: str, written: str
) -> None:
    if column:
        room.do("limits choose", "wang", column=column)
    room.incident(level=level)
    assert room.due("first_report_phone", "Y1") == phone
    assert room.due("first_report_written", "Y1") == written
    clock = room.one("first_report_phone", "Y1").id
    assert limits_of(room.views, [clock]) == {clock: column or "province-30-60"}


def test_red_without_a_level_has_the_shortest(room: Room) -> None:
    room.do("limits choose", "wang", column="city-15-30")
    room.incident(colour="red")
    assert room.due("first_report_phone", "Y1") == "08:15"


def test_a_rise_shortens_a_running_limit_and_counts_from_the_receipt(room: Room) -> None:
    room.do("limits choose", "wang", column="city-15-30")
    room.incident(level="III")
    room.at("08:05")
    room.do("assess", matter="Y1", level="II", reason="伤亡扩大")
    open_ones = [one for one in room.found("first_report_phone", "Y1") if one.state == "open"]
    assert list(limits_of(room.views, [one.id for one in open_ones]).values()) == ["city-15-30"]
    assert open_ones[0].due_at == room.time("08:15")
    assert [one.cause for one in room.found("first_report_phone", "Y1") if one.state == "cancelled"] == ["tightened"]


def test_a_running_clock_keeps_the_column_it_was_born_with(room: Room) -> None:
    room.incident(level="III")
    room.do("limits choose", "wang", column="national")
    room.do("amend", matter="Y1", place="南召")
    assert room.due("first_report_phone", "Y1") == "08:30"


def test_an_office_that_chose_nothing_has_the_shortest_and_is_told(room: Room) -> None:
    books = room.desk.books
    column = books.rules.limits["unset"]
    assert column.name == "未设定本省时限"
    limit = column.limit("first_report_phone", "III")
    assert limit is not None
    assert limit.due.text == "PT15M"
    held = column_of(room.views, books)
    assert held is not None
    assert held.id == "province-30-60"
    assert "unset" not in [row["column"] for row in standards.selectable(books)]


def test_the_choice_is_refused_by_name_and_needs_the_right(room: Room) -> None:
    assert "(national)”" in str(room.refused("limits choose", "wang", column="nationl"))
    assert room.refused("limits choose", "zhou", column="national").traced
    room.do("limits choose", "wang", column="national", reason="京值函〔2026〕3号")
    assert "已经是这一栏" in str(room.refused("limits choose", "wang", column="national"))
    (chosen,) = room.events("limits.chosen")
    assert (chosen.column, chosen.name) == ("national", "国家: 立即报告, 按 15/30 分钟掌握")
    assert "报送时限改用: 国家: 立即报告" in room.log()


def test_an_answer_raises_the_proposal_and_is_kept(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", subtype="nuclear", applies=["II.1"], source="生态环境厅")
    (opened,) = room.events("matter.opened")
    assert opened.proposed == "II"
    assert CLASS_TWO in opened.because
    matter = room.views.matter("Y1")
    assert matter is not None
    assert answers(room.views, matter.id) == {CLASS_TWO: True}
    room.do("figures", matter="Y1", applies_not=[CLASS_TWO])
    assert answers(room.views, matter.id) == {CLASS_TWO: False}
    assert [one.answers for one in room.events("matter.criteria")] == [{CLASS_TWO: True}, {CLASS_TWO: False}]
    assert f"不符合: {CLASS_TWO}" in room.log()


def test_an_answer_given_with_the_assessment_counts_at_once(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", subtype="rainstorm", loss_yuan="6000万")
    room.do("assess", matter="Y1", level="I", applies=["I.1"])
    matter = room.views.matter("Y1")
    assert matter is not None
    assert matter.level == "I"


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ({"applies": ["III.9"]}, "applies", "没有文字条款 III.9"),
        ({"applies_not": ["x"]}, "applies_not", "没有文字条款 x"),
        ({"applies": ["II.1"], "applies_not": ["II.1"]}, "applies_not", "不能又符合又不符合"),
    ],
)
def test_what_the_subtype_does_not_ask_is_refused(
    room: Room, words: dict[str, list[str]], field: str, said: str
) -> None:
    refusal = room.refused("open", kind="incident", subtype="nuclear", **words)
    assert refusal.field == field
    assert said in str(refusal)


def test_a_new_figure_is_typed_with_its_unit(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", subtype="wildfire", area_ha="120公顷")
    assert room.events("matter.opened")[0].proposed == "II"
    assert "受害森林面积 以公顷计, 不能以人计" in str(room.refused("figures", matter="Y1", area_ha="3人"))
    assert "超出常理" in str(room.refused("figures", matter="Y1", area_ha="2000000"))


def test_an_old_name_opens_the_same_subtype(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", subtype="森林草原火灾", deaths="1")
    matter = room.views.matter("Y1")
    assert matter is not None
    assert (matter.category, matter.subtype) == ("natural", "wildfire")


def test_a_form_s_field_may_hold_several_numbers(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", subtype="nuclear", applies=["II.1、III.1"], applies_not=["I.1, IV.2"])
    matter = room.views.matter("Y1")
    assert matter is not None
    assert sorted(answers(room.views, matter.id).values()) == [False, False, True, True]


def test_a_subtype_asks_for_its_own_figures(room: Room) -> None:
    assert "area_ha" in figures_needed(room.desk.books, "natural", "wildfire")
    assert "area_ha" not in figures_needed(room.desk.books, "accident", "road")
    assert figures_needed(room.desk.books, "security", "opinion") == []
