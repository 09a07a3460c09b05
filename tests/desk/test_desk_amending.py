"""Facts that turn out otherwise: what hangs on them follows, and the log says what became of what."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.kernel.instants import HOUR, hhmm


@pytest.fixture
def quake(room: Room) -> Room:
    """An earthquake that was called a drought when it was assessed."""
    room.at("12:20")
    room.do("open", kind="incident", label="Y1", subtype="earthquake", place="南召", occurred="11:50", magnitude="5.1")
    room.do("amend", matter="Y1", subtype="drought")
    room.do("assess", matter="Y1", level="IV", lead="南召县政府")
    return room


def test_another_subtype_is_no_way_to_a_lower_level(quake: Room) -> None:
    back = {"matter": "Y1", "subtype": "earthquake"}
    assert quake.refused("amend", **back).field == "reason"
    assert quake.refused("amend", **back, reason="核实").field == "consent"
    quake.do("amend", **back, reason="核实", consent="liu")
    assert quake.events("matter.level_set")[-1].consent == "liu"
    assert quake.state("countersign", "Y1") == "running"


def test_the_level_that_the_table_has_for_it_is_set_with_it(quake: Room) -> None:
    quake.do("amend", matter="Y1", subtype="earthquake", level="III")
    assert (quake.views.matter("Y1").level, quake.views.matter("Y1").colour) == ("III", "red")


def test_the_log_says_field_and_both_values_in_words(quake: Room) -> None:
    assert "补充: 类别 干旱 (原为 地震)" in quake.log()
    quake.do("amend", matter="Y1", title="南召旱情", place="南召县", occurred="11:40")
    log = quake.log()
    for said in ("标题 南召旱情 (原为 ", "地点 南召县 (原为 南召)", "发生时间 07-15 11:40 (原为 07-15 11:50)"):
        assert said.replace("07-15 ", "") in log.replace("07-15 ", "")
    assert "drought" not in log
    assert "earthquake" not in log


def test_a_corrected_time_moves_the_clocks_that_count_from_it(room: Room) -> None:
    room.at("12:20")
    room.do("open", kind="incident", label="Y1", subtype="fire", place="顺义", occurred="11:50", deaths="1")
    moved = [one for one in room.views.clocks() if one.trigger == "incident.occurred"]
    assert moved, "there is one at least"
    others = {one.id: one.due_at for one in room.views.clocks() if one.trigger != "incident.occurred"}
    room.do("amend", matter="Y1", occurred="09:50")
    now = {one.rule: one.due_at for one in room.views.clocks() if one.trigger == "incident.occurred"}
    assert now == {one.rule: one.due_at - 2 * HOUR for one in moved}
    assert {room.views.clock(one.id).cause for one in moved} == {"superseded"}
    assert {one.id: one.due_at for one in room.views.clocks() if one.trigger != "incident.occurred"} == others


def test_a_colour_alone_is_one_line_and_nothing_is_none(room: Room) -> None:
    room.incident(colour="yellow")
    assert "没有写要补充什么" in str(room.refused("amend", matter="Y1"))
    assert "没有写要补充什么" in str(room.refused("amend", matter="Y1", colour="yellow"))
    room.do("amend", matter="Y1", colour="red")
    assert len(room.events("matter.colour_set")) == 1
    assert room.events("matter.amended") == []


def test_a_corrected_time_leaves_a_clock_that_a_person_started(room: Room) -> None:
    """Its times were said by whoever started it; only what counts from the time that was wrong follows the correction."""
    room.incident(category="accident", subtype="mine", occurred="07:30")
    room.do("owe", rule="casualty_supplement_7d", matter="Y1", at="07:40", due="12:00")
    room.do("amend", matter="Y1", occurred="06:30")
    assert room.due("casualty_supplement_7d", "Y1") == "12:00"
    (follows,) = [one for one in room.found("casualty_supplement_30d", "Y1") if one.state == "open"]
    assert hhmm(follows.trigger_at) == "06:30"
