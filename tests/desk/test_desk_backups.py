"""The daily backup is watched where there is a place for it, and in drills."""

from __future__ import annotations

from pathlib import Path

import pytest
from room import DAY_BEGINS

from dutydesk.capabilities.backups.events import BackupsPlaced, BackupVerified
from dutydesk.capabilities.backups.handlers import proved
from dutydesk.capabilities.log.events import Noted
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.kernel.instants import DAY, MINUTE
from dutydesk.store.engine import create_store
from dutydesk.store.restoring import lost
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


@pytest.mark.parametrize(("written_after", "matters"), [(False, False), (True, True)])
def test_what_a_copy_met_by_being_made_is_not_missed(tmp_path: Path, written_after: bool, matters: bool) -> None:
    """In the hours in which the daily copy is owed its clock ends behind the copy, with the word that it was proved."""
    path = tmp_path / "desk.db"
    store = create_store(path, site="测试", drill=True, now=DAY_BEGINS)
    clock, views = ManualClock(DAY_BEGINS), Views.open(path)
    desk = Desk(store, Timekeeper(clock), load_books())
    clock.set(DAY_BEGINS + DAY)
    Watch(desk, views).tick()
    assert sum(one.rule == "backup_daily" for one in views.clocks()) == 1
    count = views.head()[0]
    proof = BackupVerified(file="copy.db", count=count)
    store.write(lambda tx: proved(desk.work(tx, "desk"), proof), now=desk.now())
    assert not [one for one in views.clocks() if one.rule == "backup_daily"]
    if written_after:
        clock.set(DAY_BEGINS + DAY + MINUTE)
        store.write(lambda tx: tx.append(Noted(text="一条"), actor="desk"), now=clock.wall())
    origin = views.meta()["origin"]
    views.close()
    store.close()
    missing = lost(path, origin, (), count, DAY_BEGINS, clock.wall())
    assert missing.last > count
    assert missing.matters is matters
