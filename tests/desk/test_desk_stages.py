"""Stages of an affair: each moment counts once, in the order of time, and the slowest is marked; what lies near its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from room import Room

from dutydesk.capabilities.files import files
from dutydesk.capabilities.files.pages import due_page, head_facts
from dutydesk.capabilities.files.stages import STAGES, lasted, lines, stages
from dutydesk.capabilities.matters.rules import Matter
from dutydesk.capabilities.registers.nearby import Nearby, ranked
from dutydesk.capabilities.triage.known import load_gazetteer
from dutydesk.capabilities.triage.rules.places import regions
from dutydesk.i18n import when
from dutydesk.kernel.instants import MINUTE, local_date
from dutydesk.store.views import ClockView

NOW = 1_800_000_000_000_000
moments = st.fixed_dictionaries(
    {
        name: st.integers(0, 500) if name in {"received_at", "opened_at"} else st.none() | st.integers(0, 500)
        for name, _ in STAGES
    }
)


def matter(**at: int | None) -> Matter:
    """An incident with such moments, in minutes."""
    told = {name: None if minute is None else NOW + minute * MINUTE for name, minute in at.items()}
    return Matter("m", "Y1", "incident", "x", "open", "red", **told)  # type: ignore[arg-type]


@given(moments)
def test_the_stages_add_up_to_the_whole(at: dict[str, int | None]) -> None:
    found = stages(matter(**at))
    known = [minute for minute in at.values() if minute is not None]
    assert all(one.took >= 0 for one in found)
    assert sum(one.took for one in found) == (max(known) - min(known)) * MINUTE
    slow = [one for one in found if one.slowest]
    assert all(one.took == max(other.took for other in found) for one in slow)
    assert bool(slow) == (len(found) > 1 and any(one.took for one in found))


def test_the_slowest_is_marked_and_the_age_is_said() -> None:
    told = lines(matter(received_at=0, opened_at=3, assessed_at=20, activated_at=22), NOW + 60 * MINUTE)
    assert [("最慢" in line) for line in told] == [False, True, False, False]
    assert told[-1] == "收到至今 1 小时 0 分"


def test_what_the_desk_proposed_is_an_affair_when_somebody_confirms_it() -> None:
    """The log, the way of the message and the file say one hour."""
    proposed = matter(received_at=0, opened_at=0, confirmed_at=2, assessed_at=8)
    assert [one.took // MINUTE for one in stages(proposed)] == [2, 6]
    assert head_facts(proposed)[1].endswith(f"立项 {when(proposed.confirmed_at)}")


def test_what_is_over_says_when_it_was_done_and_when_it_was_due() -> None:
    today = local_date(NOW)
    clock = ClockView(**dict.fromkeys(ClockView.__dataclass_fields__))
    met = replace(
        clock,
        state="met",
        name="首报",
        subject="",
        trigger="",
        label="Y1",
        matter_title="x",
        due_at=NOW + MINUTE,
        met_at=NOW,
    )
    assert due_page([met], NOW).endswith(f"{when(NOW, today)}; 应于 {when(NOW + MINUTE, today)}")
    waived = replace(met, state="waived", met_at=None, ended_at=NOW - MINUTE)
    assert due_page([waived], NOW).endswith(f"{when(NOW - MINUTE, today)}; 应于 {when(NOW + MINUTE, today)}")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 分"), (59, "59 分"), (60, "1 小时 0 分"), (47 * 60 + 59, "47 小时 59 分"), (48 * 60 + 61, "2 天 1 小时")],
)
def test_a_length_of_time_is_no_hour_of_the_day(minutes: int, said: str) -> None:
    assert lasted(minutes * MINUTE) == said


def test_a_file_shows_its_stages(room: Room) -> None:
    room.at("11:00")
    room.do(
        "open",
        kind="incident",
        label="Y1",
        title="南召县山洪",
        subtype="flood",
        place="河南省南阳市南召县",
        received="10:40",
    )
    told = files.read(room.views, room.views.matter("Y1"), {}, room.now())
    assert any(section.heading == "阶段用时" for section in told.sections)


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("河南省南阳市南召县城关镇", ["县医院近", "县医院远", "市医院", "省医院"]),
        ("南召县", ["县医院近", "县医院远"]),
        ("南阳市卧龙区", ["市医院", "县医院近", "县医院远"]),
        ("河南省洛阳市", ["市医院", "县医院近", "县医院远", "省医院"]),
        ("北京市朝阳区", []),
        ("", []),
    ],
)
def test_the_same_district_then_city_then_province_and_inside_by_minutes(place: str, names: list[str]) -> None:
    every = [
        Nearby("Z1", "省医院", "医院", "河南省", "郑州市", "金水区", "", 200.0),
        Nearby("Z2", "市医院", "医院", "河南省", "南阳市", "宛城区", "", 5.0),
        Nearby("Z3", "县医院远", "医院", "河南省", "南阳市", "南召县", "", 40.0),
        Nearby("Z4", "县医院近", "医院", "河南省", "南阳市", "南召县", "", 10.0),
        Nearby("Z5", "别省", "医院", "山东省", "济南市", "历下区", "", 1.0),
    ]
    assert [one.name for one in ranked(every, place)] == names


def test_the_file_of_a_matter_shows_what_lies_near_its_place(room: Room) -> None:
    room.at("11:00")
    values = [
        "name=南召县人民医院",
        "kind=医院",
        "province=河南省",
        "city=南阳市",
        "district=南召县",
        "phone=0377-66911234",
        "minutes=15",
    ]
    room.do("register add", "he", register="nearby", values=values)
    room.do("open", kind="incident", label="Y1", title="山洪", subtype="flood", place="河南省南阳市南召县")
    told = files.read(room.views, room.views.matter("Y1"), {}, room.now())
    (line,) = [line for section in told.sections if section.heading == "附近资源" for line in section.lines]
    assert line.split() == ["医院", "南召县人民医院", "南阳市南召县", "0377-6691", "1234", "15", "分钟"]
    room.do("open", kind="incident", label="Y2", title="追尾", subtype="road", place="二广高速南召段K1525")
    told = files.read(room.views, room.views.matter("Y2"), {}, room.now())
    assert [line] == [line for section in told.sections if section.heading == "附近资源" for line in section.lines]


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("二广高速南召段", {"南召县", "南阳市", "河南省"}),
        ("南阳市区", {"南阳市", "河南省"}),
        ("京港澳高速保定段", {"保定市", "河北省"}),
        ("北京南站", {"北京市"}),
        ("郑州市南阳路", {"郑州市", "河南省"}),
        ("新华区", set()),  # there are several
    ],
)
def test_a_section_of_a_road_lies_in_a_district_a_city_and_a_province(place: str, names: set[str]) -> None:
    assert regions(place, load_gazetteer()) == names
