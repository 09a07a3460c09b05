"""Rows read by name: a view's fields say which columns, and how each is read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

View = TypeVar("View")
KEYWORDS = frozenset({"of", "to", "trigger"})
"""Words of SQL that are columns, too. Only these are quoted: SQLite takes a quoted word that is no column for text."""


NOTHING: Mapping[str, Any] = {}
"""The parameters of a statement that has none. All others are named (``:name``): nobody counts marks."""


def among(name: str, values: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """Return what stands behind ``IN`` for some values, and those values by the names that it uses; ``name`` begins them."""
    named = {f"{name}{place}": value for place, value in enumerate(values)}
    return f"({', '.join(f':{one}' for one in named)})", named


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it."""
    return f'"{name}"' if name in KEYWORDS else name


class Reads(Protocol):
    """What a read needs of a reader."""

    def rows(self, sql: str, parameters: Mapping[str, Any] = NOTHING) -> list[tuple[Any, ...]]:
        """Run a query."""
        ...


class Mapped(Generic[View]):
    """How a view is read: its fields are the columns of a source of the same names.

    ``columns`` says others: SQL by field. ``apart``: fields that are filled otherwise. A field's type says how its column
    is read (``bool``, a tuple: a JSON list, a mapping: a JSON object), ``kinds`` says it of others.
    """

    def __init__(
        self,
        view: type[View],
        source: str,
        *,
        apart: Sequence[str] = (),
        kinds: Mapping[str, Callable[[Any], Any]] = {},
        **columns: str,
    ) -> None:
        self.view, self.source, self.apart, self.kinds, self.columns = view, source, apart, kinds, columns

    @cached_property
    def _fields(self) -> list[Any]:
        return [one for one in fields(self.view) if one.name not in self.apart]  # pyright: ignore[reportArgumentType]

    @cached_property
    def sql(self) -> str:
        """The query, but for its ``WHERE`` and order."""
        words = self.source.split()
        of = f"{words[1]}." if "JOIN" in words else ""
        listed = (self.columns.get(one.name, f"{of}{quoted(one.name)}") for one in self._fields)
        return f"SELECT {', '.join(listed)} FROM {self.source} "  # noqa: S608 - own names

    @cached_property
    def _kinds(self) -> list[tuple[int, Callable[[Any], Any]]]:
        known = ((one.name, _KINDS.get(str(one.type).partition("[")[0])) for one in self._fields)
        found = ((place, self.kinds.get(name, kind)) for place, (name, kind) in enumerate(known))
        return [(place, kind) for place, kind in found if kind is not None]

    def of(self, row: Sequence[Any], **apart: Any) -> View:
        """Return the view of a row."""
        if self._kinds:
            values = list(row)
            for place, kind in self._kinds:
                values[place] = kind(values[place])
            return self.view(*values, **apart)
        return self.view(*row, **apart)

    def all(self, reader: Reads, rest: str = "", parameters: Mapping[str, Any] = NOTHING, **apart: Any) -> list[View]:
        """Return the views of a query."""
        return [self.of(row, **apart) for row in reader.rows(self.sql + rest, parameters)]

    def by(
        self, reader: Reads, column: str, rest: str, parameters: Mapping[str, Any] = NOTHING
    ) -> dict[Any, list[View]]:
        """Return the views of a query by the values of a column that they need not have: one read for many owners."""
        found: dict[Any, list[View]] = {}
        for key, *row in reader.rows(f"SELECT {column}, {self.sql.removeprefix('SELECT ')}{rest}", parameters):
            found.setdefault(key, []).append(self.of(row))
        return found

    def first(self, reader: Reads, rest: str, parameters: Mapping[str, Any] = NOTHING, **apart: Any) -> View | None:
        """Return the first view of a query, None where it finds nothing."""
        return next(iter(self.all(reader, rest, parameters, **apart)), None)

    def only(self, reader: Reads, rest: str, parameters: Mapping[str, Any] = NOTHING) -> View | None:
        """Return the view of a query that finds one; None where it finds none, or several."""
        found = self.all(reader, rest, parameters)
        return found[0] if len(found) == 1 else None


def _listed(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "bool": bool,
    "bool | None": lambda value: None if value is None else bool(value),
    "tuple": _listed,
    "Mapping": json.loads,
}
