"""A desk on a demo store at a fixed time, with a clock moved by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from dutydesk.clock import ManualClock
from dutydesk.config import Config
from dutydesk.drill.demo import build
from dutydesk.kernel.instants import SHANGHAI, from_datetime
from dutydesk.store.views import Views
from dutydesk.tui.app import DeskApp

NOW = from_datetime(datetime(2026, 7, 15, 14, 20, 0, tzinfo=SHANGHAI))
"""The demo's now: a Wednesday afternoon; the follow-up of Y1 is due 45 s later."""


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    build(path, now=NOW)
    return path


@pytest.fixture
def store_path(demo_store: Path, tmp_path: Path) -> Path:
    """A copy of the demo store for one test (closed, so that copying is safe)."""
    for suffix in ("", "-wal", "-shm", ".watch"):
        source = demo_store.with_name(demo_store.name + suffix)
        if source.exists():
            shutil.copy2(source, tmp_path / source.name)
    return tmp_path / demo_store.name


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def make_app(store_path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., DeskApp]]:
    for widget in (Input, TextArea):
        monkeypatch.setattr(widget.cursor_blink, "_default", False, raising=False)

    made: list[DeskApp] = []

    def make(**settings: object) -> DeskApp:
        made.append(DeskApp(store_path, clock=clock, actor="zhang", config=Config(**settings)))
        return made[-1]

    yield make
    for app in made:  # the desk goes on over a failure: a test must not, unless it says ``expects_faults``
        unforeseen = app.policy.faults.count and not getattr(app, "expects_faults", False)
        assert not unforeseen, app.policy.faults.path and app.policy.faults.path.read_text(encoding="utf-8")


@pytest.fixture
def views(store_path: Path):
    opened = Views.open(store_path)
    yield opened
    opened.close()
