"""What is being typed is drawn harmless, in every kind of field; and text reaches a widget through ``tui.text`` alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

import dutydesk
from dutydesk.kernel.text import is_harmless
from dutydesk.tui.fields import Field
from dutydesk.tui.screens.form import FormScreen
from dutydesk.tui.text import one_for_one
from tests.tui.test_desk import settled, until
from tests.tui.test_harmless import CONTROL, screen_text

UNSEEN = "金额\u202e00001\u202c元\u2066x\u2069 a\u200b\ufeffb\u061c\x9b2J"


@given(st.text())
def test_a_line_is_drawn_harmless_sign_for_sign_in_as_many_cells(text: str) -> None:
    drawn = one_for_one(text)
    assert len(drawn) == len(text)
    assert is_harmless(drawn)
    assert [cell_len(one) for one in drawn] == [cell_len(one) if one != "\t" else 0 for one in text]


async def test_no_field_shows_what_acts(make_app) -> None:
    app = make_app()

    async def submit(_values) -> None: ...

    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        app.desk_screen.focus_entry()
        app.desk_screen.entry.text = UNSEEN
        await pilot.pause(0.1)
        assert "金额" in screen_text(app)
        assert not CONTROL.search(screen_text(app))
        assert app.desk_screen.entry.text == UNSEEN, "kept as it was pasted"
        form = FormScreen(
            UNSEEN, [Field("a", "内容", UNSEEN), Field("b", "多行", UNSEEN, area=True)], submit, notes=[UNSEEN]
        )
        app.push_screen(form)
        await until(pilot, lambda: form.is_open, "no form")
        await pilot.pause(0.1)
        assert screen_text(app).count("金额") >= 3
        assert not CONTROL.search(screen_text(app))
        app.pop_screen()
        await pilot.pause()


# ---------------------------------------------------------------- the lint

TUI = Path(dutydesk.__file__).parent
SAFE = {
    "safe",
    "shown",
    "shown_lines",
    "fit",
    "translate",
    "say",
    "Content",
    "Text",
    "title",
    "page_of",
    "key_name",
    "marked",
}
"""What gives text that may be drawn: cleaned, or the desk's own words without a person's."""

DRAWS = {"Static", "Label", "Button"}
"""Widgets that draw what they are made with."""


def own_words(node: ast.AST) -> bool:
    """Whether an expression is a constant, or comes out of one of ``SAFE``."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.IfExp):
        return own_words(node.body) and own_words(node.orelse)
    if isinstance(node, ast.BinOp):
        return own_words(node.left) and own_words(node.right)
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return name in SAFE or name == "assemble"
    return False


def is_raw(node: ast.AST) -> bool:
    """Whether an expression may be a person's words as they are."""
    return isinstance(node, ast.JoinedStr | ast.Attribute | ast.Name | ast.Subscript) or (
        isinstance(node, ast.Call) and not own_words(node)
    )


def raw(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a string reaches a widget that is neither cleaned nor the desk's own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in DRAWS and node.args and is_raw(node.args[0]):
            yield node.lineno


def typed_bases(tree: ast.AST) -> Iterator[str]:
    """Yield the classes that take Textual's own line or area without drawing it harmless."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(one) for one in node.bases}
            if ("Input" in bases and node.name != "TypedLine") or ("TextArea" in bases and "Placed" not in bases):
                yield node.name


def modules() -> list[Path]:
    return [one for one in sorted(TUI.rglob("*.py")) if "tui" in one.parts or one.stem in {"screen", "commands"}]


def test_every_field_is_one_that_draws_harmlessly() -> None:
    assert [name for path in modules() for name in typed_bases(ast.parse(path.read_text(encoding="utf-8")))] == []
    bare = [
        f"{path.relative_to(TUI)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Input", "TextArea"}
    ]
    assert bare == []


def test_no_raw_string_reaches_a_widget() -> None:
    found = [
        f"{path.relative_to(TUI)}:{line}"
        for path in modules()
        for line in raw(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == [], "through tui.text: safe, shown, shown_lines, fit"


@pytest.mark.parametrize("code", ["Static(matter.title)", "Label(f'{x}')", "Button(words)", "Static(title_of(x))"])
def test_the_lint_finds_one(code: str) -> None:
    assert list(raw(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["Static(safe(x))", "Static()", "Button(translate('x'))", "Static('', id='x')"])
def test_the_lint_lets_the_others(code: str) -> None:
    assert list(raw(ast.parse(code))) == []


def test_no_notice_is_markup() -> None:
    """``notify`` reads markup unless told otherwise; its text is cleaned."""
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "notify":
                words = {key.arg: ast.unparse(key.value) for key in node.keywords}
                if words.get("markup") != "False":
                    found.append(f"{path.relative_to(TUI)}:{node.lineno}")
    assert found == []
