"""clocks.md R22 to R32 as far as the desk keeps them: levels, figures, response, shifts, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from room import INCOMING, Room

from dutydesk.kernel.instants import DAY, HOUR, hhmm, iso
from dutydesk.kernel.prose import day_words

REPORTS = "省委办公厅"


# ---------------------------------------------------------------- R22


def test_r22_lowering_a_level_needs_a_reason(room: Room) -> None:
    room.incident(level="III")
    refusal = room.refused("assess", matter="Y1", level="IV")
    assert (refusal.field, refusal.traced) == ("reason", True)
    assert room.views.matter("Y1").level == "III"


def test_r22_a_lowered_level_keeps_the_highest_in_mind(room: Room) -> None:
    room.incident(level="II")
    room.do("assess", "liu", matter="Y1", level="IV", reason="核实为一般")
    matter = room.views.matter("Y1")
    assert (matter.level, matter.highest_level) == ("IV", "II")
    assert room.events("matter.level_set")[-1].reason == "核实为一般"


def test_r22_a_colour_never_falls_by_itself(room: Room) -> None:
    room.incident(level="III")
    room.do("assess", "liu", matter="Y1", level="IV", reason="核实为一般")
    assert room.views.matter("Y1").colour == "red"


def test_r22_a_confirmed_rise_may_raise_the_response_in_the_same_act(room: Room) -> None:
    room.incident(level="IV", deaths="2")
    room.do("assess", matter="Y1", level="IV")
    room.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    room.do("figures", matter="Y1", deaths="4", source="卫健委", level="III", response="III")
    matter = room.views.matter("Y1")
    assert (matter.level, matter.response_level, matter.colour, matter.lead) == ("III", "III", "red", "南阳市政府")


def test_r22_a_response_is_not_raised_before_it_was_activated(room: Room) -> None:
    room.incident(level="IV")
    assert room.refused("figures", matter="Y1", deaths="4", level="III", response="III").field == "response"
    assert room.views.matter("Y1").level == "IV"


# ---------------------------------------------------------------- R23


@pytest.mark.parametrize("field", ["deaths", "missing", "serious_injuries", "injured", "participants"])
def test_r23_a_rise_in_people_after_the_first_report_opens_a_change_report(room: Room, field: str) -> None:
    room.incident()
    room.report()
    room.at("08:22")
    room.do("figures", matter="Y1", **{field: "2"})
    assert room.due("change_report", "Y1") == "08:37"


@pytest.mark.parametrize("field", ["loss_yuan", "evacuated", "threatened_people", "magnitude", "potential_loss_yuan"])
def test_r23_a_rise_in_anything_else_opens_none(room: Room, field: str) -> None:
    room.incident()
    room.report()
    room.do("figures", matter="Y1", **{field: "6" if field == "magnitude" else "5000"})
    assert room.found("change_report", "Y1") == []


def test_r23_loss_opens_one_when_it_raises_the_level(room: Room) -> None:
    room.incident(level="IV")
    room.report()
    room.do("figures", matter="Y1", loss_yuan="2000万", level="III")
    assert room.due("change_report", "Y1") == "08:15"


def test_r23_any_rise_of_level_opens_one_and_joins_that_of_the_figures(room: Room) -> None:
    room.incident(level="IV", deaths="2")
    room.report()
    room.do("figures", matter="Y1", deaths="4", level="III")
    assert room.due("change_report", "Y1") == "08:15"
    assert len(room.events("obligation.joined")) == 1


def test_r23_neither_a_fall_nor_the_same_number_opens_one(room: Room) -> None:
    room.incident(injured="8")
    room.report()
    room.do("figures", matter="Y1", injured="8")
    room.do("figures", matter="Y1", injured="6", reason="2人未受伤")
    assert room.found("change_report", "Y1") == []


def test_r23_figures_of_the_opening_and_before_the_first_report_open_none(room: Room) -> None:
    room.incident(deaths="2", injured="8")
    room.do("figures", matter="Y1", deaths="3")
    room.report()
    assert room.found("change_report", "Y1") == []


def test_r23_no_reason_is_asked_when_the_injured_died(room: Room) -> None:
    room.incident(deaths="2", injured="8")
    room.do("figures", matter="Y1", deaths="4", injured="6")
    values = {name: figure.value for name, figure in room.views.figures(room.views.matter("Y1").id).items()}
    assert values == {"deaths": 4, "injured": 6}


@pytest.mark.parametrize(("deaths", "injured"), [("4", "5"), ("4", "7"), ("2", "6")])
def test_r23_any_other_fall_asks_why(room: Room, deaths: str, injured: str) -> None:
    room.incident(deaths="2", injured="8")
    refusal = room.refused("figures", matter="Y1", deaths=deaths, injured=injured)
    assert (refusal.field, refusal.traced) == ("reason", True)
    assert "受伤" in str(refusal)


def test_r23_the_history_of_figures_stays(room: Room) -> None:
    room.incident(deaths="2", injured="8")
    room.do("figures", matter="Y1", deaths="4", injured="6", source="南阳市卫健委", verified=True)
    history = room.views.figure_history(room.views.matter("Y1").id)
    assert [(one.field, one.value, one.verified) for one in history] == [
        ("deaths", 2, False),
        ("injured", 8, False),
        ("deaths", 4, True),
        ("injured", 6, True),
    ]


def test_r23_a_policy_has_no_change_report(room: Room) -> None:
    room.do("open", kind="appeal", label="A1")
    room.report(matter="A1")
    room.do("figures", matter="A1", participants="60")
    assert room.found("change_report", "A1") == []


# ---------------------------------------------------------------- R24


@pytest.mark.parametrize(("colour", "born"), [("red", True), ("yellow", True), ("blue", False)])
def test_r24_activate_response_for_red_and_yellow_incidents(room: Room, colour: str, born: bool) -> None:
    room.incident(colour=colour)
    assert bool(room.found("activate_response", "Y1")) is born


def test_r24_not_for_other_kinds(room: Room) -> None:
    for label, kind in (("P1", "policy"), ("A1", "appeal"), ("R1", "routine")):
        room.do("open", kind=kind, label=label, colour="red")
        assert room.found("activate_response", label) == []


def test_r24_not_for_a_mere_warning_until_something_happened(room: Room) -> None:
    room.do("open", kind="incident", label="Y1", category="natural", warning="红")
    assert room.views.matter("Y1").colour == "red"
    assert room.found("activate_response", "Y1") == []
    room.at("08:10")
    room.do("figures", matter="Y1", evacuated="200")
    assert room.due("activate_response", "Y1") == "08:20"


def test_r24_appeal_red_response_for_danger_to_life_only(room: Room) -> None:
    room.do("open", kind="appeal", label="A1", colour="red")
    room.do("open", kind="appeal", label="A2", colour="red", danger_to_life=True)
    assert room.found("appeal_red_response", "A1") == []
    assert room.due("appeal_red_response", "A2") == "08:10"
    assert room.raised("appeal_red_response", "A2") == {"ladder:0": "08:00"}


def test_r24_danger_to_life_that_becomes_known_later_counts_from_receipt(room: Room) -> None:
    room.do("open", kind="appeal", label="A1", colour="red")
    room.at("08:04")
    room.do("amend", matter="A1", danger_to_life=True)
    assert room.due("appeal_red_response", "A1") == "08:10"


# ---------------------------------------------------------------- response


def test_no_response_without_an_assessment(room: Room) -> None:
    room.incident()
    refusal = room.refused("activate", matter="Y1", level="IV", lead="南阳市政府")
    assert refusal.traced
    assert "风险评估未完成" in str(refusal)
    assert "风险评估" in str(room.refused("met", obligation={"rule": "activate_response", "matter": "Y1"}))


def test_exactly_one_lead_unit(room: Room) -> None:
    room.incident()
    room.do("assess", matter="Y1", level="IV")
    assert room.refused("activate", matter="Y1", level="IV").field == "lead"
    assert room.refused("activate", matter="Y1", level="IV", lead="信访局、公安局").field == "lead"
    room.do("activate", matter="Y1", level="IV", lead="信访局", support=["公安局、宣传部", "卫健委"])
    matter = room.views.matter("Y1")
    assert (matter.lead, matter.support) == ("信访局", ("公安局", "宣传部", "卫健委"))
    assert room.state("activate_response", "Y1") == "met"


def test_a_joint_plan_wants_lead_and_three_notices(room: Room) -> None:
    room.do("open", kind="incident", label="Y2", category="security", subtype="petition", colour="red")
    room.do("assess", matter="Y2", level="III", reason="首都敏感部位")
    room.do("activate", matter="Y2", level="III", lead="信访局")
    assert room.due("mass_iii_joint_plan", "Y2") == "10:00"
    for unit in ("公安", "信访"):
        room.do("owe", rule="unit_ack", matter="Y2", subject=unit)
    plan = {"rule": "mass_iii_joint_plan", "matter": "Y2"}
    assert "宣传" in str(room.refused("met", obligation=plan))
    room.do("owe", rule="unit_ack", matter="Y2", subject="宣传")
    assert "plan joint" in str(room.refused("met", obligation=plan))
    room.do("plan joint", "liu", matter="Y2", text="分流、受理、答复")
    assert room.state("mass_iii_joint_plan", "Y2") == "met"


# ---------------------------------------------------------------- reports


def test_reports_come_in_order(room: Room) -> None:
    room.incident()
    for kind in ("follow_up", "change", "final"):
        refusal = room.refused("report", matter="Y1", kind=kind, to=[REPORTS])
        assert (refusal.field, refusal.traced) == ("kind", True)
    room.report()
    assert room.refused("report", matter="Y1", kind="first", to=[REPORTS]).field == "kind"
    assert room.refused("report", matter="Y1", kind="follow_up").field == "to"
    assert room.refused("report", matter="Y1", kind="续报", to=[REPORTS]).field == "kind"


def test_reports_are_numbered_and_frozen(room: Room) -> None:
    room.incident(title="二广高速追尾", deaths="2")
    room.report()
    frozen = room.views.reports(room.views.matter("Y1").id)[0].body
    room.do("amend", matter="Y1", title="南召段追尾")
    room.do("figures", matter="Y1", deaths="4")
    room.report(kind="change")
    room.report(kind="follow_up")
    reports = room.views.reports(room.views.matter("Y1").id)
    assert [one.number for one in reports] == [0, 1, 2]
    assert reports[0].body == frozen
    assert reports[0].title == "关于二广高速追尾的报告(首报)"
    assert reports[2].title == "关于南召段追尾的报告(续报二)"


def test_a_correction_names_the_wrong_report_and_goes_to_its_recipients(room: Room) -> None:
    room.incident()
    room.report(to=["省委办公厅、省政府总值班室", "省委办公厅"], text="剩余45人")
    words = {"matter": "Y1", "kind": "correction"}
    assert room.refused("report", **words, text="15人").field == "corrects"
    assert room.refused("report", **words, text="15人", corrects="续报九").field == "corrects"
    assert room.refused("report", **words, corrects="首报").field == "text"
    assert room.refused("report", **words, text="剩余15人", corrects="首报").field == "text"
    text = "“剩余45人”应为“剩余15人”。"
    assert room.refused("report", **words, text=text, corrects="首报", cause="他").field == "cause"
    room.do("report", **words, text=text, corrects="首报", cause="source")
    wrong, right = room.views.reports(room.views.matter("Y1").id)
    assert (right.kind, right.corrects, right.body) == ("correction", wrong.id, text)
    assert right.cause == "source"
    assert right.recipients == wrong.recipients == ("省委办公厅", "省政府总值班室")
    assert wrong.body == "剩余45人"


def test_a_correction_is_made_of_the_wrong_and_the_right_words(room: Room) -> None:
    room.incident()
    room.report(to=["省委办公厅"], text="剩余45人")
    words = {"matter": "Y1", "kind": "correction", "corrects": "首报"}
    assert room.refused("report", **words, wrong="剩余45人").field == "right"
    assert room.refused("report", **words, right="剩余15人").field == "wrong"
    assert room.refused("report", **words, wrong="剩余46人", right="剩余15人").field == "text", (
        "it does not stand there"
    )
    other = {**words, "kind": "follow_up", "to": ["省委办公厅"]}
    assert room.refused("report", **other, wrong="剩余45人", right="剩余15人").field == "wrong"
    room.do("report", **words, wrong="“剩余45人”", right="剩余15人")
    first, right = room.views.reports(room.views.matter("Y1").id)
    assert right.body == (
        f"我办{day_words(first.sent_at)}所报《{first.paper_title}》（第1期）中，“剩余45人”应为“剩余15人”，系我办差错，其他内容不变。\n"
        "请以本更正为准。由此带来不便，特此说明。"
    )


def test_a_proposal_is_not_reported(room: Room) -> None:
    room.do("message", "desk", text="急", colour="red", label="A3", kind="appeal")
    assert room.refused("report", matter="A3", kind="first", to=[REPORTS]).field == "matter"


# ---------------------------------------------------------------- R26, R28, R29, R32


def test_r26_shift_clocks_count_from_the_scheduled_hour_and_are_born_at_the_signature(bare: Room) -> None:
    bare.at("08:04")
    bare.shift()
    view = bare.one("line_check")
    assert (hhmm(view.trigger_at), hhmm(view.due_at), hhmm(view.born_at)) == ("08:00", "09:00", "08:04")
    (shift,) = bare.views.shifts()
    assert (hhmm(shift.began_at), hhmm(shift.begins), iso(shift.ends)) == (
        "08:04",
        "08:00",
        "2026-07-16T08:00:00+08:00",
    )


@pytest.mark.parametrize(
    ("begins", "ends", "born"),
    [
        ("08:00", "20:00", False),
        ("20:00", "2026-07-16T08:00", True),
        ("20:00", "2026-07-16T00:30", False),
        ("20:00", "2026-07-16T00:31", True),
        ("2026-07-16T00:30", "2026-07-16T08:00", True),
    ],
)
def test_r26_midnight_patrol_only_where_the_hours_hold_half_past_midnight(
    bare: Room, begins: str, ends: str, born: bool
) -> None:
    bare.at("08:00")
    bare.do("shift begin", a="zhou", begins=begins, ends=ends)
    assert bool(bare.found("midnight_patrol")) is born


@pytest.mark.parametrize(("taken_up", "born"), [("+00:10", True), ("+00:31", False), ("+03:30", False)])
def test_r26_what_passed_before_a_shift_was_taken_up_is_not_owed_after_its_end(
    bare: Room, taken_up: str, *, born: bool
) -> None:
    bare.at(taken_up)
    bare.shift()
    assert hhmm(bare.views.shift().begins) == "08:00"
    assert bool(bare.found("midnight_patrol")) is born


@pytest.mark.parametrize(
    ("at", "patrols"), [("13:10", ["+00:30"]), ("+02:10", ["+00:30"]), ("+04:30", ["+00:30", "2026-07-17T00:30"])]
)
def test_r26_a_shift_beside_the_plan_counts_from_its_own_beginning(room: Room, at: str, patrols: list[str]) -> None:
    """The running one is replaced in its midst: what is owed at the beginning is owed from now, at no hour that is over or far ahead."""
    room.at(at)
    room.shift(**INCOMING)
    shift = room.views.shift()
    assert shift is not None
    near = room.time("+08:00") - room.now() <= 4 * HOUR
    assert (shift.begins, shift.ends) == (
        (room.time("+08:00"), room.time("+08:00") + DAY) if near else (room.now(), room.time("+08:00"))
    )
    newest = room.found("line_check")[-1]
    assert newest.due_at == shift.begins + HOUR
    assert [one.due_at for one in room.found("midnight_patrol")] == [room.time(one) for one in patrols]


def test_r26_a_shift_begun_long_before_the_planned_one_is_not_that_one(bare: Room) -> None:
    bare.at("08:00")
    bare.do("roster plan", "wang", since="2026-07-16", until="2026-07-17", team=["zhou/he/liu", "sun/ma/zhao"])
    bare.at("13:30")
    bare.do("shift begin", a="zhou", b="he")
    shift = bare.views.shift()
    assert shift is not None
    assert (shift.begins, shift.ends) == (bare.now(), bare.time("+08:00"))
    assert bare.one("line_check").due_at == bare.now() + HOUR
    assert bare.one("midnight_patrol").due_at == bare.time("+00:30")


def test_r26_a_shift_that_nobody_relieves_owes_patrol_and_signature_anew_each_day(room: Room) -> None:
    patrol, signature = room.one("midnight_patrol"), room.one("handover_sign")
    room.tick_at("+08:14")
    assert len(room.found("midnight_patrol")) == len(room.found("handover_sign")) == 1, "it may still be taken over"
    room.tick_at("2026-07-17T00:29")
    assert [one.due_at - patrol.due_at for one in room.found("midnight_patrol")] == [0, DAY]
    room.tick_at("2026-07-18T08:31")
    assert [one.due_at - signature.due_at for one in room.found("handover_sign")] == [0, DAY, 2 * DAY]
    newest = room.found("handover_sign")[-1]
    assert {one.step for one in room.views.all_alerts() if one.obligation == newest.id} >= {"ladder:1", "ladder:2"}
    room.shift(**INCOMING)
    assert {one.state for one in room.found("handover_sign")[:3]} <= {"met", "met_late"}
    room.tick_at("2026-07-19T00:29")
    assert len(room.found("midnight_patrol")) == 4, "what the relieved shift owed each day ended with it"


def test_r26_what_a_shift_owes_each_day_ends_with_it(room: Room) -> None:
    room.at("+08:00")
    room.do("shift end", reason="撤点")
    for day in (17, 18, 19):
        room.tick_at(f"2026-07-{day}T09:00")
    assert len(room.found("midnight_patrol")) == len(room.found("handover_sign")) == 1


def test_r26_responsibility_runs_from_signature_to_signature(room: Room) -> None:
    room.at("+08:09")
    room.shift(**INCOMING)
    first, second = room.views.shifts()
    assert first.ended_at == second.began_at == room.time("+08:09")
    assert room.views.shift().a == "sun"


def test_r28_at_acceptance_holds_end_within_five_minutes_then_the_alert_sounds(room: Room) -> None:
    room.tick_at("09:05")
    room.ack("line_check", actor="he")
    room.at("09:10")
    room.shift(**INCOMING)
    assert hhmm(room.one("line_check").hold_until) == "09:15"
    room.tick_at("09:14")
    assert room.events("alert.sounded_again") == []
    room.tick_at("09:15")
    assert [event.step for event in room.events("alert.sounded_again")] == ["ladder:0"]
    assert room.alert("line_check", "ladder:0").acknowledged_at is None


def test_r28_a_hold_that_ends_sooner_is_not_prolonged(room: Room) -> None:
    room.incident()
    room.do("owe", rule="unit_ack", matter="Y1", subject="公安")
    room.tick_at("08:15")
    room.ack("unit_ack", "Y1")
    room.at("08:33")
    room.shift(**INCOMING)
    assert hhmm(room.one("unit_ack", "Y1").hold_until) == "08:35"


def test_r28_due_times_and_planned_steps_do_not_move(room: Room) -> None:
    room.incident()
    steps = [(s.step, s.planned_at) for s in room.one("activate_response", "Y1").steps]
    room.at("08:05")
    room.shift(**INCOMING)
    assert [(s.step, s.planned_at) for s in room.one("activate_response", "Y1").steps] == steps
    room.tick_at("08:30")
    assert room.raised("activate_response", "Y1") == {
        "warn:PT10M": "08:10",
        "warn:PT5M": "08:15",
        "ladder:0": "08:20",
        "ladder:1": "08:30",
    }


def test_r29_relief_needs_a_reason_and_somebody_new(room: Room) -> None:
    assert room.refused("shift relief", a="sun").field == "reason"
    assert room.refused("shift relief", a="zhou", reason="换人").field == "a"
    assert room.refused("shift relief", a="nobody", reason="换人").field == "a"


def test_r29_relief_changes_the_people_and_bears_no_shift_clocks(room: Room) -> None:
    count = len(room.views.clocks(ended=True))
    room.at("10:00")
    room.do("shift relief", a="孙涛", reason="周明身体不适", signed=["sun"])
    shift = room.views.shift()
    assert (shift.a, shift.b, shift.leader) == ("sun", "he", "liu")
    assert len(room.views.clocks(ended=True)) == count
    assert len(room.views.shifts()) == 1


def test_r29_holds_end_as_at_acceptance(room: Room) -> None:
    room.tick_at("09:05")
    room.ack("line_check")
    room.at("09:10")
    room.do("shift relief", a="sun", reason="周明身体不适", signed=["sun"])
    assert hhmm(room.one("line_check").hold_until) == "09:15"


def test_r32_begin_ends_a_running_shift_at_the_same_instant_and_meets_its_handover(room: Room) -> None:
    room.at("+08:04")
    room.shift(**INCOMING)
    first, _ = room.found("handover_sign")
    assert (first.state, iso(first.met_at)) == ("met", "2026-07-16T08:04:00+08:00")
    ended = room.events("shift.ended")
    assert [event.relieved for event in ended] == [True]


def test_r32_a_post_left_out_is_empty(bare: Room) -> None:
    bare.at("08:00")
    bare.shift(a="周明")
    shift = bare.views.shift()
    assert (shift.a, shift.b, shift.leader, shift.director) == ("zhou", "", "", "")


def test_r32_somebody_must_be_named_where_no_roster_is(bare: Room) -> None:
    assert bare.refused("shift begin").field == "a"
    assert bare.refused("shift begin", b="张三").field == "b"
    assert bare.refused("shift begin", a="zhou", begins="08:00", ends="2026-07-15 07:00").field == "ends"


def test_a_shift_can_end_without_a_next_one(room: Room) -> None:
    room.do("shift end", reason="撤点")
    assert room.views.shift() is None
    assert room.state("line_check") == "running"
    assert room.refused("shift end", reason="再撤").field == ""
    assert room.refused("check", item="l1", state="正常").field == ""


# ---------------------------------------------------------------- R30


def test_r30_a_refused_act_is_an_entry_of_its_own_kind_shown_by_the_audit_filter_only(room: Room) -> None:
    room.incident()
    room.refused("activate", "he", matter="Y1", level="IV", lead="南阳市政府")
    (entry,) = room.audit()
    (event,) = room.events("act.refused")
    assert (entry.actor, entry.label, entry.audit) == ("he", "Y1", True)
    assert (event.act, event.field) == ("activate", "")
    assert event.reason.startswith("风险评估未完成")
    assert "风险评估未完成" not in room.log()


def test_r30_who_may_not_write_is_refused_and_traced(room: Room) -> None:
    refusal = room.refused("log", "audit", text="我想写一行")
    assert refusal.traced
    assert "我想写一行" not in room.stored_text()
    assert room.refused("log", "stranger", text="x").field == "as"
    assert room.refused("people add", "zhou", officer="new", role="officer").traced


# ---------------------------------------------------------------- the checklist


def test_an_abnormal_device_needs_its_remark(room: Room) -> None:
    refusal = room.refused("check", item="l3", state="异常")
    assert (refusal.field, refusal.traced) == ("note", True)
    room.do("check", item="l3", state="异常", note="备用传真机尾号37")
    answer = room.views.answers(room.views.shift().id)["l3"]
    assert (answer.state, answer.note, answer.actor) == ("abnormal", "备用传真机尾号37", "zhou")
    assert room.refused("check", item="l3", state="坏了").field == "state"
    assert room.refused("check", item="zz9", state="正常").field == "item"


def test_answers_belong_to_their_shift(room: Room) -> None:
    room.do("check", item="l1", state="正常")
    room.at("+08:00")
    room.shift(**INCOMING)
    assert room.views.answers(room.views.shift().id) == {}


@pytest.mark.parametrize(
    ("now", "line_check", "patrol"),
    [
        ("09:00", "09:00", "+00:30"),
        ("12:30", "13:30", "+00:30"),
        ("20:23", "21:23", "+00:30"),
    ],
)
def test_who_takes_up_an_empty_desk_has_the_shift_under_way(bare: Room, now: str, line_check: str, patrol: str) -> None:
    """Who signs at 20:23 has this night with its patrol, not the day after; nothing is overdue from before."""
    bare.at(now)
    bare.shift()
    assert bare.views.shift().ends == bare.time("+08:00")
    assert [clock.due_at for clock in bare.found("line_check")] == [bare.time(line_check)]
    assert [clock.due_at for clock in bare.found("midnight_patrol")] == [bare.time(patrol)]


def test_a_death_in_hospital_is_added_to_a_closed_incident(room: Room) -> None:
    """The casualty supplement runs on after closing (R8): what becomes known in its days has a place, and rings nothing new."""
    room.incident(title="甲", deaths=2, injured=8)
    room.report()
    room.do("close", "liu", matter="Y1", criterion="已处置", outcome="solved", waive_open="演练", approved_by="liu")
    owed = {one.rule for one in room.views.clocks()}
    room.do("figures", matter="Y1", figures={"deaths": "3", "injured": "7"}, source="县医院", reason="伤员1人不治")
    matter = room.views.matter("Y1")
    assert matter is not None
    assert {name: one.value for name, one in room.views.figures(matter.id).items()}["deaths"] == 3
    assert {one.rule for one in room.views.clocks()} == owed
    assert room.refused("figures", matter="Y1", figures={"deaths": "4"}, level="III").field == "matter"


@pytest.mark.parametrize(
    ("words", "colour"),
    [
        ({"subtype": "landslide", "deaths": 2, "loss_yuan": 3_500_000}, "red"),
        ({"subtype": "earthquake", "magnitude": 5.1}, "red"),
        ({"subtype": "road", "deaths": 1}, "yellow"),
        ({"subtype": "landslide", "deaths": 2, "loss_yuan": 3_500_000, "colour": "yellow"}, "yellow"),
    ],
)
def test_what_the_table_puts_at_iii_or_above_is_red_where_nobody_says_a_colour(
    room: Room, words: dict[str, Any], colour: str
) -> None:
    """Rules 2.3: Ⅰ to Ⅲ are red; so the short clocks are born though nobody has named the level yet."""
    room.do("open", kind="incident", label="Y1", place="某县", **words)
    matter = room.views.matter("Y1")
    assert matter is not None
    assert matter.colour == colour
    assert (room.found("red_ack", "Y1") != []) == (colour == "red")
