"""README is true: every command and every key is in it, and what it shows exists."""

from __future__ import annotations

import argparse
import re

from dutydesk.cli.main import build_parser
from dutydesk.tui import app as _app
from dutydesk.tui.commands.base import COMMANDS, key_name

assert _app


def commands() -> list[str]:
    parser = build_parser()
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return sorted(action.choices)


def test_every_command_is_in_the_table(repository) -> None:
    table = (
        (repository / "README.md").read_text(encoding="utf-8").split("## Command line")[1].split("## Configuration")[0]
    )
    words = set(re.findall(r"[a-z][a-z-]+", table))
    assert [name for name in commands() if not words.issuperset(name.split())] == []


def test_every_key_is_in_the_table_with_its_name(repository) -> None:
    table = (repository / "README.md").read_text(encoding="utf-8").split("## Keys")[1].split("## Command line")[0]
    for name, command in COMMANDS.items():
        key = "Space" if command.key == "space" else f"`{key_name(command.key)}`"
        assert not command.key or key in table, name
        assert re.search(rf"[( ]{name}[,)]", table), name


def test_the_picture_is_there(repository) -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", (repository / "README.md").read_text(encoding="utf-8")):
        assert (repository / path).is_file(), path


def test_top_level_stays_short(repository) -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files"], cwd=repository, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines() if not line.startswith(".")}
    assert top <= {"dutydesk", "data", "tests", "pyproject.toml", "README.md", "LICENSE"}


def test_every_command_has_help() -> None:
    parser = build_parser()
    action = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, one in action.choices.items():
        assert one.description, name
