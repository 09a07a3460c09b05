"""备班: whoever stands as A or B that day is called in for nobody; it is said when it is put down, and by the roster's check."""

from __future__ import annotations

from datetime import date

from room import Room

from dutydesk.capabilities.roster import standby, state
from dutydesk.desk.echo import remarks
from dutydesk.kernel.instants import DAY

DAY_OF = date(2026, 7, 17)
SAID = "注意: 备班人当天值主班或副班"


def test_a_register_of_the_offices_own_with_other_fields_says_nothing() -> None:
    assert standby.put_down({"day": "2026-07-17", "person": "zhou"}) == (DAY_OF, "zhou")
    for other in ({"day": "2026-07-17"}, {"person": "zhou"}, {"day": "周五", "person": "zhou"}):
        assert standby.put_down(other) is None


def planned(room: Room) -> tuple[str, str]:
    """Who stands as A on the 17th, and an A who does not stand that day."""
    room.at("08:00")
    room.shift()
    teams = ["zhou/he/liu", "sun/ma/zhao"]
    room.do("roster plan", "wang", since="2026-07-16", until="2026-07-29", team=teams)
    (day,) = state.days_of(room.views, room.desk.books, DAY_OF, DAY_OF)
    stands = {day.stretches[0].a, day.stretches[0].b}
    return day.stretches[0].a, next(one for one in ("zhou", "sun") if one not in stands)


def put_down(room: Room, person: str, name: str = "register add", **words: str) -> list[str]:
    """What is said back at every door."""
    values = [f"person={person}", *([] if words else [f"day={DAY_OF}"])]
    return [str(one) for one in remarks(room.do(name, register="standby", values=values, **words).rows)]


def checked(room: Room) -> list[str]:
    """What the roster's check says of it, at every door."""
    now = room.now()
    found = state.findings(room.views, room.desk.books, now, now + 7 * DAY, now)
    assert not any(one.blocks for one in found if one.kind == "on_standby")
    return [str(one.sentence) for one in found if one.kind == "on_standby"]


def test_whoever_stands_that_day_is_said_to_be_no_standby(room: Room) -> None:
    stands, free = planned(room)
    assert SAID not in put_down(room, free)
    assert checked(room) == []
    assert SAID in put_down(room, stands, "register change", row="BB1")
    name = room.views.names()[stands]
    assert checked(room) == [f"{name} 当天值 A岗, 又排了备班"]


def test_a_roster_that_is_planned_later_is_checked_against_the_standby(room: Room) -> None:
    room.at("07:50")
    for number in range(16, 23):
        room.do("register add", register="standby", values=[f"day={date(2026, 7, number)}", "person=zhou"])
    assert checked(room) == []
    planned(room)
    said = checked(room)
    assert said
    assert set(said) == {"周明 当天值 A岗, 又排了备班"}
