"""Fixtures of the desk's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from room import Room, make_store


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drill store with people and nothing else; copied for each test."""
    path = tmp_path_factory.mktemp("store") / "empty.db"
    make_store(path)
    return path


@pytest.fixture
def bare(tmp_path: Path, empty_store: Path) -> Iterator[Room]:
    """A room at 07:59 in which nobody is on duty."""
    path = tmp_path / "desk.db"
    shutil.copyfile(empty_store, path)
    room = Room(path)
    yield room
    room.close()


@pytest.fixture
def room(bare: Room) -> Room:
    """A room at 08:00 with the usual shift on duty."""
    bare.at("08:00")
    bare.shift()
    return bare
