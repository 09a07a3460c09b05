"""The lines that ``recheck`` takes out of a copy stand in the program as it is: a protection that was rewritten is looked for where it is now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.simulation import recheck as of_simulation
from tests.trust import recheck as of_trust

TOP = Path(__file__).parent.parent.parent
ALL: list[Any] = [*of_simulation.PROTECTIONS, *of_trust.PROTECTIONS]


@pytest.mark.parametrize("protection", ALL, ids=[one.name for one in ALL])
def test_what_is_taken_out_is_there(protection: Any) -> None:
    source = (TOP / protection.file).read_text(encoding="utf-8")
    assert source.count(protection.line) == 1, protection.line
    assert protection.instead != protection.line


def test_there_are_as_many_as_were_promised() -> None:
    assert len(of_simulation.PROTECTIONS) >= 5
    assert len(of_trust.PROTECTIONS) >= 12
