"""When affairs come: every one counted once in each map, peaks by a rule that can be checked by hand."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.statistics.heat import pages
from dutydesk.capabilities.statistics.rules.heat import SHADES, by_hour, by_month, peaks, recurrent, shade
from dutydesk.kernel.instants import SHANGHAI, from_datetime
from dutydesk.kernel.when import WEEKDAYS

TYPES = ("道路交通事故", "火灾", "洪涝")
affairs = st.lists(
    st.tuples(st.datetimes(datetime(2020, 1, 1), datetime(2026, 12, 31)), st.sampled_from(TYPES)),
    max_size=60,
)


def at(text: str) -> int:
    """An instant of Asia/Shanghai."""
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI))


@given(affairs)
def test_every_affair_stands_once_in_each_map(found: list[tuple[datetime, str]]) -> None:
    told = [(from_datetime(moment.replace(tzinfo=SHANGHAI)), name) for moment, name in found]
    months, hours = by_month(told), by_hour(told, WEEKDAYS)
    assert months.total == hours.total == len(told)
    for name, counts in months.rows:
        for number, count in enumerate(counts, 1):
            assert count == sum(moment.month == number and one == name for moment, one in found)
    for hour, counts in hours.rows:
        for day, count in enumerate(counts):
            assert count == sum((moment.hour, moment.weekday()) == (int(hour), day) for moment, _ in found)


def test_the_commonest_type_is_first_and_the_day_is_that_of_beijing() -> None:
    told = [(at("2026-07-31T23:30"), "火灾"), (at("2026-08-01T00:30"), "洪涝"), (at("2025-07-01T00:30"), "洪涝")]
    months = by_month(told)
    assert [name for name, _ in months.rows] == ["洪涝", "火灾"]
    assert (months.rows[0][1][6:8], months.rows[1][1][6:8]) == ((1, 1), (1, 0))


@pytest.mark.parametrize(
    ("counts", "high"),
    [
        ([0] * 6 + [5, 4] + [0] * 4, (7, 8)),
        ([0] * 6 + [2, 2] + [0] * 4, ()),
        ([3] * 12, ()),
        ([1] * 11 + [9], (12,)),
    ],
)
def test_a_peak_is_much_oftener_than_its_other_months(counts: list[int], high: tuple[int, ...]) -> None:
    told = [(at(f"2026-{month:02}-15T10:00"), "洪涝") for month, count in enumerate(counts, 1) for _ in range(count)]
    assert peaks(by_month(told)).get("洪涝", ()) == high


@given(st.integers(0, 500), st.integers(1, 500))
def test_something_is_never_shown_as_nothing(count: int, most: int) -> None:
    most = max(most, count)
    assert (shade(count, most) == SHADES[0]) == (count == 0)
    assert shade(most, most) == SHADES[-1]


@given(affairs, st.integers(48, 120))
def test_the_page_has_the_figures_in_columns_that_line_up(found: list[tuple[datetime, str]], room: int) -> None:
    told = [(from_datetime(moment.replace(tzinfo=SHANGHAI)), name) for moment, name in found]
    for part in pages(told, room).split("\n\n")[:2]:
        _, *lines = part.splitlines()
        widths = {sum(2 if ord(character) > 0x2E80 else 1 for character in line) for line in lines[1:]}
        assert len(widths) <= 1
        assert max(widths, default=0) <= room


def test_a_name_is_whole_where_there_is_room() -> None:
    told = [(at("2026-07-01T00:30"), "特种设备事故")]
    assert "特种设备事故" in pages(told, 68)
    assert "特种设备事故" not in pages(told, 50)
    assert "特种设…" in pages(told, 50)


@pytest.mark.parametrize(
    ("days", "months"),
    [
        (["2025-08-01", "2025-08-09", "2026-08-03"], (8,)),
        (["2026-08-01", "2026-08-09", "2026-08-20"], ()),
        (["2025-08-01", "2026-08-09"], ()),
        (["2024-08-01", "2025-08-09", "2026-08-20", "2025-02-01", "2026-02-02", "2026-02-09"], (2, 8)),
        ([], ()),
    ],
)
def test_a_peak_recurs_where_two_years_have_it(days: list[str], months: tuple[int, ...]) -> None:
    assert recurrent([(at(day), "火灾") for day in days]).get("火灾", ()) == months


@given(affairs)
def test_what_recurs_is_a_peak(found: list[tuple[datetime, str]]) -> None:
    told = [(from_datetime(moment.replace(tzinfo=SHANGHAI)), name) for moment, name in found]
    high = peaks(by_month(told))
    assert all(set(months) <= set(high[name]) for name, months in recurrent(told).items())
