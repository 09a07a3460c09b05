"""Drafts that the store could not take before the process ended (a full disk): put into a file, taken back at the next start.

The file stands beside the store, or in the user's state folder where nothing can be written there; the owner alone reads it.
What a draft may not hold in the store (a state-secret marking) it may not hold here, and fields for secrets are in no draft.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from dutydesk import wholefile
from dutydesk.kernel.instants import Instant
from dutydesk.kernel.values import dataclass
from dutydesk.store import drafts, sealed
from dutydesk.store.engine import Store

LARGEST = 4_000_000
"""Bytes of such a file; beyond that it is none of ours."""


@dataclass(frozen=True)
class Aside:
    """A draft: whose, of which place, what was typed, when it was set aside (µs UTC). An empty body wipes one that is kept."""

    officer: str
    place: str
    body: str
    at: Instant


def places(store: Path, state: Path) -> tuple[Path, Path]:
    """Return where drafts of a store are set aside: beside it, else in the user's state folder (``state``)."""
    digest = hashlib.sha256(str(store.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return store.with_name(store.name + ".drafts"), state / f"drafts-{digest}.json"


def put(store: Path, state: Path, unsaved: Iterable[tuple[tuple[str, str], str]], now: Instant) -> Path | None:
    """Write drafts ((officer, place), body) where there is room; return the file, None where nothing was to be written or could be."""
    rows = [
        {"officer": officer, "place": place, "body": _closed(store, officer, place, body), "at": now}
        for (officer, place), body in unsaved
    ]
    if not rows:
        return None
    content = json.dumps(rows, ensure_ascii=False).encode()
    for path in places(store, state):
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            wholefile.replace(path, content)
            return path
    return None


def _closed(store: Path, officer: str, place: str, body: str) -> str:
    """Return what of a draft may be written, as it is written: sealed where there is a key."""
    return sealed.sealed_text(store, f"{officer}/{place}", drafts.storable(body)[0])


def take_back(store: Store, state: Path, now: Instant) -> int:
    """Put what was set aside into the store, unless a newer draft stands there, and drop the file; return how many drafts.

    Raises:
        StoreError: the store still cannot take them; the file stays.
    """
    count = 0
    for path in places(store.path, state):
        found = list(_read(path))
        for one in found:
            newer = store.write(lambda tx, one=one: drafts.saved_at(tx, one.officer, one.place), now=now) >= one.at
            if not newer:
                drafts.keep(store, one.officer, one.place, sealed.opened_text(store.path, one.body), now)
                count += bool(one.body)
        if found:
            path.unlink(missing_ok=True)
    return count


def _read(path: Path) -> Iterator[Aside]:
    """Yield the drafts of a file; what is none of ours yields nothing, and stays."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        if not path.is_file() or path.stat().st_size > LARGEST:
            return
        for row in json.loads(path.read_text(encoding="utf-8")):
            yield Aside(str(row["officer"]), str(row["place"]), str(row["body"]), int(row["at"]))
