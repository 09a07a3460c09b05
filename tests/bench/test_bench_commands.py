"""The start of the command line, each as a whole process (how to run: see ``conftest.py``)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger import Ledger, in_turns

pytestmark = [pytest.mark.bench, pytest.mark.usefixtures("compiled")]

ROUNDS = 9
QUICK = {"--version": ("--version",), "--help": ("--help",), "completion": ("complete", "--", "re")}
TIMES = {"--version": "<= 4 x", "--help": "<= 8 x", "completion": "<= 8 x"}
READING = {name: tuple(name.split()) for name in ("due --json", "show Y1", "matters", "search 望京")}


def test_commands_begin_at_once(few: Path, environ: dict[str, str], ledger: Ledger) -> None:
    """What reads nothing beside an empty program; what reads beside the import of what the write side needs."""

    def taking(*words: str) -> Callable[[], float]:
        def run() -> float:
            began = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, capture_output=True, env={**os.environ, **environ})
            return (time.perf_counter() - began) * 1e3

        return run

    found = in_turns(
        {
            "nothing": taking("-c", "pass"),
            "sqlmodel": taking("-c", "import sqlmodel"),
            **{name: taking("-m", "dutydesk", *words) for name, words in QUICK.items()},
            **{name: taking("-m", "dutydesk", "--db", str(few), *words) for name, words in READING.items()},
        },
        ROUNDS,
    )
    for name in QUICK:
        ledger.put(name, found[name], "ms", reference=found["nothing"], of="python -c pass", budget=TIMES[name])
    for name in READING:
        ledger.put(name, found[name], "ms", reference=found["sqlmodel"], of="import sqlmodel", budget="<= 1 x")
    assert all(value > 0 for value in found.values())
