"""What happens on the days of a seed: plain data, so that a failing day can be cut down to the shortest that fails."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from dutydesk.kernel.instants import DAY, HOUR, MINUTE, SECOND, Instant
from tests.simulation.office import Office, office_of

QUIET_PEOPLE = ("awake", "awake", "slow", "asleep")


@dataclass(frozen=True)
class Happening:
    """One thing that happens. ``number`` seeds whatever it draws, so it draws the same whatever else is left out."""

    at: Instant
    """µs of honest time after the beginning."""
    kind: str
    number: int
    span: Instant = 0

    def __str__(self) -> str:
        day, within = divmod(self.at + 8 * HOUR - MINUTE, DAY)
        span = f" {self.span / SECOND:g} s" if self.span else ""
        hour, minute, second = within // HOUR, within % HOUR // MINUTE, within % MINUTE // SECOND
        return f"+{day} {hour:02}:{minute:02}:{second:02} {self.kind}{span} #{self.number}"


@dataclass(frozen=True)
class Plan:
    """Days of one office, in order."""

    seed: int
    days: int
    office: Office
    happenings: tuple[Happening, ...]

    def only(self, happenings: tuple[Happening, ...]) -> Plan:
        """Return the plan with some of its happenings left out."""
        return Plan(self.seed, self.days, self.office, happenings)


FAULTS: dict[str, tuple[int, Instant, Instant]] = {
    # kind: at most so many a day, shortest and longest span
    "kill before": (2, 0, 40 * MINUTE),
    "kill after": (2, 0, 40 * MINUTE),
    "power": (1, 0, 90 * MINUTE),
    "step": (2, 3 * SECOND, 3 * HOUR),
    "full": (2, MINUTE, 90 * MINUTE),
    "refusing": (1, SECOND, 30 * MINUTE),
    "locked": (2, SECOND, 10 * MINUTE),
    "join": (2, 0, 0),
    "leave": (1, 0, 0),
    "suspend": (1, MINUTE, 2 * HOUR),
    "line": (4, 0, 0),
    "channel": (4, 0, 0),
}
"""What goes wrong, and how often at most on one day."""

HANDOVER = (
    ("prepare", -25), ("acknowledge", -8), ("cosign", -6), ("start", -5), ("read", -4), ("sign out", -1), ("sign in", 0),
    ("acknowledge", 9), ("prepare", 10), ("cosign", 11), ("sign out", 13), ("sign in", 15), ("return", 16),
    ("acknowledge", 40), ("prepare", 41), ("cosign", 42), ("start", 43), ("sign in", 44), ("sign out", 45),
)  # fmt: skip
"""The transfer and its second and third try, in minutes from the scheduled end; any of them may be left out."""


def plan_of(seed: int, days: int) -> Plan:
    """Return what happens on the days of a seed."""
    chance = Random(f"plan {seed}")
    office = office_of(seed)
    found: list[Happening] = [Happening(MINUTE, "first shift", chance.randrange(1 << 30))]

    def add(at: Instant, kind: str, span: Instant = 0) -> None:
        if 2 * MINUTE <= at < days * DAY:
            found.append(Happening(at, kind, chance.randrange(1 << 30), span))

    for day in range(days):
        begins = day * DAY + 2 * MINUTE
        awake = chance.choice(QUIET_PEOPLE)
        for kind, low, high in (("duty", 25, 90), ("wrong", 3, 20), ("twice", 0, 5), ("message", 2, 14)):
            for _ in range(chance.randint(low, high) // (6 if awake == "asleep" and kind == "duty" else 1)):
                add(begins + chance.randrange(DAY), kind)
        busy = begins + chance.randrange(DAY)  # an hour in which everything comes together
        for _ in range(chance.randint(5, 30)):
            add(busy + chance.randrange(HOUR), chance.choice(("duty", "duty", "message", "wrong", "twice")))
        for kind, (most, shortest, longest) in FAULTS.items():
            for _ in range(chance.randint(0, most)):
                add(begins + chance.randrange(DAY), kind, chance.randint(shortest, longest))
        slow = MINUTE * (chance.randint(0, 15) if awake == "slow" else 0)
        for number in range(24 // office.hours):
            ends = office.shift_ends(day * 24 // office.hours + number)
            for kind, minutes in HANDOVER:
                if chance.random() < 0.85:
                    add(ends + minutes * MINUTE + slow + chance.randrange(MINUTE), f"handover {kind}")
    return Plan(seed, days, office, tuple(sorted(found, key=lambda one: (one.at, one.number))))
