"""Two people at one thing, at every place where the screen saves: the first save wins, the second sees both and chooses."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dutydesk
from dutydesk.capabilities import collect
from dutydesk.kernel.acts import REGISTRY
from dutydesk.kernel.events import REGISTRY as KINDS
from dutydesk.tui.screens.dialogs import ChooseScreen
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.screens.host import act_of
from tests.tui.test_desk import settled, until
from tests.tui.test_handover import opened, quiet

HOUSE = Path(dutydesk.__file__).parent
SAVES = {"perform", "perform_signed", "perform_as"}
ONLY_ADDS = {("tui/app.py", "log")}
"""The entry line: a line of the log stands beside another one, never over it."""


def saving() -> Iterator[tuple[str, ast.Call]]:
    """Every call by which a screen has an act performed."""
    for path in (*HOUSE.glob("tui/**/*.py"), *HOUSE.glob("capabilities/**/*.py")):
        where = path.relative_to(HOUSE)
        if "tui" not in where.parts and not {"commands", "commands.py", "screen.py"} & set(where.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            by_gateway = isinstance(node.func, ast.Attribute) and "gateway" in ast.unparse(node.func.value)
            by_house = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).endswith("container.desk")
            if name == "perform_signed" or (name in SAVES and by_gateway and not by_house):
                yield where.as_posix(), node


def test_every_place_that_saves_says_how_far_it_had_seen() -> None:
    """A form with a save of its own, several rows, a key without a form: what others saved meanwhile is never written over unseen."""
    found = list(saving())
    assert len(found) > 8
    silent = [
        f"{where}:{call.lineno}"
        for where, call in found
        if "since" not in {one.arg for one in call.keywords}
        and not any(where == file and f"'{act}'" in ast.unparse(call) for file, act in ONLY_ADDS)
    ]
    assert not silent


def test_what_an_act_is_about_stands_in_an_event() -> None:
    collect("acts")
    collect("events")
    known = {name for kind in KINDS.values() for name in kind.__dataclass_fields__}
    wrong = {name: act.WHICH for name, act in REGISTRY.items() if set(act.WHICH) - known}
    assert not wrong


async def by_other(app, name: str, **words: object) -> None:
    """Somebody else at another terminal saves."""
    act = act_of(name, words)
    await app.gateway.write(lambda container: container.desk.perform(act, actor="li"))


async def takes_normal(app) -> list[str]:
    """Items of the checklist that are open and answered by 正常."""
    items = [line.item for line in app.state.sheet if line.state == "" and not line.answered]
    return [item for item in items if not await app.desk_screen.refuses("check", item=item, state="正常")]


async def test_a_key_of_the_walkthrough_writes_over_nothing(make_app, views) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        item = (await takes_normal(app))[0]
        screen, told = app.desk_screen, list[str]()
        screen.tell = lambda words, trouble=False: told.append(words)  # noqa: ARG005 - the screen's signature
        with screen.beginning():
            await by_other(app, "check", item=item, state="异常", note="坏了")
            assert not await screen.perform("check", item=item, state="正常")
        assert any("李娜" in one and "您的没有保存" in one for one in told), told
        newest = views.entries([views.head()[0]])[0]
        assert newest.actor == "li"
        assert await screen.perform("check", item=item, state="正常"), "having seen it, it is saved"


async def test_own_acts_are_nobody_else_s(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        item = (await takes_normal(app))[0]
        with app.desk_screen.beginning():
            for state in ("正常", "停用"):
                assert await app.desk_screen.perform("check", item=item, state=state, note="试")


@pytest.mark.parametrize("taken", ["1", "2"])
async def test_several_rows_are_compared_row_by_row(make_app, views, taken: str) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        pane = app.desk_screen.rows("checklist")
        one, two = (await takes_normal(app))[:2]
        keys = [row.key for row in pane.rows]
        await pilot.press("4")
        for item in (one, two):
            pane.go(keys.index(item))
            await pilot.press("plus")
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        app.screen.query_one("#field-state").value = "正常"
        await by_other(app, "check", item=two, state="停用", note="送修")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ChooseScreen), "both are not shown")
        assert "李娜" in app.screen.heading
        await pilot.press(taken)
        await until(pilot, lambda: app.screen is app.desk_screen, "not saved")
        said = {line.item: line.state for line in app.state.sheet}
        assert said[one] == "正常"
        assert said[two] == {"1": "正常", "2": "停用"}[taken]


async def test_a_form_with_a_save_of_its_own_compares(make_app, views) -> None:
    """The read-back at the handover: the other one has written it meanwhile."""
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot, app)
        await screen.perform("handover start")
        await quiet(pilot, app)
        step = next(one for one in screen.brief.steps if one.kind == "readback")
        screen.go_to(step.key)
        await quiet(pilot, app)
        app.policy.once(screen, lambda: screen.act("readback", ""), "act")
        await until(pilot, lambda: isinstance(app.screen, FormScreen), "no form")
        form = app.screen
        for name in ("one", "two", "three"):
            form._widget(name).value = f"我说的{name}"
        await by_other(app, "check", item=step.about, state="甲; 乙; 丙")
        await pilot.press("f2")
        await until(pilot, lambda: "李娜" in str(form.query_one("#complaint-").render()), "the other's is not shown")
        assert views.entries([views.head()[0]])[0].actor == "li", "nothing was written over it"
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen, "not saved")
        assert "我说的one" in str(views.entries([views.head()[0]])) or "我说的one" in str(
            views.rows("SELECT payload FROM journal ORDER BY seq DESC LIMIT 4")
        )
