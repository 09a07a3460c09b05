"""What is said back after an act beside 已保存: what was saved means less, or something else, than one may think."""

from __future__ import annotations

from collections.abc import Sequence

from dutydesk.capabilities.consents.events import ConsentAsked
from dutydesk.capabilities.log.lines import figures
from dutydesk.capabilities.matters.events import FiguresRecorded
from dutydesk.capabilities.roster import events as r
from dutydesk.kernel import figures as f
from dutydesk.kernel.events import decode
from dutydesk.kernel.wording import Worded
from dutydesk.store.journal import Row


def remarks(rows: Sequence[Row]) -> list[Worded]:
    """Return the remarks on what an act wrote, in order; mostly none."""
    found: list[Worded] = []
    for row in rows:
        if row.kind == r.RosterChanged.KIND:
            found += _of_roster(row)
        if row.kind.startswith("register."):
            found += [Worded("注意: {0}", words) for words in getattr(decode(row.kind, row.payload), "warned", ())]
        if row.kind == ConsentAsked.KIND:
            found.append(Worded("已送本人待签, 签字后才办, 现在还没有办"))
        if row.kind != FiguresRecorded.KIND:
            continue
        event = decode(row.kind, row.payload)
        assert isinstance(event, FiguresRecorded)
        stands = {name: event.previous.get(name) for name in event.older}
        known = {name: value for name, value in stands.items() if value is not None}
        if known:
            found.append(Worded("早于现有数字, 只作历史, 不算升降; 现为 {0}", figures(known)))
        if event.replaced:
            names = [f.NAMES[name] for name in event.replaced]
            found.append(Worded("未核实的新数字替代了已核实的: {0}", names))
    return found


def _of_roster(row: Row) -> list[Worded]:
    """A change that something above it beats throughout, or that stands where nothing was planned."""
    event = decode(row.kind, row.payload)
    assert isinstance(event, r.RosterChanged)
    words = {"none": "未改变现有排班: 已是如此, 或其上有临时调整", "gap": "其中有没有排班的时段, 已补上"}
    return [Worded(words[event.effect])] if event.effect in words else []
