"""Projections as declarations: statements made once, from the columns of a table and the fields of an event.

``opens``, ``changes`` and ``ends`` say what an event does to a row of a table; one that only puts its fields into columns of
their names says so itself (``SETS``). Nobody counts columns; one that is missing, or has nothing to stand in it, is found when
the module is imported, of ``SETS`` by a test over all kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeVar

from sqlmodel import SQLModel

from dutydesk.kernel.events import Event
from dutydesk.kernel.values import dataclass
from dutydesk.store.journal import Row
from dutydesk.store.mapped import quoted
from dutydesk.store.projecting import Executes, as_json, projects

Some = TypeVar("Some", bound=Event)
Read = Callable[[Row, Any], Any]
ROW = frozenset({"actor", "at", "matter_id", "seq"})
"""Columns that are the journal row's own, unless another source is named."""


@dataclass(frozen=True)
class Fixed:
    """A source that is the same for every event."""

    value: Any


Source = str | Fixed | Read


def at(row: Row, _event: Event) -> int:
    """When it happened."""
    return row.at


def actor(row: Row, _event: Event) -> str:
    """Who did it."""
    return row.actor


def matter(row: Row, _event: Event) -> str | None:
    """The matter it belongs to."""
    return row.matter_id


def entry(row: Row, _event: Event) -> str:
    """The journal row itself, by its id."""
    return row.id


def _every(_event: Event) -> bool:
    return True


class Missing(TypeError):
    """A column has no source, or a source no column."""


def opens(
    kind: type[Some],
    table: Any,
    /,
    *,
    each: Callable[[Row, Some], Iterable[Sequence[Any]]] | None = None,
    parts: Sequence[str] = (),
    if_there: str = "",
    when: Callable[[Some], bool] = _every,
    **sources: Source,
) -> None:
    """Have an event write a row of a table.

    A column's value is its named source: a field of the event, a function of row and event, or ``Fixed``. Without one it is
    the row's own (``ROW``), the event's field of its name, or what its column begins with.

    Args:
        kind: of the event.
        table: which.
        each: what differs among several rows, the columns of which are ``parts``.
        parts: see ``each``.
        if_there: of a row that is there already: ``keep`` or ``replace`` it.
        when: of which events.
        sources: by column.
    """
    _refuse_unknown(table.__table__, (*sources, *parts))
    columns = {one.name: _source(kind, one, sources) for one in table.__table__.columns if one.name not in parts}
    filled = {name: source for name, source in columns.items() if source is not None}
    sql = inserting(table, (*parts, *filled), if_there)

    def write(tx: Executes, row: Row, event: Some) -> None:
        if when(event):
            values = {name: kept(source(row, event)) for name, source in filled.items()}
            for own in [()] if each is None else each(row, event):
                tx.execute(sql, {**values, **dict(zip(parts, map(kept, own), strict=True))})

    projects(kind)(write)


def changes(kind: type[Some], table: Any, /, *, when: Callable[[Some], bool] = _every, **sources: Source) -> None:
    """Have an event change the named columns of the row whose key it says."""
    projects(kind)(_changing(kind, table.__table__, sources, when))


def _changing(
    kind: type[Some], table: Any, sources: Mapping[str, Source], when: Callable[[Some], bool] = _every
) -> Callable[[Executes, Row, Some], None]:
    _refuse_unknown(table, sources)
    keys = {one.name: _source(kind, one, sources) for one in table.primary_key}
    named = {name: _read(source) for name, source in sources.items() if name not in keys}
    sql = f"UPDATE {table.name} SET {_marked(named, ', ')} WHERE {_marked(keys, ' AND ')}"  # noqa: S608 - own names
    return _running(sql, {**named, **{name: source for name, source in keys.items() if source is not None}}, when)


@cache
def declared(kind: type[Event]) -> Callable[[Executes, Row, Any], None]:
    """Return what ``SETS`` of a kind declares: into the columns go the event's fields of their names.

    Into a column of a time (``…_at``) that has no field goes when it happened. The row is that of the key that the event says, by the column's name or, for ``id``, by the table's; of the table of matters
    it is the row's own matter.
    """
    name, *columns = kind.SETS
    table = SQLModel.metadata.tables[name]
    known = {one.name for one in fields(kind)}
    keys: dict[str, Source] = {
        one.name: matter if name == "matter" else name for one in table.primary_key if one.name == "id"
    }
    sources: dict[str, Source] = {one: at if one.endswith("_at") and one not in known else one for one in columns}
    wrong = sorted({one for one in sources.values() if isinstance(one, str)} - known)
    if wrong:
        raise Missing(f"{kind.KIND}: {wrong[0]}")
    return _changing(kind, table, {**keys, **sources})


def ends(kind: type[Some], table: Any, /, **sources: Source) -> None:
    """Have an event take away the rows whose named columns are as it says."""
    _refuse_unknown(table.__table__, sources)
    sql = f"DELETE FROM {table.__tablename__} WHERE {_marked(sources, ' AND ')}"  # noqa: S608 - own names
    projects(kind)(_running(sql, {name: _read(source) for name, source in sources.items()}, _every))


def _running(
    sql: str, sources: Mapping[str, Read], when: Callable[[Some], bool]
) -> Callable[[Executes, Row, Some], None]:
    def write(tx: Executes, row: Row, event: Some) -> None:
        if when(event):
            tx.execute(sql, {name: kept(source(row, event)) for name, source in sources.items()})

    return write


def inserting(table: Any, names: Iterable[str], if_there: str = "") -> str:
    """Return the statement that writes a row, its values by the names."""
    named = list(names)
    replaced = " OR REPLACE" if if_there == "replace" else ""
    kept_one = " ON CONFLICT DO NOTHING" if if_there == "keep" else ""
    return f"INSERT{replaced} INTO {table.__tablename__} ({', '.join(map(quoted, named))}) VALUES (:{', :'.join(named)}){kept_one}"


def kept(value: Any) -> Any:
    """Return a value as a column has it: a flag as 0 or 1, a list or an object as JSON."""
    if isinstance(value, list | dict | tuple):
        return as_json(value)
    return int(value) if isinstance(value, bool) else value


def _marked(names: Mapping[str, Any], between: str) -> str:
    return between.join(f"{quoted(name)} = :{name}" for name in names)


def _source(kind: type[Event], column: Any, sources: Mapping[str, Source]) -> Read | None:
    """Return where a column's value comes from; None where it is left empty."""
    name = column.name
    if name in sources:
        return _read(sources[name])
    if name in ROW:
        return lambda row, _event: getattr(row, name)
    if name in {one.name for one in fields(kind)}:
        return _read(name)
    begins = column.info.get("begins", MISSING)
    if begins is not MISSING:
        return lambda _row, _event: begins
    if column.nullable:
        return None
    raise Missing(f"{kind.KIND}: {column.table.name}.{name}")


def _read(source: Source) -> Read:
    if isinstance(source, str):
        return lambda _row, event: getattr(event, source)
    return (lambda _row, _event: source.value) if isinstance(source, Fixed) else source


def _refuse_unknown(table: Any, sources: Iterable[str]) -> None:
    for name in sources:
        if name not in table.columns:
            raise Missing(f"{table.name}.{name}")
