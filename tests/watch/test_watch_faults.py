"""Faults are put in on purpose: the tick, its memory, one bad clock among many, and what rings though nothing can be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from lookout import NOON, Lookout, make_store
from pysqlite3 import dbapi2 as sqlite

from dutydesk.capabilities.log.events import Noted
from dutydesk.capabilities.obligations.events import UNDECIDED, AlertRaised
from dutydesk.kernel.events import REGISTRY, Event, decode
from dutydesk.kernel.instants import HOUR, MINUTE, SECOND, hhmm
from dutydesk.store import projecting as base
from dutydesk.store.engine import Store, Transaction
from dutydesk.store.errors import DiskError, NotProjectedError, StoreError
from dutydesk.store.integrity import Skipped, rebuild
from dutydesk.store.views import Views
from dutydesk.watch.standby import GRACE, Standby, read_picture
from dutydesk.watch.waker import tick


class FullDisk:
    """Lets so many commits through, then refuses each as a full disk does."""

    def __init__(self, store: Store, commits: int = 0) -> None:
        self.left = commits
        self._whole = store.write
        store.write = self.write  # type: ignore[method-assign]
        self.store = store

    def write(self, work, *, now):
        if self.left > 0:
            self.left -= 1
            return self._whole(work, now=now)

        def refused(tx: Transaction):
            work(tx)
            raise DiskError("磁盘已满; 本次未保存, 已保存的都在. 腾出空间后再试: {0}", "desk.db")

        return self._whole(refused, now=now)

    def mend(self) -> None:
        self.store.write = self._whole  # type: ignore[method-assign]


@contextmanager
def full_disk(desk: Lookout, commits: int = 0) -> Iterator[FullDisk]:
    disk = FullDisk(desk.container.desk.store, commits)
    try:
        yield disk
    finally:
        disk.mend()


def raised(desk: Lookout) -> list[tuple[str, str]]:
    return [(one["name"], one["step"]) for one in desk.events("alert.raised")]


# ---------------------------------------------------------------- memory after the commit


def test_a_write_that_fails_at_midnight_loses_no_daily_clock(desk: Lookout) -> None:
    desk.wait(12 * HOUR - SECOND)
    desk.tick()
    before = len(desk.events("obligation.opened"))
    desk.wait(2 * SECOND)
    with full_disk(desk), pytest.raises(DiskError):
        desk.tick()
    assert len(desk.events("obligation.opened")) == before
    desk.tick()
    born = desk.events("obligation.opened")[before:]
    assert any(one["trigger"].startswith("calendar.") for one in born)


def test_a_step_of_the_clock_is_logged_though_the_first_write_failed(desk: Lookout) -> None:
    desk.clock.step(-HOUR)
    with full_disk(desk), pytest.raises(DiskError):
        desk.tick()
    assert desk.events("watch.clock_stepped") == []
    desk.tick()
    desk.tick()
    assert [one["step"] for one in desk.events("watch.clock_stepped")] == [-HOUR]


def test_a_gap_is_told_though_the_first_write_failed(desk: Lookout) -> None:
    desk.wait(MINUTE)
    with full_disk(desk), pytest.raises(DiskError):
        desk.tick()
    desk.tick()
    assert len(desk.events("watch.unwatched")) == 1


@pytest.mark.parametrize("commits", range(3))
def test_whichever_commit_fails_everything_is_raised_once_in_the_end(desk: Lookout, commits: int) -> None:
    for minutes in (1, 2, 3):
        desk.do("remind", time=f"12:0{minutes}", text=f"提醒 {minutes}")
    with full_disk(desk, commits):
        for _ in range(4):
            desk.wait(MINUTE)
            try:
                desk.tick()
            except DiskError:
                continue
    desk.tick()
    desk.tick()
    names = [name for name, step in raised(desk) if step == "ladder:0"]
    assert sorted(names) == ["提醒 1", "提醒 2", "提醒 3"]


# ---------------------------------------------------------------- one bad clock


def spoil(path: Path, sql: str) -> None:
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE step SET step = 'ladder:newer' WHERE step = 'ladder:0' AND obligation = (SELECT id FROM obligation WHERE subject = '坏的')",
        "UPDATE step SET held = 1 WHERE obligation = (SELECT id FROM obligation WHERE subject = '坏的')",
    ],
)
def test_a_clock_that_cannot_be_decided_is_one_alarm_and_all_others_are_raised(
    desk: Lookout, path: Path, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    from dutydesk.watch import standby, tick

    whole = tick.decide

    def decide(pending, *rest):
        pending = list(pending)
        if pending[0].clock.subject == "坏的" and "held" in sql:
            raise KeyError("a word of a newer version")
        return whole(pending, *rest)

    monkeypatch.setattr(tick, "decide", decide)
    monkeypatch.setattr(standby, "decide", decide)
    for text in ("一", "坏的", "三"):
        desk.do("remind", time="12:01", text=text)
    spoil(path, sql)
    desk.wait(MINUTE)
    desk.tick()
    desk.tick()
    names = [name for name, _ in raised(desk)]
    assert sorted(names) == sorted(["一", "坏的", "三"])
    bad = next(one for one in desk.events("alert.raised") if one["name"] == "坏的")
    if "held" in sql:
        assert bad["reason"].startswith(UNDECIDED)
        assert bad["colour"] == "red"
        assert bad["people"] == ["zhou", "he"]
        assert "newer version" not in bad["reason"]


def test_an_alert_that_cannot_be_queued_is_raised_all_the_same(desk: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    from dutydesk.capabilities.delivery import dispatch

    whole = dispatch.queue

    def queue(work, alert, view):
        if view.subject == "坏的":
            raise KeyError("channel")
        whole(work, alert, view)

    monkeypatch.setattr(dispatch, "queue", queue)
    for text in ("坏的", "二"):
        desk.do("remind", time="12:01", text=text)
    desk.wait(MINUTE)
    desk.tick()
    assert sorted(name for name, _ in raised(desk)) == sorted(["坏的", "二"])
    bad = next(one for one in desk.events("alert.raised") if one["name"] == "坏的")
    assert "KeyError" in bad["reason"]


def test_a_broken_rule_of_the_calendar_stops_no_other(desk: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    from dutydesk.watch import tick

    whole = tick.boundaries
    broken = {"day": True}

    def boundaries(period, *rest):
        if period == "day" and broken["day"]:
            raise ZeroDivisionError
        return whole(period, *rest)

    monkeypatch.setattr(tick, "boundaries", boundaries)
    desk.do("remind", time="+00:01", text="过零点")
    desk.wait(12 * HOUR + MINUTE)
    desk.tick()
    assert "过零点" in [name for name, _ in raised(desk)]
    assert any(fault.task.startswith("rule ") for fault in desk.container.faults.standing())
    broken["day"] = False
    desk.clock.set(desk.clock.elapsed() + 24 * HOUR)
    desk.tick()
    assert desk.container.faults.standing() == []


# ---------------------------------------------------------------- a projection that raises


@pytest.fixture
def broken_projection(monkeypatch: pytest.MonkeyPatch) -> None:
    def apply(_tx, _row, event) -> None:
        if "坏" in event.text:
            raise KeyError(event.text)

    monkeypatch.setitem(base.APPLY, Noted.KIND, [*base.APPLY.get(Noted.KIND, []), apply])


@pytest.mark.usefixtures("broken_projection")
def test_an_act_whose_tables_cannot_be_worked_out_is_refused_and_nothing_is_lost(desk: Lookout) -> None:
    before = desk.head()
    with pytest.raises(NotProjectedError, match="未保存") as caught:
        desk.do("log", text="坏的一条")
    assert "坏的一条" not in str(caught.value)
    assert isinstance(
        caught.value, StoreError
    )  # every door says a store error in one sentence and keeps what was typed
    assert desk.head() == before
    desk.do("log", text="好的一条")
    assert desk.head() == before + 1


def test_rebuild_names_the_row_and_goes_on(desk: Lookout, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in ("一", "坏的", "三"):
        desk.do("log", text=text)
    desk.do("remind", time="12:01", text="提醒")

    def apply(_tx, _row, event) -> None:
        if "坏" in event.text:
            raise KeyError(event.text)

    monkeypatch.setitem(base.APPLY, Noted.KIND, [apply])
    store, now = desk.container.desk.store, desk.container.desk.now()
    with pytest.raises(KeyError):
        rebuild(store, now)
    skipped: list[Skipped] = []
    assert rebuild(store, now, skipped) == desk.head()
    assert [(one.kind, one.why) for one in skipped] == [("entry.noted", "KeyError")]
    assert len(desk.container.views.clocks()) == 1
    assert desk.container.views.rows("SELECT count(*) FROM entry") == [(desk.head(),)]


def test_a_kind_of_a_newer_version_is_rebuilt_around(desk: Lookout, path: Path) -> None:
    desk.do("log", text="一")
    store, now = desk.container.desk.store, desk.container.desk.now()

    class Newer(Event):
        KIND = "newer.kind"

    def write(tx: Transaction) -> None:
        tx.append(Newer(), actor="zhou")

    store.write(write, now=now)
    del REGISTRY["newer.kind"]
    skipped: list[Skipped] = []
    rebuild(store, now, skipped)
    assert [(one.kind, one.why) for one in skipped] == [("newer.kind", "UnknownEventError")]
    desk.do("log", text="三")


# ---------------------------------------------------------------- R33: it rings though it cannot be written


@pytest.fixture
def standby(desk: Lookout) -> Standby:
    desk.do("remind", time="12:01", text="给省厅回电")
    desk.tick()
    standby = Standby(desk.clock)
    standby.see(read_picture(desk.container.views, desk.container.desk.now()))
    return standby


def test_what_is_due_rings_though_the_disk_is_full_and_is_written_once_with_its_own_time(
    desk: Lookout, standby: Standby
) -> None:
    assert standby.look(failing=True) == []
    desk.wait(MINUTE)
    with full_disk(desk):
        with pytest.raises(DiskError):
            desk.tick(watching=True)
        (rung,) = standby.look(failing=True)
        assert standby.look(failing=True) == []  # once
        shown = rung.shown()
        assert (shown.title, shown.unwritten, shown.raised_at) == ("给省厅回电", True, NOON + MINUTE)
        desk.wait(4 * MINUTE)
        with pytest.raises(DiskError):
            desk.container.watch.tick(rung=standby.rung())
    desk.container.watch.tick(rung=standby.rung())
    desk.container.watch.tick(rung=standby.rung())
    (event,) = desk.events("alert.raised")
    assert event["rang_at"] == NOON + MINUTE
    assert event["late"] == 0  # by the time it rang, not by the time it could be written
    ((at, recorded),) = desk.container.views.rows("SELECT at, recorded_at FROM journal WHERE kind = 'alert.raised'")
    assert (at, recorded) == (NOON + MINUTE, NOON + 5 * MINUTE)
    standby.see(read_picture(desk.container.views, desk.container.desk.now()))
    assert standby.rung() == []


def test_rows_that_are_the_same_are_read_once_and_what_changes_by_itself_again(
    desk: Lookout, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dutydesk.watch import standby as module

    reads: list[int] = []
    whole = module.read_picture

    def counted(views: Views, now: int) -> module.Picture:
        reads.append(1)
        return whole(views, now)

    monkeypatch.setattr(module, "read_picture", counted)
    standby = Standby(desk.clock)

    def look() -> tuple[int, module.Picture]:
        del reads[:]
        desk.container.watch.attended()
        tick(desk.container.watch, standby)
        return len(reads), standby._picture

    look()
    desk.wait(MINUTE)
    assert look()[0] == 0
    desk.do("remind", time=hhmm(desk.clock.wall() + 30 * MINUTE), text="给省厅回电")
    count, picture = look()
    assert (count, len(picture.waiting)) == (1, 1)
    desk.do("shift away", minutes="5")
    assert look()[1].duty.away == {"A"}
    desk.wait(4 * MINUTE)
    assert look()[0] == 0
    desk.wait(MINUTE)
    count, picture = look()  # the absence has ended, and nobody wrote anything
    assert (count, picture.duty.away) == (1, frozenset())
    desk.clock.step(-5 * MINUTE)
    assert look()[1].duty.away == {"A"}  # by a wall that was set back it has not


def test_who_rang_all_the_time_is_not_said_to_have_been_away(desk: Lookout, standby: Standby) -> None:
    with full_disk(desk):
        for _ in range(40):
            desk.wait(MINUTE // 15)
            standby.look(failing=True)
            with suppress(DiskError):
                desk.container.watch.tick(rung=standby.rung())
    desk.container.watch.tick(rung=standby.rung())
    assert [one["rang_at"] for one in desk.events("alert.raised")] == [NOON + MINUTE]
    assert desk.events("watch.unwatched") == []


def test_later_steps_ring_at_their_own_times_and_are_all_written(desk: Lookout, standby: Standby) -> None:
    times = []
    with full_disk(desk):
        for _ in range(12):
            desk.wait(MINUTE)
            times.extend((rung.alert.step, rung.at) for rung in standby.look(failing=True))
    assert times == [("ladder:0", NOON + MINUTE), ("ladder:1", NOON + 11 * MINUTE)]
    desk.container.watch.tick(rung=standby.rung())
    assert [(one["step"], one["rang_at"]) for one in desk.events("alert.raised")] == times


def test_an_act_that_was_saved_just_before_the_disk_was_full_rings_too(desk: Lookout, standby: Standby) -> None:
    """The tick cannot write, so nobody has read the rows since; they can be read all the same."""
    desk.do("remind", time="12:03", text="又一件")
    desk.wait(3 * MINUTE)
    with full_disk(desk):
        with pytest.raises(DiskError):
            tick(desk.container.watch, standby)
        assert {rung.alert.name for rung in standby.look(failing=True)} == {"给省厅回电", "又一件"}
    tick(desk.container.watch, standby)
    assert [one["rang_at"] for one in desk.events("alert.raised")] == [NOON + 3 * MINUTE] * 2
    assert standby.rung() == []


def test_what_was_silenced_sounds_again_though_the_disk_is_full(desk: Lookout, standby: Standby) -> None:
    desk.wait(MINUTE)
    tick(desk.container.watch, standby)
    desk.do("ack", alert={"rule": "reminder", "subject": "给省厅回电"})
    desk.do("snooze", alert={"rule": "reminder", "subject": "给省厅回电"}, minutes="5", reason="等数字")
    tick(desk.container.watch, standby)
    (again_at,) = desk.container.views.rows("SELECT sound_again_at FROM obligation WHERE sound_again_at IS NOT NULL")
    with full_disk(desk):
        desk.clock.set(again_at[0] - 1)
        assert standby.look(failing=True) == []
        desk.wait(1)
        with pytest.raises(DiskError):
            tick(desk.container.watch, standby)
        held, again = standby.look(failing=True)
        assert standby.look(failing=True) == []  # once
        assert (held.alert.step, again.alert.step) == ("ladder:1", "ladder:0")
        shown = again.shown()
        assert (shown.title, shown.acknowledged_at, shown.unwritten) == ("给省厅回电", None, True)
        assert shown.people == ("zhou",)
    tick(desk.container.watch, standby)
    assert [one["step"] for one in desk.events("alert.sounded_again")] == ["ladder:0"]
    assert [one["step"] for one in desk.events("alert.raised")] == ["ladder:0", "ladder:1"], "it is the same alert"
    assert standby.rung() == []


def test_rows_read_again_do_not_make_it_forget_a_step_of_the_wall(desk: Lookout, standby: Standby) -> None:
    desk.clock.step(-HOUR)
    with full_disk(desk):
        for _ in range(2):
            desk.wait(30 * SECOND)
            with pytest.raises(DiskError):
                tick(desk.container.watch, standby)
        assert [rung.alert.name for rung in standby.look(failing=True)] == ["给省厅回电"]


def test_another_process_was_first(desk: Lookout, path: Path, standby: Standby) -> None:
    desk.wait(MINUTE)
    standby.look(failing=True)
    other = Lookout(path, desk.clock)
    other.tick()
    other.close()
    desk.container.watch.tick(rung=standby.rung())
    assert len(desk.events("alert.raised")) == 1
    assert desk.events("alert.raised")[0]["rang_at"] == 0


def test_what_has_ended_meanwhile_is_not_raised(desk: Lookout, standby: Standby) -> None:
    desk.wait(MINUTE)
    standby.look(failing=True)
    desk.do("met", obligation=desk.container.views.clocks()[0].id)
    desk.container.watch.tick(rung=standby.rung())
    assert desk.events("alert.raised") == []
    standby.see(read_picture(desk.container.views, desk.container.desk.now()))
    assert standby.rung() == []


def test_a_tick_that_works_is_given_a_moment(desk: Lookout, standby: Standby) -> None:
    desk.wait(MINUTE + GRACE - 1)
    assert standby.look(failing=False) == []
    desk.wait(1)
    assert len(standby.look(failing=False)) == 1  # a long lock: nothing has failed yet, nothing was raised either


def test_it_rings_by_the_elapsed_clock_when_the_wall_is_set_back(desk: Lookout, standby: Standby) -> None:
    desk.clock.step(-HOUR)
    desk.wait(MINUTE)
    assert len(standby.look(failing=True)) == 1


def test_a_clock_that_cannot_be_decided_rings_too(desk: Lookout, standby: Standby, monkeypatch) -> None:
    from dutydesk.watch import standby as room

    def broken(*_all):
        raise KeyError("x")

    monkeypatch.setattr(room, "decide", broken)
    desk.wait(MINUTE)
    (rung,) = standby.look(failing=True)
    assert rung.alert.reason == UNDECIDED


@pytest.mark.parametrize("stop", ["stopped", "read error"])
def test_the_watch_without_a_screen_goes_on_and_says_what_is_due(desk: Lookout, tmp_path: Path, stop: str) -> None:
    from dutydesk.watch import waker

    told: list[str] = []
    watch = desk.container.watch
    desk.do("remind", time="12:01", text="给省厅回电")

    async def run() -> None:
        import asyncio
        import os
        import signal

        looks = 0
        whole = watch.tick

        def tick(**words):
            nonlocal looks
            looks += 1
            if looks == 1:
                return whole(**words)
            desk.wait(MINUTE)
            if looks > 3:
                os.kill(os.getpid(), signal.SIGTERM)
            if stop == "stopped":
                desk.container.desk.store.stop("核验不通过")
                return whole(**words)
            raise sqlite3.OperationalError("disk I/O error")

        watch.tick = tick  # type: ignore[method-assign]
        await asyncio.wait_for(
            waker._run(
                watch, lambda _n: None, lambda _e, rung: told.extend(r.view.title for r in rung), desk.container.faults
            ),
            20,
        )

    import asyncio

    saved = waker.SWEEP_SECONDS
    waker.SWEEP_SECONDS = 0.01
    try:
        asyncio.run(run())
    finally:
        waker.SWEEP_SECONDS = saved
    assert told == ["给省厅回电"]


def test_a_store_made_before_reads_alerts_without_the_new_field(tmp_path: Path) -> None:
    make_store(tmp_path / "desk.db")
    event = decode(
        "alert.raised",
        '{"obligation":"o","step":"due","to":"A","people":[],"how":"bell","colour":"red","planned_at":1}',
    )
    assert isinstance(event, AlertRaised)
    assert event.rang_at == 0
