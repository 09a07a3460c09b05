"""Commands: keys, user keys, and forms that match their acts."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from dutydesk.desk import acts
from dutydesk.domain.figures import FIELDS
from dutydesk.domain.matters import KINDS
from dutydesk.tui import app as _app
from dutydesk.tui.commands.base import COMMANDS, UserKeyError, keys_in_force
from dutydesk.tui.commands.matters import opening_fields
from dutydesk.tui.screens.desk import BAR

assert _app


def test_no_two_commands_share_a_key() -> None:
    keys = [key for key in keys_in_force({}).values() if key]  # a command may live in the palette alone
    assert len(set(keys)) == len(keys)
    assert len(keys) > 25


def test_every_command_says_what_it_is() -> None:
    for name, command in COMMANDS.items():
        assert command.words, name
        assert command.help_text, name
        assert command.__doc__, name
    assert set(BAR) <= set(COMMANDS)


def test_user_keys_replace_ours() -> None:
    assert keys_in_force({"report": "f9"})["report"] == "f9"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"reprot": "f9"}, "reprot"),
        ({"report": "ctrl+s"}, "ctrl+s"),
        ({"report": "a"}, "acknowledge"),
        ({"report": "tab"}, "tab"),
    ],
)
def test_a_user_key_that_cannot_be_is_refused_by_name(own, words) -> None:
    with pytest.raises(UserKeyError, match=words.replace("+", r"\+")):
        keys_in_force(own)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_opening_form_is_one_of_the_act(kind) -> None:
    known = {field.name for field in dataclasses.fields(acts.Open)} | set(FIELDS)
    assert {field.name for field in opening_fields(kind, "10:00")} <= known


def test_the_first_frame_needs_no_write_side() -> None:
    code = (
        "import sys, dutydesk.tui.app; "
        "print([m for m in ('sqlmodel','sqlalchemy','apscheduler','pydantic','dateutil','argparse') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
