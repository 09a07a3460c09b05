"""The roster's calendar: what a person sees and changes with keys ends in the store."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dutydesk import i18n
from dutydesk.bootstrap import open_container
from dutydesk.capabilities.roster import reads
from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import DAY, iso
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.screens.form import FieldInput, FormScreen
from dutydesk.tui.screens.roster import RosterScreen
from dutydesk.tui.widgets.calendar import RosterCalendar
from dutydesk.tui.widgets.rows import RowsPane
from dutydesk.usecase.acts import REGISTRY
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until

WIDE, SMALL = (120, 36), (80, 24)


@pytest.fixture
def rostered(store_path):
    """The demo's store with two weeks planned from tomorrow on, one change, one leave, one important period."""
    container = open_container(store_path, clock=ManualClock(NOW))

    def do(name: str, actor: str, **words: Any) -> None:
        container.desk.perform(REGISTRY[name].from_words(words), actor=actor)

    def people(tx) -> None:
        for account, name in (("zhao", "赵[/]强"), ("qian", "钱芳")):
            tx.append(OfficerAdded(officer=account, name=name, role="officer"), actor="desk")

    container.desk.store.write(people, now=NOW)
    do("roster plan", "chen", since="2026-07-16", until="2026-07-29", team=["zhang/li/wang", "zhao/qian/wang"])
    do("roster special", "chen", title="防汛关键期", since="2026-07-20", until="2026-07-24")
    do("roster set", "chen", begin="2026-07-18T08:00", end="2026-07-19T08:00", leader="chen", reason="出差")
    do("roster leave", "qian", since="2026-07-21", until="2026-07-21", reason="年假")
    container.close()
    return store_path


@pytest.fixture
def asked(rostered):
    """A swap waits besides (its id is another in every store, so no picture shows it)."""
    container = open_container(rostered, clock=ManualClock(NOW))
    words = {"shift": "2026-07-20T08:00", "to": "zhao", "reason": "家事"}
    container.desk.perform(REGISTRY["roster swap request"].from_words(words), actor="zhang")
    container.close()
    return rostered


async def opened(pilot, app) -> RosterScreen:
    await settled(pilot, app)
    app.gateway.actor = "chen"
    await app.refresh_state()
    app.desk_screen.action_command("roster")
    await until(pilot, lambda: isinstance(app.screen, RosterScreen) and app.screen.picture.days, "no calendar")
    await pilot.pause()
    return app.screen


def drawn(screen: RosterScreen) -> str:
    calendar = screen.query_one(RosterCalendar)
    return "\n".join(calendar.render_line(y).text for y in range(calendar.size.height))


def held(views, day: str):
    return next(one for one in reads.held(views, 0, 1 << 62) if (iso(one.begins) or "").startswith(day))


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_the_month_shows_shifts_periods_and_findings(asked, make_app, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, app)
        text = drawn(screen)
        assert "张伟" in text
        assert "赵[/]" in text
        assert "防汛" in text
        assert "*" in text, "the changed day is marked"
        assert "!" in text, "the day of the leave is marked"
        rows = [row.parts[0].text for row in screen.query_one("#findings", RowsPane).rows]
        assert rows[0].startswith("不合")
        assert any("钱芳 在休假" in row for row in rows)
        assert any("换班等 赵[/]强 同意" in row for row in rows)


async def test_arrows_move_by_day_week_and_month(rostered, make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        calendar = screen.calendar
        assert calendar.day == date(2026, 7, 15)
        await pilot.press("right", "down", "left", "up", "down")
        assert calendar.day == date(2026, 7, 22)
        await pilot.press("pagedown", "pagedown")
        await until(pilot, lambda: date(2026, 9, 25) in screen.picture.days, "not read again")
        assert calendar.day == date(2026, 9, 22)
        await until(pilot, lambda: "中秋节 休" in drawn(screen), "no holiday")
        await pilot.press("home")
        assert calendar.day == date(2026, 7, 15)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "still open")


def test_a_month_that_lacks_the_day_takes_its_last(monkeypatch) -> None:
    calendar = RosterCalendar(date(2026, 3, 31))
    days: list[date] = []
    monkeypatch.setattr(calendar, "go", days.append)
    calendar.action_month(-1)
    calendar.action_month(1)
    calendar.action_month(-4)
    calendar.action_month(21)
    assert days == [date(2026, 2, 28), date(2026, 4, 30), date(2025, 11, 30), date(2027, 12, 31)]


async def test_enter_on_a_day_changes_it(rostered, make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot, app)
        await pilot.press("right", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        assert form.query_one("#field-begin", FieldInput).value == "2026-07-16 08:00"
        assert form.query_one("#field-a", FieldInput).placeholder == ""
        assert "张伟" in str(form.query_one("#echo-a").render())
        form.query_one("#field-leader", FieldInput).value = "陈主任"
        await pilot.press("f2")
        await until(pilot, lambda: form.query("#complaint-reason.-shown"), "no complaint")
        form.query_one("#field-reason", FieldInput).value = "王建国出差"
        await pilot.press("f2")
        await until(pilot, lambda: held(views, "2026-07-16").leader == "chen", "not saved")
        assert held(views, "2026-07-16").a == "zhang", "a field left empty stays"
        await until(pilot, lambda: isinstance(app.screen, RosterScreen), "form still open")
        await until(pilot, lambda: "*A 张伟" in drawn(app.screen), "not shown as changed")


async def test_what_blocks_is_said_in_the_form_and_nothing_is_lost(rostered, make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await opened(pilot, app)
        await pilot.press("right", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        form.query_one("#field-b", FieldInput).value = "张伟"
        form.query_one("#field-reason", FieldInput).value = "x"
        await pilot.press("f2")
        await until(pilot, lambda: form.query("#complaint-anyway.-shown"), "no complaint")
        assert form.query_one("#field-b", FieldInput).value == "张伟"
        assert held(views, "2026-07-17").b == "qian"


async def test_a_finding_leads_to_its_day(rostered, make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, app)
        pane = screen.query_one("#findings", RowsPane)
        pane.focus()
        index = next(n for n, row in enumerate(pane.rows) if "在休假" in row.parts[0].text)
        pane.go(index)
        await pilot.press("enter")
        await until(pilot, lambda: screen.calendar.day == date(2026, 7, 21), "not there")
        assert screen.calendar.has_focus


async def test_an_empty_roster_and_a_year_without_holidays_say_so(make_app, store_path, clock) -> None:
    container = open_container(store_path, clock=clock)
    container.desk.store.write(lambda tx: tx.execute("DELETE FROM roster"), now=clock.wall())
    container.close()
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        screen = await opened(pilot, app)
        rows = [row.parts[0].text for row in screen.query_one("#findings", RowsPane).rows]
        assert rows == ["不合 还没有排班: 请用 roster plan 排, 或接班时写明各岗"]
        screen.calendar.go(date(2029, 5, 1))
        await until(pilot, lambda: screen.picture.missing == [2029], "not read")
        await until(pilot, lambda: "无节" in drawn(screen), "the days do not say so")


async def test_beginning_a_shift_says_that_the_roster_ran_out(rostered, make_app, clock) -> None:
    clock.set(NOW + 20 * DAY)
    app = make_app()
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("shift")
        await until(pilot, lambda: any("排班已到期" in note.message for note in app._notifications), "not said")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "a shift begins by hand all the same")


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["120x36", "80x24"])
def test_picture_of_the_roster(rostered, snap_compare, make_app, size) -> None:
    """The calendar of the month."""

    async def before(pilot) -> None:
        await opened(pilot, pilot.app)
        await pilot.press("right", "right", "right")
        await pilot.pause(0.3)

    assert snap_compare(make_app(), terminal_size=size, run_before=before)


def test_picture_in_english(rostered, snap_compare, make_app) -> None:
    """The calendar in English."""
    i18n.use("en")

    async def before(pilot) -> None:
        await opened(pilot, pilot.app)
        await pilot.pause(0.3)

    assert snap_compare(make_app(), terminal_size=WIDE, run_before=before)


async def test_a_swap_is_asked_for_agreed_to_and_approved_on_the_screen(rostered, make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot, app)

        async def command(actor: str, name: str) -> None:
            app.gateway.actor = actor
            app.desk_screen.action_command(name)

        async def choose(number: int) -> None:
            await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "nothing to choose from")
            await pilot.press(*["down"] * number, "enter")

        async def fill(**values: str) -> None:
            await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
            for name, value in values.items():
                app.screen._widget(name).value = value
            await pilot.press("f2")
            await until(pilot, lambda: not isinstance(app.screen, FormScreen), "the form stayed")

        await command("zhang", "swap")
        await fill(shift="2026-07-20 08:00", to="zhao", reason="家事")
        (swap,) = reads.swaps(views, waiting=True)
        assert (swap.giver, swap.taker) == ("zhang", "zhao")
        await command("zhao", "swap")
        await choose(0)
        await choose(0)
        await until(pilot, lambda: reads.swaps(views)[0].state == "accepted", "not agreed")
        await command("wang", "swap")
        await choose(0)
        await choose(1)
        await fill(anyway="已商量")
        assert reads.swaps(views)[0].state == "approved"
        assert held(views, "2026-07-20").a == "zhao"


async def test_a_leave_is_noted_on_the_screen(rostered, make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        await settled(pilot, app)
        app.gateway.actor = "zhao"
        app.desk_screen.action_command("leave")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
        for name, value in (("since", "2026-07-23"), ("until", "2026-07-24"), ("reason", "年假")):
            app.screen._widget(name).value = value
        await pilot.press("f2")
        await until(pilot, lambda: len(reads.leaves(views, 0, 1 << 62)) == 2, "not noted")
