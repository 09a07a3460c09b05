"""The registers on the screen: a row is added, acted on and changed by forms that only a declaration describes."""

from __future__ import annotations

import shutil
from pathlib import Path

from test_desk import settled
from test_tui_drafts import until

from dutydesk.capabilities.calls.reads import contacts
from dutydesk.capabilities.registers import reads
from dutydesk.capabilities.registers.screen import RegistersScreen
from dutydesk.cli.main import run
from dutydesk.resources import data_folder
from dutydesk.tui.screens.dialogs import ChooseScreen, TextScreen
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.screens.preview import PreviewScreen

SAMPLE = Path(__file__).parents[1] / "cli" / "samples" / "bicycles.toml"
BOOK = """某市驻京办通讯录,,,
序号,单位,职务,姓名,办公电话
1,省委总值班室,值班员,张三,0371-65900001
2,,科长,李四,13900001111
合计,2,,,
"""


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


async def at_register(pilot, screen: RegistersScreen, register: str) -> None:
    """Put the cursor on a register, wherever it was drawn."""
    await until(pilot, lambda: register in [row.key for row in screen.lists.rows])
    screen.lists.go([row.key for row in screen.lists.rows].index(register))
    await until(pilot, lambda: screen.lists.key == register)


async def taken(pilot, app, register: str, file) -> RegistersScreen:
    """Name a file for a register."""
    screen = await opened(pilot, app)
    await at_register(pilot, screen, register)
    await pilot.press("f5")
    await filled(pilot, app, file=str(file))
    return screen


async def test_a_table_is_shown_as_it_is_understood_before_it_is_taken_in(make_app, views, tmp_path) -> None:
    file = tmp_path / "通讯录.csv"
    file.write_text(BOOK, encoding="utf-8")
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await taken(pilot, app, "contacts", file)
        await until(pilot, lambda: isinstance(app.screen, PreviewScreen) and app.screen.query("#yes"))
        shown = app.screen.text
        assert "办公电话 → 号码" in shown
        assert "第 5 行" in shown
        assert "李四" in shown
        assert contacts(views) == []
        await pilot.press("f9")
        await until(pilot, lambda: len(screen.rows.rows) == 2)
    assert [(one.unit, one.name, one.numbers) for one in contacts(views)] == [
        ("省委总值班室", "张三", ("037165900001",)),
        ("省委总值班室", "李四", ("13900001111",)),
    ]


async def test_a_table_that_cannot_be_taken_in_is_said_at_its_field(make_app, views, tmp_path) -> None:
    file = tmp_path / "车.csv"
    file.write_text("车牌,单位\n京A12345,甲\n不是车牌,乙\n", encoding="utf-8")
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await at_register(pilot, screen, "materials")
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.is_open)
        form = app.screen
        for typed, said in ((tmp_path / "没有.csv", "没有这个文件"), (file, "没有找到标题行")):
            form._widget("file").value = str(typed)
            await pilot.press("f2")
            await until(pilot, lambda said=said: said in str(form.query_one("#complaint-file").visual))
    assert reads.rows(views, "materials") == []


async def test_a_line_of_the_contact_book_is_changed_and_retired(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await at_register(pilot, screen, "contacts")
        await pilot.press("plus")
        await filled(pilot, app, unit="省委总值班室", name="张三", number="0371-65900001", officer="李娜")
        await until(pilot, lambda: screen.rows.rows)
        await pilot.press("enter", "enter")
        await chosen(pilot, app, "1")
        await filled(pilot, app, name="王五", number="0371-65900001、13900002222")
        await until(pilot, lambda: contacts(views)[0].name == "王五")
        found = contacts(views)[0]
        assert (found.numbers, found.officer) == (("037165900001", "13900002222"), "li")
        await until(pilot, lambda: "王五" in "".join(part.text for part in screen.rows.rows[0].parts))
        await pilot.press("enter")
        await chosen(pilot, app, "2")
        await filled(pilot, app, reason="调走")
        await until(pilot, lambda: not contacts(views) and not screen.rows.rows)


async def test_the_form_of_a_register_that_only_a_test_declares(
    make_app, store_path, views, tmp_path, monkeypatch
) -> None:
    """The sample of ``tests/cli`` again, by keys: its command line and its line on the sheet are tested there."""
    folder, settings = tmp_path / "books", tmp_path / "config.toml"
    shutil.copytree(data_folder() / "rulebook", folder)
    with (folder / "registers.toml").open("a", encoding="utf-8") as book:
        book.write(SAMPLE.read_text(encoding="utf-8"))
    settings.write_text(f'rulebook = "{folder}"\n', encoding="utf-8")
    monkeypatch.setenv("DUTYDESK_CONFIG", str(settings))
    words = ["--db", str(store_path), "--as", "chen", "--clock", "2026-07-15T14:20"]
    assert run([*words, "rulebook", "accept", "--reason", "加一个登记簿"]) == 0
    app = make_app(rulebook=folder)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        while screen.lists.key != "bicycles":
            await pilot.press("down")
        await pilot.press("plus")
        await filled(pilot, app, frame="ab１２", price="1200", keeper="li")
        await until(pilot, lambda: screen.rows.rows)
    assert reads.rows(views, "bicycles")[0].values == {"frame": "ab１２", "price": 1200, "keeper": "li"}
