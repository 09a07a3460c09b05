"""clocks.md R11 to R17: which steps fire when and to whom, acknowledging and snoozing."""

from __future__ import annotations

import pytest
from room import INCOMING, Room

from dutydesk.kernel.instants import MINUTE, hhmm

FOLLOW_UP = {"rule": "follow_up", "matter": "Y1"}


def with_follow_up(room: Room, **words: str) -> None:
    """A yellow matter whose first follow-up is due at 10:10; its own alarm is acknowledged."""
    room.incident(**words)
    room.do("ack", alert={"rule": "red_ack" if words.get("colour") == "red" else "yellow_ack", "matter": "Y1"})
    room.do("assess", matter="Y1", level=words.get("level", "IV"))
    room.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    room.at("08:10")
    if words.get("colour") == "red":
        room.report(kind="phone")
    room.report()


# ---------------------------------------------------------------- R11


def test_r11_each_step_is_raised_once(room: Room) -> None:
    room.incident()
    room.tick_at("11:00")
    for _ in range(3):
        assert room.tick().raised == []
    steps = [(event.obligation, event.step) for event in room.events("alert.raised")]
    assert len(steps) == len(set(steps))
    assert list(room.raised("activate_response", "Y1")) == ["warn:PT10M", "warn:PT5M", "ladder:0", "ladder:1"]


def test_r11_two_processes_raise_a_step_once(room: Room) -> None:
    room.do("owe", rule="roll_call")
    other = Room(room.path, room.time("08:03"))
    room.at("08:03")
    assert [len(one.watch.tick().raised) for one in (room, other)] == [1, 0]
    other.close()


def test_r11_due_is_a_step_only_where_no_rung_stands_at_zero(room: Room) -> None:
    room.incident()
    assert set(room.steps("midnight_patrol")) == {"warn:PT30M", "due", "ladder:0"}
    assert "due" not in room.steps("activate_response", "Y1")
    room.tick_at("+00:30")
    alert = room.alert("midnight_patrol", "due")
    assert (alert.addressee, alert.how, alert.people) == ("A", "screen", ("zhou",))


def test_r11_entries_of_one_offset_fire_together(room: Room) -> None:
    room.incident(colour="red")
    assert room.raised("red_ack", "Y1") == {"ladder:0": "08:00", "ladder:1": "08:00"}
    assert (room.alert("red_ack", "ladder:0", "Y1").people, room.alert("red_ack", "ladder:1", "Y1").people) == (
        ("zhou",),
        ("liu",),
    )


def test_r11_warnings_go_to_a_with_one_bell_and_blue_ones_make_no_sound(room: Room) -> None:
    room.incident()
    room.do("open", kind="policy", label="P1", title="文件")
    room.tick_at("09:30")
    loud, quiet = room.alert("activate_response", "warn:PT10M", "Y1"), room.alert("policy_2h", "warn:PT30M", "P1")
    assert (loud.addressee, loud.how, loud.colour, loud.people) == ("A", "bell", "yellow", ("zhou",))
    assert (quiet.addressee, quiet.how, quiet.colour, quiet.people) == ("A", "screen", "blue", ("zhou",))


# ---------------------------------------------------------------- R12


def test_r12_an_alerts_colour_is_its_matters_else_yellow(room: Room) -> None:
    room.incident(colour="red")
    room.do("owe", rule="roll_call")
    assert room.alert("red_ack", "ladder:0", "Y1").colour == "red"
    assert room.alert("roll_call", "ladder:0").colour == "yellow"


def test_r12_how_decides_sound_and_addressee(room: Room) -> None:
    room.incident()
    group = room.alert("yellow_ack", "ladder:0", "Y1")
    assert (group.how, group.addressee) == ("group", "A")
    assert group.people == ("zhou", "he", "liu", "wang")
    room.tick_at("08:20")
    call = room.alert("activate_response", "ladder:0", "Y1")
    assert (call.how, call.addressee, call.people) == ("call", "leader", ("liu",))


# ---------------------------------------------------------------- R14


def test_r14_who_holds_a_post_is_looked_up_when_the_step_fires(room: Room) -> None:
    room.incident()
    room.at("08:05")
    room.shift(**INCOMING)
    room.tick_at("08:20")
    assert room.alert("activate_response", "ladder:0", "Y1").people == ("zhao",)


def test_r14_an_empty_post_is_logged_and_the_next_entry_fires_at_once(bare: Room) -> None:
    bare.at("08:00")
    bare.shift(a="zhou", b="he", director="wang")
    bare.incident()
    bare.tick_at("08:20")
    assert bare.raised("activate_response", "Y1")["ladder:0"] == "08:20"
    assert bare.raised("activate_response", "Y1")["ladder:1"] == "08:20"
    assert bare.alert("activate_response", "ladder:0", "Y1").reason == "无人在岗"
    assert bare.alert("activate_response", "ladder:0", "Y1").people == ()
    assert bare.alert("activate_response", "ladder:1", "Y1").people == ("wang",)
    assert "无人在岗" in bare.log()


def test_r14_later_entries_come_as_planned(bare: Room) -> None:
    bare.at("08:00")
    bare.shift(a="zhou", leader="liu", director="wang")
    bare.incident(colour="red")
    bare.tick_at("08:12")
    assert bare.raised("red_ack", "Y1") == {
        "ladder:0": "08:00",
        "ladder:1": "08:00",
        "ladder:2": "08:03",
        "ladder:3": "08:03",
        "ladder:4": "08:10",
    }


def test_r14_several_empty_posts_are_passed_over_in_one_go(bare: Room) -> None:
    bare.at("08:00")
    bare.shift(a="zhou", director="wang")
    with_follow_up(bare)
    bare.tick_at("10:10")
    assert set(bare.raised("follow_up", "Y1")) == {"warn:PT30M", "warn:PT10M", "ladder:0"}
    bare.tick_at("10:20")
    raised = bare.raised("follow_up", "Y1")
    assert [raised[f"ladder:{index}"] for index in range(4)] == ["10:10", "10:20", "10:20", "10:20"]
    assert bare.alert("follow_up", "ladder:3", "Y1").people == ("wang",)


def test_r14_a_warning_for_an_empty_post_calls_nobody_else(bare: Room) -> None:
    bare.at("08:00")
    bare.shift(b="he", leader="liu")
    bare.incident()
    bare.tick_at("08:10")
    assert bare.raised("activate_response", "Y1") == {"warn:PT10M": "08:10"}
    assert bare.alert("activate_response", "warn:PT10M", "Y1").people == ()


def test_r14_without_a_shift_every_step_is_still_logged(bare: Room) -> None:
    bare.at("08:00")
    bare.do("owe", actor="desk", rule="roll_call")
    bare.tick_at("09:00")
    assert bare.steps("roll_call") == dict.fromkeys(("warn:PT1M", "ladder:0", "ladder:1", "ladder:2"), "raised")


def test_r14_while_a_is_away_bells_of_a_go_to_b(room: Room) -> None:
    room.do("remind", time="08:10", text="甲")
    room.do("remind", time="08:30", text="乙")
    room.at("08:05")
    room.do("shift away", minutes="15")
    room.tick_at("08:30")
    assert room.alert("reminder", "ladder:0", subject="甲").people == ("he",)
    assert room.alert("reminder", "ladder:0", subject="乙").people == ("zhou",)


# ---------------------------------------------------------------- R15


def test_r15_red_ack_when_a_matter_becomes_red(room: Room) -> None:
    room.incident()
    room.at("08:05")
    room.do("amend", matter="Y1", colour="red")
    assert room.due("red_ack", "Y1") == "08:08"


def test_r15_a_red_proposal_rings_at_once_and_other_clocks_wait_for_confirmation(room: Room) -> None:
    room.do("message", "desk", text="今天不给说法我就跳下去", colour="red", kind="appeal", label="A3")
    assert room.views.matter("A3").state == "proposed"
    assert room.raised("red_ack", "A3") == {"ladder:0": "08:00", "ladder:1": "08:00"}
    assert room.found("appeal_24h", "A3") == []
    room.at("08:04")
    room.do("open", kind="appeal", label="A3", colour="red", danger_to_life=True, received="08:00")
    assert (room.due("appeal_24h", "A3"), room.due("appeal_red_response", "A3")) == ("08:00", "08:10")
    assert len(room.found("red_ack", "A3")) == 1


def test_r15_confirming_a_lower_colour_stops_the_red_alarm(room: Room) -> None:
    room.do("message", "desk", text="快来人", colour="red", kind="appeal", label="A3")
    assert room.refused("open", kind="appeal", label="A3", colour="blue").field == "reason"
    room.do("open", kind="appeal", label="A3", colour="blue", reason="来电人只是着急")
    view = room.one("red_ack", "A3")
    assert (view.state, view.cause) == ("cancelled", "not_red")
    room.tick_at("09:00")
    assert set(room.raised("red_ack", "A3")) == {"ladder:0", "ladder:1"}


def test_r15_red_ack_again_when_the_level_rises_while_red(room: Room) -> None:
    room.incident(level="III")
    room.ack("red_ack", "Y1")
    room.at("08:30")
    room.do("assess", matter="Y1", level="II")
    assert [(view.state, hhmm(view.due_at)) for view in room.found("red_ack", "Y1")] == [
        ("met", "08:03"),
        ("open", "08:33"),
    ]


def test_r15_yellow_ack_for_incidents_only(room: Room) -> None:
    room.incident()
    room.do("open", kind="appeal", label="A1", colour="yellow")
    assert room.due("yellow_ack", "Y1") == "08:15"
    assert room.found("yellow_ack", "A1") == []


def test_r15_a_fall_from_red_to_yellow_opens_no_acknowledgement(room: Room) -> None:
    room.incident(colour="red")
    room.ack("red_ack", "Y1")
    room.do("amend", matter="Y1", colour="yellow", reason="核实无伤亡")
    assert room.found("yellow_ack", "Y1") == []


def test_r15_alerts_of_obligations_open_no_acknowledgement_clock(room: Room) -> None:
    room.incident()
    room.ack("yellow_ack", "Y1")
    room.tick_at("08:40")
    assert len(room.found("yellow_ack", "Y1")) == 1
    assert room.found("red_ack", "Y1") == []


def test_r15_acknowledging_meets_it_for_good(room: Room) -> None:
    room.incident(colour="red")
    room.at("08:02")
    room.ack("red_ack", "Y1")
    assert room.one("red_ack", "Y1").state == "met"
    refusal = room.refused("ack", alert={"rule": "red_ack", "matter": "Y1"}, undo=True)
    assert refusal.field == "alert"
    room.tick_at("09:00")
    assert set(room.raised("red_ack", "Y1")) == {"ladder:0", "ladder:1"}


def test_r15_acknowledged_too_late_is_met_late(room: Room) -> None:
    room.incident(colour="red")
    room.at("08:04")
    room.ack("red_ack", "Y1", actor="he")
    assert (room.one("red_ack", "Y1").state, room.one("red_ack", "Y1").late) == ("met_late", MINUTE)


# ---------------------------------------------------------------- R16


def test_r16_acknowledging_a_warning_silences_that_warning_only(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:05")
    room.ack("follow_up", "Y1", "warn:PT30M")
    assert room.alert("follow_up", "warn:PT30M", "Y1").acknowledged_by == "zhou"
    assert room.alert("follow_up", "warn:PT10M", "Y1").acknowledged_at is None
    assert room.one("follow_up", "Y1").hold_until is None
    room.tick_at("10:20")
    assert room.raised("follow_up", "Y1")["ladder:1"] == "10:20"


@pytest.mark.parametrize(("colour", "held"), [("red", "10:22"), ("yellow", "10:32")])
def test_r16_an_acknowledgement_holds_the_ladder_by_colour(room: Room, colour: str, held: str) -> None:
    with_follow_up(room, colour=colour)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    assert hhmm(room.one("follow_up", "Y1").hold_until) == held
    room.tick_at("10:21")
    assert "ladder:1" not in room.raised("follow_up", "Y1")
    room.tick_at(held)
    fired = room.raised("follow_up", "Y1")
    assert fired["ladder:1" if colour == "red" else "ladder:2"] == held


def test_r16_without_a_matter_the_hold_is_an_hour(room: Room) -> None:
    room.tick_at("09:05")
    room.ack("line_check")
    assert hhmm(room.one("line_check").hold_until) == "10:05"
    room.tick_at("10:04")
    assert set(room.raised("line_check")) == {"warn:PT15M", "ladder:0"}
    room.tick_at("10:05")
    assert room.raised("line_check")["ladder:1"] == "10:05"


def test_r16_a_blue_matter_holds_an_hour(room: Room) -> None:
    room.do("open", kind="policy", label="P1", title="文件")
    room.tick_at("10:01")
    room.ack("policy_2h", "P1")
    assert hhmm(room.one("policy_2h", "P1").hold_until) == "11:01"


def test_r16_after_the_hold_the_highest_fires_and_the_lower_are_listed(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1", actor="he")
    room.tick_at("10:32")
    assert room.steps("follow_up", "Y1")["ladder:1"] == "listed"
    alert = room.alert("follow_up", "ladder:2", "Y1")
    assert (hhmm(alert.raised_at), hhmm(alert.planned_at), alert.late) == ("10:32", "10:30", 0)
    assert alert.people == ("liu", "he", "zhou")
    event = next(event for event in room.events("alert.raised") if event.step == "ladder:2")
    assert event.listed == ["ladder:1"]


def test_r16_later_steps_come_at_their_planned_times(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    room.tick_at("11:30")
    assert room.raised("follow_up", "Y1")["ladder:3"] == "10:50"
    assert room.alert("follow_up", "ladder:3", "Y1").people == ("wang",)


def test_r16_the_a_now_on_duty_hears_a_held_step(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1", actor="he")
    room.at("10:20")
    room.do("shift relief", a="sun", reason="周明身体不适", signed=["sun"])
    room.tick_at("10:25")
    assert room.alert("follow_up", "ladder:1", "Y1").people == ("he", "sun")


def test_r16_an_act_on_the_matter_starts_the_hold_anew_and_a_note_does_not(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    room.at("10:20")
    room.do("log", text="仍在催", matter="Y1")
    assert hhmm(room.one("follow_up", "Y1").hold_until) == "10:32"
    room.do("figures", matter="Y1", evacuated="30")
    assert hhmm(room.one("follow_up", "Y1").hold_until) == "10:40"
    room.tick_at("10:40")
    assert room.raised("follow_up", "Y1")["ladder:2"] == "10:40"


def test_r16_the_hold_is_started_anew_three_times_at_most(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    for minute, until in (("10:15", "10:35"), ("10:20", "10:40"), ("10:25", "10:45"), ("10:30", "10:45")):
        room.at(minute)
        room.do("owe", rule="unit_ack", matter="Y1", subject=f"单位{minute}")
        assert hhmm(room.one("follow_up", "Y1").hold_until) == until


def test_r16_an_act_without_a_running_hold_holds_nothing(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.do("figures", matter="Y1", evacuated="30")
    assert room.one("follow_up", "Y1").hold_until is None
    room.tick_at("10:20")
    assert room.raised("follow_up", "Y1")["ladder:1"] == "10:20"


def test_r16_only_an_end_of_the_obligation_ends_its_ladder(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    room.at("10:15")
    room.report(kind="follow_up")
    room.tick_at("11:30")
    assert set(room.raised("follow_up", "Y1", "续报一")) == {"warn:PT30M", "warn:PT10M", "ladder:0"}
    assert room.steps("follow_up", "Y1", "续报一")["ladder:3"] == "void"


def test_r16_a_mistaken_acknowledgement_can_be_taken_back(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    room.at("10:25")
    room.do("ack", alert=FOLLOW_UP, undo=True)
    assert room.alert("follow_up", "ladder:0", "Y1").acknowledged_at is None
    room.tick()
    assert room.raised("follow_up", "Y1")["ladder:1"] == "10:25"
    room.tick_at("10:30")
    assert room.raised("follow_up", "Y1")["ladder:2"] == "10:30"


def test_r16_an_acknowledgement_moves_no_due_time(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    assert (room.due("follow_up", "Y1"), room.state("follow_up", "Y1")) == ("10:10", "overdue")


def test_r16_what_was_not_raised_or_is_acknowledged_cannot_be_acknowledged(room: Room) -> None:
    with_follow_up(room)
    assert room.refused("ack", alert=FOLLOW_UP).field == "alert"
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")
    assert room.refused("ack", "he", alert={**FOLLOW_UP, "step": "ladder:0"}).field == "alert"
    assert room.refused("ack", alert={"rule": "follow_up", "matter": "Y7"}).field == "matter"


# ---------------------------------------------------------------- R17


def overdue_and_acknowledged(room: Room, **words: str) -> None:
    with_follow_up(room, **words)
    room.tick_at("10:12")
    room.ack("follow_up", "Y1")


def test_r17_a_snooze_needs_acknowledgement_reason_and_five_to_fifteen_minutes(room: Room) -> None:
    with_follow_up(room)
    room.tick_at("10:12")
    early = room.refused("snooze", alert=FOLLOW_UP, minutes="10", reason="等数字")
    assert (early.field, early.traced) == ("minutes", True)
    room.ack("follow_up", "Y1")
    assert room.refused("snooze", alert=FOLLOW_UP, minutes="10", reason="").field == "reason"
    for wrong in ("4", "16", "0", "一刻"):
        assert room.refused("snooze", alert=FOLLOW_UP, minutes=wrong, reason="等数字").field == "minutes"
    room.do("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字")
    room.do("snooze", alert=FOLLOW_UP, minutes="15", reason="等数字")
    assert room.one("follow_up", "Y1").snoozes == 2


def test_r17_a_third_snooze_is_refused(room: Room) -> None:
    overdue_and_acknowledged(room)
    for _ in range(2):
        room.do("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字")
    refusal = room.refused("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字")
    assert refusal.traced
    assert room.one("follow_up", "Y1").snoozes == 2


@pytest.mark.parametrize(("level", "allowed"), [("I", False), ("II", True)])
def test_r17_never_on_a_red_matter_of_level_one(room: Room, level: str, allowed: bool) -> None:
    overdue_and_acknowledged(room, colour="red", level=level)
    if allowed:
        room.do("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字")
        assert room.one("follow_up", "Y1").snoozes == 1
    else:
        assert "Ⅰ" in str(room.refused("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字"))


def test_r17_it_holds_bell_and_ladder_to_the_later_of_snooze_and_hold_then_sounds_again(room: Room) -> None:
    overdue_and_acknowledged(room)
    room.at("10:28")
    room.do("snooze", alert=FOLLOW_UP, minutes="10", reason="等数字")
    room.tick_at("10:37")
    assert set(room.raised("follow_up", "Y1")) == {"warn:PT30M", "warn:PT10M", "ladder:0"}
    room.tick_at("10:38")
    assert room.raised("follow_up", "Y1")["ladder:2"] == "10:38"
    assert len(room.events("alert.sounded_again")) == 1


def test_r17_a_snooze_shorter_than_the_hold_ends_with_the_hold(room: Room) -> None:
    overdue_and_acknowledged(room)
    room.at("10:13")
    room.do("snooze", alert=FOLLOW_UP, minutes="5", reason="等数字")
    room.tick_at("10:31")
    assert room.events("alert.sounded_again") == []
    room.tick_at("10:32")
    assert len(room.events("alert.sounded_again")) == 1


def test_r17_the_same_alert_sounds_again_and_wants_acknowledging_anew(room: Room) -> None:
    room.do("remind", time="08:10", text="回电")
    room.tick_at("08:21")
    room.ack("reminder")
    room.at("09:15")
    room.do("snooze", alert={"rule": "reminder"}, minutes="15", reason="占线")
    room.tick_at("09:30")
    alert = room.alert("reminder", "ladder:1")
    assert (alert.acknowledged_at, hhmm(alert.sounded_at)) == (None, "09:30")


def test_r17_a_report_ends_the_snooze_but_not_the_hold(room: Room) -> None:
    room.incident()
    room.do("owe", rule="unit_ack", matter="Y1", subject="公安")
    room.tick_at("08:16")
    unit = {"rule": "unit_ack", "matter": "Y1"}
    room.do("ack", alert=unit)
    room.at("08:30")
    room.do("snooze", alert=unit, minutes="15", reason="占线")
    room.at("08:31")
    room.report()
    view = room.one("unit_ack", "Y1")
    assert (view.snooze_until, hhmm(view.hold_until)) == (None, "08:51")


def test_r17_a_change_of_level_ends_the_snooze(room: Room) -> None:
    overdue_and_acknowledged(room)
    room.at("10:30")
    room.do("snooze", alert=FOLLOW_UP, minutes="15", reason="等数字")
    room.do("assess", matter="Y1", level="III")
    assert room.one("follow_up", "Y1").snooze_until is None


def test_r17_a_handover_ends_the_snooze_of_a_ladder_step(room: Room) -> None:
    overdue_and_acknowledged(room)
    room.at("10:13")
    room.do("snooze", alert=FOLLOW_UP, minutes="15", reason="等数字")
    room.at("10:14")
    room.shift(**INCOMING)
    view = room.one("follow_up", "Y1")
    assert (view.snooze_until, hhmm(view.hold_until)) == (None, "10:19")
