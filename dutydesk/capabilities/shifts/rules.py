"""Who was responsible when: exactly one A at every minute, from signature to signature (requirement HO-04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dutydesk.kernel.instants import Instant
from dutydesk.kernel.wording import vocabulary

GAP, EMPTY, DOUBLE = "gap", "empty", "double"
KIND_NAMES = vocabulary({GAP: "无班次", EMPTY: "责任人空缺", DOUBLE: "责任人不止一个"})


@dataclass(frozen=True, slots=True)
class Change:
    """From ``at`` on, ``a`` answers for a shift; None when the shift ends there."""

    at: Instant
    shift: str
    a: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with who answered for it, in the order of their shifts."""

    begins: Instant
    ends: Instant
    people: tuple[str, ...]
    shifts: int

    @property
    def wrong(self) -> str:
        """What is wrong with it: ``gap``, ``empty``, ``double``; empty when exactly one answers."""
        if self.shifts == 0:
            return GAP
        if self.shifts > 1:
            return DOUBLE
        return "" if self.people else EMPTY


def stretches(changes: Sequence[Change], since: Instant, until: Instant) -> list[Stretch]:
    """Return the stretches between two instants (half open), one for each set of people."""
    running: dict[str, str] = {}
    found: list[Stretch] = []
    at = since
    for change in changes:
        moment = min(max(change.at, since), until)
        if moment > at:
            _add(found, at, moment, running)
            at = moment
        if change.at > until:
            break
        if change.a is None:
            running.pop(change.shift, None)
        else:
            running[change.shift] = change.a
    if at < until:
        _add(found, at, until, running)
    return found


def _add(found: list[Stretch], begins: Instant, ends: Instant, running: dict[str, str]) -> None:
    people = tuple(who for who in running.values() if who)
    if found and (found[-1].people, found[-1].shifts, found[-1].ends) == (people, len(running), begins):
        found[-1] = Stretch(found[-1].begins, ends, people, len(running))
    else:
        found.append(Stretch(begins, ends, people, len(running)))


def wrong(found: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches in which not exactly one person answered."""
    return [stretch for stretch in found if stretch.wrong]
