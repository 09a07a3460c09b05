"""Five people at one store, each at a terminal of their own: nothing is lost, doubled or out of order, and keys still answer.

``python -m pytest -m soak tests/bench/test_bench_five.py -s``; ``DUTYDESK_HAMMER_SECONDS`` for longer than the twenty seconds.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dutydesk.drill.demo import build
from dutydesk.kernel.instants import parse_instant
from dutydesk.store.views import Views

pytestmark = pytest.mark.soak

PEOPLE = ("zhang", "li", "wang", "sun", "zhou")
CLOCK = "2026-07-15T12:00:00+08:00"
SECONDS = float(os.environ.get("DUTYDESK_HAMMER_SECONDS", "20"))
LONGEST = 120.0
"""Seconds beyond those until a session that does not end counts as hung."""

BUDGET = 3.0
"""p99 of a key among five, as a multiple of that of one alone; printed, and held where nothing else runs."""


def sessions(store: Path, people: Sequence[str], environ: dict[str, str]) -> list[dict[str, Any]]:
    """Let people hammer a store at the same time; return what each wrote and measured."""
    script = Path(__file__).with_name("hammer.py")
    running = [
        subprocess.Popen(
            [sys.executable, str(script), str(store), who, f"锤{n}", str(SECONDS), CLOCK],
            stdout=subprocess.PIPE,
            env={**os.environ, **environ},
            text=True,
        )
        for n, who in enumerate(people, 1)
    ]
    found = [json.loads(one.communicate(timeout=SECONDS + LONGEST)[0]) for one in running]
    assert all(one.returncode == 0 for one in running)
    return found


def p99(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.99)]


def lines_of(store: Path) -> list[str]:
    """The hammered lines in the order of the log."""
    views = Views.open(store)
    entries = views.entries(list(range(1, views.head()[0] + 1)))
    views.close()
    return [found[0] for one in entries for found in [re.findall(r"锤\d-\d{4}", str(one.payload))] if found]


def test_five_sessions_lose_double_and_mix_up_nothing(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "one").mkdir()
    alone_path, path = tmp_path / "one" / "desk.db", tmp_path / "desk.db"
    build(path, now=parse_instant(CLOCK, 0))
    for one in path.parent.glob("desk.db*"):
        if one.is_file():
            shutil.copy2(one, alone_path.with_name(one.name))
    officers = [who for who in PEOPLE if who in names(path)]
    assert len(officers) == len(PEOPLE)
    (alone,) = sessions(alone_path, officers[:1], environ)
    five = sessions(path, officers, environ)
    told = lines_of(path)
    for one in five:
        mine = one["written"]
        assert len(mine) >= SECONDS / 4, "each got through"
        head = mine[0][:2]
        assert [line for line in told if line.startswith(head)] == mine, "every line once, in the order it was written"
    verified = subprocess.run(
        [sys.executable, "-m", "dutydesk", "--db", str(path), "verify"],
        capture_output=True,
        check=False,
        env={**os.environ, **environ},
        text=True,
    )
    assert verified.returncode == 0, verified.stderr
    worst, single = max(p99(one["took"]) for one in five), p99(alone["took"])
    print(
        f"\n  key to echo, p99: alone {single * 1e3:.0f} ms, among five {worst * 1e3:.0f} ms, {worst / single:.2f} x (budget {BUDGET} x)"
    )


def names(path: Path) -> list[str]:
    views = Views.open(path)
    found = [one.id for one in views.officers().values() if not one.disabled]
    views.close()
    return found
