"""The day's log as columns: who called, what became of it, and every kind of line in words."""

from __future__ import annotations

from room import Room

from dutydesk.capabilities.files.day_log import COLUMNS, FAMILIES, kind_words, log_rows
from dutydesk.kernel import events as e
from dutydesk.kernel.instants import local_date, start_of


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
