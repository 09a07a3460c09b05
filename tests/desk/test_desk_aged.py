"""What is kept longer than was decided: counted by kind, personal data entry by entry, that of a matter from its closing on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from room import Room

from dutydesk.capabilities.files.aged import Aged, aged
from dutydesk.kernel.durations import Duration
from dutydesk.kernel.instants import DAY, Instant
from dutydesk.store.views.seen import NOBODY, masked_for, seen_by

MOBILE = "13800138000"


@pytest.fixture
def told(room: Room) -> Room:
    """A line with a number, one without, a visitor, and a number in the file of a matter that is open."""
    room.do("log", text=f"来电人 {MOBILE}")
    room.do("log", text="天气晴")
    room.do("visit in", name="李某", unit="某公司", why="送材料")
    room.do("open", kind="routine", label="M1", title="日常事项")
    room.do("log", text=f"联系人 {MOBILE}", matter="M1")
    return room


def personal(room: Room, at: Instant, **reads: str) -> Aged:
    views = masked_for(room.views) if reads else room.views
    return next(one for one in aged(views, room.desk.books.retention, at) if one.kept.id == "personal")


def texts(found: Aged) -> list[str]:
    return [one.entry.kind for one in found.entries]


def test_nothing_is_over_before_its_time(told: Room) -> None:
    found = aged(told.views, told.desk.books.retention, told.now() + 30 * DAY)
    assert [one.count for one in found if one.count is not None] == [0] * sum(one.count is not None for one in found)


def test_after_a_year_what_names_people_is_listed_and_an_open_matter_s_is_not(told: Room) -> None:
    found = personal(told, told.now() + 366 * DAY)
    assert texts(found) == ["entry.noted", "visit.in"]
    assert found.count == 2
    assert all(one.until <= told.now() + 366 * DAY for one in found.entries)


def test_of_a_matter_the_time_begins_when_it_is_closed(told: Room) -> None:
    told.clock.set(told.now() + 300 * DAY)
    told.do("close", matter="M1", outcome="solved", criterion="办完")
    closed = told.now()
    assert texts(personal(told, closed + 364 * DAY)) == ["entry.noted", "visit.in"]
    assert texts(personal(told, closed + 366 * DAY)) == ["entry.noted", "visit.in", "entry.noted"]


def test_who_sees_numbers_shortened_is_told_the_same(told: Room) -> None:
    later = told.now() + 366 * DAY
    assert texts(personal(told, later, as_="auditor")) == texts(personal(told, later))


def test_what_is_restricted_to_others_is_not_counted(told: Room) -> None:
    told.do("restrict set", "liu", matter="M1", holder=["sun"], reason="x")
    told.clock.set(told.now() + 10 * DAY)
    told.do("close", "sun", matter="M1", outcome="solved", criterion="办完")
    later, retention = told.now() + 400 * DAY, told.desk.books.retention
    mine, others = (
        next(one for one in aged(seen_by(told.views, who), retention, later) if one.kept.id == "personal")
        for who in ("sun", NOBODY)
    )
    assert mine.count == (others.count or 0) + 1


def test_the_log_and_the_audit_lines_are_counted_and_other_kinds_left_to_people(told: Room) -> None:
    later = told.now() + 4000 * DAY
    found = {one.kept.id: one for one in aged(told.views, told.desk.books.retention, later)}
    everything = told.views.rows("SELECT count(*), sum(audit) FROM entry")[0]
    assert (found["journal"].count, found["audit"].count) == everything
    assert found["reports"].count == 0, "kept for ever"
    assert found["backups"].count is None
    own = replace(found["personal"].kept, id="own", keep=Duration.parse("P1D"))
    assert aged(told.views, [own], later)[0].count is None
