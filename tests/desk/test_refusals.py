"""What is refused names its field, keeps what was typed out of the store, and changes nothing but the audit line."""

from __future__ import annotations

from typing import Any

import pytest
from room import Room

from dutydesk.kernel.text import MAX_CHARACTERS
from dutydesk.usecase.acts import REGISTRY

FIRST_REPORT = {"rule": "first_report_iv", "matter": "Y1"}
BAD = {
    "surrogate": "半个\ud83d字",
    "nul": "空\x00字",
    "long": "长" * (MAX_CHARACTERS + 1),
    "secret": "秘密★5年\n某事项",
    "secret below": "转来一份:\n 【机密★10年】\n某事项正文",
    "secret spaced": "某事项 祕 密 ★ 5 年",
    "secret label": "某事项 标密：机密",
}
TEXT_FIELDS: list[tuple[str, str, dict[str, Any]]] = [
    ("log", "text", {}),
    ("message", "text", {}),
    ("message", "channel", {"text": "来电"}),
    ("message", "sender", {"text": "来电"}),
    ("open", "title", {"kind": "routine"}),
    ("open", "place", {"kind": "routine", "title": "参观"}),
    ("open", "source", {"kind": "routine", "title": "参观"}),
    ("amend", "title", {"matter": "Y1"}),
    ("amend", "place", {"matter": "Y1"}),
    ("amend", "source", {"matter": "Y1"}),
    ("figures", "source", {"matter": "Y1", "deaths": "1"}),
    ("figures", "reason", {"matter": "Y1", "deaths": "1"}),
    ("assess", "trend", {"matter": "Y1", "level": "IV"}),
    ("assess", "at_risk", {"matter": "Y1", "level": "IV"}),
    ("assess", "text", {"matter": "Y1", "level": "IV"}),
    ("assess", "reason", {"matter": "Y1", "level": "IV"}),
    ("close", "criterion", {"matter": "Y1"}),
    ("report", "text", {"matter": "Y1", "kind": "first", "to": ["省委"]}),
    ("report", "to", {"matter": "Y1", "kind": "first"}),
    ("owe", "subject", {"rule": "unit_ack", "matter": "Y1"}),
    ("met", "note", {"obligation": FIRST_REPORT}),
    ("met", "reason", {"obligation": FIRST_REPORT, "declined": True}),
    ("waive", "reason", {"obligation": FIRST_REPORT}),
    ("remind", "text", {"time": "10:00"}),
    ("check", "note", {"item": "l3", "state": "异常"}),
    ("check", "state", {"item": "m4"}),
    ("shift relief", "reason", {"a": "sun"}),
    ("shift end", "reason", {}),
    ("roll-call receive", "who", {}),
    ("patrol", "text", {}),
    ("patrol", "note", {"text": "正常"}),
    ("visit in", "name", {"unit": "文旅局", "why": "参观"}),
    ("visit in", "unit", {"name": "王某", "why": "参观"}),
    ("visit in", "why", {"name": "王某", "unit": "文旅局"}),
    ("keys take", "item", {"by": "he"}),
    ("keys take", "by", {"item": "公章"}),
    ("keys take", "purpose", {"item": "公章", "by": "he"}),
    ("leave add", "leader", {"until": "20:00", "where": "郑州", "deputy": "he"}),
    ("leave add", "where", {"leader": "李主任", "until": "20:00", "deputy": "he"}),
    ("leave add", "deputy", {"leader": "李主任", "until": "20:00", "where": "郑州"}),
    ("custody add", "number", {"copies": "1", "place": "柜"}),
    ("custody add", "place", {"copies": "1", "number": "1"}),
    ("custody add", "sender", {"copies": "1", "number": "1", "place": "柜"}),
]


KEPT_WHOLE = ("message", "text", "long")
"""A message that is too long is kept whole beside itself (``test_desk_attachments``)."""


@pytest.mark.parametrize(
    ("name", "field", "words", "bad"),
    [(n, f, words, bad) for n, f, words in TEXT_FIELDS for bad in BAD if (n, f, bad) != KEPT_WHOLE],
    ids=[f"{n} {f}-{bad}" for n, f, _ in TEXT_FIELDS for bad in BAD if (n, f, bad) != KEPT_WHOLE],
)
def test_text_that_cannot_be_kept_is_refused_and_nothing_is_stored(
    room: Room, name: str, field: str, words: dict[str, Any], bad: str
) -> None:
    room.incident()
    refusal = room.refused(name, "liu", **words, **{field: BAD[bad]})
    assert refusal.field == field
    raw = b"".join(path.read_bytes() for path in room.path.parent.iterdir())
    assert "某事项".encode() not in raw
    assert "半个".encode() not in raw


def test_text_of_exactly_the_limit_is_kept_whole(room: Room) -> None:
    done = room.do("log", text="长" * MAX_CHARACTERS)
    entry = room.views.entry_by_id(done.id)
    assert entry.payload.count("长") == MAX_CHARACTERS


def test_text_is_stored_in_its_composed_form(room: Room) -> None:
    room.do("log", text="Cafe\u0301")
    assert room.events("entry.noted")[-1].text == "Caf\u00e9"


REFUSALS: list[tuple[str, str, dict[str, Any]]] = [
    ("log", "text", {"text": "   "}),
    ("log", "at", {"text": "x", "at": "25:00"}),
    ("log", "at", {"text": "x", "at": "昨天"}),
    ("log", "matter", {"text": "x", "matter": "Y9"}),
    ("log", "corrects", {"text": "x", "corrects": "ffff-none"}),
    ("message", "received", {"text": "x", "received": "2026-07-15 09:00"}),
    ("message", "colour", {"text": "x", "colour": "紫"}),
    ("message", "kind", {"text": "x", "colour": "red", "kind": "event"}),
    ("open", "kind", {"kind": "incidents"}),
    ("open", "message", {"kind": "proposed"}),
    ("open", "message", {"kind": "proposed", "message": "99"}),
    ("open", "received", {"kind": "incident", "received": "2026-07-15 09:00"}),
    ("open", "occurred", {"kind": "incident", "received": "07:00", "occurred": "07:01"}),
    ("open", "category", {"kind": "incident", "category": "acident"}),
    ("open", "subtype", {"kind": "incident", "category": "accident", "subtype": "petition"}),
    ("open", "level", {"kind": "incident", "level": "V"}),
    ("open", "colour", {"kind": "incident", "colour": "橙"}),
    ("open", "warning", {"kind": "incident", "warning": "紫"}),
    ("open", "label", {"kind": "incident", "label": "Y1"}),
    ("open", "deaths", {"kind": "incident", "deaths": "-1"}),
    ("amend", "matter", {"matter": "Y9", "title": "x"}),
    ("amend", "occurred", {"matter": "Y1", "occurred": "2026-07-15 12:00"}),
    ("amend", "colour", {"matter": "Y1", "colour": "purple"}),
    ("figures", "figures", {"matter": "Y1"}),
    ("figures", "deaths", {"matter": "Y1", "deaths": "两三"}),
    ("figures", "deaths", {"matter": "Y1", "deaths": "1.5"}),
    ("figures", "deaths", {"matter": "Y1", "deaths": "1800000", "loss_yuan": "4"}),
    ("figures", "loss_yuan", {"matter": "Y1", "loss_yuan": "999"}),
    ("figures", "at", {"matter": "Y1", "deaths": "1", "at": "2026-07-15 12:00"}),
    ("figures", "level", {"matter": "Y1", "deaths": "1", "level": "9"}),
    ("assess", "level", {"matter": "Y1", "level": "0"}),
    ("assess", "colour", {"matter": "Y1", "level": "IV", "colour": "x"}),
    ("assess", "matter", {"matter": "P1", "level": "IV"}),
    ("activate", "matter", {"matter": "P1", "level": "IV", "lead": "x"}),
    ("close", "criterion", {"matter": "Y1", "criterion": ""}),
    ("close", "kind", {"matter": "Y1", "criterion": "x", "kind": "follow_up", "to": ["省委"]}),
    ("report", "text_file", {"matter": "Y1", "kind": "first", "to": ["省委"], "text_file": "/no/such/file"}),
    ("owe", "rule", {"rule": "follow-up"}),
    ("owe", "rule", {"rule": "petition_15d"}),
    ("owe", "due", {"rule": "policy_own_deadline"}),
    ("owe", "due", {"rule": "policy_own_deadline", "due": "2026-07-15 07:00"}),
    ("owe", "at", {"rule": "unit_ack", "at": "2026-07-15 09:00"}),
    ("met", "obligation", {"obligation": {"rule": "roll_call"}}),
    ("met", "obligation", {"obligation": "0000-none"}),
    ("met", "matter", {"obligation": {"rule": "follow_up", "matter": "Y9"}}),
    ("waive", "obligation", {"obligation": {"rule": "reminder", "subject": "x"}, "reason": "x"}),
    ("ack", "alert", {"alert": {"rule": "first_report_iv", "matter": "Y1"}}),
    ("snooze", "minutes", {"alert": {"rule": "yellow_ack", "matter": "Y1"}, "minutes": "5分", "reason": "x"}),
    ("shift away", "minutes", {"minutes": "121"}),
    ("shift away", "post", {"minutes": "5", "post": "leader"}),
    ("check", "item", {"item": "没有这一项", "state": "正常"}),
]


@pytest.mark.parametrize(
    ("name", "field", "words"), REFUSALS, ids=[f"{i} {n} {f}" for i, (n, f, _) in enumerate(REFUSALS)]
)
def test_a_refusal_names_its_field_and_changes_nothing(
    room: Room, name: str, field: str, words: dict[str, Any]
) -> None:
    room.incident()
    room.do("open", kind="policy", label="P1")
    refusal = room.refused(name, "liu", **words)
    assert refusal.field == field
    assert str(refusal).strip()


def test_every_act_takes_its_words_and_no_others() -> None:
    for name, act in REGISTRY.items():
        assert name == act.NAME
        if name in {"register add", "register change", "register do"}:  # what they take is the register's to say
            assert act.from_words({"no_such_word": "1"}).values == ["no_such_word=1"]
            continue
        with pytest.raises(KeyError, match="no_such_word"):
            act.from_words({"no_such_word": "1"})


def test_swapped_figures_are_offered_and_never_swapped_by_themselves(room: Room) -> None:
    room.incident()
    refusal = room.refused("figures", matter="Y1", deaths="1800000", loss_yuan="4")
    assert refusal.swap == {"deaths": 4, "loss_yuan": 1_800_000}
    room.do("figures", matter="Y1", **refusal.swap)
    values = {name: figure.value for name, figure in room.views.figures(room.views.matter("Y1").id).items()}
    assert values == {"deaths": 4, "loss_yuan": 1_800_000}


def test_an_improbable_figure_is_taken_when_confirmed(room: Room) -> None:
    room.incident()
    assert room.refused("figures", matter="Y1", deaths="101").field == "deaths"
    room.do("figures", matter="Y1", deaths="101", confirmed=True)
    assert room.views.figures(room.views.matter("Y1").id)["deaths"].value == 101


def test_an_improbable_figure_of_an_opening_is_taken_when_confirmed(room: Room) -> None:
    words = {"kind": "incident", "title": "溃坝", "category": "natural", "place": "甲县", "deaths": "101"}
    assert room.refused("open", **words).field == "deaths"
    room.do("open", confirmed=True, **words)
    assert room.views.figures(room.views.matter("Y1").id)["deaths"].value == 101


# ---------------------------------------------------------------- corrections


def test_a_line_is_corrected_by_the_number_that_the_desk_said(room: Room) -> None:
    first = room.do("log", text="方城县委党校")
    newer = room.do("log", text="南召县委党校", corrects=str(first.seq)).seq
    assert newer > first.seq
    assert str(room.refused("log", text="x", corrects=str(first.seq))).endswith(f"请更正新的一条: 第 {newer} 条")
    assert room.views.entry_at(first.seq).struck_by is not None
    assert room.refused("log", text="x", corrects="999999").field == "corrects"
    opened = room.incident()
    assert "这一条由动作产生" in str(room.refused("log", text="x", corrects=str(opened.seq)))


def test_a_correction_strikes_the_old_line_and_keeps_it(room: Room) -> None:
    first = room.do("log", text="方城县委党校")
    second = room.do("log", "he", text="南召县委党校", corrects=first.id)
    old, new = room.views.entry_by_id(first.id), room.views.entry_by_id(second.id)
    assert (old.struck_by, new.struck_by) == (new.seq, None)
    assert "方城" in old.payload
    assert "方城县委党校" in room.log()
    assert "南召县委党校" in room.log()


def test_a_line_is_corrected_once_and_then_its_correction(room: Room) -> None:
    first = room.do("log", text="一")
    second = room.do("log", text="二", corrects=first.id)
    refusal = room.refused("log", text="三", corrects=first.id)
    assert refusal.field == "corrects"
    named = str(refusal).rpartition("第 ")[2].removesuffix(" 条")
    assert named == str(second.seq)
    room.do("log", text="三", corrects=named)


def test_what_an_act_wrote_is_not_corrected_as_a_line(room: Room) -> None:
    done = room.incident()
    assert room.refused("log", text="x", corrects=done.id).field == "corrects"


# ---------------------------------------------------------------- retries


def test_the_same_act_id_twice_is_saved_once(room: Room) -> None:
    first = room.do("log", act_id="0198-act", text="断电前一行")
    count = room.views.head()[0]
    again = room.do("log", act_id="0198-act", text="断电前一行")
    assert (first.id, first.again) == ("0198-act", False)
    assert (again.id, again.again) == ("0198-act", True)
    assert room.views.head()[0] == count


def test_another_act_id_is_another_act(room: Room) -> None:
    ids = [room.do("log", act_id=f"act-{number}", text="同样的一行").id for number in range(2)]
    assert ids == ["act-0", "act-1"]
    assert room.log().count("同样的一行") == 2


def test_the_first_row_of_an_act_carries_its_id(room: Room) -> None:
    done = room.do("open", act_id="act-open", kind="incident", colour="red", label="Y5")
    assert done.rows[0].id == "act-open"
    assert [row.kind for row in done.rows[:2]] == ["matter.opened", "obligation.opened"]


@pytest.mark.parametrize("kind", ["incident", "policy", "appeal", "routine"])
def test_a_matter_says_what_it_is_about(room: Room, kind: str) -> None:
    """Nothing but its kind, its times and who told it is no matter; a word or a figure of what happened is."""
    refusal = room.refused("open", kind=kind, source="省应急厅", received="07:59", title="  ")
    assert refusal.field == "title"
    assert "还没有写是什么事" in str(refusal)
    room.do("open", kind=kind, place="南召县")


def test_a_kind_of_incident_or_a_figure_says_what_it_is_about(room: Room) -> None:
    for words in ({"subtype": "road"}, {"warning": "橙"}, {"deaths": "1"}, {"label": "Y9"}):
        room.do("open", kind="incident", **words)
