"""Commands: keys, user keys, and forms that match their acts."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import subprocess
import sys

import pytest

from dutydesk.bootstrap import open_container
from dutydesk.capabilities.matters.acts import Open
from dutydesk.capabilities.matters.commands.opening import opening_fields
from dutydesk.capabilities.matters.rules import KINDS
from dutydesk.capabilities.shifts.acts import AddOfficer
from dutydesk.clock import ManualClock
from dutydesk.i18n import explain
from dutydesk.kernel.figures import FIELDS
from dutydesk.kernel.people import DESK
from dutydesk.tui import app as _app
from dutydesk.tui.commands.base import COMMANDS, RESERVED_KEYS, keys_in_force
from dutydesk.tui.screens.desk import BAR
from dutydesk.tui.widgets.log import LogPane
from dutydesk.tui.widgets.rows import RowsPane
from dutydesk.usecase import acts
from tests.tui.test_desk import settled, until

assert _app


def test_no_two_commands_share_a_key() -> None:
    keys = [key for key in keys_in_force({})[0].values() if key]  # a command may live in the palette alone
    assert len(set(keys)) == len(keys)
    assert len(keys) > 25


def test_every_command_says_what_it_is() -> None:
    for name, command in COMMANDS.items():
        assert command.words, name
        assert command.help_text, name
        assert command.__doc__, name
    assert set(BAR) <= set(COMMANDS)


def test_user_keys_replace_ours() -> None:
    assert keys_in_force({"report": "f9"}) == ({**keys_in_force({})[0], "report": "f9"}, ())


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"reprot": "f9"}, "reprot"),
        ({"report": "ctrl+s"}, "ctrl+s"),
        ({"report": "a"}, "acknowledge"),
        ({"report": "tab"}, "tab"),
    ],
)
def test_a_user_key_that_cannot_be_is_named_and_leaves_the_others(own, words) -> None:
    keys, faults = keys_in_force({"phone": "f10", **own})
    assert keys == {**keys_in_force({})[0], "phone": "f10"}
    (fault,) = faults
    assert words in str(fault)


def test_two_keys_may_change_places_and_a_chain_of_mistakes_ends() -> None:
    shipped = keys_in_force({})[0]
    keys, faults = keys_in_force({"report": shipped["acknowledge"], "acknowledge": shipped["report"]})
    assert (keys["report"], keys["acknowledge"], faults) == (shipped["acknowledge"], shipped["report"], ())
    keys, faults = keys_in_force({"report": shipped["acknowledge"], "acknowledge": "tab", "phone": shipped["report"]})
    assert keys == shipped
    assert len(faults) == 3


@pytest.mark.parametrize("pane", [RowsPane, LogPane])
def test_no_command_has_a_key_that_its_pane_hears_first(pane) -> None:
    own = {key for binding in pane.BINDINGS for key in binding.key.split(",")}
    assert own <= set(RESERVED_KEYS), own - set(RESERVED_KEYS)
    assert not set(RESERVED_KEYS) & {command.key for command in COMMANDS.values()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_opening_form_is_one_of_the_act(kind) -> None:
    known = {field.name for field in dataclasses.fields(Open)} | set(FIELDS)
    assert {field.name for field in opening_fields(kind, "10:00")} <= known


def test_the_first_frame_needs_no_write_side() -> None:
    code = (
        "import sys, dutydesk.tui.app; "
        "print([m for m in ('sqlmodel','sqlalchemy','apscheduler','pydantic','dateutil','argparse','tarfile') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_first_frame_compiles_no_patterns_of_texts() -> None:
    """What sorts messages, checks reports and sets papers are hundreds of patterns: a fifth of the start when they came along."""
    code = (
        "import sys, dutydesk.cli.desk, dutydesk.tui.app; "
        "print([name for name in sys.modules if name.startswith('dutydesk.capabilities.triage.rules.') "
        "or name.startswith('dutydesk.capabilities.reporting.rules.') or name == 'dutydesk.kernel.prose'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    few = {"triage.rules.facts", "triage.rules.kept", "reporting.rules.reporting"}
    assert set(ast.literal_eval(done.stdout)) <= {f"dutydesk.capabilities.{name}" for name in few}


def test_few_modules_of_the_first_frame_compile_a_pattern() -> None:
    """The others take theirs from ``kernel.patterns``: compiled while they are imported they were ten milliseconds of a start."""
    code = (
        "import re, sys, dutydesk.cli.desk, dutydesk.tui.app; "
        "print([name for name, one in sys.modules.items() if name.startswith('dutydesk.') "
        "and any(type(value) is re.Pattern for value in vars(one).values())])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    few = (
        "capabilities.cases.rules capabilities.cases.words capabilities.papers.given capabilities.triage.rules.kept kernel.durations "
        "kernel.figures kernel.instants kernel.sealed kernel.text store.attachments store.bundles tui.paste tui.text tui.tour"
    )
    assert set(ast.literal_eval(done.stdout)) <= {f"dutydesk.{name}" for name in few.split()}


def test_what_the_first_frame_imports_defines_its_values_when_they_are_first_used() -> None:
    """``dataclasses.dataclass`` takes a quarter of a millisecond a class, and most of them are not met in that frame."""
    code = (
        "import sys, dataclasses, dutydesk.cli.desk, dutydesk.tui.app; "
        "print([name for name, one in sys.modules.items() if name.startswith('dutydesk.') "
        "and getattr(one, 'dataclass', None) is dataclasses.dataclass], 'textual.widgets._text_area' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False"


READS = {
    "switch", "lock", "find", "date", "language", "theme", "palette", "help", "quit", "drafts", "closed", "roster", "registers", "paper",
    "setup", "channel_test", "lowered", "here", "jump", "manual", "sent", "cases", "heat", "lead", "tour",
    "attachments",
}  # fmt: skip
"""Commands that perform no act: they write nothing themselves, but for what became of a message that tries a channel."""


def test_every_command_that_writes_names_an_act() -> None:
    assert {name for name, command in COMMANDS.items() if not command.does} == READS
    assert {command.does for command in COMMANDS.values() if command.does} <= set(acts.REGISTRY)


def test_a_command_whose_code_names_an_act_is_asked_for_a_right_first() -> None:
    for name, command in COMMANDS.items():
        words = set(re.findall(r'"([a-z -]+)"', inspect.getsource(command)))
        named = words & set(acts.REGISTRY)
        assert not named or command.does or command.leads_to, f"{name} performs {named} and names no act"


@pytest.mark.parametrize("role", ["auditor", "admin"])
async def test_a_missing_right_is_said_and_opens_no_screen(make_app, store_path, clock, views, role: str) -> None:
    """Every command, for somebody without the right to it: a sentence with the right's name, no form, no event."""
    container = open_container(store_path, clock=ManualClock(clock.wall()))
    container.desk.perform(AddOfficer(officer="shen", name="沈审计", role=role), actor=DESK)
    rights = container.desk.books.rights
    container.close()
    app = make_app()
    told: list[str] = []
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot, app)
        await app.change_person("shen")
        await app.refresh_state()
        app.desk_screen.tell = lambda words, trouble=False: told.append(words)  # noqa: ARG005 - the screen's signature
        lacked = [
            command
            for command in COMMANDS.values()
            if command.does and not rights.may([role], acts.REGISTRY[command.does].RIGHT)
        ]
        assert len(lacked) > 60
        head = views.head()
        for command in lacked:
            told.clear()
            app.desk_screen.action_command(command.id)
            await until(pilot, lambda: told, f"{command.id}: nothing said")
            assert told == [explain(rights.lacking("沈审计", [role], acts.REGISTRY[command.does].RIGHT))], command.id
            assert app.screen is app.desk_screen, command.id
            assert not app.desk_screen.entry.has_focus, command.id
        assert views.head() == head
