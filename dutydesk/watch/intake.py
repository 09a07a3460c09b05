"""Taking in for one process, on a thread with a store connection of its own: neither keys nor the tick wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from dutydesk.bootstrap import Container, open_container
from dutydesk.clock import Clock
from dutydesk.faults import Faults, attempt
from dutydesk.watch.folder import Folder
from dutydesk.watch.lease import Lease

if TYPE_CHECKING:
    from dutydesk.config import MailAccount


class Source(Protocol):
    """Where something arrives."""

    TASK: ClassVar[str]
    """Its name among the faults."""
    RIGHT: ClassVar[str]
    """What the right to take in from it is called, beside the store."""
    SECONDS: ClassVar[float]
    """How often it is looked for what has arrived."""
    left: list[str]
    """What the last look could not take in, a sentence each."""

    def look(self, container: Container, go_on: Callable[[], bool]) -> Sequence[object]:
        """Take in what is there, asking between two things whether to go on; return what was taken in."""
        ...


class Intake:
    """Takes in what arrives for a store from one source.

    Args:
        store: the store.
        source: the watched folder, or a mailbox.
        first: whether it goes before the desks (``watch``).
        clock: the desk's.
        faults: where a failure is told; the next look tries again.
    """

    def __init__(self, store: Path, source: Source, *, first: bool, clock: Clock, faults: Faults) -> None:
        self._store, self._clock, self._faults = store, clock, faults
        self._source = source
        self._lease = Lease(store, first=first, what=source.RIGHT)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """End behind what is being taken in; what is left lies there for whoever takes in next."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(patience)
        self._lease.end()

    def _run(self) -> None:
        while not self._over.is_set():
            attempt(self._faults, self._source.TASK, self._serve)
            self._over.wait(self._source.SECONDS)

    def _serve(self) -> None:
        """Look again and again, with the store open."""
        container = open_container(self._store, clock=self._clock, faults=self._faults)
        with closing(container.views), closing(container.desk.store):
            while not self._over.is_set():
                self.look(container)
                self._faults.well(self._source.TASK)
                self._over.wait(self._source.SECONDS)

    @property
    def left(self) -> list[str]:
        """What the last look could not take in, a sentence each."""
        return self._source.left

    def look(self, container: Container) -> int:
        """Take in what lies there, unless another process does; return how much that was."""
        with self._lease as ours:
            if not ours:
                return 0
            taken = len(self._source.look(container, lambda: not self._over.is_set()))
            self._lease.mark()
            return taken


def sources(store: Path, folder: Path | None, account: MailAccount | None) -> list[Source]:
    """Return where things arrive for a store."""
    found: list[Source] = [Folder(folder)] if folder is not None else []
    if account is not None:
        from dutydesk.watch.mailbox import Mailbox

        found.append(Mailbox(account, store))
    return found
