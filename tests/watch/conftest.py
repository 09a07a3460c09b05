"""Fixtures of the watch's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lookout import Lookout, make_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with two people on duty at noon."""
    return make_store(tmp_path / "desk.db")


@pytest.fixture
def desk(path: Path) -> Iterator[Lookout]:
    """A desk at noon that has just begun to watch."""
    opened = Lookout(path)
    opened.tick()
    yield opened
    opened.close()
