"""The day's log as columns: who called, what became of it, and every kind of line in words."""

from __future__ import annotations

import pytest
from room import INCOMING, Room

from dutydesk.capabilities.calls.events import CallLogged
from dutydesk.capabilities.files.day_log import COLUMNS, FAMILIES, kind_words, log_rows
from dutydesk.capabilities.files.pages import day_page
from dutydesk.capabilities.files.papers import log_paper
from dutydesk.capabilities.log.events import Corrected, MessageReceived, Noted
from dutydesk.capabilities.shifts.events import ShiftBegan
from dutydesk.kernel import events as e
from dutydesk.kernel.instants import hhmm, local_date, start_of
from dutydesk.store.library import sqlite


def test_every_kind_of_event_has_a_word() -> None:
    families = {kind.partition(".")[0] for kind in e.REGISTRY if kind}
    assert families <= set(FAMILIES)
    assert all(not kind_words(kind).isascii() for kind in e.REGISTRY if kind)


def test_a_message_carries_its_sender_and_what_became_of_it(room: Room) -> None:
    done = room.do("message", channel="传真", sender="南阳市政府办", text="防汛通知")
    room.do("message dispose", entry=done.id, how="log", reason="已阅")
    header, rows = log_rows(room.views, start_of(local_date(room.now())))
    assert header == list(COLUMNS)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    fax = next(row for row in told if row["来电来文单位"] == "南阳市政府办")
    assert fax["种类"] == "来电来文"
    assert fax["办理结果"].startswith("只作记录")
    assert fax["反馈时间"] >= fax["时间"]


def day_of(room: Room) -> list[dict[str, str]]:
    header, rows = log_rows(room.views, start_of(local_date(room.now())))
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("log", {"text": "电梯停用"}),
        ("message", {"text": "请派员参会", "channel": "传真"}),
        ("call", {"name": "110", "text": "报警"}),
    ],
)
def test_what_is_proposed_about_an_entry_a_message_a_call_stands_in_its_column_and_on_its_line(
    room: Room, act: str, words: dict[str, str]
) -> None:
    done = room.do(act, opinion="请后勤明早检修", **words)
    row = next(one for one in day_of(room) if one["序号"] == str(done.seq))
    assert row["拟办意见"] == "请后勤明早检修"
    assert "(拟办: 请后勤明早检修)" in room.log()
    assert done.seq in {hit.seq for hit in room.views.search("检修", 9)}


def test_a_correction_keeps_what_was_proposed_unless_it_says_another(room: Room) -> None:
    first = room.do("log", text="电梯停用", opinion="检修")
    second = room.do("log", text="二号电梯停用", corrects=first.id)
    third = room.do("log", text="二号电梯停用", corrects=second.id, opinion="先贴告示")
    told = {one["序号"]: one["拟办意见"] for one in day_of(room)}
    assert [told[str(one.seq)] for one in (first, second, third)] == ["检修", "检修", "先贴告示"]


def test_the_weather_is_asked_at_the_beginning_of_a_shift_and_stands_at_the_head_of_the_log(room: Room) -> None:
    room.do("shift begin", **INCOMING, weather="多云 12-20℃")
    room.do("log", text="巡查正常")
    day = start_of(local_date(room.now()))
    line = f"天气 ({hhmm(room.now())} 接班): 多云 12-20℃"
    assert line in day_page(room.views, day).splitlines()[1]
    assert [one.text for one in log_paper(room.views, day).body] == [line]
    assert day_of(room)[-1]["天气"] == "多云 12-20℃"
    assert "接班: A 孙涛 B 马丽 带班 赵副主任 主任 王主任; 天气 多云 12-20℃" in room.log()


def test_rows_of_before_have_neither() -> None:
    for kind, payload in (
        (Noted.KIND, '{"text":"甲"}'),
        (Corrected.KIND, '{"entry":"x","text":"甲"}'),
        (MessageReceived.KIND, '{"text":"甲","received_at":1}'),
        (CallLogged.KIND, '{"name":"甲","number":"","result":"reached"}'),
    ):
        assert getattr(e.decode(kind, payload), "opinion") == ""  # noqa: B009 - of several kinds
    began = e.decode(ShiftBegan.KIND, '{"shift":"s","begins":1,"ends":2}')
    assert isinstance(began, ShiftBegan)
    assert began.weather == ""


def spoil(room: Room, kind: str) -> None:
    """Let every row of a kind hold what this version cannot read."""
    connection = sqlite.connect(room.path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE journal SET payload = '{\"text\": 3}' WHERE kind = ?", (kind,))
    connection.commit()
    connection.close()


@pytest.mark.parametrize("kind", ["message.received", "instruction.relayed", "shift.began", "entry.noted"])
def test_a_row_that_cannot_be_read_stops_neither_the_day_nor_a_report(room: Room, kind: str) -> None:
    room.incident(place="南召县", occurred="07:50")
    room.do("message", text="南召县来电: 2 人受伤", sender="南召县", matter="Y1")
    room.do("instruct add", matter="Y1", who="省领导", text="全力救治")
    room.do("instruct relay", matter="Y1", to=["应急厅"])
    room.do("log", text="家属到达", matter="Y1")
    spoil(room, kind)
    assert len(day_of(room)) > 3
    day_page(room.views, start_of(local_date(room.now())))
    room.report()
    assert room.views.reports(room.views.matter("Y1").id)
