"""Only the cells that changed are sent, and they land where they belong."""

from __future__ import annotations

import io

from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from dutydesk.tui.widgets.paint import Part, changed_cells
from dutydesk.tui.widgets.updates import CellsUpdate


def test_an_update_is_cut_on_both_sides() -> None:
    console = Console(file=io.StringIO(), color_system=None, force_terminal=True)
    line = {0: Strip([Segment("│值班  1:42│")], 12), 12: Strip([Segment("abcdef")], 6), 18: None}
    update = CellsUpdate.of(ChopsUpdate([line], [(0, 5, 14)], [[12, 18, 20]]))
    assert update.render_segments(console) == "\x1b[1;6H  1:42│\x1b[1;13Hab"
    untouched = CellsUpdate.of(ChopsUpdate([line], [(0, 18, 20)], [[12, 18, 20]]))
    assert untouched.render_segments(console) == ""


def test_a_countdown_and_its_bar_change_apart() -> None:
    before = (Part("1:42", "red", 7, right=True), Part("名称"), Part("事项", "dim", -1), Part("▓░", "dim", 3))
    after = (before[0]._replace(text="1:41"), before[1], before[2], Part("▓▓", "dim", 3))
    assert changed_cells(before, after, 40) == [(0, 7), (37, 3)]
    assert changed_cells(before, before, 40) == []


def test_a_row_whose_parts_moved_is_drawn_whole() -> None:
    before = (Part("1:42", "red", 7), Part("名称"), Part("事项", "dim", -1))
    assert changed_cells(before, (before[0], Part("长名称"), before[2]), 40) == [(0, 40)]
    assert changed_cells(before, before[:2], 40) == [(0, 40)]


def test_what_has_no_room_is_not_drawn() -> None:
    before = (Part("1:42", "red", 7), Part("末", "dim", 8))
    assert changed_cells(before, (before[0], Part("尾", "dim", 8)), 7) == []
