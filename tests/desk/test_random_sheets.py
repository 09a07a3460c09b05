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

from dutydesk.capabilities.handover.sheet import rows

DAY = 86_400_000_000
EIGHT = 8 * 3_600_000_000


@pytest.fixture
def day(empty_store: Path) -> Callable[[], RandomDay]:
    return lambda: RandomDay(empty_store)


def ask(room: Room, sql: str, *values: Any) -> list[str]:
    return [str(row[0]) for row in room.views.rows(sql, values)]


def counted(line: str) -> int:
    head = line.split(" 件", 1)[0]
    return int(head) if head.isdecimal() else 0


def expected(room: Room) -> dict[str, list[str]]:
    """By item what must be named, each by its label or title."""
    now = room.now()
    today = (now + EIGHT) // DAY
    open_ones = "state IN ('open', 'proposed')"
    clocks = "FROM obligation WHERE state = 'open' AND rule <> 'handover_sign' AND due_at"
    return {
        "m1": ask(room, f"SELECT label FROM matter WHERE {open_ones} AND kind = 'incident'"),
        "m2": ask(room, f"SELECT id {clocks} > ?", now),
        "m3": ask(room, f"SELECT id {clocks} <= ?", now),
        "m4": ask(
            room,
            f"SELECT label FROM matter m WHERE {open_ones} AND kind = 'policy' AND ("
            "NOT EXISTS (SELECT 1 FROM policy_sheet s WHERE s.matter_id = m.id AND s.withdrawn_at IS NULL AND s.number = "
            "(SELECT max(number) FROM policy_sheet n WHERE n.matter_id = m.id)) OR "
            "NOT EXISTS (SELECT 1 FROM policy_recipient r WHERE r.matter_id = m.id) OR "
            "EXISTS (SELECT 1 FROM policy_recipient r WHERE r.matter_id = m.id AND (r.pushed_at IS NULL OR "
            "(r.wrong_at IS NOT NULL AND r.corrected_at IS NULL))))",
        ),
        "m5": ask(
            room,
            f"SELECT label FROM matter m WHERE {open_ones} AND kind = 'appeal' AND NOT EXISTS (SELECT 1 FROM journal j "
            "WHERE j.kind = 'appeal.disposal_approved' AND j.matter_id = m.id)",
        ),
        "i1": ask(room, "SELECT body FROM instruction WHERE closed_at IS NULL"),
        "i2": ask(
            room,
            "SELECT m.label FROM meeting t JOIN matter m ON m.id = t.matter_id WHERE t.called_off_at IS NULL "
            "AND (t.begins_at + ?) / ? <= ? AND (t.ends_at + ?) / ? >= ?",
            EIGHT, DAY, today, EIGHT, DAY, today,
        ),
        "m8": ask(
            room,
            f"SELECT label FROM matter WHERE {open_ones} AND opened_at < "
            "(SELECT began_at FROM shift WHERE ended_at IS NULL)",
        ),
    }  # fmt: skip


def compare(room: Room) -> None:
    if room.views.shift() is None:
        return
    sheet = {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}
    for item, names in expected(room).items():
        line = sheet[item].automatic
        assert counted(line) == len(names), (item, line, names)
        if item not in {"m2", "m3"}:
            assert [name for name in names if name not in line] == [], (item, line)
    assert sheet["m7"].automatic == str(len(ask(room, "SELECT seq FROM message WHERE disposed = ''")))
    shift = room.views.shift()
    assert shift is not None
    names = dict(room.views.rows("SELECT id, name FROM officer"))
    for who in (shift.a, shift.b, shift.leader):
        assert names.get(who, "空缺") in sheet["p1"].automatic
    assert names.get(shift.leader, "空缺") in sheet["p2"].automatic
    reliefs = ask(
        room, "SELECT seq FROM journal WHERE kind = 'shift.relieved' AND json_extract(payload, '$.shift') = ?", shift.id
    )
    changes = ask(room, "SELECT id FROM roster_change WHERE ends > ? AND begins < ?", shift.begins, shift.ends)
    assert counted(sheet["p4"].automatic) == len(reliefs) + len(changes)
    figures = room.views.rows("SELECT m.label FROM matter m WHERE m.kind = 'incident' AND m.state = 'open'")
    for (label,) in figures:
        current = room.views.figures(next(m.id for m in room.views.matters() if m.label == label))
        for one in current.values():
            assert f"{one.value:g}" in sheet["m1"].automatic.replace(",", "") or one.value >= 10_000
    for item in ("p2", "i4"):
        assert sheet[item].answered is bool(sheet[item].raw_state), "no register knows: only a person answers"
    assert not sheet["g2"].answered


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
    room.do("close", matter="P1", criterion="不需解读")
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
