"""The generated index of the command line is that of the commands."""

from __future__ import annotations

from dutydesk.cli import index


def test_the_index_is_that_of_the_commands() -> None:
    made = index.written(index.make())
    assert index.PATH.read_text(encoding="utf-8") == made, "run: python -m dutydesk.cli.index > dutydesk/cli/index.json"
