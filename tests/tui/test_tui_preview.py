"""The thing under the cursor, previewed on a wide screen: it follows the cursor, and moving on costs no more bytes for it."""

from __future__ import annotations

import pytest

from dutydesk.kernel.text import one_line
from dutydesk.tui import panes
from dutydesk.tui.widgets.preview import LINES, PreviewPane
from tests.tui.test_desk import settled, until

WIDE = (170, 40)


def said(app) -> str:
    return "".join(part.text for part in app.desk_screen.query_one(PreviewPane)._rows)


async def test_it_follows_the_cursor_from_pane_to_pane(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        desk = app.desk_screen
        await until(pilot, lambda: str(desk.log_pane.line.seq) in said(app), "no line")
        for key, name, text_of in (
            ("2", "matters", lambda key: app.state.matter(key).title),
            ("3", "clocks", lambda key: next(one.matter_title for one in app.state.clocks if one.id == key)),
        ):
            await pilot.press(key, "home")
            for _ in range(3):
                row = desk.rows(name).key
                await until(pilot, lambda row=row, text_of=text_of: text_of(row) in said(app), f"not {name}")
                await pilot.press("down")
        await pilot.press("4", "home")
        text = next(one.text for one in app.state.sheet if one.item == desk.rows("checklist").key)
        await until(pilot, lambda: one_line(text)[:8] in said(app), "no item")
        blank = {row.answered: row for row in app.state.sheet if not row.state and not row.note}
        assert set(blank) == {True, False}, "one that the store answered, one that nobody did"
        for answered, row in blank.items():
            told = [words for words, _style in panes.BY_NAME["checklist"].told(app.state, row.item, app.gateway.now())]
            assert ("还没有填" in told) is not answered, row


@pytest.mark.parametrize("size", [(120, 36), (139, 40), (170, 24), (80, 24)])
async def test_where_it_has_no_room_it_takes_none(make_app, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "down")
        assert not app.desk_screen.query_one(PreviewPane).display
        assert app.desk_screen._rest is None
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: app.desk_screen.query_one(PreviewPane).display, "not there")
        await until(pilot, lambda: app.state.matter(app.desk_screen.rows("matters").key).title in said(app), "empty")


async def test_long_and_hostile_words_stay_in_their_lines(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.query_one(PreviewPane)
        pane.tell("甲", (("讨薪" * 2000 + "\n第二段", "plain"),))
        assert len(pane._rows) == LINES
        assert pane._rows[-1].text == "…"
        pane.tell("甲", ())
        assert all(not pane.render_line(y).text.strip() for y in range(pane.size.height))
