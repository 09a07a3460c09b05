"""A walk over everything that a person reads on the screen: every command, what it opens, and what that opens, in both languages."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input, TextArea
from words import raw_in, typed

from dutydesk import i18n
from dutydesk.tui.commands.base import COMMANDS
from tests.tui.test_desk import settled, until
from tests.tui.test_harmless import drawn, screen_text

TALL = (120, 70)
"""Higher than any form, so that a glance shows all of it."""

LEAVES = {"quit", "lock", "switch", "language"}
"""Commands that end the sitting: screens of their own, seen in ``test_tui_sitting_pictures``."""

RUNS = {"palette", "help", "channel_test"}
"""What Enter would run: any command, the last one too; a message to the outside."""

CUT = re.compile(r"\w+▌")
"""A word that a message covers the end of."""

PARTS = 4
"""Walks that share the commands among them, so that several processors share the walk."""

DEEP = 3
"""How far Enter is followed in the long walk: a list, what was chosen, its form. The short one looks one step behind a command."""


async def _seen(pilot, app, told: dict[str, tuple[str, str]], where: str) -> None:
    for _ in range(3):
        await pilot.pause(0.03)
    await until(pilot, lambda: drawn(app), f"{where} was never drawn")
    told.setdefault(CUT.sub("▌", screen_text(app)), (where, _drafted(app)))


def _drafted(app) -> str:
    """Return what forms on the screen propose as the text of a paper or a notice: Chinese, whoever reads the form."""
    proposed = [area.text for area in app.screen.query(TextArea)]
    return "\n".join((*proposed, *(line.value for line in app.screen.query("Input#field-text"))))


async def _back(pilot, app, home) -> None:
    for _ in range(12):
        if app.screen is home:
            return
        await pilot.press("escape")
        await pilot.pause(0.03)
    for _ in range(20):  # what does not close by Escape is taken away
        if app.screen is home:
            return
        app.pop_screen()
        await pilot.pause(0.03)
    raise AssertionError(f"not back at the desk: {app.screen_stack}, {'running' if app.is_running else 'ended'}")


async def _follow(pilot, app, home, command: str, told: dict[str, tuple[str, str]], deep: int) -> None:
    home.action_command(command)
    await _seen(pilot, app, told, command)
    for depth in range(0 if command in RUNS else deep):
        before = app.screen
        if before is home or isinstance(app.focused, TextArea):
            break
        await pilot.press("enter")
        await _seen(pilot, app, told, f"{command} > {depth + 1}")
        if app.screen is before and not isinstance(app.focused, Input):
            break
    await _back(pilot, app, home)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(
    ("language", "deep"),
    [("zh", 1), pytest.param("zh", DEEP, marks=pytest.mark.matrix), pytest.param("en", DEEP, marks=pytest.mark.matrix)],
)
async def test_nothing_raw_and_one_language_on_every_screen(make_app, store_path, language, deep, part) -> None:
    own = typed(store_path)
    i18n.use(language)
    app = make_app(lang=language)
    told: dict[str, tuple[str, str]] = {}
    async with app.run_test(size=TALL, notifications=True) as pilot:
        await settled(pilot, app)
        home = app.screen
        await _seen(pilot, app, told, "home")
        for pane in "1234":
            await pilot.press(pane)
            await _seen(pilot, app, told, f"pane {pane}")
        await pilot.press("2", "home")
        for command in list(COMMANDS)[part::PARTS]:
            if command not in LEAVES:
                await _follow(pilot, app, home, command, told, deep)
        assert app.screen is home
    found = {
        where: bad
        for text, (where, drafted) in told.items()
        if (bad := raw_in(text, language, own + "\n" + drafted, {"zhang", "li", "wang", "chen", "sun", "zhou", "zhao"}))
    }
    assert len(told) > 60 // PARTS
    assert not found, found
