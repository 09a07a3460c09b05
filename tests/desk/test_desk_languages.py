"""An English session says the desk's words in English, and never rewrites what a person typed."""

from __future__ import annotations

import pytest
from room import Room

from dutydesk import i18n
from dutydesk.capabilities.files import pages
from dutydesk.capabilities.matters.rules import KIND_NAMES
from dutydesk.kernel.wording import Typed, Word, Worded

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


def test_corrections_and_reminders_keep_their_words(room: Room) -> None:
    noted = room.do("log", text="正常")
    room.do("log", text="异常", corrects=noted.id)
    room.do("remind", time="18:00", text="异常")
    lines = room.log().splitlines()
    assert any(line.endswith("correction: 异常") for line in lines), lines
    assert [clock.title for clock in room.found("reminder")] == ["异常"]
    assert "异常" in pages.due_page(room.found("reminder"), room.now())
