"""What is asked and said around a form: before anybody signs, before a line is lost, before a day that the log does not have."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.intake import reads as messages
from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.obligations.acts import Owe
from dutydesk.clock import ManualClock
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.when import BEGINS, DUE
from dutydesk.kernel.wording import Worded
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.screens.going import GoToScreen
from dutydesk.tui.screens.lock import SignScreen
from dutydesk.tui.widgets.fields import FieldArea
from dutydesk.usecase.readings import readings
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_affairs import typed


async def asked_for(pilot, app, field: str) -> FormScreen:
    """Wait for a form that has a field."""
    await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(f"#field-{field}"), "no form")
    await pilot.pause()
    return app.screen


async def test_a_missing_reason_is_said_before_the_leader_is_asked_to_sign(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await pilot.press("n")
        form = await asked_for(pilot, app, "consent")
        low = {"title": "桥面塌陷", "source": "x", "subtype": "道路", "deaths": "12", "level": "Ⅳ", "consent": "王建国"}
        typed(form, **low)
        await pilot.press("f2")
        await until(pilot, lambda: form.query("#complaint-reason.-shown"), "no complaint")
        assert app.screen is form, "nobody was asked to sign"
        typed(form, reason="人数尚待核实")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen), "nobody was asked to sign")


def test_looking_at_an_act_writes_nothing_and_refuses_what_it_would(store_path) -> None:
    container = open_container(store_path, clock=ManualClock(NOW))
    before = container.views.head()
    container.desk.rehearse(Log(text="x"), actor="zhang")
    assert container.views.head() == before
    with pytest.raises(Refused):
        container.desk.rehearse(Log(text=""), actor="zhang")
    container.close()


async def test_a_day_before_the_log_is_said_and_leads_to_its_first_line(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, GoToScreen) and app.screen.query(Input), "no line")
        app.screen.query_one(Input).value = "2020-01-01"
        await pilot.press("enter")
        await until(pilot, lambda: any("日志从" in one.message for one in app._notifications), "nothing was said")
        assert app.desk_screen.log_pane.cursor == 0


async def test_a_paste_that_became_a_message_leaves_the_entry_line(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.pasted("各单位:\n请于12月1日前反馈")
        app.desk_screen.action_command("message")
        form = await asked_for(pilot, app, "sender")
        assert form.query_one("#field-text", FieldArea).text == "各单位:\n请于12月1日前反馈", "it stands there already"
        await pilot.press("f2")
        await until(pilot, lambda: messages.undisposed(views), "not filed")
        await until(pilot, lambda: not app.desk_screen.entry.text, "it is still there")


async def test_a_line_that_is_still_written_stays(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.pasted("另一件事")
        app.desk_screen.action_command("message")
        form = await asked_for(pilot, app, "sender")
        typed(form, text="请反馈")
        await pilot.press("f2")
        await until(pilot, lambda: messages.undisposed(views), "not filed")
        await pilot.pause()
        assert app.desk_screen.entry.text == "另一件事"


async def test_whoever_only_reads_is_told_why_in_the_entry_line(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.state = type(app.state)(**{**vars(app.state), "read_only": Worded("已交班, 只读")})
        app.desk_screen.close_entry(True)
        assert "已交班, 只读" in str(app.desk_screen.entry.placeholder)
        app.desk_screen.entry.focus()
        await pilot.press("x")
        await until(pilot, lambda: any("不能记" in one.message for one in app._notifications), "nothing was said")
        assert app.desk_screen.entry.text == ""


def test_a_clock_that_counts_back_reads_its_times_ahead() -> None:
    words = {"at": "18:00", "due": "19:00"}
    plain = readings(Owe, words, NOW, drill=False)
    ahead = readings(Owe, words, NOW, drill=False, times={"at": (BEGINS, ""), "due": (DUE, "at")})
    assert "若是昨天, 请写 昨天 18:00" in str(plain["at"])
    assert "7月15日 周三 18:00" in str(ahead["at"])
    assert "7月15日 周三 19:00" in str(ahead["due"])


async def test_what_only_a_report_ends_is_refused_with_the_key_of_the_report(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        follow_up = next(one for one in views.clocks() if one.rule == "follow_up")
        app.desk_screen.pointed_clock = lambda: follow_up.id
        app.desk_screen.action_command("meet")
        await until(pilot, lambda: any("不能手工办结" in one.message for one in app._notifications), "nothing was said")
        told = next(one.message for one in app._notifications if "不能手工办结" in one.message)
        assert "(r 报告)" in told
