"""The daily backup is watched where there is a place for it, and in drills."""

from __future__ import annotations

from pathlib import Path

import pytest
from room import DAY_BEGINS

from dutydesk.capabilities.backups.events import BackupsPlaced
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.kernel.instants import DAY
from dutydesk.store.engine import create_store
from dutydesk.store.views import Views
from dutydesk.usecase.books import load_books
from dutydesk.watch.tick import Watch


@pytest.mark.parametrize(("drill", "place", "born"), [(False, "", 0), (False, "/backup", 2), (True, "", 2)])
def test_the_backup_falls_due_only_where_something_is_backed_up(
    tmp_path: Path, drill: bool, place: str, born: int
) -> None:
    path = tmp_path / "desk.db"
    store = create_store(path, site="测试", drill=drill, now=DAY_BEGINS)
    if place:
        store.write(lambda tx: tx.append(BackupsPlaced(folder=place), actor="desk"), now=DAY_BEGINS)
    clock, views = ManualClock(DAY_BEGINS), Views.open(path)
    watch = Watch(Desk(store, Timekeeper(clock), load_books()), views)
    for days in (1, 2):
        clock.set(DAY_BEGINS + days * DAY)
        watch.tick()
    assert sum(one.rule == "backup_daily" for one in views.clocks()) == born
    views.close()
    store.close()
