"""Small duties: roll call, patrol, the line check."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from room import INCOMING, ON_DUTY, Room

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.handover.sheet import SheetRow, rows
from dutydesk.kernel.instants import hhmm, to_datetime
from dutydesk.store.integrity import rebuild


def sheet(room: Room) -> dict[str, SheetRow]:
    """The handover sheet by item."""
    return {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}


def called(room: Room) -> list[reads.PresenceView]:
    """Every roll call."""
    return reads.roll_calls(room.views, 0, 1 << 62)


# ---------------------------------------------------------------- roll call


def test_a_roll_call_is_owed_for_three_minutes_and_its_answer_is_the_presence(room: Room) -> None:
    room.at("10:00")
    room.do("roll-call receive", who="省政府总值班室")
    assert room.due("roll_call") == "10:03"
    assert reads.open_calls(room.views)[0].caller == "省政府总值班室"
    room.at("10:01")
    room.do("roll-call answer", actor="he")
    (one,) = called(room)
    assert (one.caller, one.officer, one.in_time, one.state) == ("省政府总值班室", "he", True, "answered")
    assert (hhmm(one.received_at), hhmm(one.answered_at)) == ("10:00", "10:01")
    assert room.state("roll_call") == "met"
    assert "点名应答, 在岗: 省政府总值班室" in room.log()


def test_a_late_answer_is_presence_and_says_so(room: Room) -> None:
    room.do("roll-call receive")
    room.tick_at("08:04")
    room.do("roll-call answer")
    assert [(one.in_time, one.state) for one in called(room)] == [(False, "answered")]
    assert room.state("roll_call") == "met_late"


def test_the_generic_way_counts_as_presence_too(room: Room) -> None:
    room.do("owe", rule="roll_call")
    assert [one.state for one in reads.open_calls(room.views)] == ["open"]
    room.at("08:02")
    room.do("met", "he", obligation={"rule": "roll_call"}, note="在岗")
    (one,) = called(room)
    assert (one.officer, hhmm(one.answered_at), one.in_time) == ("he", "08:02", True)


def test_a_call_started_by_hand_is_answered_by_the_key_and_a_written_one_by_hand(room: Room) -> None:
    room.do("owe", rule="roll_call")
    room.do("roll-call answer")
    room.at("09:00")
    room.do("roll-call receive", who="省委办公厅")
    room.do("met", obligation={"rule": "roll_call", "subject": "省委办公厅"})
    assert [(one.caller, one.state, one.in_time) for one in called(room)] == [
        ("", "answered", True),
        ("省委办公厅", "answered", True),
    ]


def test_two_callers_are_two_calls_the_oldest_is_answered_first(room: Room) -> None:
    room.do("roll-call receive", who="省委办公厅")
    room.at("08:01")
    room.do("roll-call receive", who="省政府总值班室")
    assert room.refused("roll-call receive", who="省委办公厅").field == "who"
    room.do("roll-call answer")
    room.do("roll-call answer", who="省政府总值班室")
    assert [one.state for one in called(room)] == ["answered", "answered"]
    assert [view.state for view in room.found("roll_call")] == ["met", "met"]


def test_a_waived_call_waits_for_nobody(room: Room) -> None:
    room.do("roll-call receive", who="x")
    room.do("waive", "liu", obligation={"rule": "roll_call"}, reason="演练")
    assert [(one.state, one.officer) for one in called(room)] == [("ended", "")]
    assert "没有待应答" in str(room.refused("roll-call answer"))


def test_an_answer_is_not_before_its_call_and_a_call_not_in_the_future(room: Room) -> None:
    room.at("10:00:30")
    room.do("roll-call receive", at="10:00:20")
    assert room.refused("roll-call answer", at="09:59").field == "at"
    assert room.refused("roll-call receive", who="y", at="2026-07-15 11:00").field == "at"
    room.do("roll-call answer", at="10:00")
    (one,) = called(room)
    assert one.answered_at == one.received_at, "the minute counts, and no answer stands before its call"


def test_an_auditor_answers_no_roll_call(room: Room) -> None:
    room.do("roll-call receive")
    assert "无权" in str(room.refused("roll-call answer", "audit"))


# ---------------------------------------------------------------- patrol


def test_a_patrol_meets_the_clock_of_this_shift_and_fills_the_sheet(room: Room) -> None:
    assert not sheet(room)["s3"].automatic.startswith("00:12")
    room.at("+00:12")
    room.do("patrol", text="门窗水电正常")
    assert room.state("midnight_patrol") == "met"
    row = sheet(room)["s3"]
    assert row.automatic == "00:12 门窗水电正常"
    assert row.answered


def test_a_patrol_after_an_early_relief_is_last_midnight_s_late_and_not_tomorrow_s(room: Room) -> None:
    room.at("+00:40")
    room.shift(**INCOMING)
    room.at("+00:45")
    room.do("patrol", "sun", text="正常")
    assert [(view.state, hhmm(view.due_at)) for view in room.found("midnight_patrol")] == [
        ("met_late", "00:30"),
    ], "who came seven hours before the plan stays until the planned hour: tomorrow's round is the next shift's"
    room.at("+08:00")
    room.shift()
    assert rounds(room) == ["met_late 07-16 00:30", "open 07-17 00:30"], "the next shift owes its own"


def rounds(room: Room) -> list[str]:
    """What became of each round, the oldest first."""
    return [f"{view.state} {to_datetime(view.due_at):%m-%d %H:%M}" for view in room.found("midnight_patrol")]


def done_at(room: Room, at: str, who: str = "zhou") -> None:
    room.at(at)
    room.do("patrol", who, text="正常")


def test_a_shift_beside_the_plan_that_nobody_relieves_owes_the_round_of_each_night(room: Room) -> None:
    room.at("+00:40")
    room.shift(**INCOMING)
    done_at(room, "+00:45", "sun")
    room.tick_at("+23:59")
    assert rounds(room) == ["met_late 07-16 00:30"], "not before it has to be said that the shift goes on"
    room.tick_at("2026-07-17 00:01")
    assert rounds(room) == ["met_late 07-16 00:30", "open 07-17 00:30"]
    room.tick_at("2026-07-18 00:01")
    assert rounds(room)[2:] == ["open 07-18 00:30"], "and anew each day, whether it was done or not"
    room.at("2026-07-18 08:00")
    room.shift()
    assert rounds(room)[3:] == ["open 07-19 00:30"]


def test_a_shift_that_took_up_an_open_round_owes_the_next_night_s_too(room: Room) -> None:
    room.at("20:00")
    room.shift(**INCOMING)
    assert rounds(room) == ["open 07-16 00:30"], "the same round, once"
    done_at(room, "+00:10", "sun")
    room.tick_at("2026-07-17 00:01")
    assert rounds(room) == ["met 07-16 00:30", "open 07-17 00:30"]


def test_a_day_shift_that_nobody_relieves_owes_the_round_of_its_night_and_its_signature_anew(bare: Room) -> None:
    bare.at("08:00")
    bare.do("shift begin", begins="08:00", ends="20:00", **ON_DUTY)
    assert rounds(bare) == []
    bare.tick_at("23:59")
    assert rounds(bare) == []
    bare.tick_at("+00:00")
    assert rounds(bare) == ["open 07-16 00:30"]
    done_at(bare, "+00:20")
    bare.tick_at("+20:00")
    assert rounds(bare) == ["met 07-16 00:30"]
    assert [f"{to_datetime(view.due_at):%d %H:%M}" for view in bare.found("handover_sign")] == ["15 20:15", "16 20:15"]


def test_a_day_shift_that_is_relieved_in_time_owes_no_round(bare: Room) -> None:
    bare.at("08:00")
    bare.do("shift begin", begins="08:00", ends="20:00", **ON_DUTY)
    bare.at("20:05")
    bare.do("shift begin", begins="20:00", ends="+08:00", **INCOMING)
    bare.tick_at("+00:01")
    assert rounds(bare) == ["open 07-16 00:30"]


def test_a_second_check_meets_nothing_that_an_earlier_shift_left(room: Room) -> None:
    room.at("+08:00")
    room.shift(**INCOMING)
    for minute in ("+08:10", "+08:20"):
        room.at(minute)
        room.do("lines check", "sun", l1="正常")
    assert [view.state for view in room.found("line_check")] == ["open", "met"]


def test_an_abnormal_patrol_wants_a_remark(room: Room) -> None:
    refusal = room.refused("patrol", text="三楼窗未关", abnormal=True)
    assert refusal.field == "note"
    room.do("patrol", text="三楼窗未关", abnormal=True, note="已关, 报物业")
    assert "异常: 已关, 报物业" in sheet(room)["s3"].automatic
    assert [one.abnormal for one in reads.patrols(room.views, 0)] == [True]


# ---------------------------------------------------------------- lines and devices


def test_one_abnormal_item_without_a_remark_and_nothing_is_stored(room: Room) -> None:
    before = room.views.answers(room.views.shift().id)
    refusal = room.refused("lines check", answers=["l1=正常", "l2=正常", "l3=异常"])
    assert refusal.field == "l3"
    assert room.views.answers(room.views.shift().id) == before
    assert room.state("line_check") == "running"
    assert [entry.kind for entry in room.audit()] == ["act.refused"]


def test_the_whole_check_is_one_act(room: Room) -> None:
    room.at("08:31")
    done = room.do(
        "lines check", answers=["l1=正常", "l2=1", "l3=异常:备用传真机尾号37,维修下午到", "l4=3", "l6=2：没电", "l8=2"]
    )
    assert [row.kind for row in done.rows].count("item.checked") == 6
    found = {item: (answer.state, answer.note) for item, answer in room.views.answers(room.views.shift().id).items()}
    assert found == {
        "l1": ("normal", ""),
        "l2": ("normal", ""),
        "l3": ("abnormal", "备用传真机尾号37,维修下午到"),
        "l4": ("off", ""),
        "l6": ("abnormal", "没电"),
        "l8": ("2", ""),
    }
    assert room.one("line_check").state == "met"
    assert hhmm(room.one("line_check").met_at) == "08:31"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (["l1"], "answers"),
        (["l9=正常"], "item"),
        (["d4=2"], "answers"),
        (["l1=好"], "l1"),
        (["l1="], "l1"),
        (["l8=很多"], "l8"),
        (["l1=正常", "l1=停用"], "l1"),
        ([], "answers"),
    ],
)
def test_a_bad_answer_names_its_item(room: Room, answers: list[str], field: str) -> None:
    assert room.refused("lines check", answers=answers).field == field


def test_a_form_names_the_items_and_a_check_needs_a_shift(room: Room, bare: Room) -> None:
    room.do("lines check", l1="正常", l5="2 备份失败, 已报")
    assert room.views.answers(room.views.shift().id)["l5"].note == "备份失败, 已报"
    room.do("shift end")
    assert "没有班次" in str(bare.refused("lines check", l1="正常"))


def test_hostile_remarks_are_kept_as_typed(room: Room, hostile: list[str]) -> None:
    for text in hostile:
        room.do("lines check", l3="异常:" + text)
        assert room.views.answers(room.views.shift().id)["l3"].note == normalize("NFC", text).strip()
        room.do("patrol", text=text)
        room.do("roll-call receive", who=text)
        room.do("roll-call answer")
    assert {one.caller for one in called(room)} == {normalize("NFC", text).strip() for text in hostile}
    assert "\x1b" not in room.log()


def test_rebuild_gives_the_same_tables(room: Room) -> None:
    room.do("roll-call receive", who="a")
    room.do("roll-call answer")
    room.do("owe", rule="roll_call")
    room.do("met", obligation={"rule": "roll_call", "subject": ""})
    room.do("roll-call receive", who="b")
    room.do("patrol", text="正常")
    room.do("lines check", l1="正常")
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before
