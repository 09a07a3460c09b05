"""The walkthrough as a state machine, and what blocks a signature."""

from __future__ import annotations

import pytest

from dutydesk.capabilities.handover import events as h
from dutydesk.capabilities.handover.rules import walkthrough as w
from dutydesk.capabilities.handover.rules.blocking import Answered, Owed, blocks
from dutydesk.kernel.instants import HOUR, MINUTE
from dutydesk.kernel.wording import Worded, together
from dutydesk.usecase.books import load_checklist

OUTGOING = w.Posts("zhou", "he", "liu", "wang")
INCOMING = w.Posts("sun", "ma", "zhao", "wang")
STARTED = h.HandoverStarted(
    handover="h1", shift="s1", cut_off=812, begins=0, ends=24 * HOUR, a="sun", b="ma", leader="zhao"
)
ITEMS = list(load_checklist().items.values())
ALL = {item.id: Answered("normal" if item.answer == "state" else "ticked", at=9) for item in ITEMS}


def walk(*events: tuple[h.HandoverEvent, str]) -> w.Walkthrough:
    one = w.begun(STARTED, OUTGOING, "zhou", 100)
    for number, (event, actor) in enumerate(events, 101):
        one = one.after(event, actor, number)
    return one


def signed(side: str, **words: object) -> h.HandoverSigned:
    return h.HandoverSigned(handover="h1", side=side, **words)


def test_stages_from_start_to_seal() -> None:
    read = h.PageRead(handover="h1", page="m1", upto=812)
    seal = h.HandoverSealed(
        handover="h1", outgoing="s1", incoming="s2", relieved=[], count=1, head="", signature="", sheet="", digest=""
    )
    assert walk().stage == w.STARTED
    assert walk((read, "sun")).stage == w.BRIEFING
    assert walk((signed("out"), "zhou")).stage == w.SIGNED_OUT
    assert walk((signed("in"), "sun")).stage == w.SIGNED_IN
    assert walk((signed("in"), "sun"), (signed("out"), "zhou"), (seal, "zhou")).stage == w.SEALED
    assert not walk((seal, "zhou")).open


def test_a_return_voids_every_signature_and_leads_back() -> None:
    back = h.HandoverReturned(handover="h1", reason="涉密件没有核对")
    one = walk((signed("out"), "zhou"), (back, "sun"))
    assert (one.stage, one.signatures, one.returned) == (w.RETURNED, {}, "涉密件没有核对")
    assert one.after(signed("out"), "zhou", 200).stage == w.SIGNED_OUT


def test_what_has_ended_takes_nothing_but_the_leaders_word() -> None:
    off = walk((h.HandoverCancelled(handover="h1", reason="早了"), "zhou"))
    with pytest.raises(Worded, match="中止"):
        off.after(signed("out"), "zhou", 300)
    known = off.after(h.LeaderInformed(handover="h1", leader="zhao", note="电话"), "sun", 301)
    assert (known.informed, known.informed_at, known.informed_note) == ("zhao", 301, "电话")


def cosign(side: str, reason: str = "") -> h.OverdueCosigned:
    return h.OverdueCosigned(handover="h1", obligation="o1", name="续报四", reason=reason, side=side)


def test_a_reason_of_the_outgoing_wants_the_name_of_the_incoming() -> None:
    assert not walk((cosign("out", "忙于 Y2"), "zhou")).cosigned["o1"].complete
    assert walk((cosign("out", "忙于 Y2"), "zhou"), (cosign("in"), "sun")).cosigned["o1"].complete
    assert walk((cosign("in", "忙于 Y2"), "sun")).cosigned["o1"].complete
    assert not walk((cosign("in", "忙于 Y2"), "sun"), (cosign("out", "另一个"), "zhou")).cosigned["o1"].complete


@pytest.mark.parametrize(
    ("officer", "signs", "stands_in"),
    [("zhou", "out", ""), ("sun", "in", ""), ("he", "", "out"), ("liu", "", "out"), ("zhao", "", "in"), ("x", "", "")],
)
def test_who_signs_for_which_side(officer: str, signs: str, stands_in: str) -> None:
    assert w.side_of(officer, OUTGOING, INCOMING) == signs
    assert w.stand_in_side(officer, OUTGOING, INCOMING) == stands_in


def test_who_stays_on_signs_twice_and_is_not_relieved() -> None:
    again = w.Posts("zhou", "ma", "zhao")
    assert w.side_of("zhou", OUTGOING, again) == "out"
    assert w.side_of("zhou", OUTGOING, again, ["out"]) == "in"
    assert w.relieved(OUTGOING, again) == ["he"]
    assert w.relieved(OUTGOING, INCOMING) == ["zhou", "he"]


def test_preparing_begins_half_an_hour_before_the_scheduled_end() -> None:
    assert w.stage_of(None, 10 * HOUR, 10 * HOUR - 30 * MINUTE - 1) == w.NONE
    assert w.stage_of(None, 10 * HOUR, 10 * HOUR - 30 * MINUTE) == w.READY
    assert w.stage_of(None, None, 0) == w.NONE
    assert w.stage_of(walk(), 10 * HOUR, 0) == w.STARTED


def test_remarks_count_from_the_preparation_or_the_start_whichever_is_earlier() -> None:
    assert w.answers_count_from(None, 10 * HOUR, 10 * HOUR) == 10 * HOUR - 30 * MINUTE
    assert w.answers_count_from(walk(), 10 * HOUR, 10 * HOUR) == 100


# ---------------------------------------------------------------- blocks


def owed(**words: object) -> Owed:
    usual = {"id": "o1", "words": "Y1 续报四", "red_ack": False, "overdue": False, "own_sheet": False}
    return Owed(**{**usual, **words})


def kinds(**words: object) -> list[str]:
    usual = {
        "owed": [],
        "cosigned": frozenset(),
        "unclassified": [],
        "items": ITEMS,
        "answers": ALL,
        "remarks_since": 0,
    }
    return [block.kind for block in blocks(**{**usual, **words})]


def test_nothing_blocks_a_full_sheet_and_a_running_clock() -> None:
    assert kinds(owed=[owed()]) == []


def test_the_five_reasons_each_alone() -> None:
    assert kinds(owed=[owed(red_ack=True, overdue=True)]) == ["red"]
    assert kinds(owed=[owed(overdue=True)]) == ["overdue"]
    assert kinds(unclassified=[("d1", "JY-0715-03")]) == ["unclassified"]
    assert kinds(answers={**ALL, "l3": Answered("abnormal", "", 9)}) == ["abnormal"]
    assert kinds(answers={**ALL, "l3": Answered()}) == ["unanswered"]


def test_a_cosigned_reason_and_the_own_clock_do_not_block() -> None:
    assert kinds(owed=[owed(overdue=True)], cosigned=frozenset({"o1"})) == []
    assert kinds(owed=[owed(overdue=True, own_sheet=True)]) == []


def test_an_old_remark_is_asked_again() -> None:
    answers = {**ALL, "l3": Answered("abnormal", "备用传真机尾号37", 9)}
    assert kinds(answers=answers, remarks_since=9) == []
    assert kinds(answers=answers, remarks_since=10) == ["abnormal"]


def test_what_the_store_fills_in_and_what_may_stay_empty_do_not_block() -> None:
    assert kinds(answers={**ALL, "m1": Answered(automatic=True), "p4": Answered()}) == []


def test_the_read_back_and_the_signatures_are_the_signing_itself() -> None:
    assert kinds(answers={**ALL, "g1": Answered(), "g2": Answered()}) == []


def test_only_overdue_abnormal_and_unanswered_may_be_signed_in_spite_of() -> None:
    found = blocks(
        [owed(red_ack=True), owed(id="o2", overdue=True)], frozenset(), [("d", "D1")], ITEMS,
        {**ALL, "l3": Answered("abnormal"), "d4": Answered()}, 0,
    )  # fmt: skip
    assert [(block.kind, block.in_spite) for block in found] == [
        ("red", False), ("unclassified", False), ("overdue", True), ("abnormal", True), ("unanswered", True),
    ]  # fmt: skip
    assert str(together([block.sentence for block in found[1:3]])) == (
        "D1 密级未填; 超时未办结, 还没有双方签认的原因: Y1 续报四"
    )
