"""What is written and read by name: a column that is missing is found before a row is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, ClassVar

import pytest
from sqlalchemy import MetaData
from sqlmodel import SQLModel

from dutydesk.capabilities import collect
from dutydesk.kernel.events import REGISTRY, Event
from dutydesk.kernel.wording import Word
from dutydesk.store import projecting, statements, views
from dutydesk.store.columns import integer_column, text_column
from dutydesk.store.engine import Store
from dutydesk.store.journal import Row
from dutydesk.store.mapped import Mapped
from dutydesk.store.views import Views


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Projections declared in a test are gone after it."""
    monkeypatch.setattr(projecting, "APPLY", {})
    return projecting.APPLY


class Opened(Event):
    KIND = "sample.opened"
    sample: str
    name: str = ""
    to: list[str] = field(default_factory=list[str])
    urgent: bool = False


del REGISTRY[Opened.KIND]  # nobody else is to meet it


class Sample(SQLModel, table=True):
    metadata = MetaData()
    __tablename__: ClassVar[Any] = "sample_of_the_test"
    id: str = text_column(key=True)
    name: str = text_column()
    to: str = text_column()
    urgent: int = integer_column()
    state: str = text_column(begins="open")
    opened_at: int = integer_column()
    ended_at: int = integer_column(null=True)
    seq: int = integer_column()


class Statements:
    """Keeps what would be run."""

    def __init__(self) -> None:
        self.run: list[tuple[str, Any]] = []

    def execute(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        self.run.append((sql, parameters))
        return []


def written(kinds: dict[str, Any]) -> list[tuple[str, Any]]:
    tx = Statements()
    event = Opened(sample="s1", name=Word("甲"), to=["乙", "丙"], urgent=True)
    row = Row(7, "r", "o", 5, 4, "zhou", event.KIND, 1, None, "", event.payload())
    for apply in kinds[event.KIND]:
        apply(tx, row, event)
    return tx.run


def test_a_row_is_filled_from_event_row_and_what_its_columns_begin_with(kinds: dict[str, Any]) -> None:
    statements.opens(Opened, Sample, id="sample", opened_at=statements.at)
    assert written(kinds) == [
        (
            (
                'INSERT INTO sample_of_the_test (id, name, "to", urgent, state, opened_at, seq) '
                "VALUES (:id, :name, :to, :urgent, :state, :opened_at, :seq)"
            ),
            {
                "id": "s1",
                "name": "甲",
                "to": '["乙","丙"]',
                "urgent": 1,
                "state": "open",
                "opened_at": 4,
                "seq": 7,
            },
        )
    ]


def test_a_change_is_of_the_row_whose_key_the_event_says(kinds: dict[str, Any]) -> None:
    statements.changes(Opened, Sample, id="sample", state=statements.Fixed("done"), ended_at=statements.at)
    statements.ends(Opened, Sample, name="name")
    assert written(kinds) == [
        (
            "UPDATE sample_of_the_test SET state = :state, ended_at = :ended_at WHERE id = :id",
            {"state": "done", "ended_at": 4, "id": "s1"},
        ),
        ("DELETE FROM sample_of_the_test WHERE name = :name", {"name": "甲"}),
    ]


@pytest.mark.parametrize("declare", [statements.opens, statements.changes, statements.ends])
def test_a_column_that_is_none_is_found_where_it_is_declared(kinds: dict[str, Any], declare: Any) -> None:
    with pytest.raises(statements.Missing, match=r"sample_of_the_test\.nmae"):
        declare(Opened, Sample, id="sample", nmae="name")
    assert not kinds


def test_a_column_without_a_source_is_found_where_it_is_declared(kinds: dict[str, Any]) -> None:
    with pytest.raises(statements.Missing, match=r"sample_of_the_test\.opened_at"):
        statements.opens(Opened, Sample, id="sample")
    with pytest.raises(statements.Missing, match=r"sample_of_the_test\.id"):
        statements.changes(Opened, Sample, name="name")
    assert not kinds


def every_read() -> Iterator[tuple[str, Mapped[Any]]]:
    modules = [*collect("reads"), views.people, views.matters, views.clocks, views.log]
    for module in modules:
        for name, one in vars(module).items():
            if isinstance(one, Mapped):
                yield f"{module.__name__}.{name}", one


def test_every_view_has_its_columns(store: Store) -> None:
    found = dict(every_read())
    assert len(found) > 20
    views = Views.open(store.path)
    try:
        for one in found.values():
            assert one.all(views, "LIMIT 0") == []
    finally:
        views.close()
