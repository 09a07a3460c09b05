"""Taking in for one process, on a thread with a store connection of its own: neither keys nor the tick wait for it."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

from dutydesk.bootstrap import Container, open_container
from dutydesk.clock import Clock
from dutydesk.faults import Faults, attempt
from dutydesk.watch.folder import Folder
from dutydesk.watch.lease import Lease

LOOK_SECONDS = 1.0
"""How often it is looked for what has arrived."""

TASK = "inbox"
"""Its name among the faults."""


class Intake:
    """Takes in what arrives for a store.

    Args:
        store: the store.
        folder: the watched folder.
        first: whether it goes before the desks (``watch``).
        clock: the desk's.
        faults: where a failure is told; the next look tries again.
    """

    def __init__(self, store: Path, folder: Path, *, first: bool, clock: Clock, faults: Faults) -> None:
        self._store, self._clock, self._faults = store, clock, faults
        self._folder = Folder(folder)
        self._lease = Lease(store, first=first)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """End behind the file that is being taken in; what is left lies there for whoever takes in next."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(patience)
        self._lease.end()

    def _run(self) -> None:
        while not self._over.is_set():
            attempt(self._faults, TASK, self._serve)
            self._over.wait(LOOK_SECONDS)

    def _serve(self) -> None:
        """Look again and again, with the store open."""
        container = open_container(self._store, clock=self._clock, faults=self._faults)
        with closing(container.views), closing(container.desk.store):
            while not self._over.is_set():
                self.look(container)
                self._faults.well(TASK)
                self._over.wait(LOOK_SECONDS)

    def look(self, container: Container) -> int:
        """Take in what lies there, unless another process does; return how much that was."""
        with self._lease as ours:
            return len(self._folder.look(container, go_on=lambda: not self._over.is_set())) if ours else 0
