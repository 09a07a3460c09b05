"""What an event is, and how a journal row becomes one again."""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, ClassVar

from dutydesk.kernel.sealed import is_mark
from dutydesk.kernel.values import Value

REGISTRY: dict[str, type[Event]] = {}


class UnknownEventError(ValueError):
    """The journal holds a kind that this version of dutydesk does not know."""


class BadEventError(ValueError):
    """A row's payload is not that of its kind: a field is missing, of another type, or not known."""

    def __init__(self, kind: str, field: str, what: str) -> None:
        super().__init__(f"{kind}: {field} {what}")
        self.kind, self.field = kind, field


_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,), "int": (int,), "Instant": (int,), "float": (int, float), "bool": (bool,), "None": (type(None),),
    "list": (list,), "dict": (dict,),
}  # fmt: skip
"""What JSON has for the annotations of events; a test knows that no other is used."""


class Event(Value):
    """Base of all events.

    ``VERSION`` is written beside the kind; ``QUIET`` kinds are left out of the daily log; ``SEARCHED`` names the
    fields whose text can be found; with a kind that ``SEALS`` begins the sealing of the row's matter, itself included, and
    with one that ``UNSEALS`` it ends, itself left out.

    How a row reads in the log: ``MARK`` is its one glyph; ``SAYS`` its sentences (Chinese, translated when shown), each with the
    fields that fill it, a further one left out while nothing stands in them; ``WORDS`` the fields that hold words of the desk.
    A kind that takes more to tell has a teller in ``words`` of its capability.

    What it changes: ``SETS`` names a table and the columns of a row of it that become what the event's fields of these names say
    (``store.statements.declared``). A kind that does more has a projection.
    """

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    QUIET: ClassVar[bool] = False
    SEARCHED: ClassVar[tuple[str, ...]] = ()
    MARK: ClassVar[str] = "·"
    SAYS: ClassVar[tuple[tuple[str, ...], ...]] = ()
    WORDS: ClassVar[tuple[str, ...]] = ()
    SETS: ClassVar[tuple[str, ...]] = ()
    SEALS: ClassVar[bool] = False
    UNSEALS: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if cls.KIND:
            REGISTRY[cls.KIND] = cls

    @classmethod
    def restored(cls, values: dict[str, Any]) -> Event:
        """Return the event of decoded fields; classes with fields that are no plain JSON rebuild them here."""
        return cls(**values)

    @property
    def quiet(self) -> bool:
        """Whether the daily log leaves this row out; a kind may decide it by what the row says."""
        return self.QUIET

    def searched(self) -> list[str]:
        """Return the texts of the event that can be found."""
        found: list[str] = []
        for name in self.SEARCHED:
            value: Any = getattr(self, name)
            found.extend(str(item) for item in (value if isinstance(value, list | tuple) else [value]) if item)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return found

    def payload(self) -> str:
        """Return the fields as canonical JSON: sorted keys, no spaces, text as typed."""
        content = {name: _plain(getattr(self, name)) for name in _field_names(type(self))}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _field_names(event_class: type[Event]) -> tuple[str, ...]:
    return tuple(item.name for item in fields(event_class))


@cache
def times_of(event_class: type[Event]) -> frozenset[str]:
    """Return the fields of an event that are instants."""
    return frozenset(item.name for item in fields(event_class) if str(item.type).partition(" ")[0] == "Instant")


@cache
def _shapes(event_class: type[Event]) -> dict[str, tuple[frozenset[type], bool]]:
    """Return the JSON types that each field may have, and whether it must be there."""
    return {item.name: (types_of(str(item.type)), _is_required(item)) for item in fields(event_class)}


def types_of(annotation: str) -> frozenset[type]:
    """Return the JSON types of an annotation such as ``dict[str, float] | None``.

    Raises:
        KeyError: no event has such a field yet.
    """
    outer, bracket, inside = annotation.partition("[")
    names = [outer, *(["None"] if inside.endswith("| None") else [])] if bracket else outer.split(" | ")
    return frozenset(kind for name in names for kind in _TYPES[name])


def _is_required(item: Any) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _checked(event_class: type[Event], content: dict[str, Any], *, newer: bool) -> dict[str, Any]:
    """Return the fields of a payload; with ``newer`` without those that are not known.

    Raises:
        BadEventError: one is missing, of another type, or not known.
    """
    shapes = _shapes(event_class)
    if newer:
        content = {name: value for name, value in content.items() if name in shapes}
    for name, value in content.items():
        known = shapes.get(name)
        if known is None:
            raise BadEventError(event_class.KIND, name, "is not known")
        if type(value) not in known[0] and not is_mark(value):
            raise BadEventError(event_class.KIND, name, f"is {type(value).__name__}")
    for name, (_, required) in shapes.items():
        if required and name not in content:
            raise BadEventError(event_class.KIND, name, "is missing")
    return content


def decode(kind: str, payload: str, *, newer: bool = False) -> Event:
    """Return the event of a journal row.

    Args:
        kind: of the row.
        payload: of the row, JSON text.
        newer: for reading alone: fields that a newer version may have written beside the known ones are left out.

    Raises:
        UnknownEventError: the kind is not known here (a newer version wrote it).
        BadEventError: the payload is not one of this kind; it names the field.
    """
    event_class = REGISTRY.get(kind) or _fetched(kind)
    if event_class is None:
        raise UnknownEventError(kind)
    content: Any = json.loads(payload)
    if not isinstance(content, dict):
        raise BadEventError(kind, "-", "is no object")
    return event_class.restored(_checked(event_class, content, newer=newer))  # pyright: ignore[reportUnknownArgumentType]


def decoded(kind: str, payload: str) -> Event | None:
    """Return the event of a journal row, None where it cannot be read: a newer version's, or a payload that is none.

    For reads of many rows: one bad row stays one bad row.
    """
    try:
        return decode(kind, payload, newer=True)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _fetched(kind: str) -> type[Event] | None:
    """Return the class of a kind that was not met yet; its capability alone is imported."""
    importlib.import_module("dutydesk.capabilities").fetch(kind, "events")
    return REGISTRY.get(kind)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: getattr(value, item.name) for item in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return value
