"""The register of classified papers: never title or content, the grade before the handover, two persons."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import pytest
from room import INCOMING, Room

from dutydesk.capabilities.duties import reads
from dutydesk.capabilities.files.pages import due_page
from dutydesk.capabilities.handover.sheet import SheetRow, rows
from dutydesk.kernel.instants import hhmm
from dutydesk.store import drafts
from dutydesk.store.integrity import rebuild

PAPER = {"number": "JY-0715-03", "copies": "1", "place": "保密柜2"}
CONTENT = "某要害部位布防调整的具体安排"


def sheet(room: Room) -> dict[str, SheetRow]:
    """The handover sheet by item."""
    return {row.item: row for row in rows(room.views, room.desk.books.checklist, room.now())}


def on_disk(path: Path, text: str) -> list[str]:
    """The files of the store that hold a text."""
    files = path.parent.glob(path.name + "*")
    return [file.name for file in files if text.encode() in file.read_bytes()]


def test_a_paper_is_registered_without_a_grade_and_says_so_everywhere(room: Room) -> None:
    room.at("16:40")
    room.do("custody add", "he", **PAPER, sender="省委机要局")
    assert room.due("classified_transfer", "D1") == "16:40"
    assert room.views.matter("D1").title == "JY-0715-03"
    assert reads.unset_grades(room.views) == [("D1", "JY-0715-03")]
    page = due_page(room.views.clocks(), room.now(), reads.ungraded(room.views))
    assert "JY-0715-03 密级未填" in page
    line = sheet(room)
    assert line["d2"].automatic == "D1 JY-0715-03 密级未填 1 份 保密柜2"
    assert line["d2"].alarming
    assert line["d3"].alarming
    assert "D1" in line["d3"].automatic
    assert not line["d1"].alarming


def test_the_next_paper_is_d2_and_a_number_stands_once(room: Room) -> None:
    room.do("custody add", **PAPER)
    refusal = room.refused("custody add", **PAPER)
    assert (refusal.field, refusal.values) == ("number", ("D1",))
    room.do("custody add", **{**PAPER, "number": "JY-0715-04"})
    assert [one.label for one in reads.papers(room.views)] == ["D1", "D2"]


def test_the_grade_is_read_off_the_cover(room: Room) -> None:
    room.do("custody add", **PAPER)
    room.do("custody grade", "he", paper="D1", grade="机密★10年")
    one = reads.paper(room.views, "d1")
    assert (one.grade, one.period) == ("secret", "10年")
    assert reads.unset_grades(room.views) == []
    assert "机密★10年" in sheet(room)["d2"].automatic
    assert not sheet(room)["d2"].alarming
    assert "涉密件密级 密级未填 → 机密★10年" in room.log()
    room.do("custody grade", paper="JY-0715-03", grade="秘密", period="6个月")
    assert "涉密件密级 机密 → 秘密★6个月" in room.log()


def test_no_grade_is_a_choice_too(room: Room) -> None:
    room.do("custody add", **PAPER, grade="无")
    assert reads.unset_grades(room.views) == []
    assert room.refused("custody grade", paper="D1", grade="无", period="10年").field == "period"


@pytest.mark.parametrize("state", ["hand", "lock"])
def test_a_paper_without_a_grade_goes_nowhere(room: Room, state: str) -> None:
    room.do("custody add", **PAPER)
    assert room.refused(f"custody {state}", paper="D1").field == "paper"
    assert room.state("classified_transfer", "D1") == "running"


def test_handing_over_meets_the_clock_and_closes_the_matter(room: Room) -> None:
    room.do("custody add", **PAPER, grade="机密", period="10年")
    room.at("09:00")
    room.do("custody hand", paper="D1", to="机要通信员 王某")
    assert room.state("classified_transfer", "D1") == "met"
    assert room.views.matter("D1").state == "closed"
    assert reads.papers(room.views) == []
    (one,) = reads.papers(room.views, ended=True)
    assert (one.state, one.holder, hhmm(one.ended_at)) == ("handed", "机要通信员 王某", "09:00")
    assert room.refused("custody move", paper="D1", place="x").field == "paper"
    room.do("custody add", **PAPER, grade="机密")
    assert reads.paper(room.views, "JY-0715-03").label == "D2", "a number may come back"


def test_a_locked_paper_stays_in_the_register_until_it_is_handed_over(room: Room) -> None:
    room.do("custody add", **PAPER, grade="秘密")
    room.do("custody lock", paper="D1", place="保密柜1")
    assert room.state("classified_transfer", "D1") == "met"
    assert sheet(room)["d2"].automatic.endswith("保密柜1")
    assert sheet(room)["d3"].automatic == "无"
    assert room.refused("custody lock", paper="D1").field == "paper"
    room.do("custody hand", paper="D1")
    assert sheet(room)["d2"].automatic == "无"


def test_who_took_it_when(room: Room) -> None:
    room.do("custody add", "he", **PAPER, grade="机密")
    room.at("10:00")
    room.do("custody move", paper="D1", place="主任办公室", to="王主任")
    room.at("11:00")
    room.do("custody move", paper="D1", place="保密柜2")
    found = reads.moves(room.views, room.views.matter("D1").id)
    assert [(hhmm(one.at), one.place, one.holder, one.officer) for one in found] == [
        ("08:00", "保密柜2", "", "he"),
        ("10:00", "主任办公室", "王主任", "zhou"),
        ("11:00", "保密柜2", "", "zhou"),
    ]


def test_top_secret_needs_two_persons_at_every_step(room: Room) -> None:
    assert room.refused("custody add", **PAPER, grade="绝密").field == "second"
    assert room.refused("custody add", **PAPER, grade="绝密", second="周明").field == "second"
    assert room.refused("custody add", **PAPER, grade="绝密", second="王五").field == "second"
    room.do("custody add", **PAPER)
    assert room.refused("custody grade", paper="D1", grade="绝密★30年").field == "second"
    refusal = room.refused("custody grade", paper="D1", grade="绝密★30年", second="何静")
    assert (refusal.field, "电话同意不行" in str(refusal)) == ("second", True)
    room.do("custody grade", paper="D1", grade="绝密★30年", second="何静", signed=["he"])
    assert reads.paper(room.views, "D1").second == "he"
    assert room.refused("custody move", paper="D1", place="保密柜1").field == "second"
    assert room.refused("custody hand", paper="D1").field == "second"
    room.do("custody hand", paper="D1", second="he", signed=["he"])


@pytest.mark.parametrize("field", ["number", "place", "sender"])
@pytest.mark.parametrize(
    "text",
    [
        f"关于{CONTENT}的通知",
        f"《{CONTENT}》",
        f"JY-1\n{CONTENT}",
        f"JY-1\u2028{CONTENT}",
        CONTENT + "内" * 60,
        f"机密★10年 {CONTENT}",
    ],
)
def test_title_and_content_are_refused_and_are_nowhere(room: Room, field: str, text: str) -> None:
    refusal = room.refused("custody add", **{**PAPER, field: text})
    assert refusal.field == field
    assert CONTENT not in str(refusal)
    assert CONTENT not in room.stored_text()
    assert drafts.find(room.views, "zhou", "") == ""
    room.stop()
    assert on_disk(room.path, CONTENT) == []
    room.start()


@pytest.mark.parametrize(("name", "field"), [("move", "place"), ("move", "to"), ("hand", "to"), ("lock", "place")])
def test_nor_do_they_come_in_later(room: Room, name: str, field: str) -> None:
    room.do("custody add", **PAPER, grade="机密")
    words = {"paper": "D1", "place": "柜1"} if name == "move" else {"paper": "D1"}
    refusal = room.refused(f"custody {name}", **{**words, field: f"关于{CONTENT}的通知"})
    assert (refusal.field, str(refusal)) == (field, "涉密件不录标题和内容")
    assert CONTENT not in room.stored_text()


@pytest.mark.parametrize("grade", ["机密级", "内部", "秘 密", f"机密★{CONTENT}", CONTENT, "\x1b[31m机密"])
def test_a_grade_that_is_none_is_not_repeated(room: Room, grade: str) -> None:
    refusal = room.refused("custody add", **PAPER, grade=grade)
    assert refusal.field == "grade"
    assert grade not in str(refusal)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"copies": "0"}, "copies"),
        ({"copies": "两三"}, "copies"),
        ({"copies": "1000"}, "copies"),
        ({"number": " "}, "number"),
        ({"place": ""}, "place"),
        ({"period": "10年"}, "period"),
        ({"grade": "机密", "period": "十年"}, "period"),
        ({"at": "2026-07-15 09:00"}, "at"),
    ],
)
def test_what_is_wrong_is_named(room: Room, words: dict[str, str], field: str) -> None:
    assert room.refused("custody add", **{**PAPER, **words}).field == field


def test_a_paper_that_is_not_there(room: Room) -> None:
    for name in ("grade", "move", "hand", "lock"):
        extra = {"grade": {"grade": "机密"}, "move": {"place": "x"}}.get(name, {})
        assert room.refused(f"custody {name}", paper="D9", **extra).field == "paper"
        assert room.refused(f"custody {name}", paper=" ", **extra).field == "paper"


def test_a_paper_of_the_old_way_still_stands_on_the_sheet(room: Room) -> None:
    room.do("open", kind="routine", label="D1", title="JY-0715-01 1份 保密柜2")
    room.do("owe", rule="classified_transfer", matter="D1")
    room.do("custody add", **PAPER, grade="秘密")
    row = sheet(room)
    assert row["d2"].automatic.startswith("D2 JY-0715-03 秘密 1 份 保密柜2; D1 ")
    assert row["d3"].automatic.startswith("2 件")


def test_the_register_goes_over_to_the_next_shift(room: Room) -> None:
    room.do("custody add", **PAPER)
    room.at("+08:00")
    room.shift(**INCOMING)
    room.do("custody grade", "sun", paper="D1", grade="机密", period="长期")
    assert "机密★长期" in sheet(room)["d2"].automatic


def test_short_hostile_texts_are_kept_and_harmless(room: Room, hostile: list[str]) -> None:
    kept = [text for text in hostile if "\n" not in text and "\u2028" not in text and len(normalize("NFC", text)) <= 60]
    assert len(kept) > 7
    for text in kept:
        room.do("custody add", number=text, copies="1", place=text, sender=text, grade="无")
    assert {one.number for one in reads.papers(room.views)} == {normalize("NFC", text).strip() for text in kept}
    for sign in ("\x1b", "\x9b", "\u202e"):
        assert sign not in room.log()


def test_rebuild_gives_the_same_register(room: Room) -> None:
    room.do("custody add", **PAPER)
    room.do("custody grade", paper="D1", grade="机密", period="10年")
    room.do("custody move", paper="D1", place="柜1", to="何静")
    room.do("custody lock", paper="D1")
    room.do("custody add", **{**PAPER, "number": "2"}, grade="绝密", second="he", signed=["he"])
    room.do("custody hand", paper="D2", second="he", signed=["he"])
    before = room.content()
    rebuild(room.desk.store, room.now())
    assert room.content() == before
