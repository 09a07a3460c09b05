"""The sign that somebody is watching. It needs no store, so every session can show its age at once."""

from __future__ import annotations

import os
from pathlib import Path

from dutydesk.kernel.instants import Instant


class Heartbeat:
    """When somebody last watched: the modification time of a file beside the store (never the store itself)."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + ".watch")

    def last(self) -> Instant | None:
        """Return the newest beat of any process, None before the first."""
        try:
            return self.path.stat().st_mtime_ns // 1000
        except OSError:
            return None

    def beat(self, now: Instant) -> None:
        """Leave a sign of life; a full disk must not stop the watch."""
        try:
            os.utime(self.path, ns=(now * 1000, now * 1000))
        except FileNotFoundError:
            try:
                self.path.touch(mode=0o600)
                os.utime(self.path, ns=(now * 1000, now * 1000))
            except OSError:
                return
        except OSError:
            return
