"""Whose consent: a signature is the person's own, a telephone call is one, a name alone is neither; for every act that has any."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from room import Room
from test_desk_handover import answer_all, end_all, sign_both, start

from dutydesk.capabilities.accounts import factor
from dutydesk.capabilities.accounts.login import new_digest
from dutydesk.capabilities.consents import reads
from dutydesk.capabilities.consents import rules as c
from dutydesk.capabilities.files import pages, papers, waiting
from dutydesk.capabilities.handover import reads as handovers
from dutydesk.capabilities.handover.sheet import rows
from dutydesk.kernel.instants import HOUR, MINUTE, hhmm, iso
from dutydesk.store.integrity import rebuild
from dutydesk.tui.screens.matter import page_of, read_file
from dutydesk.usecase.acts import REGISTRY

SHEET = {"wording": "w", "scope": "s", "effective": "e", "bound": "b", "silent": "x"}


def policy(room: Room) -> None:
    room.do("open", kind="policy", label="P1", colour="yellow", title="文件")


def appeal(room: Room) -> None:
    room.do("open", kind="appeal", label="A1", colour="blue", title="欠薪")


def meeting(room: Room) -> None:
    room.do("meeting plan", label="M1", title="会", begins="15:00", ends="16:00")


def graded(room: Room) -> None:
    room.incident(level="III", deaths=3)
    room.do("assess", matter="Y1", level="III")


def incident(room: Room) -> None:
    room.incident()


def red(room: Room) -> None:
    room.incident(colour="red")


def misread(room: Room) -> None:
    room.incident(subtype="drought", category="natural", deaths="3", level="IV")


def two(room: Room) -> None:
    room.incident(colour="red")
    room.incident(label="Y2")


def paper(room: Room) -> None:
    room.do("custody add", number="1", copies="1", place="柜", grade="秘密")


def second_factor(room: Room) -> None:
    key = factor.new_key()
    room.do("people secret", "liu", digest=new_digest(room.views, room.desk.books.rights, "liu", "correct horse"))
    room.do("people totp", "liu", shared=key, code=pyotp.TOTP(key).generate_otp(room.now() // factor.PERIOD))
    room.do("people add", "wang", officer="keeper", name="管", role="officer", also=["admin"])


REPORT = {
    "kind": "first",
    "to": ["省委"],
    "text": "时间地点性质均已写明的报告",
    "gap": ["time=现场失联", "place=现场失联", "cause=调查中"],
}

CASES: dict[str, tuple[Callable[[Room], None], dict[str, Any], str]] = {
    "policy interpret": (policy, {"matter": "P1", **SHEET}, "he"),
    "appeal dispose": (appeal, {"matter": "A1", "text": "转办", "to": ["人社厅"]}, "liu"),
    "plan joint": (incident, {"matter": "Y1", "text": "分流"}, "liu"),
    "meeting minutes": (meeting, {"matter": "M1", "text": "议定", "approve": True}, "liu"),
    "assess": (graded, {"matter": "Y1", "level": "IV", "reason": "核减"}, "liu"),
    "figures": (graded, {"matter": "Y1", "injured": 1, "level": "IV", "reason": "核减"}, "liu"),
    "amend": (misread, {"matter": "Y1", "subtype": "road", "reason": "核实"}, "liu"),
    "merge": (two, {"matter": "Y1", "into": "Y2", "reason": "同一起"}, "liu"),
    "shift relief": (incident, {"a": "sun", "reason": "病"}, "liu"),
    "roster take-over": (incident, {"post": "b", "officer": "sun", "reason": "病"}, "he"),
    "custody add": (incident, {"number": "2", "copies": "1", "place": "柜", "grade": "绝密★30年"}, "he"),
    "custody grade": (paper, {"paper": "D1", "grade": "绝密★30年"}, "he"),
    "custody move": (paper, {"paper": "D1", "place": "柜2"}, "he"),
    "custody hand": (paper, {"paper": "D1"}, "he"),
    "custody lock": (paper, {"paper": "D1"}, "he"),
    "report": (incident, {"matter": "Y1", **REPORT}, "liu"),
    "open": (
        incident,
        {"kind": "incident", "category": "accident", "subtype": "road", "deaths": 3, "level": "IV", "reason": "待核减"},
        "liu",
    ),
    "people totp-reset": (second_factor, {"officer": "liu", "reason": "手机丢了"}, "wang"),
    "close": (red, {"matter": "Y1", "criterion": "已处置", "outcome": "solved", "waive_open": "误报"}, "liu"),
}
"""An act with a consent: what must be there, its words, whose consent."""

ACTORS = {"shift relief": "sun", "roster take-over": "sun", "people totp-reset": "keeper"}

ON_THE_SPOT = {
    "custody add", "custody grade", "custody move", "custody hand", "custody lock", "roster take-over", "people totp-reset",
}  # fmt: skip
"""Here a word on the telephone is not enough."""

HAVING = [name for name, act in REGISTRY.items() if act.consent_fields()]


def words_of(name: str, **more: Any) -> dict[str, Any]:
    _, words, person = CASES[name]
    return {**words, REGISTRY[name].consent_fields()[0]: person, **more}


def test_every_act_that_has_a_consent_is_tried_here() -> None:
    assert set(HAVING) <= set(CASES)


@pytest.mark.parametrize("name", HAVING)
def test_who_signs_here_has_signed(room: Room, name: str) -> None:
    setting, _, person = CASES[name]
    setting(room)
    actor = ACTORS.get(name, "zhou")
    done = room.do(name, actor, signed=[person], **words_of(name))
    (given,) = [one for one in reads.consents_of(room.views, done.id) if one.person == person]
    assert given.act in c.WHAT, "it has a name for people"
    assert (given.how, given.state) == (c.SIGNED, c.GIVEN)
    assert room.found(c.COUNTERSIGN) == []
    assert room.events("call.logged") == []
    assert any(word in room.log() for word in ("本人签", "; 签字 孙涛", "王主任 同签"))


@pytest.mark.parametrize("name", [name for name in HAVING if name not in ON_THE_SPOT])
def test_a_name_alone_is_a_logged_call_and_owes_the_signature(room: Room, name: str) -> None:
    setting, _, person = CASES[name]
    setting(room)
    actor = ACTORS.get(name, "zhou")
    called = room.views.officers()[person].name
    done = room.do(name, actor, **words_of(name))
    (call,) = room.events("call.logged")
    assert (call.name, call.result) == (called, "reached")
    (owed,) = reads.waiting_for(room.views, person)
    assert (owed.state, owed.how, owed.agreed_at) == (c.OWED, c.PHONE, room.now())
    (clock,) = [view for view in room.views.clocks() if view.rule == c.COUNTERSIGN]
    assert (clock.subject, clock.due_at) == (called, room.now() + 24 * HOUR)
    said = room.log()
    by = room.views.officers()[actor].name
    assert f"电话请示同意, 8时00分, {by}记录" in said
    assert "本人签" not in said, "never shown as a signature"

    assert "补签须由本人" in str(room.refused("countersign", actor, entry=done.id))
    room.do("countersign", person, entry=done.id)
    assert room.state(c.COUNTERSIGN, clock.label, called) == "met"
    assert reads.waiting_for(room.views, person) == []
    assert "不欠补签" in str(room.refused("countersign", person, entry=done.id))
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before


@pytest.mark.parametrize("name", sorted(ON_THE_SPOT))
def test_where_two_must_be_present_a_call_is_refused(room: Room, name: str) -> None:
    setting, *_ = CASES[name]
    setting(room)
    refusal = room.refused(name, ACTORS.get(name, "zhou"), **words_of(name))
    assert refusal.field == REGISTRY[name].consent_fields()[0]
    assert "本人签字" in str(refusal)


@pytest.mark.parametrize("name", HAVING)
def test_nobody_else_s_signature_will_do(room: Room, name: str) -> None:
    """The signature of a third is no consent of the named one: it is a call, or refused."""
    setting, _, person = CASES[name]
    setting(room)
    actor, third = ACTORS.get(name, "zhou"), "liu" if person == "wang" else "wang"
    if name in ON_THE_SPOT:
        assert room.refused(name, actor, signed=[third], **words_of(name)).field in REGISTRY[name].consent_fields()
        return
    room.do(name, actor, signed=[third], **words_of(name))
    assert [one.state for one in reads.waiting_for(room.views, person)] == [c.OWED]


def test_the_call_is_at_its_own_time_and_what_it_meets_with_it(room: Room) -> None:
    appeal(room)
    room.at("09:30")
    room.do("appeal dispose", **words_of("appeal dispose", at="09:10"))
    assert hhmm(room.one("appeal_24h", "A1").met_at) == "09:10"
    assert room.due(c.COUNTERSIGN, "A1") == "09:10"
    assert "电话请示同意, 9时10分, 周明记录" in room.log()


def test_i_did_not_agree_is_red_and_undoes_nothing(room: Room) -> None:
    appeal(room)
    done = room.do("appeal dispose", **words_of("appeal dispose"))
    met = room.one("appeal_24h", "A1").met_at
    assert room.refused("countersign", "liu", entry=done.id, refused=True).field == "reason"
    room.do("countersign", "liu", entry=done.id, refused=True, reason="当时在开会, 没有接过电话")
    (line,) = [one for one in rows(room.views, room.desk.books.checklist, room.now()) if one.item == "m1"]
    assert "本人不认可" in line.automatic, "the incoming pair hears of it where they hear of the incidents"
    assert "没有接过电话" in line.automatic
    assert room.one("appeal_24h", "A1").met_at == met
    assert "▲ 刘副主任 [A1] 本人不认可, 没有同意过: 处置方案; 当时在开会, 没有接过电话" in room.log()
    (denied,) = reads.consents_of(room.views, done.id)
    assert (denied.state, denied.reason) == (c.REFUSED, "当时在开会, 没有接过电话")
    assert room.state(c.COUNTERSIGN, "A1") == "met"


def test_two_calls_on_one_matter_are_one_clock_that_ends_with_the_last(room: Room) -> None:
    appeal(room)
    first = room.do("appeal dispose", **words_of("appeal dispose"))
    second = room.do("appeal dispose", **words_of("appeal dispose", text="另转"))
    assert len(room.found(c.COUNTERSIGN, "A1")) == 1
    room.do("countersign", "liu", entry=second.id)
    assert room.state(c.COUNTERSIGN, "A1") == "running"
    room.do("countersign", "liu", entry=str(first.seq))
    assert room.state(c.COUNTERSIGN, "A1") == "met"


def test_r16_a_call_for_a_consent_starts_no_hold(room: Room) -> None:
    """Lowering the level holds what it does as an act; the call beside it is no further renewal."""
    room.incident(level="III", deaths=3, colour="yellow")
    room.tick_at("08:10")
    assert room.events("obligation.held") == []
    graded_before = len(room.events("obligation.held"))
    room.do("figures", matter="Y1", injured=1, level="IV", reason="核减", consent="liu", signed=["liu"])
    with_signature = len(room.events("obligation.held")) - graded_before
    room.do("figures", matter="Y1", injured=2, level="III", reason="更正")
    before = len(room.events("obligation.held"))
    room.do("figures", matter="Y1", injured=3, level="IV", reason="核减", consent="liu")
    assert len(room.events("obligation.held")) - before == with_signature


def test_a_countersignature_blocks_no_handover_and_goes_over_to_the_next_shift(room: Room) -> None:
    from dutydesk.capabilities.handover import gather
    from dutydesk.usecase.books import load_checklist

    appeal(room)
    room.do("appeal dispose", **words_of("appeal dispose"))
    room.tick_at("+08:01")
    assert room.state(c.COUNTERSIGN, "A1") == "overdue"
    blocks = gather.blocking(room.views, load_checklist(), room.now(), None)
    assert room.one(c.COUNTERSIGN, "A1").id not in [block.about for block in blocks]
    assert c.COUNTERSIGN not in [clock.rule for clock in gather.overdue(room.views, room.now())]
    raised = {alert.addressee: alert for alert in room.views.all_alerts() if alert.rule == c.COUNTERSIGN}
    assert (raised["person"].people, raised["person"].how) == (("liu",), "screen")
    assert (raised["A"].people, raised["A"].how) == (("zhou",), "screen")
    assert len(raised) == 2, "no ladder"


def test_it_outlives_the_matter_and_a_merger(room: Room) -> None:
    appeal(room)
    room.do("open", kind="appeal", label="A2", colour="blue", title="同一件")
    first = room.do("appeal dispose", **words_of("appeal dispose"))
    room.do("merge", matter="A1", into="A2")
    assert room.state(c.COUNTERSIGN, "A2") == "running"
    room.do("countersign", "liu", entry=first.id)
    assert room.state(c.COUNTERSIGN, "A2") == "met"


def test_a_person_who_is_relieved_still_signs(room: Room) -> None:
    policy(room)
    done = room.do("policy interpret", **words_of("policy interpret"))
    room.do("shift relief", b="ma", reason="病", signed=["ma", "he"], cosigner="ma", actor="he")
    room.do("countersign", "he", entry=done.id)
    assert room.state(c.COUNTERSIGN, "P1") == "met"


def test_who_verified_a_figure_has_agreed_to_nothing(room: Room) -> None:
    graded(room)
    words = {"matter": "Y1", "injured": 1, "level": "IV", "reason": "核减", "verified_by": "刘副主任"}
    assert room.refused("figures", **words).field == "consent"


@pytest.mark.parametrize("name", HAVING)
def test_who_may_not_cannot_be_named(room: Room, name: str) -> None:
    setting, _, person = CASES[name]
    actor = ACTORS.get(name, "zhou")
    setting(room)
    field = REGISTRY[name].consent_fields()[0]
    for nobody in ("没有这个人", "audit"):
        refusal = room.refused(name, actor, signed=["audit"], **{**words_of(name), field: nobody})
        assert refusal.field == field
    room.do("people disable", actor if person == "wang" else "wang", officer=person, reason="离职")
    refusal = room.refused(name, actor, **words_of(name))
    assert "已停用" in str(refusal)


def test_old_rows_without_an_agreement_are_told_by_the_name_alone(room: Room) -> None:
    from dutydesk.capabilities.appeals import words as appeals  # noqa: F401 - registers how it is told
    from dutydesk.capabilities.log.lines import TELL
    from dutydesk.kernel.events import decode

    old = '{"approved_by":"liu","recipients":["人社厅"],"text":"转办"}'
    event = decode("appeal.disposal_approved", old)
    assert TELL["appeal.disposal_approved"](event, {"liu": "刘副主任"}) == "处置方案: 转 人社厅, 刘副主任 同意\n转办"


def test_it_is_told_by_the_hour_of_the_paper() -> None:
    sentence = c.words({"how": "phone", "at": 0, "by": "zhou"}, {"zhou": "周明"})
    assert str(sentence) == "电话请示同意, 8时00分, 周明记录"
    assert str(c.spoken(5 * MINUTE)) == "8时05分"


def test_the_signer_s_name_stands_on_the_paper_and_a_word_on_the_telephone_is_none(room: Room) -> None:
    from dutydesk.capabilities.files import files
    from dutydesk.capabilities.files.papers import report_paper

    incident(room)
    room.at("08:05")
    done = room.do("report", **words_of("report"))
    (report,) = room.views.reports(room.views.matter("Y1").id)
    assert report_paper(room.views, report).signer == "刘副主任（电话请示同意，8时05分，周明记录）"
    room.do("countersign", "liu", entry=done.id, refused=True, reason="没有接过电话")
    assert report_paper(room.views, report).signer == "刘副主任（电话请示同意，8时05分，周明记录，本人不认可）"
    policy(room)
    room.do("policy interpret", **words_of("policy interpret"))
    names = {one.id: one.name for one in room.views.officers().values()}
    text = repr(files.read(room.views, room.views.matter("P1"), names, room.now()))
    assert "复核 何静 (电话请示同意, 8时05分, 周明记录, 待补签)" in text


@pytest.mark.parametrize(
    "name", ["appeal dispose", "plan joint", "assess", "report", "policy interpret", "meeting minutes"]
)
def test_a_consent_that_was_none_stands_on_the_file_the_print_and_the_sheet(room: Room, name: str) -> None:
    setting, _, person = CASES[name]
    setting(room)
    done = room.do(name, ACTORS.get(name, "zhou"), **words_of(name))
    room.at("08:30")
    room.do("countersign", person, entry=done.id, refused=True, reason="当时在开会")
    (one,) = [one for one in reads.consents_of(room.views, done.id) if one.person == person]
    matter = room.views.matter(one.matter_id)
    names = room.views.names()
    said = f"▲ 本人不认可: {c.what(one.act)}, {names[person]} 没有同意过 (电话请示同意, 8时00分, 周明记录): 当时在开会"
    assert waiting.denials(room.views, matter.id, names) == [said]
    assert said in pages.matter_page(room.views, matter, room.now())
    assert said in "\n".join(
        line for one in papers.matter_paper(room.views, matter, room.now()).body for line in [one.text]
    )
    file = read_file(room.views, matter.id, room.now())
    page = page_of(file, room.now())
    styles = {page.plain[span.start : span.end]: str(span.style) for span in page.spans}
    assert styles[said] == "bold $error"
    assert [style for text, style in styles.items() if "没有同意过: " in text] == ["bold $error"]
    room.tick_at("+07:40")
    end_all(room)
    answer_all(room)
    start(room)
    sign_both(room)
    sealed = handovers.sealed(room.views)
    assert sealed is not None
    assert f"{matter.label} {said}" in sealed.sheet


# ---------------------------------------------------------------- when one can have agreed


def test_nobody_agreed_by_telephone_before_there_was_anything_to_agree_to(room: Room) -> None:
    room.at("12:20")
    room.incident(received="12:14", deaths="3", level="III")
    lower = {"matter": "Y1", "level": "IV", "reason": "核减", "consent": "liu"}
    assert room.refused("assess", **lower, agreed_at="08:00").field == "agreed_at"
    assert "今天还没有到" in str(room.refused("assess", **lower, agreed_at="23:00"))
    room.do("assess", **lower, agreed_at="12:14")
    assert room.events("consent.given")[-1].agreed_at == room.time("12:14")


def test_nobody_agreed_to_a_lower_level_before_the_higher_one_stood(room: Room) -> None:
    room.incident(received="08:00", level="IV")
    room.at("08:30")
    room.do("assess", matter="Y1", level="II", reason="险情加重")
    room.at("08:40")
    lower = {"matter": "Y1", "level": "III", "reason": "险情减轻", "consent": "liu"}
    assert room.refused("assess", **lower, agreed_at="08:20").field == "agreed_at"
    room.do("assess", **lower, agreed_at="08:35")


def test_an_opening_below_the_table_and_a_relief_are_asked_the_same(room: Room) -> None:
    room.at("12:20")
    words = {"kind": "incident", "subtype": "road", "deaths": "3", "level": "IV", "reason": "核减", "consent": "liu"}
    assert room.refused("open", **words, received="12:14", agreed_at="09:00").field == "agreed_at"
    began = room.views.shift().began_at
    relief = {"actor": "he", "a": "he", "reason": "他走了", "cosigner": "liu"}
    assert room.refused("shift relief", **relief, agreed_at=iso(began - 2 * MINUTE)).field == "agreed_at"
    room.do("shift relief", **relief, agreed_at="12:10")
