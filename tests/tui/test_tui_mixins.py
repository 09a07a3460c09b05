"""A mixin is a plain class: Textual follows the first widget base alone for default styles, and looks for keys on widgets only."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from textual.dom import DOMNode
from textual.scroll_view import ScrollView

import dutydesk.tui
from tests.tui.test_desk import settled

LOST = ("DEFAULT_CSS", "COMPONENT_CLASSES", "BINDINGS", "CSS", "CSS_PATH")
"""What Textual does not find on a plain class, or on a second widget base."""


def ours() -> Iterator[type[DOMNode]]:
    """Yield every screen and widget class of the desk."""
    for module in pkgutil.walk_packages(dutydesk.tui.__path__, "dutydesk.tui."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, DOMNode) and one.__module__ == module.name:
                yield one


WIDGETS = sorted(set(ours()), key=lambda one: f"{one.__module__}.{one.__qualname__}")


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: one.__qualname__)
def test_a_widget_has_one_widget_base_and_plain_mixins(widget: type[DOMNode]) -> None:
    bases = [base for base in widget.__bases__ if issubclass(base, DOMNode)]
    assert len(bases) == 1, f"{widget.__qualname__}: the default styles of {bases[1:]} are lost"
    mixins = [one for one in widget.__mro__ if not issubclass(one, DOMNode) and one.__module__.startswith("dutydesk")]
    lost = [f"{one.__qualname__}.{name}" for one in mixins for name in LOST if name in vars(one)]
    assert not lost, f"{lost}: Textual does not look there"


async def test_every_list_scrolls(make_app) -> None:
    app = make_app()
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        lists = [one for one in app.screen.walk_children() if isinstance(one, ScrollView) and one.id != "entry"]
        assert len(lists) == 5
        assert {(one.id, one.styles.overflow_y) for one in lists} == {(one.id, "auto") for one in lists}
