"""Screens at the moments between: the second and the feed speak to whatever is on top."""

from __future__ import annotations

import pytest

from dutydesk.desk import acts
from tests.tui.test_desk import settled, until


@pytest.mark.parametrize("command", ["roster", "handover", "matter"])
async def test_a_screen_not_composed_yet_or_left_already_stops_nothing(make_app, views, command) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        if command == "matter":
            app.open_matter(views.matter("Y1").id)
        else:
            app.desk_screen.action_command(command)
        await until(pilot, lambda: app.screen is not app.desk_screen and app.screen.drawn, "not open")
        screen = app.screen
        await pilot.pause(0.2)
        await screen.remove_children()
        assert not screen.drawn
        app._second()
        await app.gateway.perform(acts.Log(text="一条"))
        await app.refresh_state()
        app.switch_language()
        app.pop_screen()
        await pilot.pause(0.1)
        app.switch_language()
        app._second()
        assert app.screen is app.desk_screen
