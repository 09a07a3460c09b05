"""Desks for journeys: stores copied from templates that are built once a session, at sizes and in languages."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from journey import Desk

from dutydesk.kernel.instants import SECOND, SHANGHAI, Instant, from_datetime, iso

AT: Instant = from_datetime(datetime(2026, 7, 15, 14, 20, 0, tzinfo=SHANGHAI))
"""When a drill's journey begins: a Wednesday afternoon; 45 s later a follow-up of Y1 falls due."""

SECRET = "correct horse"
"""What everybody's secret is in the office."""

SIZES = {"120x36": (120, 36), "80x24": (80, 24), "60x20": (60, 20)}
VIEWS = [f"{size}-{lang}" for size in SIZES for lang in ("zh", "en")]
FIRST = VIEWS[0]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey runs at 120×36 in Chinese; one marked ``everywhere`` at every size in both languages (``-m matrix``)."""
    if "view" not in metafunc.fixturenames:
        return
    wanted = VIEWS if metafunc.definition.get_closest_marker("everywhere") else [FIRST]
    marked = [pytest.param(one, marks=[pytest.mark.matrix] if one != FIRST else []) for one in wanted]
    metafunc.parametrize("view", marked)


# ---------------------------------------------------------------- stores


class Templates:
    """Stores that journeys copy, each built when it is first wanted; workers of one run share them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def demo(self, history: int = 0) -> Path:
        """The demo's day under way at ``AT``, with so many lines of the past."""
        from dutydesk.drill.demo import build

        return self._made(f"demo-{history}", lambda path: build(path, now=AT, history=history))

    def office(self) -> Path:
        """A fresh office on a real store: zhang and li on duty, wang leading, all with ``SECRET``; nothing has happened."""
        return self._made("office", build_office)

    def _made(self, name: str, build: Callable[[Path], None]) -> Path:
        path = self.folder / name / "desk.db"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                half = self.folder / f"{name}.half"
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                build(half / "desk.db")
                half.rename(path.parent)
        return path


def build_office(path: Path) -> None:
    """Make an office as ``init`` does, with four people, their secrets and a shift of today."""
    from dutydesk.bootstrap import open_house
    from dutydesk.capabilities.accounts.acts import SetSecret
    from dutydesk.capabilities.accounts.login import new_digest
    from dutydesk.capabilities.shifts.acts import AddOfficer, ShiftBegin
    from dutydesk.cli.main import run

    file = path.with_name("secret")
    file.write_text(SECRET + "\n", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["--db", str(path), "init", "--site", "某省驻京办", "--secret-file", str(file)]) == 0
    house = open_house(path)
    people = {"zhang": ("张伟", "officer"), "li": ("李娜", "officer"), "wang": ("王建国", "leader")}
    for officer, (name, role) in people.items():
        digest = new_digest(house.views, house.desk.books.rights, officer, SECRET)
        house.desk.perform(AddOfficer(officer=officer, name=name, role=role, digest=digest), actor="director")
        house.desk.perform(SetSecret(officer=officer, digest=digest), actor=officer)
    now = str(iso(house.desk.now()))
    posts = {"a": "zhang", "b": "li", "leader": "wang", "director": "director"}
    house.desk.perform(ShiftBegin(**posts, begins=now), actor="zhang")
    house.views.close()
    house.close()


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """The templates; with several workers in the folder that they share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "templates"
    folder.mkdir(exist_ok=True)
    return Templates(folder)


def _copied(template: Path, folder: Path) -> Path:
    for one in template.parent.iterdir():
        shutil.copy2(one, folder / one.name)
    return folder / template.name


# ---------------------------------------------------------------- desks

OpenDesk = Callable[..., Desk]


def _opener(templates: Templates, factory: pytest.TempPathFactory, opened: list[Desk]) -> OpenDesk:
    def open_desk(template: str = "demo", *, history: int = 0, store: Path | None = None, **how: Any) -> Desk:
        office = template == "office"
        if store is None:
            made = templates.office() if office else templates.demo(history)
            store = _copied(made, factory.mktemp("desk"))
        if office:
            how["environ"] = {"DUTYDESK_SECRET_FILE": str(store.with_name("secret")), **how.get("environ", {})}
        desk = Desk(store, **{"clock": None if office else AT, **how})
        opened.append(desk)
        desk.until(lambda screen: desk.words("值班日志") in screen.text, "the desk")
        return desk

    return open_desk


@pytest.fixture
def open_desk(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Open a desk of one's own: ``open_desk("office", actor="li", columns=80, rows=24, lang="en")``; ``store`` is shared."""
    opened: list[Desk] = []
    yield _opener(templates, tmp_path_factory, opened)
    for desk in opened:
        desk.__exit__()


@pytest.fixture(scope="module")
def open_shared(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Like ``open_desk``, for a desk that several journeys of one file use after each other."""
    opened: list[Desk] = []
    yield _opener(templates, tmp_path_factory, opened)
    for desk in opened:
        desk.__exit__()


@pytest.fixture
def desk(view: str, open_desk: OpenDesk, request: pytest.FixtureRequest) -> Desk:
    """A fresh demo day at 120×36 in Chinese, or wherever the journey is marked to run; ``starts(44)``: so many seconds later."""
    size, lang = view.split("-")
    columns, rows = SIZES[size]
    starts = request.node.get_closest_marker("starts")
    return open_desk(columns=columns, rows=rows, lang=lang, clock=AT + (starts.args[0] if starts else 0) * SECOND)


@pytest.fixture(scope="module")
def shared(open_shared: OpenDesk) -> Desk:
    """One demo day at 120×36 in Chinese for all journeys of a file: each leaves it as it found it."""
    return open_shared()
