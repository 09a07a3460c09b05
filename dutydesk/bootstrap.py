"""Puts the desk together: the one place that knows store, clock and books at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dutydesk.clock import Clock, SystemClock, Timekeeper
from dutydesk.domain.values import dataclass

if TYPE_CHECKING:
    from dutydesk.desk.service import Desk
    from dutydesk.store.views import Views
    from dutydesk.watch.tick import Watch


@dataclass()
class House:
    """An open desk: acts, reads, and the watch over one store."""

    desk: Desk
    views: Views
    watch: Watch

    def close(self) -> None:
        """Close all connections."""
        self.views.close()
        self.desk.store.close()


def open_house(path: Path, *, clock: Clock | None = None, rulebook: Path | None = None) -> House:
    """Open a store with everything around it. Imports the write side, so it is not on the way to the first frame.

    Raises:
        StoreError: the store cannot be used.
        RulebookError: the office's books cannot.
    """
    from dutydesk.desk.books import load_books
    from dutydesk.desk.service import Desk
    from dutydesk.store.engine import open_store
    from dutydesk.store.views import Views
    from dutydesk.watch.tick import Watch

    books = load_books(rulebook)
    store = open_store(path)
    views = Views.open(path)
    desk = Desk(store, Timekeeper(clock or SystemClock()), books)
    return House(desk, views, Watch(desk, views))
