"""The tick: every step due and not yet raised becomes an alert, in one transaction.

Any number of processes may tick; each step happens once, because the row that says "waiting" is changed in
the same transaction that writes the alert. It reads first and takes the write lock only when something is
due. It has no memory of its own but when it last looked, so a crash loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dutydesk.clock import Timekeeper
from dutydesk.desk import clocks, dispatch, special_days
from dutydesk.desk.service import DESK, Desk
from dutydesk.desk.work import Work
from dutydesk.domain import events as e
from dutydesk.domain.alerts import Pending, Step, decide, recipients
from dutydesk.domain.durations import boundaries
from dutydesk.domain.instants import MINUTE, SECOND, Instant, hhmm, local_date
from dutydesk.store import anchors
from dutydesk.store.engine import Transaction
from dutydesk.store.views import ClockView, Views
from dutydesk.store.views.handover import newest_anchor
from dutydesk.watch.heartbeat import Heartbeat

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


class Watch:
    """Ticks one store for one process."""

    def __init__(self, desk: Desk, views: Views) -> None:
        self.desk = desk
        self.views = views
        self.heartbeat = Heartbeat(desk.store.path)
        self._looked: Instant | None = None
        self._recurring = [rule.id for rule in desk.books.rules.enabled() if rule.repeats_by_itself]
        self._day = ""
        self._signed_at: Instant = 0
        self._keyless = False

    @property
    def keeper(self) -> Timekeeper:
        """The timekeeper of this process."""
        return self.desk.keeper

    def tick(self, *, watching: bool = True) -> Ticked:
        """Raise what is due.

        Args:
            watching: this process goes on looking (a desk, ``watch``); false for the tick after one command,
                which leaves gaps and heartbeats alone.
        """
        now = self.desk.now()
        elapsed = self.keeper.clock.elapsed()
        self.desk.store.check_identity()
        self.keeper.look(self.views.head()[0])
        since = self._gap(now, elapsed) if watching else None
        first = self._looked is None
        result = Ticked(gap=now - since if since is not None else 0)
        if self._due(now) or since is not None or self.keeper.unlogged or (first and watching):
            result = self.desk.store.write(lambda tx: self._tick(tx, since, first=first and watching), now=now)
        self._looked = elapsed
        if watching:
            self.heartbeat.beat(now)
        result.next_due = self.views.next_due(self._recurring)
        return result

    def attended(self) -> None:
        """Say that somebody watched until now: scripts, whose time jumps from event to event."""
        self._looked = self.keeper.clock.elapsed() if self._looked is not None else None
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
        judge = max(now, self.keeper.latest()) if self.keeper.stepped() else now
        next_due = self.views.next_due(self._recurring)
        return (next_due is not None and next_due <= judge) or str(local_date(now)) != self._day or self._unsigned(now)

    def _unsigned(self, now: Instant) -> bool:
        """Whether the journal's head is to be signed: an hour after the last time, if anything was written since."""
        if self._keyless or now - self._signed_at < anchors.EVERY:
            return False
        newest = newest_anchor(self.views)
        self._signed_at = newest[1] if newest else self.desk.store.about.created_at
        written = newest is None or self.views.head()[0] > newest[0] + 1
        return written and now - self._signed_at >= anchors.EVERY

    def _anchor(self, work: Work) -> None:
        if self._unsigned(work.now):
            self._keyless = not anchors.sign_head(work.tx, anchors.HOURLY, DESK)

    def _tick(self, tx: Transaction, since: Instant | None, *, first: bool) -> Ticked:
        work = self.desk.work(tx, DESK)
        result = Ticked()
        if first:
            self._doubt(work)
        self._bear_cycles(work)
        alerts, missed = self._decide(work)
        if since is not None:
            result.gap = work.now - since
            self._write_gap(work, since, missed)
        for step in self.keeper.unlogged:
            result.stepped += step
            self._write_step(work, step, missed)
        self.keeper.unlogged.clear()
        for alert, view in alerts:
            clocks.raise_alert(work, alert, view)
            result.raised.append((alert.obligation, alert.step))
        self._sound_again(work)
        self._anchor(work)
        self._day = str(local_date(work.now))
        return result

    # ------------------------------------------------------------ steps

    def _decide(self, work: Work) -> tuple[list[tuple[e.AlertRaised, ClockView]], list[str]]:
        """Return the alerts to raise with their clocks, and every crossed step in words (for the gap's entry)."""
        duty = clocks.current_duty(work)
        horizon = max(work.now, self.keeper.latest()) if self.keeper.stepped() else work.now
        rows = work.tx.execute(
            "SELECT DISTINCT obligation FROM step WHERE state = 'waiting' AND fires_at <= ?", (horizon,)
        )
        alerts: list[tuple[e.AlertRaised, ClockView]] = []
        missed: list[str] = []
        for (obligation,) in rows:
            view = work.views.clock(str(obligation))
            if view is None or view.state != "open":
                continue
            judge = max(work.now, work.judge(view.born_seq))
            steps = waiting_steps(work, view.id)
            pending = Pending(clocks.as_clock(view), steps, view.held_by)
            found = decide([pending], duty, {view.id: judge}, work.now)
            alerts.extend((alert, view) for alert in found)
            crossed = [s for s in steps if s.fires_at <= judge]
            missed.extend(describe_step(view, step) for step in crossed)
        return alerts, missed

    def _sound_again(self, work: Work) -> None:
        """After a snooze or at a change of responsibility the newest alert sounds again (R17, R28)."""
        rows = work.tx.execute(
            "SELECT id, sound_again_at FROM obligation WHERE state = 'open' AND sound_again_at IS NOT NULL "
            "AND sound_again_at <= ?",
            (max(work.now, self.keeper.latest()),),
        )
        duty = clocks.current_duty(work)
        for obligation, again_at in rows:
            view = work.views.clock(str(obligation))
            alert = work.views.alert(str(obligation), self._quiet_step(work, str(obligation)))
            if view is not None and alert is not None and again_at <= clocks.own_now(work, view):
                people = recipients(alert.addressee, alert.how, duty, alert.subject)
                if alert.acknowledged_by not in duty.everyone():  # whoever had seen it has gone: the A now on duty must
                    people = list(dict.fromkeys([*people, *filter(None, [duty.holder("A")])]))
                event = e.AlertSoundedAgain(obligation=view.id, name=view.title, step=alert.step, people=people)
                work.append_by_desk(event, matter_id=view.matter_id)
                dispatch.queue_again(work, alert, view, people)

    def _quiet_step(self, work: Work, obligation: str) -> str | None:
        """The step whose alert was silenced last: the same alert sounds again, not one raised just now."""
        rows = work.tx.execute(
            "SELECT step FROM alert WHERE obligation = ? AND acknowledged_at IS NOT NULL "
            "ORDER BY raised_at DESC, planned_at DESC, step LIMIT 1",
            (obligation,),
        )
        return str(rows[0][0]) if rows else None

    # ------------------------------------------------------------ cycles

    def _bear_cycles(self, work: Work) -> None:
        """Bear calendar clocks at boundaries crossed since the store was made, and cycles that follow by themselves (R6)."""
        created = self.desk.store.about.created_at
        for rule in work.books.rules.enabled():
            period = rule.calendar_period
            if not period:
                continue
            rows = work.tx.execute(
                "SELECT max(trigger_at) FROM obligation WHERE rule = ? AND cycle <> 0 AND trigger_at <= ? "
                "AND \"trigger\" LIKE 'calendar.%'",
                (rule.id, work.now),
            )
            last = max(created, int(rows[0][0] or 0))
            for boundary in boundaries(period, last, work.now)[-MOST_CYCLES:]:
                clocks.bear(work, rule, f"calendar.{period}_start", boundary, None)
        special_days.bear_crossed(work, created)
        due = work.tx.execute(
            "SELECT id FROM obligation WHERE recurs_at IS NOT NULL AND recurs_at <= ? ORDER BY recurs_at", (work.now,)
        )
        for (obligation,) in due:
            self._bear_next(work, str(obligation))

    def _bear_next(self, work: Work, obligation: str) -> None:
        view = work.views.clock(obligation)
        rule = work.books.rules.rules.get(view.rule) if view else None
        if view is None or rule is None or rule.repeat is None:
            return
        matter = work.views.matter(view.matter_id) if view.matter_id else None
        trigger = rule.repeat.after(view.trigger_at)
        clocks.bear(work, rule, view.trigger, trigger, matter, subject=view.subject, follows=view.id)

    # ------------------------------------------------------------ gaps, steps of the wall clock, doubt

    def _write_gap(self, work: Work, since: Instant, missed: Sequence[str]) -> None:
        rows = work.tx.execute("SELECT payload FROM journal WHERE kind = 'watch.unwatched' ORDER BY seq DESC LIMIT 1")
        if rows and f'"since":{since},' in str(rows[0][0]):
            return
        if missed or work.now - since >= GAP_ALONE:
            work.append_by_desk(e.Unwatched(since=since, until=work.now, missed=list(missed)))

    def _write_step(self, work: Work, step: Instant, missed: Sequence[str]) -> None:
        rows = work.tx.execute(
            "SELECT payload, recorded_at FROM journal WHERE kind = 'watch.clock_stepped' ORDER BY seq DESC LIMIT 1"
        )
        if rows and abs(int(rows[0][1]) - work.now) < 10 * SECOND and _near(str(rows[0][0]), step):
            return
        work.append_by_desk(e.ClockStepped(step=step, missed=list(missed)))

    def _doubt(self, work: Work) -> None:
        rows = work.tx.execute("SELECT recorded_at, kind FROM journal ORDER BY seq DESC LIMIT 1")
        ahead = int(rows[0][0]) - work.now
        if ahead > DOUBTFUL and rows[0][1] != e.ClockDoubtful.KIND:
            work.append_by_desk(e.ClockDoubtful(ahead=ahead))


def _near(payload: str, step: Instant) -> bool:
    """Whether another process has just logged the same step of the wall clock."""
    event = e.decode(e.ClockStepped.KIND, payload)
    return isinstance(event, e.ClockStepped) and abs(event.step - step) < SECOND


def waiting_steps(work: Work, obligation: str) -> list[Step]:
    """Return the steps of a clock that were not raised yet."""
    rows = work.tx.execute(
        "SELECT step, planned_at, fires_at, addressee, how, held FROM step WHERE obligation = ? AND state = 'waiting' "
        "ORDER BY planned_at, step",
        (obligation,),
    )
    return [Step(step, planned, fires, to, how, bool(held)) for step, planned, fires, to, how, held in rows]


def describe_step(view: ClockView, step: Step) -> str:
    """Return a crossed step in words, for the entry about a gap: ``Y1 续报三 16:10``."""
    label = f"{view.label} " if view.label else ""
    return f"{label}{view.title} {hhmm(step.planned_at)}"
