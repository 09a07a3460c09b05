"""Which copies are kept, when one is due, what a name tells."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutydesk.capabilities.backups.rules import Copy, Keep, is_due, name_of, read_name, second_of, superfluous
from dutydesk.kernel.instants import DAY, HOUR, MINUTE, SECOND, at_local, to_datetime

ORIGIN = "01999999-aaaa-7bbb-8ccc-ddddeeeeffff"
NOON = at_local(date(2026, 11, 26), time(12, 0))


@given(at=st.integers(0, 4_000_000_000).map(lambda s: s * SECOND), count=st.integers(1, 10**9), sealed=st.booleans())
def test_a_name_tells_what_it_was_made_of(at: int, count: int, sealed: bool) -> None:
    assert read_name(name_of(ORIGIN, at, count, sealed=sealed)) == Copy(
        name_of(ORIGIN, at, count, sealed=sealed), "eeeeffff", at, count, sealed
    )


@pytest.mark.parametrize(
    "name", ["desk.db", "dutydesk-eeeeffff-20261326-000000-1.db", "dutydesk-eeeeffff-20261126-000000-1.db.partial", ""]
)
def test_other_files_are_no_copies(name: str) -> None:
    assert read_name(name) is None


def copy(at: int) -> Copy:
    found = read_name(name_of(ORIGIN, at, at // MINUTE, sealed=False))
    assert found is not None
    return found


@given(ages=st.lists(st.integers(0, 60 * 24 * 800), unique=True, max_size=60))
def test_what_is_kept_covers_hours_days_and_months(ages: list[int]) -> None:
    copies = [copy(NOON - age * MINUTE) for age in ages]
    keep = Keep(5, 4, 7)
    gone = {one.name for one in superfluous(copies, keep)}
    left = [one for one in copies if one.name not in gone]
    if copies:
        assert max(copies, key=lambda one: one.at) in left
    for form, most in (("%Y%m%d%H", 5), ("%Y%m%d", 4), ("%Y%m", 7)):
        every = sorted({f"{to_datetime(one.at):{form}}" for one in copies}, reverse=True)[:most]
        assert set(every) <= {f"{to_datetime(one.at):{form}}" for one in left}
    assert len(left) <= 5 + 4 + 7 + 1
    assert superfluous(left, keep) == []


def test_where_no_new_copy_comes_none_goes() -> None:
    old = [copy(NOON - day * DAY) for day in range(3)]
    assert superfluous(old, Keep()) == []


@pytest.mark.parametrize(
    ("now", "proved", "due"),
    [
        (time(2, 59), -DAY, False),  # yesterday 12:00 proved: not before 03:00
        (time(3, 0), -DAY, True),
        (time(3, 0), -2 * DAY, True),
        (time(2, 0), -2 * DAY, True),  # yesterday's never came
        (time(12, 0), -8 * HOUR, False),
        (time(12, 0), -10 * HOUR, True),  # the one of 02:00 was last night's
    ],
)
def test_the_daily_copy_is_due_from_three(now: time, proved: int, due: bool) -> None:
    assert is_due(at_local(date(2026, 11, 26), now), NOON + proved) is due


ROLES = {"guan": ("admin",), "wang": ("director",), "liu": ("leader",), "both": ("director", "admin")}


@pytest.mark.parametrize(
    ("actor", "known", "second", "may"),
    [
        ("guan", ("guan", "wang"), "wang", True),
        ("guan", ("guan", "wang"), "", False),
        ("guan", ("guan", "wang", "liu"), "liu", False),
        ("guan", ("guan",), "", True),  # nobody else could
        ("both", ("both", "liu"), "liu", True),
        ("both", ("both", "guan"), "guan", True),
        ("both", ("both", "liu"), "", False),
        ("both", ("both",), "", True),
        ("both", ("both", "liu"), "both", False),
        ("guan", ("guan", "wang"), "nobody", False),
    ],
)
def test_who_agrees(actor: str, known: tuple[str, ...], second: str, may: bool) -> None:
    assert (second_of(actor, {one: ROLES[one] for one in known}, second) is None) is may
