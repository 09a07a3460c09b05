"""What must hold, kept by a book of its own: every row is read once, nothing is taken from the program's tables.

``Ledger.read`` takes the rows that came since, ``check_*`` compare. A broken promise is a ``BrokenError`` that names it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from dutydesk.kernel.instants import HOUR, Instant, second
from dutydesk.store.views import Views

EARLY_WORDS = "无人在岗"
"""How the reason of an alert begins that came before its time because nobody held the post before it (R14)."""

LONGEST_HOLD: Instant = HOUR
"""An acknowledgement holds a ladder for an hour at most (R16)."""


class BrokenError(AssertionError):
    """A promise does not hold. ``promise`` names it the same whenever it is broken."""

    def __init__(self, promise: str, detail: str) -> None:
        super().__init__(f"{promise}: {detail}")
        self.promise, self.detail = promise, detail


def must(holds: object, promise: str, detail: object) -> None:
    """Break the promise unless it holds."""
    if not holds:
        raise BrokenError(promise, str(detail))


@dataclass
class Clock:
    """A clock as its own rows tell it."""

    rule: str
    name: str
    seq: int
    skew: Instant
    due_at: Instant
    base: dict[str, Instant]
    """Steps that wait, by the instant that they were born with."""
    until: Instant = 0
    sounds_at: Instant | None = None
    listed: dict[str, Instant] = field(default_factory=dict)
    """Steps that were only listed with a higher one, and when."""

    def fires(self, step: str) -> Instant:
        """Return when a waiting step is to be raised."""
        return max(self.base[step], self.until)


class Ledger:
    """The book of one store, fed row by row."""

    def __init__(self) -> None:
        self.seq, self.own = 0, b""
        self.ids: set[str] = set()
        self.clocks: dict[str, Clock] = {}
        self.running: dict[str, str] = {}
        self.began = False
        self.queued: set[str] = set()
        self.reports: dict[str, list[dict[str, Any]]] = {}
        self.raised_now: list[tuple[str, str]] = []
        self.rang: dict[tuple[str, str], set[Instant]] = {}
        """When each step rang at some desk though it could not be written."""

    # ------------------------------------------------------------ reading

    def read(self, views: Views, wall: Instant, skew: Instant, desk_skew: Instant, desk_seq: int) -> int:
        """Take the rows since; return how many.

        Args:
            views: the observer's own connection.
            wall: the wall clock now.
            skew: of the wall against honest time.
            desk_skew, desk_seq: what the desk that wrote knows of it: the skew and the head at its start.
        """
        if self.seq:
            rows = views.rows("SELECT hash FROM journal WHERE seq = ?", (self.seq,))
            must(rows and bytes(rows[0][0]) == self.own, "nothing saved is lost", f"row {self.seq} is gone or another")
        rows = views.rows(
            "SELECT seq, id, at, actor, kind, matter_id, payload, hash FROM journal WHERE seq > ? ORDER BY seq",
            (self.seq,),
        )
        self.raised_now = []
        for seq, row_id, at, actor, kind, matter, payload, own in rows:
            must(seq == self.seq + 1, "one chain without gaps", f"{self.seq} then {seq}")
            must(row_id not in self.ids, "an act is saved once", f"{row_id} again in row {seq}")
            self.seq, self.own = seq, bytes(own)
            self.ids.add(row_id)
            take = getattr(self, "_" + kind.replace(".", "_"), None)
            if take is not None:
                self._now, self._skew, self._desk = wall, skew, (desk_skew, desk_seq)
                take(json.loads(payload), seq, at, actor, matter)
        return len(rows)

    def judged(self, clock: Clock, wall: Instant, skew: Instant, desk_skew: Instant, desk_seq: int) -> Instant:
        """Return by what instant a desk judges a clock: wall or elapsed, whichever says due first (R19)."""
        seen = clock.skew if clock.seq > desk_seq else desk_skew
        return max(wall, wall - skew + seen)

    def _obligation_opened(self, told: dict[str, Any], seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        steps = {one["step"]: one["fires_at"] for one in told["steps"]}
        self.clocks[told["obligation"]] = Clock(
            told["rule"], f"{told['name']} {told['subject']}".strip(), seq, self._skew, told["due_at"], steps
        )

    def _obligation_ended(self, told: dict[str, Any], seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        must(told["obligation"] in self.clocks, "a clock ends once", f"row {seq}: {told['name']}")
        del self.clocks[told["obligation"]]

    def _obligation_held(self, told: dict[str, Any], seq: int, at: Instant, _actor: str, _matter: str) -> None:
        clock = self.clocks[told["obligation"]]
        before, clock.until = clock.until, max(told["hold_until"] or 0, told["snooze_until"] or 0)
        clock.sounds_at = told["sound_again_at"]
        own_now = self.judged(clock, self._now, self._skew, *self._desk)
        limit = max(own_now + LONGEST_HOLD, before)  # what a process held that is gone, by a wall set back since
        must(clock.until <= limit, "a hold is bounded", f"row {seq}: {clock.name} until {second(clock.until)}")

    def _alert_raised(self, told: dict[str, Any], seq: int, at: Instant, _actor: str, _matter: str) -> None:
        clock = self.clocks.get(told["obligation"])
        must(clock is not None, "what ended rings no more", f"row {seq}: {told['name']} {told['step']}")
        assert clock is not None
        name = f"row {seq}: {clock.name} {told['step']} at {second(at)}"
        must(told["step"] in clock.base, "a step rings once", name)
        for step in told["listed"]:  # entries of one offset fire together and list the same lower ones
            must(step in clock.base or clock.listed.get(step) == at, "a step rings once", f"{name} ({step})")
        now = self.judged(clock, self._now, self._skew, *self._desk)
        early = clock.fires(told["step"]) > now and not told["reason"].startswith(EARLY_WORDS)
        if told["rang_at"]:  # it rang before it could be written, and may have been held since
            rang = self.rang.get((told["obligation"], told["step"]), set())
            must(told["rang_at"] in rang, "what rang unwritten is written as it rang", (name, told["rang_at"], rang))
        else:
            must(not early, "nothing rings before its time", f"{name}, planned {second(clock.fires(told['step']))}")
        for step in (told["step"], *told["listed"]):
            clock.base.pop(step, None)
        clock.listed.update(dict.fromkeys(told["listed"], at))
        must(told["people"] or told["reason"], "an alarm has somebody", name)
        self.raised_now.append((told["obligation"], told["step"]))

    def _alert_sounded_again(self, told: dict[str, Any], _seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        self.clocks[told["obligation"]].sounds_at = None

    def _shift_began(self, told: dict[str, Any], _seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        self.began = True
        self.running[told["shift"]] = told["a"]

    _shift_relieved = _shift_began

    def _shift_ended(self, told: dict[str, Any], seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        must(told["shift"] in self.running, "a shift ends once", f"row {seq}")
        del self.running[told["shift"]]

    def _dispatch_queued(self, told: dict[str, Any], seq: int, _at: Instant, _actor: str, _matter: str) -> None:
        must(told["key"] not in self.queued, "a message is queued once", f"row {seq}: {told['key']}")
        self.queued.add(told["key"])

    def _report_sent(self, told: dict[str, Any], _seq: int, _at: Instant, _actor: str, matter: str) -> None:
        self.reports.setdefault(matter, []).append(told)

    # ------------------------------------------------------------ comparing

    def check_responsible(self, views: Views) -> None:
        """Exactly one person answers for the room, from the first signature on."""
        people = list(self.running.values())
        must(not self.began or (len(people) == 1 and people[0]), "exactly one is responsible", self.running)
        shown = views.rows("SELECT a FROM shift WHERE ended_at IS NULL")
        must([one[0] for one in shown] == people, "the shift shown is the one signed", (shown, people))

    def check_rung(
        self, rung: dict[tuple[str, str], Instant], wall: Instant, skew: Instant, desk_skew: Instant, desk_seq: int
    ) -> None:
        """After a desk looked: every step due was raised, or has rung at that desk though it could not be written."""
        for step_of, at in rung.items():
            self.rang.setdefault(step_of, set()).add(at)
        for key, clock in self.clocks.items():
            now = self.judged(clock, wall, skew, desk_skew, desk_seq)
            late = [step for step in clock.base if clock.fires(step) <= now and (key, step) not in rung]
            if late:
                raise BrokenError(
                    "what is due rings", f"{clock.name} {late}, due {second(clock.due_at)}, now {second(now)}"
                )
            silent = clock.sounds_at is not None and clock.sounds_at <= now
            if silent and not any(one == key for one, _ in rung):
                raise BrokenError("what was silenced sounds again", f"{clock.name} at {second(clock.sounds_at)}")

    def next_due(self, wall: Instant) -> Instant | None:
        """Return the next instant after now at which anything is to ring, by the wall or by any skew that a clock knew."""
        found = [clock.fires(step) for clock in self.clocks.values() for step in clock.base]
        found += [clock.sounds_at for clock in self.clocks.values() if clock.sounds_at is not None]
        return min((one for one in found if one > wall), default=None)

    def check_figures(self, differing: dict[str, set[str]]) -> None:
        """Two recipients of a matter who were told different figures are shown as such; who was told of none knows of nobody.

        ``differing``: matter to the figures that the desk shows as told differently.
        """
        for matter, reports in self.reports.items():
            known: dict[str, dict[str, float]] = {}
            for one in reports:
                for name in one["recipients"]:
                    known.setdefault(name, {}).update(one["figures"])
            told = {key for figures in known.values() for key in figures}
            expected = {key for key in told if len({figures.get(key) or 0 for figures in known.values()}) > 1}
            must(expected == differing.get(matter, set()), "figures told differently are shown", (matter, known))
