"""Recipients by keyword and the list of meeting rooms: the shipped data, and what is wrong with other data."""

from __future__ import annotations

import tomllib

import pytest

from dutydesk.capabilities.meetings.rules import read_rooms
from dutydesk.capabilities.reporting.rules.recipients import propose, read_recipients
from dutydesk.kernel.reading import RulebookError
from dutydesk.usecase.books import load_books

BOOKS = load_books()


def test_the_flood_notice_proposes_its_three_recipients_with_keyword_and_source() -> None:
    proposals = propose(BOOKS.recipients, "国务院办公厅关于做好2026年汛期防汛救灾工作的通知")
    assert [one.name for one in proposals] == ["省防指", "应急厅", "水利厅"]
    assert {one.keyword for one in proposals} == {"防汛"}
    assert all("防洪法" in one.source for one in proposals)


def test_two_keywords_propose_each_recipient_once() -> None:
    names = [one.name for one in propose(BOOKS.recipients, "防汛和安全生产")]
    assert names.count("应急厅") == 1


@pytest.mark.parametrize("text", ["", "关于会议的通知", "[/]\x1b[2J"])
def test_no_keyword_no_proposal(text: str) -> None:
    assert propose(BOOKS.recipients, text) == []


def test_every_shipped_rule_has_words_recipients_and_a_source() -> None:
    assert len(BOOKS.recipients) >= 8
    assert all(rule.keywords and rule.to and rule.source for rule in BOOKS.recipients)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[recipient]]\nkeywords = []\nto = ["a"]\nsource = "S"', "keywords"),
        ('[[recipient]]\nkeywords = ["x"]\nto = [" "]\nsource = "S"', "to"),
        ('[[recipient]]\nkeywords = ["x"]\nto = ["a"]\nsource = "nowhere"', "source"),
        ('[[recipient]]\nkeyword = "x"\nkeywords = ["x"]\nto = ["a"]\nsource = "S"', "keyword"),
        ("recipient = 1", "recipient"),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str) -> None:
    document = {"sources": {"S": "x"}, **tomllib.loads(text)}
    with pytest.raises(RulebookError) as caught:
        read_recipients("recipients.toml", document)
    assert key in {problem.key for problem in caught.value.problems}


def test_an_office_may_do_without_both_files() -> None:
    assert read_recipients("recipients.toml", {}) == ()
    assert read_rooms("meeting_rooms.toml", {}) == ()


def test_rooms_come_by_level_the_highest_first() -> None:
    assert [room.level for room in BOOKS.meeting_rooms] == ["central", "province", "city"]
    document = tomllib.loads('[[room]]\nlevel = "town"\nname = "x"\nsource = "S"\n[sources]\nS = "s"')
    with pytest.raises(RulebookError, match="town"):
        read_rooms("meeting_rooms.toml", document)
