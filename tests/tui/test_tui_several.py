"""Filter, order and marks of the panes; several rows dealt with at once, each by its own event."""

from __future__ import annotations

from textual.widgets import Input

from dutydesk import preferences
from dutydesk.kernel.instants import MINUTE
from dutydesk.tui.screens.filtering import FilterScreen
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.widgets.rows import Row
from tests.tui.conftest import NOW
from tests.tui.test_desk import settled, until

SIZE = (120, 36)


async def test_a_pane_is_filtered_by_words_and_initials_and_says_so(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.rows("clocks")
        whole = pane.count
        await pilot.press("3", "end")
        under = pane.key
        await pilot.press("ampersand")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen), "no filter")
        app.screen.query_one(Input).value = "诉求"
        await until(pilot, lambda: pane.count == 2, "not filtered while one types")
        app.screen.query_one(Input).value = "sqcz"  # initials of 诉求处置
        await until(pilot, lambda: pane.count == 2, "not by initials")
        await pilot.press("enter")
        assert "sqcz (2/" in str(pane.border_title)
        await app.refresh_state()  # what comes later is filtered, too
        assert pane.count == 2
        await pilot.press("escape")
        assert pane.count == whole
        assert "sqcz" not in str(pane.border_title)
        await pilot.press("ampersand")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen), "no filter")
        app.screen.query_one(Input).value = "没有这样的"
        await until(pilot, lambda: pane.count == 0, "not filtered")
        await pilot.press("escape")
        await until(pilot, lambda: pane.count == whole, "not whole")
        assert under in {row.key for row in pane.rows}


def test_an_order_takes_numbers_by_their_size_and_a_row_without_a_place_first() -> None:
    rows = [
        Row("b", (), (("按编号", "Y10"), ("按收到先后", 1))),
        Row("a", (), (("按编号", "Y2"), ("按收到先后", 2))),
        Row("unreadable", ()),
    ]
    for order, keys in (("按编号", ["unreadable", "a", "b"]), ("按收到先后", ["unreadable", "b", "a"])):
        assert [row.key for row in sorted(rows, key=lambda row, order=order: row.place_in(order))] == keys


async def test_a_pane_changes_its_order_and_the_cursor_stays_on_its_row(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.rows("matters")
        own = [row.key for row in pane.rows]
        await pilot.press("2")
        under = pane.key
        await pilot.press("O")
        labels = [dict(row.sorts)["按编号"] for row in pane.rows]
        assert labels == sorted(labels) != [dict(row.sorts)["按编号"] for row in pane.every]
        assert pane.key == under
        assert "按编号" in str(pane.border_title)
        for _ in range(len(pane.rows[0].sorts)):
            await pilot.press("O")
        assert [row.key for row in pane.rows] == own


async def test_marked_items_of_the_checklist_are_answered_together_each_by_its_own_event(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        desk, pane = app.desk_screen, app.desk_screen.rows("checklist")
        wanted = [line.item for line in app.state.sheet if not line.answered and line.state == ""][:8]
        keys = [row.key for row in pane.rows]
        await pilot.press("4")
        for item in wanted:
            pane.go(keys.index(item))
            await pilot.press("plus")
        assert pane.marked == set(wanted)
        assert f"已选 {len(wanted)}" in str(pane.border_title)
        head = views.head()[0]
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        assert f"{len(wanted)} 项" in app.screen.heading
        app.screen.query_one("#field-state", Input).value = "正常"
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is desk, "not saved")
        entries = views.entries(list(range(head + 1, views.head()[0] + 1)))
        answered = [one for one in entries if one.kind == "item.checked"]
        assert 0 < len(answered) <= len(wanted)
        assert len(answered) + len(pane.marked) == len(wanted), "what was refused stays marked"


async def test_marks_of_rows_that_went_are_dropped_and_escape_takes_all(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.rows("clocks")
        await pilot.press("3", "home", "shift+down", "shift+down")
        assert len(pane.marked) == 3
        gone = pane.rows[0].key
        pane.show([row for row in pane.every if row.key != gone])
        assert gone not in pane.marked
        assert len(pane.marked) == 2
        await pilot.press("escape")
        assert not pane.marked
        shown = {row.key for row in pane.rows}  # the desk may look meanwhile, and show the row again
        await pilot.press("asterisk")
        assert pane.marked >= shown
        await pilot.press("escape")
        assert not pane.marked


async def test_acknowledging_marked_clocks_names_those_that_do_not_ring(make_app, clock, views) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        clock.set(NOW + MINUTE)
        await until(pilot, lambda: app.state.unacknowledged, "nothing rings")
        pane, told = app.desk_screen.rows("clocks"), list[str]()
        app.desk_screen.tell = lambda words, trouble=False: told.append(words)  # noqa: ARG005 - the screen's signature
        ringing = app.state.unacknowledged[0].obligation
        await pilot.press("3", "home", "shift+down")
        assert ringing in pane.marked
        (other,) = pane.marked - {ringing}
        await pilot.press("a")
        await until(pilot, lambda: pane.marked == {other}, "not acknowledged")
        await until(pilot, lambda: len(told) > 1, "not said")
        assert any("没有在响" in words for words in told)
        assert not [one for one in views.alerts() if one.obligation == ringing and one.acknowledged_at is None]


async def test_the_log_is_filtered_by_words_and_filters_and_new_lines_that_fit_come_in(make_app) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        log = app.desk_screen.log_pane
        whole = log.count
        await pilot.press("1", "ampersand")
        await until(pilot, lambda: isinstance(app.screen, FilterScreen), "no filter")
        app.screen.query_one(Input).value = "望京"
        await until(pilot, lambda: 0 < log.count < whole, "not filtered while one types")
        fitting = log.count
        app.screen.query_one(Input).value = "望京 级:九"
        await until(pilot, lambda: log.trouble, "what is not understood is not said")
        app.screen.query_one(Input).value = "望京"
        await until(pilot, lambda: log.count == fitting, "not filtered again")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.desk_screen, "not left")
        assert f"望京 ({fitting}/{whole})" in str(log.border_title)
        assert log.following
        await app.save_entry("望京站又有人摔倒")
        await until(pilot, lambda: log.count == fitting + 1, "a new line that fits does not come in")
        await app.save_entry("南阳来电")
        await until(pilot, lambda: len(log.whole) == whole + 2, "not written")
        await pilot.pause()
        assert log.count == fitting + 1
        other = next(seq for seq in log.whole if seq not in log.seqs)
        log.go_to_seq(other)  # what was found or jumped to is never hidden
        assert log.seqs[log.cursor] == other
        assert not log.looked_for
        assert log.count == whole + 2


async def test_the_log_may_have_the_newest_first_and_stays_so_for_this_person(make_app, store_path) -> None:
    app = make_app()
    async with app.run_test(size=SIZE) as pilot:
        await settled(pilot, app)
        log = app.desk_screen.log_pane
        newest = log.seqs[log.cursor]
        await pilot.press("1", "O")
        assert (log.cursor, log.seqs[0], log.following) == (0, newest, True)
        await app.save_entry("第一笔")
        await until(pilot, lambda: log.seqs[0] > newest, "not at the top")
        assert log.cursor == 0
        await pilot.press("down", "down")
        under = log.seqs[log.cursor]
        await app.save_entry("第二笔")
        await until(pilot, lambda: log.unseen == 1, "not counted")
        assert log.seqs[log.cursor] == under
        await pilot.press("home")
        assert (log.unseen, log.cursor) == (0, 0)
        await until(pilot, lambda: preferences.load(store_path, "zhang").get("order.log"), "not kept")
    again = make_app()
    async with again.run_test(size=SIZE) as pilot:
        await settled(pilot, again)
        log = again.desk_screen.log_pane
        assert list(log.seqs[:3]) == sorted(log.seqs[:3], reverse=True)
        assert log.cursor == 0
        await pilot.press("1", "O")
        assert list(log.seqs[:3]) == sorted(log.seqs[:3])
