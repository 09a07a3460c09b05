"""What of a sealed matter is sealed: every word and figure of an event but those by which the desk finds its rows and reckons its times.

A sealed value stands as a mark of its own in its place, in JSON or in a column, so that a row can be chained, worked into the
tables and computed again by who cannot read it. What is sealed is the value as JSON: opened, it is what it was, a text or a
number. Words, figures and yes or no are sealed unless they are named here, and times alone stay by their type: a new field of
an event is sealed without anybody thinking of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

BEGINS, ENDS = "⟦s1:", "⟧"
_NAMED = f'{ENDS}":'
"""Stands where the name of something in an object is sealed."""
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
    "act", "acts", "channel", "check", "column", "field", "how", "kinds", "limits", "listed", "matter_kind", "outcome", "register",
    "report_kind", "role", "rule", "rulebook", "shift", "side", "state", "step", "trigger", "way", "within",
})  # fmt: skip
"""Words of the desk's own lists, by which clocks run and tables are kept. What kind of matter it is, its number begins with."""

FIGURES = frozenset({
    "approved", "before", "by_hand", "declined", "last", "left_out", "less", "minutes", "number", "overdue", "own_size", "reached",
    "renamed", "renewals", "seconds", "size", "snoozes", "was", "whole",
})  # fmt: skip
"""Numbers, and yes or no, by which clocks run, rows are found and files are compared with what lies beside the store."""

OF_ONE_KIND = frozenset(
    {
        "obligation.opened:name",
        "obligation.opened:arithmetic",
        "obligation.held:because",
        "attachment.added:sha256",
        "restricted.remarked:marks",
    }
)
"""What kind of clock it is, how its time was reckoned, why it is held; what a kept file is called, which is sealed itself; the
marks of another key. Elsewhere these fields are words."""

WORDS_OF_ONE_KIND = frozenset({"case.saved:call", "case.taken:call", "matter.closed:outcome", "matter.closed:declined"})
"""Whom to call, words where others have an id; with what a matter ended, what it was called: no clock asks for it."""

KEYED = frozenset(
    {
        "matter.figures:values",
        "matter.figures:previous",
        "matter.criteria:answers",
        "report.sent:figures",
        "report.sent:gaps",
    }
)
"""Objects whose names are what somebody said: which figures there are, what was answered. Elsewhere names say how an event is made."""

OPEN = NAMES_OF_ROWS | PEOPLE | CODES

CHOSEN = frozenset({
    "category", "cause", "colour", "highest", "level", "outcome", "previous", "proposed", "result", "subtype", "trend", "warning",
})  # fmt: skip
"""Sealed words of a short list: red, yellow and blue would be told by how long their marks are."""

WIDTH = 32
"""To a multiple of so many bytes these, numbers, flags and names of figures are filled up before they are sealed, with spaces."""

Seal = Callable[[str], str]
"""Seals a value as JSON; returns what stands in the mark."""


def is_open(kind: str, field: str) -> bool:
    """Return whether a word of an event stays readable."""
    place = f"{kind}:{field}"
    return place in OF_ONE_KIND or (field in OPEN and place not in WORDS_OF_ONE_KIND)


def sealed_payload(kind: str, payload: str, seal: Seal, times: Collection[str] = ()) -> str:
    """Return an event's payload with what is to be sealed in it sealed; ``times``: its fields that are instants."""
    content: dict[str, Any] = json.loads(payload)
    return _as_json({name: _closed(kind, name, value, seal, times) for name, value in content.items()})


def _closed(kind: str, name: str, value: Any, seal: Seal, times: Collection[str]) -> Any:
    """Return the value of a field, sealed or as it is."""
    place = f"{kind}:{name}"
    if isinstance(value, str | list | dict):
        return _sealed(value, seal, name_is_open=is_open(kind, name), keyed=place in KEYED, filled=name in CHOSEN)
    stays = value is None or name in times or (name in FIGURES and place not in WORDS_OF_ONE_KIND)
    return value if stays else _mark(value, seal, filled=True)


def _mark(value: Any, seal: Seal, *, filled: bool) -> str:
    told = _as_json(value)
    if filled:
        size = len(told.encode())
        told += " " * (-size % WIDTH)
    return f"{BEGINS}{seal(told)}{ENDS}"


def _sealed(value: Any, seal: Seal, *, name_is_open: bool, keyed: bool = False, filled: bool = False) -> Any:
    """Return a value with what is to be sealed in it sealed: of an object each field by its own name, of a list each item."""
    if isinstance(value, dict):
        items: list[tuple[str, Any]] = [(str(name), one) for name, one in value.items()]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if keyed:
            return {
                _mark(name, seal, filled=True): _sealed(one, seal, name_is_open=False, filled=True)
                for name, one in items
            }
        return {
            name: _sealed(one, seal, name_is_open=_is_open_inside(name, one), filled=name in CHOSEN)
            for name, one in items
        }
    if isinstance(value, list):
        return [_sealed(one, seal, name_is_open=name_is_open, filled=filled) for one in value]  # pyright: ignore[reportUnknownVariableType]
    if name_is_open or value is None or value == "":
        return value
    return _mark(value, seal, filled=filled or not isinstance(value, str))


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
    whole = MARK.fullmatch(value)
    if whole is not None and not whole["quote"]:
        return _alone(value, unseal(whole["closed"]), keep=keep)
    is_json = value[:1] in '{["'

    def of(found: re.Match[str]) -> str:
        told = unseal(found["closed"])
        if told is None and keep:
            return found[0]
        told = _as_json(UNREADABLE) if told is None else told.rstrip(" ")  # what it was filled up with
        if found["quote"]:
            return told
        text: Any = json.loads(told)
        text = text if isinstance(text, str) else told
        return _as_json(text)[1:-1] if is_json else text

    found = MARK.sub(of, value)
    return _as_json(json.loads(found)) if is_json and _NAMED in value else found  # names by their order, as any other


def _alone(value: str, told: str | None, *, keep: bool) -> Any:
    """Return what a column holds that is one mark and nothing beside it: a word, a number, a flag as columns have it."""
    if told is None:
        return value if keep else UNREADABLE
    found: Any = json.loads(told)
    if isinstance(found, bool):
        return int(found)
    return found if isinstance(found, str | int | float) else told.rstrip(" ")


def loudest(colour: str) -> str:
    """Return a matter's colour, red where it is not opened: what nobody can read rings as what is worst."""
    return "red" if is_closed(colour) else colour


def known(code: str) -> str:
    """Return a code, nothing where it is not opened."""
    return "" if is_closed(code) else code


def is_closed(value: Any) -> bool:
    """Return whether a value is a mark, or stands for one that nobody could open."""
    return value == UNREADABLE or is_mark(value)


def is_mark(value: Any) -> bool:
    """Return whether a value is one mark."""
    return isinstance(value, str) and value.startswith(BEGINS)


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
