"""Two desks write the same fact at once: nobody's words go under."""

from __future__ import annotations

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.matters import acts
from dutydesk.capabilities.matters.facts import fact_history
from dutydesk.clock import ManualClock
from dutydesk.tui.screens.matter import MatterScreen
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_affairs import typed


async def test_the_second_sees_both_texts_and_decides(make_app, views, clock, store_path) -> None:
    app = make_app()
    matter = views.matter("Y1").id
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        app.open_matter(matter)
        await until(pilot, lambda: isinstance(app.screen, MatterScreen) and app.screen.file is not None, "no file")
        await pilot.press("F")
        await until(pilot, lambda: len(app.screen_stack) > 2, "not asked which")
        await pilot.press("end", *["up"] * 6, "enter")  # 下一步
        screen = await asked_for(pilot, app, "text")
        typed(screen, text="写家属安置")
        container = open_container(store_path, clock=ManualClock(clock.wall()))
        container.desk.perform(acts.Fact(matter="Y1", name="next", text="写转院情况"), actor="li")
        container.close()
        await pilot.press("f2")
        await until(pilot, lambda: screen.query("#complaint-text.-shown"), "saved over it")
        assert "写转院情况" in str(screen.query_one("#complaint-text").render())
        assert screen.values()["text"] == "写家属安置"
        typed(screen, text="写转院情况、家属安置")
        await pilot.press("f2")
        await until(pilot, lambda: len(fact_history(views, matter)) == 2, "not saved")
    assert [one.text for one in fact_history(views, matter)] == ["写转院情况", "写转院情况、家属安置"]


async def asked_for(pilot, app, field: str):
    """Wait for a form that has a field."""
    from dutydesk.tui.screens.form import FormScreen

    await until(pilot, lambda: isinstance(app.screen, FormScreen) and field in app.screen.values(), "no form")
    return app.screen
