"""The registers on the screen: a row is added, acted on and changed by forms that only a declaration describes."""

from __future__ import annotations

from test_desk import settled
from test_tui_drafts import until

from dutydesk.capabilities.registers import reads
from dutydesk.capabilities.registers.screen import RegistersScreen
from dutydesk.tui.screens.dialogs import ChooseScreen, TextScreen
from dutydesk.tui.screens.form import FormScreen


async def opened(pilot, app) -> RegistersScreen:
    await settled(pilot, app)
    app.desk_screen.action_command("registers")
    await until(pilot, lambda: isinstance(app.screen, RegistersScreen) and app.screen.registers)
    return app.screen


async def filled(pilot, app, **values: str) -> None:
    """Fill the form that opens and save it."""
    await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.is_open)
    form = app.screen
    for name, value in values.items():
        form._widget(name).value = value
    await pilot.press("f2")
    await until(pilot, lambda: app.screen is not form)


async def chosen(pilot, app, number: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
    await pilot.press(number)


async def test_a_row_is_added_and_an_act_is_done_on_it(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        while screen.lists.key != "vehicles":
            await pilot.press("down")
        await pilot.press("plus")
        await filled(pilot, app, plate="京A12345", unit="某省政府", phone="010-66001234")
        await until(pilot, lambda: screen.rows.rows)
        assert "京A12345" in "".join(part.text for part in screen.rows.rows[0].parts)
        await pilot.press("enter", "enter")
        await chosen(pilot, app, "1")
        await filled(pilot, app)
        await until(pilot, lambda: reads.rows(views, "vehicles")[0].state == "gone")
    row = reads.rows(views, "vehicles")[0]
    assert row.values == {"plate": "京A12345", "unit": "某省政府", "phone": "01066001234"}


async def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot, app)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.is_open)
        form = app.screen
        for name, value in {
            "name": "应急包",
            "kind": "应急包",
            "qty": "三只",
            "place": "库房",
            "keeper": "李娜",
        }.items():
            form._widget(name).value = value
        await pilot.press("f2")
        await until(pilot, lambda: "须为整数" in str(form.query_one("#complaint-qty").visual))
        assert form.values()["name"] == "应急包"
    assert reads.rows(views, "materials") == []


async def test_what_was_done_with_a_row_can_be_read(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await pilot.press("plus")
        await filled(pilot, app, name="应急包", kind="应急包", qty="3", place="库房", keeper="李娜")
        await until(pilot, lambda: screen.rows.rows)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen))
        await pilot.press(str(len(app.screen.choices)))
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: app.screen is app.desk_screen)


async def test_a_register_that_acts_of_their_own_keep_is_written_by_them(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        while screen.lists.key != "visitors":
            await pilot.press("down")
        await pilot.press("plus")
        await filled(pilot, app, name="李某", unit="某县", why="汇报")
        await until(pilot, lambda: screen.rows.rows)
        assert "V1" in "".join(part.text for part in screen.rows.rows[0].parts)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, TextScreen))
