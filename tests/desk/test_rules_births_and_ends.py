"""clocks.md R1 to R10: how clocks are born and how they end."""

from __future__ import annotations

import pytest
from room import INCOMING, Room

from dutydesk.capabilities.obligations import events as e
from dutydesk.kernel.instants import MINUTE, hhmm, iso


def clock(rule: str, matter: str = "", subject: str | None = None) -> dict[str, str]:
    named = {"rule": rule, "matter": matter}
    return named if subject is None else {**named, "subject": subject}


# ---------------------------------------------------------------- R1


def test_r01_counts_from_received_at_and_not_from_the_typing(room: Room) -> None:
    room.at("10:49")
    room.incident(received="10:47")
    assert room.due("activate_response", "Y1") == "11:07"
    assert room.due("first_report_iv", "Y1") == "12:47"
    assert hhmm(room.one("activate_response", "Y1").born_at) == "10:49"


def test_r01_counts_from_occurred_at_where_the_rule_says_so(room: Room) -> None:
    room.at("10:49")
    room.incident(received="10:47", occurred="10:20", level="II")
    assert iso(room.one("casualty_supplement_7d", "Y1").due_at) == "2026-07-22T10:20:00+08:00"
    assert room.due("national_report_4h", "Y1") == "14:20"


def test_r01_a_follow_up_is_born_at_the_sending_of_the_report_before_it(room: Room) -> None:
    room.incident()
    assert room.found("follow_up", "Y1") == []
    room.at("08:40")
    room.report(at="08:35")
    view = room.one("follow_up", "Y1")
    assert (hhmm(view.trigger_at), hhmm(view.due_at), hhmm(view.born_at)) == ("08:35", "10:35", "08:40")


def test_r01_a_line_test_is_born_when_the_meeting_is_planned(room: Room) -> None:
    room.at("09:30")
    room.do("owe", rule="meeting_line_test", at="15:00")
    view = room.one("meeting_line_test")
    assert (hhmm(view.born_at), hhmm(view.trigger_at), hhmm(view.due_at)) == ("09:30", "15:00", "14:30")
    room.tick_at("14:00")
    assert room.raised("meeting_line_test") == {"warn:PT30M": "14:00"}


def test_r01_handover_sign_is_born_when_the_shift_begins(room: Room) -> None:
    view = room.one("handover_sign")
    assert hhmm(view.born_at) == "08:00"
    assert iso(view.trigger_at) == "2026-07-16T08:00:00+08:00"
    assert iso(view.due_at) == "2026-07-16T08:15:00+08:00"


# ---------------------------------------------------------------- R2


def test_r02_warnings_planned_before_birth_are_dropped(room: Room) -> None:
    room.at("10:58")
    room.incident(received="10:47")
    assert set(room.steps("activate_response", "Y1")) == {"warn:PT5M", "ladder:0", "ladder:1"}
    room.tick_at("11:02")
    assert room.raised("activate_response", "Y1") == {"warn:PT5M": "11:02"}


def test_r02_a_ladder_step_planned_at_birth_fires_at_birth_in_the_same_act(room: Room) -> None:
    done = room.incident(colour="red")
    assert room.raised("red_ack", "Y1") == {"ladder:0": "08:00", "ladder:1": "08:00"}
    assert [row.kind for row in done.rows].count("alert.raised") == 2
    assert room.alert("red_ack", "ladder:1", "Y1").late == 0


def test_r02_a_ladder_step_before_birth_fires_at_birth_and_one_later_waits(room: Room) -> None:
    room.do("owe", rule="policy_own_deadline", due="08:20")
    assert room.raised("policy_own_deadline") == {"ladder:0": "08:00"}
    assert room.steps("policy_own_deadline")["ladder:1"] == "waiting"
    room.tick_at("08:20")
    assert room.raised("policy_own_deadline")["ladder:1"] == "08:20"


def test_r02_handover_sign_waits_for_its_time(room: Room) -> None:
    assert room.raised("handover_sign") == {}
    room.tick_at("+08:00")
    assert room.raised("handover_sign") == {"warn:PT45M": "07:30", "warn:PT15M": "08:00", "ladder:0": "08:00"}


def test_r02_born_overdue_only_the_highest_crossed_offset_fires_marked_late(room: Room) -> None:
    room.at("10:49")
    room.incident(received="10:00")
    assert room.raised("activate_response", "Y1") == {"ladder:1": "10:49"}
    assert room.alert("activate_response", "ladder:1", "Y1").late == 19 * MINUTE
    assert "延迟" in room.log()
    room.tick_at("12:00")
    assert room.raised("activate_response", "Y1") == {"ladder:1": "10:49"}


def test_r02_born_overdue_before_the_first_rung_later_rungs_keep_their_times(room: Room) -> None:
    room.at("10:25")
    room.incident(received="10:00")
    assert room.raised("activate_response", "Y1") == {"ladder:0": "10:25"}
    room.tick_at("10:30")
    assert room.raised("activate_response", "Y1") == {"ladder:0": "10:25", "ladder:1": "10:30"}


# ---------------------------------------------------------------- R3


def test_r03_met_in_time(room: Room) -> None:
    room.incident()
    room.at("09:00")
    room.report()
    view = room.one("first_report_iv", "Y1")
    assert (view.state, hhmm(view.met_at), view.late) == ("met", "09:00", 0)


def test_r03_met_late_is_for_ever(room: Room) -> None:
    room.incident()
    room.report()
    room.at("10:26")
    room.report(kind="follow_up")
    view = room.one("follow_up", "Y1", "续报一")
    assert (view.state, view.late) == ("met_late", 26 * MINUTE)
    room.at("12:00")
    room.report(kind="follow_up")
    assert room.one("follow_up", "Y1", "续报一").state == "met_late"


def test_r03_the_leader_waives_with_a_reason(room: Room) -> None:
    room.incident()
    assert room.refused("waive", "zhou", obligation=clock("first_report_iv", "Y1"), reason="不必").traced
    assert room.refused("waive", "liu", obligation=clock("first_report_iv", "Y1"), reason=" ").field == "reason"
    room.do("waive", "liu", obligation=clock("first_report_iv", "Y1"), reason="由市里统一报")
    view = room.one("first_report_iv", "Y1")
    assert (view.state, view.cause, view.met_at) == ("waived", "由市里统一报", None)
    room.tick_at("11:00")
    assert room.raised("first_report_iv", "Y1") == {}


def test_r03_a_reasoned_refusal_that_the_rule_allows_meets_the_clock_marked_declined(room: Room) -> None:
    room.incident()
    asked = room.refused("met", obligation=clock("first_report_iv", "Y1"), declined=True)
    assert asked.field == "reason"
    room.do("met", obligation=clock("first_report_iv", "Y1"), declined=True, reason="已由交警总队报")
    view = room.one("first_report_iv", "Y1")
    assert (view.state, view.declined) == ("met", True)
    assert room.found("follow_up", "Y1") == []


def test_r03_other_clocks_cannot_be_declined(room: Room) -> None:
    room.incident(colour="red")
    refusal = room.refused("met", obligation=clock("first_report_phone", "Y1"), declined=True, reason="不想报")
    assert (refusal.field, refusal.traced) == ("declined", True)
    assert room.state("first_report_phone", "Y1") == "running"


def test_r03_what_was_overdue_when_it_was_cancelled_says_so(room: Room) -> None:
    room.incident()
    room.incident(label="Y2")
    room.at("08:21")
    room.do("merge", matter="Y1", into="Y2")
    ended = {event.name: event.overdue for event in room.events("obligation.ended")}
    assert ended["启动响应"] is True
    assert ended["首报 (一般级, 黄色)"] is False


# ---------------------------------------------------------------- R4


def test_r04_in_time_up_to_the_due_instant_itself(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.clock.set(room.one("roll_call").due_at)
    room.do("met", obligation=clock("roll_call"))
    assert (room.one("roll_call").state, room.one("roll_call").late) == ("met", 0)


def test_r04_late_one_microsecond_after_it(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.clock.set(room.one("roll_call").due_at + 1)
    room.do("met", obligation=clock("roll_call"))
    assert (room.one("roll_call").state, room.one("roll_call").late) == ("met_late", 1)


def test_r04_the_acts_own_time_counts_and_not_the_typing(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.at("08:10")
    room.do("met", obligation=clock("roll_call"), at="08:02")
    view = room.one("roll_call")
    assert (view.state, hhmm(view.met_at)) == ("met", "08:02")


@pytest.mark.parametrize(("after", "marked"), [(0, False), (2 * MINUTE, False), (2 * MINUTE + 1, True)])
def test_r04_typed_more_than_two_minutes_after_its_time_is_marked(room: Room, after: int, marked: bool) -> None:
    room.clock.set(room.time("15:10") + after)
    done = room.do("log", text="家属接待点在县委党校", at="15:10")
    entry = room.views.entry_by_id(done.id)
    assert entry is not None
    assert entry.late is marked
    assert ("补记" in room.log()) is marked


def test_r04_an_act_of_a_minute_comes_before_the_tick_of_that_minute(room: Room) -> None:
    room.incident()
    room.at("08:10")
    room.do("assess", matter="Y1", level="IV")
    room.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    room.tick()
    assert room.raised("activate_response", "Y1") == {}


def test_r04_no_act_lies_in_the_future(room: Room) -> None:
    """A watch may be some minutes ahead: that is now; what is further ahead has not happened."""
    assert room.refused("log", text="还没发生", at="2026-07-15 08:06").field == "at"
    assert room.do("log", text="刚刚发生", at="2026-07-15 08:01")
    assert max(one.at for one in room.views.entries(range(1, room.views.head()[0] + 1))) == room.now()


# ---------------------------------------------------------------- R5


def test_r05_second_trigger_joins_the_open_one(room: Room) -> None:
    room.incident()
    room.do("owe", rule="unit_ack", matter="Y1", subject="公安")
    room.at("08:10")
    room.do("owe", rule="unit_ack", matter="Y1", subject="公安")
    assert room.due("unit_ack", "Y1", "公安") == "08:15"
    joined = room.events("obligation.joined")
    assert [(event.obligation, hhmm(event.trigger_at)) for event in joined] == [
        (room.one("unit_ack", "Y1", "公安").id, "08:10")
    ]


def test_r05_another_subject_or_matter_is_another_clock(room: Room) -> None:
    room.incident()
    room.incident(label="Y2")
    for matter, unit in (("Y1", "公安"), ("Y1", "信访"), ("Y2", "公安")):
        room.do("owe", rule="unit_ack", matter=matter, subject=unit)
    assert [view.subject for view in room.found("unit_ack", "Y1")] == ["公安", "信访"]
    assert [view.subject for view in room.found("unit_ack", "Y2")] == ["公安"]


def test_r05_after_the_first_has_ended_a_trigger_bears_a_new_one(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.do("met", obligation=clock("roll_call"))
    room.at("09:00")
    room.do("owe", rule="roll_call")
    assert [hhmm(view.due_at) for view in room.found("roll_call")] == ["08:03", "09:03"]


# ---------------------------------------------------------------- R6


def test_r06_follow_ups_count_from_the_sending_early_or_late(room: Room) -> None:
    room.incident()
    room.report()
    for sent in ("09:50", "12:16", "14:10"):
        room.at(sent)
        room.report(kind="follow_up")
    chain = [(view.subject, hhmm(view.due_at), view.state) for view in room.found("follow_up", "Y1")]
    assert chain == [
        ("续报一", "10:00", "met"),
        ("续报二", "11:50", "met_late"),
        ("续报三", "14:16", "met"),
        ("续报四", "16:10", "open"),
    ]


def test_r06_a_change_report_is_a_follow_up_too(room: Room) -> None:
    room.incident()
    room.report()
    room.do("figures", matter="Y1", deaths="3", source="南阳市卫健委")
    room.at("08:09")
    room.report(kind="change")
    assert room.state("change_report", "Y1") == "met"
    assert [(v.subject, v.state, hhmm(v.due_at)) for v in room.found("follow_up", "Y1")] == [
        ("续报一", "met", "10:00"),
        ("续报二", "open", "10:09"),
    ]


def test_r06_a_correction_and_a_phone_report_are_no_follow_up(room: Room) -> None:
    room.incident()
    room.report(text="接待点在方城县。")
    room.at("09:00")
    room.do("report", matter="Y1", kind="correction", text="“方城县”应为“南召县”", corrects="首报")
    room.do("report", matter="Y1", kind="phone", to=["省政府总值班室"])
    assert room.due("follow_up", "Y1") == "10:00"


def test_r06_a_report_and_no_word_by_hand_meets_a_follow_up_and_bears_the_next(room: Room) -> None:
    room.incident()
    room.report()
    room.at("09:30")
    assert "report" in str(room.refused("met", obligation=clock("follow_up", "Y1")))
    room.report(kind="follow_up")
    assert [(v.subject, v.state, hhmm(v.due_at)) for v in room.found("follow_up", "Y1")] == [
        ("续报一", "met", "10:00"),
        ("续报二", "open", "11:30"),
    ]


def test_r06_calendar_clocks_are_born_at_a_boundary_after_the_store_was_made(room: Room) -> None:
    room.tick()
    assert room.found("backup_daily") == []
    room.tick_at("+00:00")
    assert [(v.trigger_at, hhmm(v.due_at)) for v in room.found("backup_daily")] == [(room.time("+00:00"), "04:00")]


def test_r06_calendar_clocks_are_born_whether_or_not_the_last_has_ended(room: Room) -> None:
    for day in ("16", "17", "18"):
        room.tick_at(f"2026-07-{day}T00:00:00+08:00")
    assert [view.state for view in room.found("backup_daily")] == ["open", "open", "open"]
    room.tick()
    assert len(room.found("backup_daily")) == 3


def test_r06_each_calendar_cycle_is_born_once_even_by_two_processes(room: Room) -> None:
    room.tick_at("+00:00")
    room.do("met", obligation=clock("backup_daily"))
    room.stop()
    room.start()
    room.tick()
    assert [view.state for view in room.found("backup_daily")] == ["met"]


def test_r06_a_date_without_an_hour_means_six_in_the_evening(room: Room) -> None:
    room.at("2026-08-01T00:00:00+08:00")
    room.tick()
    assert iso(room.one("monthly_statistics").due_at) == "2026-08-03T18:00:00+08:00"
    assert iso(room.one("materials_monthly").due_at) == "2026-08-25T18:00:00+08:00"
    assert room.found("quarterly_meeting") == []


def test_r06_cycles_missed_in_a_stop_are_all_born_at_the_next_tick(room: Room) -> None:
    room.stop()
    room.clock.set(room.time("2026-07-19T09:00:00+08:00"))
    room.start()
    room.watch.tick()
    assert [iso(view.trigger_at) for view in room.found("backup_daily")] == [
        f"2026-07-{day}T00:00:00+08:00" for day in (16, 17, 18, 19)
    ]


def test_r06_an_instructions_own_limit_replaces_the_first_day_only(room: Room) -> None:
    room.at("12:50")
    room.do("owe", rule="instruction_feedback", subject="全力救治", due="18:00")
    room.at("17:00")
    room.do("met", obligation=clock("instruction_feedback"))
    first, second = room.found("instruction_feedback")
    assert (first.state, hhmm(first.due_at)) == ("met", "18:00")
    assert (second.state, iso(second.due_at)) == ("open", "2026-07-16T17:00:00+08:00")
    assert second.subject == "全力救治"


def test_r06_the_last_feedback_bears_no_next_one(room: Room) -> None:
    room.do("owe", rule="instruction_feedback")
    room.do("met", obligation=clock("instruction_feedback"), last=True)
    assert room.state("instruction_feedback") == "met"


def test_r06_weekly_contact_recurs_by_itself_met_or_not(room: Room) -> None:
    room.do("owe", rule="weekly_contact", subject="交通运输部")
    room.tick_at("2026-07-22T08:00:00+08:00")
    assert [(iso(v.due_at), v.state) for v in room.found("weekly_contact", subject="交通运输部")] == [
        ("2026-07-22T08:00:00+08:00", "open"),
        ("2026-07-29T08:00:00+08:00", "open"),
    ]


# ---------------------------------------------------------------- R7


def test_r07_a_rise_before_the_first_report_bears_the_red_clocks_from_received_at(room: Room) -> None:
    room.incident()
    room.at("08:10")
    room.do("assess", matter="Y1", level="III")
    assert room.due("first_report_phone", "Y1") == "08:30"
    assert room.due("first_report_written", "Y1") == "09:00"
    old = room.one("first_report_iv", "Y1")
    assert (old.state, old.cause) == ("cancelled", "superseded")


def test_r07_a_colour_set_to_red_does_the_same(room: Room) -> None:
    room.incident()
    room.do("amend", matter="Y1", colour="red", reason="首都敏感部位")
    assert room.due("first_report_written", "Y1") == "09:00"
    assert room.one("first_report_iv", "Y1").cause == "superseded"


def test_r07_after_a_first_report_no_first_report_clock_is_born(room: Room) -> None:
    room.incident(occurred="07:50")
    room.report()
    room.at("08:30")
    room.do("assess", matter="Y1", level="I")
    for rule in ("first_report_phone", "first_report_written", "national_report_4h"):
        assert room.found(rule, "Y1") == []


def test_r07_an_occurrence_known_after_the_first_report_bears_no_national_limit(room: Room) -> None:
    room.incident(level="II")
    room.report()
    room.do("amend", matter="Y1", occurred="07:50")
    assert room.found("national_report_4h", "Y1") == []
    assert len(room.found("casualty_supplement_7d", "Y1")) == 1


def test_r07_the_national_limit_is_born_when_level_two_is_known_and_counts_from_occurrence(room: Room) -> None:
    room.incident(occurred="07:50")
    assert room.found("national_report_4h", "Y1") == []
    room.at("08:30")
    room.do("assess", matter="Y1", level="II")
    assert room.due("national_report_4h", "Y1") == "11:50"


def test_r07_looking_again_bears_no_second_clock(room: Room) -> None:
    room.incident()
    room.do("assess", matter="Y1", level="III")
    room.do("assess", matter="Y1", level="II", reason="")
    room.do("assess", matter="Y1", level="III", reason="核减", consent="liu")
    for rule in ("first_report_phone", "first_report_written", "activate_response", "first_report_iv"):
        assert len(room.found(rule, "Y1")) == 1


def test_r07_a_written_first_report_that_is_sent_first_leaves_nothing_to_telephone(room: Room) -> None:
    room.incident(colour="red")
    room.report()
    assert room.state("first_report_written", "Y1") == "met"
    assert room.state("first_report_phone", "Y1") == "met"


def test_r07_a_phone_report_alone_is_no_first_report(room: Room) -> None:
    room.incident(colour="red")
    room.report(kind="phone")
    assert room.state("first_report_phone", "Y1") == "met"
    assert room.state("first_report_written", "Y1") == "running"
    assert room.found("follow_up", "Y1") == []


# ---------------------------------------------------------------- R8


def reported(room: Room, **words: str) -> None:
    room.incident(**words)
    room.report()
    room.at("08:30")


def test_r08_closing_cancels_the_running_follow_up_and_bears_none(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="伤员全部收治", outcome="solved")
    view = room.one("follow_up", "Y1")
    assert (view.state, view.cause) == ("cancelled", "closed")
    assert room.one("activate_response", "Y1").state == "cancelled"


def test_r08_a_report_sent_with_the_closing_comes_first_and_meets_the_follow_up(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved", kind="follow_up", to=["省委办公厅"])
    view = room.one("follow_up", "Y1")
    assert (view.state, hhmm(view.met_at)) == ("met", "08:30")
    kinds = [row[0] for row in room.views.rows("SELECT kind FROM journal ORDER BY seq")]
    assert kinds.index("matter.closed") > len(kinds) - 1 - kinds[::-1].index("report.sent")


def test_r08_closing_is_refused_while_a_follow_up_is_overdue_and_none_is_sent_with_it(room: Room) -> None:
    reported(room)
    room.at("10:01")
    refusal = room.refused("close", matter="Y1", criterion="人员散去")
    assert refusal.traced
    assert "续报一" in str(refusal)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved", kind="follow_up", to=["省委办公厅"])
    assert room.one("follow_up", "Y1").state == "met_late"


def test_r08_closing_at_the_due_instant_itself_is_not_overdue(room: Room) -> None:
    reported(room)
    room.at("10:00")
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    assert room.one("follow_up", "Y1").state == "cancelled"


def test_r08_receipts_instructions_and_supplements_live_on(room: Room) -> None:
    reported(room, occurred="07:50")
    room.do("owe", rule="unit_ack", matter="Y1", subject="公安")
    room.do("owe", rule="instruction_relay", matter="Y1")
    room.do("owe", rule="instruction_feedback", matter="Y1")
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    for rule in ("unit_ack", "instruction_relay", "instruction_feedback", "casualty_supplement_7d"):
        assert room.state(rule, "Y1") == "running"


def test_r08_final_report_only_where_a_first_report_was_sent(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    assert iso(room.one("final_report", "Y1").due_at) == "2026-07-16T08:30:00+08:00"
    room.incident(label="Y2")
    room.do("close", matter="Y2", criterion="虚惊", outcome="solved", declined=True, reason="未成事件")
    assert room.found("final_report", "Y2") == []
    assert room.one("first_report_iv", "Y2").state == "cancelled"


OPEN = ["casualties=现场未反馈", "cause=调查未结", "aftermath=属地未反馈"]


def test_r08_a_final_report_with_the_closing_meets_follow_up_and_final_report(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved", kind="final", to=["省委办公厅"], gap=OPEN)
    assert room.one("follow_up", "Y1").state == "met"
    assert room.one("final_report", "Y1").state == "met"


@pytest.mark.parametrize(("later", "state"), [(False, "met"), (True, "open")])
def test_r08_a_final_report_sent_before_the_closing_is_not_owed_again(room: Room, later: bool, state: str) -> None:
    reported(room)
    room.report(kind="final", gap=OPEN)
    if later:
        room.at("08:10")
        room.do("figures", matter="Y1", injured="1", source="医院", reason="后来送医")
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    assert room.one("final_report", "Y1").state == state


def test_r08_a_final_report_after_the_closing_meets_its_clock(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    room.at("09:00")
    room.report(kind="final")
    assert room.one("final_report", "Y1").state == "met"


def test_r08_unmet_first_reports_end_only_when_declined_with_a_reason(room: Room) -> None:
    room.incident()
    assert room.refused("close", matter="Y1", criterion="虚惊", declined=True).field == "reason"
    room.do("close", matter="Y1", criterion="虚惊", outcome="solved")
    assert room.state("first_report_iv", "Y1") == "running"


def test_r08_review_goes_by_the_highest_level_the_matter_had(room: Room) -> None:
    reported(room)
    room.do("assess", matter="Y1", level="III")
    room.ack("red_ack", "Y1")
    room.do("assess", matter="Y1", level="IV", reason="复核为3人以下", consent="刘副主任")
    room.report(kind="change")
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    assert iso(room.one("review", "Y1").due_at) == "2026-07-22T08:30:00+08:00"
    room.incident(label="Y2", level="IV")
    room.do("close", matter="Y2", criterion="虚惊", outcome="solved", declined=True, reason="误报")
    assert room.found("review", "Y2") == []


def test_r08_a_closed_matter_takes_no_more_acts_of_its_handling(room: Room) -> None:
    reported(room)
    room.do("close", matter="Y1", criterion="人员散去", outcome="solved")
    for name, words in (("assess", {"level": "IV"}), ("close", {"criterion": "再"})):
        assert room.refused(name, matter="Y1", **words).field == "matter"
    assert room.refused("report", matter="Y1", kind="follow_up", to=["省委"]).field == "matter"


# ---------------------------------------------------------------- R9


def test_r09_the_merged_matters_clocks_are_cancelled_as_merged(room: Room) -> None:
    room.incident()
    room.incident(label="Y2")
    room.do("merge", matter="Y2", into="Y1")
    for rule in ("yellow_ack", "activate_response", "first_report_iv"):
        view = room.one(rule, "Y2")
        assert (view.state, view.cause) == ("cancelled", "merged")
        assert room.state(rule, "Y1") == "running"


def test_r09_unit_receipts_move_to_the_surviving_matter(room: Room) -> None:
    room.incident()
    room.incident(label="Y2")
    room.do("owe", rule="unit_ack", matter="Y2", subject="公安")
    room.do("merge", matter="Y2", into="Y1")
    assert room.found("unit_ack", "Y2") == []
    assert room.state("unit_ack", "Y1", "公安") == "running"
    room.tick_at("08:15")
    assert room.raised("unit_ack", "Y1", "公安") == {"warn:PT5M": "08:10", "ladder:0": "08:15"}
    room.do("met", obligation=clock("unit_ack", "Y1", "公安"))
    assert room.one("unit_ack", "Y1", "公安").state == "met"


def test_r09_both_sources_stay(room: Room) -> None:
    room.incident(source="高速交警")
    room.incident(label="Y2", source="省交通厅微信")
    room.do("merge", matter="Y2", into="Y1")
    old = room.views.matter("Y2")
    assert old is not None
    assert (old.state, old.source) == ("merged", "省交通厅微信")
    assert room.views.matter("Y1").source == "高速交警"
    assert room.refused("figures", matter="Y2", deaths="1").field == "matter"


def test_r09_merging_into_itself_or_twice_is_refused(room: Room) -> None:
    room.incident()
    room.incident(label="Y2")
    assert room.refused("merge", matter="Y1", into="Y1").field == "into"
    room.do("merge", matter="Y2", into="Y1")
    assert room.refused("merge", matter="Y2", into="Y1").field == "matter"
    assert room.refused("merge", matter="Y1", into="Y2").field == "into"


# ---------------------------------------------------------------- R10


def test_r10_a_reminder_rings_for_a_and_ten_minutes_later_for_b(room: Room) -> None:
    room.do("remind", time="09:13", text="回电南阳")
    assert room.one("reminder").subject == "回电南阳"
    room.tick_at("09:23")
    assert room.raised("reminder") == {"ladder:0": "09:13", "ladder:1": "09:23"}
    assert room.alert("reminder", "ladder:0").people == ("zhou",)
    assert room.alert("reminder", "ladder:1").people == ("he",)
    assert room.alert("reminder", "ladder:0").how == "bell"
    room.do("met", obligation=clock("reminder"))
    assert room.one("reminder").late == 10 * MINUTE


def test_r10_a_reminder_done_in_time_never_rings(room: Room) -> None:
    room.do("remind", time="09:13", text="回电南阳")
    room.at("09:00")
    room.do("met", obligation=clock("reminder"))
    room.tick_at("09:30")
    assert room.raised("reminder") == {}


def test_r10_a_reminder_needs_a_time_ahead_and_a_text(room: Room) -> None:
    assert room.refused("remind", time="2026-07-15 07:00", text="回电").field == "time"
    assert room.refused("remind", time="", text="回电").field == "time"
    assert room.refused("remind", time="9点多", text="回电").field == "time"
    assert room.refused("remind", time="09:00", text="").field == "text"


def test_clocks_carry_their_arithmetic_so_that_a_birth_explains_itself(room: Room) -> None:
    room.incident(received="07:59")
    opened = next(event for event in room.events("obligation.opened") if event.rule == "activate_response")
    assert isinstance(opened, e.ObligationOpened)
    assert "07:59" in opened.arithmetic
    assert "PT20M" in opened.arithmetic
    assert opened.rulebook == room.desk.books.rules.version
    assert len(opened.rulebook) == 12


def test_a_handover_ends_nothing_that_is_owed(room: Room) -> None:
    room.incident()
    before = {view.id: (view.due_at, view.state) for view in room.views.clocks(matter_id=room.views.matter("Y1").id)}
    room.at("08:05")
    room.shift(**INCOMING)
    after = {view.id: (view.due_at, view.state) for view in room.views.clocks(matter_id=room.views.matter("Y1").id)}
    assert after == before
