"""The handover on the screen: a pair who never used it gets through by what the screen says."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from dutydesk import i18n
from dutydesk.capabilities.handover import acts, briefing
from dutydesk.capabilities.handover.reads import sealed, walkthrough
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import MINUTE
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.screens.form import FieldInput, FormScreen
from dutydesk.tui.screens.handover import HandoverScreen
from dutydesk.tui.widgets.reading import Reading
from dutydesk.tui.widgets.status import KeyBar
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until

NAMES = {"Enter": "enter", "Space": "space", "Esc": "escape"}


async def opened(pilot, app) -> HandoverScreen:
    await settled(pilot, app)
    await pilot.press("h")
    await until(pilot, lambda: isinstance(app.screen, HandoverScreen) and app.screen.brief.steps, "not opened")
    return app.screen


async def quiet(pilot, app) -> None:
    """Wait until every act and reading that a key began is over."""
    for _ in range(200):
        await pilot.pause(0.02)
        busy = [one for one in app.workers if one.group in {"act", "reload", "step", "feed"} and not one.is_finished]
        if not app._refreshing and (isinstance(app.screen, FormScreen) or not busy):
            return
    raise AssertionError("never quiet")


def first_key(screen) -> str:
    """The key that the last line of the screen names first."""
    shown = screen.query_one(KeyBar).keys[0]
    return NAMES.get(shown[1], shown[1])


async def fill(pilot, app) -> None:
    """Fill every empty field of the form with something, as its label asks, and save."""
    form = app.screen
    for number, one in enumerate(form.query(FieldInput), 1):
        if not one.value and not one.password:
            one.value = f"{number}"
    await pilot.press("f2")
    await until(pilot, lambda: app.screen is not form, "the form stayed: " + str(form.query(".complaint.-shown")))


@pytest.mark.parametrize(("size", "language"), [((120, 36), "zh"), ((80, 24), "en")], ids=["120x36", "80x24"])
async def test_a_pair_completes_the_handover_by_the_keys_that_the_screen_names(
    make_app, views, clock: ManualClock, size, language
) -> None:
    """Something is overdue meanwhile, so that a reason must be written and cosigned too."""
    i18n.use(language)
    clock.set(NOW + 2 * MINUTE)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, app)
        for _ in range(300):
            await quiet(pilot, app)
            if isinstance(app.screen, FormScreen):
                await fill(pilot, app)
                continue
            if app.screen is not screen:
                break
            await pilot.press(first_key(screen))
        found = sealed(views)
        assert found is not None
        assert walkthrough(views) is None
        assert views.shift().a == "sun"
        assert app.screen is not screen, "back at the desk"
        assert "孙敏" in found.sheet
        assert "未逐项宣读" not in found.sheet
        assert found.head in found.sheet
        assert app.state.relieved
        assert app.state.read_only is not None
        offered = [command for command, _, _ in app.desk_screen.query_one(KeyBar).keys]
        assert (offered[0], "report" in offered, "find" in offered) == ("switch", False, True)


async def test_leaving_and_coming_back_goes_on_where_it_was(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        await fill(pilot, app)
        await until(pilot, lambda: walkthrough(views) is not None, "not started")
        for _ in range(8):
            await quiet(pilot, app)
            await pilot.press(first_key(screen))
        await quiet(pilot, app)
        read = set(walkthrough(views).read)
        assert read
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen, "still there")
        again = await opened(pilot, app)
        await quiet(pilot, app)
        assert {step.key for step in again.brief.steps if step.seen and step.kind == "matter"} <= read
        assert again.step() is not None
        assert not again.step().done


async def test_nobody_signs_before_everything_was_gone_through(make_app, store_path, views, clock) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await app.gateway.perform(acts.HandoverStart())
        screen = await opened(pilot, app)
        await quiet(pilot, app)
        screen.go_to("sign")
        await quiet(pilot, app)
        await screen._sign(screen.step(), "out")
        await quiet(pilot, app)
        assert walkthrough(views).signatures == {}
        assert any("没有走完" in notice.message for notice in app._notifications)


async def test_one_key_writes_over_no_answer_without_asking(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        await fill(pilot, app)
        await until(pilot, lambda: len(screen.brief.steps) > 5, "not started")
        step = next(one for one in screen.brief.steps if one.answer == "state")
        await screen.perform("check", item=step.about, state="异常", note="2号机无拨号音, 电信已报修")
        await screen.reload()
        screen.go_to(step.key)
        await quiet(pilot, app)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "written over without asking")
        await pilot.press("enter")  # the first choice leaves it
        await until(pilot, lambda: app.screen is screen, "not left")
        await quiet(pilot, app)
        shift = views.shift()
        assert shift is not None
        assert views.answers(shift.id)[step.about].note == "2号机无拨号音, 电信已报修"
        assert any("没有改动" in one.message for one in app._notifications) == any(
            one.about == step.about for one in screen.brief.blocks
        )
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "not asked again")
        await pilot.press("2")
        await until(pilot, lambda: views.answers(shift.id)[step.about].state == "normal", "never changed")


async def test_a_number_is_typed_whole_before_it_is_saved(make_app, views) -> None:
    """``12`` is twelve: the first figure begins the answer, it does not save it and type the other one into the next step."""
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await started(pilot, app)
        step = next(one for one in screen.brief.steps if one.answer == "count" and not one.state and not one.automatic)
        screen.go_to(step.key)
        await quiet(pilot, app)
        await pilot.press("1", "2", "f2")
        shift = views.shift()
        assert shift is not None
        await until(pilot, lambda: step.about in views.answers(shift.id), "not saved")
        await quiet(pilot, app)
        assert (views.answers(shift.id)[step.about].state, app.screen) == ("12", screen)


async def test_a_key_that_does_nothing_here_says_which_does(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await started(pilot, app)
        step = next(one for one in screen.brief.steps if one.answer == "tick" and not one.state and not one.automatic)
        screen.go_to(step.key)
        await quiet(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: any("请按 Space (已核)" in one.message for one in app._notifications), "not said")


async def started(pilot, app) -> HandoverScreen:
    """Open the handover and begin it."""
    screen = await opened(pilot, app)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
    await fill(pilot, app)
    await until(pilot, lambda: len(screen.brief.steps) > 5, "not started")
    await quiet(pilot, app)
    return screen


async def test_a_handover_before_its_hour_says_until_when_the_incoming_stay(
    make_app, views, clock: ManualClock
) -> None:
    """At the planned hour nothing is said of it."""
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await quiet(pilot, app)
        shown = str(screen.query_one("#text", Static).render())
        assert "比排定早 19小时00分" in shown
        assert "接班一方从现在起值到 07-17 09:20" in shown
        step, now = screen.step(), views.shift().ends
        assert "比排定" not in briefing.body(views, app.gateway.checklist, screen.brief, step, now)


async def test_before_an_early_signature_it_is_said_again(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await started(pilot, app)
        screen.go_to(briefing.SIGN)
        await until(pilot, lambda: "比排定早" in str(screen.query_one("#text", Static).render()), "not said")


async def test_enter_says_that_it_turns_the_page_until_the_end_was_in_sight(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await started(pilot, app)
        body = screen.query_one("#step", Reading)
        bar = screen.query_one(KeyBar)
        screen.go_to(next(step.key for step in screen.brief.steps if step.kind == briefing.MATTER))
        await until(pilot, lambda: body.max_scroll_y and bar.keys[0][2] == "往下看", "not said")
        body.scroll_end(animate=False)
        await until(pilot, lambda: bar.keys[0][2] == "读过, 下一步", "not said")
        body.scroll_home(animate=False)
        await until(pilot, lambda: bar.keys[0][2] == "往下看", "not said again")
