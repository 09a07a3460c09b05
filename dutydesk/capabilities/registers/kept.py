"""Registers that acts of their own keep (visitors, keys …): listed, shown and exported as the declared ones are.

A capability says of its view which fields people read (``ledgers``, collected). Where its acts replace, retire or take
in rows by the register's own fields, it names them too, and the screen and the command line offer them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dutydesk.capabilities import collect
from dutydesk.capabilities.registers import importing, reads
from dutydesk.capabilities.registers.acts import RegisterImport
from dutydesk.capabilities.roster.rules.sheets.reading import RosterFile
from dutydesk.kernel.acts import Act
from dutydesk.kernel.registers import Register
from dutydesk.kernel.values import dataclass
from dutydesk.store.views.reader import Reader


@dataclass(frozen=True)
class Kept:
    """How a register of this kind is read, and which commands of the desk write it."""

    register: Register
    rows: Callable[[Reader], Iterable[Any]]
    """Views, those that are done with too, oldest first; the register's fields are theirs."""
    no: Callable[[Any, int], str]
    """The number of a view, and its place from 1."""
    state: Callable[[Any], str]
    since: str
    """Field that says when it was entered."""
    act: str
    """Command line by which a row is entered."""
    command: str
    """The same on the screen."""
    changes: str = ""
    """Name of an act that says a row anew by the register's fields; empty: acts of its own change it."""
    retires: str = ""
    """Name of an act that takes a row out of use, with its reason."""
    names: str = ""
    """Field of these acts that says which row."""
    takes: Callable[[list[str]], Act] | None = None
    """Builds the act that takes in the rows of a table."""
    carried: Sequence[str] = ()
    """Fields whose empty cell in a table means what stood above it."""


KEPT: dict[str, Kept] = {}


def keeps(one: Kept) -> None:
    """Declare a register that acts of their own keep."""
    KEPT[one.register.id] = one


def kept() -> Mapping[str, Kept]:
    """Return them by id."""
    collect("ledgers")
    return KEPT


def every(declared: Mapping[str, Register]) -> dict[str, Register]:
    """Return those of the rulebook, then these; what the office declares by the same id is the office's."""
    return {**declared, **{name: one.register for name, one in kept().items() if name not in declared}}


def own(register: Register) -> Kept | None:
    """Return how a register is kept by acts of its own, None for one of the rulebook."""
    found = kept().get(register.id)
    return found if found is not None and found.register is register else None


def rows(reader: Reader, register: Register, *, ended: bool = False) -> list[reads.RowView]:
    """Return the rows of any register; with ``ended`` those out of use, or done with, too."""
    one = own(register)
    if one is None:
        return reads.rows(reader, register.id, retired=ended)
    found = [_row(one, view, place) for place, view in enumerate(one.rows(reader), 1)]
    return [row for row in found if ended or not register.state(row.state).ended]


def row(reader: Reader, register: Register, no: str) -> reads.RowView | None:
    """Return a row of any register by its number."""
    if own(register) is None:
        return reads.row(reader, register.id, no)
    return next((one for one in rows(reader, register, ended=True) if one.no.upper() == no.strip().upper()), None)


def _row(one: Kept, view: Any, place: int) -> reads.RowView:
    values = {field.id: getattr(view, field.id) for field in one.register.fields}
    since, by = getattr(view, one.since), getattr(view, "officer", "")
    told = {name: value for name, value in values.items() if value not in (None, "")}
    return reads.RowView(one.register.id, one.no(view, place), one.state(view), False, told, since, by, since, by)


def take_in(
    register: Register, file: RosterFile, *, fill: Mapping[str, str] | None = None, reason: str = ""
) -> tuple[importing.Taken, Act]:
    """Return what was made of a table for a register of any kind, and the act that takes it in.

    Raises:
        Worded: it is no such table.
    """
    one = own(register)
    carried = one.carried if one is not None else ()
    prefix = "" if one is not None else register.prefix
    taken = importing.take(register.fields, file, prefix=prefix, fill=fill, carried=carried)
    if one is not None and one.takes is not None:
        return taken, one.takes(list(taken.rows))
    return taken, RegisterImport(register=register.id, rows=list(taken.rows), reason=reason)
