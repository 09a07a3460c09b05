"""Only the cells that changed are sent, and they land where they belong."""

from __future__ import annotations

import io
import random

import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from terminal import Screen
from textual._compositor import ChopsUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen as TextualScreen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from dutydesk.tui.widgets.paint import Part, changed_cells
from dutydesk.tui.widgets.updates import BandCompositor, CellsUpdate, bands, splits
from tests.tui.test_desk import settled, until


def test_an_update_is_cut_on_both_sides() -> None:
    console = Console(file=io.StringIO(), color_system=None, force_terminal=True)
    line = {0: Strip([Segment("│值班  1:42│")], 12), 12: Strip([Segment("abcdef")], 6), 18: None}
    update = CellsUpdate.of(ChopsUpdate([line], [(0, 5, 14)], [[12, 18, 20]]))
    assert update.render_segments(console) == "\x1b[1;6H  1:42│ab"
    untouched = CellsUpdate.of(ChopsUpdate([line], [(0, 18, 20)], [[12, 18, 20]]))
    assert untouched.render_segments(console) == ""


def test_a_style_is_told_once_and_only_what_changes_of_it() -> None:
    """What a terminal makes of it is what it makes of Rich's own, in fewer bytes."""
    console = Console(file=io.StringIO(), color_system="truecolor", force_terminal=True)
    ground = "on #14171c"
    pieces = [
        (" 1  ", "#d4d7dd"),
        ("灾", "#d4d7dd"),
        ("  组", "#7d8590"),
        ("红", "bold #f0544c"),
        ("划", "strike #7d8590"),
    ]
    line = {0: Strip([Segment(text, Style.parse(f"{style} {ground}")) for text, style in pieces])}
    width = line[0].cell_length
    update = CellsUpdate.of(ChopsUpdate([line, dict(line)], [(0, 0, width), (1, 0, width)], [[width], [width]]))
    sent = update.render_segments(console)
    ours, rich = Screen(40, 3), Screen(40, 3)
    ours.feed(sent.encode())
    rich.feed("".join(f"\x1b[{y + 1};1H{line[0].render(console)}" for y in (0, 1)).encode())
    assert [[ours.look(y, x) for x in range(40)] for y in range(3)] == [
        [rich.look(y, x) for x in range(40)] for y in range(3)
    ]
    assert sent.count("48;2;20;23;28") == 6, "told anew only behind what takes an attribute away"
    assert sent.endswith("\x1b[0m")
    assert len(sent) < len(line[0].render(console)) * 2 * 0.75


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


@pytest.mark.parametrize(
    ("dirty", "found"),
    [
        ([], []),
        ([(10, 0, 6, 1), (1, 20, 70, 1), (1, 21, 70, 1)], [(10, 0, 6, 1), (1, 20, 70, 2)]),
        ([(1, 5, 4, 3), (50, 6, 4, 1)], [(1, 5, 53, 3)]),
        ([(90, 35, 40, 9)], [(90, 35, 30, 1)]),  # what lies outside of the screen is not drawn
        ([(130, 3, 4, 1)], []),
    ],
)
def test_rows_that_lie_together_are_drawn_together(dirty, found) -> None:
    assert bands([Region(*one) for one in dirty], Region(0, 0, 120, 36)) == [Region(*one) for one in found]


async def test_a_cursor_key_draws_its_two_rows_and_nothing_else(make_app, monkeypatch) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await pilot.press("1", "up")
        await pilot.pause()
        drawn: list[tuple[str, int]] = []
        render = Widget.render_lines

        def counted(self: Widget, crop: Region) -> list[Strip]:
            drawn.append((str(self.id), crop.height))
            return render(self, crop)

        monkeypatch.setattr(Widget, "render_lines", counted)
        await pilot.press("up")
        await pilot.pause()
        monkeypatch.undo()
        assert ("log", 2) in drawn
        assert {name for name, _ in drawn} <= {"log", "status", "None"}  # None: the scroll bar
        assert sum(height for name, height in drawn if name == "log") <= 3


async def test_what_is_drawn_of_a_part_is_what_stands_there(make_app) -> None:
    """Any part of the screen, over borders, panes and dialogs: the cells of a partial update are those of a whole one."""
    app = make_app()
    chance = random.Random(8)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot, app)
        for command in ("", "incident", "palette", "roster"):
            if command:
                app.desk_screen.action_command(command)
                await until(pilot, lambda: app.screen is not app.desk_screen, "not opened")
            await pilot.pause(0.1)
            compositor = app.screen._compositor
            whole = compositor.render_strips()
            for _ in range(60):
                some = [
                    Region(
                        chance.randrange(99), chance.randrange(26), chance.randrange(1, 60), chance.randrange(1, 4)
                    ).intersection(Region(0, 0, 100, 30))
                    for _ in range(chance.randrange(1, 4))
                ]
                compositor._dirty_regions.update(some)
                update = compositor.render_partial_update()
                assert update is not None
                for y, begin, end in update.spans:
                    cells = {x: strip for x, strip in update.chops[y].items() if strip is not None}
                    for x, strip in cells.items():
                        first, last = max(begin, x), min(end, x + strip.cell_length, 100)
                        if first < last:
                            assert (
                                strip.crop(first - x, last - x).simplify() == whole[y].crop(first, last).simplify()
                            ), (command, y, x)
                    covered = sum(
                        max(0, min(end, x + strip.cell_length, 100) - max(begin, x)) for x, strip in cells.items()
                    )
                    assert covered == min(end, 100) - begin, (command, y)
            while app.screen is not app.desk_screen:
                await pilot.press("escape")
                await pilot.pause(0.05)


class Panes(App[None]):
    """Two panes side by side, and over their common border a notice that stands so many cells further to the right."""

    NOTICE = "没有保存的草稿一份"
    CSS = """
    Screen { layers: below above; layout: horizontal; }
    .pane { width: 20; height: 8; border: solid white; }
    #notice { layer: above; width: 18; height: 1; dock: top; }
    """

    def __init__(self, shift: int) -> None:
        super().__init__()
        self.shift = shift

    def get_default_screen(self) -> Composed:
        return Composed()

    def compose(self) -> ComposeResult:
        yield Static("值班日志" * 20, classes="pane", id="left")
        yield Static("在办事项" * 20, classes="pane")
        notice = Static(self.NOTICE, id="notice")
        notice.styles.offset = (self.shift, 3)
        yield notice


class Composed(TextualScreen[None]):
    def __init__(self) -> None:
        super().__init__()
        self._compositor = BandCompositor()


@pytest.mark.parametrize("shift", range(3, 22))
async def test_no_border_below_cuts_a_character_of_what_lies_above(shift: int) -> None:
    """Drawn whole, and in the part in which a pane below changed: every character of the notice stands."""
    app = Panes(shift)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        compositor = app.screen._compositor
        whole = "".join(segment.text for segment in compositor.render_strips()[3])
        assert Panes.NOTICE in whole
        console = Console(file=io.StringIO(), color_system=None, force_terminal=True)
        seen = Screen(40, 12)
        seen.feed(compositor.render_update(full=True).render_segments(console).encode())
        app.query_one("#left", Static).update("日志值班" * 20)
        await pilot.pause()
        for begin, end in ((1, 19), (5, 20), (shift + 1, shift + 4), (0, shift + 7)):
            compositor._dirty_regions.add(Region(begin, 3, end - begin, 1))
            update = compositor.render_partial_update()
            assert update is not None
            seen.feed(CellsUpdate.of(update).render_segments(console).encode())
            assert Panes.NOTICE in seen.lines[3].replace("\0", ""), (begin, end)


@pytest.mark.parametrize(("text", "cell", "cut"), [
    ("灾情", 0, False), ("灾情", 1, True), ("灾情", 2, False), ("灾情", 3, True), ("灾情", 4, False), ("灾情", 9, False),
    ("a灾b", 1, False), ("a灾b", 2, True), ("a灾b", 3, False), ("abc", 1, False), ("", 0, False),
])  # fmt: skip
def test_a_cut_goes_through_a_wide_character_or_not(text: str, cell: int, *, cut: bool) -> None:
    assert splits(Strip([Segment(text)]), cell) is cut
    assert splits(Strip([Segment("─"), Segment(text)]), cell + 1) is cut
