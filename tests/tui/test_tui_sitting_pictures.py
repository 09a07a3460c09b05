"""Pictures of the locked screen, of changing the person, and of a session that only reads."""

from __future__ import annotations

import pytest

from dutydesk import i18n
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_sitting import give, idle

SIZES = pytest.mark.parametrize("size", [(120, 36), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.mark.parametrize("language", ["zh", "en"])
@SIZES
def test_locked(snap_compare, make_app, clock, store_path, size, language) -> None:
    """The locked screen."""
    i18n.use(language)
    give(store_path, clock)
    app = make_app()

    async def before(pilot) -> None:
        await settled(pilot, app)
        await idle(pilot, app, clock)
        await until(pilot, lambda: app.screen.query_one("#secret-old").has_focus, "no form")
        await until(pilot, lambda: app.gateway.last_watched() == app.gateway.now(), "not watched")
        await until(pilot, lambda: app.state.unacknowledged and not app._refreshing, "what became due is not raised")
        app._second()  # the status line says what the watch has done by now
        app.screen._look()
        await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_changing_the_person(snap_compare, make_app, clock, store_path) -> None:
    """U at a shared terminal."""
    give(store_path, clock)
    app = make_app()

    async def before(pilot) -> None:
        await settled(pilot, app)
        await pilot.press("U")
        await until(pilot, lambda: len(app.screen_stack) == 2 and app.screen.query("#secret-old"), "not asked")
        await until(pilot, lambda: app.screen.query_one("#secret-old").has_focus, "no form")

    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_reading_only(snap_compare, make_app, store_path, clock, size) -> None:
    """An auditor's session says that it only reads."""
    from dutydesk.bootstrap import open_container
    from dutydesk.capabilities.shifts import acts
    from dutydesk.clock import ManualClock
    from dutydesk.kernel.people import DESK

    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(acts.AddOfficer(officer="shen", name="沈审计", role="auditor"), actor=DESK)
    container.close()
    app = make_app()
    app.gateway.actor = "shen"

    async def before(pilot) -> None:
        await settled(pilot, app)
        await app.refresh_state()
        app.clear_notifications()
        await pilot.pause(0.3)

    assert snap_compare(app, terminal_size=size, run_before=before)
