"""After random days every computed line of the handover sheet is compared with the tables, read here by SQL of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import Room
from test_random_days import QUICK, RandomDay, events
from truths import compare_sheet

from dutydesk.capabilities.handover.sheet import rows


@pytest.fixture
def day(empty_store: Path) -> Callable[[], RandomDay]:
    return lambda: RandomDay(empty_store)


def compare(room: Room) -> None:
    compare_sheet(room.views, room.desk.books.checklist, room.now())


@QUICK
@given(happenings=st.lists(events, min_size=15, max_size=60))
def test_after_a_random_day_every_line_agrees_with_the_tables(
    day: Callable[[], RandomDay], happenings: list[tuple[Any, ...]]
) -> None:
    lived = day()
    try:
        lived.live(happenings)
        compare(lived.room)
    finally:
        lived.close()


def test_what_is_finished_stands_on_no_line(room: Room) -> None:
    room.do("open", kind="policy", title="补贴通知", label="P1")
    room.do("open", kind="appeal", title="欠薪", label="A1")
    room.do("instruct add", matter="A1", who="王省长", text="妥善处置", limit="18:00")
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    assert "P1" in sheet["m4"].automatic
    assert "A1" in sheet["m5"].automatic
    assert "A1 王省长: 妥善处置 (18:00 前反馈)" in sheet["i1"].automatic
    room.do("close", matter="P1", criterion="不需解读", waive_open="不涉我省", approved_by="liu")
    compare(room)
    room.do("contact save", unit="驻京办", post="副主任", name="刘副主任", number=["13800000000"], officer="liu")
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    assert "刘副主任" in sheet["p2"].automatic
    assert "0000" in sheet["p2"].automatic
    assert not sheet["p2"].answered
    room.do("check", item="p2", state="在驻京办")
    compare(room)


def test_the_signatures_tick_their_line(room: Room) -> None:
    checklist = room.desk.books.checklist
    room.at("+07:50")
    room.do("shift relief", a="sun", reason="周明身体不适", signed=["sun"])
    row = {one.item: one for one in rows(room.views, checklist, room.now())}
    assert "替班: A岗 孙涛" in row["p4"].automatic
    assert "签字" in row["p4"].automatic
    assert (row["g2"].automatic, row["g2"].answered) == ("", False)


def test_an_instruction_that_is_only_owed_stands_on_its_line(room: Room) -> None:
    room.incident()
    room.do("owe", rule="instruction_relay", matter="Y1")
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    assert "Y1" in sheet["i1"].automatic
    assert "应于" in sheet["i1"].automatic
    compare(room)


def test_what_no_register_knows_is_shown_and_left_to_a_person(room: Room) -> None:
    """Notices from above and the weather: the roll calls and the warnings are not all of it."""
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    assert not sheet["i3"].answered
    assert not sheet["s4"].answered
    room.do("check", item="s4", state="小雨")
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    assert sheet["s4"].answered
