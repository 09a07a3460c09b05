"""An English session says the desk's words in English, and never rewrites what a person typed."""

from __future__ import annotations

import pytest
from room import Room
from words import HAN

from dutydesk import i18n
from dutydesk.capabilities.closing.rules import criteria
from dutydesk.capabilities.coordination.reads import actions, running_plan
from dutydesk.capabilities.files import pages
from dutydesk.capabilities.log.lines import TELL
from dutydesk.capabilities.matters.rules import KIND_NAMES
from dutydesk.capabilities.obligations.events import CAUSES, ObligationEnded
from dutydesk.kernel.wording import Typed, Word, Worded
from dutydesk.tui.screens.matter import next_steps, read_file

TYPED = ["异常", "正常", "红", "带班领导", "省委办公厅", "续报一", "办结"]
"""What a person may write, each of it a word of the catalogue or like one."""


@pytest.fixture(autouse=True)
def english():
    i18n.use("en")
    yield
    i18n.use("zh")


@pytest.mark.parametrize("typed", TYPED)
def test_what_was_typed_stays_in_a_sentence(typed: str) -> None:
    assert i18n.say("更正: {0}", typed).endswith(typed)
    assert typed in i18n.explain(Worded("没有这一项: {0}; 按 F3 选", typed))
    assert i18n.listed([typed, typed]) == f"{typed}, {typed}"
    assert i18n.title(Typed(typed)) == typed


def test_a_word_of_the_desk_is_said_in_english() -> None:
    assert i18n.say("更正: {0}", Word("异常")).endswith("abnormal")
    assert "事件" not in i18n.say("{0} 立项", KIND_NAMES["incident"])
    assert i18n.listed(KIND_NAMES.values()).isascii()


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("续报一", "follow-up 1"),
        ("续报十", "follow-up 10"),
        ("续报二十三", "follow-up 23"),
        ("续报100", "follow-up 100"),
    ],
)
def test_the_name_of_a_follow_up_is_said_in_english(kept: str, said: str) -> None:
    assert i18n.title(kept) == i18n.say("{0}", Word(kept)) == said
    with i18n.speaking("zh"):
        assert i18n.title(kept) == kept


def test_a_criterion_of_the_plan_is_said_in_english_and_an_own_one_is_not(room: Room) -> None:
    room.incident()
    room.do("assess", matter="Y1", level="IV")
    room.do("activate", matter="Y1", level="IV", lead="南阳市政府")
    offered = running_plan(room.views, room.views.matter("Y1").id).termination
    closing = {"outcome": "solved", "declined": True, "reason": "已转交"}
    waived = {"waive_open": "已转交", "approved_by": "wang", "signed": ["wang"]}
    room.do("close", actor="wang", matter="Y1", criterion=offered[0], **waived, **closing)
    room.incident(label="Y2")
    room.do("close", matter="Y2", criterion=offered[0], **closing)
    of_plan, typed = [line for line in room.log().splitlines() if offered[0] in line or i18n.title(offered[0]) in line]
    assert i18n.title(offered[0]) in of_plan
    assert offered[0] in typed
    file = read_file(room.views, room.views.matter("Y1").id, room.now())
    assert next_steps(file.matter, file, room.now()) == [i18n.say("已办结: {0}", i18n.title(offered[0]))]
    assert i18n.explain(criteria(offered)) == "; ".join(map(i18n.title, offered))


def test_corrections_and_reminders_keep_their_words(room: Room) -> None:
    noted = room.do("log", text="正常")
    room.do("log", text="异常", corrects=noted.id)
    room.do("remind", time="18:00", text="异常")
    lines = room.log().splitlines()
    assert any(line.endswith("correction: 异常") for line in lines), lines
    assert [clock.title for clock in room.found("reminder")] == ["异常"]
    assert "异常" in pages.due_page(room.found("reminder"), room.now())


@pytest.mark.parametrize("cause", CAUSES)
def test_why_a_clock_was_cancelled_is_said_in_english(cause: str) -> None:
    said = TELL[ObligationEnded.KIND](
        ObligationEnded(obligation="o", name="首报", outcome="cancelled", cause=cause), {}
    )
    assert not HAN.search(said), said


def test_a_clock_is_cancelled_for_no_other_cause_than_those(room: Room) -> None:
    room.incident()
    room.do("action assign", matter="Y1", text="送水", owner="水利", due="10:00")
    (given,) = actions(room.views, room.views.matter("Y1").id)
    room.do("action move", action=given.id, state="dropped", note="已有人送")
    ended = [row for row in room.events("obligation.ended") if row.outcome == "cancelled"]
    assert "dropped" in [one.cause for one in ended]
    assert {one.cause for one in ended} <= set(CAUSES)
