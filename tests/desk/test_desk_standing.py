"""People who hold every matter of a mark: named once, listed on each matter that is marked so afterwards."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.store.integrity import rebuild
from dutydesk.store.views.seen import holders, may_see

ACCIDENT = {"kind": "incident", "category": "accident", "subtype": "road", "colour": "yellow"}


@pytest.fixture
def marked(room: Room) -> Room:
    """Sun and he hold what is internal."""
    room.do("restrict standing", "wang", label="内部", holder=["孙涛", "he"], reason="机要联络")
    return room


def opened(room: Room, label: str) -> str:
    room.do("open", label=label, **ACCIDENT)
    (row,) = room.views.rows("SELECT id FROM matter WHERE label = ?", (label,))
    return str(row[0])


def test_a_matter_of_the_mark_lists_them_beside_those_it_names(marked: Room) -> None:
    matter = opened(marked, "Y1")
    marked.do("restrict set", "liu", matter="Y1", holder=["ma"], label="internal", reason="涉及个人")
    assert holders(marked.views, matter) == ["he", "liu", "ma", "sun"]
    assert may_see(marked.views, matter, "he")
    assert may_see(marked.views, matter, "liu"), "the leader on duty, always"
    assert not may_see(marked.views, matter, "zhou")


@pytest.mark.parametrize("label", ["", "work_secret"])
def test_other_marks_and_none_list_nobody_more(marked: Room, label: str) -> None:
    matter = opened(marked, "Y1")
    marked.do("restrict set", "liu", matter="Y1", label=label, reason="涉及个人")
    assert holders(marked.views, matter) == ["liu"]


def test_who_is_marked_already_keeps_the_holders_and_takes_the_new_ones_when_set_again(marked: Room) -> None:
    matter = opened(marked, "Y1")
    marked.do("restrict set", "liu", matter="Y1", label="internal", reason="涉及个人")
    marked.do("restrict standing", "wang", label="internal", holder=["ma"], reason="换人")
    assert holders(marked.views, matter) == ["he", "liu", "sun"]
    marked.do("restrict set", "liu", matter="Y1", reason="换人")
    assert holders(marked.views, matter) == ["liu", "ma"]


def test_nobody_named_ends_it_and_the_tables_are_what_the_journal_says(marked: Room) -> None:
    before = marked.views.rows("SELECT * FROM standing_holder ORDER BY holder")
    assert [row[1] for row in before] == ["he", "sun"]
    rebuild(marked.desk.store, marked.now())
    assert marked.views.rows("SELECT * FROM standing_holder ORDER BY holder") == before
    marked.do("restrict standing", "wang", label="internal", reason="不再固定")
    matter = opened(marked, "Y1")
    marked.do("restrict set", "liu", matter="Y1", label="internal", reason="涉及个人")
    assert holders(marked.views, matter) == ["liu"]


def test_a_person_out_of_use_is_neither_named_nor_listed(marked: Room) -> None:
    marked.do("people disable", "wang", officer="sun", reason="调离")
    refused = marked.refused("restrict standing", "wang", label="internal", holder=["sun"], reason="x")
    assert refused.field == "holder"
    matter = opened(marked, "Y1")
    marked.do("restrict set", "liu", matter="Y1", label="internal", reason="涉及个人")
    assert holders(marked.views, matter) == ["he", "liu"]


def test_what_is_no_mark_or_no_change_is_refused_and_who_may_not_is_traced(marked: Room) -> None:
    assert marked.refused("restrict standing", "wang", label="机要", holder=["he"], reason="x").field == "label"
    assert marked.refused("restrict standing", "wang", label="", holder=["he"], reason="x").field == "label"
    same = marked.refused("restrict standing", "wang", label="internal", holder=["he", "孙涛"], reason="x")
    assert "没有变化" in str(same)
    assert marked.refused("restrict standing", "zhou", label="internal", holder=["he"], reason="x").traced
