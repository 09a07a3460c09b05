"""Meetings: receipts, line test, notes, decisions, minutes, moved, called off (ME-01 to ME-03, R1, R8)."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.meetings.handlers import drafted
from dutydesk.capabilities.meetings.reads import meeting, proceedings
from dutydesk.kernel.instants import hhmm
from dutydesk.store.integrity import rebuild

HOSTILE = "[/][b]\x1b[2J\u202e原话"


@pytest.fixture
def m1(room: Room) -> Room:
    """A video meeting from 15:00 to 16:00, planned at 09:30."""
    room.at("09:30")
    room.do("meeting plan", "he", title="视频调度会", begins="15:00", ends="16:00", place="二楼", source="电话")
    return room


def minutes_of(room: Room) -> list[tuple[str, bool]]:
    return [(one.text, one.approved) for one in proceedings(room.views, room.views.matter("M1").id).minutes]


def test_both_clocks_are_born_at_the_planning(m1: Room) -> None:
    matter = m1.views.matter("M1")
    assert (matter.kind, matter.title, matter.place) == ("routine", "视频调度会", "二楼")
    assert m1.due("meeting_line_test", "M1") == "14:30"
    assert (hhmm(m1.one("meeting_minutes", "M1").trigger_at), m1.due("meeting_minutes", "M1")) == ("16:00", "16:00")
    m1.tick_at("14:00")
    assert m1.raised("meeting_line_test", "M1") == {"warn:PT30M": "14:00"}
    m1.at("14:27")
    m1.do("meeting test", "he", matter="M1")
    assert hhmm(m1.one("meeting_line_test", "M1").met_at) == "14:27"
    assert "会前线路测试: 正常" in m1.log()


def test_labels_count_on(m1: Room) -> None:
    m1.do("meeting plan", title="另一个会", begins="17:00", ends="18:00")
    assert m1.views.matter("M2").title == "另一个会"


def test_a_matter_that_is_there_becomes_a_meeting(room: Room) -> None:
    room.do("open", kind="routine", label="R1", title="调度会")
    room.do("owe", rule="meeting_line_test", matter="R1", at="15:00")
    room.do("meeting plan", matter="R1", begins="15:00", ends="16:00")
    assert len(room.found("meeting_line_test", "R1")) == 1
    assert room.due("meeting_minutes", "R1") == "16:00"
    assert room.refused("meeting plan", matter="R1", begins="15:00", ends="16:00").field == "matter"


def test_receipts_are_complete_when_all_have_answered(m1: Room) -> None:
    m1.do("meeting notice", matter="M1", to=["南阳市、应急厅"])
    assert m1.due("meeting_receipts", "M1") == "13:30"
    m1.do("meeting receipt", matter="M1", unit=["南阳市"])
    assert m1.state("meeting_receipts", "M1") == "running"
    m1.at("10:00")
    m1.do("meeting receipt", matter="M1", unit=["应急厅"], at="09:50")
    assert hhmm(m1.one("meeting_receipts", "M1").met_at) == "09:50"
    assert "应急厅 已回执 (2/2)" in m1.log()


def test_the_minutes_are_drawn_from_notes_and_decisions(m1: Room) -> None:
    m1.do("meeting notice", matter="M1", to=["南阳市"])
    m1.at("15:12")
    m1.do("meeting note", "he", matter="M1", text=f"省防指: 今晚排查 {HOSTILE}", at="15:10")
    m1.do("meeting note", matter="M1", text="南阳市: 已部署", at="15:05")
    m1.do("meeting decide", matter="M1", text="排查在建工地", owner="应急厅", due="+12:00")
    draft = drafted(m1.views, m1.views.matter("M1"))
    assert draft.index("15:05 周明: 南阳市: 已部署") < draft.index("15:10 何静: 省防指: 今晚排查")
    assert "1. 排查在建工地, 由应急厅办理, 明日12:00 前办结" in draft
    assert "参加: 南阳市" in draft
    assert "2026年07月15日 15:00-16:00" in draft
    assert "\x1b" not in m1.log()


def test_a_decision_with_an_owner_is_an_action_and_without_one_a_reminder(m1: Room) -> None:
    m1.do("meeting decide", matter="M1", text="排查在建工地", owner="应急厅", due="+12:00")
    assert m1.due("action_due", "M1", "应急厅: 排查在建工地") == "12:00"
    (assigned,) = m1.events("action.assigned")
    m1.do("action move", action=assigned.action, state="done")
    assert m1.state("action_due", "M1", "应急厅: 排查在建工地") == "met"
    m1.do("meeting decide", matter="M1", text="明日再会", due="18:00")
    assert m1.due("reminder", "M1", "明日再会") == "18:00"
    m1.do("meeting decide", matter="M1", text="原则同意")
    assert len(proceedings(m1.views, m1.views.matter("M1").id).decisions) == 3
    assert m1.refused("meeting decide", matter="M1", text="x", owner="甲、乙").field == "owner"


def test_a_draft_kept_early_does_not_lose_later_notes(m1: Room) -> None:
    m1.at("15:30")
    m1.do("meeting note", matter="M1", text="前半")
    m1.do("meeting minutes", matter="M1")
    assert m1.state("meeting_minutes", "M1") == "running"
    m1.do("meeting note", matter="M1", text="后半")
    m1.at("16:30")
    m1.do("meeting minutes", "liu", matter="M1", approve=True)
    (first, second) = minutes_of(m1)
    assert "后半" not in first[0]
    assert "后半" in second[0]
    assert (first[1], second[1]) == (False, True)
    assert hhmm(m1.one("meeting_minutes", "M1").met_at) == "16:30"


def test_what_a_person_wrote_is_not_drawn_over(m1: Room) -> None:
    m1.do("meeting minutes", matter="M1", text="手写纪要")
    m1.do("meeting note", matter="M1", text="后来的话")
    m1.do("meeting minutes", matter="M1", approve=True, approved_by="刘副主任")
    assert minutes_of(m1)[-1] == ("手写纪要", True)


def test_who_was_there_is_kept_until_it_is_written_anew(m1: Room) -> None:
    """Nobody had confirmed the invitation: who was there is said by whoever writes, and stays when the minutes are signed."""
    m1.do("meeting minutes", matter="M1", present="刘副主任、周明", excused="王主任（参加其他会议）")
    m1.do("meeting minutes", "liu", matter="M1", observers="张伟", approve=True)
    last = proceedings(m1.views, m1.views.matter("M1").id).minutes[-1]
    assert (last.present, last.excused, last.observers) == ("刘副主任、周明", "王主任（参加其他会议）", "张伟")


def test_a_meeting_called_off_cancels_its_clocks_and_closes(m1: Room) -> None:
    m1.do("meeting notice", matter="M1", to=["南阳市"])
    assert m1.refused("meeting cancel", matter="M1", reason="").field == "reason"
    m1.do("meeting cancel", matter="M1", reason="上级改为书面")
    for rule in ("meeting_line_test", "meeting_minutes", "meeting_receipts"):
        view = m1.one(rule, "M1")
        assert (view.state, view.cause) == ("cancelled", "called_off")
    assert m1.views.matter("M1").state == "closed"
    assert "会议取消: 上级改为书面; 须告知 南阳市" in m1.log()
    assert m1.refused("meeting test", matter="M1").field == "matter"


def test_a_meeting_owed_by_hand_can_be_called_off_too(room: Room) -> None:
    room.do("open", kind="routine", label="M1", title="调度会")
    assert room.refused("meeting cancel", matter="M1", reason="x").field == "matter"
    room.do("owe", rule="meeting_line_test", matter="M1", at="15:00")
    room.do("meeting cancel", matter="M1", reason="x")
    assert room.one("meeting_line_test", "M1").cause == "called_off"


def test_a_moved_meeting_has_new_clocks(m1: Room) -> None:
    m1.do("meeting test", matter="M1")
    m1.do("meeting move", matter="M1", begins="17:00", ends="18:30", reason="领导日程")
    tests = m1.found("meeting_line_test", "M1")
    assert [(view.state, hhmm(view.due_at)) for view in tests] == [("met", "14:30"), ("open", "16:30")]
    minutes = m1.found("meeting_minutes", "M1")
    assert [(view.state, view.cause) for view in minutes] == [("cancelled", "moved"), ("open", "")]
    assert meeting(m1.views, m1.views.matter("M1").id).tested_at is None


def test_only_what_changed_is_planned_anew(m1: Room) -> None:
    m1.do("meeting move", matter="M1", ends="17:00")
    assert len(m1.found("meeting_line_test", "M1")) == 1
    assert len(m1.found("meeting_minutes", "M1")) == 2
    assert m1.refused("meeting move", matter="M1", ends="17:00").field == "begins"


@pytest.mark.parametrize(
    ("name", "field", "words"),
    [
        ("meeting plan", "title", {"begins": "15:00", "ends": "16:00"}),
        ("meeting plan", "begins", {"title": "x", "ends": "16:00"}),
        ("meeting plan", "ends", {"title": "x", "begins": "15:00", "ends": "2026-07-15 15:00"}),
        ("meeting plan", "label", {"title": "x", "begins": "15:00", "ends": "16:00", "label": "M1"}),
        ("meeting notice", "to", {"matter": "M1"}),
        ("meeting receipt", "unit", {"matter": "M1", "unit": ["甲"]}),
        ("meeting note", "text", {"matter": "M1", "text": " "}),
        ("meeting note", "at", {"matter": "M1", "text": "x", "at": "2026-07-15 23:00"}),
        ("meeting note", "matter", {"matter": "Y1", "text": "x"}),
        ("meeting decide", "due", {"matter": "M1", "text": "x", "due": "2026-07-15 08:00"}),
        ("meeting minutes", "approved_by", {"matter": "M1", "approve": True, "approved_by": "没有"}),
    ],
)
def test_refusals_name_their_field(m1: Room, name: str, field: str, words: dict[str, object]) -> None:
    m1.incident()
    assert m1.refused(name, **words).field == field


def test_receipts_by_those_not_invited_or_twice_are_refused(m1: Room) -> None:
    m1.do("meeting notice", matter="M1", to=["甲"])
    assert m1.refused("meeting receipt", matter="M1", unit=["乙"]).field == "unit"
    m1.do("meeting receipt", matter="M1", unit=["甲"])
    assert m1.refused("meeting receipt", matter="M1", unit=["甲"]).field == "unit"


def test_meetings_come_back_from_the_journal(m1: Room) -> None:
    m1.do("meeting notice", matter="M1", to=["甲", "乙"])
    m1.do("meeting receipt", matter="M1", unit=["甲"])
    m1.do("meeting test", matter="M1")
    m1.do("meeting move", matter="M1", begins="15:30")
    m1.do("meeting minutes", matter="M1", approve=True)
    m1.do("meeting cancel", matter="M1", reason="x")
    before = m1.content()
    assert before["meeting"]
    rebuild(m1.desk.store, m1.now())
    assert m1.content() == before
