"""Every message is sorted as it comes in: the proposal stands beside it, a person decides, and both are kept."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.intake import filling, reads
from dutydesk.capabilities.obligations.bundles import bundled
from dutydesk.capabilities.triage import handlers as triage
from dutydesk.capabilities.triage.rules.corrections import Decided, tally
from dutydesk.capabilities.triage.rules.kept import place_of
from dutydesk.kernel.instants import hhmm
from dutydesk.kernel.refusal import Refused
from dutydesk.store.integrity import rebuild

RED = "今日7时20分许，浏阳市荷花街道一烟花厂爆炸\n3人死亡、17人受伤，直接损失约200万元\n联系人应急局李强 13812345678"
BLUE = "仓库起火，无人员伤亡，火已扑灭"
THREAT = "今天不给说法我就从楼上跳下去"


def only(room: Room) -> reads.MessageView:
    (one,) = reads.messages(room.views)
    return one


@pytest.mark.parametrize("actor", ["zhou", "desk"])
def test_what_the_text_says_is_proposed_and_red_rings_at_once(room: Room, actor: str) -> None:
    room.at("08:03")
    room.do("message", actor, text=RED, channel="电话", sender="浏阳市应急局")
    kept = only(room).proposal
    assert [kept[name] for name in ("kind", "category", "colour", "rule")] == ["incident", "accident", "red", "I-R1"]
    assert {name: fact["value"] for name, fact in kept["facts"].items() if name in {"deaths", "injured"}} == {
        "deaths": 3,
        "injured": 17,
    }
    proposed = room.views.matter("D1")
    assert (proposed.state, proposed.colour, proposed.kind) == ("proposed", "red", "incident")
    assert room.raised("red_ack", "D1") == {"ladder:0": "08:03", "ladder:1": "08:03"}


@pytest.mark.parametrize(("answered", "clocks"), [(True, ["08:03"]), (False, ["08:03", "08:05"])])
def test_a_confirmed_red_is_acknowledged_once_by_somebody(room: Room, answered: bool, clocks: list[str]) -> None:
    """Whoever has acknowledged the proposal is not rung again; where nobody has, the confirmed red asks anew."""
    room.at("08:03")
    done = room.do("message", "desk", text=RED)
    if answered:
        room.at("08:04")
        room.do("ack", alert=room.one("red_ack", "D1").id)
    room.at("08:05")
    room.do("open", kind="incident", title="爆炸", colour="red", message=done.id)
    matter = room.views.matter("Y1")
    assert (matter.state, matter.colour) == ("open", "red")
    assert [hhmm(one.trigger_at) for one in room.found("red_ack", "Y1")] == clocks
    assert room.views.matter("D1") is None
    assert only(room).disposed == "new"


def test_a_matter_is_opened_as_its_message_proposes(room: Room) -> None:
    """Every field left out is the proposal's, what is typed stands in its place, and nothing is verified."""
    room.at("08:03")
    done = room.do("message", "desk", text=RED, channel="电话", sender="浏阳市应急局")
    room.at("08:05")
    room.do("open", kind="proposed", message=done.id, figures={"injured": "18"}, place="荷花街道")
    matter = room.views.matter("Y1")
    assert (matter.kind, matter.category, matter.colour, matter.source) == (
        "incident",
        "accident",
        "red",
        "浏阳市应急局",
    )
    assert (hhmm(matter.received_at), hhmm(matter.occurred_at or 0), matter.place) == ("08:03", "07:20", "荷花街道")
    figures = {name: (one.value, one.verified) for name, one in room.views.figures(matter.id).items()}
    assert figures == {"deaths": (3, False), "injured": (18, False), "loss_yuan": (2e6, False)}
    assert only(room).disposed == "new"


@pytest.mark.parametrize(
    ("text", "kind", "colour", "danger"),
    [
        (THREAT, "appeal", "red", True),
        ("食堂今晚吃饺子", "routine", "blue", False),
        ("老板欠薪3000元, 求助", "appeal", "blue", False),
    ],
)
def test_what_is_no_incident_is_opened_as_proposed_without_figures(
    room: Room, text: str, kind: str, colour: str, danger: bool
) -> None:
    done = room.do("message", "desk", text=text)
    room.do("open", kind="proposed", message=done.id, label="X9")
    matter = room.views.matter("X9")
    assert (matter.kind, matter.colour, matter.danger_to_life) == (kind, colour, danger)
    assert not room.views.figures(matter.id)


def test_a_message_for_which_nothing_is_proposed_is_opened_by_no_proposal(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage, "sort", lambda *_: {}["broken"])
    done = room.do("message", "desk", text=BLUE)
    with pytest.raises(Refused, match="没有建议"):
        room.do("open", kind="proposed", message=done.id)


def test_a_gathering_is_proposed_with_its_people_and_place(room: Room) -> None:
    done = room.do("message", "desk", text="17点05分左右,你省约60人在部委接待场所门口聚集,情绪激动")
    room.do("open", kind="proposed", message=done.id, label="Y9")
    matter = room.views.matter("Y9")
    assert matter.place == "部委接待场所门口"
    assert room.views.figures(matter.id)["participants"].value == 60


def test_what_was_given_with_a_message_stands_in_place_of_the_guess(room: Room) -> None:
    room.do("message", "desk", text=BLUE, kind="appeal", colour="红")
    kept = only(room).proposal
    assert (kept["kind"], kept["category"], kept["colour"]) == ("appeal", "", "red")
    assert kept["given"] == ["colour", "kind"]
    assert "rule" not in kept
    assert room.views.matter("A1").state == "proposed"


def test_both_values_are_kept_and_corrections_are_counted_by_line(room: Room) -> None:
    first = room.do("message", text=BLUE)
    room.do(
        "open", kind="incident", category="accident", subtype="fire", colour="yellow", title="起火", message=first.id
    )
    room.do("message", "desk", text=RED)
    second = reads.undisposed(room.views)[0]
    room.do("message dispose", entry=second.id, **{"as": "log", "reason": "演练脚本误发"})
    one, two = reads.messages(room.views)
    assert (one.colour, one.chosen["colour"], one.less) == ("blue", "yellow", False)
    assert (two.colour, two.chosen, two.less, two.reason) == ("red", {}, True, "演练脚本误发")
    assert [found.id for found in reads.lowered(room.views)] == [two.id]
    found = {line.rule: line for line in tally(Decided(m.text, m.proposal, m.chosen, m.less) for m in (one, two))}
    assert found["I-B"].to["colour yellow"] == 1
    assert (found["I-R1"].proposed, found["I-R1"].confirmed, found["I-R1"].changed["colour"]) == (1, 0, 1)
    assert any("3人死亡" in words for words in found["I-R1"].words)
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before


LESS: list[dict[str, Any]] = [{"as": how} for how in ("log", "none", "visit")] + [
    {"as": "forward", "to": "信访局"},
    {"as": "duplicate", "of": "other"},
]


@pytest.mark.parametrize("words", LESS, ids=lambda one: one["as"])
def test_a_red_proposal_becomes_less_only_with_a_reason(room: Room, words: dict[str, Any]) -> None:
    other = room.do("message", text="食堂今晚吃饺子")
    done = room.do("message", "desk", text=RED)
    asked = words | ({"of": other.id} if "of" in words else {})
    assert room.refused("message dispose", entry=done.id, **asked).field == "reason"
    assert room.views.matter("D1").state == "proposed"
    room.do("message dispose", entry=done.id, reason="同一脚本误发", **asked)
    assert room.views.matter("D1").state == "dropped"
    assert room.one("red_ack", "D1").state == "cancelled"
    assert "▲ 红色建议不立项" in room.log()
    room.tick_at("09:00")
    assert set(room.raised("red_ack", "D1")) == {"ladder:0", "ladder:1"}


def test_opened_as_less_it_needs_a_reason_and_is_listed(room: Room) -> None:
    done = room.do("message", "desk", text=RED)
    refusal = room.refused("open", kind="incident", title="爆炸", colour="yellow", message=done.id)
    assert refusal.field == "reason"
    room.do("open", kind="incident", title="爆炸", colour="yellow", message=done.id, reason="已核实为1人轻伤")
    (one,) = reads.lowered(room.views)
    assert (one.chosen["colour"], one.reason) == ("yellow", "已核实为1人轻伤")
    assert room.one("red_ack", "Y1").state == "cancelled"


def test_one_that_belongs_to_a_matter_takes_its_proposal_along(room: Room) -> None:
    room.incident(label="Y1", colour="red")
    done = room.do("message", "desk", text=RED)
    room.do("message dispose", entry=done.id, matter="Y1", **{"as": "belongs"})
    assert room.views.matter("D1").state == "merged"
    assert room.one("red_ack", "D1").state == "cancelled"
    assert reads.lowered(room.views) == []


def test_another_matter_of_that_minute_is_not_taken_for_a_red_message(room: Room) -> None:
    room.at("08:10")
    room.do("message", text=RED, received="08:08")
    room.do("open", kind="appeal", label="A1", colour="blue", title="另一件", received="08:08")
    assert only(room).disposed == ""
    assert room.views.matter("D1").state == "proposed"


def test_the_form_is_filled_with_what_is_known(room: Room) -> None:
    room.at("08:03")
    room.do("message", text=RED, channel="电话", sender="浏阳市应急局")
    fills = {fill.name: fill for fill in filling.filled(only(room), room.now())}
    values = {name: fill.value for name, fill in fills.items()}
    assert values["occurred"] == "07:20"
    assert (values["deaths"], values["injured"], values["loss_yuan"]) == ("3", "17", "2000000")
    assert (values["source"], values["received"], values["colour"]) == ("浏阳市应急局", "08:03", "red")
    assert values["place"].startswith("浏阳市")
    assert len(values["title"]) <= 25
    assert (fills["deaths"].words, fills["injured"].words) == ("3人死亡", "17人受伤")
    assert "13812345678" in " ".join(filling.notes(only(room)))


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("今日11时50分许，镇平县一厂房起火，2人受伤", "时间: 今日11时50分许 (晚于收到的时间, 请核对)", "镇平县"),
        ("今日7时50分许，镇平县一厂房起火，2人受伤", "时间: 今日7时50分许", "镇平县"),
        (
            "国务院办公厅关于做好防汛工作的通知。请于12月5日前报送，申报截止12月20日。",
            "原文期限: 12月5日、12月20日",
            "",
        ),
        ("今早7时许，我省汝州市12名群众到国家信访局门前，反映取款难", "地点: 国家信访局门前", "国家信访局门前"),
    ],
)
def test_what_is_read_is_said_with_what_is_doubtful_of_it(room: Room, text: str, told: str, place: str) -> None:
    room.at("08:10")
    room.do("message", text=text)
    one = only(room)
    assert told in filling.facts_of(one)
    assert place_of(one.proposal, one.text).startswith(place)


def test_a_fault_of_the_sorting_costs_the_proposal_and_never_the_message(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(triage, "sort", broken)
    room.do("message", "desk", text=THREAT, colour="red", kind="appeal")
    room.do("message", "desk", text=BLUE)
    first, second = reads.undisposed(room.views)
    assert (first.text, first.proposal["colour"]) == (THREAT, "red")
    assert (second.text, second.proposal) == (BLUE, {})


def test_blue_ones_are_disposed_of_together_with_one_reason(room: Room) -> None:
    assert room.refused("message settle", reason="知悉").field == "entries"
    assert room.refused("message settle").field == "reason"
    red = room.do("message", "desk", text=RED)
    blues = [room.do("message", "desk", text=text) for text in (BLUE, "食堂今晚吃饺子", "明日天气晴")]
    assert room.refused("message settle", reason="知悉", entries=[blues[0].id, red.id]).field == "entries"
    assert len(reads.undisposed(room.views)) == 4, "one that is not blue stops all of it"
    room.do("message settle", reason="知悉", entries=[blues[0].id])
    room.do("message settle", reason="日常知悉")
    assert [one.id for one in reads.undisposed(room.views)] == [red.id]
    assert [one.reason for one in reads.messages(room.views)[1:]] == ["知悉", "日常知悉", "日常知悉"]
    assert room.state("open_message", subject=f"#{blues[1].seq}") == "met"


def test_messages_that_wait_are_one_line_red_first(room: Room) -> None:
    for text in (BLUE, "食堂今晚吃饺子", RED):
        room.do("message", "desk", text=text)
    room.tick_at("08:10")
    waiting = [one for one in bundled(room.views.alerts()) if one.first.rule == "open_message"]
    assert [(one.count, one.first.step) for one in waiting] == [(3, "ladder:0")] or all(
        one.count == 3 for one in waiting
    )
    assert [one.colour for one in reads.by_urgency(reads.undisposed(room.views))] == ["red", "blue", "blue"]
