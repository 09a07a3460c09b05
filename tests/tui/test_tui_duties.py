"""Small duties at the desk: one key for the roll call, one form for the lines, the register in red."""

from __future__ import annotations

import json

import pytest

from dutydesk import i18n
from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.duties.rules import LINES_GROUP
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.screens.form import FieldInput, FormScreen
from tests.tui.test_desk import settled, until
from tests.tui.test_harmless import screen_text

SMALL, WIDE = (80, 24), (120, 36)
CONTENT = "关于某要害部位布防调整的通知"


async def opened(pilot, app, command: str) -> FormScreen:
    """Run a command and return the form that it opens."""
    await settled(pilot, app)
    app.desk_screen.action_command(command)
    await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
    await pilot.pause()
    return app.screen


def fill(form: FormScreen, **values: str) -> None:
    """Write into fields."""
    for name, value in values.items():
        form.query_one(f"#field-{name}", FieldInput).value = value


async def saved(pilot, app) -> None:
    """Save the form."""
    await pilot.press("f2")
    await until(pilot, lambda: not isinstance(app.screen, FormScreen), "not saved")


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_one_key_writes_the_roll_call_down_and_the_same_key_answers(make_app, views, size) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        await pilot.press(COMMANDS["roll_call"].key)
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        fill(app.screen, who="省政府总值班室")
        await saved(pilot, app)
        assert [one.caller for one in reads.open_calls(views)] == ["省政府总值班室"]
        await until(pilot, lambda: any(c.rule == "roll_call" for c in app.state.clocks), "no clock")
        await pilot.press(COMMANDS["roll_call"].key)
        await until(pilot, lambda: not reads.open_calls(views), "not answered")
        (one,) = reads.roll_calls(views, 0, 1 << 62)
        assert (one.officer, one.in_time) == ("zhang", True)


async def test_the_lines_are_one_form_that_keeps_what_was_typed(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        form = await opened(pilot, app, "lines")
        items = [item.id for item in app.gateway.checklist.items.values() if item.group == LINES_GROUP]
        assert [field.name for field in form.fields] == [*items, "at"]
        assert form.query_one("#save").region.bottom <= SMALL[1]
        before = views.answers(app.state.shift.id)
        for number, item in enumerate(items):
            form.query_one(f"#field-{item}").focus()
            fill(form, **{item: "2" if number == 7 else "1"})
            await pilot.pause()
            assert form.focused.region.height == 1, "each field can be reached and seen"
            assert 0 < form.focused.region.y < SMALL[1]
        fill(form, l3="2")
        await pilot.press("f2")
        await until(pilot, lambda: form.query("#complaint-l3.-shown"), "no complaint at the item")
        assert form.query_one("#field-l1", FieldInput).value == "1"
        assert views.answers(app.state.shift.id) == before
        fill(form, l3="2 备用传真机尾号37")
        await saved(pilot, app)
        found = views.answers(app.state.shift.id)
        assert (found["l3"].state, found["l3"].note) == ("abnormal", "备用传真机尾号37")
        assert {item: found[item].state for item in ("l1", "l8")} == {"l1": "normal", "l8": "2"}
        form = await opened(pilot, app, "lines")
        assert form.query_one("#field-l3", FieldInput).value == "异常:备用传真机尾号37"


async def test_a_paper_without_a_grade_is_red_until_the_cover_is_read(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        form = await opened(pilot, app, "custody")
        fill(form, number="JY-0715-03", place="保密柜2")
        await saved(pilot, app)
        await until(pilot, lambda: app.state.ungraded, "not read")
        await pilot.pause(0.1)
        rows = app.desk_screen.rows("clocks").rows
        assert [part.style for row in rows for part in row.parts if part.text == "密级未填 "] == ["red"]
        assert "密级未填" in screen_text(app)
        red = [row.key for row in app.desk_screen.rows("checklist").rows if row.parts[-1].style == "red"]
        assert red == ["d2", "d3"]
        form = await opened(pilot, app, "custody_grade")
        assert "D1 JY-0715-03" in form.heading
        fill(form, grade="机密★10年")
        await saved(pilot, app)
        await until(pilot, lambda: not app.state.ungraded, "not read again")
        assert reads.paper(views, "D1").period == "10年"


async def test_what_is_typed_into_the_register_is_no_draft(make_app, views, store_path) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        form = await opened(pilot, app, "custody")
        fill(form, number=CONTENT, place="保密柜2")
        await pilot.press("f2")
        await until(pilot, lambda: form.query("#complaint-number.-shown"), "taken")
        assert form.query_one("#field-number", FieldInput).value == CONTENT
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.desk_screen, "still open")
        await pilot.pause(0.2)
        assert views.rows("SELECT body FROM draft") == []
        assert CONTENT not in json.dumps(views.rows("SELECT payload FROM journal"), ensure_ascii=False)
    for suffix in ("", "-wal"):
        file = store_path.with_name(store_path.name + suffix)
        if file.exists():
            assert CONTENT.encode() not in file.read_bytes()


async def test_a_paper_is_moved_and_handed_over(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        form = await opened(pilot, app, "custody")
        fill(form, number="JY-1", place="柜1", grade="秘密")
        await saved(pilot, app)
        form = await opened(pilot, app, "custody_move")
        fill(form, to="王建国")
        await saved(pilot, app)
        assert reads.paper(views, "D1").holder == "王建国"
        app.desk_screen.action_command("custody_end")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "not asked how")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        await saved(pilot, app)
        assert reads.papers(views) == []


async def test_visitors_keys_and_leaders_come_and_go(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=SMALL) as pilot:
        fill(await opened(pilot, app, "visit_in"), name="王[/]某", unit="文旅局", why="参观")
        await saved(pilot, app)
        fill(await opened(pilot, app, "keys_take"), item="公章", by="李娜")
        await saved(pilot, app)
        fill(await opened(pilot, app, "leader_away"), leader="李主任", until="+18:00", where="郑州", deputy="王建国")
        await saved(pilot, app)
        fill(await opened(pilot, app, "patrol"), text="门窗水电正常")
        await saved(pilot, app)
        assert [v.name for v in reads.visitors(views)] == ["王[/]某"]
        assert [one.text for one in reads.patrols(views, 0)][-1] == "门窗水电正常"
        for command, left in (
            ("visit_out", lambda: reads.visitors(views)),
            ("keys_return", lambda: reads.loans(views)),
            ("leader_back", lambda: reads.leaders_away(views)),
        ):
            assert left()
            app.desk_screen.action_command(command)
            await until(pilot, lambda: isinstance(app.screen, ChooseScreen), command)
            await pilot.press("enter")
            await until(pilot, lambda left=left: not left(), command)
            await until(pilot, lambda: app.screen is app.desk_screen, "still open")
            app.desk_screen.action_command(command)
            await pilot.pause(0.2)
            assert app.screen is app.desk_screen, "nobody is left to choose"


async def test_the_palette_has_the_registers_in_both_languages(make_app) -> None:
    app = make_app()
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot, app)
        for name in ("custody", "custody_grade", "custody_move", "custody_end", "visit_in", "keys_take", "leader_away"):
            assert app.keys[name] == ""
            for words in (COMMANDS[name].words, COMMANDS[name].help_text):
                i18n.use("en")
                assert i18n.translate(words) != words
                i18n.use("zh")
