"""Plays a plan through the real store and use cases on a clock moved by hand, and holds every promise against it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dutydesk.capabilities.delivery.rules import ChannelSpec, Outgoing
from dutydesk.capabilities.reporting.reads import sent
from dutydesk.capabilities.reporting.rules.reporting import differing, known_figures
from dutydesk.clock import ManualClock
from dutydesk.ids import new_id
from dutydesk.kernel.instants import DAY, MINUTE, Instant
from dutydesk.kernel.refusal import Refused
from dutydesk.store import outbox
from dutydesk.store.anchors import verify_anchors
from dutydesk.store.audit import tables_differ
from dutydesk.store.errors import StoreError
from dutydesk.store.integrity import quick_check, verify_chain
from dutydesk.store.library import sqlite
from dutydesk.store.views import Views
from dutydesk.usecase.acts import REGISTRY
from dutydesk.watch.channels import Outcome
from dutydesk.watch.channels.outcome import failed
from dutydesk.watch.outbox import Dispatcher
from tests.desk.truths import compare_sheet
from tests.simulation import machine, staff
from tests.simulation.ledger import BrokenError, Ledger, must
from tests.simulation.machine import Desk, Killed
from tests.simulation.office import CHANNEL
from tests.simulation.plan import Happening, Plan

SWEEP: Instant = 20 * MINUTE
"""Between two looks of a desk at which nothing is due: hours of looking each second would show no more."""

MOST_DESKS = 3
MEMORY = Path("/dev/shm")
"""Where there is one, the bytes of a run, of which nothing is kept."""


@dataclass
class Score:
    """What a run did."""

    days: int = 0
    rows: int = 0
    acts: int = 0
    refused: int = 0
    alerts: int = 0
    kills: int = 0
    handovers: int = 0
    unwritten: int = 0
    seconds: float = 0.0


@dataclass
class Unanswered:
    """An act whose answer never came: it is sent again with the same id."""

    who: str
    name: str
    words: dict[str, object]
    id: str
    saved: bool | None
    """Whether it must be in the journal; None where nobody can know."""


class World:
    """One run of a plan."""

    def __init__(self, plan: Plan, folder: Path, disk: machine.Disk) -> None:
        self.plan, self.disk = plan, disk
        self.folder = folder / "0"
        self.folder.mkdir()
        self.path = self.folder / "desk.db"
        self.clock = ManualClock(plan.office.began)
        self.skew: Instant = 0
        self.desks: list[Desk] = []
        self.down_until: Instant | None = None
        """Honest time at which somebody starts a desk again; None while one runs."""
        self.disk_until: Instant | None = None
        self.lock_until: Instant | None = None
        self.holder: sqlite.Connection | None = None
        self.channel = "well"
        self.arrived: dict[str, tuple[str, str]] = {}
        self.answered: list[str] = []
        """Acts that were acknowledged since the journal was looked at; what it held then is in the ledger's book for good."""
        self.lost: list[Unanswered] = []
        self.ledger = Ledger()
        self.score = Score()
        self.unattended = False
        plan.office.create(self.path, plan.days)
        self.views = Views.open(self.path)
        self._open_desk()

    # ------------------------------------------------------------ the run

    def play(self) -> Score:
        """Play all days.

        Raises:
            BrokenError: a promise does not hold.
        """
        began = time.perf_counter()
        for day in range(self.plan.days):
            for one in self.plan.happenings:
                if one.at // DAY == day:
                    self._until(one.at)
                    self._happen(one)
            self._until((day + 1) * DAY)
            self._everything()
            self.score.days += 1
        self.score.rows = self.ledger.seq
        self.score.seconds = time.perf_counter() - began
        return self.score

    def close(self) -> None:
        """Drop whatever is open."""
        self._unlock()
        for desk in self.desks:
            desk.die()
        self.views.close()

    def _happen(self, one: Happening) -> None:
        chance = Random(f"happening {one.number}")
        kind, _, part = one.kind.partition(" ")
        if kind == "handover":
            self._handover(part, one, chance)
        else:
            getattr(self, "_" + one.kind.replace(" ", "_"))(one, chance)
        self._see(None)

    # ------------------------------------------------------------ time

    def _honest(self) -> Instant:
        return self.clock.elapsed() - self.plan.office.began

    def _until(self, target: Instant) -> None:
        """Let honest time pass; every desk looks whenever anything is to ring, and now and then."""
        while (now := self._honest()) < target:
            marks = [target, now + SWEEP]
            marks += [one for one in (self.down_until, self.disk_until, self.lock_until) if one is not None]
            skews = {self.skew, *(desk.skew for desk in self.desks), *(one.skew for one in self.ledger.clocks.values())}
            for skew in skews:
                due = self.ledger.next_due(self.clock.elapsed() + skew)
                if due is not None:
                    marks.append(due - skew - self.plan.office.began)
            self.clock.set(self.plan.office.began + max(now + 1, min(marks)))
            self._ends()
            self._look()

    def _ends(self) -> None:
        """End what was only for a time."""
        now = self._honest()
        if self.disk_until is not None and now >= self.disk_until:
            self.disk.clear()
            self.disk_until = None
        if self.lock_until is not None and now >= self.lock_until:
            self._unlock()
        if self.down_until is not None and now >= self.down_until:
            self.down_until = None
            self._open_desk()

    def _look(self) -> None:
        for desk in list(self.desks):
            self._tick(desk)
        if self.desks and self.disk_until is None and self.lock_until is None:
            self._carry(self.desks[0])

    # ------------------------------------------------------------ desks

    def _open_desk(self) -> None:
        """Start a process; the one after an outage first checks everything."""
        alone = not self.desks
        if self.disk_until is not None or self.lock_until is not None:
            self.disk.clear()  # whoever starts it has made room
            self.disk_until = None
            self._unlock()
        if alone:
            self._everything()
        desk = Desk(self.path, self.clock)
        must(not desk.desk.store.stopped, "a sound store is not refused", desk.desk.store.stopped)
        self.desks.append(desk)
        self._tick(desk, attended=not alone)
        for one in self.lost[:]:
            self._send_again(desk, one)

    def _dies(self, desk: Desk, span: Instant) -> None:
        """A process is gone; another is started after a while if it was the last."""
        self.desks.remove(desk)
        desk.die()
        self.score.kills += 1
        if not self.desks:
            self.down_until = self._honest() + span

    def _tick(self, desk: Desk, *, attended: bool = True) -> None:
        try:
            desk.tick(attended=attended and not self.unattended)
        except Killed:
            self._was_killed(desk)
            return
        self._explain(desk.failing)
        well = self.disk_until is None and self.lock_until is None
        must(not well or desk.failing is None, "a desk that may write does", desk.failing)
        for fault in desk.faults.standing():
            must(False, "nothing fails by itself", f"{fault.task}: {fault.why}")
        self._see(desk)
        rung = desk.rung() if desk.failing is not None else {}
        self.score.unwritten += len(rung)
        self.ledger.check_rung(rung, self.clock.wall(), self.skew, desk.skew, desk.since_seq)

    def _explain(self, error: Exception | None) -> None:
        """Only what was done to the store may keep it from a write."""
        must(error is None or isinstance(error, StoreError), "no crash", repr(error))
        hurt = self.disk_until is not None or self.lock_until is not None
        must(error is None or hurt, "a desk that may write does", error)

    # ------------------------------------------------------------ seeing

    def _see(self, desk: Desk | None) -> None:
        """Read what was written, and hold the promises that hold at every moment."""
        desk = desk or (self.desks[0] if self.desks else None)
        about = (desk.skew, desk.since_seq) if desk is not None else (self.skew, self.ledger.seq)
        if self.ledger.read(self.views, self.clock.wall(), self.skew, *about):
            self.ledger.check_responsible(self.views)
            self.score.alerts += len(self.ledger.raised_now)
        missing = [
            one for one in self.answered if one not in self.ledger.ids
        ]  # what was there stays: see ``Ledger.read``
        must(not missing, "what was acknowledged is there", missing)
        self.answered.clear()

    def _everything(self) -> None:
        """Read the whole store again: chain, anchors, file; replay it; the sheet; the figures."""
        self._see(None)
        chain = verify_chain(self.path)
        must(chain.ok and chain.count == self.ledger.seq, "the chain verifies", chain)
        anchored = verify_anchors(self.path)
        must(anchored.ok, "the signed heads verify", anchored.detail)
        must(quick_check(self.path) == "", "the file is sound", self.path)
        with self.disk.spared():
            differ = tables_differ(self.path, self.clock.wall())
        must(differ is None, "replay gives the same tables", differ)
        shown = {matter: set(differing(known_figures(sent(self.views, matter)))) for matter in self.ledger.reports}
        self.ledger.check_figures(shown)
        self._sheet()

    def _sheet(self) -> None:
        if self.desks:
            try:
                compare_sheet(self.views, self.desks[0].desk.books.checklist, self.clock.wall())
            except AssertionError as error:
                raise BrokenError("every line of the sheet is true", str(error)) from error

    # ------------------------------------------------------------ acts

    def _desk(self, chance: Random) -> Desk | None:
        return self.desks[chance.randrange(len(self.desks))] if self.desks else None

    def _staff(self, desk: Desk, chance: Random) -> staff.Staff:
        return staff.Staff(self.plan.office, desk.views, desk.desk.books, chance, self.clock.wall())

    def _perform(self, desk: Desk, acts: list[staff.Act], *, answered: bool = True) -> None:
        for who, name, words in acts:
            if desk in self.desks:
                self._perform_one(desk, Unanswered(who, name, words, new_id(), None), answered=answered)

    def _perform_one(self, desk: Desk, act: Unanswered, *, answered: bool = True) -> None:
        """Perform one act; an answer that is lost, with the process or with the line, is asked for again later."""
        before = self.views.head()[0]
        fuse = self.disk.fuse
        self.score.acts += 1
        try:
            done = desk.desk.perform(REGISTRY[act.name].from_words(act.words), actor=act.who, act_id=act.id)
        except Refused:
            self.score.refused += 1
            must(not act.saved, "an act is saved once", f"{act.name} was saved and is refused again")
        except StoreError as error:
            self._explain(error)
            must(self.views.head()[0] == before, "what was not saved is not there", act.name)
        except Killed:
            if fuse != "after":  # it died before SQLite was told to commit
                left = self._left_behind()
                must(left == before, "nothing half is saved", f"{act.name}: {before} rows before, {left} after")
            self.lost.append(Unanswered(act.who, act.name, act.words, act.id, None))
            self._was_killed(desk)
            return
        except Exception as error:
            raise BrokenError("no crash", f"{act.name} {act.words}: {error!r}") from error
        else:
            must(
                done.again == bool(act.saved),
                "an act is saved once",
                f"{act.name} again={done.again} saved={act.saved}",
            )
            if answered:
                self.answered.append(done.id)
            else:
                self.lost.append(Unanswered(act.who, act.name, act.words, act.id, saved=True))
        self._see(desk)
        if desk in self.desks:
            self._tick(desk)

    def _left_behind(self) -> int:
        """Return how many rows the journal has now that a process died, in what is left of the store."""
        remains = self.disk.remains
        if remains is None:
            return self.views.head()[0]
        with tempfile.TemporaryDirectory() as name:  # looked at in a copy: what is left is opened by the desk itself
            copy = Path(shutil.copytree(remains, Path(name) / "copy")) / self.path.name
            reader = sqlite.connect(f"file:{copy}", uri=True)
            try:
                return int(reader.execute("SELECT max(seq) FROM journal").fetchone()[0])
            finally:
                reader.close()

    def _send_again(self, desk: Desk, one: Unanswered) -> None:
        if one not in self.lost or desk not in self.desks:
            return
        self.lost.remove(one)
        one.saved = one.id in self.ledger.ids
        self._perform_one(desk, one)

    def _was_killed(self, desk: Desk) -> None:
        if self.disk.remains is not None:
            self._power_gone()
        else:
            self._see(desk)  # by what it knew of the time
            self._dies(desk, self._down_for)

    def _power_gone(self) -> None:
        """All processes are gone, and what is left is what was on the disk at that moment."""
        remains, self.disk.remains = self.disk.remains, None
        assert remains is not None
        for desk in self.desks:
            desk.die()
            self.score.kills += 1
        self.desks.clear()
        self.views.close()
        self._unlock()
        shutil.rmtree(self.folder)
        self.folder, self.path = remains, machine.moved(remains, self.path)
        machine.tear(self.path, Random(f"torn {self._honest()}"))
        self.views = Views.open(self.path)
        self.down_until = self._honest() + self._down_for
        self._see(None)

    _down_for: Instant = 0

    # ------------------------------------------------------------ happenings

    def _first_shift(self, _one: Happening, chance: Random) -> None:
        desk = self._desk(chance)
        if desk is not None:
            words = {} if self.plan.office.rostered else self.plan.office.posts(0).words()
            self._perform(desk, [(self.plan.office.posts(0).a, "shift begin", words)])

    def _duty(self, _one: Happening, chance: Random) -> None:
        self._do(chance, lambda people: people.next_act())

    def _wrong(self, _one: Happening, chance: Random) -> None:
        self._do(chance, lambda people: people.wrong_act())

    def _message(self, _one: Happening, chance: Random) -> None:
        self._do(chance, lambda people: people.arrival())

    def _do(self, chance: Random, what: Callable[[staff.Staff], list[staff.Act]]) -> None:
        desk = self._desk(chance)
        if desk is not None:
            self._perform(desk, what(self._staff(desk, chance)))

    def _twice(self, one: Happening, chance: Random) -> None:
        """Two people do the same at the same moment, at different desks where there are."""
        desk, other = self._desk(chance), self._desk(chance)
        if desk is None or other is None:
            return
        acts = self._staff(desk, chance).next_act()
        second = [
            (self.plan.office.people[one.number % len(self.plan.office.people)][0], *act[1:])
            for act in acts
            if act[0] != "desk"
        ]
        self._perform(desk, acts)
        if other in self.desks:
            self._perform(other, second)

    def _line(self, _one: Happening, chance: Random) -> None:
        """A line is lost behind an act that was saved: it is sent again, by another desk where there is one."""
        desk = self._desk(chance)
        if desk is None:
            return
        self._perform(desk, self._staff(desk, chance).next_act()[:1], answered=False)
        again = self._desk(chance)
        if again is not None:
            for one in self.lost[:]:
                self._send_again(again, one)

    def _handover(self, part: str, one: Happening, chance: Random) -> None:
        desk = self._desk(chance)
        if desk is None:
            return
        sealed = self.views.rows("SELECT count(*) FROM journal WHERE kind = 'handover.sealed'")[0][0]
        if part.startswith("sign"):
            self._sheet()
        number = int((one.at + MINUTE) // (self.plan.office.hours * 60 * MINUTE))
        self._perform(desk, self._staff(desk, chance).handover(part, number))
        if self.views.rows("SELECT count(*) FROM journal WHERE kind = 'handover.sealed'")[0][0] > sealed:
            self.score.handovers += 1
            self._everything()

    # ------------------------------------------------------------ faults

    def _kill_before(self, one: Happening, chance: Random) -> None:
        self._kill("before", one, chance)

    def _kill_after(self, one: Happening, chance: Random) -> None:
        self._kill("after", one, chance)

    def _power(self, one: Happening, chance: Random) -> None:
        self._kill("power", one, chance)

    def _kill(self, how: str, one: Happening, chance: Random) -> None:
        """The process dies in the next commit that anybody makes; an act follows at once, so there is one."""
        if not self.desks:
            return
        self._down_for = one.span
        self.disk.fuse = how
        self._duty(one, chance)
        desk = self._desk(chance)
        if self.disk.fuse and desk is not None:  # nobody found anything to do
            self._perform(desk, [(self._staff(desk, chance).on_duty(), "log", {"text": "一切正常"})])
        self.disk.fuse = ""

    def _step(self, one: Happening, chance: Random) -> None:
        by = one.span * chance.choice((1, -1))
        self.clock.step(by)
        self.skew += by
        self._look()

    def _full(self, one: Happening, _chance: Random) -> None:
        self.disk.fill()
        self.disk_until = self._honest() + one.span

    def _refusing(self, one: Happening, chance: Random) -> None:
        self.disk.refusing = chance.choice((machine.FULL, machine.IO_ERROR))
        self.disk_until = self._honest() + one.span

    def _locked(self, one: Happening, _chance: Random) -> None:
        if self.holder is None:
            self.holder = sqlite.connect(str(self.path), isolation_level=None)
            with suppress(sqlite.OperationalError):
                self.holder.execute("BEGIN IMMEDIATE")
            self.lock_until = self._honest() + one.span

    def _unlock(self) -> None:
        if self.holder is not None:
            self.holder.close()
        self.holder = self.lock_until = None

    def _join(self, _one: Happening, _chance: Random) -> None:
        if self.desks and len(self.desks) < MOST_DESKS and self.disk_until is None and self.lock_until is None:
            self._open_desk()

    def _leave(self, _one: Happening, chance: Random) -> None:
        if len(self.desks) > 1:
            desk = self.desks.pop(chance.randrange(len(self.desks)))
            desk.die()

    def _suspend(self, one: Happening, _chance: Random) -> None:
        """The lid is closed: no process runs, time goes on."""
        self.clock.set(self.clock.elapsed() + one.span)
        self._ends()
        self.unattended = True
        self._look()
        self.unattended = False

    def _channel(self, _one: Happening, chance: Random) -> None:
        self.channel = chance.choice(("well", "well", "down", "says it came", "says it did not", "slow"))

    # ------------------------------------------------------------ out of the house

    def _carry(self, desk: Desk) -> None:
        """Send what is due, as a desk does each second, and again once nothing new comes of it."""
        reader = desk.views
        if not outbox.is_due(reader, CHANNEL, self.clock.elapsed()):
            return
        if desk.courier is None:
            desk.courier = Dispatcher(
                desk.desk.store, desk.desk.books.channels, desk.desk.now, send=self._deliver,
                machine=self.clock.elapsed, faults=desk.faults,
            )  # fmt: skip
        try:
            desk.courier.once(reader)
        except Killed:
            self._was_killed(desk)
            return
        self._see(desk)

    def _deliver(self, _spec: ChannelSpec, message: Outgoing, _machine: Instant) -> Outcome:
        mood = self.channel
        if mood in {"well", "says it did not", "slow"}:
            text = (message.title, message.text)
            must(
                self.arrived.setdefault(message.key, text) == text,
                "a message is the same at every attempt",
                message.key,
            )
        must(message.key in self.ledger.queued, "only what was queued is sent", message.key)
        return {
            "well": Outcome(sent=True), "slow": Outcome(sent=True), "says it came": Outcome(sent=True),
            "down": failed("连不上", "refused"), "says it did not": failed("超时", "no answer"),
        }[mood]  # fmt: skip


def run(plan: Plan) -> Score:
    """Play a plan in a folder of its own.

    Raises:
        BrokenError: a promise does not hold.
    """
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="dutydesk-simulation-", dir=place) as name, machine.wounded() as disk:
        tempfile.tempdir = name
        try:
            world = World(plan, Path(name), disk)
            try:
                return world.play()
            finally:
                world.close()
        finally:
            tempfile.tempdir = before
