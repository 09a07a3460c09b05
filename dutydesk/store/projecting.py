"""Tables computed from events: one small function a kind, run in the same transaction as the append.

They are deterministic and look at nothing but the row, its event and the tables, so replaying the journal
gives the same tables (``dutydesk rebuild``, and a property test over random days). They stand in ``projection`` of each
capability.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from dutydesk.capabilities import collect
from dutydesk.capabilities.obligations.rules.obligations import LATE_ENTRY
from dutydesk.kernel import events as e
from dutydesk.store.journal import Row
from dutydesk.store.mapped import NOTHING

Some = TypeVar("Some", bound=e.Event)


class Executes(Protocol):
    """What a projection needs of a transaction."""

    def execute(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        ...


APPLY: dict[str, list[Callable[[Executes, Row, Any], None]]] = {}
"""What a kind does to the tables; several rooms may want to know of it, and none may count on the order."""


def projects(
    kind: type[Some],
) -> Callable[[Callable[[Executes, Row, Some], None]], Callable[[Executes, Row, Some], None]]:
    """Register a function as the projection of a kind of event."""

    def register(function: Callable[[Executes, Row, Some], None]) -> Callable[[Executes, Row, Some], None]:
        APPLY.setdefault(kind.KIND, []).append(function)
        return function

    return register


def enter(tx: Executes, row: Row, *, quiet: bool) -> None:
    """Write the line of the log that every row is."""
    late = row.recorded_at - row.at > LATE_ENTRY
    tx.execute(
        "INSERT INTO entry (seq, at, matter_id, audit, late) VALUES (:seq, :at, :matter_id, :audit, :late)",
        {"seq": row.seq, "at": row.at, "matter_id": row.matter_id, "audit": int(quiet), "late": int(late)},
    )


def project(tx: Executes, row: Row, event: e.Event) -> None:
    """Write what an appended row changes in the tables."""
    enter(tx, row, quiet=event.quiet)
    collect("projection")
    for apply in APPLY.get(row.kind, ()):
        apply(tx, row, event)


def as_json(value: Any) -> str:
    """Return a value as compact JSON text, for a column; sorted as the journal is, so that a replay gives the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
