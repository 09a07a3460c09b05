"""The case library: a review is owed after closing and met by nothing else, examples are marked, the nearest is taken over."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk.capabilities.appeals.reads import affair
from dutydesk.capabilities.appeals.rules import Affair
from dutydesk.capabilities.cases import reads
from dutydesk.capabilities.cases.reads import load_cases
from dutydesk.capabilities.cases.rules import nearest, read_cases
from dutydesk.capabilities.cases.words import brief, headline
from dutydesk.capabilities.files import files
from dutydesk.kernel.instants import DAY
from dutydesk.kernel.reading import RulebookError
from dutydesk.usecase.books import load_taxonomy

REVIEW = {"happened": "大客车追尾", "worked": "先问交警再问医院", "next": "首报前核一次人数", "call": "高速交警支队"}


@pytest.fixture
def closed(room: Room) -> Room:
    """A serious accident that is closed."""
    room.at("11:00")
    room.do("open", kind="incident", label="Y1", title="二广高速南召段大客车追尾事故", subtype="road", place="二广高速南召段",
            source="高速交警", received="10:47", occurred="10:20", level="III", deaths=3)  # fmt: skip
    room.do("close", matter="Y1", criterion="现场处置完毕", outcome="solved", declined=True, reason="已由交管报",
            waive_open="已口头核实", approved_by="liu", signed=("liu",))  # fmt: skip
    return room


def owed(room: Room) -> list[tuple[str, str]]:
    """The review clocks of the accident: state, and days until they are due."""
    found = room.views.find_clocks(rule="review", matter_id=room.views.matter("Y1").id, subject=None)
    return [(one.state, str((one.due_at - one.trigger_at) // DAY)) for one in found]


def test_a_review_is_owed_for_seven_days_and_saving_it_meets_it(closed: Room) -> None:
    assert owed(closed) == [("open", "7")]
    closed.at("12:00")
    closed.do("case save", matter="Y1", step=["核对收治医院\n核对家属"], typical=True, **REVIEW)
    assert owed(closed) == [("met", "7")]
    case = reads.case(closed.views, "y1")
    assert case is not None
    assert (case.steps, case.typical, case.example) == (("核对收治医院", "核对家属"), True, False)
    assert headline(case).startswith("Y1 [典型] 二广高速南召段")


def test_saved_again_the_newer_one_counts(closed: Room) -> None:
    closed.do("case save", matter="Y1", **REVIEW)
    closed.do("case save", matter="Y1", **{**REVIEW, "next": "改为逐院核对"})
    assert [one.next for one in reads.saved(closed.views)] == ["改为逐院核对"]


def test_an_open_affair_is_not_reviewed_and_nothing_may_be_left_out(closed: Room) -> None:
    closed.do("open", kind="incident", label="Y2", title="另一起", subtype="fire")
    assert "还没有办结" in str(closed.refused("case save", matter="Y2", **REVIEW))
    for name in ("happened", "worked", "next"):
        assert closed.refused("case save", matter="Y1", **{**REVIEW, name: " "}).field == name


def test_the_five_shipped_cases_are_marked_and_their_types_exist() -> None:
    shipped, taxonomy = load_cases(), load_taxonomy()
    assert len(shipped) == 5
    for case in shipped:
        assert case.example
        assert headline(case).startswith(f"{case.id} [示例]")
        assert case.steps
        assert case.call
        assert taxonomy.category_of(case.subtype) == case.category


@pytest.mark.parametrize(
    ("title", "subtype", "first"),
    [
        ("京沪高速客车相撞", "road", "E1"),
        ("商场电梯口拥挤踩踏", "crowd", "E2"),
        ("五十余人讨薪聚集", "", "E3"),
        ("村里山洪", "flood", "E4"),
        ("小学生呕吐就医", "food_poisoning", "E5"),
        ("会议室空调坏了", "", ""),
    ],
)
def test_the_nearest_case(title: str, subtype: str, first: str) -> None:
    found = nearest(Affair("", "incident", subtype, title, "", "", 0), load_cases())
    assert (found[0][0].id if found else "") == first


def test_an_own_case_comes_before_an_example(closed: Room) -> None:
    closed.do("case save", matter="Y1", **REVIEW)
    closed.do(
        "open", kind="incident", label="Y2", title="二广高速方城段大客车追尾", subtype="road", place="二广高速方城段"
    )
    found = nearest(affair(closed.views.matter("Y2")), reads.library(closed.views))
    assert [one.id for one, _ in found] == ["Y1", "E1"]
    assert "找谁: 高速交警支队" in brief(found[0][0])


def test_steps_and_contacts_are_taken_over_into_the_file(closed: Room) -> None:
    closed.do("open", kind="incident", label="Y2", title="沪昆高速大客车追尾", subtype="road")
    closed.do("case take", matter="Y2")
    (taken,) = reads.taken(closed.views, closed.views.matter("Y2").id)
    assert taken.case == "E1"
    told = files.read(closed.views, closed.views.matter("Y2"), {}, closed.now())
    lines = [line for section in told.sections for line in section.lines]
    assert set(taken.steps) <= set(lines)
    assert f"找谁: {taken.call}" in lines


@pytest.mark.parametrize(("words", "said"), [({"case": "e99"}, "没有这个案例"), ({}, "没有相近的案例")])
def test_what_cannot_be_taken_over(room: Room, words: dict[str, str], said: str) -> None:
    room.at("11:00")
    room.do("open", kind="routine", label="R1", title="会议室空调坏了")
    assert said in str(room.refused("case take", matter="R1", **words))


def test_the_case_of_a_restricted_matter_is_nobody_elses(closed: Room) -> None:
    closed.do("case save", matter="Y1", **REVIEW)
    closed.do("open", kind="incident", label="Y2", title="二广高速方城段大客车追尾", subtype="road")
    closed.do("restrict set", "liu", matter="Y1", holder=["liu"], reason="涉及个人")
    closed.do("case take", matter="Y2")
    assert reads.taken(closed.views, closed.views.matter("Y2").id)[0].case == "E1"
    assert "没有这个案例" in str(closed.refused("case take", matter="Y2", case="Y1"))


@pytest.mark.parametrize(
    "document",
    [
        {"case": [{"id": "e1", "title": "x"}]},
        {"case": [{"id": "e1", "title": "x", "happened": "x", "worked": "x", "next": "x", "nxt": "y"}]},
        {"case": [{"id": one, "title": "x", "happened": "x", "worked": "x", "next": "x"} for one in ("e1", "E1")]},
    ],
)
def test_a_faulty_file_says_what_is_wrong(document: dict[str, object]) -> None:
    with pytest.raises(RulebookError):
        read_cases("cases.toml", document)
