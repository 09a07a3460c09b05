"""Outages, suspends and clocks that jump: nothing due passes unseen (cases 27 to 29, 32)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from faults import command, make_store, rows, sound

from dutydesk.bootstrap import Container, open_container
from dutydesk.capabilities.files.pages import day_page
from dutydesk.capabilities.log.acts import Log
from dutydesk.capabilities.obligations.acts import Remind
from dutydesk.clock import ManualClock
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, SECOND, Instant, parse_instant

NOON = parse_instant("2026-07-15T12:00:00+08:00", 0)


class Room:
    """One process after the other on a store, on one clock moved by hand."""

    def __init__(self, path: Path) -> None:
        self.path = make_store(path, NOON)
        self.clock = ManualClock(NOON)
        self.container: Container = open_container(path, clock=self.clock)

    def restart(self) -> None:
        """The next process."""
        self.container.close()
        self.container = open_container(self.path, clock=self.clock)

    def wait(self, span: Instant) -> None:
        """Let honest time pass with nobody looking."""
        self.clock.set(self.clock.elapsed() + span)

    def watched(self, span: Instant) -> None:
        """Let honest time pass, looked at all the while."""
        end = self.clock.elapsed() + span
        while self.clock.elapsed() < end:
            self.wait(min(4 * SECOND, end - self.clock.elapsed()))
            self.tick()

    def tick(self) -> list[str]:
        """Tick; return the steps raised."""
        return [step for _, step in self.container.watch.tick().raised]

    def remind(self, time: str, text: str = "开会") -> None:
        """Set a reminder."""
        self.container.desk.perform(Remind(time=time, text=text), actor="zhou")

    def events(self, kind: str) -> list[dict]:
        """Payloads of a kind."""
        found = rows(self.path, f"SELECT payload FROM journal WHERE kind = '{kind}' ORDER BY seq")
        return [json.loads(row[0]) for row in found]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    opened = Room(tmp_path / "time.db")
    opened.tick()
    yield opened
    opened.container.close()
    sound(opened.path)


def test_due_while_everything_was_closed(room: Room) -> None:
    room.remind("12:05")
    room.container.close()
    room.wait(8 * MINUTE)
    room.container = open_container(room.path, clock=room.clock)
    assert room.tick() == ["ladder:0"]
    (alert,) = room.container.views.all_alerts()
    assert (alert.planned_at, alert.late) == (NOON + 5 * MINUTE, 3 * MINUTE)
    (gap,) = room.events("watch.unwatched")
    assert gap == {"since": NOON, "until": NOON + 8 * MINUTE, "missed": ["开会 12:05"]}
    assert "未看护 12:00-12:08; 其间到期: 开会 12:05" in day_page(room.container.views, NOON - 12 * HOUR)
    assert room.tick() == []
    assert len(room.events("watch.unwatched")) == 1


def test_a_suspend_of_ten_minutes_across_the_due_time(room: Room) -> None:
    room.remind("12:05")
    room.watched(MINUTE)
    room.wait(10 * MINUTE)
    assert room.tick() == ["ladder:0"]
    assert room.container.views.all_alerts()[0].late == 6 * MINUTE
    (gap,) = room.events("watch.unwatched")
    assert gap["since"] == NOON + MINUTE
    assert gap["missed"] == ["开会 12:05"]


def test_an_outage_in_which_nothing_was_due_is_written_too(room: Room) -> None:
    room.wait(40 * SECOND)
    assert room.tick() == []
    assert room.events("watch.unwatched") == [{"since": NOON, "until": NOON + 40 * SECOND, "missed": []}]


def test_a_short_gap_in_which_nothing_was_due_is_not(room: Room) -> None:
    room.wait(20 * SECOND)
    room.tick()
    assert room.events("watch.unwatched") == []


def test_a_day_watched_leaves_no_gap(room: Room) -> None:
    room.watched(20 * MINUTE)
    assert room.events("watch.unwatched") == []


def test_clock_set_back_an_hour(room: Room) -> None:
    room.remind("12:10")
    room.watched(5 * MINUTE)
    room.clock.step(-HOUR)
    room.watched(4 * MINUTE + 56 * SECOND)
    assert room.events("alert.raised") == []
    room.wait(4 * SECOND)
    assert room.tick() == ["ladder:0"]  # after ten honest minutes, whatever the wall says
    (step,) = room.events("watch.clock_stepped")
    assert step["step"] == -HOUR


def test_clock_set_forward_an_hour(room: Room) -> None:
    room.remind("12:10")
    room.watched(5 * MINUTE)
    room.clock.step(HOUR)
    assert room.tick() == ["ladder:1"]  # when either face says due; the lower step is listed with it
    assert [one["listed"] for one in room.events("alert.raised")] == [["ladder:0"]]
    (step,) = room.events("watch.clock_stepped")
    assert (step["step"], step["missed"]) == (HOUR, ["开会 12:10", "开会 12:20"])
    assert room.tick() == []


def test_clock_set_to_the_year_2200_and_back(room: Room) -> None:
    room.remind("12:10")
    room.clock.step(174 * 365 * DAY)
    assert room.tick() == ["ladder:1"]
    before = room.container.views.head()[0]
    assert before < 1000  # a bounded catch-up, no flood
    assert room.tick() == []
    assert room.container.views.head()[0] == before
    room.clock.step(-174 * 365 * DAY)
    room.tick()
    room.tick()
    assert [one["step"] for one in room.events("watch.clock_stepped")] == [174 * 365 * DAY, -174 * 365 * DAY]
    done = room.container.desk.perform(Log(text="还在"), actor="zhou")
    assert done.seq > before


def test_a_restart_with_the_clock_set_back_is_told(room: Room) -> None:
    room.container.desk.perform(Log(text="一条"), actor="zhou")
    room.clock.step(-HOUR)
    room.restart()
    room.tick()
    (doubt,) = room.events("watch.clock_doubtful")
    assert doubt == {"ahead": HOUR}
    assert room.container.views.doubtful() == HOUR


def test_machine_in_another_zone_shows_beijing_time(path: Path) -> None:
    assert (
        command(
            "--db", str(path), "--as", "zhou", "remind", "+08:00", "开会", env={"TZ": "Pacific/Auckland"}
        ).returncode
        == 0
    )
    said = [
        command("--db", str(path), "due", "--json", env={"TZ": zone}) for zone in ("America/New_York", "Asia/Shanghai")
    ]
    assert [done.returncode for done in said] == [0, 0]
    clocks = [json.loads(line) for done in said for line in done.stdout.splitlines()]
    assert len(clocks) == 2
    assert clocks[0]["due_at"] == clocks[1]["due_at"]
    assert clocks[0]["due_at"].endswith("T08:00:00+08:00")
