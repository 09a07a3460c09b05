"""Two keys: the second acts on the thing under the cursor; which there are is shown to whoever hesitates, and is declared nowhere twice."""

from __future__ import annotations

import pytest

from dutydesk import i18n
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.screens import leading
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.screens.leading import ways_of
from dutydesk.tui.targets import ITS, target_of
from dutydesk.tui.widgets.which import WhichKeys
from tests.tui.test_desk import settled, until

SIZE = (120, 36)


def boxes(app) -> list[WhichKeys]:
    return [box for box in app.desk_screen.query(WhichKeys) if box.display]


async def test_the_second_key_acts_on_the_thing_under_the_cursor_and_nothing_is_drawn(make_app, monkeypatch) -> None:
    monkeypatch.setattr(leading, "PAUSE", 3600)
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "home", "down")
        matter = app.state.matter(app.desk_screen.rows("matters").key)
        await pilot.press("semicolon", "f")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        assert matter.label in app.screen.heading
        assert not app.desk_screen.query(WhichKeys)


@pytest.mark.parametrize(("size", "lang"), [((120, 36), "zh"), ((80, 24), "zh"), ((60, 20), "en")])
async def test_who_hesitates_sees_every_way_with_a_key_of_its_own(make_app, monkeypatch, size, lang) -> None:
    monkeypatch.setattr(leading, "PAUSE", 0.01)
    i18n.use(lang)
    app = make_app(lang=lang)
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        for pane in ("1", "2", "3", "4"):
            await pilot.press(pane, "home", "semicolon")
            if not app.desk_screen._ways:
                continue
            await until(pilot, lambda: boxes(app), "not shown")
            (box,) = boxes(app)
            keys = [way.key for way in box.ways]
            assert len(set(keys)) == len(keys)
            for way in app.desk_screen._ways:
                assert target_of(app.desk_screen, COMMANDS[way.command]).near >= ITS
            assert box.region.bottom <= size[1] - 1, "the key line stays in sight"
            assert box.region.y > 2, "so do the alarms"
            await pilot.press("escape")
            await until(pilot, lambda: not boxes(app), "not gone")
            assert app.screen is app.desk_screen


async def test_another_key_rings_and_is_gone(make_app) -> None:
    """It is neither a key of the pane nor of the desk."""
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "home")
        before = app.desk_screen.rows("matters").key
        for key in ("j", "down", "5", "n" if "n" not in {way.key for way in ways_of(app.desk_screen)} else "N"):
            await pilot.press("semicolon", key)
            await pilot.pause()
            assert app.screen is app.desk_screen
            assert app.desk_screen.rows("matters").key == before
            assert app.desk_screen.pane == 2
            assert not app.desk_screen._ways
        await pilot.press("down")
        assert app.desk_screen.rows("matters").key != before, "the key after it is a key again"
