"""A screen of one pane at a time: what falls due next always stands there, and the other panes are named and reached."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast, ToastRack

from dutydesk import i18n
from dutydesk.kernel.instants import MINUTE
from dutydesk.tui.alarmed import KEY_LINES
from dutydesk.tui.widgets.flow import Hint
from dutydesk.tui.widgets.strip import AlarmStrip
from tests.tui.test_desk import settled, until

SIZES = ((80, 24), (60, 20))


def drawn(app) -> list[str]:
    """The strip's lines as they are drawn."""
    strip = app.screen.query_one(AlarmStrip)
    return [strip.render_line(y).text for y in range(strip.size.height)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
async def test_what_falls_due_next_stands_there_also_below_an_alert(make_app, size, language) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        i18n.use(language)
        app.desk_screen.relabel()
        for later in (0, 2 * MINUTE):  # calm, then an alert
            app.alarms.now += later
            state, now = app.state, app.gateway.now() + later
            strip = app.screen.query_one(AlarmStrip)
            strip.show(state, now)
            coming = next(one for one in state.clocks if one.due_at >= now)
            last = drawn(app)[-1]
            assert i18n.translate("下一个") in last
            assert i18n.time_left(coming.due_at - now) in last
            assert i18n.when(coming.due_at) in last
            assert i18n.title(coming.title)[:4] in last
        assert app.screen.query_one(AlarmStrip).size.height == 2


@pytest.mark.parametrize("size", SIZES)
async def test_the_other_panes_are_named_and_a_click_goes_there(make_app, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        desk = app.desk_screen
        await until(pilot, lambda: all(str(n) in str(desk.log_pane.border_title) for n in range(1, 6)), "not named")
        zones = {number: (begin, end) for begin, end, number in desk.log_pane._zones}
        assert set(zones) == {2, 3, 4, 5}
        await pilot.click("#log", offset=(sum(zones[3]) // 2, 0))
        await until(pilot, lambda: desk.pane == 3, "a click goes nowhere")
        assert {n for *_, n in desk.rows("clocks")._zones} == {1, 2, 4, 5}
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: not desk.rows("clocks")._zones, "named where all stand beside each other")
        desk.log_pane.look_for("一个很长很长的筛选条件" * 4)
        await until(pilot, lambda: desk.log_pane.fitting is not None, "not looked for")
        await pilot.resize_terminal(60, 20)
        await pilot.press("1")
        await until(pilot, lambda: "很长" in str(desk.log_pane.border_title), "what is filtered gives way to names")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "keys",
    [("2", "enter"), ("n",), ("h",), ("question_mark",), ("i", "x")],
    ids=["file", "form", "handover", "help", "desk"],
)
async def test_what_is_said_in_passing_lies_over_no_key_line(make_app, size, keys) -> None:
    app = make_app()
    async with app.run_test(size=size, notifications=True) as pilot:
        await settled(pilot, app)
        await pilot.press(*keys)
        await settled(pilot, app)
        app.notify("一句顺便说的话, 长得在窄屏上要占两三行才写得下, 例如收件单位和报告的题目", markup=False)
        await until(pilot, lambda: any(one.region for one in app.screen.query(Toast)), "nothing is said")
        lines = [one.region for one in app.screen.query(KEY_LINES) if one.region]

        def clear() -> bool:
            return not any(one.region.overlaps(line) for one in app.screen.query(Toast) for line in lines)

        assert lines
        await until(pilot, clear, "it hides the keys")


@pytest.mark.parametrize("size", SIZES)
async def test_what_falls_due_next_stands_once_where_a_form_lies_over_the_desk(make_app, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        below = app.desk_screen.query_one(AlarmStrip)
        assert i18n.translate("下一个") in below.render_line(1).text
        await pilot.press("n")
        await settled(pilot, app)
        assert i18n.translate("下一个") in drawn(app)[0]
        await until(pilot, lambda: not below.render_line(1).text.strip(), "it stands there twice")
        await pilot.press("escape")
        await settled(pilot, app)
        assert i18n.translate("下一个") in below.render_line(1).text


async def test_what_is_said_in_passing_is_said_by_the_uppermost_screen_alone(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot, app)
        app.notify("已保存", markup=False)
        await pilot.press("n")
        await settled(pilot, app)
        app.notify("已签收", markup=False)
        await until(pilot, lambda: len([one for one in app.screen.query(Toast) if one.region]) == 2, "nothing is said")
        assert not [rack for rack in app.desk_screen.query(ToastRack) if rack.display]
        await pilot.press("escape")
        await until(pilot, lambda: all(one.display for one in app.desk_screen.query(ToastRack)), "it is gone")


async def test_a_hint_that_has_no_room_beside_its_field_stands_in_the_key_line(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        i18n.use("en")
        app.desk_screen.action_command("swap")
        await until(
            pilot, lambda: "a date and time" in "".join(one.text for one in app.screen.query(Hint)), "it is cut"
        )
        await pilot.press("tab")
        await until(pilot, lambda: app.screen.focused.field.name == "to", "not moved")
        assert i18n.translate("F3 列出可选") in app.screen.query_one(Hint).text
        await pilot.press("shift+tab")
        await pilot.resize_terminal(130, 36)
        await until(pilot, lambda: "a date and time" not in app.screen.query_one(Hint).text, "it stands there twice")
