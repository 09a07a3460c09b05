"""Handling with others: units and receipts, actions, resources, the plan that runs, calls, the call for help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import INCOMING, ON_DUTY, Room

from dutydesk.capabilities.calls import reads as calls
from dutydesk.capabilities.coordination import reads as coordination
from dutydesk.capabilities.coordination.rules import coordination as c


def responding(room: Room, **more: str) -> None:
    """An incident whose response is active."""
    words = {"category": "security", "subtype": "petition", "participants": "60", "colour": "red", **more}
    room.incident(**words)
    room.do("assess", matter="Y1", level="III", reason="首都敏感部位")
    room.do("activate", matter="Y1", level="III", lead="信访局")


def test_units_are_told_in_parallel_and_each_receipt_has_its_own_clock(room: Room) -> None:
    responding(room)
    room.at("08:31")
    room.do("notify", matter="Y1", unit=["公安、信访", "宣传"], text="约60人聚集")
    assert [room.due("unit_ack", "Y1", subject) for subject in ("公安", "信访", "宣传")] == ["08:46"] * 3

    room.at("08:35")
    room.do("receipt", matter="Y1", unit="公安", note="值班室王某, 电话")
    assert room.state("unit_ack", "Y1", "公安") == "met"
    assert room.state("unit_ack", "Y1", "宣传") == "running"
    slowest = coordination.units(room.views, room.views.matter("Y1").id)
    assert [(one.unit, one.minutes) for one in slowest] == [("信访", None), ("宣传", None), ("公安", 4.0)]


def test_a_receipt_nobody_waits_for_names_who_is_waited_for(room: Room) -> None:
    responding(room)
    room.do("notify", matter="Y1", unit=["公安局"])
    refusal = room.refused("receipt", matter="Y1", unit="公安")
    assert refusal.field == "unit"
    assert "公安局" in str(refusal)


def test_the_joint_plan_wants_three_notices_and_a_leader(room: Room) -> None:
    responding(room)
    assert "通知公安" in str(room.refused("plan joint", actor="liu", matter="Y1", text="分流、受理、答复"))
    room.do("notify", matter="Y1", unit=["公安", "信访", "宣传"])
    assert room.refused("plan joint", matter="Y1", text="分流、受理、答复").field == "approved_by"
    assert "不是带班领导" in str(room.refused("plan joint", matter="Y1", text="分流", approved_by="何静"))
    room.do("plan joint", matter="Y1", text="分流、受理、答复", approved_by="刘副主任")
    assert room.state("mass_iii_joint_plan", "Y1") == "met"


def test_the_plan_is_frozen_with_the_incident_and_grows_with_the_response(room: Room) -> None:
    room.incident(category="accident", subtype="road", deaths="2")
    room.do("assess", matter="Y1", level="IV")
    room.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    matter = room.views.matter("Y1").id
    before = coordination.plan_steps(room.views, matter)
    assert before
    assert coordination.running_plan(room.views, matter).termination
    room.do("plan do", matter="Y1", number="1", note="08:05")
    assert room.refused("plan do", matter="Y1", number="1").field == "number"
    assert room.refused("plan do", matter="Y1", number="2", left_out=True).field == "note"
    assert "共" in str(room.refused("plan do", matter="Y1", number="99"))

    room.do("figures", matter="Y1", deaths="4", level="III", response="III")
    after = coordination.plan_steps(room.views, matter)
    assert [step.text for step in after[: len(before)]] == [step.text for step in before]
    assert len(after) > len(before)
    assert after[0].state == "done", "what was done stays done"
    assert len({step.text for step in after}) == len(after)
    assert coordination.running_plan(room.views, matter).level == "III"


def test_an_action_has_one_owner_a_receipt_and_an_end(room: Room) -> None:
    responding(room)
    assert room.refused("action assign", matter="Y1", text="接站", owner="甲、乙").field == "owner"
    room.do("action assign", matter="Y1", text="派车到南站", owner="何静", due="09:00")
    one = coordination.actions(room.views, room.views.matter("Y1").id)[0]
    assert room.due("action_due", "Y1") == "09:00"
    room.do("action move", action=one.id, state="received")
    assert room.state("action_due", "Y1") == "running", "a receipt is not the deed"
    room.at("08:55")
    room.do("action move", action=one.id[-8:], state="done", note="已出发")
    assert room.state("action_due", "Y1") == "met"
    assert "不能改为" in str(room.refused("action move", action=one.id, state="dropped", note="x"))


def test_a_dropped_action_owes_nothing(room: Room) -> None:
    responding(room)
    room.do("action assign", matter="Y1", text="派车", owner="何静", due="09:00")
    one = coordination.actions(room.views, room.views.matter("Y1").id)[0]
    assert room.refused("action move", action=one.id, state="dropped").field == "note"
    room.do("action move", action=one.id, state="dropped", note="人员已自行离开")
    assert room.state("action_due", "Y1") == "cancelled"


def test_silence_and_refusal_of_a_request_go_up(room: Room) -> None:
    responding(room)
    room.do("resource ask", matter="Y1", what="大客车2辆", unit="公交集团")
    one = coordination.resources(room.views, room.views.matter("Y1").id)[0]
    room.tick_at("08:45")
    assert room.state("resource_reply", "Y1") == "overdue"
    assert ("resource_reply", "ladder:1") in [(a.rule, a.step) for a in room.views.all_alerts()]

    room.do("resource move", resource=one.id, state="refused", note="车辆不足")
    assert room.state("resource_reply", "Y1") == "met_late"
    assert room.state("resource_refused", "Y1") == "running"
    assert [a.people for a in room.views.all_alerts() if a.rule == "resource_refused"] == [("liu",)]
    room.do("resource move", resource=one.id, state="agreed", note="刘副主任协调")
    assert room.state("resource_refused", "Y1") == "met"
    room.do("resource move", resource=one.id, state="arrived")
    assert room.refused("resource move", resource=one.id, state="asked").field == "state"


@given(st.lists(st.sampled_from(sorted(c.RESOURCE_NAMES)), max_size=12))
def test_no_request_leaves_its_last_state(wanted: list[str]) -> None:
    state = c.ASKED
    for word in wanted:
        if c.may_follow(state, c.RESOURCE_NEXT, word):
            assert state not in {c.ARRIVED, c.WITHDRAWN}
            state = word
    assert state in c.RESOURCE_NAMES


# ---------------------------------------------------------------- calls


def test_a_red_matter_makes_one_call_task_for_the_leader(room: Room) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    tasks = calls.open_tasks(room.views)
    assert [(one.person, one.label) for one in tasks] == [("liu", "Y1")]

    room.do(
        "contact save", unit="驻京办", post="带班领导", officer="liu", number=["13900000001"], verified="2026-07-01"
    )
    room.do("call", name="刘副主任", result="无人接听")
    assert [(one.tries, one.last_result) for one in calls.open_tasks(room.views)] == [(1, "no_answer")]
    room.do("call", name="liu", result="reached", text="已知, 正赶来")
    assert calls.open_tasks(room.views) == []
    logged = calls.calls(room.views, room.views.matter("Y1").id)
    assert [(one.number, one.result) for one in logged] == [("13900000001", "no_answer"), ("13900000001", "reached")]
    assert room.state("red_ack", "Y1") == "running", "a call is no acknowledgement"


def test_whom_nobody_reached_is_named_when_the_alarm_that_asked_for_the_call_is_acknowledged(room: Room) -> None:
    """R16: the end of a clock ends its calls; whoever acknowledges sees that the leader has heard nothing yet."""
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    done = room.ack("red_ack", "Y1", "ladder:1")
    assert calls.open_tasks(room.views) == []
    assert room.events("alert.acknowledged")[-1].uncalled == ["liu"]
    assert "签收: 红色预警签收; 刘副主任 还没有呼通, 签收后不再列为待呼叫" in room.log()
    assert done.seq


def test_nobody_is_named_who_was_reached_or_is_still_to_be_called(room: Room) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    room.do("call", name="liu", result="reached")
    room.ack("red_ack", "Y1", "ladder:1")
    assert room.events("alert.acknowledged")[-1].uncalled == []


def test_r13_calls_to_one_person_within_a_minute_are_one_task(room: Room) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    room.do("assess", matter="Y1", level="III", reason="x")
    room.do("assess", matter="Y1", level="II", reason="y")
    assert [one.person for one in calls.open_tasks(room.views)] == ["liu"], "raised while red: the same minute"
    room.at("08:06")
    room.do("assess", matter="Y1", level="I", reason="z")
    assert [one.person for one in calls.open_tasks(room.views)].count("liu") == 2


@pytest.mark.parametrize("how", ["shift begin", "shift relief"])
def test_r28_a_call_to_who_went_off_duty_goes_to_who_came(room: Room, how: str) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    room.do("call", name="liu", matter="Y1", result="占线")
    room.tick_at("08:04")
    if how == "shift begin":
        room.do("shift begin", "sun", **INCOMING)
    else:
        room.do("shift relief", "zhao", leader="zhao", reason="生病", cosigner="liu", signed=["liu"])
    tasks = [(one.person, one.label, one.tries) for one in calls.open_tasks(room.views)]
    assert ("zhao", "Y1", 0) in tasks
    assert "liu" not in {person for person, _, _ in tasks}
    assert "刘副主任 已下班, 改呼 赵副主任" in room.log()
    assert room.alert("red_ack", "ladder:2", "Y1").people == (("ma",) if how == "shift begin" else ("he",))
    room.do("call", "sun" if how == "shift begin" else "zhou", name="zhao", matter="Y1", result="reached")
    assert "zhao" not in {one.person for one in calls.open_tasks(room.views)}


def test_r28_without_a_new_leader_the_call_goes_to_the_director_and_to_nobody_who_is_gone(room: Room) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    room.do("shift begin", "sun", a="sun", b="ma", director="wang")
    assert {one.person for one in calls.open_tasks(room.views)} == {"wang"}


def test_a_task_ends_with_what_it_was_about(room: Room) -> None:
    room.incident(colour="red", participants="60", category="security", subtype="petition")
    room.do("ack", alert={"matter": "Y1", "rule": "red_ack"})
    assert calls.open_tasks(room.views) == []


def test_only_a_call_that_reached_rescue_meets_what_life_is_owed(room: Room) -> None:
    room.do("open", kind="appeal", label="A1", colour="red", danger_to_life=True, title="扬言跳楼")
    room.do("call", name="110", matter="A1", result="占线")
    room.do("call", name="朋友", number="13800000000", matter="A1", result="reached")
    assert room.state("appeal_red_response", "A1") == "running"
    room.do("call", name="报警", number="110", matter="A1", text="已派警")
    assert room.state("appeal_red_response", "A1") == "met"


def test_bad_contacts_and_results_are_named(room: Room) -> None:
    assert room.refused("contact save", unit="应急厅", number=["不知道"]).field == "number"
    assert room.refused("contact save", unit="应急厅", number=["010-66001234"], verified="7月").field == "verified"
    assert room.refused("contact save", unit="应急厅", officer="王五").field == "officer"
    assert room.refused("call", name="应急厅", result="不知道").field == "result"
    assert room.refused("call", name="应急厅", task="none").field == "task"
    assert room.refused("contact retire", contact="zzzz").field == "contact"


def test_a_contact_is_replaced_and_retired_by_its_id(room: Room, hostile: list[str]) -> None:
    for text in hostile:
        room.do("contact save", unit=text, name=text, number=["010-12345678"])
    found = calls.contacts(room.views)
    assert sorted(one.unit for one in found) == sorted(one.name for one in found)
    assert len(found) == len(hostile)
    room.do("contact save", unit="省应急厅", contact=found[0].id, number=["0371-65900000", "65900001"])
    again = calls.contact(room.views, found[0].id)
    assert again.numbers == ("037165900000", "65900001")
    room.do("contact retire", contact=found[0].id, reason="号码停用")
    assert calls.contact(room.views, found[0].id) is None


def test_the_emergency_key_calls_who_stands_behind_the_desk(room: Room) -> None:
    room.do("emergency", text="值班室被围")
    assert [one.person for one in calls.open_tasks(room.views)] == [ON_DUTY["leader"], ON_DUTY["director"], "centre"]
    assert "紧急呼叫: 值班室被围" in room.log()


def test_the_emergency_key_uses_the_running_plan(room: Room) -> None:
    responding(room)
    room.at("08:10")
    room.do("emergency", text="人群冲击大门", matter="Y1")
    people = [one.person for one in calls.open_tasks(room.views)]
    assert {"liu", "wang", "centre", "公安"} <= set(people)
    room.do(
        "close",
        matter="Y1",
        criterion="人员散去",
        outcome="solved",
        declined=True,
        reason="误报",
        waive_open="并入总结",
        approved_by="liu",
    )
    assert [one.person for one in calls.open_tasks(room.views) if one.about == "人群冲击大门"] == []
