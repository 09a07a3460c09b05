"""Thirty days before a month in which a type of affair recurs, its plan's review is due: a clock like any other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.obligations.acts import Met
from dutydesk.capabilities.shifts.events import OfficerAdded
from dutydesk.clock import ManualClock, Timekeeper
from dutydesk.desk.service import Desk
from dutydesk.kernel.instants import DAY, SHANGHAI, Instant, from_datetime
from dutydesk.store.engine import create_store
from dutydesk.store.views import ClockView, Views
from dutydesk.usecase.books import load_books
from dutydesk.watch.tick import Watch

RULE = "peak_plan_review"


def at(text: str) -> Instant:
    """An instant of Asia/Shanghai."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


class House:
    """A store that was there for years, and one process that watches it."""

    def __init__(self, path: Path) -> None:
        self.clock = ManualClock(at("2024-01-01T08:00"))
        store = create_store(path, site="测试", drill=True, now=self.clock.wall())
        add = OfficerAdded(officer="zhou", name="周明", role="officer")
        store.write(lambda tx: tx.append(add, actor="desk"), now=self.clock.wall())
        self.desk = Desk(store, Timekeeper(self.clock), load_books())
        self.views = Views.open(path)
        self.watch = Watch(self.desk, self.views)

    def fire(self, day: str) -> None:
        """A fire on a day."""
        self.clock.set(at(f"{day}T12:00"))
        act = Open.from_words({"kind": "incident", "title": "火灾", "colour": "blue", "subtype": "fire"})
        self.desk.perform(act, actor="zhou")

    def watched(self, day: str) -> list[ClockView]:
        """The clocks before peaks, after the watch looked on a day."""
        self.clock.set(at(f"{day}T09:00"))
        self.watch.tick()
        return self.views.find_clocks(rule=RULE, matter_id=None, subject=None)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "desk.db")
    for day in ("2024-08-03", "2024-08-20", "2025-08-11"):
        made.fire(day)
    yield made
    made.views.close()
    made.desk.store.close()


def test_the_review_is_due_thirty_days_before_and_known_two_weeks_earlier(house: House) -> None:
    assert house.watched("2026-06-17") == []
    (one,) = house.watched("2026-06-18")
    assert (one.trigger_at, one.due_at) == (at("2026-08-01T00:00"), at("2026-08-01T00:00") - 30 * DAY)
    assert "火灾 2026-08" in one.title
    assert house.watched("2026-06-19") == [one], "one for each peak of a year"


def test_it_ends_when_somebody_says_so_and_comes_again_the_next_year(house: House) -> None:
    (one,) = house.watched("2026-06-20")
    house.desk.perform(Met.from_words({"obligation": one.id, "note": "已看"}), actor="zhou")
    assert [view.state for view in house.watched("2026-07-30")] == ["met"]
    assert [view.state for view in house.watched("2027-06-20")] == ["met", "open"]


def test_a_peak_that_is_found_late_leaves_three_days(house: House) -> None:
    (one,) = house.watched("2026-07-20")
    assert one.due_at == at("2026-07-23T09:00")
    assert one.standing(house.clock.wall()) == "running"


def test_what_was_once_is_no_peak(tmp_path: Path) -> None:
    made = House(tmp_path / "desk.db")
    for day in ("2025-08-03", "2025-08-20", "2025-08-21"):
        made.fire(day)
    assert made.watched("2026-06-25") == []
    made.views.close()
    made.desk.store.close()
