"""For random incidents over several days: reports, the sheet of each month and the brief of each day say the same numbers."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from room import Room
from test_desk_reporting import CASUALTIES, VERIFIED, numbers

from dutydesk.capabilities.papers.briefs import brief
from dutydesk.capabilities.papers.case import Case
from dutydesk.capabilities.papers.rules import Office, Receivers
from dutydesk.capabilities.papers.statistics import PEOPLE, statistics
from dutydesk.kernel.instants import HOUR, MINUTE, Instant, local_date, start_of

PLACES = {
    "Y1": ("二广高速南召段大客车追尾事故", "二广高速南召段"),
    "Y2": ("沪陕高速西峡段货车侧翻事故", "沪陕高速西峡段"),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(PLACES)), st.integers(1, 150), CASUALTIES, VERIFIED), min_size=2, max_size=6
)
TOLD = ("deaths", "missing", "injured")


def case(room: Room, paper: str, day: date) -> Case:
    books = room.desk.books
    return Case(room.views, books, Office(), books.papers.forms[paper], Receivers(), "", day, room.now())


def ledger(room: Room, label: str, until: Instant) -> dict[str, float]:
    """What the last report before a time told of people."""
    matter = room.views.matter(label)
    assert matter is not None
    sent = [one for one in room.views.reports(matter.id) if one.sent_at < until]
    return {name: sent[-1].figures.get(name, 0) for name in TOLD} if sent else dict.fromkeys(TOLD, 0)


def step(room: Room, label: str, figures: dict[str, int], *, verified: bool, first: bool) -> None:
    title, place = PLACES[label]
    if first:
        room.incident(label=label, title=title, place=place, source="高速交警", level="IV")
    if figures:
        found = verified or figures.get("missing") == 0  # who says that nobody is missing any more is asked
        more = {"verified_by": "周明"} if found else {}
        usual = {"matter": label, "source": "高速交警", "reason": "核减", "confirmed": "是", "level": "IV"}
        room.do("figures", **{**usual, **figures, **more})
    room.report(label, kind="first" if first else "follow_up")


def the_sheets_agree(room: Room, opened: dict[str, Instant], *, now: Instant) -> None:
    for month in sorted({(local_date(at).year, local_date(at).month) for at in (*opened.values(), now)}):
        first = date(*month, 1)
        since, after = start_of(first), start_of((first + timedelta(days=32)).replace(day=1))
        table = {row["what"]: float(row["all"]) for row in statistics(case(room, "statistics", first)).rows}
        mine = [label for label, at in opened.items() if since <= at < after]
        told = [ledger(room, label, min(after, now)) for label in mine]
        assert {said: table[said] for said in PEOPLE.values()} == {
            said: sum(one[name] for one in told) for name, said in PEOPLE.items()
        }
        assert table["起数"] == len(mine)


def the_briefs_agree(room: Room, opened: dict[str, Instant], *, since: Instant, now: Instant) -> None:
    day = local_date(since)
    while (until := start_of(day) + 8 * HOUR) <= now:
        text = next((one for one in brief(case(room, "brief", day)).text if "、突发事件。" in one), "")
        for label, at in opened.items():
            if at >= until:
                continue
            (said,) = re.findall(rf"{PLACES[label][0]}：(.*?)(?=（[一二]）|$)", text)
            stands = ledger(room, label, until)
            assert {name: numbers(said).get(name, 0) for name in stands} == stands
            if any(stands.values()):
                assert not re.search("无[^，。]*伤亡|未造成[^，。]*伤亡", said)
        day += timedelta(days=1)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[("Y1", 1, {"deaths": 2}, False), ("Y2", 150, {"missing": 3}, False), ("Y1", 150, {"deaths": 4}, True),
                ("Y2", 150, {"missing": 0, "deaths": 3}, True)])  # fmt: skip
def test_reports_the_months_sheet_and_the_days_brief_say_one_number(
    tmp_path: Path, empty_store: Path, steps: Any
) -> None:
    """Whatever was recorded of whichever incident, on whatever day, and across the end of a month."""
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    shutil.copyfile(empty_store, path)
    room = Room(path)
    try:
        room.at("08:00")
        room.shift()
        begin = room.clock.wall()
        opened: dict[str, Instant] = {}
        for label, hours, figures, verified in steps:
            room.clock.set(room.clock.wall() + hours * HOUR)
            first = label not in opened
            step(room, label, figures, verified=verified, first=first)
            opened.setdefault(label, room.clock.wall())
            room.clock.set(room.clock.wall() + MINUTE)
            the_sheets_agree(room, opened, now=room.clock.wall())
        the_briefs_agree(room, opened, since=begin, now=room.clock.wall())
    finally:
        room.close()
