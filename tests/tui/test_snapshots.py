"""Pictures of the desk: sizes, languages, themes. A change here is a change of what people see: look at it."""

from __future__ import annotations

import pytest

from dutydesk import i18n
from tests.tui.test_desk import settled

SIZES = [(120, 36), (80, 24), (60, 20)]


def run(snap_compare, app, size, keys=()):
    async def before(pilot) -> None:
        await settled(pilot, app)
        if keys:
            await pilot.press(*keys)
        await pilot.pause(0.5)
        await settled(pilot, app)

    return snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_desk(snap_compare, make_app, size, language) -> None:
    """The desk at each size in both languages."""
    i18n.use(language)
    assert run(snap_compare, make_app(), size)


@pytest.mark.parametrize("theme", ["light", "mono"])
def test_themes(snap_compare, make_app, theme) -> None:
    """Light, and without colour."""
    assert run(snap_compare, make_app(theme=theme), (120, 36))


async def test_without_colours_red_is_no_grey(make_app, monkeypatch) -> None:
    """Where NO_COLOR is set, the theme without colours is shown: by its lightness red would be the darkest of all."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app()
    assert app.theme == "desk-mono"
    async with app.run_test(size=(80, 24)):
        app.switch_theme()
        assert app.theme == "desk-mono", "whatever theme is chosen for terminals with colours"


@pytest.mark.parametrize("pane", ["2", "3", "4"])
def test_panes_at_80x24(snap_compare, make_app, pane) -> None:
    """One pane at a time."""
    assert run(snap_compare, make_app(), (80, 24), [pane])


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_incident_form(snap_compare, make_app, size) -> None:
    """The form for an incident."""
    assert run(snap_compare, make_app(), size, ["n"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_report_form(snap_compare, make_app, language) -> None:
    """The report form with the desk's draft."""
    i18n.use(language)
    assert run(snap_compare, make_app(), (80, 24), ["2", "r"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_matter_file(snap_compare, make_app, language) -> None:
    """A matter's file."""
    i18n.use(language)
    assert run(snap_compare, make_app(), (120, 36), ["2", "enter"])


def test_help(snap_compare, make_app) -> None:
    """Help for the clocks pane, looked through by initials: all of it would be another picture with each new command."""
    assert run(snap_compare, make_app(), (80, 24), ["3", "question_mark", "q", "s"])


def test_ascii_glyphs(snap_compare, make_app) -> None:
    """For terminals that draw ambiguous glyphs two cells wide."""
    assert run(snap_compare, make_app(glyphs="ascii"), (120, 36))
