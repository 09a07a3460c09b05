"""Who has a desk open on this store: a file for each session in a folder beside it, which the session keeps fresh.

No row and no event: coming and going is in the log where it counts (``session.began``), and a store that wakes every reader
every ten seconds would be read all day. A session that was killed is gone after three beats.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from dutydesk import wholefile
from dutydesk.i18n import listed, say, when
from dutydesk.ids import new_id
from dutydesk.kernel.instants import SECOND, Instant
from dutydesk.kernel.people import ROLE_NAMES
from dutydesk.kernel.text import one_line
from dutydesk.kernel.values import dataclass
from dutydesk.store.views import OfficerView

RENEWED: Instant = 10 * SECOND
"""How often a session says that it is there."""

GONE: Instant = 3 * RENEWED
OLD: Instant = 24 * 3600 * SECOND
"""After so long the file of a session that was killed is cleared away."""

LARGEST = 2000
"""Bytes of such a file; beyond that it is none."""


@dataclass(frozen=True)
class Here:
    """A session: who sits there, at which terminal or peer, since when."""

    session: str
    officer: str
    terminal: str
    since: Instant


def folder_of(store: Path) -> Path:
    """Return the folder beside a store."""
    return store.with_name(store.name + ".here")


class Presence:
    """One session's own file.

    Args:
        store: the store.
        terminal: where the session is (``terminal.here``).
        now: the wall clock of the machine (µs UTC): a drill's made-up time says nothing about who is there.
    """

    def __init__(self, store: Path, terminal: str, now: Instant) -> None:
        self.session = new_id()
        self._folder = folder_of(store)
        self._path = self._folder / f"{self.session}.json"
        self._terminal = terminal
        self._since = now
        self._officer = ""
        self._beaten: Instant = 0

    def beat(self, officer: str, now: Instant) -> None:
        """Say who is here, at most every ten seconds unless it is another now; a full disk must stop nothing."""
        if officer == self._officer and 0 <= now - self._beaten < RENEWED:
            return
        with suppress(OSError):
            if officer != self._officer or not self._path.exists():
                self._folder.mkdir(mode=0o700, exist_ok=True)
                told = {"officer": officer, "terminal": self._terminal, "since": self._since}
                wholefile.replace(self._path, json.dumps(told).encode())
            os.utime(self._path, ns=(now * 1000, now * 1000))
        self._officer, self._beaten = officer, now

    def leave(self) -> None:
        """Be here no more."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def here(store: Path, now: Instant) -> list[Here]:
    """Return who is here, the longest first; what is left of killed sessions is cleared away."""
    return sorted(_read(store, now), key=lambda one: (one.since, one.session))


def _read(store: Path, now: Instant) -> Iterator[Here]:
    for path in folder_of(store).glob("*.json"):
        with suppress(OSError, ValueError, TypeError, KeyError):
            age = now - path.stat().st_mtime_ns // 1000
            if age > OLD:
                path.unlink()
            elif age <= GONE and path.stat().st_size <= LARGEST and not path.is_symlink():
                told = json.loads(path.read_bytes())
                yield Here(path.stem, str(told["officer"]), str(told["terminal"]), int(told["since"]))


def line(one: Here, officers: Mapping[str, OfficerView]) -> str:
    """Return a session in one line: who, in which roles, from where, since when."""
    officer = officers.get(one.officer)
    name = officer.name if officer is not None else one.officer
    roles = listed(ROLE_NAMES[role] for role in officer.roles) if officer is not None else ""
    return one_line(say("{0} ({1}) {2}, 自 {3}", name, roles, one.terminal, when(one.since)))
