"""A timer whose time is over before it begins goes off, and the desk goes on: Textual's own counts for ever."""

from __future__ import annotations

import time

import pytest
from textual.notifications import Notification
from textual.widgets._toast import Toast

from tests.tui.test_desk import settled, until


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seconds", [-0.004, -3600.0, 0.0])
async def test_a_timer_that_is_late_goes_off_once(make_app, seconds: float) -> None:
    app = make_app()
    gone: list[float] = []
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.set_timer(seconds, lambda: gone.append(seconds))
        await until(pilot, lambda: gone, "it never went off")
        await pilot.press("i", "a")
        assert app.desk_screen.entry.text == "a"
    assert gone == [seconds]


@pytest.mark.timeout(120)
async def test_a_message_that_is_drawn_after_its_time_goes_and_the_desk_goes_on(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settled(pilot, app)
        late = Toast(Notification("磁盘将满", timeout=5, raised_at=time.time() - 5.004))
        await app.screen.mount(late)
        await until(pilot, lambda: not late.is_mounted or not late.display or late.parent is None, "it stayed")
        await pilot.press("i", "a")
        assert app.desk_screen.entry.text == "a"
