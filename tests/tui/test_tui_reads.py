"""What the picture of the desk asks of the store: it is read at every change, so that nothing in it may grow with the log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dutydesk.bootstrap import Container, open_container
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.restricted.acts import Restrict
from dutydesk.clock import ManualClock
from dutydesk.store.mapped import NOTHING
from dutydesk.store.views import Views
from dutydesk.store.views.seen import Sight
from dutydesk.tui.state import read_state

GROW = {"journal", "entry", "j", "e"}
"""The tables that have a row for every line of the log, and what statements call them."""


@pytest.fixture
def house(store_path: Path, clock: ManualClock):
    opened = open_container(store_path, clock=clock)
    yield opened
    opened.close()


def asked(house: Container) -> list[tuple[str, Any]]:
    """Return the statements of one picture, as they reach the store, with their parameters."""
    found: list[tuple[str, Any]] = []
    views = Views.open(house.desk.store.path)
    run = views.execute

    def execute(sql: str, parameters: Any = NOTHING) -> Any:
        found.append((sql, parameters))
        return run(sql, parameters)

    noted = Views(execute, views.close, views.stream, views.interrupt, views.path)
    books = house.desk.books
    read_state(Sight(noted).of("zhang"), books.checklist, house.desk.timekeeper.clock.wall(), "zhang", books.rights)
    views.close()
    return found


def looked_through(house: Container) -> set[str]:
    """Return the statements of the picture that go through every row of the log; those that stop after some do not."""
    views = Views.open(house.desk.store.path)
    found: set[str] = set()
    for sql, parameters in asked(house):
        plan = [str(row[3]).split() for row in views.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        if "LIMIT" not in sql and any(words[0] == "SCAN" and words[1] in GROW for words in plan):
            found.add(sql)
    views.close()
    return found


def test_the_picture_looks_through_no_table_that_grows_with_the_log(house: Container) -> None:
    assert len(asked(house)) > 30
    assert looked_through(house) == set()


def test_nor_does_it_while_a_matter_is_restricted(house: Container) -> None:
    house.desk.perform(Restrict(matter="Y1", holder=["zhang"], reason="涉及隐私"), actor="wang")
    assert looked_through(house) == set()


def test_the_picture_asks_no_more_with_more_matters(house: Container) -> None:
    for number in range(2):
        house.desk.perform(Open(kind="incident", title=f"事故{number}", place="南召县"), actor="zhang")
    few = len(asked(house))
    for number in range(5):
        house.desk.perform(Open(kind="incident", title=f"火灾{number}", place="方城县"), actor="zhang")
    assert len(asked(house)) == few
