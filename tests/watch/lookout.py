"""A desk on a clock moved by hand, for the tests of the watch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.shifts.events import OfficerAdded, ShiftBegan
from dutydesk.clock import ManualClock
from dutydesk.desk.service import Done
from dutydesk.kernel.instants import DAY, Instant, parse_instant
from dutydesk.store.engine import Transaction, create_store
from dutydesk.usecase.acts import REGISTRY
from dutydesk.watch.tick import Ticked

NOON = parse_instant("2026-07-15T12:00:00+08:00", 0)


def make_store(path: Path, now: Instant = NOON) -> Path:
    """Create a closed drill store with two people on duty (four rows)."""
    store = create_store(path, site="测试", drill=True, now=now)

    def people(tx: Transaction) -> None:
        for officer, name in (("zhou", "周明"), ("he", "何静")):
            tx.append(OfficerAdded(officer=officer, name=name, role="officer"), actor="desk")
        tx.append(ShiftBegan(shift="s1", begins=now, ends=now + DAY, a="zhou", b="he"), actor="zhou")

    store.write(people, now=now)
    store.close()
    return path


class Lookout:
    """One process on a store."""

    def __init__(self, path: Path, clock: ManualClock | None = None) -> None:
        self.path = path
        self.clock = clock or ManualClock(NOON)
        self.container = open_container(path, clock=self.clock)

    def wait(self, span: Instant) -> None:
        """Let honest time pass."""
        self.clock.set(self.clock.elapsed() + span)

    def tick(self, *, watching: bool = True) -> Ticked:
        """Tick."""
        return self.container.watch.tick(watching=watching)

    def do(self, name: str, *, signed: Sequence[str] = (), **words: Any) -> Done:
        """Perform an act."""
        return self.container.desk.perform(REGISTRY[name].from_words(words), actor="zhou", signed=signed)

    def head(self) -> int:
        """Newest seq."""
        return self.container.views.head()[0]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Payloads of a kind, oldest first."""
        found = self.container.views.rows("SELECT payload FROM journal WHERE kind = ? ORDER BY seq", (kind,))
        return [json.loads(row[0]) for row in found]

    def close(self) -> None:
        """Close everything."""
        self.container.close()
