"""A pane is one declaration: what the desk, the preview, the help and a narrow screen show of it follows."""

from __future__ import annotations

import pytest

from dutydesk import preferences
from dutydesk.tui import panes
from dutydesk.tui.panes import Pane
from dutydesk.tui.screens.helping import PANE_HELP
from dutydesk.tui.targets import LINE, Pointed
from dutydesk.tui.widgets.paint import Part
from dutydesk.tui.widgets.preview import PreviewPane
from dutydesk.tui.widgets.rows import Row
from tests.tui.test_desk import settled, until

OPENED: list[str] = []


def _of_people(state, _now) -> list[Row]:
    return [Row(one.id, (Part(one.name, "plain", -1),)) for one in state.officers.values()]


PEOPLE = Pane(
    "people",
    "人员",
    "人员",
    empty="没有人员",
    help="人员: 谁在册",
    rows=_of_people,
    count=lambda state: str(len(state.officers)),
    item=lambda state, key: state.officers.get(key),
    is_what=lambda _state, one: Pointed(LINE, one.name),
    says=lambda _state, one, _now: ((f"账号 {one.id}", "plain"), (one.name, "dim")),
    chosen=lambda _screen, key: OPENED.append(key),
)


@pytest.fixture
def one_more(monkeypatch) -> None:
    side = (*panes.SIDE, PEOPLE)
    monkeypatch.setattr(panes, "SIDE", side)
    monkeypatch.setattr(panes, "NAMES", (panes.LOG, *(one.name for one in side)))
    monkeypatch.setattr(panes, "BY_NAME", {one.name: one for one in side})
    OPENED.clear()


@pytest.mark.usefixtures("one_more")
@pytest.mark.parametrize("size", [(170, 50), (80, 24), (60, 20)])
async def test_another_pane_needs_its_declaration_alone(make_app, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        desk = app.desk_screen
        await pilot.press("1", "shift+tab")  # the last one
        assert desk.pane_name == "people"
        pane = desk.rows("people")
        assert pane.has_focus
        assert pane.display
        assert pane.size.height > 2
        assert pane.count == len(app.state.officers)
        assert f"6 人员 {pane.count}" in str(pane.border_title)
        name = app.state.officers[pane.key].name
        assert desk.pointed().said == name
        if size[0] == 170:
            words = lambda: "".join(part.text for part in desk.query_one(PreviewPane)._rows)  # noqa: E731
            await until(pilot, lambda: f"账号 {pane.key}" in words(), "no preview")
        await pilot.press("enter")
        assert [pane.key] == OPENED
        await pilot.press("tab")
        assert desk.pane_name == "log"
        assert desk.log_pane.has_focus
        assert pane.display is (size[0] == 170)


def test_what_belongs_to_a_pane_elsewhere_names_the_same_panes() -> None:
    names = [one.name for one in panes.SIDE]
    assert list(preferences.PANES) == names
    assert set(PANE_HELP) >= {panes.LOG, *names}
    assert all(one.stands_for in (*names, "") for one in panes.SIDE)
    assert [panes.number(name) for name in (panes.LOG, *names)] == list(range(1, len(names) + 2))
