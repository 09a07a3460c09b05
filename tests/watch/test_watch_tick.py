"""The tick: reads first, raises once, says when nobody watched."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from lookout import NOON, Lookout
from pysqlite3 import dbapi2 as sqlite

from dutydesk.kernel.instants import DAY, HOUR, MINUTE, SECOND, parse_instant
from dutydesk.store.errors import StoreReplacedError
from dutydesk.watch.heartbeat import Heartbeat


def test_an_idle_tick_writes_nothing(desk: Lookout) -> None:
    before = desk.container.views.rows("SELECT * FROM journal")
    for _ in range(5):
        desk.wait(SECOND)
        assert desk.tick().raised == []
    assert desk.container.views.rows("SELECT * FROM journal") == before


def test_an_idle_tick_waits_for_no_lock(desk: Lookout, path: Path) -> None:
    holder = sqlite.connect(str(path), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    desk.wait(SECOND)
    assert desk.tick().raised == []
    assert time.monotonic() - began < 5  # a writer would wait ten seconds
    holder.execute("ROLLBACK")
    holder.close()


def test_each_step_at_its_time_and_once(desk: Lookout) -> None:
    desk.do("remind", time="12:05", text="开会")
    desk.clock.set(NOON + 5 * MINUTE - 1)
    desk.container.watch.attended()
    assert desk.tick().raised == []
    desk.wait(1)
    ((obligation, step),) = desk.tick().raised
    assert step == "ladder:0"
    assert desk.tick().raised == []
    (alert,) = desk.events("alert.raised")
    assert (alert["obligation"], alert["to"], alert["people"], alert["late"]) == (obligation, "A", ["zhou"], 0)
    desk.wait(10 * MINUTE)
    desk.container.watch.attended()
    assert desk.tick().raised == [(obligation, "ladder:1")]
    assert desk.events("alert.raised")[1]["people"] == ["he"]


def test_two_processes_raise_each_step_once(desk: Lookout, path: Path) -> None:
    other = Lookout(path, desk.clock)
    for minute in range(1, 9):
        desk.do("remind", time=f"12:{minute:02d}", text=f"第 {minute} 个")
    raised: list[tuple[str, str]] = []
    for second in range(0, 9 * 60, 3):
        desk.clock.set(NOON + second * SECOND)
        raised.extend((desk if second % 2 else other).tick().raised)
        raised.extend((other if second % 2 else desk).tick().raised)
    other.close()
    assert [step for _, step in raised] == ["ladder:0"] * 8
    assert len(set(raised)) == 8
    assert len(desk.events("alert.raised")) == 8


def test_next_due_is_told(desk: Lookout) -> None:
    assert desk.tick().next_due is None
    desk.do("remind", time="12:30", text="后")
    desk.do("remind", time="12:10", text="先")
    assert desk.tick().next_due == NOON + 10 * MINUTE
    desk.clock.set(NOON + 10 * MINUTE)
    desk.container.watch.attended()
    assert desk.tick().next_due == NOON + 20 * MINUTE  # the second step of the first one


def test_a_met_clock_is_silent(desk: Lookout) -> None:
    desk.do("remind", time="12:05", text="开会")
    (view,) = desk.container.views.clocks()
    desk.do("met", obligation=view.id)
    desk.clock.set(NOON + HOUR)
    desk.container.watch.attended()
    assert desk.tick().raised == []


def test_the_tick_after_a_command_leaves_no_sign_of_watching(path: Path) -> None:
    desk = Lookout(path)
    desk.tick(watching=False)
    assert not Heartbeat(path).path.exists()
    assert desk.events("watch.unwatched") == []
    desk.close()


def test_the_heartbeat_is_a_file_of_its_own(desk: Lookout, path: Path) -> None:
    beat = Heartbeat(path)
    assert beat.path == path.with_name("desk.db.watch")
    assert beat.last() == NOON
    desk.wait(3 * SECOND)
    desk.tick()
    assert beat.last() == NOON + 3 * SECOND
    assert beat.path.stat().st_size == 0
    assert beat.path.stat().st_mode & 0o077 == 0


def test_a_heartbeat_that_cannot_be_left_does_not_stop_the_watch(tmp_path: Path) -> None:
    beat = Heartbeat(tmp_path / "gone" / "desk.db")
    beat.beat(NOON)
    assert beat.last() is None


@pytest.mark.parametrize(
    ("gap", "written"), [(5 * SECOND, 0), (6 * SECOND, 0), (29 * SECOND, 0), (30 * SECOND, 1), (2 * HOUR, 1)]
)
def test_gaps_in_which_nothing_was_missed(desk: Lookout, gap: int, written: int) -> None:
    desk.wait(gap)
    assert desk.tick().gap == (gap if gap > 5 * SECOND else 0)
    assert len(desk.events("watch.unwatched")) == written


def test_a_short_gap_in_which_something_was_missed(desk: Lookout) -> None:
    desk.do("remind", time="12:01", text="开会")
    desk.clock.set(NOON + MINUTE - SECOND)
    desk.container.watch.attended()
    desk.wait(7 * SECOND)
    desk.tick()
    (gap,) = desk.events("watch.unwatched")
    assert (gap["until"] - gap["since"], gap["missed"]) == (7 * SECOND, ["开会 12:01"])


def test_two_processes_tell_one_gap_once(desk: Lookout, path: Path) -> None:
    other = Lookout(path, desk.clock)
    other.tick()
    desk.wait(5 * MINUTE)
    last = Heartbeat(path).last()
    desk.tick()
    os.utime(Heartbeat(path).path, ns=(last * 1000, last * 1000))
    other.tick()
    other.close()
    assert len(desk.events("watch.unwatched")) == 1


def test_another_process_watched_meanwhile(desk: Lookout, path: Path) -> None:
    desk.wait(5 * MINUTE)
    Heartbeat(path).beat(desk.clock.wall())
    assert desk.tick().gap == 0
    assert desk.events("watch.unwatched") == []


def test_daily_clocks_are_born_at_midnight(desk: Lookout) -> None:
    assert desk.events("obligation.opened") == []
    for _ in range(3):
        desk.wait(DAY)
        desk.container.watch.attended()
        desk.tick()
    daily = [one for one in desk.events("obligation.opened") if one["rule"] == "backup_daily"]
    midnights = [parse_instant(f"2026-07-{day}T00:00:00+08:00", 0) for day in (16, 17, 18)]
    assert [one["trigger_at"] for one in daily] == midnights
    desk.tick()
    assert len(desk.events("obligation.opened")) == len({one["obligation"] for one in desk.events("obligation.opened")})


def test_a_long_stop_bears_at_most_a_month_of_daily_clocks(desk: Lookout) -> None:
    desk.wait(400 * DAY)
    desk.tick()
    daily = [one["trigger_at"] for one in desk.events("obligation.opened") if one["rule"] == "backup_daily"]
    assert len(daily) == 31
    assert max(daily) <= desk.clock.wall() < max(daily) + DAY
    count = desk.head()
    desk.tick()
    assert desk.head() == count


def test_two_processes_bear_a_daily_clock_once(desk: Lookout, path: Path) -> None:
    other = Lookout(path, desk.clock)
    other.tick()
    desk.wait(DAY)
    desk.tick()
    other.tick()
    other.close()
    daily = [one for one in desk.events("obligation.opened") if one["rule"] == "backup_daily"]
    assert len(daily) == 1


def test_a_snooze_sounds_again(desk: Lookout) -> None:
    desk.do("remind", time="12:01", text="开会")
    desk.clock.set(NOON + MINUTE)
    desk.tick()
    (alert,) = desk.container.views.alerts()
    desk.do("ack", alert=alert.id)
    desk.do("snooze", alert=alert.id, minutes="5", reason="在打电话")
    desk.clock.set(NOON + 61 * MINUTE - SECOND)  # the hold of the acknowledgement is longer than the snooze
    desk.container.watch.attended()
    assert desk.tick().raised == []
    assert desk.events("alert.sounded_again") == []
    desk.wait(SECOND)
    desk.tick()
    desk.tick()
    assert len(desk.events("alert.sounded_again")) == 1


def test_a_store_that_was_taken_away_stops_the_tick(desk: Lookout, path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    with pytest.raises(StoreReplacedError):
        desk.tick()
