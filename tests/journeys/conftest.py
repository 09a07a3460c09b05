"""Fixtures of the journeys: desks on stores copied from templates that are built once a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import AT, CALM, FIRST, SIZES, VIEWS, OpenDesk, Templates, copied
from journey import Desk

from dutydesk.kernel.instants import SECOND


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey runs at 120×36 in Chinese; one marked ``everywhere`` at every size in both languages (``-m matrix``)."""
    if "view" not in metafunc.fixturenames:
        return
    wanted = VIEWS if metafunc.definition.get_closest_marker("everywhere") else [FIRST]
    marked = [pytest.param(one, marks=[pytest.mark.matrix] if one != FIRST else []) for one in wanted]
    metafunc.parametrize("view", marked)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The templates; with several workers in the folder that they share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "templates"
    folder.mkdir(exist_ok=True)
    return Templates(folder)


def _opener(templates: Templates, factory: pytest.TempPathFactory, opened: list[Desk]) -> OpenDesk:
    def open_desk(template: str = "demo", *, history: int = 0, store: Path | None = None, **how: Any) -> Desk:
        office = template == "office"
        if store is None:
            made = templates.office() if office else templates.demo(history)
            store = copied(made, factory.mktemp("desk"))
        if office:
            how["environ"] = {"DUTYDESK_SECRET_FILE": str(store.with_name("secret")), **how.get("environ", {})}
        desk = Desk(store, **{"clock": None if office else CALM, **how})
        opened.append(desk)
        first = [desk.words(name) for name in ("值班日志", "收件箱")]  # on a narrow screen what waits is seen first
        desk.until(lambda screen: any(name in screen.text for name in first), "the desk")
        return desk

    return open_desk


@pytest.fixture
def open_desk(
    templates: Templates, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[OpenDesk]:
    """Open a desk of one's own: ``open_desk("office", actor="li", columns=80, rows=24, lang="en")``; ``store`` is shared."""
    opened: list[Desk] = []
    yield _opener(templates, tmp_path_factory, opened)
    for desk in opened:
        desk.__exit__()
    if (task := request.node.get_closest_marker("task")) and all(desk.full for desk in opened):
        assert _cost(opened) == _written(task.args[0])


def _cost(opened: list[Desk]) -> tuple[int, int, int]:
    """What the task took at all its desks: keys, texts, texts typed again."""
    efforts = [desk.effort for desk in opened]
    return sum(one.keys for one in efforts), sum(len(one.texts) for one in efforts), sum(one.again for one in efforts)


def _written(task: str) -> tuple[int, ...]:
    """What README.md says that a task takes."""
    lines = Path(__file__).with_name("README.md").read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| {task} |")]
    return tuple(int(cell) for cell in row.split("|")[2:5])


@pytest.fixture(scope="module")
def open_shared(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Like ``open_desk``, for a desk that several journeys of one file use after each other."""
    opened: list[Desk] = []
    yield _opener(templates, tmp_path_factory, opened)
    for desk in opened:
        desk.__exit__()


@pytest.fixture
def desk(view: str, open_desk: OpenDesk, request: pytest.FixtureRequest) -> Desk:
    """A fresh demo day at 120×36 in Chinese, or wherever the journey is marked to run; ``starts(43)``: so many seconds after ``AT``."""
    size, lang = view.split("-")
    columns, rows = SIZES[size]
    starts = request.node.get_closest_marker("starts")
    return open_desk(columns=columns, rows=rows, lang=lang, clock=AT + starts.args[0] * SECOND if starts else CALM)


@pytest.fixture(scope="module")
def shared(open_shared: OpenDesk) -> Desk:
    """One demo day at 120×36 in Chinese for all journeys of a file: each leaves it as it found it."""
    return open_shared()
