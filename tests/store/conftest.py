"""Fixtures of the store's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import filled, make

from dutydesk.store.engine import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store of this test is."""
    return tmp_path / "desk.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """An open store with its first entry."""
    opened = make(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with forty lines, 第 2 to 第 41 of the journal; copy it, never change it."""
    return filled(tmp_path_factory.mktemp("forty") / "desk.db", [f"line number {seq:02d}" for seq in range(2, 42)])
