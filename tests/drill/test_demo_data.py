"""The demo agrees with the product's own tables, and its past reaches up to the day under way."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from dutydesk.capabilities.grading.levels import proposal_for
from dutydesk.capabilities.limits.handlers import column_of
from dutydesk.drill.demo import HISTORY_EVERY, build, past
from dutydesk.kernel.instants import DAY, parse_instant
from dutydesk.store.views import Views
from dutydesk.usecase.books import load_books

NOW = parse_instant("2026-11-26T12:00:00+08:00", 0)


def test_every_incident_has_the_level_that_its_table_proposes(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    build(path, now=NOW)
    views = Views.open(path)
    books = load_books()
    incidents = [one for one in views.matters(ended=True) if one.kind == "incident"]
    assert len(incidents) >= 2
    for matter in incidents:
        assert proposal_for(views, books, matter).level == matter.level, matter.title
    column = column_of(views, books)
    assert column is not None
    assert column.id == "province-30-60"
    views.close()


@pytest.mark.parametrize("count", [1, 7, 1000, 20_000])
def test_the_past_has_no_gap_before_today(count: int) -> None:
    start = NOW - count * HISTORY_EVERY
    times = [at for at, _, _ in past(count, ["zhang"], start)]
    assert times == sorted(times)
    assert len(times) == count
    assert NOW - 2 * HISTORY_EVERY < times[-1] < NOW
    assert max((later - sooner for sooner, later in pairwise(times)), default=0) < DAY
