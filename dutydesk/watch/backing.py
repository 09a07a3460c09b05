"""The daily copy: begun by ``watch`` at its hour, in a process of its own, so that the tick never waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from dutydesk.capabilities.backups import reads
from dutydesk.capabilities.backups.rules import is_due
from dutydesk.desk.backups import copy_anchor
from dutydesk.kernel.instants import MINUTE, Instant
from dutydesk.store.expected import anchor_path
from dutydesk.store.views.reader import Reader

AGAIN: Instant = 10 * MINUTE
"""After a copy that did not come about: how long until the next attempt."""


def command(store: Path) -> list[str]:
    """Return what makes the daily copy of a store; it looks itself whether it is due."""
    return [sys.executable, "-m", "dutydesk", "backup", "--scheduled", "--db", str(store.absolute())]


class Backing:
    """Begins the daily copy, and puts each new anchor among the copies.

    Args:
        store: what is copied.
        now: the desk's clock.
        start: starts a process; tests bring their own.
    """

    def __init__(
        self,
        store: Path,
        now: Callable[[], Instant],
        start: Callable[[list[str]], subprocess.Popen[bytes]] | None = None,
    ) -> None:
        self._store, self._now, self._start = store, now, start or _started
        self._running: subprocess.Popen[bytes] | None = None
        self._tried: Instant | None = None
        self._copied: float | None = None
        self._copier: threading.Thread | None = None

    def look(self, views: Reader) -> bool:
        """Begin the daily copy where it is due and none is under way; return whether one was begun."""
        place = reads.place(views)
        if place is None:
            return False
        self._copy_anchor([Path(folder) for folder in (place.folder, place.second) if folder])
        if self._running is not None:
            if self._running.poll() is None:
                return False
            self._running = None
        now, proved = self._now(), reads.verified(views)
        waits = self._tried is not None and 0 <= now - self._tried < AGAIN
        if waits or not is_due(now, proved[1] if proved is not None else 0):
            return False
        self._tried = now
        try:
            self._running = self._start(command(self._store))
        except OSError:
            return False  # tried again; at 04:00 the clock says that there is none
        return True

    def _copy_anchor(self, folders: list[Path]) -> None:
        """Copy a new anchor on a thread of its own: a second place may be a disk of the network that hangs."""
        try:
            changed = anchor_path(self._store).stat().st_mtime
        except OSError:
            return
        if changed == self._copied or (self._copier is not None and self._copier.is_alive()):
            return
        self._copied = changed
        self._copier = threading.Thread(target=copy_anchor, args=(self._store, folders), name="anchor", daemon=True)
        self._copier.start()


def _started(words: list[str]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in {"DUTYDESK_AS", "DUTYDESK_DB"}}
    return subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
