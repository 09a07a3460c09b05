"""Asked to sign in the own session: nothing is done before the signature, once by it, and never what has changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room
from test_desk_consents import ACTORS, CASES, HAVING, appeal, graded, incident, policy, words_of

from dutydesk.capabilities.consents import reads
from dutydesk.capabilities.consents import rules as c
from dutydesk.store.integrity import rebuild
from dutydesk.usecase.acts import REGISTRY


def asked(room: Room, name: str, **more: Any) -> str:
    """Set the stage of an act and ask for its signature; return the number of the request."""
    setting, _, person = CASES[name]
    setting(room)
    done = room.do(name, ACTORS.get(name, "zhou"), ask=person, **words_of(name, **more))
    return str(done.seq)


@pytest.mark.parametrize("name", HAVING)
def test_the_act_waits_for_the_signature_and_is_done_by_it_once(room: Room, name: str) -> None:
    _, _, person = CASES[name]
    actor = ACTORS.get(name, "zhou")
    entry = asked(room, name)
    (waits,) = reads.waiting_for(room.views, person)
    assert (waits.state, waits.recorded_by, waits.words["name"]) == (c.WAITING, actor, name)
    assert room.events("consent.given") == [], "nothing is done yet"

    room.at("08:10")
    assert room.refused("sign", actor, entry=entry).field == "entry", "nobody signs what they asked for"
    assert "须由本人" in str(room.refused("sign", "ma", entry=entry))
    done = room.do("sign", person, entry=entry)
    (given,) = room.events("consent.given")
    assert (given.person, given.how, given.act, given.agreed_at) == (person, c.SIGNED, waits.act, room.now())
    (row,) = room.views.rows("SELECT actor, at FROM journal WHERE id = ?", (given.entry,))
    assert row[0] == actor, "it is the act of who asked"
    assert reads.waiting_for(room.views, person) == []
    assert room.found(c.COUNTERSIGN) == []
    (clock,) = [one for one in room.views.clocks(ended=True) if one.rule == c.REQUEST]
    assert clock.standing(room.now()) == "met"

    assert "不在等签字: 已签" in str(room.refused("sign", person, entry=entry)), "once"
    assert done.rows
    content = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == content


@pytest.mark.parametrize("name", HAVING)
def test_it_can_be_given_back_and_whoever_asked_is_rung_for(room: Room, name: str) -> None:
    _, _, person = CASES[name]
    actor = ACTORS.get(name, "zhou")
    entry = asked(room, name)
    (waits,) = reads.waiting_for(room.views, person)
    room.do("sign", person, entry=entry, back="数字还没有核实")
    assert room.events("consent.given") == []
    assert reads.waiting_for(room.views, person) == []
    assert "未签, 退回或撤回: 数字还没有核实" in room.log()
    room.tick()
    raised = [alert for alert in room.views.alerts() if alert.rule == c.RETURNED_TO]
    assert [alert.people for alert in raised] == [(actor,)]
    room.do("ack", actor, alert={"rule": c.RETURNED_TO, **({"matter": waits.label} if waits.label else {})})
    (clock,) = room.views.find_clocks(rule=c.RETURNED_TO, matter_id=waits.matter_id, subject=None)
    assert clock.standing(room.now()) == "met"
    content = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == content


def test_it_rings_for_the_person_at_once_and_again_for_the_next_request(room: Room) -> None:
    room.shift()
    asked(room, "appeal dispose")
    room.tick()
    (alert,) = [one for one in room.views.alerts() if one.rule == c.REQUEST]
    assert (alert.people, alert.how) == (("liu",), "bell")
    room.do("ack", "liu", alert={"rule": c.REQUEST, "matter": "A1"})
    room.do("appeal dispose", ask="liu", **words_of("appeal dispose", text="另转"))
    room.tick()
    ringing = [one for one in room.views.alerts() if one.rule == c.REQUEST and one.acknowledged_at is None]
    assert len(ringing) == 1


def test_who_asked_takes_it_back(room: Room) -> None:
    entry = asked(room, "appeal dispose")
    assert "撤回须由请签的人" in str(room.refused("sign", "liu", entry=entry, withdraw=True))
    room.do("sign", "zhou", entry=entry, withdraw=True)
    assert reads.waiting_for(room.views, "liu") == []
    assert room.found(c.RETURNED_TO, "A1") == [], "who takes it back knows it"
    assert "已退回" in str(room.refused("sign", "liu", entry=entry))


CHANGES: dict[str, tuple[str, list[tuple[str, dict[str, Any]]], str]] = {
    "figures": ("assess", [("figures", {"matter": "Y1", "injured": 4, "verified": True})], "数字"),
    "colour": ("appeal dispose", [("amend", {"matter": "A1", "colour": "yellow"})], "颜色"),
    "title": ("appeal dispose", [("amend", {"matter": "A1", "title": "另一件"})], "标题"),
    "another of the kind": (
        "appeal dispose",
        [("appeal dispose", {"matter": "A1", "text": "另转", "to": ["公安厅"], "approved_by": "liu"})],
        "同类条目",
    ),
    "a report sent": (
        "report",
        [("report", {"matter": "Y1", "kind": "phone", "to": ["省委"], "text": "有事故"})],
        "已发报告份数",
    ),
    "closed": (
        "appeal dispose",
        [
            (
                "close",
                {"matter": "A1", "criterion": "办完", "outcome": "solved", "waive_open": "撤回", "approved_by": "liu"},
            )
        ],
        "状态",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_meanwhile_is_not_signed_and_the_reason_says_what(room: Room, change: str) -> None:
    name, meanwhile, said = CHANGES[change]
    entry = asked(room, name)
    for act, words in meanwhile:
        room.do(act, **words)
    given = len(room.events("consent.given"))
    refusal = room.refused("sign", CASES[name][2], entry=entry)
    assert "请签以后情况有变" in str(refusal)
    assert said in str(refusal)
    assert len(room.events("consent.given")) == given
    room.do("sign", CASES[name][2], entry=entry, back="情况已变")


def test_who_may_no_longer_act_has_asked_in_vain(room: Room) -> None:
    entry = asked(room, "policy interpret")
    room.do("people disable", "wang", officer="zhou", reason="调离")
    assert "账号已停用" in str(room.refused("sign", "he", entry=entry))


def test_what_would_be_refused_is_refused_when_it_is_asked(room: Room) -> None:
    graded(room)
    assert room.refused("assess", ask="liu", matter="Y1", level="IV").field == "reason"
    assert room.refused("assess", ask="he", matter="Y1", level="IV", reason="核减").field == "consent"
    assert room.refused("assess", ask="zhou", matter="Y1", level="IV", reason="核减").field == "ask"
    assert room.refused("log", ask="liu", text="话").field == "ask"
    assert room.refused("assess", ask="没有这个人", matter="Y1", level="IV", reason="核减").field == "ask"
    same = {"matter": "Y1", "level": "IV", "reason": "核减", "consent": "liu"}
    assert room.refused("assess", ask="liu", agreed_at="08:00", **same).field == "agreed_at"
    room.do("assess", ask="liu", **same)
    assert "已在等 刘副主任 签字" in str(room.refused("assess", ask="liu", **same))


def test_the_one_who_is_asked_need_not_be_named_twice(room: Room) -> None:
    appeal(room)
    done = room.do("appeal dispose", ask="刘副主任", matter="A1", text="转办", to=["人社厅"])
    room.do("sign", "liu", entry=str(done.seq))
    assert room.events("appeal.disposal_approved")[-1].approved_by == "liu"


def test_it_is_done_at_the_time_of_the_signature(room: Room) -> None:
    appeal(room)
    room.at("09:00")
    assert room.refused("appeal dispose", ask="liu", **words_of("appeal dispose", at="08:30")).field == "at"
    entry = room.do("appeal dispose", ask="liu", **words_of("appeal dispose")).seq
    room.at("10:30")
    room.do("sign", "liu", entry=str(entry))
    assert room.one("appeal_24h", "A1").met_at == room.now()


def test_the_desk_s_own_draft_is_signed_as_it_was_shown(room: Room) -> None:
    incident(room)
    words = words_of("report")
    del words["text"]
    entry = room.do("report", ask="liu", **words).seq
    (waits,) = reads.waiting_for(room.views, "liu")
    room.at("08:20")
    room.do("sign", "liu", entry=str(entry))
    assert room.events("report.sent")[-1].text == waits.words["shown"]["text"]


def test_times_are_those_of_the_asking(room: Room) -> None:
    room.at("09:00")
    words = words_of("open", occurred="08:30", received="08:40")
    incident(room)
    entry = room.do("open", ask="liu", **words).seq
    room.at("+08:10")
    room.do("sign", "liu", entry=str(entry))
    opened = room.events("matter.opened")[-1]
    assert opened.occurred_at == room.time("08:30")


def test_a_relieved_person_still_signs_and_a_request_blocks_no_handover(room: Room) -> None:
    from dutydesk.capabilities.handover import gather
    from dutydesk.usecase.books import load_checklist

    policy(room)
    entry = room.do("policy interpret", ask="he", **words_of("policy interpret")).seq
    room.tick_at("09:00")
    assert room.state(c.REQUEST, "P1") == "overdue"
    blocks = gather.blocking(room.views, load_checklist(), room.now(), None)
    assert room.one(c.REQUEST, "P1").id not in [block.about for block in blocks]
    room.do("shift relief", b="ma", reason="病", signed=["ma", "he"], cosigner="ma", actor="he")
    room.do("sign", "he", entry=str(entry))


def test_every_act_is_kept_by_words_that_make_it_again() -> None:
    for name, (_, words, person) in CASES.items():
        act = REGISTRY[name].from_words({**words, REGISTRY[name].consent_fields()[0]: person})
        from dutydesk.capabilities.consents.handlers.asking import _words  # pyright: ignore[reportPrivateUsage]

        assert REGISTRY[name].from_words(_words(act)) == act


def test_nobody_asks_or_signs_for_themselves(room: Room) -> None:
    asks = room.refused("appeal dispose", "liu", ask="liu", **words_of("appeal dispose"))
    assert "不能请自己签字" in str(asks)
    entry = asked(room, "appeal dispose")
    assert "不能签自己请人签的" in str(room.refused("sign", "zhou", entry=entry))
    assert reads.waiting_for(room.views, "liu"), "it still waits for whom it was meant"


def test_what_its_asker_may_no_longer_do_is_not_signed(room: Room) -> None:
    entry = asked(room, "appeal dispose")
    room.do("people disable", "wang", officer="zhou", reason="调离")
    refusal = room.refused("sign", "liu", entry=entry)
    assert "请签的事现在办不成" in str(refusal)
    assert "停用" in str(refusal)
    assert room.events("consent.given") == []


ON_CUSTODY = [name for name in HAVING if name.startswith("custody")]


@pytest.mark.parametrize("name", ON_CUSTODY)
@pytest.mark.parametrize(("gone", "said"), [("he", "何静"), ("zhou", "周明")])
def test_two_who_handle_a_paper_are_both_on_duty_when_the_second_signs(
    room: Room, name: str, gone: str, said: str
) -> None:
    """Asked while both were there; whoever was relieved meanwhile is not, and the paper is not touched."""
    entry = asked(room, name)
    if gone == "he":
        room.do("shift relief", "ma", b="ma", reason="病", signed=["he"], cosigner="he")
    else:
        room.do("shift relief", "ma", a="ma", reason="病", signed=["zhou"], cosigner="zhou")
    refusal = room.refused("sign", "he", entry=entry)
    assert "两人须都在岗" in str(refusal)
    assert said in str(refusal)


def test_whoever_is_not_on_duty_is_not_asked_for_a_paper_but_signs_it_at_the_desk(room: Room) -> None:
    words = words_of("custody add", second="sun")
    assert "不在岗: 孙涛" in str(room.refused("custody add", ask="sun", **words))
    room.do("custody add", signed=["sun"], **words)


def test_nobody_on_duty_nobody_to_be_asked_for_a_paper(bare: Room) -> None:
    refusal = bare.refused("custody add", ask="he", **words_of("custody add"))
    assert "不在岗: 周明、何静" in str(refusal)


@pytest.mark.parametrize("asker", ["sun", "he"])
def test_a_take_over_is_signed_by_both_sides_each_in_the_own_session(room: Room, asker: str) -> None:
    """Who comes and who goes; neither a third person nor one of them alone."""
    other = "he" if asker == "sun" else "sun"
    words = {"post": "b", "officer": "sun", "reason": "病"}
    assert "替班由交班与接班双方签字" in str(room.refused("roster take-over", asker, ask="ma", **words))
    entry = room.do("roster take-over", asker, ask=other, **words).seq
    assert "不能签自己请人签的" in str(room.refused("sign", asker, entry=str(entry)))
    assert room.views.shift().b == "he", "not yet"
    room.do("sign", other, entry=str(entry))
    assert room.views.shift().b == "sun"
    (relieved,) = room.events("shift.relieved")
    assert sorted(relieved.signed) == ["he", "sun"]


@pytest.mark.parametrize(
    ("act", "field"), [("shift relief", "agreed_at"), ("appeal dispose", "at"), ("report", "agreed_at")]
)
def test_a_telephone_consent_has_its_own_time(room: Room, act: str, field: str) -> None:
    setting, _, person = CASES[act]
    setting(room)
    room.at("09:00")
    room.do(act, ACTORS.get(act, "zhou"), **words_of(act, **{field: "08:40"}))
    (owed,) = reads.waiting_for(room.views, person)
    assert owed.agreed_at == room.time("08:40")
    assert "电话请示同意, 8时40分" in room.log()
