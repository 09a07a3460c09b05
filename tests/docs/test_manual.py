"""The user's guide is true: what it names exists, both languages name the same, and it stays short."""

from __future__ import annotations

import argparse
import re

import pytest

from dutydesk import manual
from dutydesk.cli.main import build_parser
from dutydesk.i18n import LANGUAGES
from dutydesk.tui import app as _app
from dutydesk.tui.commands.base import COMMANDS, key_name

assert _app

KEY = re.compile(r"\[([^\]\s]+)\]")
COMMAND = re.compile(r"`((?:ssh -t )?dutydesk[^`]*)`")
TABLES = {"keys"}
"""In brackets, but a table of the configuration."""

PANES = set("12345")
LONGEST = 26
"""Lines of a topic: what one reads without turning a page at 80×24 but for a few."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_is_there_and_short(language: str) -> None:
    assert sorted(one.stem for one in manual.folder(language).glob("*.md")) == sorted(manual.ORDER)
    for one in manual.topics(language):
        assert one.title, one.name
        assert 3 < len(one.text.splitlines()) <= LONGEST, one.name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", manual.ORDER)
def test_the_keys_and_commands_that_a_topic_names_exist(language: str, name: str) -> None:
    text = next(one.text for one in manual.topics(language) if one.name == name)
    keys = {key_name(command.key) for command in COMMANDS.values() if command.key} | PANES
    assert set(KEY.findall(text)) - TABLES <= keys
    commands = next(one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction)).choices
    for said in COMMAND.findall(text):
        words = said.split()[1:]
        if said.startswith("ssh "):
            continue
        assert words[0] in commands, said
        for word in words[1:]:
            below = commands[words[0]]
            verbs = [v for one in below._actions if one.choices for v in one.choices]
            options = [option for one in below._actions for option in one.option_strings]
            assert word in {*verbs, *options}, said


@pytest.mark.parametrize("name", manual.ORDER)
def test_both_languages_name_the_same_keys_and_commands(name: str) -> None:
    one, other = ({topic.name: topic.text for topic in manual.topics(language)}[name] for language in LANGUAGES)
    assert set(KEY.findall(one)) == set(KEY.findall(other))
    assert set(COMMAND.findall(one)) == set(COMMAND.findall(other))
