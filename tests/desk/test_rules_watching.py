"""clocks.md R18 and R19: outages, and steps of the wall clock."""

from __future__ import annotations

from room import Room

from dutydesk.kernel.instants import HOUR, MINUTE, SECOND, hhmm

RING = {"rule": "roll_call"}


def out(room: Room, begins: str, ends: str) -> None:
    """The desk dies at one instant and comes back at another."""
    room.at(begins)
    room.tick()
    room.stop()
    room.clock.set(room.time(ends))
    room.start()
    room.watch.tick()


# ---------------------------------------------------------------- R18


def test_r18_after_an_outage_the_highest_crossed_offset_fires_once_marked_late(room: Room) -> None:
    room.incident()
    room.ack("yellow_ack", "Y1")
    out(room, "08:06", "08:24")
    assert room.raised("activate_response", "Y1") == {"ladder:0": "08:24"}
    assert room.alert("activate_response", "ladder:0", "Y1").late == 4 * MINUTE
    assert room.steps("activate_response", "Y1")["warn:PT10M"] == "listed"


def test_r18_later_ones_come_at_their_planned_times(room: Room) -> None:
    room.incident()
    out(room, "08:06", "08:24")
    room.tick_at("08:30")
    assert room.raised("activate_response", "Y1") == {"ladder:0": "08:24", "ladder:1": "08:30"}


def test_r18_one_entry_says_when_nobody_watched_and_lists_what_was_crossed(room: Room) -> None:
    room.do("remind", time="19:13", text="回电省委")
    room.do("remind", time="19:14", text="催办")
    out(room, "19:12", "19:16")
    (gap,) = room.events("watch.unwatched")
    assert (hhmm(gap.since), hhmm(gap.until)) == ("19:12", "19:16")
    assert gap.missed == ["回电省委 19:13", "催办 19:14"]
    assert "19:12" in room.log()
    assert "延迟" in room.log()


def test_r18_two_processes_write_one_entry(room: Room) -> None:
    room.do("remind", time="19:13", text="回电省委")
    out(room, "19:12", "19:16")
    other = Room(room.path, room.time("19:16"))
    other.watch.tick()
    other.close()
    assert len(room.events("watch.unwatched")) == 1


def test_r18_nothing_that_was_given_is_given_again(room: Room) -> None:
    room.incident()
    room.tick_at("08:10")
    out(room, "08:12", "08:14")
    assert room.raised("activate_response", "Y1") == {"warn:PT10M": "08:10"}


def test_r18_a_short_gap_without_a_miss_is_not_written(room: Room) -> None:
    out(room, "08:06:00", "08:06:20")
    assert room.events("watch.unwatched") == []


def test_r18_a_long_gap_without_a_miss_is_written(room: Room) -> None:
    out(room, "08:06:00", "08:06:40")
    assert [event.missed for event in room.events("watch.unwatched")] == [[]]


def test_r18_met_before_the_outage_stays_silent(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.do("met", obligation=RING)
    out(room, "08:01", "09:00")
    assert room.raised("roll_call") == {"ladder:0": "08:00"}


def test_r18_a_suspend_of_the_same_process_is_an_outage(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.tick_at("08:01")
    room.clock.set(room.time("08:09"))
    room.watch.tick()
    assert room.raised("roll_call") == {"ladder:0": "08:00", "ladder:2": "08:09"}
    assert room.alert("roll_call", "ladder:2").late == MINUTE
    assert len(room.events("watch.unwatched")) == 1


# ---------------------------------------------------------------- R19


def test_r19_after_a_step_back_alarms_fire_by_the_elapsed_clock(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.tick_at("08:01")
    room.clock.step(-7 * MINUTE)
    room.tick()
    for second in range(5, 130, 5):
        room.clock.set(room.time("08:01") + second * SECOND)
        room.watch.tick()
    assert room.raised("roll_call") == {"ladder:0": "08:00", "warn:PT1M": "07:55", "ladder:1": "07:56"}


def test_r19_after_a_step_forward_alarms_fire_by_the_wall(room: Room) -> None:
    room.incident()
    room.tick_at("08:01")
    room.clock.step(20 * MINUTE)
    room.tick()
    assert room.raised("activate_response", "Y1") == {"ladder:0": "08:21"}
    assert room.steps("activate_response", "Y1")["warn:PT5M"] == "listed"
    assert room.alert("activate_response", "ladder:0", "Y1").late == MINUTE


def test_r19_a_step_is_logged_with_its_size_and_nothing_below_two_seconds(room: Room) -> None:
    room.clock.step(2 * SECOND)
    room.tick()
    assert room.events("watch.clock_stepped") == []
    room.clock.step(-2 * SECOND - 1)
    room.tick()
    assert [event.step for event in room.events("watch.clock_stepped")] == [-2 * SECOND - 1]


def test_r19_nothing_sounds_twice_when_the_clock_goes_back_and_forth(room: Room) -> None:
    room.incident()
    room.tick_at("08:11")
    for step in (-5 * MINUTE, 5 * MINUTE, 15 * MINUTE, -15 * MINUTE):
        room.clock.step(step)
        room.tick()
        room.clock.set(room.clock.elapsed() + SECOND)
        room.tick()
    room.tick_at("08:20")
    steps = [(event.obligation, event.step) for event in room.events("alert.raised")]
    assert len(steps) == len(set(steps))


def test_r19_in_time_is_judged_by_the_elapsed_clock_while_the_process_lives(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.tick_at("08:01")
    room.clock.step(30 * MINUTE)
    room.tick()
    room.clock.set(room.time("08:02"))
    room.do("met", obligation=RING)
    view = room.one("roll_call")
    assert (view.state, view.late, hhmm(view.met_at)) == ("met", 0, "08:32")


def test_r19_a_step_back_does_not_make_a_late_act_timely(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.tick_at("08:01")
    room.clock.step(-30 * MINUTE)
    room.tick()
    room.at("08:05")
    room.do("met", obligation=RING)
    view = room.one("roll_call")
    assert (view.state, view.late, hhmm(view.met_at)) == ("met_late", 2 * MINUTE, "07:35")


def test_r19_another_process_trusts_the_wall(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.tick_at("08:01")
    room.clock.step(30 * MINUTE)
    room.tick()
    room.stop()
    room.start()
    room.do("met", obligation=RING)
    assert room.one("roll_call").state == "met_late"


def test_r19_a_clock_born_while_the_wall_is_wrong_counts_by_the_wall(room: Room) -> None:
    room.tick()
    room.clock.step(HOUR)
    room.tick()
    room.do("owe", rule="roll_call")
    assert room.due("roll_call") == "09:03"
    room.clock.set(room.time("08:03"))
    room.tick()
    assert room.raised("roll_call")["ladder:1"] == "09:03"


def test_r19_born_on_a_wall_gone_back_it_counts_by_that_wall(room: Room) -> None:
    room.tick()
    room.clock.step(-HOUR)
    room.tick()
    room.do("owe", rule="roll_call")
    assert room.due("roll_call") == "07:03"
    room.clock.set(room.time("08:02"))
    room.tick()
    assert set(room.raised("roll_call")) == {"ladder:0", "warn:PT1M"}
    room.clock.set(room.time("08:03"))
    room.do("met", obligation=RING)
    assert room.one("roll_call").state == "met"


def test_r19_a_start_on_a_wall_far_behind_the_journal_is_doubtful_until_confirmed(room: Room) -> None:
    room.at("09:00")
    room.do("log", text="一")
    room.stop()
    room.clock.step(-10 * MINUTE)
    room.start()
    room.watch.tick()
    assert room.views.doubtful() == 10 * MINUTE
    room.do("confirm-time")
    assert room.views.doubtful() == 0
    assert len(room.events("watch.clock_doubtful")) == 1


def test_r19_five_minutes_behind_is_not_doubtful(room: Room) -> None:
    room.at("09:00")
    room.do("log", text="一")
    room.stop()
    room.clock.step(-5 * MINUTE)
    room.start()
    room.watch.tick()
    assert room.views.doubtful() == 0


def test_r19_a_doubtful_start_still_runs_on_the_wall(room: Room) -> None:
    room.at("09:00")
    room.do("log", text="一")
    room.stop()
    room.clock.step(-HOUR)
    room.start()
    room.watch.tick()
    room.do("owe", rule="roll_call")
    assert room.due("roll_call") == "08:03"
    room.clock.set(room.time("09:03"))
    room.tick()
    assert "ladder:1" in room.raised("roll_call")
