"""Two matters become one (R9): nothing that is known or owed goes under by it."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.instructions.reads import instructions

FIRE = {"kind": "incident", "category": "accident", "subtype": "fire", "place": "顺义", "occurred": "07:40"}


def opened(room: Room, label: str, **words: str) -> None:
    room.do("open", label=label, **{**FIRE, "title": f"{label}火灾", "colour": "yellow", **words})


def standing(room: Room, label: str) -> dict[str, float]:
    return {name: one.value for name, one in room.views.figures(room.views.matter(label).id).items()}


@pytest.mark.parametrize("into", ["appeal", "policy", "routine"])
def test_an_incident_does_not_go_under_in_another_kind(room: Room, into: str) -> None:
    opened(room, "Y1")
    room.do("open", kind=into, label="A1", title="同一件")
    refused = room.refused("merge", "liu", matter="Y1", into="A1", reason="同一件")
    assert refused.field == "into"
    assert ("反过来并" in str(refused)) is (into != "policy"), "no way is named that is refused too"
    assert room.state("first_report_iv", "Y1") == "running"


@pytest.mark.parametrize("kind", ["appeal", "routine"])
def test_what_was_told_beside_an_incident_goes_into_it(room: Room, kind: str) -> None:
    opened(room, "Y1")
    room.do("open", kind=kind, label="A1", title="同一件", colour="blue")
    room.do("merge", matter="A1", into="Y1")
    assert room.views.matter("A1").state == "merged"


@pytest.mark.parametrize("worse", [{"colour": "red"}, {"level": "III", "deaths": "3"}])
def test_a_worse_one_into_a_milder_one_wants_a_reason_and_a_leader(room: Room, worse: dict[str, str]) -> None:
    opened(room, "Y1")
    opened(room, "Y2", **worse)
    assert room.refused("merge", matter="Y2", into="Y1").field == "reason"
    assert room.refused("merge", matter="Y2", into="Y1", reason="同一起").field == "consent"
    assert room.refused("merge", matter="Y2", into="Y1", reason="同一起", consent="he").field == "consent"
    assert room.views.matter("Y2").state == "open"
    room.do("merge", matter="Y2", into="Y1", reason="同一起", consent="liu")
    (merged,) = room.events("matter.merged")
    assert (merged.reason, merged.consent, merged.agreement["how"]) == ("同一起", "liu", "phone")
    assert "红色" in merged.lost[0]
    assert room.state("countersign", "Y1") == "running"


def test_the_milder_one_into_the_worse_one_asks_nothing(room: Room) -> None:
    opened(room, "Y1")
    opened(room, "Y2", colour="red")
    room.do("merge", matter="Y1", into="Y2")
    assert room.events("matter.merged")[0].consent == ""


def test_opening_it_as_the_same_is_no_way_round(room: Room) -> None:
    opened(room, "Y1")
    words = {**FIRE, "title": "同一起", "label": "Y2", "colour": "red", "same_as": "Y1"}
    assert room.refused("open", **words).field == "reason"
    assert room.views.matter("Y2") is None
    room.do("open", **words, reason="同一起, 火已灭", consent="liu")
    assert room.views.matter("Y2").state == "merged"


def test_the_higher_figures_are_taken_over_unverified_with_their_source(room: Room) -> None:
    opened(room, "Y1", deaths="1", injured="5", source="消防")
    opened(room, "Y2", deaths="2", injured="3", missing="1", source="公安")
    room.do("merge", matter="Y2", into="Y1")
    assert standing(room, "Y1") == {"deaths": 2, "injured": 5, "missing": 1}
    figures = room.views.figures(room.views.matter("Y1").id)
    assert (figures["deaths"].source, figures["deaths"].verified) == ("Y2并案 公安", False)
    assert figures["injured"].source == "消防"
    (merged,) = room.events("matter.merged")
    assert merged.beside == {"deaths": [2, 1], "injured": [3, 5], "missing": [1, None]}
    assert "并入 Y1; 数字不同: 本件 2人死亡、1人失联、3人受伤, Y1 1人死亡、5人受伤" in room.log()


def test_a_rise_by_it_owes_a_change_report_as_any_other(room: Room) -> None:
    opened(room, "Y1", deaths="1")
    room.report("Y1")
    opened(room, "Y2", deaths="2")
    room.at("08:20")
    room.do("merge", matter="Y2", into="Y1")
    assert room.one("change_report", "Y1").trigger_at == room.time("08:20")


def test_no_change_report_where_nothing_rises(room: Room) -> None:
    opened(room, "Y1", deaths="2")
    room.report("Y1")
    opened(room, "Y2", deaths="1")
    room.do("merge", matter="Y2", into="Y1")
    assert room.found("change_report", "Y1") == []
    assert standing(room, "Y1") == {"deaths": 2}


def test_a_leaders_instruction_goes_along_with_its_clocks_and_units(room: Room) -> None:
    opened(room, "Y1")
    opened(room, "Y2")
    room.do("instruct add", matter="Y1", who="王省长", text="妥善处置")
    room.do("instruct add", matter="Y2", who="李书记", text="全力救人")
    room.do("instruct relay", matter="Y2", to=["应急厅"])
    due = room.one("instruction_relay", "Y2").due_at
    room.do("merge", matter="Y2", into="Y1")
    second = instructions(room.views, room.views.matter("Y1").id)[1]
    assert (second.who, second.text, [unit.unit for unit in second.units]) == ("李书记", "全力救人", ["应急厅"])
    assert room.one("instruction_relay", "Y1", second.subject).due_at == due
    assert room.state("instruction_feedback", "Y1", second.subject) == "running"
    room.do("instruct receipt", matter="Y1", number="2", unit=["应急厅"])
    assert room.state("instruction_relay", "Y1", second.subject) == "met"
    room.do("instruct feedback", matter="Y1", number="2", text="已救出", to=["省委办公厅"], last=True)
    assert room.state("instruction_feedback", "Y1", second.subject) == "met"
    assert room.state("instruction_relay", "Y1", "") == "running"


def test_open_steps_and_actions_are_lost_only_with_a_leader(room: Room) -> None:
    opened(room, "Y1")
    opened(room, "Y2")
    room.do("assess", matter="Y2", level="IV", lead="消防救援总队")
    room.do("activate", matter="Y2", level="IV")
    room.do("action assign", matter="Y2", text="调水罐车", owner="消防救援总队")
    refused = str(room.refused("merge", matter="Y2", into="Y1", reason="同一起"))
    assert "调水罐车" in refused
    room.do("merge", "liu", matter="Y2", into="Y1", reason="同一起")
    assert any("调水罐车" in one for one in room.events("matter.merged")[0].lost)


def test_a_red_proposal_becomes_less_only_with_a_reason(room: Room) -> None:
    opened(room, "Y1")
    done = room.do("message", "desk", text="有人要跳楼", label="D1", kind="appeal", colour="red")
    dispose = {"entry": done.id, "matter": "Y1", "as": "belongs"}
    assert room.refused("message dispose", **dispose).field == "reason"
    room.do("message dispose", **dispose, reason="误报")
    assert room.events("message.disposed")[-1].less
    assert room.state("red_ack", "D1") == "cancelled"


@pytest.mark.parametrize("first", ["Y1", "Y2"])
def test_of_two_clocks_of_one_unit_the_earlier_stands(room: Room, first: str) -> None:
    """A receipt that is late already is not put off by going into a matter whose own is due later, nor the other way."""
    opened(room, "Y1")
    opened(room, "Y2")
    second = "Y2" if first == "Y1" else "Y1"
    room.do("notify", matter=first, unit=["应急厅"])
    due = room.one("unit_ack", first, "应急厅").due_at
    room.at("08:40")
    room.do("notify", matter=second, unit=["应急厅"])
    room.do("merge", matter="Y2", into="Y1")
    (open_one,) = [
        one
        for one in room.views.find_clocks(rule="unit_ack", matter_id=room.views.matter("Y1").id, subject="应急厅")
        if one.state == "open"
    ]
    assert open_one.due_at == due
