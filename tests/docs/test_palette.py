"""The palette finds a command by what people call it."""

from __future__ import annotations

import pytest
from textual.fuzzy import Matcher

from dutydesk.i18n import translate
from dutydesk.tui.commands import every
from dutydesk.tui.commands.base import COMMANDS
from dutydesk.tui.palette import fitness

assert every


def best(typed: str) -> list[str]:
    """The commands that fit best."""
    match = Matcher(typed).match
    scores = {
        name: fitness(typed, (c.words, translate(c.words), *c.sought), c.help_text, match)
        for name, c in COMMANDS.items()
    }
    return [name for name, score in scores.items() if score == max(scores.values()) > 0]


def test_every_command_has_words_in_both_languages() -> None:
    for name, command in COMMANDS.items():
        assert any(not one.isascii() for one in command.sought), name
        assert any(one.isascii() for one in command.sought), name


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("值班表", "roster"), ("排班", "roster"), ("roster", "roster"), ("排班表", "roster"), ("rota", "roster"), ("谁值班", "roster"),
        ("导入", "roster_import"), ("excel", "roster_import"), ("换班", "swap"), ("调班", "swap"), ("请假", "leave"),
        ("替班", "take_over"), ("结案", "close"), ("伤亡", "figures"), ("首报", "report"), ("定级", "assess"), ("搜索", "find"),
        ("密码", "secret"), ("password", "secret"), ("闹钟", "remind"), ("访客", "visit_in"), ("批示", "instruct"), ("会议", "meeting"),
        ("打电话", "call"), ("来电", "phone"), ("收文", "inbox"), ("英文", "language"), ("交班", "handover"), ("上班", "shift"),
        ("信访", "other"), ("电话本", "contact"), ("签字", "to_sign"), ("查岗", "roll_call"), ("巡检", "patrol"),
    ],
)  # fmt: skip
def test_a_command_is_found_by_what_people_say(typed: str, command: str) -> None:
    assert best(typed) == [command]


def test_no_word_leads_to_two_commands() -> None:
    owner: dict[str, str] = {}
    for name, command in COMMANDS.items():
        for word in (command.words, *command.sought):
            assert owner.setdefault(word, name) == name, word
