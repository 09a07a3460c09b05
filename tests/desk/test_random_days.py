"""Random days: acts at random times, crashes and steps of the clock. What must hold afterwards, whatever happened."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from room import INCOMING, ON_DUTY, Room

from dutydesk.kernel.instants import MINUTE, SECOND, Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.store.integrity import rebuild, verify_chain
from dutydesk.store.tables import PROJECTIONS

MATTERS = ("Y1", "Y2", "A1")
OFFICERS = ("zhou", "he", "liu", "sun")
QUICK = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

matters = st.sampled_from(MATTERS)
levels = st.sampled_from(["I", "II", "III", "IV"])
counts = st.integers(0, 60).map(str)


def act(name: Any, /, **words: Any) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    return st.tuples(_strategy(name), st.fixed_dictionaries({key: _strategy(value) for key, value in words.items()}))


def _strategy(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


clocks = st.fixed_dictionaries({
    "rule": st.sampled_from([
        "follow_up", "change_report", "unit_ack", "first_report_iv", "instruction_feedback", "line_check",
        "activate_response", "red_ack", "yellow_ack", "backup_daily",
    ]),
    "matter": st.sampled_from([*MATTERS, ""]),
})  # fmt: skip

acts = st.one_of(
    act("log", text=st.text(max_size=8)),
    act("open", kind="incident", label=matters, colour=st.sampled_from(["red", "yellow", "blue"]), subtype="road"),
    act("open", kind="appeal", label="A1", colour=st.sampled_from(["red", "blue"]), danger_to_life=st.booleans()),
    act("message", text="来电", colour="red", kind="incident", label=matters),
    act("figures", matter=matters, deaths=counts, injured=counts, reason=st.sampled_from(["", "核减"])),
    act("assess", matter=matters, level=levels, reason=st.sampled_from(["", "核减"])),
    act("activate", matter=matters, level=levels, lead="南阳市政府"),
    act(
        "report", matter=matters, kind=st.sampled_from(["phone", "first", "follow_up", "change", "final"]), to=["省委"]
    ),
    act("close", matter=matters, criterion="散去", outcome="solved"),
    act("merge", matter=matters, into=matters),
    act("amend", matter=matters, colour=st.sampled_from(["red", "yellow"]), occurred="07:30"),
    act("owe", rule=st.sampled_from(["unit_ack", "instruction_feedback"]), matter=matters, subject="公安"),
    act("owe", rule=st.sampled_from(["roll_call", "weekly_contact", "policy_own_deadline"]), due="+20:00"),
    act("met", obligation=clocks, last=st.booleans()),
    act("met", obligation=clocks, declined=True, reason="不必"),
    act("waive", obligation=clocks, reason="不必"),
    act("ack", alert=clocks),
    act("ack", alert=clocks, undo=True),
    act("snooze", alert=clocks, minutes=st.sampled_from(["5", "15"]), reason="等数字"),
    act("shift begin", **INCOMING),
    act("shift begin", **ON_DUTY),
    act("shift begin", b="he"),
    act("shift relief", a="sun", reason="身体不适", signed=["sun"]),
    act("shift away", minutes=st.sampled_from(["0", "20"])),
    act("roster plan", since="2026-07-15", until="2026-07-17", team=["zhou/he/liu", "sun/ma"]),
    act("roster set", begin="12:00", end="+08:00", a=st.sampled_from(["sun", "-", ""]), leader="zhao", reason="调整"),
    act("roster swap request", shift="+08:00", to=st.sampled_from(["sun", "he"]), reason="家事"),
    act("roster swap accept"),
    act("roster swap approve", anyway="只此一次"),
    act("roster take-over", post=st.sampled_from(["a", "b"]), reason="接替", signed=["zhou", "he"]),
    act("roster leave", since="2026-07-16", until="2026-07-16", reason="年假"),
    act("roster special", title="汛期", since="2026-07-15", until="2026-07-16"),
    act("roll-call receive", who=st.sampled_from(["", "省委"])),
    act("roll-call answer"),
    act("patrol", text="正常"),
    act("lines check", l1="正常", l3=st.sampled_from(["正常", "异常", "异常:卡纸"])),
    act("custody add", number=st.sampled_from(["1", "2"]), copies="1", place="柜", grade=st.sampled_from(["", "机密"])),
    act("custody grade", paper=st.sampled_from(["1", "2"]), grade=st.sampled_from(["绝密", "秘密"]), second="he"),
    act("custody move", paper="1", place="柜2", second="he"),
    act(st.sampled_from(["custody hand", "custody lock"]), paper=st.sampled_from(["1", "2"]), second="sun"),
    act("visit in", name="王某", unit="文旅局", why="参观"),
    act("visit out", visit=st.sampled_from(["V1", "V2"])),
    act("keys take", item=st.sampled_from(["公章", "柜钥匙"]), by="he"),
    act("keys return", item="公章"),
    act("leave add", leader="李主任", until="+20:00", where="郑州", deputy="he"),
    act("leave end", leader="李主任"),
    act("sign", entry="the newest", back=st.sampled_from(["", "", "不妥"])),
    act("sign", entry="the newest", withdraw=True),
    act("assess", matter=matters, level="IV", reason="核减", ask="liu"),
    act("figures", matter=matters, injured=counts, level="IV", reason="核减", ask="liu"),
    act("close", matter=matters, criterion="散去", outcome="solved", waive_open="误报", ask="liu"),
    act("custody move", paper="1", place="柜3", ask="he"),
)
events = st.one_of(
    st.tuples(st.just("act"), st.sampled_from(OFFICERS), acts),
    st.tuples(st.just("watch"), st.integers(1, 300 * 60)),
    st.tuples(st.just("act"), st.sampled_from(OFFICERS), acts),
    st.tuples(st.just("asleep"), st.integers(1, 180 * 60)),
    st.tuples(st.just("crash"), st.integers(0, 90 * 60)),
)
wall_steps = st.tuples(st.just("step"), st.integers(-90 * 60, 90 * 60))


class RandomDay:
    """Lives through a list of events; keeps the instants at which it ticked."""

    def __init__(self, store: Path) -> None:
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "desk.db"
        shutil.copyfile(store, path)
        self.room = Room(path)
        self.ticks: list[tuple[int, Instant]] = []
        self.reminders = 0

    def close(self) -> None:
        self.room.close()
        shutil.rmtree(self.folder)

    def live(self, happenings: list[tuple[Any, ...]]) -> None:
        self.room.at("08:00")
        self.room.shift()
        self.room.do("open", kind="incident", label="Y1", colour="yellow", subtype="road")
        self.room.report(to=["省委"])
        for kind, *rest in happenings:
            getattr(self, f"_{kind}")(*rest)
        self._watch(60)

    def _act(self, officer: str, one: tuple[str, dict[str, Any]]) -> None:
        name, words = one
        words = json.loads(json.dumps(words))
        for key in ("obligation", "alert"):
            if key in words:
                words[key] = {name: value for name, value in words[key].items() if value}
        if words.get("entry") == "the newest":
            found = self.room.views.rows("SELECT max(seq) FROM journal WHERE kind = 'consent.asked'")
            words["entry"] = str(found[0][0])
        if words.get("due"):
            words["due"] = "2026-08-01T20:00:00+08:00"
        with suppress(Refused):
            self.room.do(name, officer, **words)

    def _watch(self, seconds: int) -> None:
        """Time goes by under a watching desk: it ticks at every instant at which something is due."""
        room = self.room
        target = room.clock.elapsed() + seconds * SECOND
        while (moment := room._next(target)) is not None:
            room.clock.set(moment)
            self._tick()
        room.clock.set(target)
        self._tick()

    def _tick(self) -> None:
        self.room.tick()
        self.ticks.append((self.room.views.head()[0], self.room.now()))

    def _asleep(self, seconds: int) -> None:
        self.room.clock.set(self.room.clock.elapsed() + seconds * SECOND)
        self.room.watch.tick()
        self.ticks.append((self.room.views.head()[0], self.room.now()))

    def _crash(self, seconds: int) -> None:
        self.room.stop()
        self.room.clock.set(self.room.clock.elapsed() + seconds * SECOND)
        self.room.start()
        self._asleep(0)

    def _step(self, seconds: int) -> None:
        self.room.clock.step(seconds * SECOND)
        self._tick()


@pytest.fixture
def day(empty_store: Path) -> Callable[[], RandomDay]:
    return lambda: RandomDay(empty_store)


def tables(room: Room) -> dict[str, list[tuple[Any, ...]]]:
    return {
        str(t.__tablename__): room.views.rows(f"SELECT * FROM {t.__tablename__} ORDER BY 1, 2") for t in PROJECTIONS
    }


def same_after_rebuild(room: Room) -> None:
    before = tables(room)
    assert rebuild(room.desk.store, room.now()) == room.views.head()[0]
    after = tables(room)
    for name, rows in before.items():
        assert sorted(after[name], key=repr) == sorted(rows, key=repr), name


def each_step_once(room: Room) -> None:
    steps = [(event.obligation, event.step) for event in room.events("alert.raised")]
    assert len(steps) == len(set(steps))


def chain_holds(room: Room) -> None:
    report = verify_chain(room.path)
    assert (report.ok, report.count) == (True, room.views.head()[0])


def nothing_due_is_forgotten(lived: RandomDay) -> None:
    """No open clock has a waiting step whose time has come; no ended one lost a step to a tick that overlooked it."""
    room = lived.room
    forgotten = room.views.rows(
        "SELECT o.rule, s.step FROM step s JOIN obligation o ON o.id = s.obligation "
        "WHERE o.state = 'open' AND s.state = 'waiting' AND s.fires_at <= ?",
        (room.now(),),
    )
    assert forgotten == []
    held = {event.obligation for event in room.events("obligation.held")}
    ended = room.views.rows(
        "SELECT s.obligation, o.rule, s.step, s.fires_at, o.born_seq, j.seq FROM step s JOIN obligation o ON o.id = s.obligation "
        "JOIN journal j ON j.kind = 'obligation.ended' AND j.payload LIKE '%\"obligation\":\"' || o.id || '\"%' "
        "WHERE s.state = 'void'"
    )
    for obligation, rule, step, fires_at, born_seq, end_seq in ended:
        seen = [at for seq, at in lived.ticks if born_seq <= seq < end_seq and at >= fires_at]
        assert obligation in held or not seen, (rule, step)


def one_open_clock_each(room: Room) -> None:
    """R5, but for calendar and recurring cycles (R6)."""
    doubled = room.views.rows(
        "SELECT rule, matter_id, subject FROM obligation WHERE state = 'open' AND cycle = 0 "
        "GROUP BY rule, ifnull(matter_id, ''), subject HAVING count(*) > 1"
    )
    assert doubled == []


@QUICK
@given(happenings=st.lists(events, min_size=15, max_size=60))
def test_after_a_random_day_journal_and_tables_agree_and_nothing_was_lost(
    day: Callable[[], RandomDay], happenings: list[tuple[Any, ...]]
) -> None:
    lived = day()
    try:
        lived.live(happenings)
        each_step_once(lived.room)
        nothing_due_is_forgotten(lived)
        one_open_clock_each(lived.room)
        chain_holds(lived.room)
        same_after_rebuild(lived.room)
    finally:
        lived.close()


@QUICK
@given(happenings=st.lists(st.one_of(events, wall_steps), min_size=10, max_size=40))
def test_with_steps_of_the_wall_clock_nothing_sounds_twice(
    day: Callable[[], RandomDay], happenings: list[tuple[Any, ...]]
) -> None:
    lived = day()
    try:
        lived.live(happenings)
        each_step_once(lived.room)
        chain_holds(lived.room)
        same_after_rebuild(lived.room)
    finally:
        lived.close()


def test_a_clock_is_late_by_its_own_due_time_only(day: Callable[[], RandomDay]) -> None:
    lived = day()
    try:
        lived.live([("act", "zhou", ("owe", {"rule": "roll_call"})), ("watch", 4 * 60)])
        lived._act("zhou", ("met", {"obligation": {"rule": "roll_call"}}))
        view = lived.room.one("roll_call")
        assert (view.state, view.late) == ("met_late", 2 * MINUTE)
    finally:
        lived.close()
