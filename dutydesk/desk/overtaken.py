"""Two people at one thing: whoever saves second learns what the first one saved, before anything is written over it.

A form says how far it had seen the journal when it opened. Inside the act's transaction, with the row that it is about to
write in hand, the desk looks for one of the same kind about the same thing that came since.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from dutydesk.kernel import acts
from dutydesk.kernel.instants import iso
from dutydesk.kernel.people import DESK
from dutydesk.kernel.refusal import Difference, OvertakenError
from dutydesk.store.engine import Transaction
from dutydesk.store.journal import Row, alike

SEPARATOR = "、"


def check(tx: Transaction, act: acts.Act, since: int) -> None:
    """Refuse what the act is about to write, where somebody wrote the same of the same thing after a seq.

    Raises:
        OvertakenError: with the newest of them.
    """
    first = tx.appended[0]
    if act.ADDS or first.actor == DESK or hasattr(act, "seen"):  # such an act says itself what it was written over
        return
    for mine in tx.appended:  # a table that is taken in writes a row for each of its lines
        if mine.kind == first.kind:
            _check_row(tx, act, mine, since, first.seq)


def _check_row(tx: Transaction, act: acts.Act, mine: Row, since: int, before: int) -> None:
    own = json.loads(mine.payload)
    named = [one.name for one in fields(act) if one.metadata.get("positional") and not one.metadata.get("pairs")]
    about = {key: own[key] for key in act.WHICH or named[:1] if key != "matter" and key in own}
    if mine.matter_id is None and not about:
        return
    for one in alike(tx.read, mine, since):
        their = json.loads(one.payload)
        if one.seq < before and one.actor != DESK and all(their.get(key) == value for key, value in about.items()):
            raise OvertakenError(one.actor, one.seq, one.at, one.kind, one.payload, _differences(act, own, their))


def _differences(act: acts.Act, own: dict[str, Any], their: dict[str, Any]) -> tuple[Difference, ...]:
    """Return what both filled otherwise: fields of the act, and its figures one by one. Empty means: as it was."""
    known = {one.name for one in fields(act)}
    times = acts.times_of(type(act))
    mine, theirs = _flat(own), _flat(their)
    figures = _flat(own).keys() - own.keys()
    return tuple(
        Difference(name, _typed(theirs[name], is_time=name in times), _typed(value, is_time=name in times))
        for name, value in mine.items()
        if (name in known or name in figures) and name in theirs
        and value not in ("", None, [], False) and theirs[name] != value
    )  # fmt: skip


def _flat(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload with its figures beside the rest; what they were before is nobody's word now."""
    found: dict[str, Any] = {}
    for name, value in payload.items():
        inner: dict[str, Any] = value if isinstance(value, dict) else {name: value}  # pyright: ignore[reportUnknownVariableType]
        found.update(inner if name != "previous" else {})
    return found


def _typed(value: Any, *, is_time: bool) -> str:
    """Return a value as it would be typed."""
    if is_time and isinstance(value, int):
        return str(iso(value))
    if isinstance(value, list):
        return SEPARATOR.join(str(one) for one in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
