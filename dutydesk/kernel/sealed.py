"""What of a sealed matter is sealed: every word of an event but those by which the desk finds its rows and reckons its times.

A sealed value stands as a mark of its own in its place, in JSON or in a column, so that a row can be chained, worked into the
tables and computed again by who cannot read it. What is sealed is the value as JSON: opened, it is what it was, a text or a
number. Words are sealed unless they are named here: a new field of an event is sealed without anybody thinking of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

BEGINS, ENDS = "⟦s1:", "⟧"
MARK = re.compile(f'(?P<quote>"?){BEGINS}(?P<closed>[0-9A-Za-z_-]+){ENDS}(?P=quote)')
"""A sealed value, with the quotes around it where it stands alone in JSON."""

UNREADABLE = "封存"
"""What stands for a sealed value where there is no key."""

NAMES_OF_ROWS = frozenset({
    "action", "call", "case", "consent", "corrects", "entry", "first", "follows", "forwards", "into", "key", "label",
    "message", "no", "obligation", "of", "other", "report", "resource", "swap", "task",
})  # fmt: skip
"""Ids and numbers of rows, the matter's own number among them."""

PEOPLE = frozenset({
    "a", "approved_by", "b", "director", "holders", "leader", "officer", "people", "person",
    "read_by", "second", "second_reader", "signed_off", "to",
})  # fmt: skip
"""Accounts: whom the desk tells, who signed."""

CODES = frozenset({
    "act", "acts", "cause", "channel", "check", "colour", "column", "field", "how", "kinds", "level",
    "limits", "listed", "matter_kind", "outcome", "previous", "proposed", "register", "report_kind", "result",
    "role", "rule", "rulebook", "shift", "side", "state", "step", "trigger", "way", "within",
})  # fmt: skip
"""Words of the desk's own lists, by which clocks run and tables are kept."""

OF_ONE_KIND = frozenset(
    {
        "obligation.opened:name",
        "obligation.opened:arithmetic",
        "obligation.held:because",
        "matter.fact:name",
        "attachment.added:sha256",
        "restricted.remarked:marks",
    }
)
"""What kind of clock it is, how its time was reckoned, why it is held; of a fact which one it is; what a kept file is called,
which is sealed itself; the marks of another key. Elsewhere these fields are words."""

WORDS_OF_ONE_KIND = frozenset({"obligation.ended:cause", "case.saved:call", "case.taken:call", "matter.closed:outcome"})
"""A person's reason, whom to call: words where others have a code or an id. With what a matter ended: no clock asks for it."""

OPEN = NAMES_OF_ROWS | PEOPLE | CODES

Seal = Callable[[str], str]
"""Seals a value as JSON; returns what stands in the mark."""


def is_open(kind: str, field: str) -> bool:
    """Return whether a word of an event stays readable."""
    place = f"{kind}:{field}"
    return place in OF_ONE_KIND or (field in OPEN and place not in WORDS_OF_ONE_KIND)


def sealed_payload(kind: str, payload: str, seal: Seal) -> str:
    """Return an event's payload with its words sealed; its times, counts and yes or no stay."""
    content: dict[str, Any] = json.loads(payload)
    found = {
        name: _sealed(value, seal, name_is_open=is_open(kind, name)) if isinstance(value, str | list | dict) else value
        for name, value in content.items()
    }
    return _as_json(found)


def _sealed(value: Any, seal: Seal, *, name_is_open: bool) -> Any:
    """Return a value with what is to be sealed in it sealed: of an object each field by its own name, of a list each item."""
    if isinstance(value, dict):
        return {name: _sealed(one, seal, name_is_open=_is_open_inside(name, one)) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [_sealed(one, seal, name_is_open=name_is_open) for one in value]  # pyright: ignore[reportUnknownVariableType]
    if name_is_open or value is None or value == "":
        return value
    return f"{BEGINS}{seal(_as_json(value))}{ENDS}"


def _is_open_inside(name: Any, value: Any) -> bool:
    """Return whether a field of an object in an event stays: times of steps do, figures do not."""
    return name in OPEN if isinstance(value, str) else name in {"planned_at", "fires_at", "must"}


def opened(value: Any, unseal: Callable[[str], str | None], *, keep: bool = False) -> Any:
    """Return a column's value with what is sealed in it opened.

    Args:
        value: of a row; JSON, or a text.
        unseal: returns the JSON of a mark, None where it cannot be opened.
        keep: what cannot be opened stays as it is; else a word stands for it.
    """
    if not isinstance(value, str) or BEGINS not in value:
        return value
    is_json = value[:1] in '{["'

    def of(found: re.Match[str]) -> str:
        told = unseal(found["closed"])
        if told is None and keep:
            return found[0]
        told = _as_json(UNREADABLE) if told is None else told
        if found["quote"]:
            return told
        text: Any = json.loads(told)
        text = text if isinstance(text, str) else told
        return _as_json(text)[1:-1] if is_json else text

    return MARK.sub(of, value)


def marks_in(text: str) -> list[str]:
    """Return what stands in the marks of a text, in their order."""
    return [found["closed"] for found in MARK.finditer(text)]


def remarked(value: Any, marks: Mapping[str, str]) -> Any:
    """Return a column's value with the marks named sealed anew; ``marks``: what stood in each to what stands there now."""
    if not isinstance(value, str) or BEGINS not in value:
        return value

    def of(found: re.Match[str]) -> str:
        return found[0].replace(found["closed"], marks.get(found["closed"], found["closed"]))

    return MARK.sub(of, value)


def told(value: Any, plain: Mapping[str, str]) -> Any:
    """Return a column's value with the marks named told in the open; ``plain``: what stands in each to what it means, as JSON."""
    if not isinstance(value, str) or not any(mark in plain for mark in marks_in(value)):
        return value
    return opened(value, plain.get, keep=True)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
