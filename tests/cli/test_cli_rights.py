"""Every refusal of the table of rights at the command line's door, in the same words as at the desk's."""

from __future__ import annotations

import pytest
from shell import Shell

from dutydesk.kernel.people import ROLES
from dutydesk.usecase.acts import REGISTRY
from dutydesk.usecase.books import load_rights

COMMANDS: dict[str, tuple[str, ...]] = {
    "write": ("log", "一行"),
    "handover": ("handover", "cancel", "--reason", "x"),
    "waive": ("waive", "x", "--reason", "x"),
    "roster": ("roster", "drop", "x", "--reason", "x"),
    "people": ("people", "add", "xin"),
    "unlock": ("people", "unlock", "zhou"),
    "rulebook": ("rulebook", "accept"),
    "rebuild": ("rebuild",),
    "read_audit": ("day", "2026-07-15", "--audit"),
    "own_secret": ("people", "secret"),
    "restricted": ("restrict", "lift", "Y1", "--reason", "x"),
}
"""A command that asks for each right."""


def test_every_right_that_an_act_asks_for_has_a_command_here() -> None:
    assert {act.RIGHT for act in REGISTRY.values()} <= set(COMMANDS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("right", [one for one in COMMANDS if len(load_rights().table[one]) < len(ROLES)])
def test_what_the_table_refuses_is_refused_in_words(drill: Shell, right: str, role: str) -> None:
    rights = load_rights()
    drill.done("people", "add", "actor", "--name", "某人", "--role", role, "--as", "王主任")
    said = drill(*COMMANDS[right], "--as", "某人")
    lacking = rights.lacking("某人", (role,), right)
    if lacking is None:
        assert "须由" not in said.err
    else:
        assert (said.status, said.out) == (1, "")
        assert str(rights.needed(right)) in said.err
