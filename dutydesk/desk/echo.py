"""What is said back after an act beside 已保存: what was saved means less, or something else, than one may think."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.domain import events as e
from dutydesk.domain import figures as f
from dutydesk.domain.wording import Worded
from dutydesk.store.journal import Row


def remarks(rows: Sequence[Row]) -> list[Worded]:
    """Return the remarks on what an act wrote, in order; mostly none."""
    found: list[Worded] = []
    for row in rows:
        if row.kind != e.FiguresRecorded.KIND:
            continue
        event = e.decode(row.kind, row.payload)
        assert isinstance(event, e.FiguresRecorded)
        stands = {name: event.previous.get(name) for name in event.older}
        known = {name: value for name, value in stands.items() if value is not None}
        if known:
            found.append(Worded("早于现有数字, 只作历史, 不算升降; 现为 {0}", f.spell(known)))
        if event.replaced:
            names = [f.NAMES[name] for name in event.replaced]
            found.append(Worded("未核实的新数字替代了已核实的: {0}", names))
    return found
