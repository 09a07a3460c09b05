"""The form of a report leads: the text follows the kind, what is missing is said at once and where it is."""

from __future__ import annotations

import pytest

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.reporting.acts import SignOffChoose
from dutydesk.capabilities.reporting.commands import next_report_kind
from dutydesk.capabilities.reporting.screen import ReportAid
from dutydesk.clock import ManualClock
from dutydesk.store.errors import StoreError
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.widgets.flow import Hint
from tests.tui.test_desk import settled, until
from tests.tui.test_tui_affairs import form, typed


def error(screen, name: str) -> str:
    return screen._row_of(name).error


def complaint(screen) -> str:
    line = screen.query_one("#complaint-")
    return str(line.render()) if line.has_class("-shown") else ""


async def chosen(pilot, screen, kind: str) -> None:
    """Choose another kind, as a person does: in its field, and go on."""
    widget = screen._widget("kind")
    widget.focus()
    await pilot.pause()
    widget.value = kind
    widget.typed = True
    await pilot.press("shift+tab")


@pytest.fixture
def signed(store_path, clock) -> None:
    """An office that has its written reports read and signed off."""
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(SignOffChoose(kinds=["written"]), actor="chen")
    container.close()


async def test_another_kind_redraws_the_text_that_no_hand_changed(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        assert "有新情况续报" in screen.values()["text"]
        await chosen(pilot, screen, "终报")
        await until(pilot, lambda: "特此报告" in screen.values()["text"], "not redrawn")
        assert "有新情况续报" not in screen.values()["text"]
        await chosen(pilot, screen, "续报")
        await until(pilot, lambda: "有新情况续报" in screen.values()["text"], "not drawn back")


async def test_another_kind_leaves_what_a_hand_changed_and_says_so(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        text = f"{screen.values()['text']}\n手写一句。"
        typed(screen, text=text)
        await chosen(pilot, screen, "终报")
        await until(pilot, lambda: "F7" in screen._row_of("text").reading, "not said")
        assert screen.values()["text"] == text
        screen.action_renew()
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "nothing offered")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and "特此报告" in screen.values()["text"], "not taken")
        assert "手写一句" in screen.values()["text"]
        await until(pilot, lambda: "F7" not in screen._row_of("text").reading, "still said")


async def test_nothing_goes_with_a_text_that_was_drafted_anew_and_not_read(make_app, views) -> None:
    matter = views.matter("Y1").id
    before = len(views.reports(matter))
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        typed(screen, to="省委办公厅")
        widget = screen._widget("kind")
        widget.focus()
        await pilot.pause()
        widget.value = "重大变化"
        await pilot.press("f2")
        await until(pilot, lambda: "看过再按一次" in complaint(screen), "not held")
        assert app.screen is screen
        assert len(views.reports(matter)) == before


async def test_a_draft_that_cannot_be_drawn_changes_nothing_and_is_tried_again(make_app, views, monkeypatch) -> None:
    """Neither does the former kind's text go out under the new one, nor is F2 dead afterwards."""
    matter = views.matter("Y1").id
    before = len(views.reports(matter))
    drawn, failing = ReportAid._drawn, True

    async def sometimes(aid, kind):
        if failing:
            raise StoreError("读库失败")
        return await drawn(aid, kind)

    monkeypatch.setattr(ReportAid, "_drawn", sometimes)
    app = make_app()
    app.expects_faults = True
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        text = screen.values()["text"]
        typed(screen, to="省委办公厅")
        screen._widget("kind").value = "终报"
        await pilot.press("f2")
        await until(pilot, lambda: not screen._saving, "F2 is dead")
        assert (app.screen, screen.values()["text"], len(views.reports(matter))) == (screen, text, before)
        failing = False
        await pilot.press("f2")
        await until(pilot, lambda: "特此报告" in screen.values()["text"], "not tried again")
        assert len(views.reports(matter)) == before


async def test_who_signs_and_who_reads_are_in_sight_and_missed_together(make_app, views, signed) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        for name in ("signed_off_by", "read_by"):
            assert screen._row_of(name).display
        typed(screen, to="", signed_off_by="")
        await pilot.press("f2")
        await until(
            pilot, lambda: all(error(screen, one) for one in ("to", "signed_off_by", "read_by")), "not all said"
        )
        assert app.focused is screen._widget("to")
        typed(screen, to="省委办公厅")
        await pilot.press("f2")
        await until(pilot, lambda: "须带班领导签发" in error(screen, "signed_off_by"), "the desk did not refuse")
        assert "还没有核稿" in error(screen, "read_by")
        assert app.focused is screen._widget("signed_off_by")
        await pilot.press("f5")
        await pilot.pause()
        assert app.focused is screen._widget("signed_off_by"), "what is new takes no letters"


async def test_a_finding_leads_to_the_field_that_it_is_about(make_app, views, signed) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        typed(screen, signed_off_by="")
        text = screen.values()["text"]
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "nothing found")
        rows = dict(app.screen.choices)
        assert any("还没有核稿" in line for line in rows.values())
        wanted = next(key for key, line in rows.items() if "签发 (" in line)
        app.screen.dismiss(wanted)
        await until(pilot, lambda: app.focused is screen._widget("signed_off_by"), "the cursor stayed")
        assert "签发" in error(screen, "signed_off_by")
        assert screen.values()["text"] == text


def test_a_change_that_is_owed_is_proposed_before_a_follow_up(views) -> None:
    matter = views.matter("Y1")
    (owed, *_) = views.clocks(matter_id=matter.id)
    from dataclasses import replace

    changed = replace(owed, rule="change_report")
    assert next_report_kind(matter, [owed]) == "follow_up"
    assert next_report_kind(matter, [owed, changed]) == "change"
    assert next_report_kind(views.matter("Y2"), [changed]) != "change"


async def test_the_cursor_stands_where_the_text_goes_on_and_what_is_missing_is_said_until_it_is_there(
    make_app, views
) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "report", "Y1", views)
        await chosen(pilot, screen, "续报")
        await until(pilot, lambda: "无新进展" in screen.values()["text"], "no such draft")
        screen.area.focus()
        await pilot.pause()
        assert {"F6", "F7"} <= set(screen.query_one(Hint).text.replace(",", "").split())
        assert "Ctrl+Home" in screen.query_one(Hint).text
        assert screen.area.text[: screen._place()].endswith("无新进展")
        assert "向" in screen._row_of("text").reading
        await pilot.press("ctrl+home", "f6")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "nothing found")
        app.screen.dismiss(next(key for key, line in dict(app.screen.choices).items() if line.startswith("无新进展")))
        await until(pilot, lambda: screen.area.cursor_location != (0, 0), "the cursor stayed")
        screen.area.replace("，15时10分向高速交警核实", *screen.area.selection)  # as a key does with what is selected
        assert "无新进展，15时10分向高速交警核实" in screen.values()["text"]
        await until(pilot, lambda: "向" not in screen._row_of("text").reading, "said for good")
        await pilot.press("ctrl+home")
        assert screen.area.cursor_location == (0, 0)
        await pilot.press("ctrl+end")
        assert screen.area.cursor_location == screen.area.document.end
