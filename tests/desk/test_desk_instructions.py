"""Leader's instructions: relayed and acknowledged in 30 minutes, answered in a day or by their own limit (R5, R6)."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.instructions.reads import instructions
from dutydesk.kernel.instants import hhmm
from dutydesk.store.integrity import rebuild

TEXT = {"matter": "Y1", "who": "×副省长", "text": "全力救治伤员, 查明原因, 及时续报。"}


@pytest.fixture
def y1(room: Room) -> Room:
    """An incident, and 12:50."""
    room.incident()
    room.at("12:50")
    return room


def test_the_day_of_the_instruction(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    assert (y1.due("instruction_relay", "Y1", ""), y1.due("instruction_feedback", "Y1", "")) == ("13:20", "12:50")
    y1.at("13:00")
    y1.do("instruct relay", matter="Y1", to=["南阳市、省应急厅"])
    assert y1.state("instruction_relay", "Y1") == "running"
    y1.do("instruct receipt", matter="Y1", unit=["南阳市"])
    assert y1.state("instruction_relay", "Y1") == "running"
    assert "批示 1 南阳市 已签收 (1/2)" in y1.log()
    y1.at("13:02")
    y1.do("instruct receipt", matter="Y1", unit=["省应急厅"])
    view = y1.one("instruction_relay", "Y1")
    assert (view.state, hhmm(view.met_at)) == ("met", "13:02")


def test_the_last_receipt_by_its_own_time_decides(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    y1.do("instruct relay", matter="Y1", to=["甲", "乙"])
    y1.at("13:30")
    y1.do("instruct receipt", matter="Y1", unit=["甲"], at="13:15")
    y1.do("instruct receipt", matter="Y1", unit=["乙"], at="13:05")
    assert hhmm(y1.one("instruction_relay", "Y1").met_at) == "13:15"


def test_a_unit_added_later_must_acknowledge_too(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    y1.do("instruct relay", matter="Y1", to=["甲"])
    y1.do("instruct relay", matter="Y1", to=["乙"])
    y1.do("instruct receipt", matter="Y1", unit=["甲"])
    assert y1.state("instruction_relay", "Y1") == "running"


def test_every_feedback_owes_the_next_until_the_last(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    y1.at("+10:00")
    y1.do("instruct feedback", matter="Y1", text="已救治", to=["省政府总值班室"])
    first, second = y1.found("instruction_feedback", "Y1")
    assert (first.state, second.state) == ("met", "open")
    assert second.trigger_at == first.met_at
    assert second.due_at - second.trigger_at == 24 * 60 * 60 * 1_000_000
    y1.do("instruct feedback", matter="Y1", text="已查明", to=["省政府总值班室"], last=True)
    assert [view.state for view in y1.found("instruction_feedback", "Y1")] == ["met", "met"]
    assert y1.refused("instruct feedback", matter="Y1", text="x", to=["y"]).field == "matter"


def test_its_own_limit_replaces_the_first_day_only(y1: Room) -> None:
    y1.do("instruct add", **TEXT, limit="18:00")
    assert (y1.due("instruction_relay", "Y1"), y1.due("instruction_feedback", "Y1")) == ("13:20", "18:00")
    y1.at("17:00")
    y1.do("instruct feedback", matter="Y1", text="x", to=["y"])
    assert hhmm(y1.found("instruction_feedback", "Y1")[1].due_at) == "17:00"


def test_two_instructions_on_one_matter_have_clocks_of_their_own(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    y1.at("13:00")
    y1.do("instruct add", matter="Y1", who="省长", text="查明原因")
    assert [view.subject for view in y1.found("instruction_relay", "Y1")] == ["", "批示二"]
    assert y1.refused("instruct relay", matter="Y1", to=["甲"]).field == "number"
    y1.do("instruct relay", matter="Y1", to=["甲"], number="1")
    y1.do("instruct relay", matter="Y1", to=["乙"], number="批示二")
    y1.do("instruct receipt", matter="Y1", unit=["甲"], number="1")
    assert [view.state for view in y1.found("instruction_relay", "Y1")] == ["met", "open"]
    y1.do("instruct feedback", matter="Y1", text="x", to=["y"], number="2", last=True)
    assert y1.state("instruction_feedback", "Y1", "") == "running"
    assert y1.state("instruction_feedback", "Y1", "批示二") == "met"
    y1.do("instruct feedback", matter="Y1", text="x", to=["y"], last=True)
    assert y1.state("instruction_feedback", "Y1", "") == "met"


def test_the_generic_acts_go_on_working(y1: Room) -> None:
    y1.do("owe", rule="instruction_relay", matter="Y1")
    y1.do("instruct add", **TEXT)
    assert len(y1.found("instruction_relay", "Y1")) == 1
    y1.do("met", obligation={"rule": "instruction_relay", "matter": "Y1"})
    assert y1.state("instruction_relay", "Y1") == "met"


def test_an_instruction_outlives_its_matter(y1: Room) -> None:
    y1.do("instruct add", **TEXT)
    y1.do("close", matter="Y1", criterion="险情排除", outcome="solved")
    y1.do("instruct relay", matter="Y1", to=["甲"])
    y1.do("instruct receipt", matter="Y1", unit=["甲"])
    assert y1.state("instruction_relay", "Y1") == "met"


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("instruct add", "who", {**TEXT, "who": ""}),
        ("instruct add", "text", {**TEXT, "text": "\n"}),
        ("instruct add", "limit", {**TEXT, "limit": "2026-07-15 12:00"}),
        ("instruct add", "matter", {**TEXT, "matter": "Y9"}),
        ("instruct relay", "to", {"matter": "Y1", "to": ["甲"]}),
        ("instruct relay", "to", {"matter": "Y1", "to": []}),
        ("instruct relay", "number", {"matter": "Y1", "to": ["乙"], "number": "7"}),
        ("instruct receipt", "unit", {"matter": "Y1", "unit": ["乙"]}),
        ("instruct receipt", "unit", {"matter": "Y1", "unit": []}),
        ("instruct receipt", "at", {"matter": "Y1", "unit": ["甲"], "at": "2026-07-15 23:00"}),
        ("instruct feedback", "text", {"matter": "Y1", "to": ["甲"]}),
        ("instruct feedback", "to", {"matter": "Y1", "text": "x"}),
    ],
)
def test_refusals_name_their_field(y1: Room, name: str, field: str, words: dict[str, object]) -> None:
    y1.do("instruct add", **TEXT)
    y1.do("instruct relay", matter="Y1", to=["甲"])
    assert y1.refused(name, **words).field == field


def test_instructions_come_back_from_the_journal(y1: Room) -> None:
    y1.do("instruct add", **TEXT, limit="18:00")
    y1.do("instruct relay", matter="Y1", to=["甲", "乙"])
    y1.do("instruct receipt", matter="Y1", unit=["乙"])
    y1.do("instruct feedback", matter="Y1", text="x", to=["y"], last=True)
    (one,) = instructions(y1.views, y1.views.matter("Y1").id)
    assert one.closed_at == y1.now()
    before = y1.content()
    rebuild(y1.desk.store, y1.now())
    assert y1.content() == before
