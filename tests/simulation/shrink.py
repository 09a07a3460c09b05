"""Cuts a failing day down to the shortest that breaks the same promise."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.simulation.ledger import BrokenError
from tests.simulation.plan import Happening, Plan
from tests.simulation.world import run


def breaks(plan: Plan) -> BrokenError | None:
    """Return the promise that a plan breaks, None when all hold."""
    try:
        run(plan)
    except BrokenError as error:
        return error
    return None


def shortest(
    plan: Plan, promise: str, *, seconds: float = 120.0, played: Callable[[Plan], BrokenError | None] = breaks
) -> Plan:
    """Return the shortest plan found within a time that still breaks a promise (delta debugging, Zeller 2002).

    Args:
        plan: breaks it.
        promise: which.
        seconds: how long to look.
        played: plays a plan.
    """
    ends = time.monotonic() + seconds
    kept = plan.happenings

    def still(tried: tuple[Happening, ...]) -> bool:
        found = played(plan.only(tried))
        return found is not None and found.promise == promise

    piece = max(1, len(kept) // 2)
    while time.monotonic() < ends:
        shorter = _without_a_piece(kept, piece, still, ends)
        if shorter is not None:
            kept = shorter
        elif piece > 1:
            piece = max(1, piece // 2)
        else:
            break
    return plan.only(kept)


def _without_a_piece(
    kept: tuple[Happening, ...], piece: int, still: Callable[[tuple[Happening, ...]], bool], ends: float
) -> tuple[Happening, ...] | None:
    """Leave out every piece that is not needed, the last first; None when all are."""
    before = kept
    for start in range(len(kept) - piece, -piece, -piece):
        tried = kept[: max(0, start)] + kept[start + piece :]
        if time.monotonic() < ends and still(tried):
            kept = tried
    return kept if kept != before else None
