"""Measuring in turns, and the table of what came out."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

Measured = TypeVar("Measured")


def in_turns(programs: Mapping[str, Callable[[], float]], rounds: int, *, warm: int = 1) -> dict[str, float]:
    """Measure A B A B …, so that the machine's other work falls on all alike; return medians. The first rounds warm up."""
    found: dict[str, list[float]] = {name: [] for name in programs}
    for number in range(warm + rounds):
        for name, measure in programs.items():
            value = measure()
            if number >= warm:
                found[name].append(value)
    return {name: statistics.median(values) for name, values in found.items()}


@dataclass
class Ledger:
    """Rows of the table: what, ours, the reference's, how many times that, the budget."""

    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    found: list[dict[str, Any]] = field(default_factory=list)
    """The same as numbers."""

    def put(
        self, what: str, ours: float, unit: str, *, reference: float | None = None, of: str = "", budget: str = ""
    ) -> None:
        """Note a measurement and print it."""
        ratio = f"{ours / reference:.2f} x" if reference else ""
        beside = f"{reference:,.2f} {unit} {of}" if reference is not None else of
        row = (what, f"{ours:,.2f} {unit}", beside, ratio, budget)
        self.rows.append(row)
        told = {"what": what, "value": ours, "unit": unit, "reference": reference, "of": of, "budget": budget}
        self.found.append({**told, "ratio": ours / reference if reference else None})
        print("\n  " + " | ".join(row), end="")

    def keep(self, path: Path) -> None:
        """Write all of it as JSON."""
        path.write_text(json.dumps(self.found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def table(self) -> list[str]:
        """Return the lines of the table, in columns."""
        rows = [("what", "ours", "reference in the same run", "ratio", "budget"), *self.rows]
        widths = [max(len(row[n]) for row in rows) for n in range(5)]
        return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
