"""Closing appeals and policies: what they owe as such is done first, or let go by a leader (R3, R8, IN-11, IN-12)."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.capabilities.obligations.rules.rulebook import Rule
from dutydesk.usecase.books import load_books

DANGER: dict[str, Any] = {
    "kind": "appeal", "label": "A1", "title": "有人要跳桥", "colour": "red", "danger_to_life": True,
}  # fmt: skip
CLOSING = {"criterion": "已了", "outcome": "solved"}
LET_GO = {"waive_open": "来人撤回", "approved_by": "liu"}


def owes(room: Room, kind: str) -> str:
    """Open a matter of a kind with everything that such a one can owe; return its label."""
    label = {"policy": "P1", "appeal": "A1"}[kind]
    room.do("open", **(DANGER if kind == "appeal" else {"kind": kind, "label": label, "title": "一件"}))
    if kind == "policy":
        room.do("policy deadline", matter=label, due="18:00")
    else:
        room.do("ack", alert={"rule": "red_ack", "matter": label})
    return label


OWED = {
    "policy": {"policy_2h": "政策解读并推送", "policy_own_deadline": "文件自带反馈时限"},
    "appeal": {"appeal_24h": "诉求处置方案", "appeal_red_response": "红色诉求人身安全处置"},
}


@pytest.mark.parametrize("kind", OWED)
def test_what_is_owed_blocks_until_a_leader_lets_it_go(room: Room, kind: str) -> None:
    label = owes(room, kind)
    refusal = str(room.refused("close", matter=label, **CLOSING))
    assert all(name in refusal for name in OWED[kind].values())
    assert {room.one(rule, label).state for rule in OWED[kind]} == {"open"}
    room.do("close", matter=label, **CLOSING, **LET_GO)
    ended = [room.one(rule, label) for rule in OWED[kind]]
    assert {(one.state, one.cause) for one in ended} == {("waived", "来人撤回")}
    assert set(room.events("matter.closed")[-1].waived) == set(OWED[kind].values())
    room.tick_at("+09:00")
    assert not any(room.raised(rule, label) for rule in OWED[kind] if rule.endswith(("24h", "2h")))


def test_what_was_done_blocks_no_longer(room: Room) -> None:
    owes(room, "appeal")
    room.do("call", name="110", matter="A1")
    room.do("appeal dispose", "liu", matter="A1", text="劝离, 交派出所", to=["公安"])
    room.do("close", matter="A1", **CLOSING)
    assert room.views.matter("A1").closed_at is not None


def test_a_window_of_applications_only_reminds(room: Room) -> None:
    room.do("open", kind="policy", label="P1", title="申报通知")
    room.do("policy window", matter="P1", opens="08:30", ends="+18:00")
    room.do("waive", "liu", obligation={"rule": "policy_2h", "matter": "P1"}, reason="不需解读")
    room.do("close", matter="P1", criterion="已转")
    assert room.one("call_window", "P1").state == "open"


OWN = [
    (kind, rule)
    for rule in load_books().rules.enabled()
    for kind, letter in (("policy", "policy."), ("appeal", "appeal."))
    if any(event.startswith(letter) for event in rule.trigger.events) and rule.id != "call_window"
]


@pytest.mark.parametrize(("kind", "rule"), OWN, ids=lambda one: one if isinstance(one, str) else one.id)
def test_every_clock_that_such_a_matter_starts_blocks(room: Room, kind: str, rule: Rule) -> None:
    room.do("open", kind=kind, label="X1", title="一件")
    if room.found(rule.id, "X1") == []:
        room.do("owe", "liu", rule=rule.id, matter="X1", due="+20:00", at="+10:00" if rule.ahead else "")
    assert room.one(rule.id, "X1").title in str(room.refused("close", matter="X1", **CLOSING))


# ---------------------------------------------------------------- a report that goes with it


def under_way(room: Room) -> dict[str, Any]:
    """An incident whose first report went out, in an office that has its reports signed; return the words of its closing."""
    room.incident(title="某路追尾", place="某路", source="交警")
    room.report()
    room.do("signoff", "wang", kinds=["written"])
    return {"matter": "Y1", "criterion": "险情排除", "outcome": "solved", "kind": "final", "to": ["省委办公厅"]}


def reports(room: Room) -> list[Any]:
    return list(room.views.reports(room.views.matter("Y1").id))  # type: ignore[union-attr]


def test_a_closing_carries_who_signs_and_who_reads_its_report(room: Room) -> None:
    words = {**under_way(room), "gap": ["casualties=医院尚未报来最后人数", "cause=调查未结", "aftermath=由属地处理"]}
    missing = room.refused("close", **words)
    assert [one.field for one in missing.each] == ["signed_off_by", "read_by"]
    room.do("close", **words, signed_off_by="liu", signed=["liu"], unread="夜间一人在岗")
    final = reports(room)[-1]
    assert (final.kind, final.signed_off) == ("final", "liu")
    assert room.views.matter("Y1").state == "closed"  # type: ignore[union-attr]


def test_a_closing_may_wait_for_the_signature_of_its_report(room: Room) -> None:
    words = {
        **under_way(room),
        "gap": ["casualties=医院尚未报来最后人数", "cause=调查未结", "aftermath=由属地处理"],
        "signed_off_by": "liu",
    }
    assert room.refused("close", ask="liu", **words).field == "read_by"
    entry = str(room.do("close", ask="liu", unread="夜间一人在岗", **words).seq)
    assert [one.kind for one in reports(room)] == ["first"]
    room.do("sign", "liu", entry=entry)
    assert [one.kind for one in reports(room)] == ["first", "final"]


def test_a_closing_sends_no_follow_up_that_nobody_asked_for(room: Room) -> None:
    words = {**under_way(room), "kind": ""}
    assert room.refused("close", **words).field == "kind"
    del words["to"]
    room.do("close", **words)
    assert [one.kind for one in reports(room)] == ["first"]
