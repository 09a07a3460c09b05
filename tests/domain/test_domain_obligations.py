"""Planning, meeting, holding and snoozing a clock (R1-R10, R16, R17), and which alerts are raised (R11-R18)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.obligations.events import AlertRaised
from dutydesk.capabilities.obligations.rules.alerts import Pending, Step, decide, recipients
from dutydesk.capabilities.obligations.rules.bells import Bell, bells_to_sound
from dutydesk.capabilities.obligations.rules.obligations import (
    Clock,
    UnplannedError,
    acts_of,
    check_snooze,
    follow_up_subject,
    hold_from,
    is_met_by,
    may_renew,
    numeral,
    outcome_at,
    plan,
    plan_reminder,
    step_index,
)
from dutydesk.kernel.instants import HOUR, MINUTE, SECOND
from dutydesk.kernel.people import Duty
from dutydesk.kernel.wording import Worded
from dutydesk.usecase.books import load_books

RULES = load_books().rules.rules
T = 1_000_000 * MINUTE
DUTY = Duty("zhou", "he", "liu", "wang")


def minutes(steps: tuple[object, ...], field: str = "planned_at") -> dict[str, float]:
    return {step.step: (getattr(step, field) - T) / MINUTE for step in steps}  # type: ignore[attr-defined]


# ---------------------------------------------------------------- planning


def test_steps_stand_around_the_due_time() -> None:
    planned = plan(RULES["follow_up"], T, T)
    assert planned.due_at == T + 2 * HOUR
    assert minutes(planned.steps) == {
        "warn:PT30M": 90,
        "warn:PT10M": 110,
        "ladder:0": 120,
        "ladder:1": 130,
        "ladder:2": 140,
        "ladder:3": 160,
    }
    assert (planned.fired, planned.dropped) == ((), ())
    assert [(step.to, step.how) for step in planned.steps[:3]] == [("A", "bell"), ("A", "bell"), ("A", "bell")]


def test_due_is_a_step_where_no_rung_stands_at_zero() -> None:
    planned = plan(RULES["backup_daily"], T, T)
    assert [step.step for step in planned.steps] == ["due", "ladder:0"]
    assert (planned.steps[0].to, planned.steps[0].how) == ("A", "screen")


@pytest.mark.parametrize(
    ("late", "kept", "fired", "dropped"),
    [
        (-1, {"warn:PT10M", "warn:PT5M", "ladder:0", "ladder:1"}, set(), set()),
        (10 * MINUTE - 1, {"warn:PT10M", "warn:PT5M", "ladder:0", "ladder:1"}, set(), set()),
        (10 * MINUTE, {"warn:PT10M", "warn:PT5M", "ladder:0", "ladder:1"}, {"warn:PT10M"}, set()),
        (10 * MINUTE + 1, {"warn:PT5M", "ladder:0", "ladder:1"}, set(), {"warn:PT10M"}),
        (20 * MINUTE, {"ladder:0", "ladder:1"}, {"ladder:0"}, {"warn:PT10M", "warn:PT5M"}),
        (20 * MINUTE + 1, {"ladder:0", "ladder:1"}, {"ladder:0"}, {"warn:PT10M", "warn:PT5M"}),
        (30 * MINUTE, {"ladder:1"}, {"ladder:1"}, {"warn:PT10M", "warn:PT5M", "ladder:0"}),
        (99 * MINUTE, {"ladder:1"}, {"ladder:1"}, {"warn:PT10M", "warn:PT5M", "ladder:0"}),
    ],
)
def test_r02_what_a_birth_keeps_fires_and_drops(late: int, kept: set[str], fired: set[str], dropped: set[str]) -> None:
    planned = plan(RULES["activate_response"], T, T + late)
    assert {step.step for step in planned.steps} == kept
    assert {step.step for step in planned.fired} == fired
    assert set(planned.dropped) == dropped
    assert all(step.fires_at == T + late for step in planned.fired)


def test_r02_rungs_before_due_all_fire_at_birth_while_not_overdue() -> None:
    planned = plan(RULES["red_ack"], T, T)
    assert [step.step for step in planned.fired] == ["ladder:0", "ladder:1"]
    planned = plan(RULES["red_ack"], T, T + MINUTE)
    assert [step.step for step in planned.fired] == ["ladder:0", "ladder:1"]
    assert minutes(planned.fired) == {"ladder:0": 0, "ladder:1": 0}
    assert minutes(planned.fired, "fires_at") == {"ladder:0": 1, "ladder:1": 1}


def test_r02_born_overdue_only_the_highest_offset_fires() -> None:
    planned = plan(RULES["red_ack"], T, T + 6 * MINUTE)
    assert [step.step for step in planned.fired] == ["ladder:3"]
    assert [step.step for step in planned.steps] == ["ladder:3", "ladder:4"]
    assert set(planned.dropped) == {"ladder:0", "ladder:1", "ladder:2"}


def test_an_own_limit_replaces_the_rules() -> None:
    planned = plan(RULES["instruction_feedback"], T, T, T + 5 * HOUR)
    assert planned.due_at == T + 5 * HOUR
    assert minutes(planned.steps) == {"warn:PT4H": 60, "ladder:0": 300}
    assert "PT24H" not in planned.arithmetic


def test_a_field_without_its_time_is_refused() -> None:
    with pytest.raises(UnplannedError, match="手工填写"):
        plan(RULES["policy_own_deadline"], T, T)


def test_r10_a_reminder_is_a_bell_to_a_and_ten_minutes_later_to_b() -> None:
    planned = plan_reminder(T + HOUR, T)
    assert [(step.step, step.planned_at - T, step.to, step.how) for step in planned.steps] == [
        ("ladder:0", HOUR, "A", "bell"),
        ("ladder:1", HOUR + 10 * MINUTE, "B", "bell"),
    ]


@given(st.sampled_from(sorted(RULES)), st.integers(0, 72 * 60))
def test_every_step_of_a_plan_is_kept_or_dropped_and_none_fires_before_birth(rule: str, late: int) -> None:
    born = T + late * MINUTE
    due = T + 3 * HOUR if RULES[rule].due.form in {"field", "workdays"} else None
    planned = plan(RULES[rule], T, born, due)
    names = [step.step for step in planned.steps] + list(planned.dropped)
    assert len(names) == len(set(names))
    assert all(step.fires_at >= born for step in planned.steps)
    assert all(step.planned_at > born for step in planned.steps if step not in planned.fired)


# ---------------------------------------------------------------- ends


@pytest.mark.parametrize(("met_at", "outcome"), [(-1, ("met", 0)), (0, ("met", 0)), (1, ("met_late", 1))])
def test_r04_in_time_to_the_microsecond(met_at: int, outcome: tuple[str, int]) -> None:
    assert outcome_at(T + met_at, T) == outcome


def test_only_the_named_act_meets() -> None:
    assert is_met_by(RULES["follow_up"], {"report.follow_up.sent", "x.y"})
    assert not is_met_by(RULES["follow_up"], {"report.first.sent"})
    assert not is_met_by(RULES["follow_up"], set())
    assert not is_met_by(RULES["policy_2h"], {"interpretation.signed"})
    assert is_met_by(RULES["policy_2h"], {"interpretation.signed", "all_recipients.pushed"})
    assert is_met_by(RULES["classified_transfer"], {"classified_document.locked_away"})


def test_r03_which_acts_the_generic_form_records() -> None:
    assert acts_of(RULES["activate_response"], declined=False) == {"response.activated"}
    assert acts_of(RULES["activate_response"], declined=True) == {"response.declined_with_reason"}
    assert acts_of(RULES["follow_up"], declined=True) is None
    assert acts_of(RULES["policy_2h"], declined=False) == {"interpretation.signed", "all_recipients.pushed"}


# ---------------------------------------------------------------- holds and snoozes


def clock(**words: object) -> Clock:
    return replace(Clock("o", "follow_up", "续报一", "m", T, "yellow", "IV"), **words)  # type: ignore[arg-type]


@pytest.mark.parametrize(("colour", "held"), [("red", 10), ("yellow", 20), ("blue", 60), ("", 60)])
def test_r16_how_long_a_hold_lasts(colour: str, held: int) -> None:
    assert hold_from(clock(colour=colour), T) == T + held * MINUTE


def test_r16_a_running_hold_is_renewed_three_times() -> None:
    assert not may_renew(clock(), T)
    assert may_renew(clock(hold_until=T + 1), T)
    assert not may_renew(clock(hold_until=T - 1), T)
    assert may_renew(clock(hold_until=T + 1, renewals=2), T)
    assert not may_renew(clock(hold_until=T + 1, renewals=3), T)


@pytest.mark.parametrize(
    ("length", "words", "acknowledged", "says"),
    [
        (10, {}, False, "先签收"),
        (4, {}, True, "5 至 15"),
        (16, {}, True, "5 至 15"),
        (10, {"snoozes": 2}, True, "2 次"),
        (10, {"level": "I", "colour": "red"}, True, "特别重大"),
    ],
)
def test_r17_what_is_no_snooze(length: int, words: dict[str, object], acknowledged: bool, says: str) -> None:
    with pytest.raises(Worded, match=says):
        check_snooze(clock(**words), length, acknowledged=acknowledged)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (5, {}),
        (15, {}),
        (10, {"snoozes": 1}),
        (10, {"level": "II", "colour": "red"}),
        (10, {"level": "I", "colour": "yellow"}),
    ],
)
def test_r17_what_is_a_snooze(length: int, words: dict[str, object]) -> None:
    check_snooze(clock(**words), length, acknowledged=True)


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100")],
)
def test_follow_ups_are_counted_in_chinese(number: int, word: str) -> None:
    assert numeral(number) == word
    assert follow_up_subject(number) == f"续报{word}"


def test_step_index() -> None:
    assert [step_index(step) for step in ("ladder:0", "ladder:12", "due", "warn:PT5M")] == [0, 12, -1, -1]


# ---------------------------------------------------------------- which alerts are raised


def ladder(
    index: int, at: int, to: str = "A", how: str = "bell", *, fires: int | None = None, held: bool = False
) -> Step:
    return Step(f"ladder:{index}", T + at * MINUTE, T + (at if fires is None else fires) * MINUTE, to, how, held)


WARN = Step("warn:PT10M", T - 10 * MINUTE, T - 10 * MINUTE, "A", "bell")
STEPS = [WARN, ladder(0, 0), ladder(1, 10, "B"), ladder(2, 20, "leader", "call"), ladder(3, 40, "director", "call")]


def raised(steps: list[Step], now: int, duty: Duty = DUTY, who: str = "", **words: object) -> list[AlertRaised]:
    return decide([Pending(clock(**words), steps, who)], duty, {}, T + now * MINUTE)


def test_nothing_is_raised_before_its_time() -> None:
    assert raised(STEPS, -11) == []
    (alert,) = raised(STEPS, -10)
    assert (alert.step, alert.people, alert.how, alert.late, alert.listed) == ("warn:PT10M", ["zhou"], "bell", 0, [])


def test_r11_entries_of_one_offset_fire_together() -> None:
    alerts = raised([ladder(0, 0), ladder(1, 0, "leader", "call"), ladder(2, 5, "B")], 0)
    assert [(alert.step, alert.people) for alert in alerts] == [("ladder:0", ["zhou"]), ("ladder:1", ["liu"])]


def test_r11_warnings_of_blue_matters_make_no_sound() -> None:
    assert raised([WARN], -10, colour="blue")[0].how == "screen"
    assert raised([ladder(0, 0)], 0, colour="blue")[0].how == "bell"


def test_r12_without_a_matter_an_alert_is_yellow() -> None:
    assert raised([ladder(0, 0)], 0, colour="")[0].colour == "yellow"
    assert raised([ladder(0, 0)], 0, colour="blue")[0].colour == "blue"


@pytest.mark.parametrize(
    ("to", "how", "people"),
    [
        ("A", "bell", ["zhou"]),
        ("leader", "call", ["liu"]),
        ("B", "group", ["he", "zhou", "liu", "wang"]),
        ("centre", "call", ["centre"]),
    ],
)
def test_r12_who_hears(to: str, how: str, people: list[str]) -> None:
    assert recipients(to, how, DUTY) == people


def test_r14_an_empty_post_is_logged_and_the_next_fires_at_once() -> None:
    alerts = raised(STEPS, 10, Duty(a="zhou", leader="liu"), who="")
    assert [(alert.step, alert.people, alert.reason) for alert in alerts] == [
        ("ladder:1", [], "无人在岗"),
        ("ladder:2", ["liu"], "无人在岗, 提前升级"),
    ]
    assert alerts[0].listed == ["ladder:0", "warn:PT10M"]


def test_r14_the_cascade_ends_at_the_first_post_that_is_held() -> None:
    alerts = raised([ladder(0, 0), ladder(1, 10, "B"), ladder(2, 20, "B"), ladder(3, 40, "leader")], 0, Duty(b="he"))
    assert [(alert.step, alert.people) for alert in alerts] == [("ladder:0", []), ("ladder:1", ["he"])]


def test_r14_with_nobody_at_all_every_rung_is_logged() -> None:
    alerts = raised(STEPS[1:], 0, Duty())
    assert [alert.step for alert in alerts] == ["ladder:0", "ladder:1", "ladder:2", "ladder:3"]
    assert {alert.reason for alert in alerts} == {"无人在岗"}


def test_r14_one_filled_post_of_an_offset_is_enough() -> None:
    alerts = raised([ladder(0, 0), ladder(1, 0, "leader"), ladder(2, 5, "B")], 0, Duty(leader="liu", b="he"))
    assert [(alert.step, alert.people) for alert in alerts] == [("ladder:0", []), ("ladder:1", ["liu"])]


def test_r14_an_unheard_warning_moves_nothing() -> None:
    assert [alert.step for alert in raised(STEPS, -10, Duty(leader="liu"))] == ["warn:PT10M"]


def test_r14_while_a_is_away_b_hears() -> None:
    away = replace(DUTY, away=frozenset({"A"}))
    assert (away.holder("A"), away.holder("B")) == ("he", "he")
    assert Duty(a="zhou", away=frozenset({"A"})).holder("A") == "zhou"


def test_r16_the_highest_held_step_fires_with_the_lower_ones_listed() -> None:
    steps = [ladder(1, 10, "B", fires=32, held=True), ladder(2, 20, "leader", "call", fires=32, held=True), STEPS[4]]
    assert raised(steps, 31) == []
    (alert,) = raised(steps, 32, who="he")
    assert (alert.step, alert.listed, alert.late) == ("ladder:2", ["ladder:1"], 0)
    assert alert.people == ["liu", "he", "zhou"]


def test_r16_nobody_is_told_twice() -> None:
    (alert,) = raised([ladder(1, 10, "A", fires=32, held=True)], 32, who="zhou")
    assert alert.people == ["zhou"]


def test_r18_only_the_highest_crossed_offset_fires_and_says_how_late() -> None:
    (alert,) = raised(STEPS, 24)
    assert (alert.step, alert.late) == ("ladder:2", 4 * MINUTE)
    assert alert.listed == ["ladder:0", "ladder:1", "warn:PT10M"]


def test_r18_each_obligation_by_itself() -> None:
    pending = [Pending(clock(), STEPS), Pending(replace(clock(), id="p"), [ladder(0, 0)])]
    alerts = decide(pending, DUTY, {}, T + 24 * MINUTE)
    assert [(alert.obligation, alert.step) for alert in alerts] == [("o", "ladder:2"), ("p", "ladder:0")]


def test_r19_the_later_of_wall_and_elapsed_decides() -> None:
    pending = [Pending(clock(), [ladder(0, 0)])]
    assert decide(pending, DUTY, {"o": T - 1}, T - 1) == []
    assert len(decide(pending, DUTY, {"o": T}, T - HOUR)) == 1
    assert len(decide(pending, DUTY, {"o": T - HOUR}, T)) == 1


# ---------------------------------------------------------------- bells


def bell(colour: str, ago: float | None) -> Bell:
    return Bell(f"{colour} {ago}", colour, None if ago is None else T - int(ago * MINUTE))


@pytest.mark.parametrize(
    ("colour", "ago", "sounds"),
    [
        ("red", None, True),
        ("red", 1.9, False),
        ("red", 2, True),
        ("yellow", None, True),
        ("yellow", 9.9, False),
        ("yellow", 10, True),
        ("blue", None, True),
        ("blue", 600, False),
    ],
)
def test_r12_when_a_bell_sounds_again(colour: str, ago: float | None, sounds: bool) -> None:
    assert bool(bells_to_sound([bell(colour, ago)], None, T)) is sounds


@pytest.mark.parametrize(("since", "sounds"), [(0, False), (59 * SECOND, False), (60 * SECOND, True), (-SECOND, True)])
def test_r12_all_bells_together_at_most_once_a_minute(since: int, sounds: bool) -> None:
    assert bool(bells_to_sound([bell("red", None)], T - since, T)) is sounds


def test_r12_one_bell_stands_for_all_that_are_due() -> None:
    bells = [bell("red", None), bell("yellow", 3), bell("yellow", 11), bell("blue", 70)]
    assert [one.alert for one in bells_to_sound(bells, None, T)] == ["red None", "yellow 11"]
