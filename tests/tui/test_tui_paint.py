"""Rows of parts: what has a place of its own keeps it, whatever stands before it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dutydesk.tui.widgets.paint import Part, places


def test_a_long_name_gives_way_to_what_has_a_width() -> None:
    parts = (Part("6d20h", width=7), Part("道路交通、火灾伤亡变化补报期 "), Part("", "dim", -1), Part("bar", width=9))
    assert places(parts, 40) == [(0, 7), (7, 24), (31, 0), (31, 9)]


def test_what_is_left_goes_to_the_part_that_takes_it() -> None:
    assert places((Part("ab"), Part("rest", width=-1), Part("x", width=3)), 10) == [(0, 2), (2, 5), (7, 3)]


@given(st.lists(st.tuples(st.text("a字 ", max_size=30), st.sampled_from([0, 0, 3, 8])), max_size=6), st.integers(0, 80))
def test_parts_stand_side_by_side_inside_the_row(words: list[tuple[str, int]], width: int) -> None:
    found = places([Part(text, width=cells) for text, cells in words], width)
    end = 0
    for begin, cells in found:
        assert begin == end
        assert cells >= 0
        end = begin + cells
    assert end <= width
