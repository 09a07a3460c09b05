"""When affairs came: what is counted, and the map as text, the figure in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from dutydesk.capabilities.matters.rules import KIND_NAMES
from dutydesk.capabilities.statistics.reads import received
from dutydesk.capabilities.statistics.rules import heat as h
from dutydesk.i18n import listed, say, translate
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.when import WEEKDAYS
from dutydesk.store.views import Views
from dutydesk.usecase.accepted import source_of
from dutydesk.usecase.books import load_taxonomy

LEAST_NAME = 6
"""Cells of a row's name at the least; a longer one is cut only where the line has no room. Peaks name their type in full."""
SUM_CELLS = 5


def affairs(views: Views, since: Instant = 0) -> list[tuple[Instant, str]]:
    """Return when each affair was received, and the name of its type."""
    taxonomy = load_taxonomy(source_of(views))
    found = received(views, since)
    return [(at, taxonomy.name_of(category, subtype) or KIND_NAMES[kind]) for at, kind, category, subtype in found]


def pages(found: Sequence[tuple[Instant, str]], room: int) -> str:
    """Return both maps as text, and the peaks.

    Args:
        found: when each affair came, and its type.
        room: cells of a line.
    """
    months = h.by_month(found)
    parts = [
        _map(say("月份 × 类别 (共 {0} 件)", months.total), months, room),
        _map(translate("时刻 × 星期"), h.by_hour(found, WEEKDAYS), room),
    ]
    high = h.peaks(months)
    if high:
        told = [say("{0}: {1} 月", translate(name), listed(map(str, numbers))) for name, numbers in high.items()]
        parts.append("\n".join([translate("常发的月份 (提前 30 天看一遍预案)"), *told]))
    return "\n\n".join(parts)


def _map(heading: str, one: h.Map, room: int) -> str:
    """Return a map as text: a line a row, in each cell its shade and its figure."""
    columns = [translate(column) for column in one.columns]
    wide = max(len(str(one.most)), *map(cell_len, columns))
    longest = max((cell_len(translate(name)) for name, _ in one.rows), default=0)
    names = min(longest, max(LEAST_NAME, room - 1 - len(columns) * (wide + 1) - SUM_CELLS))
    lines = [
        heading,
        _cells("", names + 1) + "".join(f" {_cells(column, wide, right=True)}" for column in columns),
    ]
    for name, counts in one.rows:
        cells = (f"{h.shade(count, one.most)}{count or '·':>{wide}}" for count in counts)
        lines.append(f"{_cells(translate(name), names)} {''.join(cells)}{sum(counts):>{SUM_CELLS}}")
    return "\n".join(lines)


def _cells(text: str, room: int, *, right: bool = False) -> str:
    """Return a text in exactly so many cells; one that is longer is cut, and ends with a mark that says so."""
    if cell_len(text) > room:
        return set_cell_size(set_cell_size(text, room - 1).rstrip() + "…", room)
    return " " * (room - cell_len(text)) + text if right else set_cell_size(text, room)
