"""How the rows about copies are told."""

from __future__ import annotations

from collections.abc import Mapping

from dutydesk.capabilities.backups import events as ev
from dutydesk.capabilities.log.lines import TELL
from dutydesk.i18n import say, translate, when
from dutydesk.kernel.text import clauses


def told_place(place: ev.BackupsPlaced | None) -> str:
    """Return where the daily copies go."""
    if place is None:
        return translate("没有每日备份的位置: dutydesk backups place")
    return _placed(place, {})


def _placed(event: ev.BackupsPlaced, _names: Mapping[str, str]) -> str:
    if not event.folder:
        return translate("不再每日备份")
    parts = [say("每日备份到 {0}", event.folder)]
    parts += [say("另存 {0}", event.second)] if event.second else []
    parts += [translate("加密")] if event.key_file else []
    parts.append(say("保留 {0} 小时、{1} 天、{2} 个月", event.hourly, event.daily, event.monthly))
    return clauses(parts)


def _restored(event: ev.StoreRestored, names: Mapping[str, str]) -> str:
    told = [say("由备份恢复: {0} ({1} 条)", event.file, event.count), gap_words(event)]
    if event.second:
        told.append(say("与 {0} 一同确认", names.get(event.second, event.second)))
    return clauses([*told, *([event.reason] if event.reason else [])])


def gap_words(event: ev.StoreRestored) -> str:
    """Return which rows are lost."""
    if not event.missing_last:
        return translate("不知有缺的条目")
    return say(
        "缺第 {0} 至 {1} 条, {2} 至 {3} 之间写的",
        event.missing_first,
        event.missing_last,
        when(event.lost_since),
        when(event.lost_until),
    )


TELL.update(
    {
        ev.BackupsPlaced.KIND: _placed,
        ev.StoreRestored.KIND: _restored,
    }
)
