"""Tables computed from events: one small function a kind, run in the same transaction as the append.

They are deterministic and look at nothing but the row, its event and the tables, so replaying the journal
gives the same tables (``dutydesk rebuild``, and a property test over random days). They stand in ``projection`` of each
capability.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

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


def as_json(value: Any) -> str:
    """Return a value as compact JSON text, for a column; sorted as the journal is, so that a replay gives the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
