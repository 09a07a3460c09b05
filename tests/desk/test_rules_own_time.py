"""Everything counts at its own time: acts, figures, and the end of a matter for the clocks that hang on it (R3, R8, R23)."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.matters.facts import facts
from dutydesk.kernel.instants import MINUTE, hhmm
from dutydesk.usecase.books import load_books

# ---------------------------------------------------------------- an act meets only what was owed at its own time


def reported(room: Room) -> None:
    room.incident(deaths="1", occurred="07:50", place="南召县", received="07:55")
    room.at("08:10")
    room.report()


def test_a_report_of_before_the_change_leaves_the_change_open(room: Room) -> None:
    reported(room)
    room.at("10:40")
    room.do("figures", matter="Y1", deaths="2", at="10:30")
    room.at("12:00")
    room.report(kind="follow_up", at="10:00")
    assert hhmm(room.one("follow_up", "Y1", "续报一").met_at) == "10:00"
    assert room.state("change_report", "Y1") == "overdue"
    room.report(kind="change")
    assert room.one("change_report", "Y1").state == "met_late"


def test_what_lies_ahead_is_met_by_an_earlier_act(room: Room) -> None:
    room.do("meeting plan", label="M1", title="调度会", begins="15:00", ends="16:00")
    room.at("09:30")
    room.do("meeting test", matter="M1", at="09:00")
    assert hhmm(room.one("meeting_line_test", "M1").met_at) == "09:00"


EARLY: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "met": ({}, "met", {"obligation": {"rule": "unit_ack", "matter": "Y1"}, "at": "08:30"}),
    "receipt": ({}, "receipt", {"matter": "Y1", "unit": "公安", "at": "08:30"}),
}


@pytest.mark.parametrize("case", EARLY)
def test_an_act_said_to_meet_a_clock_before_it_was_owed_is_refused(room: Room, case: str) -> None:
    room.incident()
    room.at("09:00")
    room.do("notify", matter="Y1", unit=["公安"])
    room.at("09:05")
    _, act, words = EARLY[case]
    assert room.refused(act, **words).field == "at"
    room.do(act, **{**words, "at": "09:00"})
    assert room.one("unit_ack", "Y1", "公安").state == "met"


def test_an_instruction_is_not_answered_before_it_came(room: Room) -> None:
    room.incident()
    room.at("09:00")
    room.do("instruct add", matter="Y1", who="省长", text="全力救治")
    room.at("09:30")
    refusal = room.refused("instruct feedback", matter="Y1", text="已落实", to=["省政府"], at="08:50")
    assert refusal.field == "at"


# ---------------------------------------------------------------- the current figure is the newest by its own time


def current(room: Room) -> dict[str, float]:
    matter = room.views.matter("Y1")
    return {name: figure.value for name, figure in room.views.figures(matter.id).items()}


def test_an_older_figure_is_history_and_moves_nothing(room: Room) -> None:
    reported(room)
    room.at("10:31")
    room.do("figures", matter="Y1", deaths="3", at="10:30", verified=True, source="卫健委")
    room.report(kind="change")
    room.at("11:00")
    done = room.do("figures", matter="Y1", deaths="2", at="10:00", source="交警")
    assert current(room) == {"deaths": 3}
    assert not [row for row in done.rows if row.kind == "obligation.opened"]
    assert room.events("matter.figures")[-1].older == ["deaths"]
    assert "早于现有数字, 只作历史; 现为 3人死亡" in room.log()
    room.do("figures", matter="Y1", deaths="9", at="10:00")  # a rise that never was
    assert current(room) == {"deaths": 3}
    assert room.one("change_report", "Y1").state == "met"


def test_a_figure_of_the_same_time_replaces_by_order_of_writing(room: Room) -> None:
    reported(room)
    room.at("10:30")
    room.do("figures", matter="Y1", deaths="3", at="10:20")
    room.do("figures", matter="Y1", deaths="4", at="10:20")
    assert current(room) == {"deaths": 4}


def test_a_figure_typed_to_the_minute_replaces_one_within_that_minute(room: Room) -> None:
    """10:20 typed beside what was saved at 10:20:40 is of one time with it, not older: the rise was lost as history."""
    reported(room)
    room.to(room.time("10:20") + 2 * MINUTE // 3)
    room.do("figures", matter="Y1", deaths="3")
    room.at("10:22")
    room.do("figures", matter="Y1", deaths="4", at="10:20")
    assert current(room) == {"deaths": 4}
    room.do("figures", matter="Y1", deaths="5", at="10:19")
    assert current(room) == {"deaths": 4}


def test_each_field_is_judged_by_itself(room: Room) -> None:
    reported(room)
    room.at("10:30")
    room.do("figures", matter="Y1", deaths="3", at="10:30")
    room.do("figures", matter="Y1", deaths="2", injured="5", at="10:00")
    assert current(room) == {"deaths": 3, "injured": 5}
    assert room.events("matter.figures")[-1].older == ["deaths"]


def test_a_newer_unverified_figure_replaces_a_verified_one_and_is_marked(room: Room) -> None:
    reported(room)
    room.at("10:30")
    room.do("figures", matter="Y1", deaths="3", at="10:00", verified=True)
    room.do("figures", matter="Y1", deaths="4", at="10:20", source="网民")
    assert current(room) == {"deaths": 4}
    assert room.events("matter.figures")[-1].replaced == ["deaths"]
    assert "未核实, 替代已核实的 死亡" in room.log()


def test_a_rise_starts_its_clock_at_the_time_of_the_figure(room: Room) -> None:
    reported(room)
    room.at("10:30")
    room.do("figures", matter="Y1", deaths="3", at="10:20")
    view = room.one("change_report", "Y1")
    assert (hhmm(view.trigger_at), hhmm(view.due_at)) == ("10:20", "10:35")


def test_a_report_carries_the_figures_of_its_own_time(room: Room) -> None:
    reported(room)
    room.at("10:30")
    room.do("figures", matter="Y1", deaths="3", at="10:30")
    room.at("11:00")
    room.report(kind="follow_up", at="10:00")
    assert room.events("report.sent")[-1].figures == {"deaths": 1}


# ---------------------------------------------------------------- clocks that a matter's end makes impossible


MAY_HANG_ON_A_MATTER = ("incident", "matter", "appeal", "policy", "instruction", "meeting", "unit", "action", "resource",
                        "response", "report", "message", "triage", "classified_document")  # fmt: skip


def test_every_rule_that_may_hang_on_a_matter_says_whether_it_ends_with_it(repository: Any) -> None:
    import tomllib

    document = tomllib.loads((repository / "data" / "rulebook" / "obligations.toml").read_text(encoding="utf-8"))
    silent = [
        rule["id"]
        for rule in document["obligation"]
        if rule.get("enabled", True)
        and any(word.split(".")[0] in MAY_HANG_ON_A_MATTER for word in rule["trigger"].split() if "." in word)
        and "ends_with_matter" not in rule
    ]
    assert silent == []


RULES = [rule.id for rule in load_books().rules.enabled()]


@pytest.mark.parametrize("name", RULES)
def test_after_closing_no_clock_stays_that_cannot_be_met(room: Room, name: str) -> None:
    rule = load_books().rules.rules[name]
    room.do("open", kind="routine", label="R9", title="一件事")
    room.do("owe", "liu", rule=name, matter="R9", due="+20:00", at="+10:00" if rule.ahead else "")
    room.do("close", matter="R9", criterion="已办", declined=True, reason="不报", waive_open="不办", approved_by="liu")
    view = room.one(name, "R9")
    if rule.ends_with_matter:
        assert view.state in {"cancelled", "waived"}
    else:
        assert view.state == "open"
        room.do("met", obligation={"rule": name, "matter": "R9"})
        assert room.found(name, "R9")[0].state == "met"


def meeting(room: Room) -> None:
    room.do("meeting plan", label="M1", title="调度会", begins="15:00", ends="16:00")
    room.do("meeting notice", matter="M1", to=["省防指"])


def states(room: Room) -> dict[str, tuple[str, str]]:
    rules = ("meeting_line_test", "meeting_receipts", "meeting_minutes")
    return {name: (room.one(name, "M1").state, room.one(name, "M1").cause) for name in rules}


def test_closing_the_matter_of_a_meeting_not_held_calls_it_off(room: Room) -> None:
    meeting(room)
    room.do("close", matter="M1", criterion="会议取消")
    assert set(states(room).values()) == {("cancelled", "called_off")}
    assert len(room.events("meeting.called_off")) == 1


def test_the_minutes_of_a_meeting_that_was_held_live_on(room: Room) -> None:
    meeting(room)
    room.at("16:10")
    room.do("close", matter="M1", criterion="会议结束")
    assert states(room) == {
        "meeting_line_test": ("cancelled", "closed"),
        "meeting_receipts": ("cancelled", "closed"),
        "meeting_minutes": ("open", ""),
    }
    assert room.events("meeting.called_off") == []
    room.do("meeting minutes", "liu", matter="M1", text="纪要", approve=True)
    assert room.one("meeting_minutes", "M1").state == "met"


# ---------------------------------------------------------------- a warning with people already affected (R21, R24)


@pytest.mark.parametrize(("words", "owed"), [({}, False), ({"affected": True}, True), ({"injured": "1"}, True)])
def test_only_a_warning_alone_owes_no_response(room: Room, words: dict[str, Any], owed: bool) -> None:
    room.do("open", kind="incident", label="Y1", category="natural", subtype="rainstorm", warning="橙", **words)
    assert bool(room.found("activate_response", "Y1")) is owed


def test_a_warning_that_takes_effect_later_owes_a_response_from_its_receipt(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", category="natural", warning="黄", received="07:59")
    room.at("08:30")
    room.do("amend", matter="Y1", affected=True)
    view = room.one("activate_response", "Y1")
    assert (hhmm(view.trigger_at), hhmm(view.due_at)) == ("07:59", "08:19")


def test_effects_are_said_of_a_warning(room: Room) -> None:
    assert room.refused("open", kind="incident", affected=True).field == "affected"
    room.incident()
    assert room.refused("amend", matter="Y1", affected=True).field == "affected"


# ---------------------------------------------------------------- an act has a time of its own


def test_a_response_told_later_counts_from_when_it_was_activated(room: Room) -> None:
    room.incident()
    room.at("08:40")
    room.do("assess", matter="Y1", level="IV", at="08:05")
    room.do("activate", matter="Y1", level="IV", lead="应急管理", at="08:10")
    assert hhmm(room.views.matter("Y1").activated_at) == "08:10"
    assert (room.state("activate_response", "Y1"), hhmm(room.one("activate_response", "Y1").met_at)) == ("met", "08:10")
    steps = [one for one in room.views.clocks(ended=True) if one.trigger == "response.activated"]
    assert {hhmm(one.trigger_at) for one in steps} <= {"08:10"}


OWN_TIME: dict[str, dict[str, Any]] = {
    "assess": {"matter": "Y1", "level": "IV"},
    "activate": {"matter": "Y1", "level": "IV", "lead": "应急管理"},
    "fact": {"matter": "Y1", "name": "cause", "text": "暴雨"},
    "action assign": {"matter": "Y1", "text": "送水", "owner": "水利"},
    "resource ask": {"matter": "Y1", "unit": "民政", "what": "帐篷 20 顶"},
    "plan do": {"matter": "Y1", "number": "1"},
}


@pytest.mark.parametrize("act", OWN_TIME)
def test_an_act_keeps_its_own_time_and_none_before_its_matter(room: Room, act: str) -> None:
    room.incident()
    room.do("assess", matter="Y1", level="IV")
    if act == "plan do":
        room.do("activate", matter="Y1", level="IV", lead="应急管理")
    room.at("09:00")
    early = room.refused(act, **OWN_TIME[act], at="07:00")
    assert (early.field, "早于" in str(early)) == ("at", True)
    assert room.refused(act, **OWN_TIME[act], at="09:30").field == "at"
    room.do(act, **OWN_TIME[act], at="08:50")
    assert hhmm(room.views.entries_between(0, 1 << 62, audit=True)[-1].at) == "08:50"


def test_a_fact_told_later_does_not_replace_a_newer_one(room: Room) -> None:
    room.incident()
    room.at("10:00")
    room.do("fact", matter="Y1", name="cause", text="山体滑坡", at="09:30")
    room.do("fact", matter="Y1", name="cause", text="原因不明", at="08:30")
    assert facts(room.views, room.views.matter("Y1").id)["cause"].text == "山体滑坡"


def test_an_older_assessment_does_not_replace_a_newer_one(room: Room) -> None:
    room.incident()
    room.at("09:00")
    room.do("assess", matter="Y1", level="IV")
    room.at("09:10")
    assert room.refused("assess", matter="Y1", level="IV", at="08:50").field == "at"
    assert room.refused("activate", matter="Y1", level="IV", lead="应急管理", at="08:50").field == "at"


def test_what_is_done_now_is_not_too_early_when_the_clock_was_set_back(room: Room) -> None:
    room.incident()
    room.at("09:00")
    room.do("assess", matter="Y1", level="IV")
    room.clock.step(-10 * MINUTE)
    room.do("assess", matter="Y1", level="IV")
    room.do("activate", matter="Y1", level="IV", lead="应急管理")
    room.report()
    assert room.views.matter("Y1").activated_at is not None
