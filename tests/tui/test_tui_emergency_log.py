"""From the screen: a store that refuses, the line written down all the same, and taken in once it is mended."""

from __future__ import annotations

from test_desk import settled

from dutydesk.store import emergency_log
from dutydesk.tui.screens.form import FormScreen
from tests.tui.test_tui_drafts import form_of, until


async def test_a_line_that_the_store_refuses_goes_into_the_emergency_log(make_app, store_path, views) -> None:
    app = make_app()
    app.expects_faults = True  # the tick and the drafts are refused, too
    told: list[str] = []
    app.notify = lambda message, **_: told.append(str(message))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await app.gateway.stop_writing("第 7 条被改动")
        app.desk_screen.entry.text = "省厅来电"
        assert not await app.save_entry("省厅来电")
        assert "应急记录" in told[-1]
        app.desk_screen.action_command("emergency_log")
        await until(pilot, lambda: form_of(app))
        form = form_of(app)
        assert isinstance(form, FormScreen)
        assert form.values()["text"] == "省厅来电"
        assert [one.label for one in form.fields] == ["内容"]
        assert str(emergency_log.places(store_path)[0]) in "".join(form.notes)
        await pilot.press("f2")
        await until(pilot, lambda: not form_of(app))
        (line,) = emergency_log.read(store_path)
        assert (line.by, line.text, line.proved, line.whole) == ("zhang", "省厅来电", True, True)
        await until(pilot, lambda: any("第 1 行" in one for one in told))
        assert app.desk_screen.entry.text == ""
    assert views.rows("SELECT count(*) FROM journal WHERE payload LIKE '%省厅来电%'") == [(0,)]


async def test_what_waits_is_offered_at_the_start_and_taken_in(make_app, store_path, views, clock) -> None:
    emergency_log.append(store_path, emergency_log.Line("one", 0, clock.wall() - 60_000_000, "zhang", "断电时的来电"))
    app = make_app()
    told: list[str] = []
    app.notify = lambda message, **_: told.append(str(message))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await until(pilot, lambda: any("1 行" in one and "应急记录" in one for one in told))
        app.desk_screen.action_command("emergency_log_take")
        await until(pilot, lambda: form_of(app))
        await pilot.press("f2")
        await until(pilot, lambda: not form_of(app))
        taken = views.rows("SELECT at, actor FROM journal WHERE id = 'one'")
    assert taken == [(clock.wall() - 60_000_000, "zhang")]
