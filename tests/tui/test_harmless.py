"""Hostile text in entries, titles and names: literal on every screen, no control byte among the cells."""

from __future__ import annotations

import re

import pytest

from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.tui.screens.matter import MatterScreen
from tests.tui.test_desk import settled, until

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b]")


def drawn(app) -> bool:
    """Whether the screen on top has its lines: one that has just opened on a busy machine has none for a moment."""
    return len(app.screen._compositor.render_strips()) == app.size.height


def screen_text(app) -> str:
    _width, height = app.size
    lines = app.screen._compositor.render_strips()
    assert len(lines) == height
    return "\n".join(strip.text for strip in lines)


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
async def test_hostile_text_is_literal_on_every_screen(make_app, views, hostile, glyphs) -> None:
    app = make_app(glyphs=glyphs)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await settled(pilot, app)
        for number, text in enumerate(hostile):
            await app.gateway.perform(Log(text=text))
            await app.gateway.perform(
                Open(kind="routine", title=f"{text} 甲", label=f"H{number}", place=text, source=text)
            )
            await app.gateway.perform(Remind(time="+23:00", text=text + str(number)))
        await app.refresh_state()
        await pilot.pause(0.3)
        shown = screen_text(app)
        assert not CONTROL.search(shown)
        assert "[@click=app.quit]x[/]" in shown
        assert '{"a":[true,false]}' in shown
        for matter in [m for m in views.matters() if m.label.startswith("H")]:
            app.push_screen(MatterScreen(app.gateway, app.keys, matter.id))
            await until(pilot, lambda: getattr(app.screen, "file", None) is not None, "no file")
            await pilot.pause()
            assert not CONTROL.search(screen_text(app))
            app.pop_screen()
            await pilot.pause()
        app.desk_screen.tell(hostile[3])
        await pilot.pause(0.2)
        assert not CONTROL.search(screen_text(app))
        assert app.is_running


async def test_columns_stay_aligned_whatever_the_text(make_app, hostile) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        for text in hostile:
            await app.gateway.perform(Log(text=text))
        await app.refresh_state()
        await pilot.pause(0.3)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {120}


AMBIGUOUS = "▲●☎◆◇■⇒★→√✎§☑☐×…│─╭╮╰╯▓░ⅠⅡⅢⅣ“”‘’›·"


@pytest.mark.parametrize("keys", [[], ["2", "enter"], ["n"], ["r"], ["question_mark"], ["slash"], ["4"]])
async def test_no_glyph_of_ambiguous_width_in_ascii_mode(make_app, keys) -> None:
    app = make_app(glyphs="ascii")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        if keys:
            await pilot.press(*keys)
            await pilot.pause(0.4)
        shown = screen_text(app)
        assert not set(shown) & set(AMBIGUOUS), set(shown) & set(AMBIGUOUS)


async def test_no_colour_is_needed_to_read_the_alarms(make_app, clock, views) -> None:
    app = make_app(theme="mono")
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        shown = screen_text(app)
        assert "▲红1" in shown
        assert "▲黄3" in shown
