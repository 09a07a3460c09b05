"""R34: every message has a clock, is opened by a person, and only a disposition ends it; whatever was proposed for it."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.files.files import read
from dutydesk.capabilities.intake import reads
from dutydesk.capabilities.intake.rules import AS
from dutydesk.kernel.instants import MINUTE, hhmm
from dutydesk.store.integrity import rebuild

THREAT = "老板欠薪，请协调"
PROPOSALS: list[dict[str, Any]] = [
    {},
    {"kind": "appeal"},
    {"kind": "appeal", "colour": "yellow"},
    {"kind": "incident", "colour": "red", "label": "Y9"},
]


@pytest.mark.parametrize("actor", ["zhou", "desk"])
@pytest.mark.parametrize("proposal", PROPOSALS, ids=lambda one: "-".join(one.values()) or "none")
def test_every_message_has_a_clock_and_waits(room: Room, proposal: dict[str, Any], actor: str) -> None:
    room.at("08:03")
    done = room.do("message", actor, text=THREAT, received="08:01", channel="微信", **proposal)
    (one,) = reads.undisposed(room.views)
    assert (one.id, hhmm(one.received_at), one.text) == (done.id, "08:01", THREAT)
    opened, subject = actor == "zhou", f"#{done.seq}"
    clock = room.one("open_message", subject=subject)
    assert (hhmm(clock.trigger_at), hhmm(clock.due_at)) == ("08:01", "08:06")
    assert clock.state == ("met" if opened else "open")
    assert (one.opened_at is not None) is opened
    assert room.found("triage_confirm") == [] or room.due("triage_confirm", subject=subject) == "08:08"
    assert len(room.found("triage_confirm")) == int(opened)


def test_one_that_came_by_itself_rings_until_it_is_opened_and_then_until_it_is_disposed_of(room: Room) -> None:
    done = room.do("message", "desk", text=THREAT, channel="公众号")
    room.tick_at("08:05")
    assert "ladder:0" in room.raised("open_message")
    room.at("08:06")
    room.do("message open", "he", entry=str(done.seq))
    assert room.state("open_message") == "met_late"
    assert room.due("triage_confirm") == "08:11"
    assert "打开" in str(room.refused("message open", entry=done.id))
    room.tick_at("08:12")
    assert room.state("triage_confirm") == "overdue"
    room.do("message dispose", entry=done.id, **{"as": "log", "reason": "已劝返"})
    assert room.state("triage_confirm") == "met_late"
    assert reads.count_undisposed(room.views) == 0


WORDS: dict[str, dict[str, Any]] = {
    "new": {"matter": "A1"},
    "belongs": {"matter": "A1"},
    "forward": {"to": "信访局"},
    "log": {"reason": "已知"},
    "visit": {"reason": "V1"},
    "duplicate": {"of": "first"},
    "none": {"reason": "广告"},
}
NEEDS = {
    "new": "matter",
    "belongs": "matter",
    "forward": "reason",
    "log": "reason",
    "visit": "reason",
    "duplicate": "of",
    "none": "reason",
}


@pytest.mark.parametrize("opened", [True, False])
@pytest.mark.parametrize("how", AS)
def test_each_disposition_ends_both_clocks_and_says_what_it_needs(room: Room, how: str, opened: bool) -> None:
    room.do("open", kind="appeal", label="A1", colour="blue", title="欠薪")
    first = room.do("message", text="同一件", matter="A1")
    done = room.do("message", "zhou" if opened else "desk", text=THREAT)
    bare = room.refused("message dispose", entry=done.id, **{"as": how})
    assert bare.field == NEEDS[how]
    words = {key: first.id if value == "first" else value for key, value in WORDS[how].items()}
    room.at("08:02")
    room.do("message dispose", entry=done.id, **{"as": how}, **words)
    subject = f"#{done.seq}"
    assert room.state("open_message", subject=subject) == "met"
    assert room.state("triage_confirm", subject=subject) == "met"
    assert reads.undisposed(room.views) == []
    again = room.refused("message dispose", entry=done.id, **{"as": how}, **words)
    assert AS[how] in str(again)
    assert (f"消息处理: {AS[how]}" in room.log()) is (how not in {"new", "belongs"})
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before


def test_the_line_of_a_disposition_says_which_message_it_was(room: Room) -> None:
    first = room.do("message", text="食堂今晚吃饺子")
    second = room.do("message", text="捡到手机一部")
    for one in (first, second):
        room.do("message dispose", entry=one.id, **{"as": "log", "reason": "知悉"})
    log = room.log()
    assert "只作记录 知悉 “食堂今晚吃饺子”" in log
    assert "只作记录 知悉 “捡到手机一部”" in log


def test_the_file_says_through_whose_hands_a_message_went(room: Room) -> None:
    room.at("08:03")
    done = room.do("message", "desk", text=THREAT, received="08:01", channel="微信")
    room.at("08:05")
    room.do("message open", "he", entry=done.id)
    room.at("08:06")
    room.do("open", "zhou", kind="appeal", label="A1", title="欠薪", message=done.id)
    found = read(room.views, room.views.matter("A1"), {"he": "何静", "zhou": "周明"}, room.now())
    (told,) = next(one.lines for one in found.sections if one.heading == "消息经手")
    assert told == f"#{done.seq} 微信: 收到 08:01 → 打开 08:05 何静 → 新立事项 08:06 周明"


def test_a_matter_has_the_messages_of_what_was_merged_into_it_and_into_that(room: Room) -> None:
    for number in (1, 2, 3):
        done = room.do("message", text=f"{THREAT}第{number}次")
        room.do("open", kind="appeal", label=f"A{number}", title=f"欠薪{number}", message=done.id)
    for merged, into in (("A3", "A2"), ("A2", "A1")):
        room.do("merge", matter=merged, into=into)
    found = reads.of_matter(room.views, room.views.matter("A1").id)
    assert [one.text for one in found] == [f"{THREAT}第{number}次" for number in (1, 2, 3)]


def test_what_cannot_be_a_disposition_is_refused(room: Room) -> None:
    done = room.do("message", text=THREAT)
    assert room.refused("message dispose", entry="没有", **{"as": "log"}, reason="x").field == "entry"
    assert room.refused("message dispose", entry=done.id, **{"as": "lgo"}, reason="x").field == "as"
    assert room.refused("message dispose", entry=done.id, **{"as": "duplicate"}, of=done.id).field == "of"
    line = room.do("log", text="一行")
    assert room.refused("message dispose", entry=line.id, **{"as": "log"}, reason="x").field == "entry"
    room.do("message dispose", entry=done.id, **{"as": "不办"}, reason="广告")


def test_a_matter_named_with_it_disposes_of_it(room: Room) -> None:
    room.incident()
    done = room.do("message", "desk", text="补充", matter="Y1")
    assert room.state("triage_confirm", subject=f"#{done.seq}") == "met"
    assert reads.message(room.views, done.id).disposed == "belongs"


def test_a_matter_opened_from_it_disposes_of_it(room: Room) -> None:
    done = room.do("message", text=THREAT)
    room.do("open", kind="appeal", label="A1", colour="red", title="跳楼", message=done.id)
    found = reads.message(room.views, done.id)
    assert (found.disposed, found.matter_id) == ("new", room.views.matter("A1").id)
    assert room.refused("open", kind="appeal", label="A2", title="又", message=done.id).field == "message"


def test_without_a_name_the_only_one_received_then_is_meant(room: Room) -> None:
    room.at("08:10")
    first = room.do("message", text="一", received="08:08")
    second = room.do("message", text="二", received="08:08")
    third = room.do("message", text="三", received="08:09")
    room.do("open", kind="appeal", label="A1", title="三", received="08:09")
    assert reads.message(room.views, third.id).disposed == "new"
    room.do("open", kind="appeal", label="A2", title="不知哪条", received="08:08")
    assert [one.id for one in reads.undisposed(room.views)] == [first.id, second.id], "two fit: neither is meant"
    room.do("open", kind="appeal", label="A3", title="没写收到时间")
    assert len(reads.undisposed(room.views)) == 2


def test_confirming_a_red_proposal_disposes_of_its_message(room: Room) -> None:
    done = room.do("message", "desk", text=THREAT, label="A3", kind="appeal", colour="red")
    other = room.do("message", "desk", text="另一条")
    room.do("open", kind="appeal", label="A1", title="另一件")
    for how, words in WORDS.items():
        bare = {key: value for key, value in words.items() if key not in {"reason", "matter"}}
        asked = {"of": other.id} if how == "duplicate" else bare
        refusal = room.refused("message dispose", entry=done.id, **{"as": how}, **asked)
        assert refusal.field in {"reason", "matter"}, how
    room.do("open", kind="appeal", label="A3", title="跳楼", colour="red", danger_to_life=True)
    assert reads.message(room.views, done.id).disposed == "new"
    assert [one.id for one in reads.undisposed(room.views)] == [other.id]


def test_merging_a_red_proposal_disposes_of_its_message(room: Room) -> None:
    room.incident(label="Y1")
    done = room.do("message", "desk", text=THREAT, label="A3", kind="appeal", colour="red")
    assert room.refused("merge", matter="A3", into="Y1").field == "reason", "a red proposal becomes less by it (R15)"
    room.do("merge", matter="A3", into="Y1", reason="同一件, 已核实无人身危险")
    found = reads.message(room.views, done.id)
    assert (found.disposed, found.matter_id) == ("belongs", room.views.matter("Y1").id)


def test_a_call_is_heard_as_it_is_taken(room: Room) -> None:
    room.at("08:20")
    room.do("message", text="追尾", channel="电话", received="08:10")
    assert room.state("open_message") == "met"
    assert room.due("triage_confirm") == "08:25", "what to do with it counts from the typing"


def test_messages_of_before_are_not_waited_for(room: Room) -> None:
    from dutydesk.capabilities.log.events import MessageReceived

    old = MessageReceived(text="旧", received_at=room.now() - 10 * MINUTE)
    room.desk.store.write(lambda tx: tx.append(old, actor="zhou"), now=room.now())
    assert reads.undisposed(room.views) == []


def test_two_of_the_same_words_and_minute_have_a_clock_each(room: Room) -> None:
    for _ in range(2):
        room.do("message", "desk", text=THREAT, sender="同一人")
    assert len(room.found("open_message")) == 2
