"""Keys, messages, rows: what a person does at the desk ends in the store."""

from __future__ import annotations

from functools import partial

import pytest
from textual import events
from textual.widgets import Static

from dutydesk import i18n
from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Ack
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import HOUR, MINUTE, SECOND
from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.store.views import Views
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.dialogs import ChooseScreen, RedAlertScreen, TextScreen
from dutydesk.tui.screens.form import FieldArea, FieldInput, FormScreen
from dutydesk.tui.screens.going import GoToScreen
from dutydesk.tui.screens.matter import MatterScreen
from dutydesk.tui.widgets.log import LogPane
from dutydesk.tui.widgets.status import KeyBar
from dutydesk.tui.widgets.strip import AlarmStrip

WIDE = (120, 36)


async def settled(pilot, app) -> None:
    """Wait until the desk has done what it began: the whole log, the first tick, the checks."""
    for _ in range(200):
        await pilot.pause(0.02)
        if app._settled and not app._refreshing:
            return
    raise AssertionError("the desk never settled")


async def until(pilot, condition, what: str) -> None:
    for _ in range(1500):
        await pilot.pause(0.02)
        if condition():
            return
    raise AssertionError(what)


def texts(views: Views) -> list[str]:
    from dutydesk.capabilities.log.lines import text_of

    return [text_of(entry, {}) for entry in views.entries_between(0, 1 << 62)]


async def test_a_typed_line_is_saved_with_enter(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("i", *"hello", "enter")
        await until(pilot, lambda: "hello" in texts(views), "not saved")
        assert app.desk_screen.entry.text == ""
        log = app.desk_screen.query_one(LogPane)
        await until(pilot, lambda: log.line is not None and log.line.text == "hello", "not shown")


async def test_every_line_of_a_paste_is_kept(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        app.post_message(events.Paste("一\n二\n三"))
        await until(pilot, lambda: app.desk_screen.entry.text == "一\n二\n三", "paste did not reach the entry line")
        await pilot.press("enter")
        await until(pilot, lambda: "一\n二\n三" in texts(views), "not saved whole")


async def test_a_paste_over_the_limit_is_asked_about_and_the_draft_stays(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("i", *"abc")
        app.desk_screen.entry.post_message(events.Paste("长" * 100_000))
        await until(pilot, lambda: app.screen is not app.desk_screen, "nothing was asked")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "the question stayed")
        assert app.desk_screen.entry.text == "abc"
        assert MAX_CHARACTERS < 100_000


async def test_text_marked_secret_is_not_saved_anywhere(make_app, store_path) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        app.desk_screen.entry.focus()
        app.desk_screen.entry.text = "机密★10年 某事内容甲乙"
        await app.drafts.save()
        await pilot.press("enter")
        await until(pilot, lambda: app.desk_screen.entry.text == "", "the text stayed on the screen")
        await app.leave()
    for suffix in ("", "-wal"):
        file = store_path.with_name(store_path.name + suffix)
        if file.exists():
            assert "某事内容甲乙".encode() not in file.read_bytes()


async def test_follow_up_falls_due_is_acknowledged_filed_and_moves_by_two_hours(make_app, views, clock) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        due = next(c for c in views.clocks() if c.rule == "follow_up" and c.label == "Y1")
        clock.set(due.due_at)
        await until(pilot, lambda: any(a.obligation == due.id for a in app.state.unacknowledged), "no alert")
        assert app.desk_screen.query_one(AlarmStrip).bundles[0].first.obligation == due.id
        await pilot.press("a")
        await until(pilot, lambda: not app.state.unacknowledged, "not acknowledged")
        clock.set(due.due_at + 30 * SECOND)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        assert "Y1" in app.screen.heading
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen), "not sent")
        following = next(c for c in views.clocks() if c.rule == "follow_up" and c.label == "Y1")
        assert following.subject == "续报二"
        assert following.due_at == due.due_at + 30 * SECOND + 2 * HOUR


async def test_a_refused_form_names_the_field_and_keeps_what_was_typed(make_app, views) -> None:
    app = make_app()
    before = views.head()[0]
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        form.query_one("#field-title", FieldInput).value = "测试"
        form.query_one("#field-occurred", FieldInput).value = "25:99"
        await pilot.press("f2")
        await until(pilot, lambda: form.query_one("#complaint-occurred").has_class("-shown"), "no complaint")
        assert form.query_one("#field-title", FieldInput).value == "测试"
        assert form.query_one("#field-occurred", FieldInput).value == "25:99"
        assert app.focused.id == "field-occurred"
        assert views.head()[0] == before
        form.query_one("#field-occurred", FieldInput).value = ""
        await pilot.press("f2")
        await until(pilot, lambda: any(m.title == "测试" for m in views.matters()), "not opened")


async def test_swapped_figures_are_caught_and_exchanged_by_one_key(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "f")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        form.query_one("#field-deaths", FieldInput).value = "1800000"
        form.query_one("#field-loss_yuan", FieldInput).value = "4"
        await pilot.press("f2")
        await until(pilot, lambda: form.query_one("#swap").display, "no offer")
        await pilot.press("f4")
        assert form.query_one("#field-deaths", FieldInput).value == "4"
        assert form.query_one("#field-loss_yuan", FieldInput).value == "1800000"
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen), "not saved")
        matter = views.matter("Y2")
        assert views.figures(matter.id)["deaths"].value == 4
        assert views.figures(matter.id)["loss_yuan"].value == 1_800_000


async def test_a_wrong_line_is_corrected_and_shown_struck(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("i", *"fang", "enter", "escape", "end")
        log = app.desk_screen.query_one(LogPane)
        await until(pilot, lambda: log.line is not None and log.line.text == "fang", "not shown")
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        app.screen.query_one("#field-text", FieldArea).text = "nan"
        await pilot.press("f2")
        await until(pilot, lambda: "更正: nan" in texts(views), "not corrected")
        wrong = next(e for e in views.entries_between(0, 1 << 62) if '"text":"fang"' in e.payload)
        assert wrong.struck_by is not None


async def test_leaving_a_form_keeps_the_draft_and_offers_it_again(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        for expected in ("", "半截标题"):
            await pilot.press("n")
            await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
            title = app.screen.query_one("#field-title", FieldInput)
            assert title.value == expected
            title.value = "半截标题"
            await pilot.press("escape")
            await until(pilot, lambda: not isinstance(app.screen, FormScreen), "form stayed")
            await pilot.pause(0.2)


async def test_find_jumps_to_the_line(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("slash")
        await pilot.pause(0.1)
        app.screen.query_one("Input").value = "方城"
        found = app.screen.query_one("#found")
        await until(pilot, lambda: len(found.rows) == 1, "not found")
        await pilot.press("enter")
        log = app.desk_screen.query_one(LogPane)
        await until(pilot, lambda: log.line is not None and "方城" in log.line.text, "not there")


async def test_go_to_a_time(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, GoToScreen), "no date line")
        await pilot.press(*"11:00", "enter")
        log = app.desk_screen.query_one(LogPane)
        at = 11 * HOUR
        await until(pilot, lambda: log.line is not None and (log.line.at + 8 * HOUR) % (24 * HOUR) >= at, "not there")
        assert (log.line.at + 8 * HOUR) % (24 * HOUR) < at + 90 * MINUTE


async def test_checklist_item_needs_a_remark_when_abnormal(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.rows("checklist")
        await pilot.press("4")
        pane.go([row.key for row in pane.rows].index("l6"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        app.screen.query_one("#field-state", FieldInput).value = "异常"
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query_one("#complaint-note").has_class("-shown"), "no complaint")
        app.screen.query_one("#field-note", FieldInput).value = "电量不足"
        await pilot.press("f2")
        await until(pilot, lambda: "l6" in views.answers(views.shift().id), "not answered")
        assert views.answers(views.shift().id)["l6"].note == "电量不足"


async def test_red_alert_fills_the_screen_and_ignores_keys_meant_for_text(make_app, views, monkeypatch) -> None:
    monkeypatch.setattr(RedAlertScreen, "DEAF_SECONDS", 5.0)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await app.gateway.perform(Open(kind="incident", title="溃坝", colour="red", label="Y9"))
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no full screen")
        await pilot.press("a")
        assert isinstance(app.screen, RedAlertScreen)
        said = app.screen.query_one("#uncalled", Static)
        await until(pilot, lambda: "王建国 还没有呼通, 签收后不再列为待呼叫" in str(said.render()), "not said before")
        app.screen._hears_from = 0.0
        await pilot.press("a")
        await until(pilot, lambda: not isinstance(app.screen, RedAlertScreen), "stayed")
        matter = views.matter("Y9")
        await until(
            pilot,
            lambda: views.find_clocks(rule="red_ack", matter_id=matter.id, subject=None)[0].state == "met",
            "not acknowledged",
        )


def acknowledged(alert, container) -> None:
    """Another session acknowledges an alert."""
    container.desk.perform(Ack(alert=f"{alert.obligation[-8:]}/{alert.step}"), actor="li")


async def test_a_red_alert_answered_elsewhere_goes_and_its_key_answers_nothing_else(
    make_app, views, monkeypatch
) -> None:
    monkeypatch.setattr(RedAlertScreen, "DEAF_SECONDS", 0.0)
    monkeypatch.setattr(RedAlertScreen, "GOES_SECONDS", 600.0)
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await app.gateway.perform(Open(kind="incident", title="溃坝", colour="red", label="Y9"))
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no full screen")
        red = app.screen
        await app.gateway.write(partial(acknowledged, red.alert))
        await until(pilot, lambda: red.withdrawn, "still asks")
        assert "别处" in red.query_one("#keys").text
        waiting = len(views.alerts())
        await pilot.press("a")
        await until(pilot, lambda: app.screen is app.desk_screen, "stayed")
        assert len(views.alerts()) == waiting, "the key answered another alert"

        monkeypatch.setattr(RedAlertScreen, "GOES_SECONDS", 0.01)
        await app.gateway.perform(Open(kind="incident", title="再次溃坝", colour="red", label="Y10"))
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no second one")
        await app.gateway.write(partial(acknowledged, app.screen.alert))
        await until(pilot, lambda: app.screen is app.desk_screen, "it does not go by itself")


async def test_red_alerts_that_wait_are_listed_and_one_key_acknowledges_what_was_seen(
    make_app, views, monkeypatch
) -> None:
    monkeypatch.setattr(RedAlertScreen, "DEAF_SECONDS", 600.0)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        for number in range(9, 22):
            await app.gateway.perform(
                Open(kind="incident", title=f"第{number}处溃坝", colour="red", label=f"Y{number}")
            )
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no full screen")
        red = app.screen
        await until(pilot, lambda: red.also and len(red.also) + red._unlisted == 12, "not listed")
        shown = str(red.query_one("#also", Static).render())
        assert all(f"{one.label} {one.matter_title}" in shown for one in red.also)
        assert f"另有 {12 - len(red.also)} 件未列" in shown
        assert f"* 签收所列 {len(red.also) + 1} 件" in red.query_one("#keys").text
        assert red.query_one("#keys").region.bottom <= 24, "the keys are on the screen"
        await pilot.press("*")
        assert app.screen is red, "a key of its first moment counts for nothing"
        monkeypatch.setattr(RedAlertScreen, "DEAF_SECONDS", 0.0)
        red._hears_from = 0.0
        seen = [red.alert, *red.also]
        await pilot.press("*")
        await until(pilot, lambda: app.screen is not red, "stayed")
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "those not listed come up")
        acked = {
            one
            for one in {alert.matter_id for alert in seen} | {app.screen.alert.matter_id}
            if views.find_clocks(rule="red_ack", matter_id=one, subject=None)[0].state == "met"
        }
        assert acked == {one.matter_id for one in seen}, "each by its own event, none that was not listed"


OPENED = {
    "choice": lambda: ChooseScreen("选", [("1", "一"), ("2", "二")]),
    "text": lambda: TextScreen("看", "一\n二"),
    "form": lambda: FormScreen("填", [Field("text", "内容")], lambda _values: None),
}
"""What a command may open a moment after a red alert came."""


@pytest.mark.parametrize("kind", [*OPENED, "file", "palette"])
async def test_what_opens_while_a_red_alert_stands_comes_under_it(make_app, views, kind) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await app.gateway.perform(Open(kind="incident", title="溃坝", colour="red", label="Y9"))
        await until(pilot, lambda: isinstance(app.screen, RedAlertScreen), "no full screen")
        if kind == "file":
            app.open_matter(views.matter("Y9").id)
        elif kind == "palette":
            app.action_command_palette()
        else:
            app.push_screen(OPENED[kind]())
        (opened,) = [
            one for one in app.screen_stack if one is not app.desk_screen and not isinstance(one, RedAlertScreen)
        ]
        assert isinstance(app.screen, RedAlertScreen), "covered"
        await pilot.pause()
        assert isinstance(app.screen, RedAlertScreen), "covered"
        await until(pilot, lambda: app.screen.hears, "keys do not count")
        await pilot.press("a")
        await until(pilot, lambda: app.screen is opened, "what was opened is not given back")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "the screen does not hear")


async def test_what_another_desk_writes_appears(make_app, store_path, clock) -> None:
    from dutydesk.bootstrap import open_container

    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        other = open_container(store_path, clock=ManualClock(clock.wall()))
        other.desk.perform(Log(text="另一终端"), actor="li")
        log = app.desk_screen.query_one(LogPane)
        await until(pilot, lambda: log.line is not None and log.line.text == "另一终端", "not shown")
        other.close()


async def test_matter_file_opens_with_enter_and_closes_with_escape(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("2", "enter")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen) and app.screen.file is not None, "no file")
        shown = str(app.screen.query_one("#text").content)
        assert "望京地铁站拥挤踩踏" in shown
        assert "续报一" in shown
        await pilot.press("escape")
        assert app.screen is app.desk_screen


async def test_both_languages_switch_while_running(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        assert "值班日志" in str(app.desk_screen.log_pane.border_title)
        await pilot.press("L")
        await until(pilot, lambda: i18n.current() == "en", "not switched")
        await pilot.press("L")
        await until(pilot, lambda: i18n.current() == "zh", "not switched back")
        assert "值班日志" in str(app.desk_screen.log_pane.border_title)


async def test_help_names_every_command_and_begins_with_the_focused_pane(make_app) -> None:
    from dutydesk.tui.commands.base import COMMANDS
    from dutydesk.tui.screens.helping import HelpScreen

    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("3", "question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen), "no help")
        lines = app.screen.lines
        assert lines[0].told.startswith("时限")
        assert {line.command for line in lines if line.command} == set(COMMANDS)


async def test_everything_is_reached_at_80x24_one_pane_at_a_time(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        for key, name in (("1", "log"), ("2", "matters"), ("3", "clocks"), ("4", "checklist")):
            await pilot.press(key)
            await pilot.pause()
            shown = [
                pane
                for pane in ("log", "matters", "clocks", "checklist")
                if app.desk_screen.query_one(f"#{pane}").region
            ]
            assert shown == [name]
            assert app.desk_screen.query_one("#alarm").region.height >= 1
            assert app.desk_screen.entry.region.height >= 1


async def test_the_draft_of_the_entry_line_survives_a_killed_desk(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        await pilot.press("i", *"half")
        await app.drafts.save()
    again = make_app()
    async with again.run_test(size=WIDE) as pilot:
        await settled(pilot, again)
        await until(pilot, lambda: again.desk_screen.entry.text == "half", "draft lost")


async def test_the_keys_of_the_line_stand_below_it_while_somebody_writes(make_app, views) -> None:
    """A pasted message is not filed as a mere line for want of a word about the key that takes it in."""
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        bar = app.desk_screen.query_one(KeyBar)
        of_the_panes = [name for name, _, _ in bar.keys]
        await pilot.press("i")
        await until(pilot, lambda: [name for name, _, _ in bar.keys][:3] == ["enter", "f2", "escape"], "not its keys")
        app.desk_screen.pasted("省应急厅来电: 砖厂坍塌, 3人死亡")
        await until(
            pilot, lambda: [name for name, _, _ in bar.keys][:2] == ["f2", "enter"], "a paste is a message first"
        )
        for language in ("zh", "en"):
            i18n.use(language)
            app.desk_screen.relabel()
            assert [name for name, _, _ in bar._laid_out(60)[0]] == ["f2", "enter", "escape", "palette"], language
        i18n.use("zh")
        app.desk_screen.relabel()
        await pilot.press("escape")
        await until(pilot, lambda: [name for name, _, _ in bar.keys] == of_the_panes, "not the panes' again")
        assert app.desk_screen.written_so_far == "省应急厅来电: 砖厂坍塌, 3人死亡"
        app.desk_screen.entry.focus()
        await until(pilot, lambda: bar.keys[0][0] == "f2", "still pasted")
        bar.post_message(KeyBar.Pressed("enter"))
        await until(pilot, lambda: not app.desk_screen.written_so_far, "not saved")
        assert views.rows("SELECT count(*) FROM journal WHERE payload LIKE '%砖厂坍塌%'")[0][0] == 1


async def test_what_the_sheet_says_by_itself_follows_the_language(make_app) -> None:
    """The answers of the checklist are worded as they are read: they are read again when the language changes."""

    def answers(app) -> set[str]:
        return {row.automatic for row in app.state.sheet}

    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        assert "无" in answers(app)
        await pilot.press("L")
        await until(pilot, lambda: "none" in answers(app) and "无" not in answers(app), "still in Chinese")
