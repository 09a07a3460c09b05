"""Simulated days: a few in the default run, two hundred in ``.ci/run``, years by ``python -m tests.simulation``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dutydesk.kernel.instants import HOUR, MINUTE
from tests.simulation.ledger import BrokenError
from tests.simulation.office import office_of
from tests.simulation.plan import FAULTS, Happening, Plan, plan_of
from tests.simulation.shrink import breaks, shortest
from tests.simulation.world import run


def told(plan: Plan) -> str:
    """Return how to play it again, for the failure."""
    return f"again: python -m tests.simulation --seed {plan.seed} --together {plan.days}"


@pytest.mark.parametrize("seed", range(3))
def test_a_day_with_faults_breaks_no_promise(seed: int) -> None:
    plan = plan_of(seed, 1)
    found = breaks(plan)
    assert found is None, f"{found}\n{told(plan)}"


def test_the_same_seed_plans_the_same_day_and_another_another() -> None:
    assert plan_of(7, 2) == plan_of(7, 2)
    assert plan_of(7, 2).happenings != plan_of(8, 2).happenings
    assert len({office_of(seed).texts["obligations.toml"] for seed in range(9)}) > 3, "rulebooks differ"


def test_every_fault_is_planned_within_a_hundred_days() -> None:
    kinds = {one.kind for seed in range(50) for one in plan_of(seed, 2).happenings}
    assert FAULTS.keys() <= kinds


def test_every_fault_alone_is_lived_through() -> None:
    """One quiet morning in which everything goes wrong once, so that each fault is played in every run."""
    plan = plan_of(1, 1)
    first = next(one for one in plan.happenings if one.kind == "first shift")
    faults = [Happening((index + 1) * HOUR, kind, index, 50 * MINUTE) for index, kind in enumerate(FAULTS)]
    duty = [Happening(index * HOUR + 5 * MINUTE, "duty", index) for index in range(len(FAULTS) + 1)]
    happenings = tuple(sorted([first, *faults, *duty], key=lambda one: (one.at, one.number)))
    score = run(plan.only(happenings))
    assert score.kills >= 3
    assert score.unwritten > 0, "something rang while the disk took no write"


def test_a_failing_day_is_cut_down_to_what_it_needs() -> None:
    plan = plan_of(3, 1)
    needed = {plan.happenings[5], plan.happenings[40]}
    played: list[int] = []

    def play(tried: Plan) -> BrokenError | None:
        played.append(len(tried.happenings))
        return BrokenError("one", "") if needed <= set(tried.happenings) else None

    assert set(shortest(plan, "one", played=play).happenings) == needed
    assert shortest(plan, "another", played=play).happenings == plan.happenings
    assert len(played) < 400


@pytest.mark.timeout(0)  # two hundred days: whoever calls them bounds them
@pytest.mark.simulation
def test_two_hundred_days(repository: Path) -> None:
    command = [sys.executable, "-m", "tests.simulation", "--days", "200", "--shrink", "60"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False, timeout=1500)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "200 days held" in done.stdout
