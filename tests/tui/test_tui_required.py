"""What a form marks as required is what the desk refuses without: found by trying every form empty."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dutydesk.kernel.figures import FIELDS
from dutydesk.kernel.refusal import Refused
from dutydesk.kernel.wording import Worded
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.fields import UNSAID, Field, Suggested
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.screens.host import CommandScreen, act_of
from dutydesk.tui.vocabularies import asked_of, completed
from dutydesk.usecase.acts import REGISTRY
from tests.tui.test_desk import settled, until

ROOT = Path(__file__).parents[2]
MOST_CHOICES = 12
"""How many rows of a list are tried that a command asks first."""

MOST_ASKED = 4
"""How many lists one run of a command is answered: a page that comes again after each act is left then."""


@dataclass
class Form:
    """A form that a command would have shown."""

    command: str
    act: str
    fields: Sequence[Field]
    fixed: dict[str, Any]
    check: Any = None

    @property
    def name(self) -> str:
        return f"{self.command} ({self.act})"


@dataclass
class Shown:
    """Takes the place of a screen's dialogs: notes each form, answers each list by a row of one's choice."""

    screen: CommandScreen
    forms: list[Form] = field(default_factory=list)
    command: str = ""
    row: int = 0
    rows: int = 0
    asked: int = 0

    async def form(self, title: str, fields: Sequence[Field], name: str, place: str, /, **more: Any) -> bool:
        del title, place
        own = {"notes", "grow", "typed", "times"}
        fixed = {key: value for key, value in more.items() if key not in {*own, "check", "aid"}}
        found = await completed(self.screen, REGISTRY[name], fields, fixed)
        self.forms.append(Form(self.command, name, found, fixed, more.get("check")))
        return False

    async def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        del title
        self.rows = max(self.rows, len(choices))
        self.asked += 1
        if self.asked > MOST_ASKED:
            return ""
        return choices[min(self.row, len(choices) - 1)][0] if choices else ""


def stand_in(field: Field, act: str) -> str:
    """Something that may stand in a field."""
    declared = asked_of(REGISTRY[act]).get(field.name, {})
    if field.choices:
        return field.choices[0].code
    if declared.get("when"):
        return "14:20"
    return "1" if field.name in FIELDS or field.name in {"minutes", "count", "copies", "number"} else "甲"


async def refused_without(app, form: Form) -> tuple[list[str], str]:
    """Return the empty fields that the desk asks for one after another, and what it refused last for another cause."""
    values = {one.name: one.value for one in form.fields}
    asked: list[str] = []
    for _ in range(len(form.fields) + 1):
        try:
            if form.check is not None:
                await form.check(values)
            words = {name: value for name, value in values.items() if value.strip() and name not in UNSAID}
            act = act_of(form.act, {**words, **form.fixed})
            await app.gateway.write(lambda container, act=act: container.desk.rehearse(act, actor=app.gateway.actor))
        except Suggested:
            pass
        except Refused as refusal:
            name = refusal.field
            field = next((one for one in form.fields if one.name == name), None)
            if field is None or values[name].strip():
                return asked, f"{name}: {refusal}"
            asked.append(name)
            values[name] = stand_in(field, form.act)
            continue
        except Worded as error:
            return asked, str(error)
        return asked, ""
    return asked, ""


LEFT_OUT = {
    "quit", "lock", "switch", "language", "setup", "channel_test", "people_add", "theme", "palette", "find", "date", "secret", "people_secret", "totp",
    "roster_import", "registers", "paper", "roster", "handover", "message", "help", "jump", "manual",
    "emergency_log",
}  # fmt: skip
"""Commands with a screen of their own."""

CONDITIONAL = {
    ("policy deadline", "subject"): "only a second deadline wants a name",
    ("policy push", "to"): "there is no list of recipients yet",
    ("deliver", "taken_by"): "only what somebody took by hand names who took it",
    ("policy corrected", "to"): "nobody waits for a correction",
}
"""What the desk asks for because of what it knows already, and says so; the field may stay empty otherwise."""


async def forms_of(app) -> list[Form]:
    """Every form that a command of the desk shows, on each matter and each clock there is."""
    screen = app.desk_screen
    shown = Shown(screen)
    screen.form, screen.choose = shown.form, shown.choose
    screen.read = lambda *_, **__: _nothing()
    screen.refuses = lambda *_, **__: _nothing()
    screen.perform = lambda *_, **__: _nothing()
    screen.tell = lambda *_, **__: None
    for matter in (None, *app.state.matters):
        screen.pointed_at = lambda matter=matter: matter
        for name, command in COMMANDS.items():
            if name in LEFT_OUT:
                continue
            shown.command, shown.row, shown.rows = name, 0, 0
            while True:
                shown.asked = 0
                await command.run(screen)
                shown.row += 1
                if shown.row >= min(shown.rows, MOST_CHOICES):
                    break
    return shown.forms


async def _nothing() -> None:
    return None


@pytest.mark.parametrize("actor", ["zhang", "wang"])
async def test_what_a_form_marks_is_what_the_desk_asks_for(make_app, actor) -> None:
    app = make_app()
    wrong: set[str] = set()
    tried: set[str] = set()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.gateway.actor = actor
        for form in await forms_of(app):
            asked, otherwise = await refused_without(app, form)
            marked = {one.name for one in form.fields if one.required}
            given = {one.name for one in form.fields if one.value.strip()}
            tried.add(form.name)
            lacking = {name for name in asked if (form.act, name) not in CONDITIONAL} - marked
            wrong |= {f"{form.name}: {name} is asked for and not marked" for name in lacking}
            if not otherwise:  # the desk got as far as the last of them
                wrong |= {f"{form.name}: {name} is marked and not asked for" for name in marked - set(asked) - given}
    assert wrong == set()
    assert len(tried) > 45


async def test_something_else_may_stand_for_a_required_field(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        await pilot.press("f2")
        await until(pilot, lambda: form.rows[0].error == "必填, 或填 地点、类别、死亡", "not asked")
        assert str(form.query_one(".title").render()).endswith("* 必填")
        matters = len(app.state.matters)
        form._widget("place").put("南召县")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is not form, "not saved")
        await until(pilot, lambda: len(app.state.matters) == matters + 1, "not there")


def test_fields_of_forms_without_an_act_have_a_name() -> None:
    """A form takes names of its act's fields from the declaration; one that is built by hand must say them itself."""
    nameless: list[str] = []
    for path in (ROOT / "dutydesk").rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.AsyncFunctionDef | ast.FunctionDef):
                continue
            calls = [one for one in ast.walk(function) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            named = {one.func.id for one in calls}
            if "FormScreen" in named and "completed" not in named:
                nameless += [
                    f"{path.name}:{one.lineno}"
                    for one in calls
                    if one.func.id == "Field" and len(one.args) < 2 and "label" not in {key.arg for key in one.keywords}
                ]
    assert not nameless
