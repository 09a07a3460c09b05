"""Fixtures of the fault tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from faults import Process, make_store


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed drill store with people, and no settings of the person who runs the tests."""
    for name in ("DUTYDESK_DB", "DUTYDESK_AS", "DUTYDESK_SECRET_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUTYDESK_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("DUTYDESK_LANG", "zh")
    return make_store(tmp_path / "desk.db")


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    """End what a failed test left running."""
    yield
    for process in list(Process.running):
        process.end(kill=True)
