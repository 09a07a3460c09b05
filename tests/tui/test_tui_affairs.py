"""Forms of policies, appeals, instructions and meetings: what is typed ends in the store, what is refused stays."""

from __future__ import annotations

import dataclasses
import json

import pytest

from dutydesk import i18n
from dutydesk.capabilities.files import files
from dutydesk.capabilities.instructions.reads import instructions
from dutydesk.capabilities.policies.reads import policy
from dutydesk.store.views import Views
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.screens.form import FieldInput, FormScreen
from dutydesk.tui.screens.lock import SignScreen
from dutydesk.tui.screens.matter import MatterScreen
from dutydesk.usecase import acts
from tests.tui.test_desk import settled, until

NARROW = (80, 24)


def typed(screen: FormScreen, **values: str) -> None:
    for name, value in values.items():
        widget = screen._widget(name)
        if isinstance(widget, FieldInput):
            widget.value = value
        else:
            widget.text = value


async def asked(pilot, app) -> FormScreen:
    """Wait for a form with its fields."""
    await until(pilot, lambda: isinstance(app.screen, FormScreen) and app.screen.query(FieldInput), "no form")
    return app.screen


async def form(pilot, app, command: str, matter: str, views: Views) -> FormScreen:
    """Open a command's form on a matter's own file."""
    app.open_matter(views.matter(matter).id)
    await until(pilot, lambda: isinstance(app.screen, MatterScreen) and app.screen.file is not None, "no file")
    app.screen.action_command(command)
    return await asked(pilot, app)


async def test_the_interpretation_form_at_80x24(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "interpret", "P1", views)
        assert screen.values()["to"] == "省防指、应急厅、水利厅"
        hostile = "[/][@click=app.quit]原文[/]\x1b[2J"
        typed(screen, wording=hostile, scope="全省", effective="即日", bound="成员单位", silent="未要求停工")
        await pilot.press("f2")
        complaint = screen.query_one("#complaint-second_reader")
        await until(pilot, lambda: complaint.has_class("-shown"), "not refused")
        assert screen.values()["wording"] == hostile
        assert policy(views, views.matter("P1").id).sheets == ()
        reader = screen._widget("second_reader")
        assert app.focused is reader
        assert screen.region.contains_region(reader.region)
        typed(screen, second_reader="李娜")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SignScreen), "the second reader is not asked")
        await pilot.press("enter")  # a drill's person without a secret
        await until(pilot, lambda: policy(views, views.matter("P1").id).in_force is not None, "not saved")
        known = policy(views, views.matter("P1").id)
        assert known.in_force.wording == hostile
        assert [one.name for one in known.recipients] == ["省防指", "应急厅", "水利厅"]
        await until(pilot, lambda: isinstance(app.screen, MatterScreen), "form still there")
        await until(pilot, lambda: app.screen.file.affairs.sections[:1] != (), "file not read again")
        text = str(app.screen.query_one("#text").content)
        assert "未作规定: 未要求停工" in text
        assert "\x1b" not in text


async def test_an_instruction_and_its_receipts(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot, app)
        screen = await form(pilot, app, "instruct", "Y1", views)
        typed(screen, who="省领导", text="全力救治")
        await pilot.press("f2")
        matter = views.matter("Y1").id
        await until(pilot, lambda: len(instructions(views, matter)) == 1, "not saved")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen), "form still there")
        app.screen.action_command("relay")
        await asked(pilot, app)
        typed(app.screen, to="南阳市、应急厅")
        await pilot.press("f2")
        await until(pilot, lambda: len(instructions(views, matter)[0].units) == 2, "not relayed")
        await until(pilot, lambda: isinstance(app.screen, MatterScreen), "form still there")
        app.screen.action_command("instruct_receipt")
        await asked(pilot, app)
        assert app.screen.values()["unit"] == "南阳市、应急厅"


async def test_a_meeting_is_planned_from_the_desk(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot, app)
        app.desk_screen.action_command("meeting")
        await asked(pilot, app)
        typed(app.screen, title="视频会", begins="16:00", ends="17:00")
        await pilot.press("f2")
        await until(pilot, lambda: views.matter("M1") is not None, "not saved")


FORMS = {
    "interpret": "policy interpret", "recipients": "policy recipients", "push": "policy push",
    "policy_deadline": "policy deadline", "policy_window": "policy window", "policy_answer": "policy answer",
    "confirm_window": "policy confirm-window", "withdraw": "policy withdraw", "corrected": "policy corrected",
    "dispose": "appeal dispose", "instruct": "instruct add", "relay": "instruct relay",
    "instruct_receipt": "instruct receipt", "feedback": "instruct feedback", "meeting": "meeting plan",
    "meeting_notice": "meeting notice", "meeting_receipt": "meeting receipt", "meeting_test": "meeting test",
    "meeting_note": "meeting note", "meeting_decide": "meeting decide", "minutes": "meeting minutes",
    "meeting_move": "meeting move", "meeting_cancel": "meeting cancel",
}  # fmt: skip


class Asked:
    """A screen that only notes which form it was asked for."""

    leads = False

    def __init__(self, gateway, state, matter) -> None:
        self.gateway, self.state, self.matter = gateway, state, matter
        self.fields: list[str] = []
        self.name = ""

    async def ask_matter(self, _title, _kinds=()):
        return self.matter

    async def form(self, _title, fields, name, _place, **_fixed) -> bool:
        self.fields, self.name = [field.name for field in fields], name
        return False


@pytest.mark.parametrize("command", FORMS)
async def test_every_field_is_one_of_its_act(make_app, views, command) -> None:
    app = make_app()
    kind = "A1" if command == "dispose" else "P1"
    screen = Asked(app.gateway, app.state, views.matter(kind))
    await COMMANDS[command].run(screen)
    app.gateway.close()
    assert screen.name == FORMS[command]
    known = {field.name for field in dataclasses.fields(acts.REGISTRY[screen.name])}
    assert set(screen.fields) <= known
    assert COMMANDS[command].key == ""


def test_sections_speak_both_languages(views) -> None:
    matter = views.matter("P1")
    spoken = {}
    for language in ("zh", "en"):
        i18n.use(language)
        spoken[language] = files.read(views, matter, {}, views.head()[2]).steps
    i18n.use("zh")
    assert spoken["zh"] == ("签发解读表", "列推送对象")
    assert spoken["en"] == ("sign the interpretation sheet", "name the recipients")
    assert json.dumps(spoken["en"]).isascii()
