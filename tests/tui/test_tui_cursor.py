"""The terminal's cursor stands where the next letter goes, also where a field was filled before it was laid out."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Offset
from textual.widgets import Input, Static, TextArea

from dutydesk.tui.cursor import CursorFollowing, Placed


class Area(Placed, TextArea):
    """A text area as those of the desk."""


class Later:
    """The policy as far as a text area needs it."""

    @staticmethod
    def later(node, work, _task) -> None:
        node.call_later(work)


class Below(CursorFollowing, App[None]):
    """A field under two lines, filled while it is mounted."""

    policy = Later()

    def __init__(self, field: Area | Input) -> None:
        super().__init__()
        self.field = field

    def compose(self) -> ComposeResult:
        yield Static("一\n二", id="above")

    def on_mount(self) -> None:
        self.mount(self.field)
        if isinstance(self.field, Area):
            self.field.insert("甲乙")
        else:
            self.field.insert_text_at_cursor("甲乙")
        self.field.focus()


def behind(app: App[None], field: Area | Input, cells: int) -> Offset:
    """Where the cursor belongs: behind so many cells of the field's first row."""
    assert app.focused is field
    return field.content_region.offset + Offset(cells, 0)


@pytest.mark.parametrize("make", [lambda: Area(soft_wrap=True, compact=True), Input], ids=["area", "line"])
async def test_text_put_in_before_the_first_layout(make) -> None:
    field = make()
    app = Below(field)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.pause()
        assert app.cursor_position - Offset(isinstance(field, Input), 0) == behind(app, field, 4)


async def test_a_field_that_moves_takes_the_cursor_along() -> None:
    field = Area(soft_wrap=True, compact=True)
    app = Below(field)
    async with app.run_test() as pilot:
        await pilot.pause()
        before = app.cursor_position
        app.query_one("#above", Static).update("一\n二\n三")
        await pilot.pause()
        await pilot.pause()
        assert app.cursor_position == before + Offset(0, 1)
        assert app.cursor_position == behind(app, field, 4)
