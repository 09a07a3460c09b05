"""What stands beside a store that is not there: which site with how many entries was expected, and which copies there are.

Told by the newest anchor's file alone; nothing of SQLite is needed, nothing is written.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dutydesk.capabilities.backups.rules import Copy, read_name, short
from dutydesk.kernel.wording import Worded

LARGEST = 100_000
"""Bytes of an anchor's file; beyond that it is none."""

NAMED = 3
"""Copies that are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The newest signed head as it is kept outside of the store. ``places``: where copies go."""

    origin: str
    count: int
    head: str
    signature: str = ""
    site: str = ""
    places: tuple[str, ...] = ()


def anchor_path(store: Path) -> Path:
    """Return where the newest anchor is kept beside the store."""
    return store.with_name(store.name + ".anchor")


def anchor_in(folder: Path, origin: str) -> Path:
    """Return where the newest anchor of a store is kept among its copies."""
    return folder / f"dutydesk-{short(origin)}.anchor"


def newest_anchor(store: Path, origin: str, folders: tuple[str, ...]) -> Anchor | None:
    """Return the newest anchor of a store that is known: beside it, or among its copies."""
    beside = read_anchor(anchor_path(store))
    found = [beside, *(read_anchor(anchor_in(Path(folder), origin)) for folder in folders)]
    known = [one for one in found if one is not None and one.origin == origin]
    return max(known, key=lambda one: one.count, default=None)


def read_anchor(path: Path) -> Anchor | None:
    """Return the anchor of a file, None where there is none that can be read."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        kept: Any = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(
            str(kept["origin"]),
            int(kept["count"]),
            str(kept["head"]),
            str(kept.get("signature", "")),
            str(kept.get("site", "")),
            tuple(map(str, kept.get("places", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def copies(origin: str, folders: tuple[str, ...]) -> list[tuple[Path, Copy]]:
    """Return the copies of a store in some folders, newest first; of every store where no id is given."""
    found: list[tuple[Path, Copy]] = []
    for folder in folders:
        with suppress(OSError):
            for path in Path(folder).iterdir():
                copy = read_name(path.name)
                if copy is not None and (not origin or copy.store == short(origin)) and path.is_file():
                    found.append((path, copy))
    return sorted(found, key=lambda one: (one[1].at, one[1].count), reverse=True)


def expected(store: Path) -> Worded | None:
    """Return in words which store should be at a path and which copies of it there are, None where nothing is known."""
    anchor = read_anchor(anchor_path(store))
    if anchor is None:
        return None
    found = copies(anchor.origin, anchor.places)
    told = Worded("这里应有 “{0}” 的库, 至少 {1} 条", anchor.site or anchor.origin[:8], anchor.count)
    if not found:
        return Worded("{0}; 没有找到它的备份, 若有请 dutydesk restore 备份文件", told)
    named = [str(path) for path, _copy in found[:NAMED]]
    return Worded("{0}; 有备份 {1} 份, 最近: {2}; 恢复: dutydesk restore 备份文件", told, len(found), named)
