"""The tour: what is done moves it on; left, it is taken up where it was, in another session too."""

from __future__ import annotations

import pytest

from dutydesk import i18n, manual, preferences
from dutydesk.capabilities import collect
from dutydesk.capabilities.log.lines import Line
from dutydesk.kernel.events import REGISTRY
from dutydesk.kernel.instants import MINUTE
from dutydesk.tui import tour
from dutydesk.tui.commands.base import COMMANDS, keys_in_force
from dutydesk.tui.screens.host import act_of
from dutydesk.tui.widgets.tour import TourBar
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until


def bar(app) -> str:
    bars = app.desk_screen.query(TourBar)
    return "".join(bars.first()._lines) if bars else ""


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_guide_has_words_for_every_step_and_every_step_can_be_seen_to_be_done(language: str) -> None:
    collect("events")
    i18n.use(language)
    topic = next(one for one in manual.topics() if one.name == tour.TOPIC)
    assert len(tour.STEP.findall(topic.text)) == len(tour.STEPS) == len(preferences.TOUR) - 1
    for number, step in enumerate(tour.STEPS):
        assert step.kinds or step.commands
        assert set(step.kinds) <= set(REGISTRY)
        assert set(step.commands) <= set(COMMANDS)
        assert tour.words_of(number, keys_in_force({})[0])


def test_a_key_of_one_s_own_stands_in_the_words() -> None:
    keys, faults = keys_in_force({"acknowledge": "q"})
    assert not faults
    assert "[q]" in tour.words_of(0, keys)
    assert "[a]" not in tour.words_of(0, keys)


async def test_it_goes_on_by_what_is_done_and_is_taken_up_where_it_was_left(make_app, clock, store_path) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        assert not bar(app), "nobody asked for it"
        app.desk_screen.action_command("tour")
        await until(pilot, lambda: "1/6" in bar(app), "not begun")
        clock.set(NOW + MINUTE)
        await until(pilot, lambda: app.state.unacknowledged, "nothing rings")
        await pilot.press("a")
        await until(pilot, lambda: "2/6" in bar(app), "not on")
        app.desk_screen.action_command("tour")
        await until(pilot, lambda: app.screen is not app.desk_screen, "not asked")
        await pilot.press("4")
        await until(pilot, lambda: app.screen is app.desk_screen and not bar(app), "not left")
    again = make_app()
    again.tours = True
    async with again.run_test(size=(60, 20)) as pilot:
        await settled(pilot, again)
        await until(pilot, lambda: "2/6" in bar(again), "not taken up")
        for _ in range(len(tour.STEPS) - 1):
            again.desk_screen.walk.go_on()
        await until(pilot, lambda: not bar(again), "not over")
    assert preferences.load(store_path, "zhang")["tour"] == tour.DONE


async def test_what_others_do_is_no_step(make_app, clock) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.walk.begin(0)
        clock.set(NOW + MINUTE)
        await until(pilot, lambda: app.state.unacknowledged, "nothing rings")
        alert = app.state.unacknowledged[0]
        act = act_of("ack", {"alert": alert.id})
        await app.gateway.write(lambda house: house.desk.perform(act, actor="li"))
        await until(pilot, lambda: alert not in app.state.unacknowledged, "not seen")
        assert "1/6" in bar(app)


async def test_one_report_is_not_asked_for_twice(make_app, monkeypatch) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        told: list[str] = []
        monkeypatch.setattr(app.desk_screen, "tell", told.append)
        app.desk_screen.walk.begin(0)
        app.desk_screen.walk.saw(kinds=("report.sent",))
        await until(pilot, lambda: "3/6" in bar(app), "the follow-up sent before it rang is asked for again")
        assert "导览第 1 步不用办了: 已经报出, 不再响" in told  # nobody acknowledged anything
        app.desk_screen.walk.saw(kinds=("alert.acknowledged", "entry.written"))
        assert "3/6" in bar(app)


async def test_it_is_over_when_both_have_signed(make_app) -> None:
    """The second hand is somebody else's; the first signature alone hands nothing over."""
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.walk.begin(5)
        signed = Line(1, NOW, "", "张伟", "", "", late=False, struck=False, kind="handover.signed")
        sealed = Line(2, NOW, "", "孙敏", "", "", late=False, struck=False, kind="handover.sealed")
        app.desk_screen.walk.saw(kinds=tour.shown_by([signed], "张伟"))
        assert "6/6" in bar(app)
        app.desk_screen.walk.saw(kinds=tour.shown_by([sealed], "张伟"))
        await until(pilot, lambda: not bar(app), "not over")
