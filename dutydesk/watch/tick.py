"""The tick: every step due and not yet raised becomes an alert, in one transaction.

Any number of processes may tick; each step happens once, because the row that says "waiting" is changed in
the same transaction that writes the alert. It reads first and takes the write lock only when something is
due. It has no memory of its own but when it last looked, so a crash loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from functools import partial

from dutydesk.capabilities.delivery import dispatch
from dutydesk.capabilities.handover.reads import newest_anchor
from dutydesk.capabilities.obligations import dues, going_on, reads
from dutydesk.capabilities.obligations.events import AlertRaised, AlertSoundedAgain
from dutydesk.capabilities.obligations.rules.alerts import Pending, Step, decide, heard_again
from dutydesk.capabilities.obligations.rules.rulebook import Rule
from dutydesk.capabilities.restricted.rules import told
from dutydesk.capabilities.roster import special_days
from dutydesk.capabilities.statistics import peaks
from dutydesk.capabilities.timekeeping import reads as timekeeping
from dutydesk.capabilities.timekeeping.events import ClockDoubtful, ClockStepped, Unwatched
from dutydesk.clock import Timekeeper
from dutydesk.desk import backups
from dutydesk.desk.service import Desk
from dutydesk.faults import Faults
from dutydesk.kernel.durations import boundaries, period_start
from dutydesk.kernel.events import decoded
from dutydesk.kernel.instants import MINUTE, SECOND, Instant, at_local, day_and_hour, local_date
from dutydesk.kernel.people import DESK, Duty
from dutydesk.store import anchors
from dutydesk.store.engine import Transaction
from dutydesk.store.errors import is_of_the_store
from dutydesk.store.views import ClockView, Views
from dutydesk.store.views.rulebooks import accepted_at
from dutydesk.store.views.seen import holders
from dutydesk.usecase.books import Books
from dutydesk.usecase.work import Work
from dutydesk.watch.heartbeat import Heartbeat
from dutydesk.watch.standby import Rung, undecided

GAP: Instant = 5 * SECOND
"""Not looked at for longer than this: the desk was not watched."""

GAP_ALONE: Instant = 30 * SECOND
"""A gap in which nothing was missed is written down only from this length on."""

DOUBTFUL: Instant = 5 * MINUTE
"""At a start, a journal further ahead of the wall clock than this makes the clock doubtful (R19)."""

MOST_CYCLES = 31
"""Calendar cycles born at once after a long stop, per rule: the latest ones."""


@dataclass(slots=True)
class Ticked:
    """What one tick did. ``raised``: (obligation, step) pairs in order."""

    raised: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    gap: Instant = 0
    stepped: Instant = 0
    next_due: Instant | None = None
    """When the next step fires, for whoever plans to be woken."""
    logged: int = 0
    """Steps of the wall clock that were written."""
    peaked: str = ""
    """The day for which the recurring peaks were looked at."""
    keyless: bool = False
    """The head of the journal could not be signed: there is no key."""


class Watch:
    """Ticks one store for one process."""

    def __init__(self, desk: Desk, views: Views, faults: Faults | None = None) -> None:
        self.desk = desk
        self.views = views
        self.faults = faults or Faults(desk.store.path, desk.now)
        self.heartbeat = Heartbeat(desk.store.path)
        self._looked: Instant | None = None
        self._books: Books | None = None
        self._recurring: list[str] = []
        self._day = self._peaked = ""
        self._signed_at: Instant = 0
        self._keyless = False

    @property
    def timekeeper(self) -> Timekeeper:
        """The timekeeper of this process."""
        return self.desk.timekeeper

    def tick(self, *, watching: bool = True, rung: Sequence[Rung] = ()) -> Ticked:
        """Raise what is due.

        What this process remembers changes only when the commit has returned: a write that failed is done again by
        the next tick, the day's calendar clocks and a step of the wall clock included.

        Args:
            rung: what rang already though it could not be written; written first, with its own time.
            watching: this process goes on looking (a desk, ``watch``); false for the tick after one command,
                which leaves gaps and heartbeats alone.
        """
        now = self.desk.now()
        elapsed = self.timekeeper.clock.elapsed()
        self.desk.store.check_identity()
        self._follow()
        self.timekeeper.look(self.views.head()[0])
        since = self._gap(now, elapsed) if watching else None
        first = self._looked is None
        result = Ticked(gap=now - since if since is not None else 0)
        if self._due(now) or since is not None or self.timekeeper.unlogged or (first and watching):
            try:
                result = self.desk.store.write(
                    lambda tx: self._tick(tx, since, rung, first=first and watching), now=now
                )
            except Exception as error:
                if watching and not first and since is None and is_of_the_store(error):
                    self._looked = elapsed  # somebody is here: what is due rings from the rows read last (R33)
                raise
            self._day = str(local_date(now))
            self._peaked = result.peaked or self._peaked
            self._keyless = self._keyless or result.keyless
            del self.timekeeper.unlogged[: result.logged]
        self._looked = elapsed
        if watching:
            self.heartbeat.beat(now)
        result.next_due = self.views.next_due(self._recurring)
        return result

    def _follow(self) -> None:
        """Take up a rulebook that was accepted meanwhile; the day's calendar clocks are looked at again by it."""
        self.desk.take_up(self.views)
        if self.desk.books is not self._books:
            self._books, self._day, self._peaked = self.desk.books, "", ""
            self._recurring = [rule.id for rule in self._books.rules.enabled() if rule.repeats_by_itself]

    def attended(self) -> None:
        """Say that somebody watched until now: scripts, whose time jumps from event to event."""
        self._looked = self.timekeeper.clock.elapsed() if self._looked is not None else None
        self.heartbeat.beat(self.desk.now())

    def _gap(self, now: Instant, elapsed: Instant) -> Instant | None:
        """Since when nobody watched, or None."""
        last = self.heartbeat.last()
        if last is None or now - last <= GAP:
            return None
        if self._looked is not None and elapsed - self._looked <= GAP:
            return None
        return last

    def _due(self, now: Instant) -> bool:
        """Whether anything is to be done: the read before the lock."""
        effective_now = max(now, self.timekeeper.latest()) if self.timekeeper.stepped() else now
        next_due = self.views.next_due(self._recurring)
        return (
            (next_due is not None and next_due <= effective_now)
            or not (str(local_date(now)) == self._day == self._peaked)  # what failed is tried again
            or self._unsigned(now)
            or bool(going_on.beginning(self.views, self.desk.books, effective_now))
        )

    def _unsigned(self, now: Instant) -> bool:
        """Whether the journal's head is to be signed: ten minutes after the last time, if anything but a head was written since."""
        if self._keyless or now - self._signed_at < anchors.EVERY:
            return False
        newest = newest_anchor(self.views)
        self._signed_at = newest[1] if newest else self.desk.store.about.created_at
        written = newest is None or self.views.head()[0] > newest[0] + 1
        return written and now - self._signed_at >= anchors.EVERY

    def _anchor(self, work: Work, result: Ticked) -> None:
        if self._unsigned(work.now):
            result.keyless = not anchors.sign_head(work.tx, anchors.REGULAR, DESK)

    def _apart(self, work: Work, task: str, do: Callable[[], object]) -> bool:
        """Do one thing of many; what fails is undone and said by itself, and the others go on.

        Raises:
            Exception: the store itself takes no write: then nothing goes on.
        """
        try:
            with work.tx.part():
                do()
        except Exception as error:
            if is_of_the_store(error):
                raise
            self.faults.failed(task, error)
            return False
        self.faults.well(task)
        return True

    def _tick(self, tx: Transaction, since: Instant | None, rung: Sequence[Rung], *, first: bool) -> Ticked:
        work = self.desk.work(tx, DESK)
        result = Ticked()
        if first:
            self._doubt(work)
        self._bear_cycles(work, result)
        for one in rung:
            self._apart(work, f"clock {one.view.id}", partial(self._write_rung, work, one, result))
        alerts, missed = self._decide(work)
        if since is not None:
            result.gap = work.now - since
            self._write_gap(work, since, missed)
        for step in list(self.timekeeper.unlogged):
            result.stepped += step
            self._write_step(work, step, missed)
            result.logged += 1
        for alert, view in alerts:
            if self._apart(work, f"clock {view.id}", partial(dues.raise_alert, work, alert, view)):
                result.raised.append((alert.obligation, alert.step))
            else:
                self._raise_undecided(work, view, result)
        self._sound_again(work)
        self._apart(work, "anchor", partial(self._anchor, work, result))
        return result

    def _write_rung(self, work: Work, rung: Rung, result: Ticked) -> None:
        """Write what rang while the store took no write, with its own time; another process may have been before."""
        waiting = {step.step for step in reads.waiting_steps(work.views, rung.view.id)}
        view = work.views.clock(rung.view.id)
        if view is None or view.state != "open" or rung.alert.step not in waiting:
            return
        dues.raise_alert(work, replace(rung.alert, rang_at=rung.at), view)
        result.raised.append(rung.key)

    def _raise_undecided(self, work: Work, view: ClockView, result: Ticked) -> None:
        """A clock that cannot be decided, or whose alert cannot be raised as its rule says, is one alarm of its own."""
        crossed = [step for step in reads.waiting_steps(work.views, view.id) if step.fires_at <= work.now]
        if not crossed:
            return
        fault = next((one for one in self.faults.standing() if one.task == f"clock {view.id}"), None)
        alarm = undecided(view, crossed, dues.current_duty(work), work.now, str(fault.why) if fault else "")
        if self._apart(work, f"alarm {view.id}", partial(work.append_by_desk, alarm, matter_id=view.matter_id)):
            self.faults.well(f"clock {view.id}")  # it was said: the alarm stands on every screen now
            result.raised.append((alarm.obligation, alarm.step))

    # ------------------------------------------------------------ steps

    def _decide(self, work: Work) -> tuple[list[tuple[AlertRaised, ClockView]], list[str]]:
        """Return the alerts to raise with their clocks, and every crossed step in words (for the gap's entry)."""
        duty = dues.current_duty(work)
        horizon = max(work.now, self.timekeeper.latest()) if self.timekeeper.stepped() else work.now
        alerts: list[tuple[AlertRaised, ClockView]] = []
        missed: list[str] = []
        for obligation in reads.fired(work.views, horizon):
            view = work.views.clock(obligation)
            if view is None or view.state != "open":
                continue
            effective_now = max(work.now, work.effective_now(view.born_seq))
            steps = reads.waiting_steps(work.views, view.id)
            crossed = [s for s in steps if s.fires_at <= effective_now]
            alerts.extend(
                (alert, view) for alert in self._decide_one(view, steps, crossed, duty, effective_now, work.now)
            )
            if holders(work.views, view.matter_id) is not None:  # the entry about a gap is everybody's
                view = replace(view, label="", name=dispatch.RESTRICTED, subject="")
            missed.extend(describe_step(view, step, work.now) for step in crossed)
        return alerts, missed

    def _decide_one(
        self, view: ClockView, steps: list[Step], crossed: list[Step], duty: Duty, effective_now: Instant, now: Instant
    ) -> list[AlertRaised]:
        """Decide one clock; what cannot be decided (a word of a newer version, a broken row) is one alarm of its own."""
        try:
            return decide([Pending(dues.as_clock(view), steps, view.held_by)], duty, {view.id: effective_now}, now)
        except Exception as error:  # noqa: BLE001 - one bad clock: all others are decided
            fault = self.faults.failed(f"clock {view.id}", error, standing=False)
            return [undecided(view, crossed, duty, effective_now, str(fault.why))] if crossed else []

    def _sound_again(self, work: Work) -> None:
        """After a snooze or at a change of responsibility the newest alert sounds again (R17, R28)."""
        duty = dues.current_duty(work)
        for obligation, again_at in reads.sounding_again(work.views, max(work.now, self.timekeeper.latest())):
            self._apart(work, f"again {obligation}", partial(self._sound_one, work, obligation, again_at, duty))

    def _sound_one(self, work: Work, obligation: str, again_at: Instant, duty: Duty) -> None:
        """Sound the alert of one clock again, if it is time by that clock."""
        view = work.views.clock(obligation)
        # the alert that was silenced last, not one raised just now
        alert = work.views.alert(obligation, reads.silenced_last(work.views, obligation))
        if view is not None and alert is not None and again_at <= dues.own_now(work, view):
            people = heard_again(alert.addressee, alert.how, alert.subject, alert.acknowledged_by, duty)
            people = told(people, holders(work.views, view.matter_id), duty)
            event = AlertSoundedAgain(obligation=view.id, name=view.title, step=alert.step, people=people)
            work.append_by_desk(event, matter_id=view.matter_id)
            dispatch.queue_again(work, alert, view, people)

    # ------------------------------------------------------------ cycles

    def _bear_cycles(self, work: Work, result: Ticked) -> None:
        """Bear calendar clocks at boundaries crossed since the store was made, and cycles that follow by themselves (R6)."""
        created = self.desk.store.about.created_at
        since = max(created, accepted_at(work.views))  # a new rule has no past
        for rule in work.books.rules.enabled():
            if not rule.calendar_period:
                continue
            last = reads.last_boundary(work.views, rule.id, work.now) or since
            if _is_crossed(rule.calendar_period, last, work.now) and backups.is_watched(work.views, rule.id):
                self._apart(work, f"rule {rule.id}", partial(self._bear_calendar, work, rule, last))
        day = str(local_date(work.now))
        if day != self._day or any(one.task == "special days" for one in self.faults.standing()):
            self._apart(work, "special days", partial(special_days.bear_crossed, work, created))
        if day != self._peaked and self._apart(
            work, "peaks", partial(peaks.bear, work)
        ):  # all affairs are counted for it
            result.peaked = day
        for obligation in reads.recurring(work.views, work.now):
            self._apart(work, f"next {obligation}", partial(self._bear_next, work, obligation))
        for rule, days in going_on.beginning(work.views, work.books, work.now):
            self._apart(work, f"rule {rule.id}", partial(going_on.bear, work, rule, days))

    def _bear_calendar(self, work: Work, rule: Rule, last: Instant) -> None:
        """Bear the clocks of one rule at the boundaries crossed since the last one."""
        for boundary in boundaries(rule.calendar_period, last, work.now)[-MOST_CYCLES:]:
            dues.open_obligation(work, rule, f"calendar.{rule.calendar_period}_start", boundary, None)

    def _bear_next(self, work: Work, obligation: str) -> None:
        view = work.views.clock(obligation)
        rule = work.books.rules.rules.get(view.rule) if view else None
        if view is None or rule is None or rule.repeat is None:
            return
        matter = work.views.matter(view.matter_id) if view.matter_id else None
        trigger = rule.repeat.after(view.trigger_at)
        dues.open_obligation(work, rule, view.trigger, trigger, matter, subject=view.subject, follows=view.id)

    # ------------------------------------------------------------ gaps, steps of the wall clock, doubt

    def _write_gap(self, work: Work, since: Instant, missed: Sequence[str]) -> None:
        if f'"since":{since},' in timekeeping.newest_gap(work.views):
            return
        if missed or work.now - since >= GAP_ALONE:
            work.append_by_desk(Unwatched(since=since, until=work.now, missed=list(missed)))

    def _write_step(self, work: Work, step: Instant, missed: Sequence[str]) -> None:
        payload, recorded_at = timekeeping.newest_step(work.views)
        if payload and abs(recorded_at - work.now) < 10 * SECOND and _near(payload, step):
            return
        work.append_by_desk(ClockStepped(step=step, missed=list(missed)))

    def _doubt(self, work: Work) -> None:
        recorded_at, kind = timekeeping.newest_row(work.views)
        ahead = recorded_at - work.now
        if ahead > DOUBTFUL and kind != ClockDoubtful.KIND:
            work.append_by_desk(ClockDoubtful(ahead=ahead))


def _is_crossed(period: str, since: Instant, now: Instant) -> bool:
    """Whether a period began since; what is no period is said by the rule that names it."""
    try:
        return at_local(period_start(period, local_date(now)), time(0, 0)) > since
    except KeyError:
        return True


def _near(payload: str, step: Instant) -> bool:
    """Whether another process has just logged the same step of the wall clock."""
    event = decoded(ClockStepped.KIND, payload)
    return isinstance(event, ClockStepped) and abs(event.step - step) < SECOND


def describe_step(view: ClockView, step: Step, now: Instant) -> str:
    """Return a crossed step in words, for the entry about a gap: ``Y1 续报三 16:10``, with its date when that is another day."""
    label = f"{view.label} " if view.label else ""
    return f"{label}{view.title} {' '.join(part for part in day_and_hour(step.planned_at, local_date(now)) if part)}"
