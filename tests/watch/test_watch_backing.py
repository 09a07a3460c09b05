"""The daily copy is begun at its hour, once, in a process of its own; the tick never waits for it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from dutydesk.capabilities.backups.events import BackupsPlaced, BackupVerified
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, parse_instant
from dutydesk.store.engine import Store, create_store
from dutydesk.store.views import Views
from dutydesk.watch.backing import AGAIN, Backing

MIDNIGHT = parse_instant("2026-11-26T00:00:00+08:00", 0)


class Started:
    """A process that runs until it is told that it ended."""

    def __init__(self, words: list[str]) -> None:
        self.words, self.status = words, cast("int | None", None)

    def poll(self) -> int | None:
        return self.status


class Room:
    def __init__(self, path: Path) -> None:
        self.now, self.started = MIDNIGHT, list[Started]()
        self.store: Store = create_store(path, site="测试", drill=False, now=MIDNIGHT - DAY)
        self.views = Views.open(path)
        self.backing = Backing(path, lambda: self.now, cast("Any", self.start))

    def start(self, words: list[str]) -> Started:
        self.started.append(Started(words))
        return self.started[-1]

    def write(self, event: Any) -> None:
        self.store.write(lambda tx: tx.append(event, actor="desk"), now=self.now)

    def look(self, at: int) -> bool:
        self.now = at
        return self.backing.look(self.views)


@pytest.fixture
def room(tmp_path: Path):
    made = Room(tmp_path / "desk.db")
    yield made
    made.views.close()
    made.store.close()


def test_without_a_place_nothing_is_begun(room: Room) -> None:
    assert not room.look(MIDNIGHT + 4 * HOUR)


def test_at_three_once_and_again_the_next_night(room: Room, tmp_path: Path) -> None:
    room.write(BackupsPlaced(folder=str(tmp_path)))
    room.write(BackupVerified(file="x", count=1))
    assert not room.look(MIDNIGHT + 3 * HOUR - 1)
    assert room.look(MIDNIGHT + 3 * HOUR)
    assert room.started[0].words[-3:] == ["--scheduled", "--db", str(tmp_path / "desk.db")]
    assert not room.look(MIDNIGHT + 5 * HOUR), "it is under way"
    room.write(BackupVerified(file="x", count=2))
    room.started[0].status = 0
    assert not room.look(MIDNIGHT + 6 * HOUR)
    assert room.look(MIDNIGHT + DAY + 3 * HOUR)


def test_what_did_not_come_about_is_tried_again_and_not_at_once(room: Room, tmp_path: Path) -> None:
    room.write(BackupsPlaced(folder=str(tmp_path)))
    assert room.look(MIDNIGHT + 3 * HOUR)
    room.started[0].status = 1
    assert not room.look(MIDNIGHT + 3 * HOUR + MINUTE)
    assert room.look(MIDNIGHT + 3 * HOUR + AGAIN)


def test_a_process_that_cannot_be_started_does_not_stop_the_watch(room: Room, tmp_path: Path) -> None:
    def cannot(_words: list[str]) -> subprocess.Popen[bytes]:
        raise OSError

    room.write(BackupsPlaced(folder=str(tmp_path)))
    room.backing = Backing(tmp_path / "desk.db", lambda: room.now, cannot)
    assert not room.look(MIDNIGHT + 3 * HOUR)
