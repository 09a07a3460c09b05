"""Screens at the moments between: the second and the feed speak to whatever is on top."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.log import acts
from dutydesk.tui.screens.dialogs import TextScreen
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


async def test_any_number_of_screens_lie_on_each_other(make_app) -> None:
    """Red messages that come one after the other are opened over each other; each of them is left to the one before."""
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        for number in range(20):
            app.push_screen(TextScreen(f"第{number}件", "一"))
            await until(pilot, lambda: app.screen.is_mounted and isinstance(app.screen, TextScreen), "not open")
        await pilot.resize_terminal(100, 30)  # all of them are drawn anew
        await pilot.pause(0.1)
        for _ in range(20):
            await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "not left")


@pytest.mark.parametrize(("command", "reason"), [("snooze", "还没有发出提醒"), ("decline", "不允许不办")])
async def test_what_the_clock_s_rule_forbids_is_said_before_a_form_opens(make_app, command: str, reason: str) -> None:
    from test_desk import settled, until

    from dutydesk.tui.screens.form import FormScreen

    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        head = app.state.head
        alerted = {alert.obligation for alert in app.state.alerts}
        clock = next(one for one in app.state.clocks if one.rule == "follow_up" and one.id not in alerted)
        app.desk_screen.pointed_clock = lambda: clock.id
        app.desk_screen.action_command(command)
        await until(pilot, lambda: any(reason in str(note.message) for note in app._notifications), "the reason")
        assert not any(isinstance(screen, FormScreen) for screen in app.screen_stack)
        assert app.gateway.first_state().head == head, "nothing was written, no trace of a mere question"


async def test_a_saved_form_says_what_was_saved_in_one_short_line(make_app) -> None:
    from test_desk import settled, until

    from dutydesk.tui.screens.form import FormScreen

    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("remind")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.is_open, "the form")
        app.screen.query_one("#field-time").value = "15:00"
        app.screen.query_one("#field-text").value = "给省厅回电"
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen), "the form gone")
        (note,) = app._notifications
        said = str(note.message)
        assert said.startswith("已保存 (日志 #")
        assert "给省厅回电" in said
        assert "\n" not in said


async def test_the_strip_follows_the_language_at_once(make_app) -> None:
    """Nothing else changed and no minute passed: every word of the bar is said again."""
    from test_desk import settled, until

    from dutydesk.tui.widgets.strip import AlarmStrip

    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        strip = app.screen.query_one(AlarmStrip)

        def said() -> str:
            """What stands on the screen, not what the strip would say if it was asked."""
            rows = app.screen._compositor.render_strips()[strip.region.y : strip.region.bottom]
            return "".join(segment.text for row in rows for segment in row)

        before = said()
        app.switch_language()
        await until(pilot, lambda: said() != before, "still the words of before")
        app.switch_language()
        await until(pilot, lambda: said() == before, "not the same words again")
