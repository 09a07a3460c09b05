"""What the office says of itself stands on its papers: said once, kept, checked; issues are numbered by it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from room import ON_DUTY, Room

from dutydesk.capabilities.papers.case import Case
from dutydesk.capabilities.papers.reads import kept, office_of
from dutydesk.capabilities.papers.rules import Receivers
from dutydesk.capabilities.papers.setting import paper_of
from dutydesk.documents.columns import text_of
from dutydesk.documents.paper import Paper
from dutydesk.store.integrity import rebuild

SAID = {"name": "某省人民政府驻北京办事处", "short": "某省政府驻京办", "code": "某政驻京", "telephone": "010-60000000", "fax": "010-60000001"}  # fmt: skip


def paper(room: Room, kind: str, subject: str = "", day: date = date(2026, 7, 15), **more: Any) -> Paper:
    books = room.desk.books
    form = books.papers.forms[kind]
    office = office_of(room.views, books.papers.office)
    case = Case(room.views, books, office, form, Receivers(), subject, day, room.now())
    return paper_of(case, **more)


def test_what_was_said_stands_on_the_papers_and_what_was_left_out_stays(room: Room) -> None:
    room.do("office", "wang", **SAID)
    room.do("office", "wang", fax="010-60000009", publication="值班专报", issue="〔{year}〕第{no}期")
    assert kept(room.views)["code"] == "某政驻京"
    room.incident(title="某地追尾", place="某地", occurred="07:50", received="07:55", injured=3)
    room.report()
    made = paper(room, "report", "Y1")
    assert (made.red_head, made.issue, made.office) == ("值班专报", "〔2026〕第1期", SAID["name"])
    assert "电话：010-60000000" in text_of(made)
    room.do("office", "wang", issue="无", fax="无")
    assert (kept(room.views)["issue"], kept(room.views)["fax"]) == ("", "")
    assert paper(room, "report", "Y1").issue == "第1期"
    content = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == content


def test_issues_go_on_from_those_of_before_and_a_number_is_given_once(room: Room) -> None:
    room.do("office", "wang", issued="值班信息专报=12、值班快报=87")
    room.incident(title="某地追尾", place="某地", occurred="07:50", received="07:55", injured=3)
    room.report()
    room.do("forward", report=room.views.reports(room.views.matter("Y1").id)[0].id, to=["省应急厅"])  # type: ignore[union-attr]
    room.at("10:30")
    room.report(
        kind="follow_up",
        text="截至7月15日10时，据初步核实，事故共造成3人受伤（重伤人数正在核实）。较首报无变化。有新情况续报。",
    )
    reports = room.views.reports(room.views.matter("Y1").id)  # type: ignore[union-attr]
    assert [paper(room, "report", one.id, draft=True).issue for one in reports] == ["第13期", "第13期", "第14期"]
    refusal = room.refused("office", "wang", issued="值班信息专报=20")
    assert (refusal.field, "已经编过期号" in str(refusal)) == ("issued", True)
    room.do("register add", register="bulletins", values=["matter=Y1", "title=某地追尾致3伤"])
    assert paper(room, "express", "KB1", draft=True).issue == "第88期"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("telephone", "值班室", "不是电话号码"),
        ("code", "YZ", "只写汉字"),
        ("issue", "第{n}期", "{no}"),
        ("issue", "([{year}])第{no}期", "全角"),
        ("issued", "某报=3", "值班信息专报"),
        ("signer", "周明", "不能签发"),
    ],
)
def test_what_cannot_stand_there_is_refused(room: Room, field: str, typed: str, said: str) -> None:
    refusal = room.refused("office", "wang", **{field: typed})
    assert (refusal.field, said in str(refusal)) == (field, True)


def test_what_the_rulebook_says_counts_and_is_not_said_twice(room: Room) -> None:
    books = room.desk.books
    declared = replace(books.papers, office=replace(books.papers.office, code="豫政驻京"))
    room.desk.books = replace(books, papers=declared)
    refusal = room.refused("office", "wang", code="某政驻京")
    assert "papers.toml" in str(refusal)
    assert room.refused("office", "zhou", code="某政驻京").traced


# ---------------------------------------------------------------- a day with several shifts


def test_every_shift_that_began_on_a_day_has_its_log(room: Room) -> None:
    room.at("09:00")
    room.do("log", text="早班的一条")
    room.at("14:00")
    room.shift(**{**ON_DUTY, "a": "sun", "b": "ma"})
    room.do("log", "sun", text="中班的一条")
    room.at("20:00")
    room.shift()
    room.do("log", text="晚班的一条")
    text = text_of(paper(room, "log", draft=True))
    assert [text.count(one) for one in ("早班的一条", "中班的一条", "晚班的一条")] == [1, 1, 1]
    assert text.index("早班的一条") < text.index("中班的一条") < text.index("晚班的一条")
    assert text.count("本班小结") == 3
    assert "主班：孙涛" in text
    assert text.count("值班日志") >= 3
    (_, second, _) = room.views.shifts()
    alone = text_of(paper(room, "log", second.id, draft=True))
    assert "中班的一条" in alone
    assert "早班的一条" not in alone
    assert "晚班的一条" not in alone


def test_the_points_of_a_call_list_what_its_text_leaves_open(room: Room) -> None:
    """Also where nobody typed what is open, and nothing waits for a signature that a call does not have."""
    room.incident(title="某地追尾", place="某地", occurred="07:50", received="07:55", injured=3)
    room.report(kind="phone", gap=["cause=对方还说不清"])
    said = text_of(paper(room, "points", "Y1/电话首报")).replace("\n", "").replace("　", "")
    (open_ones,) = re.findall("待核实：(.*?)对方要求", said)
    assert "（对方还说不清）" in open_ones
    assert "重伤人数、直接经济损失" in open_ones
    assert "事故原因" not in open_ones.split("；")[1]
    assert "签发" not in said


def test_the_brief_says_what_is_over_time_and_counts_late_reports_alone(room: Room) -> None:
    room.incident(
        title="某地聚集",
        place="某地",
        occurred="07:50",
        received="07:55",
        participants=43,
        subtype="mass",
        category="security",
    )
    room.report()
    room.at("23:00")
    room.report(kind="follow_up")
    room.at("+08:10")
    said = "".join(text_of(paper(room, "brief", day=date(2026, 7, 16))).split())
    assert "发出报告2份，超时1份" in said
    assert "43人参与" in said
    assert "约43人" not in said
    assert "续报应于7月16日1时前报出，已超时" in said
