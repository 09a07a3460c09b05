"""The duty log of a shift tells what was done about each matter; the handover record says levels as they stood at the sealing."""

from __future__ import annotations

from datetime import date

import pytest
from room import Room
from test_desk_office import paper

from dutydesk.capabilities.papers.handovers import levelled
from dutydesk.capabilities.papers.steps import ANSWER, Step, said
from dutydesk.documents.columns import text_of
from dutydesk.documents.paper import MINUTES, Paper, Paragraph, begins_attendance, heading_end, paragraphs_of


def log_of(room: Room) -> str:
    text = text_of(paper(room, "log", draft=True), form_feeds=False)
    return "".join(line.strip(" \u3000") for line in text.split("\n"))


def test_the_log_tells_what_was_done_about_a_matter_and_who_answered(room: Room) -> None:
    room.at("08:30")
    room.do("message", channel="粘贴", text="郑州市公安局报告：郑州东站广场约40人聚集", sender="郑州市公安局")
    message = room.views.entries_between(0, 1 << 62)[-1].id
    room.do("open", kind="incident", label="Y1", title="郑州东站广场聚集", colour="yellow", received="08:30", message=message,
            category="security", subtype="mass", place="郑州东站广场", occurred="08:20", source="郑州市公安局")  # fmt: skip
    room.at("08:40")
    room.do("assess", matter="Y1", level="IV", lead="郑州市")
    room.do("activate", matter="Y1", level="IV", lead="郑州市")
    room.at("08:45")
    room.do("notify", matter="Y1", unit=["省公安厅", "省信访局"])
    room.at("08:50")
    room.do("receipt", matter="Y1", unit="省公安厅")
    text = log_of(room)
    assert "粘贴" not in text
    assert "郑州市公安局" in text
    assert "启动内部应急值守，08:45转告省公安厅、省信访局，省公安厅已回执" in text
    room.do("receipt", matter="Y1", unit="省信访局")
    assert "均已回执" in log_of(room)


def test_a_matter_that_no_message_brought_has_a_line_of_its_own(room: Room) -> None:
    room.at("09:00")
    room.do("open", kind="appeal", label="A1", title="讨薪", colour="blue", source="来访")
    room.at("09:20")
    room.do("appeal dispose", "liu", matter="A1", text="转办", to=["人社厅"], approved_by="liu")
    text = log_of(room)
    assert "内容摘要：讨薪处理过程：立项A1，09:20处置方案经同意" in text


def test_steps_of_one_minute_stand_together_and_answers_behind_those_who_were_told() -> None:
    steps = [
        Step(0, "转告", ("甲",)),
        Step(0, "转告", ("乙",)),
        Step(60_000_000, ANSWER, ("乙",)),
        Step(120_000_000, ANSWER, ("甲",)),
        Step(180_000_000, "办结"),
    ]
    assert said(steps, date(1970, 1, 1)) == ["08:00转告甲、乙", "均已回执", "08:03办结"]
    assert said([*steps[:1], *steps[3:4]], date(1970, 1, 1)) == ["08:00转告甲", "甲已回执"]
    assert said(steps[2:3], date(1970, 1, 1)) == ["乙已回执"]


@pytest.mark.parametrize(
    ("line", "levels", "wanted"),
    [
        ("件: Y1 Ⅲ 二广高速追尾", {"Y1": "III"}, "件: Y1较大（Ⅲ级）二广高速追尾"),
        ("件: Y1 Ⅲ", {"Y1": "III"}, "件: Y1较大（Ⅲ级）"),
        ("件: Y1 Ⅲ, Y12 Ⅲ 追尾", {"Y1": "III"}, "件: Y1较大（Ⅲ级）, Y12 Ⅲ 追尾"),
        ("件: Y2 Ⅱ类射线装置丢失", {}, "件: Y2 Ⅱ类射线装置丢失"),
        ("件: Y2 Ⅱ类射线装置丢失", {"Y2": "II"}, "件: Y2 Ⅱ类射线装置丢失"),
    ],
)
def test_a_level_on_the_record_is_that_of_the_sealing_and_no_word_of_a_title(
    line: str, levels: dict[str, str], wanted: str
) -> None:
    assert levelled(line, levels) == wanted


def test_a_numbered_item_that_is_one_sentence_is_no_heading() -> None:
    item, heading, plain = paragraphs_of("一、会议议定，由周明办理。\n一、基本情况。17时接报。\n一、加强值守，落实责任")
    assert (heading_end(item), heading_end(heading), heading_end(plain)) == (0, 7, len(plain.text))


def test_who_was_there_stands_a_line_below_the_text_of_minutes() -> None:
    text = "现纪要如下：\n一、会议议定，由周明办理。\n出席：刘志远、周明\n请假：王海峰"
    made = Paper("调度会纪要", layout=MINUTES, content=paragraphs_of(text))
    assert [begins_attendance(made, number) for number in range(4)] == [False, False, True, False]
    lines = [line.strip() for line in text_of(made).split("\n")]
    assert lines[lines.index("出席：刘志远、周明") - 1] == ""
    assert lines[lines.index("请假：王海峰") - 1] != ""
    other = Paper("报告", content=(Paragraph("正文。"), Paragraph("出席：刘志远")))
    assert not begins_attendance(other, 1)
