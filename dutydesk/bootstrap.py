"""Puts the desk together: the one place that knows store, clock and books at once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.clock import Clock, SystemClock, Timekeeper
from dutydesk.faults import Faults
from dutydesk.kernel.values import dataclass

if TYPE_CHECKING:
    from dutydesk.desk.service import Desk
    from dutydesk.store.views import Views
    from dutydesk.watch.outbox import Dispatcher
    from dutydesk.watch.tick import Watch


@dataclass()
class Container:
    """An open desk: acts, reads, the watch over one store, and the courier for what leaves the house."""

    desk: Desk
    views: Views
    watch: Watch
    faults: Faults
    """What fails at run time, and the log of it."""

    @cached_property
    def dispatcher(self) -> Dispatcher:
        """What carries messages out; nothing is sent until it is started or asked."""
        from dutydesk.watch.outbox import Dispatcher

        return Dispatcher(
            self.desk.store,
            self.desk.books.channels,
            self.desk.now,
            faults=self.faults,
            programs=not self.desk.by_key,
            attach=self.report_file,
        )

    def report_file(self, report: str) -> tuple[str, bytes]:
        """Return a report as the file that a channel carries: its name and content.

        Raises:
            Worded: it cannot be printed as final.
        """
        from dutydesk.capabilities.papers.issuing import report_file
        from dutydesk.store.views import Views
        from dutydesk.store.views.seen import opened

        views = opened(Views.open(self.desk.store.path))  # on the courier's thread
        try:
            return report_file(views, self.desk.books, report)
        finally:
            views.close()

    def carry(self, *, raised: bool) -> None:
        """Let go out what is to: by the channels that count now, at once where something was raised."""
        self.dispatcher.use(self.desk.books.channels)
        self.dispatcher.start()
        if raised:
            self.dispatcher.wake()

    def close(self) -> None:
        """Stop sending and close all connections."""
        if "dispatcher" in self.__dict__:
            self.dispatcher.stop()
        self.views.close()
        self.desk.store.close()
        self.faults.close()


def bring_up(path: Path, clock: Clock | None = None) -> Path | None:
    """Migrate an older store before anything reads it; return the copy made before, None when it is of this version.

    Raises:
        StoreError: the store cannot be used; it is as it was.
    """
    from dutydesk.store import connect

    if not path.exists() or connect.header_version(path) >= connect.SCHEMA_VERSION:
        return None
    from dutydesk.store.migrations import bring_up as migrate

    return migrate(path, (clock or SystemClock()).wall())


def open_container(
    path: Path, *, clock: Clock | None = None, faults: Faults | None = None, by_key: bool = False
) -> Container:
    """Open a store with everything around it; the rulebook is the one that the store accepted. Imports the write side, so it is not on the way to the first frame.

    Args:
        path: the store.
        clock: the machine's unless a drill brings its own.
        faults: what fails at run time.
        by_key: the session came in over SSH: see ``Desk``.

    Raises:
        StoreError: the store cannot be used.
        RulebookError: the shipped books cannot, and something of them is needed.
    """
    from dutydesk.desk.service import Desk
    from dutydesk.store.engine import open_store
    from dutydesk.store.views import Views
    from dutydesk.store.views.rulebooks import accepted_seq
    from dutydesk.store.views.seen import opened
    from dutydesk.usecase.accepted import source_of
    from dutydesk.usecase.books import load_books
    from dutydesk.watch.tick import Watch

    store = open_store(path)
    views = opened(Views.open(path))
    accepted = accepted_seq(views)  # before they are read: what is accepted meanwhile is taken up by the first act
    books = load_books(source_of(views))
    clock = clock or SystemClock()
    desk = Desk(store, Timekeeper(clock), books, accepted=accepted, by_key=by_key)
    faults = faults or Faults(path, clock.wall)
    return Container(desk, views, Watch(desk, views, faults), faults)
