"""Appeals: the plan within a day, links between matters by an officer's decision (IN-12, AR-07, AR-08)."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.appeals.reads import links, plans, similar
from dutydesk.capabilities.files.files import read
from dutydesk.capabilities.files.pages import matter_page
from dutydesk.kernel.instants import hhmm
from dutydesk.store.integrity import rebuild

PLAN = {"matter": "A1", "text": "核查支付情况, 督促兑现", "to": ["省检察院、省人社厅"]}


@pytest.fixture
def a1(room: Room) -> Room:
    """An appeal received at 08:00."""
    room.do("open", kind="appeal", label="A1", title="张某某反映死亡赔偿金未足额兑现", source="来访")
    return room


def test_the_plan_that_a_leader_approved_meets_the_day(a1: Room) -> None:
    a1.at("14:18")
    a1.do("appeal dispose", **PLAN, approved_by="刘副主任")
    view = a1.one("appeal_24h", "A1")
    assert (view.state, hhmm(view.met_at)) == ("met", "14:18")
    (plan,) = plans(a1.views, a1.views.matter("A1").id)
    assert (plan.recipients, plan.approved_by) == (("省检察院", "省人社厅"), "liu")
    assert "处置方案: 转 省检察院、省人社厅, 刘副主任 同意" in a1.log()


def test_a_leader_approves_by_own_hand(a1: Room) -> None:
    a1.do("appeal dispose", "liu", **PLAN)
    assert plans(a1.views, a1.views.matter("A1").id)[0].approved_by == "liu"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("approved_by", {}),
        ("approved_by", {"approved_by": "he"}),
        ("approved_by", {"approved_by": "没有这个人"}),
        ("text", {"approved_by": "liu", "text": " "}),
        ("to", {"approved_by": "liu", "to": []}),
        ("matter", {"approved_by": "liu", "matter": "Y1"}),
    ],
)
def test_no_plan_without_leader_text_and_unit(a1: Room, field: str, words: dict[str, object]) -> None:
    a1.incident()
    assert a1.refused("appeal dispose", **{**PLAN, **words}).field == field
    assert a1.state("appeal_24h", "A1") == "running"


def test_the_same_affair_again_is_linked_and_not_merged(a1: Room) -> None:
    a1.do("appeal dispose", "liu", **PLAN)
    a1.do("close", matter="A1", criterion="已受理", outcome="solved")
    a1.at("09:00")
    a1.do("open", kind="appeal", label="A2", title="张某某再次反映死亡赔偿金", source="来访")
    a1.do("appeal link", matter="A2", to="A1", reason="同一工地")
    second, first = a1.views.matter("A2"), a1.views.matter("A1")
    assert [(one.label, one.later) for one in links(a1.views, second.id)] == [("A1", False)]
    assert [(one.label, one.later) for one in links(a1.views, first.id)] == [("A2", True)]
    assert a1.state("appeal_24h", "A2") == "running"
    assert "后来再次反映" in matter_page(a1.views, first, a1.now())
    assert a1.refused("appeal link", matter="A2", to="A1").field == "to"
    a1.do("appeal link", matter="A2", to="A1", undo=True)
    assert links(a1.views, second.id) == []
    assert a1.refused("appeal link", matter="A2", to="A1", undo=True).field == "to"


@pytest.mark.parametrize(("matter", "to", "field"), [("A1", "A1", "to"), ("A1", "A9", "to"), ("Y1", "A1", "matter")])
def test_links_that_cannot_be(a1: Room, matter: str, to: str, field: str) -> None:
    a1.incident()
    assert a1.refused("appeal link", matter=matter, to=to).field == field


def test_similar_matters_are_listed_with_their_reasons(a1: Room) -> None:
    a1.do("open", kind="routine", label="R1", title="张某某反映死亡赔偿金未足额兑现")
    a1.do("open", kind="appeal", label="A3", title="[/]\x1b[31m 完全另一件事")
    a1.at("09:00")
    a1.do("open", kind="appeal", label="A2", title="张某某再次反映死亡赔偿金", source="来访")
    ((found, alike),) = similar(a1.views, a1.views.matter("A2"))
    assert found.label == "A1"
    assert alike.score >= 30
    assert "死亡赔偿金" in dict(alike.reasons)["文字相同"]
    assert "相似的既往事项" in matter_page(a1.views, a1.views.matter("A2"), a1.now())
    assert similar(a1.views, a1.views.matter("A1")) == []


def test_an_incident_finds_the_report_from_another_channel(room: Room) -> None:
    words = {"occurred": "07:40", "place": "二广高速南召段"}
    room.incident(title="二广高速南召段大客车追尾事故", **words)
    room.at("08:11")
    room.incident(label="Y2", title="G55南召段大客追尾货车", **{**words, "place": "G55南召段"})
    ((found, _),) = similar(room.views, room.views.matter("Y2"))
    assert found.label == "Y1"


def test_life_comes_before_the_plan(room: Room) -> None:
    room.do("open", kind="appeal", label="A3", title="要跳楼", colour="red", danger_to_life=True)
    steps = read(room.views, room.views.matter("A3"), {}, room.now()).steps
    assert steps == ("先保人身安全: 拨 110 或 120, 并登记", "拟处置方案, 报带班领导同意")
    room.do("met", obligation={"rule": "appeal_red_response", "matter": "A3"}, note="已拨 110")
    assert read(room.views, room.views.matter("A3"), {}, room.now()).steps == steps[1:]


def test_links_come_back_from_the_journal(a1: Room) -> None:
    a1.do("open", kind="appeal", label="A2", title="再次反映")
    a1.do("appeal link", matter="A2", to="A1")
    a1.do("appeal dispose", **PLAN, approved_by="liu")
    before = a1.content()
    assert before["appeal_link"]
    rebuild(a1.desk.store, a1.now())
    assert a1.content() == before
