"""Two people write the same fact: the first is kept, the second sees both and decides."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.matters.facts import fact_history, facts


def newest(room: Room, name: str = "next"):
    return facts(room.views, room.views.matter("Y1").id).get(name)


def test_what_was_written_over_an_older_text_is_not_saved_unseen(room: Room) -> None:
    room.incident()
    room.do("fact", matter="Y1", name="next", text="写转院情况", seen="0")
    refusal = room.refused("fact", matter="Y1", name="next", text="写家属安置", seen="0")
    assert refusal.field == "text"
    assert "写转院情况" in str(refusal)
    assert [one.text for one in fact_history(room.views, room.views.matter("Y1").id)] == ["写转院情况"]

    room.do("fact", matter="Y1", name="next", text="写转院情况、家属安置", seen=str(newest(room).seq))
    assert newest(room).text == "写转院情况、家属安置"
    first, *_later = fact_history(room.views, room.views.matter("Y1").id)
    assert first.text == "写转院情况", "the older one stays"


def test_another_fact_is_no_conflict(room: Room) -> None:
    room.incident()
    room.do("fact", matter="Y1", name="cause", text="疲劳驾驶", seen="0")
    room.do("fact", matter="Y1", name="next", text="写转院情况", seen="0")
    assert newest(room, "cause").text == "疲劳驾驶"


def test_who_does_not_say_what_was_seen_adds_a_newer_word(room: Room) -> None:
    room.incident()
    room.do("fact", matter="Y1", name="next", text="一")
    room.do("fact", matter="Y1", name="next", text="二")
    assert newest(room).text == "二"


@pytest.mark.parametrize("seen", ["abc", "7", "-1"])
def test_a_text_that_is_not_there_is_named(room: Room, seen: str) -> None:
    room.incident()
    assert room.refused("fact", matter="Y1", name="next", text="一", seen=seen).field == "seen"
