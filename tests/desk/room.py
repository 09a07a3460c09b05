"""A duty room for tests: a drill store, a clock moved by hand, the desk and its watch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk, Done
from dutydesk.kernel.events import decode
from dutydesk.kernel.instants import MINUTE, Instant, hhmm, parse_instant
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Refused
from dutydesk.store.engine import Transaction, create_store, open_store
from dutydesk.store.tables import PROJECTIONS
from dutydesk.store.views import AlertView, ClockView, EntryView, Views
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_books
from dutydesk.watch.tick import Ticked, Watch

DAY_BEGINS = parse_instant("2026-07-15T07:59:00+08:00", 0)
PEOPLE = {
    "zhou": ("周明", "officer"),
    "he": ("何静", "officer"),
    "liu": ("刘副主任", "leader"),
    "wang": ("王主任", "director"),
    "sun": ("孙涛", "officer"),
    "ma": ("马丽", "officer"),
    "zhao": ("赵副主任", "leader"),
    "audit": ("审计", "auditor"),
}
OPEN = {"first": ("时间", "地点", "性质"), "final": ("casualties", "cause", "aftermath")}
ON_DUTY = {"a": "zhou", "b": "he", "leader": "liu", "director": "wang"}
INCOMING = {"a": "sun", "b": "ma", "leader": "zhao", "director": "wang"}


def make_store(path: Path, now: Instant = DAY_BEGINS) -> None:
    """Create a drill store with its people."""
    store = create_store(path, site="测试", drill=True, now=now)

    def people(tx: Transaction) -> None:
        for officer, (name, role) in PEOPLE.items():
            tx.append(OfficerAdded(officer=officer, name=name, role=role), actor="desk")

    store.write(people, now=now)
    store.close()


class Room:
    """One desk process on a store; ``restart`` is the next process on the same store."""

    def __init__(self, path: Path, now: Instant = DAY_BEGINS) -> None:
        self.path = path
        self.clock = ManualClock(now)
        self.views = Views.open(path)
        self.start()

    def start(self) -> None:
        """Open the store as a fresh process would."""
        self.desk = Desk(open_store(self.path), Timekeeper(self.clock), load_books())
        self.watch = Watch(self.desk, self.views)

    def stop(self) -> None:
        """End the process without a word: a crash leaves nothing behind but the store."""
        self.desk.store.close()

    def close(self) -> None:
        """Close everything."""
        self.stop()
        self.views.close()

    # ------------------------------------------------------------ time

    def now(self) -> Instant:
        """Return the wall clock."""
        return self.clock.wall()

    def time(self, text: str) -> Instant:
        """Return the instant of ``HH:MM[:SS]`` of the first day, ``+HH:MM`` of the second, or ISO."""
        return parse_instant(text, DAY_BEGINS)

    def at(self, text: str) -> Instant:
        """Watch up to an instant: every step due before it is ticked at its own time; nothing ticks at it."""
        return self.to(self.time(text))

    def to(self, target: Instant) -> Instant:
        """Watch up to an honest instant, without ticking at it."""
        while (moment := self._next(target)) is not None:
            self.clock.set(moment)
            self.tick()
        self.clock.set(target)
        return target

    def _next(self, target: Instant) -> Instant | None:
        wall, skew = self.clock.wall(), self.clock.wall() - self.clock.elapsed()
        rows = self.views.rows(
            "SELECT fires_at FROM step WHERE state = 'waiting' UNION "
            "SELECT sound_again_at FROM obligation WHERE state = 'open' AND sound_again_at IS NOT NULL UNION "
            "SELECT recurs_at FROM obligation WHERE recurs_at IS NOT NULL"
        )
        midnight = (wall + 8 * 60 * MINUTE) // (1440 * MINUTE) * 1440 * MINUTE + 16 * 60 * MINUTE
        skews = {0, skew}
        moments = {int(row[0]) - one for row in rows for one in skews} | {midnight - skew}
        return min((moment for moment in moments if self.clock.elapsed() < moment < target), default=None)

    def tick(self) -> Ticked:
        """Tick as a desk that watched all the time."""
        self.watch.heartbeat.beat(self.now())
        return self.watch.tick()

    def tick_at(self, text: str) -> Ticked:
        """Watch up to and including an instant."""
        self.at(text)
        return self.tick()

    # ------------------------------------------------------------ acts

    def do(
        self,
        name: str,
        /,
        actor: str = "zhou",
        act_id: str | None = None,
        signed: Sequence[str] = (),
        ask: str = "",
        **words: Any,
    ) -> Done:
        """Perform an act now; ``signed``: who gave the own secret with it, ``ask``: who is asked to sign it elsewhere."""
        who = DESK if actor == DESK else actor
        return self.desk.perform(REGISTRY[name].from_words(words), actor=who, act_id=act_id, signed=signed, ask=ask)

    def refused(
        self, name: str, /, actor: str = "zhou", signed: Sequence[str] = (), ask: str = "", **words: Any
    ) -> Refused:
        """Perform an act that must be refused and return the refusal; nothing may change but the audit line."""
        before, count = self.content(), self.views.head()[0]
        with pytest.raises(Refused) as caught:
            self.do(name, actor, signed=signed, ask=ask, **words)
        kinds = [row[0] for row in self.views.rows("SELECT kind FROM journal WHERE seq > ?", (count,))]
        assert kinds == (["act.refused"] if caught.value.traced else [])
        after = self.content()
        entries = after.pop("entry")
        assert [row for row in entries if row[0] <= count] == before.pop("entry")
        assert after == before
        return caught.value

    def shift(self, **posts: str) -> Done:
        """Begin a shift of the pattern's hours with the usual people, or those named."""
        return self.do("shift begin", **(posts or ON_DUTY))

    def incident(self, **words: Any) -> Done:
        """Open a yellow road accident labelled Y1 unless told otherwise."""
        usual = {"kind": "incident", "label": "Y1", "category": "accident", "subtype": "road", "colour": "yellow"}
        return self.do("open", **{**usual, **words})

    def report(self, matter: str = "Y1", kind: str = "first", **words: Any) -> Done:
        """Send a report to the usual recipient; a first one says why it has no time and place, a final one what is open."""
        gaps = {"gap": [f"{name}=来电中断" for name in OPEN[kind]]} if kind in OPEN else {}
        return self.do("report", **{"matter": matter, "kind": kind, "to": ["省委办公厅"], **gaps, **words})

    # ------------------------------------------------------------ what is there

    def found(self, rule: str, matter: str = "", subject: str | None = None) -> list[ClockView]:
        """Return all clocks of a rule, oldest first."""
        one = self.views.matter(matter) if matter else None
        return self.views.find_clocks(rule=rule, matter_id=one.id if one else None, subject=subject)

    def one(self, rule: str, matter: str = "", subject: str | None = None) -> ClockView:
        """Return the only clock of a rule."""
        found = self.found(rule, matter, subject)
        assert len(found) == 1, [(view.title, view.state) for view in found]
        return found[0]

    def due(self, rule: str, matter: str = "", subject: str | None = None) -> str:
        """Return HH:MM of the only clock's due time."""
        return hhmm(self.one(rule, matter, subject).due_at)

    def state(self, rule: str, matter: str = "", subject: str | None = None) -> str:
        """Return the standing of the only clock."""
        return self.one(rule, matter, subject).standing(self.now())

    def raised(self, rule: str, matter: str = "", subject: str | None = None) -> dict[str, str]:
        """Return the steps raised so far with HH:MM of the wall."""
        view = self.one(rule, matter, subject)
        return {step.step: hhmm(step.raised_at) for step in view.steps if step.raised_at is not None}

    def steps(self, rule: str, matter: str = "", subject: str | None = None) -> dict[str, str]:
        """Return every step's state."""
        return {step.step: step.state for step in self.one(rule, matter, subject).steps}

    def alert(self, rule: str, step: str, matter: str = "", subject: str | None = None) -> AlertView:
        """Return one raised alert."""
        found = self.views.alert(self.one(rule, matter, subject).id, step)
        assert found is not None, f"{rule} {step} was not raised"
        return found

    def ack(self, rule: str, matter: str = "", step: str = "", actor: str = "zhou") -> Done:
        """Acknowledge the newest alert of a clock, or the one of a step."""
        named = {"rule": rule, "matter": matter, "step": step}
        return self.do("ack", actor, alert={key: value for key, value in named.items() if value != ""})

    def events(self, kind: str) -> list[Any]:
        """Return all events of a kind, oldest first."""
        rows = self.views.rows("SELECT payload FROM journal WHERE kind = ? ORDER BY seq", (kind,))
        return [decode(kind, str(row[0])) for row in rows]

    def log(self) -> str:
        """Return the log as a person reads it."""
        from dutydesk.capabilities.files.pages import log_page

        return log_page(self.views, self.views.entries_between(0, 1 << 62))

    def audit(self) -> list[EntryView]:
        """Return the refusals of the audit filter."""
        entries = self.views.entries_between(0, 1 << 62, audit=True)
        return [entry for entry in entries if entry.kind == "act.refused"]

    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every projection table."""
        tables = [str(table.__tablename__) for table in PROJECTIONS]
        return {name: sorted(self.views.rows(f"SELECT * FROM {name}"), key=repr) for name in tables}

    def stored_text(self) -> str:
        """Return all payloads of the journal, to look for text that must not be there."""
        return "\n".join(json.dumps(row) for row in self.views.rows("SELECT payload FROM journal ORDER BY seq"))
