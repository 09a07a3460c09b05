"""The steps of setting up an office on the screen: opened by themselves once, done with the desk's own forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from test_desk import settled
from test_tui_drafts import until
from test_tui_registers import filled

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.accounts.login import log_in, new_digest
from dutydesk.capabilities.rulebooks.handlers import starts_with
from dutydesk.capabilities.setup.screen import SetupScreen
from dutydesk.capabilities.shifts.acts import AddOfficer, ShiftBegin
from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.store.engine import Transaction, create_store
from dutydesk.tui.app import DeskApp
from dutydesk.tui.screens.desk import DeskScreen

SECRET = "correct horse"


@pytest.fixture
def office(tmp_path: Path, clock: ManualClock) -> Path:
    """A store as ``init`` leaves it, with an officer beside the director."""
    path = tmp_path / "office.db"
    store = create_store(path, site="某省驻京办", drill=False, now=clock.wall())

    def work(tx: Transaction) -> None:
        tx.append(starts_with(None), actor="desk")
        tx.append(OfficerAdded(officer="wang", name="王主任", role="director", also=["admin"]), actor="desk")

    store.write(work, now=clock.wall())
    store.close()
    container = open_container(path, clock=clock)
    digest = new_digest(container.views, container.desk.books.rights, "zhang", SECRET)
    container.desk.perform(AddOfficer(officer="zhang", name="张伟", role="officer", digest=digest), actor="wang")
    container.close()
    return path


@pytest.fixture
def sits(office: Path, clock: ManualClock) -> Callable[[str], DeskApp]:
    return lambda who: DeskApp(office, clock=clock, actor=who, config=Config())


async def test_it_opens_by_itself_for_whoever_may_set_up_and_what_is_saved_is_seen(sits) -> None:
    app = sits("wang")
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and app.screen.steps)
        screen = app.screen
        assert screen.step.id == "people"
        await pilot.press("enter")
        await filled(pilot, app, officer="li", name="李娜", secret=SECRET, again=SECRET)
        await until(pilot, lambda: "li" in app.state.officers and app.screen is screen)
        await until(pilot, lambda: "A岗" not in str(screen.step.missing) and "B岗" not in str(screen.step.missing))
        await pilot.press("5", "enter")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("1")
        await filled(pilot, app, column="national")
        await until(pilot, lambda: app.screen is screen and screen.step.done)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_two_secrets_that_differ_are_refused_and_nobody_is_added(sits) -> None:
    app = sits("wang")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetupScreen) and app.screen.steps)
        screen = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen and getattr(app.screen, "is_open", False))
        form = app.screen
        for name, value in {"officer": "li", "secret": SECRET, "again": SECRET + "x"}.items():
            form._widget(name).value = value
        await pilot.press("f2")
        await until(pilot, lambda: form._row_of("again").error)
        assert app.screen is form
        assert "li" not in app.state.officers


@pytest.mark.parametrize("why", ["sat here before", "may not", "a shift began"])
async def test_it_does_not_open_by_itself(sits, office: Path, clock: ManualClock, why: str) -> None:
    container = open_container(office, clock=clock)
    if why == "sat here before":
        log_in(container.desk, "wang", "tty")
    if why == "a shift began":
        container.desk.perform(ShiftBegin(a="zhang"), actor="wang")
    container.close()
    app = sits("zhang" if why == "may not" else "wang")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await until(pilot, lambda: app._settled)
        await app.workers.wait_for_complete([one for one in app.workers if one.group == "setup"])
        assert isinstance(app.screen, DeskScreen)
        app.desk_screen.action_command("setup")
        await until(pilot, lambda: isinstance(app.screen, SetupScreen))
