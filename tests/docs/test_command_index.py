"""The generated index of the command line is that of the commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dutydesk.cli import index
from dutydesk.usecase.acts import REGISTRY


def test_the_index_is_that_of_the_commands() -> None:
    made = index.written(index.make())
    assert index.PATH.read_text(encoding="utf-8") == made, "run: python -m dutydesk.cli.index > dutydesk/cli/index.json"


def words(index: Mapping[str, Any], before: str = "") -> set[str]:
    """Every command, and its verbs with it before them."""
    own = {f"{before} {name}".strip() for name in index}
    return own.union(*(words(one.get("verbs", {}), f"{before} {name}".strip()) for name, one in index.items()))


def test_every_act_is_a_command() -> None:
    assert set(REGISTRY) - words(index.make()) == set(), (
        "give one act of its family a FAMILY, or a module of cli adds it"
    )
