"""One affair through two channels: said before a second matter is made, never held up, and what was decided is kept."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.duplicates import reads
from dutydesk.capabilities.intake.reads import message, undisposed
from dutydesk.desk.echo import alike, remarks

CRASH = {
    "kind": "incident", "title": "二广高速南召段大客车追尾事故", "subtype": "road", "place": "二广高速南召段", "source": "高速交警",
    "received": "10:47", "occurred": "10:20", "colour": "yellow", "level": "IV",
}  # fmt: skip
AGAIN = {
    **CRASH,
    "title": "南召境内二广高速大客车追尾",
    "place": "南召县",
    "source": "南阳市政府办",
    "received": "10:55",
}
OTHER = {**CRASH, "title": "顺义厂房火灾", "subtype": "fire", "place": "顺义区", "source": "消防", "received": "10:55"}


@pytest.fixture
def y1(room: Room) -> Room:
    room.at("11:00")
    room.do("open", label="Y1", **CRASH)
    return room


def kinds(room: Room, label: str) -> list[str]:
    """Kinds of the rows of a matter that say something of what looks like it."""
    return [one.kind for one in room.views.matter_entries(room.views.matter(label).id) if one.kind.startswith("alike.")]


@pytest.mark.parametrize(("words", "noticed"), [(CRASH, True), (AGAIN, True), (OTHER, False)])
def test_a_script_that_opens_it_again_is_told_and_not_held_up(
    y1: Room, words: dict[str, str], *, noticed: bool
) -> None:
    done = y1.do("open", label="Y2", **words)
    assert y1.views.matter("Y2").state == "open"
    assert kinds(y1, "Y2") == (["alike.noticed"] if noticed else [])
    assert any("可能与 Y1 是同一件" in str(one) and "merge" in str(one) for one in remarks(done.rows)) is noticed


def test_the_same_is_merged_at_once_and_both_sources_and_times_stay(y1: Room) -> None:
    y1.do("open", label="Y2", same_as="Y1", **AGAIN)
    first, second = y1.views.matter("Y1"), y1.views.matter("Y2")
    assert (second.state, second.merged_into) == ("merged", first.id)
    assert [(one.label, one.words, one.received_at) for one in reads.sources(y1.views, first)] == [
        ("Y1", "高速交警", y1.time("10:47")),
        ("Y2", "南阳市政府办", y1.time("10:55")),
    ]
    assert {one.cause for one in y1.views.clocks(ended=True, matter_id=second.id)} == {"merged"}
    assert y1.views.clocks(matter_id=first.id)
    assert kinds(y1, "Y2") == []


def test_not_the_same_is_logged_and_never_proposed_again(y1: Room) -> None:
    y1.do("open", label="Y2", not_same=["Y1"], **AGAIN)
    assert kinds(y1, "Y2") == ["alike.not_same"]
    for one in ("Y1", "Y2"):
        assert reads.candidates(y1.views, affair(y1.views.matter(one)), y1.now()) == []
    assert "已记为不是同一件" in str(y1.refused("not-same", matter="Y1", other="Y2"))


def test_it_is_said_later_and_merged_later(y1: Room) -> None:
    y1.do("open", label="Y2", **AGAIN)
    y1.do("open", label="Y3", **CRASH)
    y1.do("not-same", matter="Y1", other="Y2", reason="不是一辆车")
    assert [one.label for one, _ in reads.candidates(y1.views, affair(y1.views.matter("Y2")), y1.now())] == ["Y3"]
    y1.at("13:00")
    y1.do("merge", matter="Y3", into="Y1")
    assert y1.views.matter("Y3").state == "merged"
    assert len(reads.sources(y1.views, y1.views.matter("Y1"))) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"matter": "Y1", "other": "Y1"}, "两件不同"),
        ({"matter": "Y1", "other": "Y9"}, "没有这个事项"),
    ],
)
def test_what_cannot_be_said(y1: Room, words: dict[str, str], said: str) -> None:
    assert said in str(y1.refused("not-same", **words))


def test_a_name_that_is_none_opens_nothing(y1: Room) -> None:
    assert "没有这个事项" in str(y1.refused("open", label="Y2", not_same=["Y9"], **AGAIN))
    assert y1.views.matter("Y2") is None


def test_a_message_is_set_beside_matters_and_messages(y1: Room) -> None:
    text = "南阳市政府办: 二广高速南召段大客车追尾, 2人死亡8人受伤, 正在处置"
    y1.do("message", text=text, channel="传真", sender="南阳市政府办")
    done = y1.do("message", text=f"{text}。", channel="微信", sender="南阳市政府办")
    one = message(y1.views, done.id)
    found = reads.candidates(y1.views, reads.of_message(one), y1.now())
    assert [(other.label, likely.score >= reads.ASKED) for other, likely in found] == [("Y1", True)]
    first = undisposed(y1.views)[0]
    assert [seq for seq, _, _ in reads.same_messages(y1.views, one)] == [first.seq]
    told = [str(remark) for remark in alike(y1.views, done.rows, y1.now())]
    assert any(f"message dispose {one.seq} --as belongs --matter Y1" in line for line in told)
    assert any(f"--as duplicate --of {first.seq}" in line for line in told)
    y1.do("message dispose", entry=str(one.seq), how="duplicate", of=str(first.seq))
    y1.do("message dispose", entry=str(first.seq), how="belongs", matter="Y1")
    assert len(reads.sources(y1.views, y1.views.matter("Y1"))) == 2


def test_a_message_about_something_else_is_beside_nothing(y1: Room) -> None:
    done = y1.do("message", text="国办通知: 明日10时召开视频会议, 请主要负责同志参加", channel="传真", sender="国办")
    assert alike(y1.views, done.rows, y1.now()) == []


def test_a_restricted_matter_is_named_to_nobody_else(y1: Room) -> None:
    y1.do("restrict set", "liu", matter="Y1", holder=["liu"], reason="涉及个人")
    y1.do("open", label="Y2", **CRASH)
    assert kinds(y1, "Y2") == []
    assert "没有这个事项" in str(y1.refused("open", label="Y3", not_same=["Y1"], **AGAIN))


def test_an_affair_closed_long_ago_is_earlier_and_not_the_same(room: Room) -> None:
    room.at("11:00")
    room.do("open", kind="routine", label="R1", title="会议室空调维修请联系后勤", received="10:50")
    room.do("close", matter="R1", criterion="修好", outcome="solved")
    affairs = affair(room.views.matter("R1"))
    same = type(affairs)("", "routine", "", affairs.title, "", "", room.now())
    assert [one.label for one, _ in reads.candidates(room.views, same, room.now())] == ["R1"]
    assert reads.candidates(room.views, same, room.now() + 2 * reads.CLOSED_WITHIN) == []
