"""R22: a level that is reached and not decided is owed: it rings, and stands on every list, until somebody decides."""

from __future__ import annotations

import json

import pytest
from room import Room

from dutydesk.capabilities.handover.sheet import rows
from dutydesk.cli.main import run

RULE = "level_reached"


@pytest.fixture
def reached(room: Room) -> Room:
    """Three dead on a yellow accident of level Ⅳ, told at 08:20."""
    room.shift()
    room.incident(level="IV", deaths="2", place="南召")
    room.at("08:20")
    room.do("figures", matter="Y1", deaths="3", source="县政府")
    return room


def test_r22_figures_that_reach_a_level_ring_until_it_is_decided(reached: Room) -> None:
    assert (reached.due(RULE, "Y1"), reached.one(RULE, "Y1").subject) == ("08:30", "Ⅲ")
    assert reached.raised(RULE, "Y1") == {"ladder:0": "08:20"}
    reached.do("ack", alert=f"{reached.one(RULE, 'Y1').id}/ladder:0")
    assert reached.state(RULE, "Y1") == "running"
    reached.tick_at("08:50")
    assert reached.raised(RULE, "Y1").keys() == {"ladder:0", "ladder:2"}  # held by the acknowledgement (R16)


@pytest.mark.parametrize(
    ("actor", "act", "words"),
    [
        ("zhou", "assess", {"level": "III"}),
        ("zhou", "assess", {"level": "II", "reason": "趋势恶化"}),
        ("liu", "assess", {"level": "IV", "reason": "一人属自然死亡, 待核"}),
        ("zhou", "figures", {"injured": "1", "level": "III"}),
        ("zhou", "amend", {"level": "III"}),
    ],
)
def test_r22_whoever_decides_ends_it(reached: Room, actor: str, act: str, words: dict[str, str]) -> None:
    reached.at("08:25")
    reached.do(act, actor, matter="Y1", **words)
    assert reached.state(RULE, "Y1") == "met"


def test_r22_an_officer_alone_decides_for_no_lower_level(reached: Room) -> None:
    assert reached.refused("assess", matter="Y1", level="IV", reason="先不升").field == "consent"
    assert reached.refused("met", obligation=reached.one(RULE, "Y1").id, note="知道了").traced
    assert reached.refused("waive", obligation=reached.one(RULE, "Y1").id, reason="先不升")
    assert reached.state(RULE, "Y1") == "running"


def test_r22_what_a_leader_waived_does_not_ring_again_for_the_same_level(reached: Room) -> None:
    reached.do("waive", "liu", obligation=reached.one(RULE, "Y1").id, reason="一人身份待核, 核后再定")
    reached.do("figures", matter="Y1", deaths="4", source="县政府")
    assert reached.state(RULE, "Y1") == "waived"
    reached.do("figures", matter="Y1", deaths="10", source="县政府")
    assert [(one.subject, one.state) for one in reached.found(RULE, "Y1")] == [("Ⅲ", "waived"), ("Ⅱ", "open")]


def test_r22_figures_that_were_corrected_call_it_off_and_worse_ones_take_its_place(reached: Room) -> None:
    reached.do("figures", matter="Y1", deaths="10", source="县政府")
    assert [(one.subject, one.state, one.cause) for one in reached.found(RULE, "Y1")] == [
        ("Ⅲ", "cancelled", "superseded"),
        ("Ⅱ", "open", ""),
    ]
    reached.do("figures", matter="Y1", deaths="2", source="县政府", reason="重复统计")
    assert [(one.subject, one.cause) for one in reached.found(RULE, "Y1")] == [
        ("Ⅲ", "superseded"),
        ("Ⅱ", "not_reached"),
    ]


def test_r22_another_matter_and_a_colour_below_the_table_reach_a_level_as_figures_do(room: Room) -> None:
    room.shift()
    room.incident(label="Y2", level="IV", deaths="2")
    room.incident(label="Y3", deaths="3", colour="yellow")  # nobody said a level, somebody said the colour
    assert room.state(RULE, "Y3") == "running"
    room.incident(label="Y4", level="III", deaths="4")
    room.do("merge", "liu", matter="Y4", into="Y2", reason="同一起")
    assert room.one(RULE, "Y2").subject == "Ⅲ"


def test_r22_nothing_is_owed_where_the_officer_said_the_level_in_the_same_act(room: Room) -> None:
    room.shift()
    room.incident(level="IV", deaths="2")
    room.do("figures", matter="Y1", deaths="3", source="县政府", level="III")
    assert room.found(RULE, "Y1") == []


def test_r22_it_stands_on_the_list_the_file_and_the_sheet(reached: Room, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert run(["--db", str(reached.path), "--lang", "zh", *words]) == 0
        return capsys.readouterr().out

    assert "Y1 突发事件 Ⅳ级 应定Ⅲ级" in said("matters")
    assert RULE in {json.loads(one)["rule"] for one in said("due", "--json").splitlines()}
    assert "按表定级 (Ⅲ)" in said("show", "Y1")
    assert "按表定级 (Ⅲ)" in said("due")
    sheet = rows(reached.views, reached.desk.books.checklist, reached.now())
    assert any("Ⅳ 按表应定Ⅲ级, 未定" in row.automatic for row in sheet)
    reached.do("assess", matter="Y1", level="III")
    assert "应定" not in said("matters")
