"""No raw text reaches a widget: what is handed over is what ``safe`` or ``shown`` made, or one of our own sentences as it stands.

Textual sends what is in a string to the terminal and runs the actions that stand in its markup (``tui/text.py`` says what
was seen). The walk over a real terminal (``tests/trust/test_trust_walk.py``) sees what is on a screen; this sees all calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dutydesk

ROOT = Path(dutydesk.__file__).parent
WIDGETS = {
    "Static", "Label", "Button", "Option", "OptionList", "Select", "Tab", "TabPane", "Tree", "Checkbox", "RadioButton", "Collapsible",
    "Link", "Markdown", "Digits", "DataTable",
}  # fmt: skip
WORDED = {"content", "label", "renderable", "prompt", "title"}
"""Keywords by which these take their text."""

SHOWN = {"border_title", "border_subtitle", "tooltip", "title", "sub_title", "label", "placeholder", "renderable"}
"""What is set on a widget and drawn."""

MAKES = {"safe", "shown", "Content", "Text"}
"""Calls whose result may be drawn."""


def draws(path: Path) -> bool:
    """Whether a module has to do with widgets."""
    return "textual" in path.read_text(encoding="utf-8") or "tui" in path.parts


MODULES = [path for path in sorted(ROOT.rglob("*.py")) if draws(path)]


def makers() -> set[str]:
    """Functions of the program that say that they return Content: what they return was made harmless where they made it."""
    return {
        node.name
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Content"
    }


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def harmless(node: ast.expr | None, known: set[str], made: set[str]) -> bool:
    """Whether an expression may be drawn; ``made``: local names that only ever hold what may be."""
    if node is None or (isinstance(node, ast.Constant) and node.value in ("", None)):
        return True
    if isinstance(node, ast.IfExp):
        return harmless(node.body, known, made) and harmless(node.orelse, known, made)
    if isinstance(node, ast.Name):
        return node.id in made
    if not isinstance(node, ast.Call):
        return False
    name, owner = name_of(node.func), name_of(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    own_words = name == "translate" and all(isinstance(one, ast.Constant) for one in node.args)
    return own_words or name in known or owner in {"Content", "Text"}


def raw(tree: ast.AST, known: set[str]) -> Iterator[tuple[int, str]]:
    """Yield where something is drawn that nobody made harmless."""
    for function in [
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    ]:
        told: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                told.setdefault(node.targets[0].id, []).append(node.value)
        made = {name for name, values in told.items() if all(harmless(one, known, set()) for one in values)}
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                name = name_of(node.func)
                worded = [one.value for one in node.keywords if one.arg in WORDED]
                first = node.args[0] if node.args else worded[0] if worded else None
                literal = any(
                    one.arg == "markup" and isinstance(one.value, ast.Constant) and one.value.value is False
                    for one in node.keywords
                )
                asks = (
                    isinstance(node.func, ast.Attribute)
                    and name_of(getattr(node.func.value, "func", node)) == "query_one"
                )
                if (
                    (name in WIDGETS and not harmless(first, known, made))
                    or (name == "notify" and not (literal and harmless(first, known, made)))
                    or (name == "update" and asks and not harmless(first, known, made))
                ):
                    yield node.lineno, ast.unparse(node)
            if isinstance(node, ast.Assign) and not harmless(node.value, known, made):
                for target in node.targets:
                    if isinstance(target, ast.Attribute) and target.attr in SHOWN:
                        yield node.lineno, ast.unparse(node)


def test_nothing_raw_is_handed_to_a_widget() -> None:
    known = makers() | MAKES
    found = {
        f"{path.relative_to(ROOT)}:{line} {words}"
        for path in MODULES
        for line, words in raw(ast.parse(path.read_text(encoding="utf-8")), known)
    }
    assert found == set()


@pytest.mark.parametrize(
    "words",
    [
        "Static(words)", "Button(f'F2 {words}')", "Label(content=words)", "Option(translate(words))", "self.border_title = words",
        "self.app.notify(safe(words))", "self.app.notify(words, markup=False)", "self.query_one('#x', Static).update(words)",
        "field.placeholder = say('{0}', words)", "Static(safe(a) if a else b)",
    ],
)  # fmt: skip
def test_the_look_sees_every_way(words: str) -> None:
    assert list(raw(ast.parse(f"def compose(self, words):\n    {words}"), MAKES))


@pytest.mark.parametrize(
    "words",
    ["Static(safe(words))", "Button('')", "self.notify(shown(words), markup=False)", "x = safe(words)\n    Static(x)"],
)
def test_what_was_made_harmless_may_be_drawn(words: str) -> None:
    assert not list(raw(ast.parse(f"def compose(self, words):\n    {words}"), MAKES))
