"""What is due rings though it cannot be written (clocks.md R33): full disk, long lock, read-only, a failed check.

The last rows that were read say what is due; ``look`` decides by them exactly as the tick does, and keeps what rang
with its own time. The tick writes it, once, as soon as the store takes a write; then the rows say so, and it is forgotten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dutydesk.capabilities.obligations.dues import as_clock, duty_of
from dutydesk.capabilities.obligations.events import UNDECIDED, AlertRaised
from dutydesk.capabilities.obligations.reads import all_waiting, silenced_last, sounding_again
from dutydesk.capabilities.obligations.rules.alerts import Pending, Step, decide, heard_again
from dutydesk.clock import Clock, Timekeeper
from dutydesk.kernel.instants import DAY, SECOND, Instant
from dutydesk.kernel.people import Duty
from dutydesk.store.views import AlertView, ClockView, Views

GRACE: Instant = 2 * SECOND
"""So long the tick has to raise what is due, as long as nothing is known to fail."""

SILENCED_AHEAD: Instant = 2 * DAY
"""No alert is silenced for longer, whatever the wall clock says meanwhile."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open clock with the steps that were not raised when it was read."""

    view: ClockView
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Silenced:
    """An open clock whose alert was silenced and is to sound again ``at`` (R17, R28)."""

    view: ClockView
    alert: AlertView
    at: Instant

    @property
    def key(self) -> tuple[str, str]:
        """Which step of which clock."""
        return self.view.id, self.alert.step


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that may fall due, as read: the clocks, who holds the posts, the journal's newest row."""

    duty: Duty = field(default_factory=Duty)
    waiting: tuple[Waiting, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    head: int = 0
    since: Instant = 0
    until: Instant = 0
    """From when and until when it is so, as long as nothing is written: an absence from a post ends by itself."""


@dataclass(frozen=True, slots=True)
class Rung:
    """An alert that rang and could not be written. ``at``: when it rang."""

    alert: AlertRaised
    view: ClockView
    at: Instant

    @property
    def key(self) -> tuple[str, str]:
        """Which step of which clock."""
        return self.alert.obligation, self.alert.step

    def shown(self) -> AlertView:
        """Return it as the screen shows an alert, marked as not written."""
        alert, view = self.alert, self.view
        return AlertView(
            alert.obligation, alert.step, alert.to, tuple(alert.people), alert.how, alert.colour, alert.planned_at,
            self.at, alert.late, self.at, "", None, alert.reason, view.rule, view.name, view.subject, view.due_at,
            view.matter_id, view.label, view.matter_title, view.hold_until, unwritten=True,
        )  # fmt: skip


def read_picture(views: Views, now: Instant) -> Picture:
    """Read what may fall due."""
    head, steps, again = views.head()[0], all_waiting(views), dict(sounding_again(views, now + SILENCED_AHEAD))
    clocks = views.clocks_waiting() if steps or again else []
    waiting = tuple(Waiting(clock, tuple(steps[clock.id])) for clock in clocks if clock.id in steps)
    found = ((clock, views.alert(clock.id, silenced_last(views, clock.id))) for clock in clocks if clock.id in again)
    silenced = tuple(Silenced(clock, alert, again[clock.id]) for clock, alert in found if alert is not None)
    shift = views.shift()
    away = shift.away_until if shift is not None else None
    until = now + SILENCED_AHEAD
    if away is not None and away > now:
        until = min(until, away)
    return Picture(duty_of(views, now), waiting, silenced, head, now, until)


class Standby:
    """Rings for one process, beside the tick."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._picture = Picture()
        self._timekeeper = Timekeeper(clock)
        self._rung: dict[tuple[str, str], Rung] = {}
        self._version = -1

    def read(self, views: Views, now: Instant) -> None:
        """See the rows as they are; a look each second at rows that are the same costs no more than asking whether they are.

        Always by the same connection, whose number of commits it is.
        """
        version = views.version()  # before the rows: what is committed meanwhile is read again
        if version != self._version or not self._picture.since <= now < self._picture.until:
            self.see(read_picture(views, now))
            self._version = version
        else:
            self.see(self._picture)

    def see(self, picture: Picture) -> None:
        """Take newer rows; what they no longer wait for was written, or has ended."""
        self._picture = picture
        self._timekeeper.look(picture.head)
        waiting = {(one.view.id, step.step) for one in picture.waiting for step in one.steps}
        waiting |= {one.key for one in picture.silenced}
        self._rung = {key: rung for key, rung in self._rung.items() if key in waiting}

    def look(self, *, failing: bool) -> list[Rung]:
        """Ring what is due and not raised, or silenced and to sound again; return what rings now for the first time.

        Args:
            failing: reading or writing is known to fail, so nobody else is going to raise it.
        """
        now = self.clock.wall()
        self._timekeeper.look(self._picture.head)
        patience = 0 if failing else GRACE
        new: list[Rung] = []
        for one in self._picture.waiting:
            effective_now = self._own_now(one.view, now)
            if min(step.fires_at for step in one.steps) <= effective_now - patience:
                new.extend(self._ring(one, now, effective_now))
        for again in self._picture.silenced:
            effective_now = self._own_now(again.view, now)
            if again.at <= effective_now - patience and again.key not in self._rung:
                new.append(self._sound(again, now, effective_now))
        self._rung.update({rung.key: rung for rung in new})
        return new

    def _own_now(self, view: ClockView, now: Instant) -> Instant:
        """The instant by which a clock is judged, as the tick would: wall or elapsed, whichever says due (R19)."""
        return max(now, self._timekeeper.effective_now(view.born_seq))

    def _ring(self, one: Waiting, now: Instant, effective_now: Instant) -> Iterable[Rung]:
        told = {step for rung in self._rung.values() if rung.view.id == one.view.id for step in self._steps_of(rung)}
        steps = [step for step in one.steps if step.step not in told]
        try:
            alerts = decide(
                [Pending(as_clock(one.view), steps, one.view.held_by)],
                self._picture.duty,
                {one.view.id: effective_now},
                now,
            )
        except Exception:  # noqa: BLE001 - one clock that cannot be decided rings as one (the tick writes why)
            crossed = [step for step in steps if step.fires_at <= effective_now]
            alerts = [undecided(one.view, crossed, self._picture.duty, effective_now, "")] if crossed else []
        return [Rung(dataclasses.replace(alert, name=one.view.title), one.view, now) for alert in alerts]

    def _sound(self, one: Silenced, now: Instant, effective_now: Instant) -> Rung:
        alert = one.alert
        again = AlertRaised(
            obligation=one.view.id,
            name=one.view.title,
            step=alert.step,
            to=alert.addressee,
            people=heard_again(alert.addressee, alert.how, alert.subject, alert.acknowledged_by, self._picture.duty),
            how=alert.how,
            colour=alert.colour,
            planned_at=alert.planned_at,
            late=max(0, effective_now - one.at),
            reason=alert.reason,
        )
        return Rung(again, one.view, now)

    @staticmethod
    def _steps_of(rung: Rung) -> tuple[str, ...]:
        return (rung.alert.step, *rung.alert.listed)

    def rung(self) -> list[Rung]:
        """Return what rang and is not written, in the order it rang."""
        return sorted(self._rung.values(), key=lambda rung: rung.at)

    def over(self, alerts: Sequence[AlertView]) -> list[AlertView]:
        """Return alerts with what rang unwritten before them, the newest of each clock alone."""
        mine = {rung.view.id: rung.shown() for rung in self.rung()}
        return [*mine.values(), *(alert for alert in alerts if alert.obligation not in mine)]


def undecided(view: ClockView, crossed: Sequence[Step], duty: Duty, now: Instant, why: str) -> AlertRaised:
    """Return the alarm of a clock that cannot be decided: red, to everybody on duty, whatever its rule says."""
    newest = max(crossed, key=lambda step: (step.fires_at, step.planned_at, step.step))
    return AlertRaised(
        obligation=view.id,
        name=view.title,
        step=newest.step,
        to="A",
        people=duty.everyone(),
        how="bell",
        colour="red",
        planned_at=newest.planned_at,
        late=max(0, now - newest.fires_at),
        listed=sorted(step.step for step in crossed if step is not newest),
        reason=UNDECIDED + (f" ({why})" if why else ""),
    )
