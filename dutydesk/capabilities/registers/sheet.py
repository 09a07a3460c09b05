"""What the registers say on the handover sheet, as their declarations ask."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.handover.sheet import ALSO
from dutydesk.capabilities.registers import reads
from dutydesk.kernel.text import clauses
from dutydesk.store.views import Views


def lines(views: Views) -> Mapping[str, str]:
    """Return words by item of the checklist; nothing is read of a declaration while no register has a row."""
    held = reads.counts(views)
    if not held:
        return {}
    from dutydesk.capabilities.registers.words import sheet_words
    from dutydesk.usecase.accepted import source_of
    from dutydesk.usecase.books import load_registers

    names = views.names()
    found: dict[str, list[str]] = {}
    for register in load_registers(source_of(views)).values():
        rows = reads.rows(views, register.id) if register.sheet and register.id in held else []
        for line in register.sheet:
            words = sheet_words(register, line, rows, names)
            if words:
                found.setdefault(line.item, []).append(words)
    return {item: clauses(words) for item, words in found.items()}


ALSO.append(lines)
