"""What a screen shows ten days after a day of work: every hour stands behind its day."""

from __future__ import annotations

from pathlib import Path

import pytest
from words import hours_without_a_day, typed

from dutydesk import i18n
from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.drill.player import Player
from dutydesk.drill.script import find, read
from dutydesk.kernel.instants import parse_instant
from dutydesk.store.views import Views
from dutydesk.tui.app import DeskApp
from tests.tui.test_desk import settled
from tests.tui.test_tui_walk import TALL, _back, _seen

LATER = parse_instant("2026-07-26T12:34:00+08:00", 0)
OF_NOW = ("12:34", "12:35")
"""The hour on the status line and of what the desk says now."""

LOOKS = ("closed", "roster", "registers", "drafts", "here", "lowered")
"""Commands that show what was, each followed one step."""


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("another") / "day.db"
    Player(read(find("day")), path).play()
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_an_hour_of_another_day_names_its_day(day: Path, language: str) -> None:
    views = Views.open(day)
    labels = [one.label for one in views.matters()]
    views.close()
    i18n.use(language)
    app = DeskApp(day, clock=ManualClock(LATER), actor="zhou", config=Config(lang=language))
    told: dict[str, str] = {}
    async with app.run_test(size=TALL, notifications=True) as pilot:
        await settled(pilot, app)
        home = app.screen
        for pane in "1234":
            await pilot.press(pane)
            await _seen(pilot, app, told, f"pane {pane}")
        await pilot.press("2", "home")
        for label in labels:
            await pilot.press("enter")
            await _seen(pilot, app, told, f"file after {label}")
            await _back(pilot, app, home)
            await pilot.press("down")
        for command in LOOKS:
            home.action_command(command)
            await _seen(pilot, app, told, command)
            await pilot.press("enter")
            await _seen(pilot, app, told, f"{command} > 1")
            await _back(pilot, app, home)
    own = typed(day)
    found = {
        where: [one for one in hours_without_a_day(text, own) if not any(hour in one for hour in OF_NOW)]
        for text, where in told.items()
    }
    assert len(told) > 10
    assert not any(found.values()), {where: lines for where, lines in found.items() if lines}
