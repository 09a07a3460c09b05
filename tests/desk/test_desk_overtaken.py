"""Two people at one thing: the first save wins, the second is shown it before anything is written over it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from room import Room

from dutydesk.kernel.instants import DAY, iso
from dutydesk.kernel.refusal import Difference, OvertakenError, Refused
from dutydesk.usecase.acts import REGISTRY


@pytest.fixture
def two(room: Room) -> Room:
    room.shift()
    room.incident()
    room.incident(label="Y2")
    return room


def save(room: Room, name: str, by: str, since: int | None, **words: Any) -> None:
    room.desk.perform(REGISTRY[name].from_words(words), actor=by, since=since)


SAME: list[tuple[str, dict[str, Any], dict[str, Any], list[Difference]]] = [
    ("figures", {"matter": "Y1", "deaths": "2"}, {"matter": "Y1", "deaths": "3"}, [Difference("deaths", "2", "3")]),
    ("figures", {"matter": "Y1", "injured": "3"}, {"matter": "Y1", "deaths": "2"}, []),
    ("amend", {"matter": "Y1", "title": "甲", "place": "东"}, {"matter": "Y1", "title": "乙"}, [Difference("title", "甲", "乙")]),
    ("amend", {"matter": "Y1", "title": "甲"}, {"matter": "Y1", "title": "甲"}, []),
    ("check", {"item": "s2", "state": "normal"}, {"item": "s2", "state": "abnormal", "note": "缺"},
     [Difference("state", "normal", "abnormal")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "theirs", "mine", "differences"), SAME)
def test_the_second_is_shown_what_the_first_saved(
    two: Room, name: str, theirs: dict[str, Any], mine: dict[str, Any], differences: list[Difference]
) -> None:
    """Refused once, nothing written; having seen it (a later ``since``), the second saves."""
    since = two.views.head()[0]
    save(two, name, "he", since, **theirs)
    before = two.views.head()[0]
    with pytest.raises(OvertakenError) as caught:
        save(two, name, "zhou", since, **mine)
    assert two.views.head()[0] == before
    assert caught.value.actor == "he"
    assert since < caught.value.seq <= before
    assert [
        one for one in caught.value.differences if one.field in {"deaths", "injured", "title", "place", "state"}
    ] == differences
    try:
        save(two, name, "zhou", caught.value.seq, **mine)
    except OvertakenError:
        raise
    except Refused:
        pass  # the desk has a rule of its own about the same again


OTHER: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("figures", {"matter": "Y2", "deaths": "3"}, {"matter": "Y1", "deaths": "2"}),
    ("check", {"item": "s3", "state": "normal"}, {"item": "s2", "state": "normal"}),
    ("log", {"text": "甲", "matter": "Y1"}, {"text": "乙", "matter": "Y1"}),
    ("remind", {"time": "23:00", "text": "甲"}, {"time": "23:00", "text": "乙"}),
]


@pytest.mark.parametrize(("name", "theirs", "mine"), OTHER)
def test_what_is_about_another_thing_or_adds_to_it_goes_on(
    two: Room, name: str, theirs: dict[str, Any], mine: dict[str, Any]
) -> None:
    since = two.views.head()[0]
    save(two, name, "he", since, **theirs)
    save(two, name, "zhou", since, **mine)


def test_what_the_form_had_seen_when_it_opened_stops_nothing(two: Room) -> None:
    save(two, "figures", "he", None, matter="Y1", deaths="3")
    save(two, "figures", "zhou", two.views.head()[0], matter="Y1", deaths="4")


def test_a_command_which_saw_nothing_is_not_asked(two: Room) -> None:
    save(two, "figures", "he", None, matter="Y1", deaths="3")
    save(two, "figures", "zhou", None, matter="Y1", deaths="4")


def test_two_units_of_one_matter_are_two_things(two: Room) -> None:
    """What an act is about is said by its event, beside the matter (``Act.WHICH``)."""
    save(two, "notify", "zhou", None, matter="Y1", unit=["省公安厅", "省卫健委"])
    since = two.views.head()[0]
    save(two, "receipt", "he", since, matter="Y1", unit="省公安厅")
    save(two, "receipt", "zhou", since, matter="Y1", unit="省卫健委")


def test_a_roster_that_is_taken_in_sees_a_shift_that_another_planned_meanwhile(two: Room) -> None:
    """Every row of the table is compared, and no row with one of the same table."""
    days = [two.now() + number * DAY for number in (20, 21, 22)]

    def table(*people: str) -> list[str]:
        return [json.dumps([iso(day), iso(day + DAY), *people, "", ""]) for day in days]

    since = two.views.head()[0]
    save(two, "roster import", "wang", since, rows=table("he", "zhou")[1:2], yes=True)
    with pytest.raises(OvertakenError) as caught:
        save(two, "roster import", "wang", since, rows=table("zhou", "he"), yes=True)
    assert json.loads(caught.value.payload)["begins"] == days[1]
    save(two, "roster import", "wang", caught.value.seq, rows=table("zhou", "he"), yes=True)
