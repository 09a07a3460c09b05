"""What a message names reaches the file and the report, unverified; a report never says 正在核实 of it."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.files.pages import matter_page
from dutydesk.capabilities.intake.filling import reported_to
from dutydesk.capabilities.reporting import drafting
from dutydesk.capabilities.triage.rules.elements import elements, party

FIRE = (
    "省消防救援总队值班室来电：7月15日8时05分，郑州市金水区经三路一仓库起火，8人受伤，其中重伤4人。过火面积约800平方米，"
    "现场12辆消防车52人在处置，已疏散周边群众200人，现场负责人张强 13703710001。"
)
VISIT = "信访局驻京接访组来电：我省汝州市12名群众到国家信访局门前，反映村镇银行存款取不出，情绪平稳，电话13800138001。"


def draft(room: Room, kind: str = "first", label: str = "Y1") -> str:
    matter = room.views.matter(label)
    assert matter is not None
    return drafting.drafted(room.views, room.desk.books, matter, kind, room.now()).text


def page(room: Room, label: str) -> str:
    matter = room.views.matter(label)
    assert matter is not None
    return matter_page(room.views, matter, room.now())


def taken(room: Room, text: str = FIRE, **words: Any) -> str:
    """Take a message in and open a matter from it; return its entry."""
    room.at("08:20")
    entry = room.do("message", text=text).id
    room.do("open", message=entry, **{"kind": "proposed", "label": "Y1", **words})
    return entry


def test_what_the_message_names_stands_in_the_first_report(room: Room) -> None:
    taken(room)
    said = draft(room)
    assert "据初步核实，现场负责人为张强，13703710001。" in said
    assert "据初步核实，过火面积约800平方米。" in said
    assert "据初步核实，现场12辆消防车52人在处置，已疏散周边群众200人。" in said
    assert "8人受伤（其中重伤4人）" in said
    for name in ("现场负责人", "影响范围", "重伤人数"):
        assert f"{name}及联系方式正在核实" not in said
        assert f"{name}正在核实" not in said
    assert "消息所说 (待核实)" in page(room, "Y1")
    room.report()
    assert room.views.reports(room.views.matter("Y1").id)[0].body == said  # type: ignore[union-attr]


def test_what_a_person_recorded_stands_above_it_and_a_final_report_rests_on_that_alone(room: Room) -> None:
    taken(room)
    room.do("fact", matter="Y1", name="commander", text="李明 13800138000", source="市应急局", verified_by="周明")
    assert "现场负责人为李明13800138000" in draft(room)
    assert "张强" not in draft(room)
    room.report()
    assert "消防车" not in draft(room, "final")


def test_a_later_message_is_news_for_the_follow_up_only_once(room: Room) -> None:
    taken(room)
    room.report()
    room.at("09:00")
    assert "消防车" not in draft(room, "follow_up")
    late = room.do("message", text="市消防支队：明火已扑灭，现场指挥换为王海 13900139000").id
    room.at("09:20")
    room.report(kind="follow_up")
    room.do("message dispose", entry=late, **{"as": "belongs"}, matter="Y1")
    said = draft(room, "follow_up")
    assert "明火已扑灭" in said
    assert "王海" in said  # put to the matter after the report, though it came in before
    room.at("09:50")
    room.report(kind="follow_up")
    assert "明火" not in draft(room, "follow_up")


def test_a_clause_that_says_other_figures_than_the_record_is_left_out(room: Room) -> None:
    taken(room, text="市应急局：8时05分，经三路一仓库起火，2人受伤。消防6车30人正在处置，另有5人受伤已送医。")
    room.do("figures", matter="Y1", injured=3, source="市应急局", reason="复核", verified_by="周明")
    assert "5人" not in draft(room)
    assert "消防6车30人正在处置" in draft(room)
    room.report()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("企业负责人李某13800001111已被控制，学校负责人称无碍", {}),
        ("事故原因正在调查，影响范围不详", {}),
        ("前方联系人：赵敏 电话 13911112222", {"commander": "赵敏，13911112222"}),
        ("联系人赵队 13931200456", {}),
        ("送县医院了", {}),
        ("伤员送定州市人民医院救治", {"handling": "伤员送定州市人民医院救治"}),
        ("起火原因初步判断为电气线路故障", {"cause": "电气线路故障"}),
        ("已按程序上报省应急厅，请求协调直升机", {"reported": "已按程序上报省应急厅", "requests": "请求协调直升机"}),
        ("去年同期曾出动消防车30辆处置", {}),
    ],
)
def test_elements_of_a_text(text: str, found: dict[str, str]) -> None:
    assert elements(text) == found


# ---------------------------------------------------------------- appeals


def visit(room: Room) -> None:
    taken(room, VISIT, kind="appeal", label="A1", title="汝州12名群众反映村镇银行存款取不出", source="信访局驻京接访组")


def test_the_file_of_an_appeal_keeps_people_place_and_telephone(room: Room) -> None:
    visit(room)
    (line,) = [one for one in page(room, "A1").splitlines() if "人员:" in one]
    for words in ("信访局驻京接访组", "12名群众", "汝州", "13800138001"):
        assert words in line
    assert party("今天3个人来办公室") == "3个人"


def test_whoever_reports_an_appeal_is_not_who_asks(room: Room) -> None:
    visit(room)
    said = draft(room, label="A1")
    assert said.startswith("7月15日8时20分，我办接信访局驻京接访组反映的诉求：汝州12名群众反映村镇银行存款取不出。")
    assert "接访组诉求" not in said
    matter = room.views.matter("A1")
    assert matter is not None
    assert reported_to(matter, room.desk.books.words.sendings) == ["信访局"]


def test_the_plan_and_what_became_of_it_stand_in_the_reports_of_an_appeal(room: Room) -> None:
    visit(room)
    room.at("08:30")
    room.do(
        "appeal dispose",
        matter="A1",
        text="汝州市派员接回, 金融局核查存款。",
        to=["信访局", "汝州市政府"],
        approved_by="刘副主任",
    )
    planned = "处置方案为：汝州市派员接回，金融局核查存款，转信访局、汝州市政府办理。"
    assert "经带班领导刘副主任同意，" + planned in draft(room, label="A1")
    room.do("report", matter="A1", kind="first", to=["信访局"])
    assert "处置方案" not in draft(room, "follow_up", "A1")
    assert planned in draft(room, "final", "A1")
    assert "反映人去向和后续安置正在核实" in draft(room, "final", "A1")
    refused = room.refused("report", matter="A1", kind="final", to=["信访局"])
    assert (refused.field, "善后" in str(refused)) == ("gap", True)
    room.at("11:00")
    room.do("close", matter="A1", criterion="12人已由汝州市接回", outcome="partly", to=["信访局"], kind="final")
    final = room.views.reports(room.views.matter("A1").id)[-1]  # type: ignore[union-attr]
    assert "12人已由汝州市接回，办理结果：部分解决。" in final.body
    assert planned in final.body
    assert "7月15日11时办结" in final.body
