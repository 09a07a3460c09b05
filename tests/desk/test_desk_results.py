"""LG-01: what became of an entry is a line of its own that points at it."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.log.events import Noted
from dutydesk.kernel.events import decode


def test_a_result_points_at_its_entry_and_goes_to_its_matter(room: Room) -> None:
    opened = room.do("open", kind="routine", label="R1", title="参观", colour="blue")
    came = room.do("log", text="4人来访", matter="R1")
    room.do("log", text="09:30离开", result_of=came.id)
    result = room.events("entry.noted")[-1]
    assert (result.text, result.result_of) == ("09:30离开", came.id)
    assert [one.matter_id for one in room.views.entries_between(0, room.now() + 1) if one.kind == "entry.noted"] == [
        room.views.matter("R1").id
    ] * 2
    assert opened.id


def test_a_line_of_before_has_no_result() -> None:
    event = decode("entry.noted", '{"text":"一条"}')
    assert isinstance(event, Noted)
    assert event.result_of == ""


@pytest.mark.parametrize("what", ["none", "result", "struck", "correction"])
def test_only_an_entry_that_stands_has_a_result(room: Room, what: str) -> None:
    came = room.do("log", text="甲")
    words = {"result_of": came.id}
    reason = ""
    if what == "none":
        words, reason = {"result_of": "zzzz"}, "没有这一条"
    elif what == "result":
        words, reason = {"result_of": room.do("log", text="乙", result_of=came.id).id}, "本身是结果"
    elif what == "struck":
        room.do("log", text="丙", corrects=came.id)
        reason = "已被更正"
    else:
        words, reason = {"result_of": came.id, "corrects": came.id}, "不能同时"
    assert reason in str(room.refused("log", text="丁", **words))
