"""Simulated days, months, years: ``python -m tests.simulation --years 10``.

    python -m tests.simulation --days 200              # what .ci/run plays
    python -m tests.simulation --seed 4711 --days 2    # one office again, as the failure told
    python -m tests.simulation --seed 4711 --all       # every happening of a seed, played or not

Exit 0 when every promise held; 1 with the seed and the shortest day that breaks one.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import fields
from functools import cache, lru_cache

from dutydesk.usecase import books
from tests.simulation.ledger import BrokenError
from tests.simulation.office import VARIATIONS
from tests.simulation.plan import plan_of
from tests.simulation.shrink import breaks, shortest
from tests.simulation.world import Score, run

TOGETHER = 2
"""Days of one office: long enough for a transfer, a night and what the next morning finds."""

BAR = 40


@cache
def keep_rulebooks() -> None:
    """Keep all rulebooks that there are parsed, once a process: desks come and go by the thousand, and the program keeps eight."""
    books.load_books = lru_cache(maxsize=VARIATIONS + 1)(books.load_books.__wrapped__)


def play(seed: int, days: int) -> tuple[int, Score | None, str, str]:
    """Play one seed; return it with its score, or with the promise that it breaks and how."""
    keep_rulebooks()
    try:
        return seed, run(plan_of(seed, days)), "", ""
    except BrokenError as error:
        return seed, None, error.promise, error.detail


def main() -> int:
    """Play what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__.split("\n")[0])
    parser.add_argument("--days", type=int, default=0, help="simulated days in all")
    parser.add_argument("--years", type=float, default=0, help="simulated years in all")
    parser.add_argument("--seed", type=int, default=None, help="this seed alone")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--together", type=int, default=TOGETHER, help="days that one office lives")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument(
        "--shrink", type=float, default=120, help="seconds to look for the shortest failing day; 0: not"
    )
    parser.add_argument("--all", action="store_true", help="list what happens")
    given = parser.parse_args()
    if given.seed is not None and given.all:
        print("\n".join(map(str, plan_of(given.seed, given.together).happenings)))
        return 0
    wanted = max(1, round(given.years * 365) or given.days or given.together)
    seeds = [given.seed] if given.seed is not None else range(given.first, given.first + -(-wanted // given.together))
    return _play_all(list(seeds), given.together, given.jobs, given.shrink)


def _play_all(seeds: list[int], days: int, jobs: int, shrink: float) -> int:
    total, began = Score(), time.monotonic()
    with ProcessPoolExecutor(min(jobs, len(seeds))) as pool:
        running: set[Future[tuple[int, Score | None, str, str]]] = set()
        waiting = iter(seeds)
        while True:
            while len(running) < 2 * jobs and (seed := next(waiting, None)) is not None:
                running.add(pool.submit(play, seed, days))
            if not running:
                break
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                seed, score, promise, detail = one.result()
                if score is None:
                    pool.shutdown(wait=False, cancel_futures=True)
                    print()
                    return _tell(seed, days, promise, detail, shrink)
                for name in (item.name for item in fields(Score)):
                    setattr(total, name, getattr(total, name) + getattr(score, name))
            _bar(total, len(seeds) * days, began)
    print()
    print(
        f"{total.days} days held: {total.rows} rows, {total.acts} acts ({total.refused} refused), {total.alerts} alarms "
        f"({total.unwritten} rung unwritten), {total.kills} processes killed, {total.handovers} transfers"
    )
    return 0


def _bar(total: Score, days: int, began: float) -> None:
    full = BAR * total.days // max(1, days)
    speed = total.days / max(0.001, time.monotonic() - began)
    text = f"[{'#' * full}{'.' * (BAR - full)}] {total.days}/{days} days, {speed:.1f} days a second"
    if sys.stderr.isatty():
        print(f"\r{text}", end="", file=sys.stderr, flush=True)
    else:
        print(text, file=sys.stderr, flush=True)


def _tell(seed: int, days: int, promise: str, detail: str, shrink: float) -> int:
    print(f"seed {seed}: BROKEN: {promise}\n  {detail}")
    print(f"again: python -m tests.simulation --seed {seed} --together {days}")
    if shrink:
        plan = plan_of(seed, days)
        short = shortest(plan, promise, seconds=shrink)
        found = breaks(short)
        print(f"shortest found: {len(short.happenings)} of {len(plan.happenings)} happenings:")
        print("\n".join(f"  {one}" for one in short.happenings))
        print(f"  {found}" if found is not None else "  (it holds when played again: an id drawn anew decides)")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
