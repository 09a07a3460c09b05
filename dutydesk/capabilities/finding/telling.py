"""How a hit is said that is no line of the log."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.finding.reads import Hit
from dutydesk.capabilities.finding.rules import CASES, REGISTERS
from dutydesk.capabilities.registers import reads as rows
from dutydesk.capabilities.registers import words
from dutydesk.store.views import Views
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import load_registers


def told(views: Views, hit: Hit, names: Mapping[str, str]) -> str:
    """Return what is said of a hit that is no line: a person, a unit, a row of a register."""
    if hit.group == CASES:
        return f"{hit.label} {hit.words}"
    if hit.group != REGISTERS:
        return hit.words
    register = load_registers(source_of(views)).get(hit.register)
    row = rows.row(views, hit.register, hit.key)
    if register is None or row is None:
        return hit.key
    return f"{words.named(register)} {words.brief(register, row, names)}"
